# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A support from its beginning to its end: begin, take, go on with, give to a colleague, close, open again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from sjalvklar.casework import queries as casework
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.mailbox import queries as mailbox
from sjalvklar.mailbox.promises import clocks
from sjalvklar.mailbox.rules import Channel, SafeContact, check_safe_contact
from sjalvklar.mailbox.rules.safe_contact import tidied, to_plain
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import content, ending, permissions, stops
from sjalvklar.support.actions import files, reminding
from sjalvklar.support.models import Noticed, Support, Talk
from sjalvklar.support.queries import services
from sjalvklar.support.queries.services import Given
from sjalvklar.support.rules import (
    Called,
    CloseReason,
    Deed,
    DocumentationMode,
    NextStep,
    Source,
    State,
    TalkState,
    check_telephone,
    check_text,
    check_transition,
    checked_name,
    times,
)
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor

FIRST_STEP_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next, and on which day."""

    step: NextStep
    on: date


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a support without a file is for: what to call them, how to reach them safely, what they wrote to us."""

    name: str = field(default="", repr=False)
    safe: SafeContact | None = field(default=None, repr=False)
    thread: UUID | None = None

    @property
    def is_somebody(self) -> bool:
        return bool(self.name.strip() or self.thread or (self.safe and self.safe.reaches_out))


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a support begins with. Without `mode`, the least that the board's decision allows."""

    service: str
    mode: DocumentationMode | None = None
    source: Source = Source.OWN
    situation: str = ""
    who: Who = Who()
    case_id: UUID | None = None


def check_situation(situation: str) -> None:
    """Raises Invalid("situation") when the code cannot be one of the guide's."""
    if situation and (len(situation) > 40 or not situation.replace("_", "").replace("-", "").isalnum()):
        raise Invalid("situation", field="situation")


def chosen(unit_id: str, service_id: str, at: datetime) -> Given:
    """A service that the unit gives today. Raises Invalid("service")."""
    found = next((one for one in services.given_in(unit_id, at=at) if one.service.id == service_id), None)
    if found is None or not found.service.form.is_for_one:
        raise Invalid("service", field="service")
    return found


def mode_for(given: Given, asked: DocumentationMode | None) -> DocumentationMode:
    """The mode asked for, when it is allowed; else what is decided. Raises Invalid("mode_not_decided")."""
    if asked is None:
        return given.mode
    if not given.standing.allows(asked):
        raise Invalid("mode_not_decided", field="mode")
    return asked


def checked_who(who: Who, mode: DocumentationMode, today: date) -> Called | None:
    """What may be kept of whom it is for. Raises Invalid: `no_place_for_it` in every mode but one, and with the field
    what is wrong with the rest."""
    if mode is not DocumentationMode.NAMED_WITHOUT_FILE:
        if who.is_somebody:
            raise Invalid("no_place_for_it", field="called")
        return None
    name = checked_name(who.name)
    check_text(name, mode, field="called")
    safe = checked_safe(who.safe or SafeContact(), mode, today)
    return Called(name=name, safe=to_plain(safe), thread=str(who.thread or ""))


_WORDS = ("when", "who_knows", "call_ourselves", "our_phrase", "their_phrase", "stop_phrase", "interpreter")


def checked_safe(safe: SafeContact, mode: DocumentationMode, today: date) -> SafeContact:
    """What somebody said is safe, as it may be kept. In a file the number or address stands with who they are, once,
    where it goes when it may not be kept any longer: `not_kept_here`. Raises Invalid with the field."""
    kept = tidied(safe, today)
    in_file = mode is DocumentationMode.PERSONAL_FILE
    faults = check_safe_contact(kept, today)
    if in_file and faults.get("value") == "needed":
        del faults["value"]
    for where, code in faults.items():
        raise Invalid(code, field=where)
    if in_file and kept.value.strip():
        raise Invalid("not_kept_here", field="value")
    if kept.channel in {Channel.PHONE, Channel.SMS}:
        check_telephone(kept.value)
    else:
        check_text(kept.value, mode, field="value")
    for where in _WORDS:
        check_text(str(getattr(kept, where)), DocumentationMode.ANONYMOUS if in_file else mode, field=where)
    return kept


