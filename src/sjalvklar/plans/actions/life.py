# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan from its beginning to its end: begin, assess, consented, active, go on, close, open again, hand over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sjalvklar.casework import queries as casework
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans import content, permissions
from sjalvklar.plans.actions import files
from sjalvklar.plans.models import Commitment, Meeting, Plan
from sjalvklar.plans.permissions import PlanFacts
from sjalvklar.plans.queries import lists
from sjalvklar.plans.queries.settings import zone
from sjalvklar.plans.rules import (
    Aim,
    CloseReason,
    Deed,
    Giver,
    NoteKind,
    State,
    Target,
    check_can_activate,
    check_can_consent,
    check_can_go_on,
    check_transition,
    checked_aim,
    checked_words,
)
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds

_DRAWS = 20


def begin(*, actor: Viewer, case_id: UUID, aim: Aim, needed: Giver, nonce: bytes, at: datetime | None = None) -> UUID:
    """Begin a plan in a case that one answers for, and lead it; the same form begins one, and gives its id again.

    `needed`: whose yes it takes; of an adult the person's own, of somebody under 18 one guardian's or both too. Raises
    NotFound("no_such_case"), NotAllowed, NotNow("has_plan") while another is open in the case, Invalid.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = _with_guardians(checked_aim(aim), needed)
    case = casework.row(actor, case_id, at=at)
    unit = organisation.unit(case.unit_id)
    if unit is None:
        raise NotFound("no_such_case")
    begins = PlanFacts(unit.id, unit.authority_id, State.ACTUALISED, of_case="read" in case.may)
    permissions.check_can_begin(actor, begins)
    if "write" not in case.may:
        raise NotAllowed("not_allowed")
    once = deeds.once(b"plan", str(actor.staff_id).encode(), nonce)
    try:
        with transaction.atomic():
            return _of_form(once) or _new(actor, case_id, begins, kept, needed, once, at)
    except IntegrityError:
        already = _of_form(once)  # the same form came twice at once, and the other was first
        if already is None:
            raise NotNow("has_plan") from None
        return already


def _of_form(once: bytes) -> UUID | None:
    return Plan.objects.filter(once=once).values_list("pk", flat=True).first()


def _with_guardians(aim: Aim, needed: Giver) -> Aim:
    """Whoever must say yes has a name. Raises Invalid("needed")."""
    if needed >= Giver.GUARDIAN and not aim.guardian:
        raise Invalid("needed", field="guardian")
    if needed >= Giver.SECOND_GUARDIAN and not aim.second_guardian:
        raise Invalid("needed", field="second_guardian")
    return aim


def _new(actor: Viewer, case_id: UUID, begins: PlanFacts, kept: Aim, needed: Giver, once: bytes, at: datetime) -> UUID:
    with deeds.beyond_the_desk():  # one that was begun by somebody who is too close may stand there unseen
        if Plan.objects.filter(case=case_id).exclude(state=State.CLOSED.value).exists():
            raise NotNow("has_plan")
    plan = Plan(
        id=uuid4(),
        number=_number(begins.authority_id, at),
        authority_id=begins.authority_id,
        unit_id=begins.unit_id,
        case_id=case_id,
        person_id=casework.person_of(actor, case_id, at=at),
        state=State.ACTUALISED.value,
        needed=needed.value,
        began_at=at,
        began_by_id=actor.staff_id,
        last_at=at,
        once=once,
    )
    plan.body = content.seal_aim(files.cipher(plan), kept, plan.pk)
    plan.save(force_insert=True)
    files.give_lead(plan, actor.staff_id, by=actor.staff_id, at=at)
    made, facts = files.locked(actor, plan.pk, at)
    files.record(actor, made, facts, "plan.begin", at)
    files.count(What.PLAN_BEGUN, plan, at)
    if kept.target is Target.THREATENED_RELATIVE:
        files.count(What.PLAN_FOR_THREATENED, plan, at)
    return plan.pk


def _number(authority_id: str, at: datetime) -> str:
    year = at.astimezone(zone()).year
    for _ in range(_DRAWS):
        number = deeds.draw_number(year, "P")
        with deeds.beyond_the_desk():  # a number may be taken by a plan that the desk's people do not see
            taken = Plan.objects.filter(authority_id=authority_id, number=number).exists()
        if not taken:
            return number
    raise NotNow("no_number")


def change_aim(
    *, actor: Viewer, plan_id: UUID, aim: Aim, needed: Giver, shown: str = "", at: datetime | None = None
) -> None:
    """Put right what it is for and whose yes it takes. When more must say yes, the joint work waits for theirs.
    `shown` marks what the page showed (`meanwhile.mark`): of two who put it right at once, one is told."""
    at = at or clock.now()
    kept = _with_guardians(checked_aim(aim), needed)
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        files.record(actor, plan, facts, "plan.change", at, needed=needed.value)
        before = content.open_aim(files.cipher(plan), bytes(plan.body), plan.pk)
        meanwhile.check_unchanged(shown, before, plan.needed)
        plan.body = content.seal_aim(files.cipher(plan), kept, plan.pk)
        plan.needed = needed.value
        files.touch(plan, at, "body", "needed")
        files.follow(plan)


def assess(*, actor: Viewer, plan_id: UUID, suits: bool, text: str, nonce: bytes, at: datetime | None = None) -> None:
    """The first assessment: it suits, or it does not and the plan ends, in the words of whoever assessed it. Raises
    NotFound, NotAllowed, NotNow, Invalid."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_words(text, "text")
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        state = check_transition(facts.state, Deed.ASSESS if suits else Deed.DECLINE)
        files.record(actor, plan, facts, "plan.assess", at, suits=suits)
        once = deeds.once(b"assess", plan_id.bytes, nonce)
        files.append(plan, NoteKind.ASSESSMENT, actor.staff_id, kept, once=once, at=at)
        if not suits:
            files.touch(plan, at, "notes_made")
            end(plan, CloseReason.NOT_SUITED, by=actor.staff_id, at=at)
            return
        plan.state = state.value
        files.touch(plan, at, "state", "notes_made")


