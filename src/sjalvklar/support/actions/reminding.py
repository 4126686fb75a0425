# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders of booked talks: for whoever said yes, in the way they said, on a day that they said is safe.

In the relative's own contact the clock writes them; by telephone, message or post a colleague does, and notes it. The
product calls nobody and sends nothing outside of itself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox.rules import SafeContact
from sjalvklar.mailbox.rules.safe_contact import from_plain
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import content, stops
from sjalvklar.support.actions import by_clock, files
from sjalvklar.support.models import Reminder, ReminderWish, Support, Talk
from sjalvklar.support.queries import services
from sjalvklar.support.rules import (
    Called,
    DocumentationMode,
    NextStep,
    ReminderDeed,
    ReminderState,
    ReminderWay,
    TalkState,
    Wish,
    check_wish,
    move_reminder,
    remind_on,
)
from sjalvklar.trust import deeds

_DUE = ReminderState.DUE.value


def called_of(support: Support) -> Called:
    """What they are called and what is safe; empty when nothing is kept. Call only after the deed is on record."""
    if support.called is None:
        return Called()
    return content.open_called(files.cipher(support), bytes(support.called), support.pk)


def safe_of(called: Called) -> SafeContact:
    """How they are reached safely: by default they come to us."""
    return from_plain(dict(called.safe)) if called.safe else SafeContact()


def wish_of(support: Support) -> Wish | None:
    """How they want to be reminded; None unless they have said yes."""
    row = ReminderWish.objects.filter(support=support, wanted=True).first()
    return Wish(ReminderWay(row.way), row.days_before) if row is not None else None


def plan_for(support: Support, talk: Talk, at: datetime) -> None:
    """The reminder of one booked talk, anew: none unless they said yes, never while nobody is to be reached, none when
    no day before the talk is safe, and none of the time that they were told last. In the caller's transaction, when
    the deed is on record."""
    wish = wish_of(support)
    if wish is None:
        return
    drop(support, at, talk=talk)
    if stops.why_not(support.pk) or talk.starts_at <= at:
        return
    told = Reminder.objects.filter(talk=talk, state=ReminderState.DONE.value).order_by("-settled_at", "-id")
    if told.values_list("talk_at", flat=True).first() == talk.starts_at:
        return
    safe = safe_of(called_of(support))
    on = remind_on(wish, safe, services.today(talk.starts_at), services.today(at))
    if on is not None:
        Reminder.objects.create(
            support=support, talk=talk, way=wish.way.value, state=_DUE, on=on, talk_at=talk.starts_at
        )


def plan_anew(support: Support, at: datetime) -> None:
    """The reminders of every talk to come, when the wish or what is safe has changed."""
    booked = Talk.objects.filter(support=support, state=TalkState.BOOKED.value, starts_at__gt=at)
    for talk in booked.order_by("starts_at", "id"):
        plan_for(support, talk, at)


def drop(support: Support, at: datetime, *, talk: Talk | None = None) -> None:
    """Nobody is reminded any more, of one talk or of any. In the caller's transaction."""
    of_it = Reminder.objects.filter(support=support)
    _drop(of_it if talk is None else of_it.filter(talk=talk), at)


def _drop(reminders: QuerySet[Reminder], at: datetime) -> None:
    to = move_reminder(ReminderState.DUE, ReminderDeed.DROP).value
    reminders.filter(state=_DUE).update(state=to, settled_at=at)


def stop(support: Support, at: datetime) -> None:
    """Whoever is not to be reached is not reminded, and not afterwards either until they have said yes again: for a
    room above, and the clock. In none of the supports that are for them."""
    silence(stops.for_one_person(support.pk), at)


def silence(there: Collection[UUID], at: datetime) -> None:
    """Nobody is reminded in those supports, and where the next step was to reach out it is to follow up, today."""
    with deeds.beyond_the_desk():  # whoever sets it going may not be somebody who may see them all
        _drop(Reminder.objects.filter(support__in=there), at)
        ReminderWish.objects.filter(support__in=there).update(wanted=False)
        reaching = [step.value for step in NextStep if step.reaches_out]
        held = Support.objects.select_for_update().filter(pk__in=there, next_step__in=reaching)
        for support in held.order_by("pk"):
            by_clock.record(support, "support.bring_forward", at)
            support.next_step, support.next_on = NextStep.FOLLOW_UP.value, services.today(at)
            support.raised_at = None
            support.save(update_fields=["next_step", "next_on", "raised_at"])


def set_wish(*, actor: Viewer, support_id: UUID, wish: Wish | None, at: datetime | None = None) -> None:
    """That they want to be reminded, how and how long before; None when they do not. Every talk to come follows.

    Raises NotFound, NotAllowed, NotNow("wrong_state", or why nobody is to be reached now), and Invalid: no_such_way
    for a way that they have not given us, as for everybody anonymous; days_before.
    """
    at = at or clock.now()
    with files.writing(support_id, at, actor=actor) as one:
        if wish is not None:
            stops.check_may_reach(support_id)
            stops.check_lives(one.support)
        files.record(actor, one, "support.reminders", at, wanted=wish is not None)
        kept = {"wanted": False, "staff_id": actor.staff_id, "at": at}
        fresh = {"way": ReminderWay.SAFE.value, "days_before": 1, **kept}
        if wish is not None:
            if files.mode_of(one.support) is DocumentationMode.ANONYMOUS:
                raise Invalid("no_such_way", field="way")
            called = called_of(one.support)
            check_wish(wish, safe_of(called), has_thread=bool(called.thread))
            fresh = kept = {**kept, "wanted": True, "way": wish.way.value, "days_before": wish.days_before}
        ReminderWish.objects.update_or_create(support=one.support, defaults=kept, create_defaults=fresh)
        if wish is None:
            drop(one.support, at)
        else:
            plan_anew(one.support, at)
        files.touched(one, at)


def settle_reminder(
    *, actor: Viewer, support_id: UUID, reminder_id: UUID, done: bool, at: datetime | None = None
) -> None:
    """That a colleague has reminded them, or could not. Raises NotFound, NotAllowed, NotNow("wrong_state", "settled"),
    and Invalid("reminder") for one that is not here."""
    at = at or clock.now()
    with files.writing(support_id, at, actor=actor) as one:
        found = Reminder.objects.filter(pk=reminder_id, support=one.support).first()
        if found is None:
            raise Invalid("reminder", field="reminder")
        if found.state != _DUE:
            raise NotNow("settled")
        deed = ReminderDeed.REMIND if done else ReminderDeed.FAIL
        files.record(actor, one, "support.reminded" if done else "support.not_reminded", at)
        found.state = move_reminder(ReminderState.DUE, deed).value
        found.settled_at, found.settled_by_id = at, actor.staff_id
        found.save(update_fields=["state", "settled_at", "settled_by"])
        files.touched(one, at)
