# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case from its opening to its end: open, write, give to a colleague, close, open again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sjalvklar.casework import content, ending, permissions, stops
from sjalvklar.casework.actions import along, files, protection
from sjalvklar.casework.models import Case, Conflict, Involved, Joining, Note, Person
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.queries import lists, people
from sjalvklar.casework.rules import (
    CloseReason,
    Deed,
    Identity,
    NoticeKind,
    Part,
    ProtectionLevel,
    State,
    check_transition,
    checked,
    checked_note,
)
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.mailbox import queries as mailbox
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as staff_queries
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.rules import Actor

_DRAWS = 20  # a year and an authority have a million numbers; twenty taken in a row is no chance


def open_case(
    *,
    actor: Viewer,
    unit_id: str,
    identity: Identity,
    nonce: bytes,
    level: ProtectionLevel = ProtectionLevel.NONE,
    second: int | None = None,
    contact: UUID | None = None,
    at: datetime | None = None,
) -> UUID:
    """Open a case and answer for it; the same form opens one case, and gives its id again.

    `contact` is a contact the actor has taken, in the same unit; the link is kept inside the seal of the first note. A
    protected person's case is never ordinary, not for a moment: `second` is the other person named for it.
    Raises NotFound("no_such_unit" or "no_such_thread"), NotAllowed("take_first", "too_close"), Invalid with the field.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    unit = staff_queries.unit(unit_id)
    if unit is None:
        raise NotFound("no_such_unit")
    permissions.check_can_open(actor, unit_id, unit.authority_id)
    if contact is not None:
        row = mailbox.row(actor, contact, at=at)
        if "read" not in row.may:
            raise NotAllowed("take_first")
        if row.unit_id != unit_id:
            raise NotFound("no_such_thread")
    protected = level is not ProtectionLevel.NONE
    if protected and second not in {who.staff_id for who in people.nameable_in(unit_id, at=at)} - {actor.staff_id}:
        raise Invalid("name_another", field="second")
    kept = checked(identity, level=level, today=at.astimezone(organisation().municipality.zone).date())
    once = deeds.once(b"case", str(actor.staff_id).encode(), nonce)
    try:
        with transaction.atomic():
            return _of_form(once) or _new(
                actor, unit_id, unit.authority_id, kept, level=level, second=second, contact=contact, once=once, at=at
            )
    except IntegrityError:
        # The same form came twice at once, and the other was first.
        already = _of_form(once)
        if already is None:
            raise
        return already


def _of_form(once: bytes) -> UUID | None:
    return Case.objects.filter(once=once).values_list("pk", flat=True).first()


def _new(
    actor: Viewer,
    unit_id: str,
    authority_id: str,
    kept: Identity,
    *,
    level: ProtectionLevel,
    second: int | None,
    contact: UUID | None,
    once: bytes,
    at: datetime,
) -> UUID:
    if kept.number and _is_close(actor, kept.number):
        raise NotAllowed("too_close")
    protected = level is not ProtectionLevel.NONE
    subject = subjects.make(actor=Actor.staff(actor.staff_id))
    person = Person(id=subject, authority_id=authority_id, protection=level.value)
    files.keep_identity(person, kept)
    case = Case.objects.create(
        number=_number(authority_id, at),
        authority_id=authority_id,
        unit_id=unit_id,
        person=person,
        state=State.OPEN.value,
        protected=protected,
        opened_at=at,
        opened_by_id=actor.staff_id,
        once=once,
    )
    Involved.objects.create(case=case, person=person, part=Part.RELATIVE.value, number=1, at=at, by_id=actor.staff_id)
    files.compare_by(case.pk, kept)
    files.give(case, actor.staff_id, by=actor.staff_id, at=at)
    if protected and second is not None:
        protection.name_both(case, actor.staff_id, second, by=actor.staff_id, at=at)
    made, facts = files.locked(actor, case.pk, at)
    files.record(actor, made, facts, "case.open", at, from_contact=contact is not None)
    if contact is not None:
        _append(made, actor.staff_id, "", once=deeds.once(b"contact", once), at=at, contact=str(contact))
    return case.pk


def _is_close(actor: Viewer, number: str) -> bool:
    return Conflict.objects.filter(staff_id=actor.staff_id, value=content.number_index(number)).exists()


def _number(authority_id: str, at: datetime) -> str:
    for _ in range(_DRAWS):
        number = deeds.draw_number(files.year(at))
        with deeds.beyond_the_desk():  # a number may be taken by a case that the desk's people do not see
            taken = Case.objects.filter(authority_id=authority_id, number=number).exists()
        if not taken:
            return number
    raise NotNow("no_number")


def _append(
    case: Case,
    staff_id: int,
    text: str,
    *,
    once: bytes,
    at: datetime,
    corrects: Note | None = None,
    contact: str = "",
) -> None:
    case.notes_made += 1
    case.last_note_at = max(at, case.last_note_at or at)
    name = uuid4()
    Note.objects.create(
        id=name,
        case=case,
        number=case.notes_made,
        body=content.seal_note(files.cipher(case), text, name, contact=contact),
        staff_id=staff_id,
        at=at,
        corrects=corrects,
        once=once,
    )
    case.save(update_fields=["notes_made", "last_note_at"])


def write_note(
    *,
    actor: Viewer,
    case_id: UUID,
    text: str,
    nonce: bytes,
    corrects: int | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> None:
    """Add a note. It is never changed: `corrects` is the number of the note this one puts right, and `seen` that of
    the newest that the page showed.

    The same words from the same form are kept once. Raises Invalid (needed, too_long, no_such_note; came_meanwhile
    when a colleague has written since), NotFound, NotNow("wrong_state"), NotAllowed.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_note(text)
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_write(actor, facts)
        check_transition(facts.state, Deed.WRITE)
        once = deeds.once(case_id.bytes, nonce, kept.encode())
        if Note.objects.filter(once=once).exists():
            return
        wrong = Note.objects.filter(case=case, number=corrects).first() if corrects is not None else None
        if corrects is not None and wrong is None:
            raise Invalid("no_such_note", field="corrects")
        deeds.check_nothing_new(Note.objects.filter(case=case), once=once, seen=seen, by=actor.staff_id)
        files.record(actor, case, facts, "case.correct" if wrong else "case.write", at, note=case.notes_made + 1)
        _append(case, actor.staff_id, kept, once=once, at=at, corrects=wrong)