def open_support(
    *,
    actor: Viewer,
    unit_id: str,
    beginning: Beginning,
    coming: Next,
    nonce: bytes,
    at: datetime | None = None,
) -> UUID:
    """Begin a support and answer for it; the same form begins one, and gives its id again.

    In a personal file it is part of a case that the actor may write in. Raises NotFound("no_such_unit",
    "no_such_case"), NotAllowed, NotNow when it is to reach out to somebody who is not to be reached now, Invalid
    with the field (service, mode_not_decided, needs_case, no_place_for_it …).
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    unit = people.unit(unit_id)
    if unit is None:
        raise NotFound("no_such_unit")
    permissions.check_can_open(actor, unit_id, unit.authority_id)
    mode = mode_for(chosen(unit_id, beginning.service, at), beginning.mode)
    check_situation(beginning.situation)
    times.check_next(coming.step, coming.on, services.today(at), mode)
    called = checked_who(beginning.who, mode, services.today(at))
    case = _case(actor, beginning.case_id, unit_id, mode, at)
    _check_thread(actor, beginning.who.thread, unit_id, at)
    once = deeds.once(b"support", str(actor.staff_id).encode(), nonce)
    try:
        with transaction.atomic():
            already = of_form(once)
            if already is not None:
                return already
            support = begin(actor, unit_id, unit.authority_id, beginning, mode, called, case, once, at)
            support.state, support.next_step, support.next_on = State.OPEN.value, coming.step.value, coming.on
            support.save(force_insert=True)
            if case is None:
                files.give(support, actor.staff_id, by=actor.staff_id, at=at)
            one = files.held(actor, support.pk, at)
            files.record(
                actor, one, "support.open", at, mode=mode.value, service=support.service, source=support.source
            )
            _check_next(support, coming, at)  # once there is a support to ask about who it is for
            files.count(What.SUPPORT_OPENED, support, at)
            return support.pk
    except IntegrityError:
        already = of_form(once)  # the same form came twice at once, and the other was first
        if already is None:
            raise
        return already


def of_form(once: bytes) -> UUID | None:
    """The support that a form has begun already."""
    return Support.objects.filter(once=once).values_list("pk", flat=True).first()


def begin(
    actor: Viewer,
    unit_id: str,
    authority_id: str,
    beginning: Beginning,
    mode: DocumentationMode,
    called: Called | None,
    case: UUID | None,
    once: bytes,
    at: datetime,
) -> Support:
    """The row of a new support with its key and its seals, not yet kept."""
    support = Support(
        authority_id=authority_id,
        unit_id=unit_id,
        service=beginning.service,
        mode=mode.value,
        source=beginning.source.value,
        situation=beginning.situation,
        case_id=case,
        opened_at=at,
        opened_by_id=actor.staff_id,
        once=once,
        last_activity_at=at,
    )
    if case is None:
        support.subject = subjects.make(actor=Actor.staff(actor.staff_id))
        if called is not None:
            support.called = content.seal_called(subjects.cipher(support.subject), called, support.pk)
    return support


def _case(actor: Viewer, case_id: UUID | None, unit_id: str, mode: DocumentationMode, at: datetime) -> UUID | None:
    """The case that the support is part of, in the mode that has one."""
    if mode is not DocumentationMode.PERSONAL_FILE:
        if case_id is not None:
            raise Invalid("no_place_for_it", field="case")
        return None
    if case_id is None:
        raise Invalid("needs_case", field="case")
    row = casework.row(actor, case_id, at=at)
    if row.unit_id != unit_id:
        raise NotFound("no_such_case")
    if "write" not in row.may:
        raise NotAllowed("not_allowed")
    return case_id


def _check_thread(actor: Viewer, thread: UUID | None, unit_id: str, at: datetime) -> None:
    """That what somebody wrote is the actor's to read, in the same unit."""
    if thread is None:
        return
    row = mailbox.row(actor, thread, at=at)
    if "read" not in row.may:
        raise NotAllowed("take_first")
    if row.unit_id != unit_id:
        raise NotFound("no_such_thread")


