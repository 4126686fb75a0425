# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Groups with sessions and a line, and what is done among people: the unit's pages, where nobody is known."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sjalvklar.faces.desk import refusals, sent, words
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.support import doing, lists
from sjalvklar.faces.desk.support import words as said
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation.queries import staff
from sjalvklar.support import actions, queries
from sjalvklar.support.queries import GroupRow
from sjalvklar.support.rules import Audience, SeatState, SessionState, SupportForm
from sjalvklar.support.rules.times import day

_GROUP = ("service", "name", "places", "youngest", "oldest", "led_by")


def _wrong(refused: Refused) -> dict[str, str]:
    field = refused.field if isinstance(refused, Invalid) else None
    return {field or "form": doing.FORMS.sentence(refused)}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def groups(request: HttpRequest) -> HttpResponse:
    """The unit's groups, and a new one."""
    now = lists.serving(request)
    assert now.unit is not None
    typed, wrong = {name: request.POST.get(name, "")[:200] for name in _GROUP}, {}
    if request.method == "POST":
        try:
            made = actions.make_group(
                actor=now.viewer,
                unit_id=now.unit.id,
                service=typed["service"],
                name=typed["name"],
                places=sent.number(request, "places", "places"),
                ages=(
                    sent.number_or_nothing(request, "youngest", "ages"),
                    sent.number_or_nothing(request, "oldest", "ages"),
                ),
                led_by=sent.person_or_nobody(request, "led_by"),
                nonce=sent.nonce(request),
            )
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            wrong = _wrong(refused)
        else:
            messages.success(request, gettext("The group is there."))
            return HttpResponseRedirect(f"/desk/support/groups/{made}/")
    given = [one.service for one in queries.given_in(now.unit.id)]
    return render(
        request,
        "desk/support/groups.html",
        {
            "here": now,
            "view": "support",
            "list": "groups",
            "rows": [_line(row) for row in queries.groups(now.viewer, unit_id=now.unit.id)],
            "can_begin": lists.can_begin(now),
            "services": [(one.id, said.service(one.id)) for one in given if one.form is SupportForm.GROUP],
            "typed": typed,
            "leaders": [(str(who.staff_id), who.name) for who in staff.staff_of(now.unit.id) if who.answers],
            "wrong": wrong,
            "nonce": request.POST.get("nonce") or sent.new_nonce(),
            "counts": lists.counts(request, now),
        },
    )


def _for_children(row: GroupRow) -> str:
    """For whom, when it is for children, and who leads it; empty when it is not."""
    if row.ages is None:
        return ""
    youngest, oldest = row.ages
    given = {"youngest": youngest, "oldest": oldest, "name": row.led_by}
    return gettext("For children, %(youngest)s–%(oldest)s years. Led by %(name)s.") % given


def _line(row: GroupRow) -> dict[str, object]:
    coming = [one for one in row.sessions if one.state is SessionState.BOOKED]
    return {
        "address": f"/desk/support/groups/{row.id}/",
        "name": row.name,
        "service": ". ".join(filter(None, (said.service(row.service), _for_children(row)))),
        "having": f"{len(row.having)}/{row.places}",
        "waiting": len(row.waiting),
        "next": words.moment(coming[0].starts_at) if coming else "",
        "ended": words.moment(row.ended_at) if row.ended_at else "",
    }


@require_safe
@desk_view
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """One group: places, the line, and the times it meets."""
    return _group(request, group_id, {})


def _group(request: HttpRequest, group_id: UUID, wrong: dict[str, str]) -> HttpResponse:
    now = here(request)
    row = queries.group(now.viewer, group_id)
    rooms = {room.id: room.name for room in queries.rooms_in(row.unit_id)}
    at = clock.now()
    return render(
        request,
        "desk/support/group.html",
        {
            "here": now,
            "view": "support",
            "row": row,
            "service": said.service(row.service),
            "for_children": _for_children(row),
            "may": row.mine and row.ended_at is None,
            "ended": words.moment(row.ended_at) if row.ended_at else "",
            "sessions": [
                {
                    "id": one.id,
                    "when": words.moment(one.starts_at),
                    "where": rooms.get(one.room, ""),
                    "by": one.by,
                    "state": str(said.SESSION_STATES[one.state]),
                    "booked": one.state is SessionState.BOOKED,
                    "begun": one.starts_at <= at,
                    "came": one.came,
                }
                for one in row.sessions
            ],
            "rooms": list(rooms.items()),
            "wrong": wrong,
            "typed": {name: request.POST.get(name, "") for name in ("starts", "minutes", "room")},
            "starts": request.POST.get("starts") or doing.next_morning(queries.today(at)),
            "nonce": sent.new_nonce(),
        },
    )