def hand_over(
    *, actor: Viewer, case_id: UUID, staff_id: int, owner_id: int | None, at: datetime | None = None
) -> None:
    """Give a case to a colleague who meets relatives in the unit; a protected one to somebody named for it.

    `owner_id` is who had it on the page where this was decided: of two who give it away at once, one is told that it
    has moved on. Raises NotFound, NotAllowed, NotNow("wrong_state"), Invalid("not_a_colleague").
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_hand_over(actor, facts)
        check_transition(facts.state, Deed.HAND_OVER)
        if owner_id != facts.owner_id:
            raise NotNow("wrong_state")
        colleagues = people.can_be_given(lists.line(actor, case, facts, at), at=at)
        if staff_id not in {who.staff_id for who in colleagues}:
            raise Invalid("not_a_colleague", field="staff_id")
        files.record(actor, case, facts, "case.hand_over", at, to=staff_id)
        files.give(case, staff_id, by=actor.staff_id, at=at)
        along.give(actor, case, staff_id, of=owner_id, at=at)
        files.tell(NoticeKind.HANDED, case, [staff_id], by=actor.staff_id, at=at)


def close(
    *, actor: Viewer, case_id: UUID, reason: CloseReason, with_all: bool = False, at: datetime | None = None
) -> None:
    """End a case, for any reason but that it goes on in another (`continuing`). It is kept until the disposal decision
    says otherwise. `with_all`: that what goes on in it, a plan with others, ends too is known and meant.

    Raises NotFound, NotAllowed, NotNow: wrong_state, or what goes on (plan_goes_on); Invalid("choose").
    """
    at = at or clock.now()
    if reason is CloseReason.CONTINUED:
        raise Invalid("choose", field="reason")
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_close(actor, facts)
        end(case, facts, reason, actor=actor, with_all=with_all, at=at)


def end(
    case: Case, facts: CaseFacts, reason: CloseReason, *, actor: Viewer, with_all: bool, at: datetime, **detail: object
) -> None:
    """The case ends, on record, and what goes on in it with it. Raises as `close`."""
    case.state = check_transition(facts.state, Deed.CLOSE).value
    ending.end_all(case.pk, reason, said=with_all, by=actor.staff_id, at=at)
    if reason is CloseReason.DECEASED:
        Person.objects.filter(pk=case.person_id).update(dead=True)
        ending.has_died(stops.together(case.pk), by=actor.staff_id, at=at)
    case.closed_at, case.closed_by_id, case.close_reason = at, actor.staff_id, reason.value
    case.save(update_fields=["state", "closed_at", "closed_by", "close_reason"])
    files.record(actor, case, facts, "case.close", at, reason=reason.value, **detail)


def reopen(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> None:
    """Go on with a case that had ended. Raises NotFound, NotAllowed, NotNow."""
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_reopen(actor, facts)
        with deeds.beyond_the_desk():  # whoever opens it need not read the one that it went on in
            Joining.objects.filter(ended=case).update(ended=None, ended_at=None, ended_by=None)
        open_again(case, facts, actor=actor, at=at)


def open_again(case: Case, facts: CaseFacts, *, actor: Viewer, at: datetime) -> None:
    """The case goes on, on record. Raises NotNow("wrong_state")."""
    case.state = check_transition(facts.state, Deed.REOPEN).value
    case.closed_at, case.closed_by_id, case.close_reason = None, None, ""
    case.save(update_fields=["state", "closed_at", "closed_by", "close_reason"])
    files.record(actor, case, facts, "case.reopen", at)


def change_identity(
    *, actor: Viewer, case_id: UUID, identity: Identity, shown: str = "", at: datetime | None = None
) -> None:
    """Put right who it is about, by somebody who may see it now. `shown` marks what the page showed
    (`meanwhile.mark`): of two who put it right at once, one is told. Raises as `reveal`, and Invalid with the
    field."""
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_reveal(actor, facts)
        permissions.check_can_write(actor, facts)
        level = ProtectionLevel(case.person.protection)
        kept = checked(identity, level=level, today=at.astimezone(organisation().municipality.zone).date())
        files.record(actor, case, facts, "case.change_identity", at)
        meanwhile.check_unchanged(shown, files.identity_of(case))
        files.keep_identity(case.person, kept)
        files.tell_too_close(case, facts.owner_id, at)
