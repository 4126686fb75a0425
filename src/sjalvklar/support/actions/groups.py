# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Groups with sessions and a line, and what is done out among people. Nobody in them is known: a number, and
counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.kernel.text import tidy_line
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import permissions
from sjalvklar.support.actions import booking
from sjalvklar.support.models import Activity, Group, Seat, Session
from sjalvklar.support.queries import services
from sjalvklar.support.rules import (
    Audience,
    DocumentationMode,
    SeatState,
    SessionState,
    SupportForm,
    check_text,
    checked_ages,
    times,
)
from sjalvklar.tally import actions as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds
from sjalvklar.trust.rules import Actor

LONGEST_NAME = 60
LONGEST_PLACE = 80
MOST_PLACES = 40
MOST_PEOPLE = 10_000


def _unit(actor: Viewer, unit_id: str) -> None:
    unit = people.unit(unit_id)
    if unit is None:
        raise NotFound("no_such_unit")
    permissions.check_can_open(actor, unit_id, unit.authority_id)


def _words(text: str, field: str, longest: int) -> str:
    """A name of something, which points at nobody."""
    kept = tidy_line(text)
    if not kept:
        raise Invalid("needed", field=field)
    if len(kept) > longest:
        raise Invalid("too_long_here", field=field)
    check_text(kept, DocumentationMode.ANONYMOUS, field=field)
    return kept


def _record(actor: Viewer, unit_id: str, about: str, action: str, at: datetime, **detail: object) -> None:
    trust.record(
        actor=Actor.staff(actor.staff_id, unit_id), action=action, object=about, basis="unit", detail=detail, at=at
    )


def _held(actor: Viewer, group_id: UUID, *, open_only: bool = True) -> Group:
    """The group, held until the transaction ends. Raises NotFound("no_such_group"), NotNow("wrong_state")."""
    group = Group.objects.select_for_update().filter(pk=group_id).first()
    if group is None or not actor.answers_in(group.unit_id):
        raise NotFound("no_such_group")
    if open_only and group.ended_at is not None:
        raise NotNow("wrong_state")
    return group


def make_group(
    *,
    actor: Viewer,
    unit_id: str,
    service: str,
    name: str,
    places: int,
    ages: tuple[int | None, int | None] = (None, None),
    led_by: int | None = None,
    nonce: bytes,
    at: datetime | None = None,
) -> UUID:
    """A group of the unit; the same form makes one. With ages it is for children, and an adult who meets relatives in
    the unit leads it. Raises NotFound, Invalid (service, needed, places, ages, led_by …)."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    _unit(actor, unit_id)
    given = {one.service.id for one in services.given_in(unit_id, at=at) if one.service.form is SupportForm.GROUP}
    if service not in given:
        raise Invalid("service", field="service")
    if not 1 <= places <= MOST_PLACES:
        raise Invalid("places", field="places")
    kept = _words(name, "name", LONGEST_NAME)
    children = checked_ages(*ages)
    if children is not None and led_by not in {who.staff_id for who in people.staff_of(unit_id, at) if who.answers}:
        raise Invalid("led_by", field="led_by")
    once = deeds.once(b"group", str(actor.staff_id).encode(), nonce)
    try:
        with transaction.atomic():
            already = Group.objects.filter(once=once).values_list("pk", flat=True).first()
            if already is not None:
                return already
            group = Group(
                unit_id=unit_id,
                service=service,
                name=kept,
                places=places,
                made_at=at,
                made_by_id=actor.staff_id,
                youngest=children[0] if children else None,
                oldest=children[1] if children else None,
                led_by_id=led_by if children else None,
                once=once,
            )
            _record(actor, unit_id, f"group:{group.pk}", "group.make", at)
            group.save(force_insert=True)
            return group.pk
    except IntegrityError:
        already = Group.objects.filter(once=once).values_list("pk", flat=True).first()
        if already is None:
            raise
        return already


def enrol(*, actor: Viewer, group_id: UUID, nonce: bytes, at: datetime | None = None) -> tuple[int, SeatState]:
    """Somebody wants to come: a number they are given, and a place, or the last in line when the group is full."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with transaction.atomic():
        group = _held(actor, group_id)
        once = deeds.once(b"seat", group_id.bytes, nonce)
        already = Seat.objects.filter(once=once).first()
        if already is not None:
            return already.number, SeatState(already.state)
        taken = Seat.objects.filter(group=group, state=SeatState.PLACE.value).count()
        state = SeatState.PLACE if taken < group.places else SeatState.WAITING
        number = (Seat.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0) + 1
        _record(actor, group.unit_id, f"group:{group_id}", "group.enrol", at, state=state.value)
        Seat.objects.create(group=group, number=number, state=state.value, at=at, once=once)
        return number, state


