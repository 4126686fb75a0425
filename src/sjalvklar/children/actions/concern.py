# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Concern for a child, from the first thought to the answer of whoever received the report.

The report itself is written in the municipality's case system. Here stand who weighed it, what was decided, when, and
what came of it. To another board the report is a disclosure, which the duty to report is the ground of (SoL (2025:400)
19 kap. 1 §); that it was one is on record.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sjalvklar.children import content
from sjalvklar.children.actions import place
from sjalvklar.children.models import Concern
from sjalvklar.children.queries.pack import concerns, receivers
from sjalvklar.children.rules import (
    ELSEWHERE,
    Answer,
    Deed,
    State,
    Weighed,
    check_transition,
    checked_weighed,
)
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import actions as support
from sjalvklar.support.actions import files
from sjalvklar.support.queries import today
from sjalvklar.support.rules import State as SupportState
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.rules import Actor

OLDEST_ANSWER = timedelta(days=366)
LONGEST = 2_000


def consider(
    *,
    actor: Viewer,
    support_id: UUID | None = None,
    thread_id: UUID | None = None,
    nonce: bytes,
    at: datetime | None = None,
) -> UUID:
    """Begin to weigh whether to report concern for a child, in a support or in what somebody wrote. One is weighed at
    a time in one place; begun twice, it is the same. The next step of an open support is then today. Raises NotFound,
    NotAllowed, NotNow."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    about = support_id or thread_id
    assert about is not None
    where = {"support_id": about} if support_id else {"thread_id": about}
    once = deeds.once(b"concern", about.bytes, nonce)
    try:
        with transaction.atomic():
            if support_id is not None:
                found = place.of_support(actor, support_id, at)
            else:
                found = place.of_contact(actor, about, at)
            already = _begun(where, once)
            if already is not None:
                return already
            concern = Concern(
                id=uuid4(),
                **where,
                subject=None if support_id else subjects.make(actor=Actor.staff(actor.staff_id)),
                state=State.CONSIDERING.value,
                begun_at=at,
                begun_by_id=actor.staff_id,
                once=once,
            )
            found.record(actor, "concern.consider", at, concern=str(concern.pk))
            concern.save(force_insert=True)
            one = found.support.support if found.support is not None else None
            if one is not None and one.state == SupportState.OPEN.value:
                support.bring_forward(one, at)  # a report is made at once
            return concern.pk
    except IntegrityError:
        already = _begun(where, once)
        if already is None:
            raise
        return already


def _begun(where: dict[str, UUID], once: bytes) -> UUID | None:
    """What is being weighed there already, or was begun with the same form."""
    same = Concern.objects.filter(once=once).values_list("pk", flat=True).first()
    weighed = Concern.objects.filter(**where, state=State.CONSIDERING.value).values_list("pk", flat=True)
    return same or weighed.first()


def decide(*, actor: Viewer, concern_id: UUID, deed: Deed, weighed: Weighed, at: datetime | None = None) -> None:
    """Report, or leave it, with what was weighed. It is never changed afterwards. What was ticked decides nothing.

    `weighed.to` is who received the report, by its id among `receivers`, or `ELSEWHERE`; whether that is a disclosure
    is found out here. Raises NotFound("no_such_concern"), NotNow("wrong_state"), Invalid (check, to, told,
    not_reported, needed, no_place_for_it, too_long, personal_number_here).
    """
    at = at or clock.now()
    if deed not in {Deed.REPORT, Deed.LEAVE}:
        raise Invalid("choose", field="do")
    with transaction.atomic():
        found, concern = place.of_concern(actor, concern_id, at)
        state = check_transition(State(concern.state), deed)
        known = {one.id: one for one in receivers(today(at))}
        if weighed.to and weighed.to != ELSEWHERE and weighed.to not in known:
            raise Invalid("to", field="to")
        other = weighed.to == ELSEWHERE or (
            weighed.to in known and known[weighed.to].authority_id != found.authority_id
        )
        words = files.checked_words(weighed.words, found.mode, field="words") if weighed.words.strip() else ""
        asked = Weighed(weighed.checks, weighed.ground, weighed.told, weighed.to, other, words)
        kept = checked_weighed(asked, deed, found.mode, {check.id for check in concerns().checks})
        detail: dict[str, object] = {"concern": str(concern_id), "decided": state.value}
        if deed is Deed.REPORT:
            detail["disclosure"] = "duty_to_report" if kept.disclosed else "own_authority"
            detail |= {"to": kept.to} if kept.to else {}
        found.record(actor, "concern.decide", at, **detail)
        concern.state, concern.decided_at, concern.decided_by_id = state.value, at, actor.staff_id
        concern.weighed = content.seal_weighed(found.cipher(concern), kept, concern.pk)
        concern.save(update_fields=["state", "decided_at", "decided_by", "weighed"])
        found.count(What.CONCERN_REPORTED if deed is Deed.REPORT else What.CONCERN_NOT_REPORTED, at)


def ask_feedback(*, actor: Viewer, concern_id: UUID, at: datetime | None = None) -> None:
    """That somebody has asked what came of the report. Raises NotFound, NotNow("wrong_state")."""
    at = at or clock.now()
    with transaction.atomic():
        found, concern = place.of_concern(actor, concern_id, at)
        state = check_transition(State(concern.state), Deed.ASK_FEEDBACK)
        found.record(actor, "concern.ask_feedback", at, concern=str(concern_id))
        concern.state, concern.asked_at = state.value, at
        concern.save(update_fields=["state", "asked_at"])


def note_feedback(
    *, actor: Viewer, concern_id: UUID, answer: Answer, came_on: date, at: datetime | None = None
) -> None:
    """What whoever received the report said came of it, and which day they did. Raises NotFound,
    NotNow("wrong_state"), Invalid("came_on") for a day that has not come, or is before the report."""
    at = at or clock.now()
    with transaction.atomic():
        found, concern = place.of_concern(actor, concern_id, at)
        state = check_transition(State(concern.state), Deed.NOTE_FEEDBACK)
        assert concern.decided_at is not None
        if not today(concern.decided_at) <= came_on <= today(at):
            raise Invalid("came_on", field="came_on")
        found.record(actor, "concern.note_feedback", at, concern=str(concern_id))
        concern.state, concern.given_at = state.value, at
        concern.answer = content.seal_answer(found.cipher(concern), answer, came_on, concern.pk)
        concern.save(update_fields=["state", "given_at", "answer"])
        found.count(What.CONCERN_ANSWERED, at)
