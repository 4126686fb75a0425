# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports as they go along in a copy of the case they are part of: what, when, talks and answers, and the plan in the
person's own words. Notes do not: they are gone through where they were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import asdict
from uuid import UUID

from sjalvklar.casework.attached import Plain
from sjalvklar.casework.rules import Recipient
from sjalvklar.support import content
from sjalvklar.support.models import Offer, OwnPlan, Support, Talk
from sjalvklar.trust import subjects

HeldBack = Callable[[UUID, Recipient], Collection[UUID]]

_HELD_BACK: list[HeldBack] = []


def hold_back(asked: HeldBack) -> None:
    """A room above says which supports of a case do not go along to whom. Called once by each, when it is ready."""
    _HELD_BACK.append(asked)


def held_back(case_id: UUID, to: Recipient) -> frozenset[UUID]:
    """The supports of a case that do not go along to whom."""
    return frozenset(one for asked in _HELD_BACK for one in asked(case_id, to))


class InCases:
    """Supports in a personal file."""

    name = "supports"

    def in_case(self, case_id: UUID, to: Recipient) -> tuple[Plain, ...]:
        left_out = held_back(case_id, to)
        known = Support.objects.filter(case=case_id).order_by("opened_at", "id")
        supports = [support for support in known if support.pk not in left_out]
        talks: dict[UUID, list[Plain]] = defaultdict(list)
        for talk in Talk.objects.filter(support__in=supports).order_by("starts_at", "id"):
            minutes = int((talk.ends_at - talk.starts_at).total_seconds() // 60)
            talks[talk.support_id].append(
                {"at": talk.starts_at, "minutes": minutes, "way": talk.way, "state": talk.state}
            )
        offers: dict[UUID, list[Plain]] = defaultdict(list)
        for offer in Offer.objects.filter(support__in=supports).order_by("at", "id"):
            offers[offer.support_id].append({"at": offer.at, "service": offer.service, "answer": offer.answer})
        plans = {} if to.acts_for_them else _plans(supports)
        return tuple(
            {
                "service": support.service,
                "state": support.state,
                "opened": support.opened_at,
                **({"closed": support.closed_at, "reason": support.close_reason} if support.closed_at else {}),
                **({"next": support.next_on} if support.next_on else {}),
                "talks": talks[support.pk],
                "offers": offers[support.pk],
                **({"plans": plans[support.pk]} if plans.get(support.pk) else {}),
            }
            for support in supports
        )


def _plans(supports: list[Support]) -> dict[UUID, list[Plain]]:
    """The plan in their own words, every version, oldest first. To a guardian, or whoever acts for somebody, none
    goes: what somebody wants may be about them."""
    found: dict[UUID, list[Plain]] = defaultdict(list)
    rows = OwnPlan.objects.filter(support__in=supports).order_by("support", "number")
    for row in rows.select_related("support__case"):
        case = row.support.case
        if case is None:
            continue
        plan = content.open_plan(subjects.cipher(case.person_id), bytes(row.body), row.pk)
        found[row.support_id].append({"at": row.at, "look_on": row.look_on, **asdict(plan)})
    return found
