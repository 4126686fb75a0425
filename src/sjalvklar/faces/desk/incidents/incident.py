# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One incident: the board for whoever leads it, and what everybody who works in it needs tonight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.directory import queries as directory
from sjalvklar.directory.rules import WayKind
from sjalvklar.faces.desk import sent, words, writing
from sjalvklar.faces.desk.incidents import doing, lists
from sjalvklar.faces.desk.incidents import words as said
from sjalvklar.faces.desk.shell import Here
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.incident import actions, queries
from sjalvklar.incident.rules import AlertAnswer, Circle, State
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid
from sjalvklar.writing.rules import Kind


@require_safe
@desk_view
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    return _page(request, incident_id, {})


def _page(request: HttpRequest, incident_id: UUID, wrong: dict[str, str]) -> HttpResponse:
    now = doing.serving(request)
    row, sheet = actions.look(actor=now.viewer, incident_id=incident_id)
    context: dict[str, object] = {
        "here": now,
        "view": "incidents",
        "line": lists.line(row),
        "row": row,
        "state": row.state.value,
        "address": reverse("desk_incident", args=[incident_id]),
        "wrong": wrong,
        "typed": doing.typed(request, incident_id),
        "nonce": request.POST.get("nonce") or sent.new_nonce(),
        "me": now.viewer.staff_id,
    }
    if sheet is not None:
        shown = _sheet(sheet)
        typed = doing.typed(request, incident_id)
        context |= shown | {
            "writing": writing.fields(now, Kind.INCIDENT, incident_id, typed=typed, notes=shown["lines"])
        }
    board = queries.board(now.viewer, incident_id, row=row) if "board" in row.may else None
    if board is not None:
        context |= _board(board)
    if "assign" in row.may or "hand_over" in row.may:
        context |= _people(now, row, board)
    return render(request, "desk/incidents/incident.html", context)


def _sheet(sheet: actions.Sheet) -> dict[str, Any]:
    template = queries.template()
    alerts = {line.whom: line for line in sheet.alerts}
    calls = {line.whom: line for line in sheet.calls}
    numbers = []
    for one in template.numbers:
        alert, call = alerts.get(one.id), calls.get(one.id)
        phone = one.phone or _phone(one.receiver)
        numbers.append(
            {
                "id": one.id,
                "name": said.named("numbers", one.id),
                "phone": phone,
                "dial": "".join(sign for sign in phone if sign.isdigit() or sign == "+"),
                "alerted": one.alerted,
                "alert": words.moment(alert.at) if alert else "",
                "answer": str(said.ANSWERS[alert.answer]) if alert and alert.answer else "",
                "answer_value": alert.answer.value if alert and alert.answer else "",
                "answered": words.moment(alert.answered_at) if alert and alert.answered_at else "",
                "call": words.moment(call.at) if call else "",
                "call_answered": call.answered if call else None,
            }
        )
    local = words.local(clock.now())
    return {
        "sheet": sheet,
        "mark": meanwhile.mark(
            sheet.words.room,
            sheet.words.schools,
            sheet.room_opens_at.isoformat() if sheet.room_opens_at else "",
            sheet.media_id,
        ),
        "place_now": "\n".join(filter(None, (sheet.words.room, *sheet.words.schools, sheet.media))),
        "room_day": words.local(sheet.room_opens_at).strftime("%Y-%m-%d") if sheet.room_opens_at else "",
        "room_time": words.local(sheet.room_opens_at).strftime("%H:%M") if sheet.room_opens_at else "",
        "room_opens": words.moment(sheet.room_opens_at) if sheet.room_opens_at else "",
        "room_is_open": bool(sheet.room_opens_at and sheet.room_opens_at <= clock.now()),
        "schools": "\n".join(sheet.words.schools),
        "shifts": [
            {
                "id": one.id,
                "name": one.name,
                "role": said.named("roles", one.role),
                "period": words.period(one.starts_at, one.ends_at),
                "now": one.now,
            }
            for one in sheet.shifts
        ],
        "tasks": [
            {
                "id": one.task,
                "name": said.named("tasks", one.task),
                "due": words.moment(one.due_at),
                "done": words.moment(one.done_at) if one.done_at else "",
                "by": one.by,
                "late": one.late,
            }
            for one in sorted(sheet.tasks, key=lambda one: (one.done_at is not None, one.due_at))
        ],
        "tasks_left": sum(one.done_at is None for one in sheet.tasks),
        "tasks_done": sum(one.done_at is not None for one in sheet.tasks),
        "numbers": numbers,
        "answers": [(one.value, str(text)) for one, text in said.ANSWERS.items()],
        "roles": [(one.id, said.named("roles", one.id)) for one in template.roles],
        "lines": [
            writing.Note(one.number, one.by, words.moment(one.at), words.harmless(one.text)) for one in sheet.lines
        ],
        "debrief": words.moment(sheet.debrief_at) if sheet.debrief_at else "",
        "debriefed": words.moment(sheet.debrief_held_at) if sheet.debrief_held_at else "",
        "today": local.date().isoformat(),
        "clock": local.strftime("%H:%M"),
    }


