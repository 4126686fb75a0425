# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is agreed: days from a schedule, a day of one's own, and what may happen; and what became of each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.followup import content
from sjalvklar.followup.actions import files
from sjalvklar.followup.content import What
from sjalvklar.followup.models import FollowUp
from sjalvklar.followup.queries.schedules import schedules, suggested
from sjalvklar.followup.rules import SETTLING, Deed, EventKind, State, check_transition, days
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import stops
from sjalvklar.support.queries import today
from sjalvklar.support.queries.seen import Stands
from sjalvklar.tally.rules import What as Counted
from sjalvklar.trust import deeds

MOST_COMING = 60  # of one support; more than that is no plan


def plan(
    *,
    actor: Viewer,
    support_id: UUID,
    start: date,
    steps: Collection[str],
    nonce: bytes,
    at: datetime | None = None,
) -> int:
    """Agree on days of the schedule, counted from a day that is not kept. What is planned already is not planned
    twice. Returns how many were new.

    Raises NotFound, NotAllowed, NotNow("wrong_state", or why nobody is to be reached now), Invalid("steps") for none,
    or one that the support's schedule does not have.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with transaction.atomic():
        one = files.going_on(actor, support_id, at)
        stops.check_may_reach(support_id)
        stops.check_lives(one.support)
        found = {coming.step.id: coming for coming in suggested(one.support.situation, start, at=at)}
        chosen = [found[step] for step in dict.fromkeys(steps) if step in found]
        if not chosen or len(chosen) != len(set(steps)):
            raise Invalid("steps", field="steps")
        _check_room(one, len(chosen))
        planned = {(what.step, on) for what, on in _coming(one)}
        new = [coming for coming in chosen if (coming.step.id, coming.on) not in planned]
        files.record(actor, one, "followup.plan", at, days=len(new))
        for coming in new:
            once = deeds.once(b"planned", support_id.bytes, nonce, coming.step.id.encode())
            what = What(step=coming.step.id)
            files.make(one, what, State.DUE, coming.on, by=actor.staff_id, once=once, at=at)
        files.touched(one, at)
        return len(new)


def _coming(one: Stands) -> list[tuple[What, date]]:
    rows = list(FollowUp.objects.filter(support=one.support, state=State.DUE.value))
    if not rows:
        return []
    cipher = files.cipher(one.support)
    return [(content.open_what(cipher, bytes(row.what), row.pk), row.on) for row in rows]


def _check_room(one: Stands, new: int) -> None:
    states = [state.value for state in State if state.is_coming]
    if FollowUp.objects.filter(support=one.support, state__in=states).count() + new > MOST_COMING:
        raise Invalid("too_many_days", field="on")


def add(
    *, actor: Viewer, support_id: UUID, on: date, words: str = "", nonce: bytes, at: datetime | None = None
) -> None:
    """Agree on a day of one's own. Raises as `plan`, and Invalid (passed, too_far, too_many_days, too_long_here, and
    what points at somebody)."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with transaction.atomic():
        one = files.going_on(actor, support_id, at)
        stops.check_may_reach(support_id)
        stops.check_lives(one.support)
        days.check_ahead(on, today(at))
        kept = files.checked_words(words, one)
        _check_room(one, 1)
        files.record(actor, one, "followup.add", at)
        once = deeds.once(b"day", support_id.bytes, nonce)
        files.make(one, What(words=kept), State.DUE, on, by=actor.staff_id, once=once, at=at)
        files.touched(one, at)


