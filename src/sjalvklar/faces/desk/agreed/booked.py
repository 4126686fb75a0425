# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Talks that are booked: when and where, the link of one by video, another time, and reminders for who said yes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import kept, sent, words
from sjalvklar.faces.desk.agreed import doing
from sjalvklar.faces.desk.agreed.words import REMINDED, SENTENCES, WAYS
from sjalvklar.faces.desk.safety.page import heeded
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import doing as of_support
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.support import words as said
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.safety import actions as safety
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Agreed, BookedLine, ReminderLine
from sjalvklar.support.rules import DocumentationMode, ReminderState, ReminderWay, Way, Wish

FORMS = doing.forms("talks/", "move", "give", "wish", "remind")


@require_safe
@desk_view
def booked(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The page; reading it is on record."""
    now = here(request)
    doing.see(now.viewer, support_id)
    found = actions.read_agreed(actor=now.viewer, support_id=support_id)
    typed, wrong = kept.found(request.GET.get("kept", ""), str(support_id)), FORMS.wrong(request)
    return render(
        request,
        "desk/agreed/booked.html",
        {
            "here": now,
            "view": "support",
            "row": rows.line(found.row),
            "root": FORMS.address(support_id),
            "may": "write" in found.row.may,
            "stopped": SENTENCES.get(found.stopped, SENTENCES["wrong_state"]) if found.stopped else "",
            "heeded": heeded(safety.warnings(actor=now.viewer, support_id=support_id)) if found.booked else (),
            "talks": [_line(one, found, typed) for one in found.booked],
            "rooms": [(room.id, room.name) for room in queries.rooms_in(found.row.unit_id)],
            "ways": [(way.value, str(text)) for way, text in said.WAYS.items()],
            "has_thread": found.has_thread,
            "in_file": found.row.case_id is not None,
            "can_reveal": "reveal" in found.row.may,
            "anonymous": found.row.mode is DocumentationMode.ANONYMOUS,
            "how": words.meeting(found.how.channel, found.how.days, found.how.hours),
            "wish": _wish(found),
            "wish_days": _days(found),
            "wish_ways": _ways(found),
            "wish_way": typed.get("way") if wrong.form == "wish" else "",
            "days_before": typed.get("days_before", "1") if wrong.form == "wish" else _days(found),
            "holds": found.holds or not found.reaches_out,
            "nonce": sent.new_nonce(),
            "wrong": wrong.form,
            "wrong_talk": typed.get("talk", ""),
            "wrong_field": wrong.field,
            "wrong_sentence": wrong.sentence,
        },
    )


def _days(found: Agreed) -> str:
    return str(found.wish.days_before) if found.wish is not None else "1"


def _wish(found: Agreed) -> str:
    return str(WAYS[found.wish.way]) if found.wish is not None else ""


def _ways(found: Agreed) -> list[tuple[str, str]]:
    """The ways that they have given us."""
    there = {ReminderWay.SAFE: found.reaches_out, ReminderWay.THREAD: found.has_thread}
    return [(way.value, str(text)) for way, text in WAYS.items() if there[way]]


def _line(one: BookedLine, found: Agreed, typed: dict[str, str]) -> dict[str, object]:
    rooms = {room.id: room.name for room in queries.rooms_in(found.row.unit_id)}
    again = typed if typed.get("talk") == str(one.id) else {}
    return {
        "id": str(one.id),
        "when": words.moment(one.starts_at),
        "about": ", ".join(
            filter(
                None,
                (
                    rooms.get(one.room) or str(said.WAYS[one.way]),
                    gettext("%(n)s min") % {"n": one.minutes},
                    one.by,
                ),
            )
        ),
        "by_video": one.way is Way.VIDEO,
        "link": one.link,
        "given": words.moment(one.given_at) if one.given_at else "",
        "reminder": _reminder(one.reminder) if one.reminder is not None else None,
        "ahead": one.starts_at > clock.now(),
        "way": again.get("way") or one.way.value,
        "room": again.get("room") or one.room,
        "starts": again.get("starts") or words.local(one.starts_at).strftime("%Y-%m-%dT%H:%M"),
        "minutes": again.get("minutes") or one.minutes,
    }


def _reminder(line: ReminderLine) -> dict[str, object]:
    return {
        "id": str(line.id),
        "on": words.day(line.on, queries.today(clock.now())),
        "state": str(REMINDED[line.state]),
        "due": line.state is ReminderState.DUE,
        "by_us": line.way is ReminderWay.SAFE,
        "today": line.today,
        "late": line.late,
        "by": line.by,
        "when": words.moment(line.settled_at) if line.settled_at else "",
    }


def _move(request: HttpRequest, now: Here, support_id: UUID) -> str:
    actions.move(
        actor=now.viewer,
        support_id=support_id,
        talk_id=doing.which(request, "talk"),
        way=sent.chosen(request, "way", Way),
        starts_at=of_support.when(request),
        minutes=sent.number(request, "minutes", "minutes"),
        room=request.POST.get("room", ""),
    )
    return gettext("It is moved.")


def _give(request: HttpRequest, now: Here, support_id: UUID) -> str:
    actions.give_link(
        actor=now.viewer,
        support_id=support_id,
        talk_id=doing.which(request, "talk"),
        in_thread=request.POST.get("how") == "thread",
        nonce=sent.nonce(request),
    )
    return gettext("Noted.")


def _set_wish(request: HttpRequest, now: Here, support_id: UUID) -> str:
    wish = None
    if request.POST.get("answer") != "no":
        wish = Wish(sent.chosen(request, "way", ReminderWay), sent.number(request, "days_before", "days_before"))
    actions.set_wish(actor=now.viewer, support_id=support_id, wish=wish)
    return gettext("Noted.") if wish is not None else gettext("They are not reminded any more.")


def _remind(request: HttpRequest, now: Here, support_id: UUID) -> str:
    actions.settle_reminder(
        actor=now.viewer,
        support_id=support_id,
        reminder_id=doing.which(request, "reminder"),
        done=request.POST.get("outcome") == "done",
    )
    return gettext("Noted.")


DEEDS = {"move": _move, "give": _give, "wish": _set_wish, "remind": _remind}


@require_POST
@desk_view
def change(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """Another time, a link that was given, a wish to be reminded, or what became of a reminder."""
    do = request.POST.get("do", "")
    told: list[str] = []

    def deed(now: Here) -> None:
        if do not in DEEDS:
            raise Invalid("choose", field="do")
        told.append(DEEDS[do](request, now, support_id))

    refused = FORMS.attempt(request, support_id, do, deed)
    if refused is None:
        messages.success(request, told[0])
    return refused or HttpResponseRedirect(FORMS.address(support_id))
