# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Talks that are booked: a time, a room or a link of its own, and that neither somebody nor a room is taken twice."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Q

from sjalvklar.directory.queries import demo
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import content, saying, stops
from sjalvklar.support.actions import files, reminding
from sjalvklar.support.models import Place, Session, Support, Talk
from sjalvklar.support.queries import services
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import TalkState, Way, times, video
from sjalvklar.trust import deeds


def check_free(
    staff_id: int, room: str, starts_at: datetime, ends_at: datetime, *, besides: UUID | None = None
) -> None:
    """Hold those that would be taken until the transaction ends, and look. In the caller's transaction. `besides` is
    the talk that is moved: it is not in its own way.

    All of the unit's bookings count, also in supports that whoever books may not see: that a time is taken is told,
    and nothing else. Raises Invalid(staff_taken, room_taken).
    """
    names = [f"staff:{staff_id}", *([f"room:{room}"] if room else [])]
    Place.objects.bulk_create([Place(name=name) for name in names], ignore_conflicts=True)
    list(Place.objects.select_for_update().filter(name__in=names).order_by("name").values_list("name"))
    meets = Q(state=TalkState.BOOKED.value, starts_at__lt=ends_at, ends_at__gt=starts_at)
    with deeds.beyond_the_desk():
        others = ~Q(pk=besides) if besides is not None else Q()
        for taken in (Talk.objects.filter(meets, others), Session.objects.filter(meets)):
            if taken.filter(staff_id=staff_id).exists():
                raise Invalid("staff_taken", field="starts")
            if room and taken.filter(room=room).exists():
                raise Invalid("room_taken", field="room")


def _room(one: Stands, way: Way, room: str) -> str:
    known = {found.id for found in services.rooms_in(one.support.unit_id)}
    if (room and room not in known) or (known and times.needs_room(way) and not room):
        raise Invalid("room", field="room")
    return room if times.needs_room(way) else ""


def _link(support: Support, way: Way, talk_id: UUID) -> bytes | None:
    """A new link for a talk by video, sealed; None for others, and where the municipality has no video service."""
    address = services.catalogue().video_of(support.unit_id, demo=demo()) if way is Way.VIDEO else ""
    if not address:
        return None
    made = video.link(address, video.room_name(secrets.token_bytes(video.BYTES)))
    return content.seal_link(files.cipher(support), made, talk_id)


def book(
    *,
    actor: Viewer,
    support_id: UUID,
    way: Way,
    starts_at: datetime,
    minutes: int,
    room: str = "",
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """Book a talk with oneself. Neither somebody nor a room is taken twice at a time. One by video gets a link that is
    its own. Whoever has said yes to be reminded is, as they said; nobody else.

    Raises as `doing.write`, NotNow("person_is_dead"), and Invalid (passed, too_far, minutes, room, staff_taken,
    room_taken).
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    times.check_minutes(minutes)
    times.check_booked(starts_at, at)
    ends_at = starts_at + timedelta(minutes=minutes)
    with files.writing(support_id, at, actor=actor) as one:
        once = deeds.once(b"book", support_id.bytes, nonce)
        if Talk.objects.filter(once=once).exists():
            return
        stops.check_lives(one.support)
        kept = _room(one, way, room)
        check_free(actor.staff_id, kept, starts_at, ends_at)
        files.record(actor, one, "support.book", at, way=way.value)
        name = uuid4()
        talk = Talk.objects.create(
            id=name,
            support=one.support,
            staff_id=actor.staff_id,
            way=way.value,
            state=TalkState.BOOKED.value,
            starts_at=starts_at,
            ends_at=ends_at,
            room=kept,
            video=_link(one.support, way, name),
            at=at,
            once=once,
        )
        reminding.plan_for(one.support, talk, at)
        files.touched(one, at)


def booked(one: Stands, talk_id: UUID) -> Talk:
    """A talk that is booked in the support. Raises Invalid("talk")."""
    found = Talk.objects.filter(pk=talk_id, support=one.support, state=TalkState.BOOKED.value).first()
    if found is None:
        raise Invalid("talk", field="talk")
    return found


def move(
    *,
    actor: Viewer,
    support_id: UUID,
    talk_id: UUID,
    way: Way,
    starts_at: datetime,
    minutes: int,
    room: str = "",
    at: datetime | None = None,
) -> None:
    """Another time, another way or another room for a booked talk, with whoever answers for the support when it was
    with them, else with whoever moves it. Its link is a new one, and whoever had the former has nothing; who is to be
    reminded is reminded of the new time.

    Raises as `book`, and Invalid("talk") for one that is not booked here.
    """
    at = at or clock.now()
    times.check_minutes(minutes)
    times.check_booked(starts_at, at)
    ends_at = starts_at + timedelta(minutes=minutes)
    with files.writing(support_id, at, actor=actor) as one:
        talk = booked(one, talk_id)
        stops.check_lives(one.support)
        kept = _room(one, way, room)
        with_whom = talk.staff_id if talk.staff_id == one.owner_id else actor.staff_id
        check_free(with_whom, kept, starts_at, ends_at, besides=talk.pk)
        files.record(actor, one, "support.move_talk", at, way=way.value)
        talk.way, talk.starts_at, talk.ends_at, talk.room = way.value, starts_at, ends_at, kept
        talk.staff_id = with_whom
        talk.video, talk.given_at = _link(one.support, way, talk.pk), None
        talk.save(update_fields=["staff", "way", "starts_at", "ends_at", "room", "video", "given_at"])
        reminding.plan_for(one.support, talk, at)
        files.touched(one, at)


def give_link(
    *,
    actor: Viewer,
    support_id: UUID,
    talk_id: UUID,
    in_thread: bool = False,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """Give the relative the link: written in their own contact when that is how they came, else noted that the
    colleague gave it, when they met or in the way that they said is safe. The product sends it nowhere.

    Raises as `doing.write`, NotNow (why nobody is to be reached now, person_is_dead, not_read_there), NotAllowed when
    their contact is somebody else's, Invalid (talk, no_link, no_such_way).
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with files.writing(support_id, at, actor=actor) as one:
        talk = booked(one, talk_id)
        if talk.video is None:
            raise Invalid("no_link", field="talk")
        stops.check_may_reach(support_id)
        stops.check_lives(one.support)
        files.record(actor, one, "support.give_link", at)
        if in_thread:
            thread = reminding.called_of(one.support).thread
            if not thread:
                raise Invalid("no_such_way", field="talk")
            where, when = content.open_link(files.cipher(one.support), bytes(talk.video), talk.pk), talk.starts_at
            mailbox.tell_time(
                actor=actor,
                thread_id=UUID(thread),
                say=lambda language: saying.place(when, where, language),
                nonce=nonce,
                at=at,
            )
        talk.given_at = at
        talk.save(update_fields=["given_at"])
        files.touched(one, at)
