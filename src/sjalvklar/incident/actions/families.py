# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done with a family: written down, reached, given its one crisis contact, followed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sjalvklar.incident import content, permissions
from sjalvklar.incident.actions import files
from sjalvklar.incident.ground import during
from sjalvklar.incident.models import CircleStaff, Duty, Family, Incident, Note, Reach
from sjalvklar.incident.permissions import FamilyFacts
from sjalvklar.incident.queries import lists
from sjalvklar.incident.queries.template import template, zone
from sjalvklar.incident.rules import (
    FAMILY_TRANSITIONS,
    Circle,
    DutyKind,
    DutyState,
    FamilyDeed,
    FamilyState,
    Outcome,
    Reached,
    State,
    ToldBy,
    Way,
    authorities_for,
    check_day,
    checked_family,
    checked_note,
    checked_people,
    checkpoints_for,
    event_for,
)
from sjalvklar.incident.rules import Family as Words
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.rules import Actor

SETTLED = frozenset({DutyState.DONE, DutyState.DECLINED, DutyState.NOT_NEEDED, DutyState.DUE})


def add_family(
    *,
    actor: Viewer,
    circle_id: UUID,
    family: Words,
    people: int = 1,
    children: int | None = None,
    nonce: bytes,
    at: datetime | None = None,
) -> UUID:
    """Write down a family, with its dates and its list of authorities; the same form adds one, and gives its id again.

    Raises NotFound("no_such_circle"), NotAllowed, NotNow("wrong_state") when the incident has closed, Invalid.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_family(family)
    checked_people(people, children)
    once = deeds.once(b"family", str(actor.staff_id).encode(), nonce)
    try:
        with transaction.atomic():
            ring, facts = lists.circle(actor, circle_id, at=at)
            permissions.check_can_add_family(actor, facts)
            already = _of_form(once)
            if already is not None:
                return already
            list(Incident.objects.select_for_update().filter(pk=ring.incident_id).values_list("pk"))
            incident = Incident.objects.get(pk=ring.incident_id)
            if incident.state == State.CLOSED.value:
                raise NotNow("wrong_state")
            return _new(actor, incident, ring.pk, Circle(ring.kind), kept, people, children, once, at)
    except IntegrityError:
        # The same form came twice at once, and the other was first.
        already = _of_form(once)
        if already is None:
            raise
        return already


def _of_form(once: bytes) -> UUID | None:
    return Family.objects.filter(once=once).values_list("pk", flat=True).first()


def _new(
    actor: Viewer,
    incident: Incident,
    ring: UUID,
    circle: Circle,
    kept: Words,
    people: int,
    children: int | None,
    once: bytes,
    at: datetime,
) -> UUID:
    subject = subjects.make(actor=Actor.staff(actor.staff_id))
    incident.families_made += 1
    incident.save(update_fields=["families_made"])
    family = Family.objects.create(
        id=subject,
        incident=incident,
        circle_id=ring,
        unit_id=incident.unit_id,
        number=incident.families_made,
        state=FamilyState.OPEN.value,
        body=content.seal_family(files.cipher(subject), kept, subject),
        people=people,
        children=children,
        made_at=at,
        made_by_id=actor.staff_id,
        last_at=at,
        once=once,
    )
    dates = {
        DutyKind.CHECKPOINT: checkpoints_for(
            template(), circle, happened_at=incident.happened_at, known_at=at, zone=zone()
        ),
        DutyKind.AUTHORITY: authorities_for(template(), circle, happened_at=incident.happened_at, zone=zone()),
    }
    Duty.objects.bulk_create(
        Duty(family=family, kind=kind.value, step=due.step, due_at=due.at, state=DutyState.DUE.value)
        for kind, dues in dates.items()
        for due in dues
    )
    files.record_family(actor, family, "family.add", at)
    return subject


def change_family(
    *,
    actor: Viewer,
    family_id: UUID,
    family: Words,
    people: int,
    children: int | None,
    shown: str = "",
    at: datetime | None = None,
) -> None:
    """Put right what they are called, how they are reached and how many they are. `shown` marks what the page showed
    (`meanwhile.mark`): of two who put it right at once, one is told. Raises NotFound, NotNow, Invalid."""
    at = at or clock.now()
    kept = checked_family(family)
    checked_people(people, children)
    with transaction.atomic():
        row, _ = _writing(actor, family_id, at)
        files.record_family(actor, row, "family.change", at)
        before = content.open_family(files.cipher(row.pk), bytes(row.body), row.pk)
        meanwhile.check_unchanged(shown, before, row.people, row.children)
        row.body = content.seal_family(files.cipher(row.pk), kept, row.pk)
        row.people, row.children = people, children
        files.touch(row, at, "body", "people", "children")


def _writing(actor: Viewer, family_id: UUID, at: datetime) -> tuple[Family, FamilyFacts]:
    row, facts = files.locked_family(actor, family_id, at)
    permissions.check_can_write_family(actor, facts)
    return row, facts


def reach(
    *,
    actor: Viewer,
    family_id: UUID,
    way: Way,
    outcome: Outcome,
    told_by: ToldBy = ToldBy.NOT_ASKED,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """An attempt to reach a family, and what came of it. The same form is one attempt.

    Whoever reaches a family that has no crisis contact becomes it: somebody must be the one they know. Noted by
    mistake, they are not reached again; what was noted stands, and that it was wrong after it.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with transaction.atomic():
        row, _ = _writing(actor, family_id, at)
        once = deeds.once(b"reach", family_id.bytes, nonce)
        if Reach.objects.filter(once=once).exists():
            return
        if outcome is Outcome.MISTAKE and row.reached == Reached.NOT_YET.value:
            raise Invalid("choose", field="outcome")
        detail = {"way": way.value, "outcome": outcome.value}
        files.record_family(actor, row, "family.reach", at, **detail)
        Reach.objects.create(
            family=row,
            at=at,
            staff_id=actor.staff_id,
            way=way.value,
            outcome=outcome.value,
            told_by=told_by.value,
            once=once,
        )
        first = row.reached == Reached.NOT_YET.value
        if outcome.settles.settles and (first or outcome is Outcome.REACHED):
            if first and outcome is Outcome.REACHED:
                files.count(What.FAMILY_REACHED, row.unit_id, at)
            row.reached, row.reached_at = outcome.settles.value, at
        if outcome is Outcome.MISTAKE:
            row.reached, row.reached_at = Reached.NOT_YET.value, None
        if outcome is Outcome.REACHED and row.contact_id is None:
            files.give_contact(row, actor.staff_id, by=actor.staff_id, at=at)
        files.touch(row, at, "reached", "reached_at", "contact")


