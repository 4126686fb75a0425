# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every deed with a support shares: finding it held, its record, its seals, its owner and its counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import content
from sjalvklar.support.models import Assignment, Note, Support
from sjalvklar.support.permissions import NO_SUCH_SUPPORT
from sjalvklar.support.queries import seen
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import Deed, DocumentationMode, State, check_text, check_transition, checked_note
from sjalvklar.support.rules.content import LONGEST_NOTE, LONGEST_UNNAMED
from sjalvklar.tally import actions as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor


def about(support: Support) -> str:
    """Its name in the record: of what is part of a case, the case's."""
    return f"support:{support.pk}" if support.case_id is None else f"case:{support.case_id}"


def held(actor: Viewer, support_id: UUID, at: datetime) -> Stands:
    """The support, held by this transaction until it ends, and how the actor stands to it.

    Raises NotFound("no_such_support") for what is not there and for what is hidden, on the same path.
    """
    list(Support.objects.select_for_update().filter(pk=support_id).values_list("pk"))
    rows = seen.with_owner(Support.objects.filter(pk=support_id).select_related("case"), at)
    found = seen.stands(actor, rows, at)
    if not found:
        raise NotFound(NO_SUCH_SUPPORT)
    return found[0]


@contextmanager
def writing(support_id: UUID, at: datetime, *, actor: Viewer) -> Iterator[Stands]:
    """A transaction that holds a support which the actor may write in now. Raises NotFound, NotAllowed,
    NotNow("wrong_state")."""
    with transaction.atomic():
        one = held(actor, support_id, at)
        one.check(actor, Action.WRITE)
        check_transition(State(one.support.state), Deed.WRITE)
        yield one


def touched(one: Stands, at: datetime) -> None:
    """Disposal is counted from here."""
    one.support.last_activity_at = at
    one.support.save(update_fields=["last_activity_at"])


def basis(actor: Viewer, one: Stands) -> str:
    """On what ground somebody did something with it, for the record."""
    if one.protected:
        return "named"
    if one.owner_id == actor.staff_id:
        return "assignment"
    if one.owner_id is not None and (one.support.unit_id, one.owner_id) in actor.stand_ins:
        return "stand_in"
    if one.case is not None and one.case.by_glass:
        return "glass"
    return "head" if actor.leads(one.support.unit_id) else "unit"


def record(actor: Viewer, one: Stands, action: str, at: datetime, **detail: object) -> None:
    """Put a deed with the support on record. What is part of a protected case says so, and names no unit."""
    if one.support.case_id is not None:
        detail["support"] = str(one.support.pk)
    if one.protected:
        detail["compartment"] = "protected"
    trust.record(
        actor=Actor.staff(actor.staff_id, None if one.protected else one.support.unit_id),
        action=action,
        object=about(one.support),
        basis=basis(actor, one),
        detail=detail,
        at=at,
    )


def cipher(support: Support) -> subjects.SubjectCipher:
    """What seals and opens it. Call only after the deed is on record. Raises SubjectGone."""
    subject = support.subject if support.case is None else support.case.person_id
    assert subject is not None  # a constraint of the table
    return subjects.cipher(subject)


def mode_of(support: Support) -> DocumentationMode:
    """What may be kept of it."""
    return DocumentationMode(support.mode)


def checked_words(text: str, mode: DocumentationMode, *, field: str = "text") -> str:
    """What is written, safe to keep in that mode. Raises Invalid with the field."""
    longest = LONGEST_UNNAMED if mode is DocumentationMode.ANONYMOUS else LONGEST_NOTE
    try:
        kept = checked_note(text, longest=longest)
    except Invalid as refused:
        raise Invalid(refused.code, field=field) from None
    check_text(kept, mode, field=field)
    return kept


def notes(support: Support) -> QuerySet[Note]:
    """What has been written in it."""
    return Note.objects.filter(support=support)


def append(support: Support, staff_id: int, text: str, *, once: bytes, at: datetime) -> None:
    """Add a note, once for each form."""
    if Note.objects.filter(once=once).exists():
        return
    support.notes_made += 1
    name = uuid4()
    Note.objects.create(
        id=name,
        support=support,
        number=support.notes_made,
        body=content.seal_note(cipher(support), text, name),
        staff_id=staff_id,
        at=at,
        once=once,
    )
    support.save(update_fields=["notes_made"])


def give(support: Support, staff_id: int, *, by: int | None, at: datetime) -> None:
    """End the present assignment and begin another."""
    let_go(support, at)
    Assignment.objects.create(support=support, staff_id=staff_id, starts_at=at, by_id=by)


def let_go(support: Support, at: datetime) -> None:
    """End the present assignment."""
    Assignment.objects.filter(support=support, ends_at__isnull=True).update(ends_at=at)


def count(what: What, support: Support, at: datetime) -> None:
    """Count a deed, never whose. Of a protected person nothing is counted: whoever knows of all the others would see
    by the number that there is one more."""
    if support.case is not None and support.case.protected:
        return
    tally.count(
        what=what,
        unit=support.unit_id,
        at=at,
        zone=organisation().municipality.zone,
        situation=support.situation or None,
    )
