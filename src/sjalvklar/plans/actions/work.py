# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The joint work: what parties take on, meetings, what is shared with a party and what it tells, notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans import content, permissions
from sjalvklar.plans.actions import files
from sjalvklar.plans.content import Task
from sjalvklar.plans.models import Attendance, Commitment, Meeting, Party, Words
from sjalvklar.plans.queries.settings import today
from sjalvklar.plans.rules import (
    CommitmentDeed,
    CommitmentState,
    Deed,
    MeetingResult,
    NoteKind,
    Share,
    SharedBy,
    State,
    check_commitment,
    check_may_share,
    check_transition,
    checked_day,
    checked_line,
    checked_words,
)
from sjalvklar.trust import deeds
from sjalvklar.trust.access.words import Action

FURTHEST_MEETING = timedelta(days=366)


def add_commitment(
    *,
    actor: Viewer,
    plan_id: UUID,
    party_id: UUID,
    what: str,
    who: str = "",
    due_on: date,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """A party takes something on, by a day: agreed with it, so only while its consent holds. The same form is one.
    Raises NotFound, NotAllowed, NotNow("no_consent"), Invalid."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    task = Task(checked_words(what, "what"), checked_line(who, "who"))
    checked_day(due_on, today=today(at), field="due_on")
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        party = files.of_plan(plan, party_id)
        check_may_share(files.standing_of(party, at))
        once = deeds.once(b"commitment", party_id.bytes, nonce)
        if Commitment.objects.filter(once=once).exists():
            return
        made = uuid4()
        files.record(actor, plan, facts, "plan.add_commitment", at, party=str(party_id))
        Commitment.objects.create(
            id=made,
            party=party,
            body=content.seal_task(files.cipher(plan), task, made),
            state=CommitmentState.AGREED.value,
            due_on=due_on,
            at=at,
            once=once,
        )
        files.touch(plan, at)


def settle(
    *,
    actor: Viewer,
    plan_id: UUID,
    commitment_id: UUID,
    deed: CommitmentDeed,
    due_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Something is done, was not done, has a new day (`due_on`), or was marked by mistake. Of a party whose consent
    has ended nothing is moved: with it the work has stopped. Raises NotFound, NotAllowed, NotNow, Invalid."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        row = _held(commitment_id).filter(party__plan=plan).select_related("party").first()
        if row is None:
            raise Invalid("choose", field="commitment_id")
        if deed is CommitmentDeed.MOVE:
            check_may_share(files.standing_of(row.party, at))
        _settle(row, deed, due_on, actor.staff_id, at)
        files.record(actor, plan, facts, "plan.settle", at, party=str(row.party_id), deed=deed.value)
        files.touch(plan, at)


def _held(commitment_id: UUID) -> QuerySet[Commitment]:
    """Held until the transaction ends: whoever leads holds the plan, and a party's own people their part, so that the
    two meet here alone."""
    return Commitment.objects.select_for_update(of=("self",)).filter(pk=commitment_id)


def _settle(row: Commitment, deed: CommitmentDeed, due_on: date | None, staff_id: int, at: datetime) -> None:
    state = check_commitment(CommitmentState(row.state), deed)
    if deed is CommitmentDeed.MOVE:
        if due_on is None:
            raise Invalid("needed", field="due_on")
        row.due_on = checked_day(due_on, today=today(at), field="due_on")
        row.raised_at, row.up_at = None, None
    row.state = state.value
    row.settled_at, row.settled_by_id = (None, None) if state.is_open else (at, staff_id)
    row.save()


def plan_meeting(*, actor: Viewer, plan_id: UUID, when: datetime, at: datetime | None = None) -> None:
    """A day and time to meet on. Twice is once. Raises Invalid("day_passed", "too_far")."""
    at = at or clock.now()
    if when <= at:
        raise Invalid("day_passed", field="when")
    if when > at + FURTHEST_MEETING:
        raise Invalid("too_far", field="when")
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        if Meeting.objects.filter(plan=plan, at=when).exists():
            return
        files.record(actor, plan, facts, "plan.plan_meeting", at)
        Meeting.objects.create(plan=plan, at=when)
        files.touch(plan, at)


def cancel_meeting(*, actor: Viewer, plan_id: UUID, meeting_id: int, at: datetime | None = None) -> None:
    """A meeting that has not been held is not. Twice is once."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        row = Meeting.objects.filter(plan=plan, pk=meeting_id, held_at__isnull=True).first()
        if row is None:
            return
        files.record(actor, plan, facts, "plan.cancel_meeting", at)
        # It was never held: there is nothing to keep, and the desk's people erase nothing themselves.
        with deeds.beyond_the_desk():
            row.delete()
        files.touch(plan, at)


def hold_meeting(
    *,
    actor: Viewer,
    plan_id: UUID,
    meeting_id: int,
    came: Mapping[UUID, bool],
    result: MeetingResult,
    text: str,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """A meeting was held: who came, what came of it, and what was said, in words that no party reads. An active plan
    is followed up by it. Raises NotFound, NotAllowed, NotNow("not_yet", "wrong_state"), Invalid."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_words(text, "text")
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        row = Meeting.objects.filter(plan=plan, pk=meeting_id).first()
        if row is None:
            raise Invalid("choose", field="meeting_id")
        if row.held_at is not None:
            return
        if row.at > at:
            raise NotNow("not_yet")
        files.record(actor, plan, facts, "plan.hold_meeting", at, result=result.value)
        row.held_at, row.result = at, result.value
        row.save(update_fields=["held_at", "result"])
        here = Party.objects.filter(plan=plan, left_at__isnull=True).values_list("pk", flat=True)
        Attendance.objects.bulk_create(
            Attendance(meeting=row, party_id=party, came=came[party]) for party in here if party in came
        )
        once = deeds.once(b"meeting", plan_id.bytes, nonce)
        files.append(plan, NoteKind.MEETING, actor.staff_id, kept, once=once, at=at)
        fields = ["notes_made"]
        if facts.state is State.ACTIVE:
            plan.state = check_transition(facts.state, Deed.FOLLOW_UP).value
            fields.append("state")
        files.touch(plan, at, *fields)


def write_note(
    *, actor: Viewer, plan_id: UUID, text: str, nonce: bytes, seen: int | None = None, at: datetime | None = None
) -> None:
    """Add a note that no party reads. The same words from the same form are kept once. `seen` is the newest that the
    page showed: Invalid("came_meanwhile") when a colleague has written since."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_words(text, "text")
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        once = deeds.once(b"note", plan_id.bytes, nonce, kept.encode())
        deeds.check_nothing_new(files.notes(plan), once=once, seen=seen, by=actor.staff_id)
        files.record(actor, plan, facts, "plan.write", at)
        files.append(plan, NoteKind.NOTE, actor.staff_id, kept, once=once, at=at)
        files.touch(plan, at, "notes_made")


def share(
    *,
    actor: Viewer,
    plan_id: UUID,
    party_id: UUID,
    kind: Share,
    way: SharedBy,
    text: str,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """Share something with a party, or note that it was told at a meeting or by telephone: what, how, and under which
    consents. Raises NotFound, NotAllowed, NotNow("wrong_state", "no_consent", "not_consented_to"), Invalid."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_words(text, "text")
    with transaction.atomic():
        plan, facts = files.locked(actor, plan_id, at)
        permissions.check_can_share(actor, facts)
        party = files.of_plan(plan, party_id)
        check_may_share(files.standing_of(party, at), kind)
        if way is SharedBy.DESK and party.unit_id is None:
            raise Invalid("not_here", field="way")
        once = deeds.once(b"share", party_id.bytes, nonce, kept.encode())
        if Words.objects.filter(once=once).exists():
            return
        consents = files.consents_of(party, at)
        files.record(
            actor, plan, facts, "plan.share", at, party=str(party_id), kind=kind.value, way=way.value, under=consents
        )
        _append(party, kept, actor.staff_id, kind=kind, way=way, consents=consents, once=once, at=at)
        files.touch(plan, at)


def hear(
    *,
    actor: Viewer,
    plan_id: UUID,
    party_id: UUID,
    kind: Share,
    way: SharedBy,
    text: str,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """Write down what a party told, at a meeting, by telephone or on paper. That a party tells something is its own to
    answer for: it needs no consent here. Raises NotFound, NotAllowed, NotNow, Invalid."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_words(text, "text")
    if way is SharedBy.DESK:
        raise Invalid("choose", field="way")
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        party = files.of_plan(plan, party_id)
        once = deeds.once(b"hear", party_id.bytes, nonce, kept.encode())
        if Words.objects.filter(once=once).exists():
            return
        files.record(actor, plan, facts, "plan.hear", at, party=str(party_id), kind=kind.value, way=way.value)
        _append(party, kept, actor.staff_id, kind=kind, way=way, from_party=True, once=once, at=at)
        files.touch(plan, at)


def _append(
    party: Party,
    text: str,
    staff_id: int,
    *,
    kind: Share,
    way: SharedBy,
    once: bytes,
    at: datetime,
    consents: list[int] | None = None,
    from_party: bool = False,
) -> None:
    party.words_made += 1
    party.save(update_fields=["words_made"])
    name = uuid4()
    Words.objects.create(
        id=name,
        party=party,
        number=party.words_made,
        from_party=from_party,
        kind=kind.value,
        way=way.value,
        consents=consents or [],
        body=content.seal_text(files.cipher(party), text, name, table="plans_words"),
        staff_id=staff_id,
        at=at,
        once=once,
    )


def say(*, actor: Viewer, party_id: UUID, text: str, nonce: bytes, at: datetime | None = None) -> None:
    """One of the party's own people tells whoever leads something, while consent holds. Raises NotFound, Invalid."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_words(text, "text")
    with transaction.atomic():
        party, facts = files.locked_part(actor, party_id, at)
        permissions.check_part(actor, facts, Action.WRITE)
        once = deeds.once(b"say", party_id.bytes, nonce, kept.encode())
        if Words.objects.filter(once=once).exists():
            return
        files.record_part(actor, party, "plan.say", at)
        _append(
            party,
            kept,
            actor.staff_id,
            kind=Share.PLAN,
            way=SharedBy.DESK,
            consents=files.consents_of(party, at),
            from_party=True,
            once=once,
            at=at,
        )


def settle_own(
    *, actor: Viewer, party_id: UUID, commitment_id: UUID, deed: CommitmentDeed, at: datetime | None = None
) -> None:
    """One of the party's own people says that what it took on is done, or is not. A new day is for whoever leads.
    Raises NotFound, NotNow, Invalid."""
    at = at or clock.now()
    if deed is CommitmentDeed.MOVE:
        raise Invalid("choose", field="deed")
    with transaction.atomic():
        party, facts = files.locked_part(actor, party_id, at)
        permissions.check_part(actor, facts, Action.WRITE)
        row = _held(commitment_id).filter(party=party).first()
        if row is None:
            raise Invalid("choose", field="commitment_id")
        _settle(row, deed, None, actor.staff_id, at)
        files.record_part(actor, party, "plan.settle_own", at, deed=deed.value)