def name_contact(*, actor: Viewer, family_id: UUID, staff_id: int, at: datetime | None = None) -> None:
    """Name the family's one crisis contact: somebody who works in its circle now. Raises Invalid("not_in_circle")."""
    at = at or clock.now()
    with transaction.atomic():
        row, _ = _writing(actor, family_id, at)
        if not CircleStaff.objects.filter(during(at), circle=row.circle_id, staff_id=staff_id).exists():
            raise Invalid("not_in_circle", field="staff_id")
        if row.contact_id == staff_id:
            return
        files.record_family(actor, row, "family.name_contact", at, to=staff_id)
        files.give_contact(row, staff_id, by=actor.staff_id, at=at)
        files.touch(row, at, "contact")


def settle(
    *,
    actor: Viewer,
    family_id: UUID,
    kind: DutyKind,
    step: str,
    state: DutyState,
    at: datetime | None = None,
) -> None:
    """A date is kept, or a step in the list of authorities is done, declined or not needed; or due again, when it was
    marked by mistake. Twice is once. Raises NotFound, NotNow, Invalid("no_such_step")."""
    at = at or clock.now()
    if state not in SETTLED:
        raise Invalid("choose", field="state")
    with transaction.atomic():
        row, _ = _writing(actor, family_id, at)
        # PostgreSQL refuses even to look for a NUL.
        duty = Duty.objects.filter(family=row, kind=kind.value, step=step).first() if step.isprintable() else None
        if duty is None:
            raise Invalid("no_such_step", field="step")
        if duty.state == state.value:
            return
        files.record_family(actor, row, "family.settle", at, step=step, state=state.value)
        if kind is DutyKind.CHECKPOINT and state is DutyState.DONE:
            files.count(What.CHECKPOINT_DONE, row.unit_id, at)
        settled = state is not DutyState.DUE
        duty.state, duty.settled_at = state.value, at if settled else None
        duty.settled_by_id = actor.staff_id if settled else None
        duty.save(update_fields=["state", "settled_at", "settled_by"])
        files.touch(row, at)


