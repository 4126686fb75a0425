# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two cases about one person: one is closed and goes on in the other, once whom they are about was found to be the
same.

Nothing is moved. A note is a document of the case where it was written, and stays there; whoever may read both reads
them one after the other. It hangs on the joining of the two people, and is undone with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sjalvklar.casework import permissions
from sjalvklar.casework.actions import files, joining, life, reading, same
from sjalvklar.casework.actions.reading import NoteLine
from sjalvklar.casework.models import Joining
from sjalvklar.casework.rules import CloseReason, Deed, Part, check_transition
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer


@dataclass(frozen=True, slots=True)
class Together:
    """The notes of cases that go on in one another, oldest first, each with the number of its case."""

    cases: tuple[tuple[UUID, str], ...]
    notes: tuple[tuple[str, NoteLine], ...] = field(repr=False)


def continue_in(
    *, actor: Viewer, case_id: UUID, joining_id: UUID, with_all: bool = False, at: datetime | None = None
) -> UUID:
    """Close this case, and go on in the other one of a joining; returns that one's id. By whoever may close this and
    write in that. Both are about the person, in one authority, and nobody in it is protected: a protected person's
    cases are never led to from one another.

    Raises NotFound, NotAllowed, NotNow: wrong_state, not_when_protected, other_authority, and as `life.close`.
    """
    at = at or clock.now()
    with transaction.atomic():
        held = joining.locked(actor, joining.sides_of(case_id, joining_id), at)
        case, facts = held[case_id]
        permissions.check_can_close(actor, facts)
        row = _about_them(case_id, joining_id)
        into, there = held[row.other_case_id if row.case_id == case_id else row.case_id]
        permissions.check_can_write(actor, there)
        check_transition(there.state, Deed.WRITE)
        same.check_may_go_on(case, into)
        life.end(case, facts, CloseReason.CONTINUED, actor=actor, with_all=with_all, at=at, joining=str(row.pk))
        files.record(actor, into, there, "case.go_on_from", at, joining=str(row.pk))
        row.ended, row.ended_at, row.ended_by_id = case, at, actor.staff_id
        row.save(update_fields=["ended", "ended_at", "ended_by"])
        return into.pk


def _about_them(case_id: UUID, joining_id: UUID) -> Joining:
    """A joining of whom two cases are about, which holds. Raises NotFound("no_such_joining")."""
    of_two = Joining.objects.select_for_update(of=("self",)).select_related("first", "second")
    found = of_two.filter(
        Q(case=case_id) | Q(other_case=case_id),
        pk=joining_id,
        holds_from__isnull=False,
        undone_at__isnull=True,
        ended__isnull=True,
        first__part=Part.RELATIVE.value,
        second__part=Part.RELATIVE.value,
    ).first()
    if found is None or found.case_id == found.other_case_id:
        raise NotFound("no_such_joining")
    return found


def read_together(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> Together:
    """The notes of this case and of those that it goes on in, or that go on in it, on record in each. Raises NotFound,
    NotAllowed, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        ids = (case_id, *same.those_together(actor, case_id, at))
        held = joining.locked(actor, ids, at)
        for case, facts in held.values():
            permissions.check_can_read(actor, facts)
            files.record(actor, case, facts, "case.read", at, together=len(held) > 1)
        notes = [(held[one][0].number, line) for one in ids for line in reading.notes_of(held[one][0])]
        ordered = sorted(notes, key=lambda note: (note[1].at, note[0], note[1].number))
        return Together(tuple((one, held[one][0].number) for one in ids), tuple(ordered))
