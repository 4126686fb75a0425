# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports as they go along in a copy of the case they are part of: what, when, talks and answers, the plan in the
person's own words, and the notes. To the person a note goes as the case's own notes do, when somebody has gone through
it; to the case system it goes whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict
from uuid import UUID

from sjalvklar.casework.attached import Plain, Written
from sjalvklar.casework.rules import Recipient
from sjalvklar.organisation.queries import staff as people
from sjalvklar.support import content
from sjalvklar.support.models import Note, Offer, OwnPlan, Support, Talk
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
        whole = _whole(supports) if to is Recipient.CASE_SYSTEM else {}
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
                **({"notes": whole[support.pk]} if whole.get(support.pk) else {}),
            }
            for support in supports
        )


def notes_in_case(case_id: UUID, to: Recipient) -> tuple[Written, ...]:
    """What is written in the supports of a case that go along to whom."""
    left_out = held_back(case_id, to)
    rows = Note.objects.filter(support__case=case_id).exclude(support__in=left_out).select_related("support__case")
    return tuple(
        Written(row.pk, InCases.name, row.at, row.staff_id, text)
        for row, text in _opened(list(rows.order_by("at", "id")))
    )


def _whole(supports: list[Support]) -> dict[UUID, list[Plain]]:
    """The notes as they are, by support, oldest first."""
    rows = list(Note.objects.filter(support__in=supports).select_related("support__case").order_by("number"))
    names = people.names({row.staff_id for row in rows})
    found: dict[UUID, list[Plain]] = defaultdict(list)
    for row, text in _opened(rows):
        by = {"id": row.staff_id, "name": names.get(row.staff_id, "")}
        found[row.support_id].append({"at": row.at, "by": by, "text": text})
    return found


def _opened(rows: list[Note]) -> Iterator[tuple[Note, str]]:
    for row in rows:
        case = row.support.case
        if case is not None:
            yield row, content.open_note(subjects.cipher(case.person_id), bytes(row.body), row.pk)


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
