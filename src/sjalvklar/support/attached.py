# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports as they go along in a copy of the case they are part of: what, when, talks and answers. Notes do not: they
are gone through where they were written."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sjalvklar.casework.attached import Plain
from sjalvklar.support.models import Offer, Support, Talk


class InCases:
    """Supports in a personal file."""

    name = "supports"

    def in_case(self, case_id: UUID) -> tuple[Plain, ...]:
        supports = list(Support.objects.filter(case=case_id).order_by("opened_at", "id"))
        talks: dict[UUID, list[Plain]] = defaultdict(list)
        for talk in Talk.objects.filter(support__in=supports).order_by("starts_at", "id"):
            minutes = int((talk.ends_at - talk.starts_at).total_seconds() // 60)
            talks[talk.support_id].append(
                {"at": talk.starts_at, "minutes": minutes, "way": talk.way, "state": talk.state}
            )
        offers: dict[UUID, list[Plain]] = defaultdict(list)
        for offer in Offer.objects.filter(support__in=supports).order_by("at", "id"):
            offers[offer.support_id].append({"at": offer.at, "service": offer.service, "answer": offer.answer})
        return tuple(
            {
                "service": support.service,
                "state": support.state,
                "opened": support.opened_at,
                **({"closed": support.closed_at, "reason": support.close_reason} if support.closed_at else {}),
                **({"next": support.next_on} if support.next_on else {}),
                "talks": talks[support.pk],
                "offers": offers[support.pk],
            }
            for support in supports
        )