def leave(*, actor: Viewer, group_id: UUID, number: int, at: datetime | None = None) -> int | None:
    """Somebody comes no more. Whoever has waited longest gets the place; returns their number. Raises
    Invalid("number")."""
    at = at or clock.now()
    with transaction.atomic():
        group = _held(actor, group_id)
        seat = Seat.objects.filter(group=group, number=number).exclude(state=SeatState.LEFT.value).first()
        if seat is None:
            raise Invalid("seat", field="number")
        freed = seat.state == SeatState.PLACE.value
        _record(actor, group.unit_id, f"group:{group_id}", "group.leave", at)
        seat.state = SeatState.LEFT.value
        seat.save(update_fields=["state"])
        first = Seat.objects.filter(group=group, state=SeatState.WAITING.value).order_by("number").first()
        if not freed or first is None:
            return None
        first.state = SeatState.PLACE.value
        first.save(update_fields=["state"])
        return first.number


def plan_session(
    *,
    actor: Viewer,
    group_id: UUID,
    starts_at: datetime,
    minutes: int,
    room: str = "",
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """A time that the group meets, led by the actor. Neither somebody nor a room is taken twice at a time. Raises
    Invalid (passed, too_far, minutes, room, staff_taken, room_taken)."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    times.check_minutes(minutes)
    times.check_booked(starts_at, at)
    ends_at = starts_at + timedelta(minutes=minutes)
    with transaction.atomic():
        group = _held(actor, group_id)
        once = deeds.once(b"session", group_id.bytes, nonce)
        if Session.objects.filter(once=once).exists():
            return
        if room and room not in {found.id for found in services.rooms_in(group.unit_id)}:
            raise Invalid("room", field="room")
        booking.check_free(actor.staff_id, room, starts_at, ends_at)
        _record(actor, group.unit_id, f"group:{group_id}", "group.plan", at)
        Session.objects.create(
            group=group,
            staff_id=actor.staff_id,
            state=SessionState.BOOKED.value,
            starts_at=starts_at,
            ends_at=ends_at,
            room=room,
            once=once,
        )


def settle_session(
    *, actor: Viewer, group_id: UUID, session_id: UUID, came: int | None, at: datetime | None = None
) -> None:
    """How many came, or that it was called off (None). Raises Invalid (session, not_yet_held, came)."""
    at = at or clock.now()
    with transaction.atomic():
        group = _held(actor, group_id)
        session = Session.objects.filter(pk=session_id, group=group, state=SessionState.BOOKED.value).first()
        if session is None:
            raise Invalid("session", field="session")
        if came is not None and session.starts_at > at:
            raise Invalid("not_yet_held", field="session")
        if came is not None and not 0 <= came <= MOST_PLACES * 2:
            raise Invalid("came", field="came")
        state = SessionState.CANCELLED if came is None else SessionState.HELD
        _record(actor, group.unit_id, f"group:{group_id}", "group.settle", at, state=state.value)
        session.state, session.came = state.value, came
        session.save(update_fields=["state", "came"])
        if came is not None:
            _count(What.GROUP_HELD, group.unit_id, at)


def end_group(*, actor: Viewer, group_id: UUID, at: datetime | None = None) -> None:
    """The group meets no more; what is booked is called off, and nobody is in line for it."""
    at = at or clock.now()
    with transaction.atomic():
        group = _held(actor, group_id)
        _record(actor, group.unit_id, f"group:{group_id}", "group.end", at)
        group.ended_at = at
        group.save(update_fields=["ended_at"])
        booked = Session.objects.filter(group=group, state=SessionState.BOOKED.value)
        booked.update(state=SessionState.CANCELLED.value)
        Seat.objects.filter(group=group, state=SeatState.WAITING.value).update(state=SeatState.LEFT.value)


def _count(what: What, unit_id: str, at: datetime) -> None:
    tally.count(what=what, unit=unit_id, at=at, zone=organisation().municipality.zone)


def note_activity(
    *,
    actor: Viewer,
    unit_id: str,
    service: str,
    on: date,
    place: str,
    audience: Audience,
    people_met: int,
    led_to: int,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """A lecture, an open house or outreach: where, whom, how many, and how many of them wanted support. The same form
    is noted once. Raises NotFound, Invalid (service, passed … with the field)."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    _unit(actor, unit_id)
    given = {one.service.id for one in services.given_in(unit_id, at=at) if one.service.form.is_for_many}
    if service not in given:
        raise Invalid("service", field="service")
    today = services.today(at)
    if on > today:
        raise Invalid("not_yet_held", field="on")
    if on < today - timedelta(days=366):
        raise Invalid("too_long_ago", field="on")
    if not 0 <= people_met <= MOST_PEOPLE:
        raise Invalid("people", field="people")
    if not 0 <= led_to <= people_met:
        raise Invalid("led_to", field="led_to")
    kept = _words(place, "place", LONGEST_PLACE)
    once = deeds.once(b"activity", str(actor.staff_id).encode(), nonce)
    with transaction.atomic():
        if Activity.objects.filter(once=once).exists():
            return
        activity = Activity(
            unit_id=unit_id,
            service=service,
            on=on,
            place=kept,
            audience=audience.value,
            people=people_met,
            led_to=led_to,
            staff_id=actor.staff_id,
            at=at,
            once=once,
        )
        _record(actor, unit_id, f"activity:{activity.pk}", "activity.note", at, service=service)
        activity.save(force_insert=True)
        _count(What.OUTREACH, unit_id, at)