def _phone(receiver: str) -> str:
    found = directory.receiver(receiver) if receiver else None
    numbers = (way.value for way in found.ways if way.kind is WayKind.PHONE) if found else iter(())
    return next(numbers, "")


def _board(board: queries.Board) -> dict[str, object]:
    return {
        "board": board,
        "circles": [
            {
                "id": one.id,
                "name": str(said.CIRCLES[one.kind]),
                "families": one.families,
                "people": one.people,
                "unreached": one.unreached,
                "waits": said.since(one.waits_since),
                "reached": one.reached,
                "declined": one.declined,
                "not_found": one.not_found,
                "without": one.without_contact,
                "late": one.late,
                "late_for": said.since(one.late_since),
                "next": words.moment(one.next_due) if one.next_due else "",
                "staff": [(who.staff_id, who.name) for who in one.staff],
                "names": words.names(tuple(who.name for who in one.staff)),
            }
            for one in board.circles
        ],
    }


def _people(now: Here, row: queries.Row, board: queries.Board | None) -> dict[str, object]:
    been = queries.been_in(row.id)
    people = queries.can_work(now.viewer, row)
    if board is None:
        rings, working = queries.rings(row.id), queries.in_circles(row.id, clock.now())
    else:
        kinds = list(Circle)
        rings = tuple(sorted(((one.id, one.kind) for one in board.circles), key=lambda one: kinds.index(one[1])))
        working = {one.id: one.staff for one in board.circles}
    return {
        "colleagues": [(who.staff_id, who.name) for who in people],
        "free": [(who.staff_id, who.name) for who in people if who.staff_id not in been],
        "i_am_free": now.viewer.staff_id not in been,
        "leaders": [(who.staff_id, who.name) for who in queries.can_lead(row, people)],
        "rings": [(str(ring), str(said.CIRCLES[kind])) for ring, kind in rings],
        "in_rings": [
            (f"{ring}.{who.staff_id}", who.name, str(said.CIRCLES[kind]))
            for ring, kind in rings
            for who in working.get(ring, ())
        ],
    }


def _ring(request: HttpRequest) -> tuple[UUID, int]:
    ring, _, who = request.POST.get("from", "").partition(".")
    try:
        return UUID(ring), int(who[:17])
    except ValueError:
        raise Invalid("choose", field="from") from None


def _circle(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("circle", ""))
    except ValueError:
        raise Invalid("choose", field="circle") from None