@require_POST
@desk_view
def change(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Somebody wants to come or comes no more, a time is planned or has been, or the group has ended."""
    now = here(request)
    queries.group(now.viewer, group_id)
    try:
        said_then = _change(request, group_id, request.POST.get("do", ""))
    except NotFound:
        raise
    except Refused as refused:
        refusals.note(request, refused)
        return _group(request, group_id, _wrong(refused))
    messages.success(request, said_then)
    return HttpResponseRedirect(f"/desk/support/groups/{group_id}/")


def _change(request: HttpRequest, group_id: UUID, what: str) -> str:
    actor = here(request).viewer
    if what == "enrol":
        number, state = actions.enrol(actor=actor, group_id=group_id, nonce=sent.nonce(request))
        if state is SeatState.WAITING:
            return gettext("Number %(n)s is in line. Tell the person the number.") % {"n": number}
        return gettext("Number %(n)s has a place. Tell the person the number.") % {"n": number}
    if what == "leave":
        freed = actions.leave(actor=actor, group_id=group_id, number=sent.number(request, "number", "seat"))
        return gettext("Number %(n)s has got the place.") % {"n": freed} if freed else gettext("Noted.")
    if what == "plan":
        actions.plan_session(
            actor=actor,
            group_id=group_id,
            starts_at=doing.when(request),
            minutes=sent.number(request, "minutes", "minutes"),
            room=request.POST.get("room", ""),
            nonce=sent.nonce(request),
        )
        return gettext("Booked.")
    if what in {"held", "cancelled"}:
        try:
            session = UUID(request.POST.get("session", ""))
        except ValueError:
            raise Invalid("session", field="session") from None
        came = sent.number(request, "came", "came") if what == "held" else None
        actions.settle_session(actor=actor, group_id=group_id, session_id=session, came=came)
        return gettext("Noted.")
    if what == "end":
        actions.end_group(actor=actor, group_id=group_id)
        return gettext("The group has ended.")
    raise Invalid("choose", field="do")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def among(request: HttpRequest) -> HttpResponse:
    """What the unit did out among people, and one more of it."""
    now = lists.serving(request)
    assert now.unit is not None
    fields = ("service", "on", "place", "audience", "people", "led_to")
    typed, wrong = {name: request.POST.get(name, "")[:200] for name in fields}, {}
    if request.method == "POST":
        try:
            actions.note_activity(
                actor=now.viewer,
                unit_id=now.unit.id,
                service=typed["service"],
                on=day(typed["on"], field="on"),
                place=typed["place"],
                audience=sent.chosen(request, "audience", Audience),
                people_met=sent.number(request, "people", "people"),
                led_to=sent.number(request, "led_to", "led_to"),
                nonce=sent.nonce(request),
            )
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            wrong = _wrong(refused)
        else:
            messages.success(request, gettext("Noted."))
            return HttpResponseRedirect(f"/desk/support/among/{now.query}")
    today = queries.today()
    given = [one.service for one in queries.given_in(now.unit.id) if one.service.form.is_for_many]
    return render(
        request,
        "desk/support/among.html",
        {
            "here": now,
            "view": "support",
            "list": "among",
            "rows": [
                {
                    "when": words.day(row.on, today),
                    "what": said.service(row.service),
                    "where": row.place,
                    "audience": str(said.AUDIENCES[row.audience]),
                    "people": row.people,
                    "led_to": row.led_to,
                }
                for row in queries.activities(now.viewer, unit_id=now.unit.id)
            ],
            "can_begin": lists.can_begin(now),
            "services": [(one.id, said.service(one.id)) for one in given],
            "audiences": [(one.value, str(text)) for one, text in said.AUDIENCES.items()],
            "typed": {**typed, "on": typed["on"] or today.isoformat()},
            "wrong": wrong,
            "nonce": request.POST.get("nonce") or sent.new_nonce(),
            "counts": lists.counts(request, now),
        },
    )