def expect(
    *,
    actor: Viewer,
    support_id: UUID,
    event: EventKind,
    around: date | None = None,
    words: str = "",
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """Something may happen, around a day or whenever: it is asked about before it is forgotten, and gets its day when
    it happens. Raises as `add`."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with transaction.atomic():
        one = files.going_on(actor, support_id, at)
        stops.check_may_reach(support_id)
        stops.check_lives(one.support)
        day = today(at)
        if around is not None:
            days.check_ahead(around, day, field="around")
        kept = files.checked_words(words, one)
        _check_room(one, 1)
        after = schedules().after(one.support.situation, event)
        files.record(actor, one, "followup.expect", at)
        what = What(event=event, after=after, words=kept)
        on = days.look_on(around, after, day)
        once = deeds.once(b"event", support_id.bytes, nonce)
        files.make(one, what, State.EXPECTED, on, by=actor.staff_id, once=once, at=at)
        files.touched(one, at)


def _one_of(one: Stands, followup_id: UUID) -> FollowUp:
    row = FollowUp.objects.select_for_update().filter(pk=followup_id, support=one.support).first()
    if row is None:
        raise Invalid("followup", field="followup")
    return row


def happened(*, actor: Viewer, support_id: UUID, followup_id: UUID, on: date, at: datetime | None = None) -> date:
    """What was expected has happened, on a day; contact is due as the schedule says, today at the earliest. Returns
    that day. Raises NotFound, NotAllowed, NotNow (wrong_state, settled, not_happened), Invalid (followup, not_yet,
    too_long_ago)."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.going_on(actor, support_id, at)
        row = _one_of(one, followup_id)
        state = check_transition(State(row.state), Deed.HAPPEN)
        days.check_happened(on, today(at))
        files.record(actor, one, "followup.happen", at)
        what = content.open_what(files.cipher(one.support), bytes(row.what), row.pk)
        row.state, row.on, row.raised_at = state.value, days.due_after(on, what.after, today(at)), None
        row.save(update_fields=["state", "on", "raised_at"])
        files.touched(one, at)
        return row.on


def look_later(*, actor: Viewer, support_id: UUID, followup_id: UUID, on: date, at: datetime | None = None) -> None:
    """It has not happened yet: ask again that day. Raises as `happened`, and Invalid (passed, too_far)."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.going_on(actor, support_id, at)
        row = _one_of(one, followup_id)
        state = check_transition(State(row.state), Deed.LOOK_LATER)
        days.check_ahead(on, today(at))
        files.record(actor, one, "followup.look_later", at)
        row.state, row.on, row.raised_at = state.value, on, None
        row.save(update_fields=["state", "on", "raised_at"])
        files.touched(one, at)


def settle(
    *,
    actor: Viewer,
    support_id: UUID,
    followup_id: UUID,
    outcome: State,
    again_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Say what became of it: contacted, not reached, did not want, or moved to another day. A new day is a follow-up
    of its own; after not reaching somebody it is a choice.

    Raises NotFound, NotAllowed, NotNow (wrong_state, settled, not_happened), Invalid (followup, choose, needed,
    passed, too_far).
    """
    at = at or clock.now()
    if outcome not in SETTLING:
        raise Invalid("choose", field="outcome")
    with transaction.atomic():
        one = files.going_on(actor, support_id, at)
        row = _one_of(one, followup_id)
        to = check_transition(State(row.state), SETTLING[outcome])
        if outcome is State.MOVED and again_on is None:
            raise Invalid("needed", field="again_on")
        again = again_on if outcome in {State.MOVED, State.NOT_REACHED} else None
        if again is not None:
            days.check_ahead(again, today(at), field="again_on")
        files.record(actor, one, "followup.settle", at, outcome=to.value)
        row.state, row.settled_at, row.settled_by_id = to.value, at, actor.staff_id
        row.raised_at = None
        row.save(update_fields=["state", "settled_at", "settled_by", "raised_at"])
        if again is not None:
            what = content.open_what(files.cipher(one.support), bytes(row.what), row.pk)
            once = deeds.once(b"again", row.pk.bytes)
            files.make(one, what, State.DUE, again, by=actor.staff_id, once=once, at=at)
        if outcome is State.CONTACTED:
            files.count(Counted.FOLLOWED_UP, one.support, at)
        files.touched(one, at)