def _assign(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.assign(actor=now.viewer, circle_id=_circle(request), staff_id=sent.person(request))
    return gettext("Your colleague works in the circle from now.")


def _unassign(request: HttpRequest, now: Here, about: UUID) -> str:
    ring, who = _ring(request)
    actions.unassign(actor=now.viewer, circle_id=ring, staff_id=who)
    return gettext("Your colleague has left the circle, and sees nothing of it any more.")


def _task(request: HttpRequest, now: Here, about: UUID) -> str:
    task, _, undo = request.POST.get("task", "").partition(".")
    actions.do_task(actor=now.viewer, incident_id=about, task=task[:60], done=not undo)
    return gettext("It is noted.")


def _alert(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.alert(actor=now.viewer, incident_id=about, whom=request.POST.get("whom", "")[:60])
    return gettext("That they were alerted is noted, with the time.")


def _answered(request: HttpRequest, now: Here, about: UUID) -> str:
    answer = sent.chosen(request, "answer", AlertAnswer)
    actions.answered(actor=now.viewer, incident_id=about, whom=request.POST.get("whom", "")[:60], answer=answer)
    return gettext("Their answer is noted.")


def _called(request: HttpRequest, now: Here, about: UUID) -> str:
    whom, _, how = request.POST.get("call", "").partition(".")
    if how not in {"yes", "no"}:
        raise Invalid("choose", field="call")
    actions.called(actor=now.viewer, incident_id=about, whom=whom[:60], was_answered=how == "yes")
    return gettext("The call is noted.")


def _duty(request: HttpRequest, now: Here, about: UUID) -> str:
    starts = doing.moment(request, "day", "from")
    ends = doing.moment(request, "day", "to")
    actions.put_on_duty(
        actor=now.viewer,
        incident_id=about,
        staff_id=sent.person(request),
        role=request.POST.get("role", ""),
        starts_at=starts,
        ends_at=doing.through_the_night(starts, ends),
    )
    return gettext("Your colleague is on the duty list.")


def _off_duty(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.off_duty(actor=now.viewer, incident_id=about, shift_id=sent.person(request, "shift"))
    return gettext("The shift has ended.")


def _place(request: HttpRequest, now: Here, about: UUID) -> str:
    opens = doing.moment(request, "day", "time") if request.POST.get("day") else None
    media = sent.person(request, "media") if request.POST.get("media") else None
    actions.set_place(
        actor=now.viewer,
        incident_id=about,
        room=request.POST.get("room", "")[:1000],
        room_opens_at=opens,
        schools=tuple(request.POST.get("schools", "")[:4000].splitlines()),
        media=media,
        shown=sent.shown(request),
    )
    return gettext("It is kept.")


def _line(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.write_line(
        actor=now.viewer,
        incident_id=about,
        text=writing.text(request),
        nonce=sent.nonce(request),
        seen=writing.seen(request),
    )
    writing.was_sent(request, now, "/desk/incidents/i/", about)
    return gettext("It stands in the log.")


def _debrief(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.plan_debrief(actor=now.viewer, incident_id=about, when=doing.moment(request, "day", "time"))
    return gettext("The meeting afterwards is planned.")


def _held(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.held_debrief(actor=now.viewer, incident_id=about)
    return gettext("It is noted that you have met.")


def _lead(request: HttpRequest, now: Here, about: UUID) -> str:
    leader = sent.person(request, "leader_id") if request.POST.get("leader_id") else None
    actions.hand_over(actor=now.viewer, incident_id=about, staff_id=sent.person(request), leader_id=leader)
    return gettext("Your colleague leads from now.")


def _calm(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.calm(actor=now.viewer, incident_id=about)
    return gettext("The first days are over. The dates go on.")


def _wake(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.wake(actor=now.viewer, incident_id=about)
    return gettext("The incident is going on again.")


def _close(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.close(actor=now.viewer, incident_id=about)
    return gettext("The incident is closed. What families said yes to goes on.")


def _reopen(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.reopen(actor=now.viewer, incident_id=about)
    return gettext("The incident is open again. Put people in the circles.")


DEEDS: dict[str, Callable[[HttpRequest, Here, UUID], str]] = {
    "assign": _assign,
    "unassign": _unassign,
    "task": _task,
    "alert": _alert,
    "answered": _answered,
    "called": _called,
    "duty": _duty,
    "off-duty": _off_duty,
    "place": _place,
    "line": _line,
    "debrief": _debrief,
    "held": _held,
    "lead": _lead,
    "calm": _calm,
    "wake": _wake,
    "close": _close,
    "reopen": _reopen,
}
MOVES = {State.OPEN: ("calm",), State.WATCH: ("wake", "close"), State.CLOSED: ("reopen",)}


@require_POST
@desk_view
def do(request: HttpRequest, incident_id: UUID, deed: str) -> HttpResponse:
    """One deed with an incident, by its name in the address."""
    now = doing.serving(request)
    queries.row(now.viewer, incident_id)
    if deed not in DEEDS:
        raise Http404

    def done(request: HttpRequest, now: Here) -> str:
        return DEEDS[deed](request, now, incident_id)

    def page(request: HttpRequest, wrong: dict[str, str]) -> HttpResponse:
        return _page(request, incident_id, doing.at_field(deed, wrong))

    return doing.attempt(request, done, page, reverse("desk_incident", args=[incident_id]))