def set_day(*, actor: Viewer, family_id: UUID, event: str, on: date, at: datetime | None = None) -> None:
    """Something has got its day, as a trial or a release: it becomes a date of the family, and a new day takes the
    place of the former. The same twice is once. Raises NotFound, NotNow, Invalid (choose; day)."""
    at = at or clock.now()
    check_day(on, at.astimezone(zone()).date())
    with transaction.atomic():
        row, _ = _writing(actor, family_id, at)
        found = event_for(template(), Circle(row.circle.kind), event)
        due = found.due(on, known_at=at, zone=zone())
        duty = Duty.objects.filter(family=row, kind=DutyKind.CHECKPOINT.value, step=found.id).first()
        if duty is not None and duty.due_at == due and duty.state == DutyState.DUE.value:
            return
        files.record_family(actor, row, "family.set_day", at, step=found.id)
        duty = duty or Duty(family=row, kind=DutyKind.CHECKPOINT.value, step=found.id)
        duty.due_at, duty.state = due, DutyState.DUE.value
        duty.settled_at = duty.settled_by = duty.raised_at = None
        duty.save()
        files.touch(row, at)


def write_note(
    *, actor: Viewer, family_id: UUID, text: str, nonce: bytes, seen: int | None = None, at: datetime | None = None
) -> None:
    """Add a note of a family. It is never changed; the same words from the same form are kept once. `seen` is the
    newest that the page showed: Invalid("came_meanwhile") when a colleague has written since."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_note(text)
    with transaction.atomic():
        row, _ = _writing(actor, family_id, at)
        once = deeds.once(b"note", family_id.bytes, nonce, kept.encode())
        if Note.objects.filter(once=once).exists():
            return
        deeds.check_nothing_new(Note.objects.filter(family=row), once=once, seen=seen, by=actor.staff_id)
        row.notes_made += 1
        files.record_family(actor, row, "family.write", at, note=row.notes_made)
        name = uuid4()
        sealed = content.seal_text(files.cipher(row.pk), kept, name, table="incident_note")
        Note.objects.create(
            id=name,
            family=row,
            number=row.notes_made,
            body=sealed,
            staff_id=actor.staff_id,
            at=at,
            once=once,
        )
        files.touch(row, at, "notes_made")


def consent(*, actor: Viewer, family_id: UUID, yes: bool, at: datetime | None = None) -> None:
    """The family says yes to the long time after, or takes it back. Taken back after the incident has closed, the work
    with them ends. Twice is once. Raises NotFound, NotNow."""
    at = at or clock.now()
    with transaction.atomic():
        row, facts = _writing(actor, family_id, at)
        if (row.consent_at is not None) == yes:
            return
        files.record_family(actor, row, "family.consent" if yes else "family.withdraw", at)
        row.consent_at = at if yes else None
        if not yes and facts.state is FamilyState.FOLLOW_UP:
            Duty.objects.filter(family=row, state=DutyState.DUE.value).update(state=DutyState.ENDED.value)
            row.state = FAMILY_TRANSITIONS[facts.state, FamilyDeed.WITHDRAW].value
        files.touch(row, at, "consent_at", "state")
