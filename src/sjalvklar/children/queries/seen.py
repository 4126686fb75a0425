# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of a support, or a contact, without opening a seal: whether it is a child's own, and where a concern
stands. To whoever may read it only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sjalvklar.casework.queries import seen as cases
from sjalvklar.children.models import Concern, Said
from sjalvklar.children.rules import State
from sjalvklar.kernel import clock
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.queries import Row
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a support is a child's own contact, and where the newest concern in it stands."""

    own: bool = False
    concern: State | None = None


def standing(row: Row) -> Standing:
    """For a line on the support's page, from its row as whoever asks sees it. Nothing, for whoever may not read it."""
    if "read" not in row.may:
        return Standing()
    own = Said.objects.filter(support=row.id, kind=Said.OWN).exists()
    newest = Concern.objects.filter(support=row.id).order_by("-begun_at", "-id").values_list("state", flat=True)
    state = newest.first()
    return Standing(own, State(state) if state else None)


def undecided(thread_ids: Collection[UUID]) -> frozenset[UUID]:
    """In which contacts, of those that whoever asks has, somebody weighs a concern and has not decided."""
    weighed = Concern.objects.filter(thread__in=thread_ids, state=State.CONSIDERING.value)
    return frozenset(weighed.values_list("thread", flat=True))


def own_in_case(viewer: Viewer, case_id: UUID, *, at: datetime | None = None) -> tuple[UUID, ...]:
    """The supports in a case that are a child's own contact, for whoever may read the case."""
    readable = cases.cases(viewer, at or clock.now(), Action.READ).filter(pk=case_id)
    found = Said.objects.filter(kind=Said.OWN, support__case__in=readable.values("pk"))
    return tuple(found.order_by("support").values_list("support", flat=True).distinct())