def consented(*, actor: Viewer, plan_id: UUID, at: datetime | None = None) -> None:
    """The joint work can begin: for at least one party everybody needed has said yes. Raises NotFound, NotAllowed,
    NotNow("wrong_state", "no_consent_yet")."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        state = check_transition(facts.state, Deed.CONSENT)
        check_can_consent(files.parties_now(plan, at)[1])
        files.record(actor, plan, facts, "plan.consented", at)
        _to(plan, state, at)


def _to(plan: Plan, state: State, at: datetime, *fields: str) -> None:
    plan.state = state.value
    files.touch(plan, at, "state", *fields)
    files.follow(plan)


def activate(*, actor: Viewer, plan_id: UUID, at: datetime | None = None) -> None:
    """The plan is active. Raises NotFound, NotAllowed, NotNow: wrong_state, or the first thing that is missing:
    no_consent_yet, no_officer, no_police_consent, no_commitments, no_meeting."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        state = check_transition(facts.state, Deed.ACTIVATE)
        taken_on = Commitment.objects.filter(party__plan=plan, party__left_at__isnull=True).count()
        check_can_activate(files.parties_now(plan, at)[1], commitments=taken_on, next_meeting=has_next_meeting(plan))
        files.record(actor, plan, facts, "plan.activate", at)
        plan.active_at = at
        _to(plan, state, at, "active_at")


def has_next_meeting(plan: Plan) -> bool:
    """Whether there is a day to meet on that has not been kept."""
    return Meeting.objects.filter(plan=plan, held_at__isnull=True).exists()


def go_on(*, actor: Viewer, plan_id: UUID, at: datetime | None = None) -> None:
    """After a follow-up the work goes on. Raises NotFound, NotAllowed, NotNow("wrong_state", "no_meeting")."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.leading(actor, plan_id, at)
        state = check_transition(facts.state, Deed.GO_ON)
        check_can_go_on(next_meeting=has_next_meeting(plan))
        files.record(actor, plan, facts, "plan.go_on", at)
        _to(plan, state, at)


_COUNTED = {
    CloseReason.GOAL_REACHED: What.PLAN_CLOSED_GOAL_REACHED,
    CloseReason.NOT_SUITED: What.PLAN_CLOSED_NOT_SUITED,
    CloseReason.NO_CONSENT: What.PLAN_CLOSED_NO_CONSENT,
    CloseReason.OTHER_HELP: What.PLAN_CLOSED_OTHER_HELP,
    CloseReason.MOVED: What.PLAN_CLOSED_MOVED,
    CloseReason.NO_CONTACT: What.PLAN_CLOSED_NO_CONTACT,
    CloseReason.DECEASED: What.PLAN_CLOSED_DECEASED,
}


def close(*, actor: Viewer, plan_id: UUID, reason: CloseReason, at: datetime | None = None) -> None:
    """End a plan. No party sees anything of it from now. Raises NotFound, NotAllowed, NotNow."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.locked(actor, plan_id, at)
        permissions.check_can_close(actor, facts)
        check_transition(facts.state, Deed.CLOSE)
        files.record(actor, plan, facts, "plan.close", at, reason=reason.value)
        end(plan, reason, by=actor.staff_id, at=at)


def end(plan: Plan, reason: CloseReason, *, by: int, at: datetime) -> None:
    """The plan has ended: call once the deed is on record."""
    plan.closed_at, plan.closed_by_id, plan.close_reason = at, by, reason.value
    _to(plan, State.CLOSED, at, "closed_at", "closed_by", "close_reason")
    files.count(_COUNTED[reason], plan, at)


def reopen(*, actor: Viewer, plan_id: UUID, at: datetime | None = None) -> None:
    """Go on with a plan that had ended: whether it suits, and who says yes, is asked again. Raises NotFound,
    NotAllowed, NotNow("wrong_state"; "has_plan" when the case has another)."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.locked(actor, plan_id, at)
        permissions.check_can_reopen(actor, facts)
        state = check_transition(facts.state, Deed.REOPEN)
        with deeds.beyond_the_desk():
            if Plan.objects.filter(case=plan.case_id).exclude(state=State.CLOSED.value).exists():
                raise NotNow("has_plan")
            if not casework.is_open(plan.case_id):
                raise NotNow("case_closed")
        files.record(actor, plan, facts, "plan.reopen", at)
        plan.closed_at, plan.closed_by_id, plan.close_reason = None, None, ""
        _to(plan, state, at, "closed_at", "closed_by", "close_reason")


def hand_over(
    *, actor: Viewer, plan_id: UUID, staff_id: int, leader_id: int | None, at: datetime | None = None
) -> None:
    """Let another lead from now. `leader_id` is who led on the page where this was decided: of two who hand it over at
    once, one is told that it has moved on. Raises NotFound, NotAllowed, NotNow("wrong_state"), Invalid."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = files.locked(actor, plan_id, at)
        permissions.check_can_hand_over(actor, facts)
        if leader_id != facts.leader_id:
            raise NotNow("wrong_state")
        if staff_id not in {who.staff_id for who in lists.can_lead(actor, plan_id, at=at)}:
            raise Invalid("not_a_colleague", field="staff_id")
        files.record(actor, plan, facts, "plan.hand_over", at, to=staff_id)
        files.give_lead(plan, staff_id, by=actor.staff_id, at=at)
        files.touch(plan, at)