def take(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> None:
    """Answer for a support that waits. The first next step is to reach out, at once, to somebody who said how; to
    others to follow up within a week. Whoever noticed the relative then sees that it was taken. Raises NotFound,
    NotAllowed, NotNow("wrong_state") when somebody else was first."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.held(actor, support_id, at)
        one.check(actor, Action.TAKE)
        support = one.support
        support.state = check_transition(State(support.state), Deed.TAKE).value
        _set_first_step(support, services.today(at))
        support.due_at = None
        support.last_activity_at = at
        support.save(update_fields=["state", "next_step", "next_on", "due_at", "last_activity_at"])
        files.record(actor, one, "support.take", at)
        files.give(support, actor.staff_id, by=actor.staff_id, at=at)
        Noticed.objects.filter(support=support, taken_at__isnull=True).update(taken_at=at)


def _set_first_step(support: Support, today: date) -> None:
    if stops.why_not(support.pk):
        support.next_step, support.next_on = NextStep.LEAD_ON.value, today
    elif support.called is not None:
        support.next_step, support.next_on = NextStep.REACH_OUT.value, today
    else:
        support.next_step, support.next_on = NextStep.FOLLOW_UP.value, today + FIRST_STEP_WITHIN


def set_next(*, actor: Viewer, support_id: UUID, coming: Next, shown: str = "", at: datetime | None = None) -> None:
    """Decide what comes next and when. `shown` marks what the page showed (`meanwhile.mark` of the step and its day):
    of two who decide at once, one is told. Raises NotFound, NotAllowed, NotNow (also when it is to reach out to
    somebody who is not to be reached now), Invalid (passed, too_far, cannot_be_reached)."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.held(actor, support_id, at)
        one.check(actor, Action.WRITE)
        support = one.support
        _check_next(support, coming, at)
        meanwhile.check_unchanged(shown, support.next_step, support.next_on)
        files.record(actor, one, "support.next", at, step=coming.step.value)
        support.next_step, support.next_on, support.raised_at = coming.step.value, coming.on, None
        support.last_activity_at = at
        support.save(update_fields=["next_step", "next_on", "raised_at", "last_activity_at"])


def _check_next(support: Support, coming: Next, at: datetime) -> None:
    times.check_next(coming.step, coming.on, services.today(at), files.mode_of(support))
    if coming.step.reaches_out:
        stops.check_may_reach(support.pk)
        stops.check_lives(support)


def hand_over(
    *, actor: Viewer, support_id: UUID, staff_id: int, owner_id: int | None, at: datetime | None = None
) -> None:
    """Give a support to a colleague who meets relatives in the unit.

    `owner_id` is who had it on the page where this was decided: of two who give it away at once, one is told that it
    has moved on. What is part of a case goes with the case. Raises NotFound, NotAllowed, NotNow("wrong_state",
    "by_case"), Invalid("not_a_colleague").
    """
    at = at or clock.now()
    with transaction.atomic():
        one = files.held(actor, support_id, at)
        one.check(actor, Action.HAND_OVER)
        support = one.support
        if owner_id != one.owner_id:
            raise NotNow("wrong_state")
        before = State(support.state)
        state = check_transition(before, Deed.HAND_OVER)
        colleagues = {who.staff_id for who in people.staff_of(support.unit_id, at) if who.answers}
        if staff_id not in colleagues - ({owner_id} if before is State.OPEN else set()):
            raise Invalid("not_a_colleague", field="staff_id")
        files.record(actor, one, "support.hand_over", at, to=staff_id)
        if before is State.WAITING:
            support.state, support.due_at = state.value, None
            _set_first_step(support, services.today(at))
            Noticed.objects.filter(support=support, taken_at__isnull=True).update(taken_at=at)
        support.last_activity_at = at
        support.save(update_fields=["state", "due_at", "next_step", "next_on", "last_activity_at"])
        files.give(support, staff_id, by=actor.staff_id, at=at)


def close(*, actor: Viewer, support_id: UUID, reason: CloseReason, at: datetime | None = None) -> None:
    """End a support. Talks that are booked are taken off: nobody is to sit and wait. Raises NotFound, NotAllowed,
    NotNow."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.held(actor, support_id, at)
        one.check(actor, Action.CLOSE)
        files.record(actor, one, "support.close", at, reason=reason.value)
        end(one.support, reason, by=actor.staff_id, at=at)


def end(support: Support, reason: CloseReason, *, by: int, at: datetime) -> None:
    """The rows of an ended support, when that is on record. What belongs to it ends first: PostgreSQL's walls let
    nobody at the desk write in one that has ended."""
    booked = Talk.objects.filter(support=support, state=TalkState.BOOKED.value)
    booked.update(state=TalkState.CANCELLED.value, video=None)
    reminding.drop(support, at)
    support.state = check_transition(State(support.state), Deed.CLOSE).value
    support.next_step, support.next_on, support.raised_at = "", None, None
    support.closed_at, support.closed_by_id, support.close_reason = at, by, reason.value
    support.last_activity_at = at
    support.save()
    if reason is CloseReason.DECEASED:
        there = stops.for_one_person(support.pk)
        reminding.silence(there, at)
        ending.has_died(there, by=by, at=at)
    ending.has_ended(support.pk, at)
    files.count(What.SUPPORT_CLOSED, support, at)


def reopen(*, actor: Viewer, support_id: UUID, coming: Next, at: datetime | None = None) -> None:
    """Go on with a support that had ended, with a next step and a day. Raises NotFound, NotAllowed, NotNow,
    Invalid."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.held(actor, support_id, at)
        one.check(actor, Action.REOPEN)
        support = one.support
        _check_next(support, coming, at)
        files.record(actor, one, "support.reopen", at)
        support.state = check_transition(State(support.state), Deed.REOPEN).value
        support.closed_at, support.closed_by_id, support.close_reason = None, None, ""
        support.next_step, support.next_on, support.last_activity_at = coming.step.value, coming.on, at
        support.save()


def due(unit_id: str, at: datetime) -> datetime:
    """When somebody in the unit must have taken what begins to wait now."""
    return clocks(unit_id, at)[1]
