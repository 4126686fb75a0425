# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what is agreed with the relative: the plan with its versions, the talks to come with links and reminders,
and who said what is safe. On record before anything is opened; a number or an address is not among it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from sjalvklar.kernel import clock
from sjalvklar.mailbox.rules import SafeContact
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import content, stops
from sjalvklar.support.actions import files, reminding
from sjalvklar.support.models import OwnPlan as Version
from sjalvklar.support.models import Reminder, SafetyTold, Support, Talk
from sjalvklar.support.queries import lists, services
from sjalvklar.support.rules import (
    DocumentationMode,
    OwnPlan,
    ReminderState,
    ReminderWay,
    SaidBy,
    TalkState,
    Way,
    Wish,
    may_remind,
)
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One version of the plan, opened."""

    number: int
    plan: OwnPlan = field(repr=False)
    look_on: date
    late: bool
    looked_at: datetime | None
    replaced_at: datetime | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A reminder of a talk. `today` is whether it may be done today; `late` that its day has passed."""

    id: UUID
    way: ReminderWay
    state: ReminderState
    on: date
    today: bool
    late: bool
    by: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class BookedLine:
    """A talk to come. `link` is empty when it has none."""

    id: UUID
    way: Way
    starts_at: datetime
    minutes: int
    room: str
    by: str
    link: str = field(repr=False)
    given_at: datetime | None
    reminder: ReminderLine | None


@dataclass(frozen=True, slots=True)
class ToldLine:
    """Who said what is safe, and when; not what."""

    said_by: SaidBy
    said_on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Agreed:
    """All of it. `safe` has no number and no address, and stands there in a file only: without one it is seen by
    itself, and `how` says the way, the days and the hours. `reaches_out` is whether they want us to get in touch;
    `stopped` why nobody is to be reached now."""

    row: lists.Row
    plans: tuple[PlanLine, ...]
    booked: tuple[BookedLine, ...]
    wish: Wish | None
    told: tuple[ToldLine, ...]
    safe: SafeContact | None
    how: SafeContact
    reaches_out: bool
    holds: bool
    has_thread: bool
    stopped: str

    @property
    def plan(self) -> PlanLine | None:
        """The version that holds."""
        return self.plans[0] if self.plans and self.plans[0].replaced_at is None else None


def read_agreed(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> Agreed:
    """What is agreed, to whoever answers for the support or stands in. Raises NotFound, NotAllowed,
    NotNow("wrong_state"), SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.held(actor, support_id, at)
        one.check(actor, Action.READ)
        files.record(actor, one, "support.read_agreed", at)
        versions = list(Version.objects.filter(support=one.support).order_by("-number"))
        talks = list(
            Talk.objects.filter(support=one.support, state=TalkState.BOOKED.value).order_by("starts_at", "id")
        )
        told = list(SafetyTold.objects.filter(support=one.support).order_by("-at", "-id"))
        reminders = _newest(talks)
        rows: tuple[Version | Talk | SafetyTold, ...] = (*versions, *talks, *told)
        names = people.names(
            {row.staff_id for row in rows} | {one.settled_by_id for one in reminders.values() if one.settled_by_id}
        )
        called = reminding.called_of(one.support)
        safe, today = reminding.safe_of(called), services.today(at)
        in_file = files.mode_of(one.support) is DocumentationMode.PERSONAL_FILE
        return Agreed(
            row=lists.rows_of(actor, [one], at)[0],
            plans=tuple(_version(row, one.support, names, today) for row in versions),
            booked=tuple(_booked(talk, reminders.get(talk.pk), one.support, names, safe, today) for talk in talks),
            wish=reminding.wish_of(one.support),
            told=tuple(
                ToldLine(SaidBy(row.said_by), row.said_on, names.get(row.staff_id, ""), row.at) for row in told
            ),
            safe=replace(safe, value="") if in_file and one.support.called is not None else None,
            how=SafeContact(safe.channel, days=safe.days, hours=safe.hours),
            reaches_out=safe.reaches_out,
            holds=safe.holds_on(today),
            has_thread=bool(called.thread),
            stopped=stops.why_not(support_id),
        )


@dataclass(frozen=True, slots=True)
class SafeHere:
    """What was said last of how and when somebody is reached safely, in any support of their case; no number and no
    address."""

    support_id: UUID
    safe: SafeContact = field(repr=False)
    holds: bool


def read_safe_in_case(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> SafeHere | None:
    """That, to whoever may read the case and is about to see how whom it is about is reached; None when nobody has
    asked. On record before it is opened. Raises NotFound, NotAllowed, NotNow, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        told = SafetyTold.objects.filter(support__case=case_id, support__called__isnull=False)
        newest = told.order_by("-at", "-id").values_list("support", flat=True).first()
        if newest is None:
            return None
        one = files.held(actor, newest, at)
        one.check(actor, Action.READ)
        files.record(actor, one, "support.read_agreed", at)
        safe = reminding.safe_of(reminding.called_of(one.support))
        return SafeHere(newest, replace(safe, value=""), safe.holds_on(services.today(at)))


def _newest(talks: list[Talk]) -> dict[UUID, Reminder]:
    """The reminder of each talk that is due, was done or could not be; what was taken off says nothing."""
    found = Reminder.objects.filter(talk__in=talks).exclude(state=ReminderState.DROPPED.value)
    return {row.talk_id: row for row in found.order_by(F("settled_at").asc(nulls_last=True))}


def _version(row: Version, support: Support, names: dict[int, str], today: date) -> PlanLine:
    return PlanLine(
        row.number,
        content.open_plan(files.cipher(support), bytes(row.body), row.pk),
        row.look_on,
        row.replaced_at is None and row.look_on < today,
        row.looked_at,
        row.replaced_at,
        names.get(row.staff_id, ""),
        row.at,
    )


def _booked(
    talk: Talk,
    reminder: Reminder | None,
    support: Support,
    names: dict[int, str],
    safe: SafeContact,
    today: date,
) -> BookedLine:
    return BookedLine(
        talk.pk,
        Way(talk.way),
        talk.starts_at,
        int((talk.ends_at - talk.starts_at).total_seconds() // 60),
        talk.room,
        names.get(talk.staff_id, ""),
        content.open_link(files.cipher(support), bytes(talk.video), talk.pk) if talk.video is not None else "",
        talk.given_at,
        _reminder(reminder, names, safe, today) if reminder is not None else None,
    )


def _reminder(row: Reminder, names: dict[int, str], safe: SafeContact, today: date) -> ReminderLine:
    way, state = ReminderWay(row.way), ReminderState(row.state)
    return ReminderLine(
        row.pk,
        way,
        state,
        row.on,
        state is ReminderState.DUE and row.on <= today and may_remind(way, safe, today),
        state is ReminderState.DUE and row.on < today,
        names.get(row.settled_by_id or 0, ""),
        row.settled_at,
    )
