# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why whom a case is about may not be reached now. Rooms above say so when the product is loaded: casework knows none
of them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q

from sjalvklar.casework.models import Case, Joining
from sjalvklar.kernel.errors import NotNow
from sjalvklar.trust import deeds

# Answers with the refusal's code while whom that case is about is not to be reached, else with nothing.
Stop = Callable[[UUID], str]

STOPS: list[Stop] = []


def tell(stop: Stop) -> None:
    """What a room above may stop. Called once by each, when it is ready."""
    STOPS.append(stop)


def why_not(case_id: UUID) -> str:
    """The first reason not to reach whom the case is about, in it or in those that it goes on in or from; empty when
    there is none."""
    return next((code for code in (stop(one) for one in together(case_id) for stop in STOPS) if code), "")


def together(case_id: UUID) -> tuple[UUID, ...]:
    """The case, and those that it goes on in or that go on in it: they are about one person, who is in danger in all
    of them. Asked beyond the desk: that somebody is not to be reached is told, and nothing else; and of what is for
    named people not even that to others."""
    found = [case_id]
    with deeds.beyond_the_desk():
        protected = Case.objects.filter(pk=case_id, protected=True).exists()
        ask = {case_id}
        while ask:
            pairs = Joining.objects.filter(
                Q(case__in=ask) | Q(other_case__in=ask), ended__isnull=False, undone_at__isnull=True
            ).values_list("case", "other_case")
            near = {one for pair in pairs for one in pair} - set(found)
            there = Case.objects.filter(pk__in=near) if near else Case.objects.none()
            ask = set((there if protected else there.filter(protected=False)).values_list("pk", flat=True))
            found += sorted(ask)
    return tuple(found)


def check_may_reach(case_id: UUID) -> None:
    """Raises NotNow with the reason."""
    code = why_not(case_id)
    if code:
        raise NotNow(code)
