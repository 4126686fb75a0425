# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is on duty and who stands in for whom: everyone in the unit sees it, its head keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import refusals, sent, words
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.views.errors import desk_view, sentence
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, Refused
from sjalvklar.organisation import actions, permissions
from sjalvklar.organisation.queries import organisation, staff
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.rules import Actor

_AHEAD = timedelta(days=14)
_SOON = 3  # days that are not folded


@dataclass(frozen=True, slots=True)
class DutyLine:
    id: int
    name: str
    period: str
    now: bool


@dataclass(frozen=True, slots=True)
class DutyDay:
    day: str
    lines: tuple[DutyLine, ...]


@dataclass(frozen=True, slots=True)
class CoverLine:
    id: int
    absent: str
    substitute: str
    period: str
    now: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    id: int
    name: str
    roles: str
    can_renew: bool

    @property
    def field(self) -> str:
        """What the field for this person's code is called on the page."""
        return f"code-{self.id}"


@require_safe
@desk_view
def duty(request: HttpRequest) -> HttpResponse:
    now = here(request)
    if now.unit is None or not permissions.can_see_staff(now.viewer, now.unit.id):
        raise Http404
    at = clock.now()
    today = words.local(at).date()
    planned: dict[date, list[DutyLine]] = {}
    for row in staff.duties(now.unit.id, since=at, until=at + _AHEAD):
        on = max(words.local(row.starts_at).date(), today)
        said = f"{words.time_of(row.starts_at)}–{words.time_of(row.ends_at)}"
        planned.setdefault(on, []).append(DutyLine(row.id, row.name, said, row.starts_at <= at))
    covers = tuple(
        CoverLine(row.id, row.absent, row.substitute, words.days(row.starts_at, row.ends_at), row.starts_at <= at)
        for row in staff.covers(now.unit.id, since=at)
    )
    return render(
        request,
        "desk/duty.html",
        {
            "here": now,
            "view": "duty",
            "days": tuple(
                DutyDay(capfirst(words.day(on, today)), tuple(lines)) for on, lines in sorted(planned.items())
            ),
            "soon": _SOON,
            "covers": covers,
            "people": tuple(
                PersonLine(
                    person.staff_id,
                    person.name,
                    words.roles(person.roles),
                    now.leads
                    and permissions.can_renew_sign_in(
                        now.viewer, person.staff_id, staff.units_where_granted(person.staff_id, at)
                    ),
                )
                for person in staff.staff_of(now.unit.id, at)
            ),
            "can_vouch": bool({Role.UNIT_HEAD, Role.IT_ADMINISTRATOR} & {grant.role for grant in now.viewer.grants}),
            "can_plan": permissions.can_plan(now.viewer, now.unit.id),
            "me": now.viewer.staff_id,
            "today": today.isoformat(),
        },
    )


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, "").strip()[:10])
    except ValueError:
        raise Invalid("time", field=name) from None


def _moment(request: HttpRequest, day: str, clock_time: str) -> datetime:
    """A day and a time of day on the municipality's clock."""
    try:
        at = time.fromisoformat(request.POST.get(clock_time, "").strip()[:5])
    except ValueError:
        raise Invalid("time", field=clock_time) from None
    return datetime.combine(_day(request, day), at, organisation().municipality.zone)


def _do(request: HttpRequest, done: str, deed: Callable[[Actor, str], object]) -> HttpResponse:
    now = here(request)
    if now.unit is None or not permissions.can_plan(now.viewer, now.unit.id):
        raise Http404
    try:
        deed(Actor.staff(now.viewer.staff_id, now.unit.id), now.unit.id)
    except Refused as refused:
        refusals.note(request, refused)
        messages.error(request, sentence(refused))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(f"/desk/duty/{now.query}")


@require_POST
@desk_view
def add_duty(request: HttpRequest) -> HttpResponse:
    def deed(actor: Actor, unit_id: str) -> None:
        starts_at, ends_at = _moment(request, "day", "from"), _moment(request, "day", "to")
        if ends_at <= starts_at:
            ends_at += timedelta(days=1)  # past midnight
        actions.put_on_duty(
            unit_id=unit_id,
            staff_id=sent.person(request),
            starts_at=starts_at,
            ends_at=ends_at,
            actor=actor,
        )

    return _do(request, gettext("Added to the duty list."), deed)


@require_POST
@desk_view
def remove_duty(request: HttpRequest, duty_id: int) -> HttpResponse:
    return _do(
        request,
        gettext("Taken off the duty list."),
        lambda actor, _unit: actions.take_off_duty(duty_id=duty_id, actor=actor),
    )


@require_POST
@desk_view
def add_stand_in(request: HttpRequest) -> HttpResponse:
    def deed(actor: Actor, unit_id: str) -> None:
        zone = organisation().municipality.zone
        first, last = _day(request, "first"), _day(request, "last")
        actions.set_stand_in(
            unit_id=unit_id,
            absent_id=sent.person(request, "absent_id"),
            substitute_id=sent.person(request, "substitute_id"),
            starts_at=datetime.combine(first, time(0), zone),
            ends_at=datetime.combine(last + timedelta(days=1), time(0), zone),
            actor=actor,
        )

    return _do(request, gettext("The stand-in is noted."), deed)


@require_POST
@desk_view
def remove_stand_in(request: HttpRequest, stand_in_id: int) -> HttpResponse:
    return _do(
        request,
        gettext("The stand-in has ended."),
        lambda actor, _unit: actions.end_stand_in(stand_in_id=stand_in_id, actor=actor),
    )
