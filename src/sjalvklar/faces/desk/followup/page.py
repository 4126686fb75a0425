# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is followed up in one support: what is coming, what became of the rest, the time after, questions and answers.

Whoever may not read the support gets the page of what is not there.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.design import questions as design
from sjalvklar.faces.desk import kept, sent, words
from sjalvklar.faces.desk.followup import drawing
from sjalvklar.faces.desk.followup import words as said
from sjalvklar.faces.desk.forms import Forms
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.followup import actions, queries
from sjalvklar.followup.actions import File, Line
from sjalvklar.followup.rules import AskedBy, AskingState, EventKind, Questions, State
from sjalvklar.followup.rules.questions import OF
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import queries as supports
from sjalvklar.support.rules.times import day

HAPPENED, LATER = "happened", "later"


def _see(viewer: Viewer, support_id: UUID) -> supports.Row:
    row = supports.row(viewer, support_id)
    if "read" not in row.may:
        raise NotFound("no_such_support")
    return row


FORMS = Forms(
    root="/desk/s/",
    page="follow-up/",
    names=frozenset({"plan", "add", "settle", "consent", "ask", "note", "prove"}),
    see=supports.row,
    sentences=said.SENTENCES,
)


@require_safe
@desk_view
def followup(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The page; reading it is on record."""
    now = here(request)
    _see(now.viewer, support_id)
    file = actions.read(actor=now.viewer, support_id=support_id)
    return render(request, "desk/followup/page.html", _context(request, now, file))


def _start(request: HttpRequest, today: date) -> date:
    try:
        return day(request.GET.get("start", ""), field="start")
    except Invalid:
        return today


def _context(request: HttpRequest, now: Here, file: File) -> dict[str, object]:
    typed = kept.found(request.GET.get("kept", ""), str(file.row.id))
    wrong = FORMS.wrong(request)
    today = supports.today(clock.now())
    start = _start(request, today)
    suggested = queries.suggested(file.row.situation, start)
    planned = {(line.what.step, line.on) for line in file.coming}
    return {
        "here": now,
        "view": "support",
        "row": rows.line(file.row),
        "root": f"/desk/s/{file.row.id}/follow-up",
        "file": file,
        "stopped": FORMS.sentences.get(file.stopped, said.SENTENCES["wrong_state"]) if file.stopped else "",
        "afterwards": file.row.closed_at is not None,
        "coming": [_line(line, today) for line in file.coming],
        "settled": [_line(line, today) for line in file.settled],
        "today": today.isoformat(),
        "start": start.isoformat(),
        "steps": [
            (
                one.step.id,
                words.day(one.on, today),
                queries.step_name(one.step.id, said.language()),
                (one.step.id, one.on) not in planned,
            )
            for one in suggested
        ],
        "events": [(event.value, str(text)) for event, text in said.EVENTS.items()],
        "outcomes": [(state.value, str(text)) for state, text in said.OUTCOMES.items()],
        "consent": words.day(file.consent_until, today) if file.consent_until else "",
        "kinds": [(kind.value, str(text)) for kind, text in design.TITLES.items()],
        "notes": [_to_note(kind, typed) for kind in Questions],
        "asked_by": [(way.value, str(said.ASKED_BY[way])) for way in (AskedBy.TALK, AskedBy.PAPER)],
        "open_links": [
            (one.id, str(design.TITLES[one.questions]), words.moment(one.at))
            for one in file.asked
            if one.state is AskingState.OPEN
        ],
        "answered": [found for kind in Questions if (found := _answered(kind, file))],
        "unanswered": sum(one.state in {AskingState.EXPIRED, AskingState.TAKEN_BACK} for one in file.asked),
        "contact_days": [(on.isoformat(), words.day(on, today)) for on in file.contact_days],
        "typed": typed,
        "nonce": typed.get("nonce") or sent.new_nonce(),
        "wrong": wrong.form,
        "wrong_field": wrong.field,
        "wrong_sentence": wrong.sentence,
    }


def _line(line: Line, today: date) -> dict[str, object]:
    return {
        "id": line.id,
        "what": said.what(line.what),
        "on": words.day(line.on, today),
        "expected": line.state is State.EXPECTED,
        "overdue": line.overdue,
        "state": str(said.STATES[line.state]),
        "by": line.by,
        "when": words.moment(line.settled_at) if line.settled_at else "",
    }


def _to_note(kind: Questions, typed: dict[str, str]) -> dict[str, object]:
    return {
        "kind": kind.value,
        "title": str(design.TITLES[kind]),
        "questions": [
            (field, text, [(value, word, typed.get(field) == value) for value, word in answers])
            for field, text, answers in design.asked(kind)
        ],
        "typed": typed.get("questions") == kind.value,
    }


def _answered(kind: Questions, file: File) -> dict[str, object] | None:
    found = [one for one in file.asked if one.state is AskingState.ANSWERED and one.questions is kind]
    if not found:
        return None
    return {
        "title": str(design.TITLES[kind]),
        "columns": [(words.moment(one.at), str(said.ASKED_BY[one.way])) for one in found],
        "rows": drawing.over_time(kind, found),
        "width": drawing.WIDTH,
        "height": drawing.HEIGHT,
    }


def _followup_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("followup", ""))
    except ValueError:
        raise Invalid("followup", field="followup") from None


def _day_or_nothing(request: HttpRequest, name: str) -> date | None:
    return day(request.POST[name], field=name) if request.POST.get(name, "").strip() else None


@require_POST
@desk_view
def plan(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """Days of the schedule."""

    def deed(now: Here) -> None:
        actions.plan(
            actor=now.viewer,
            support_id=support_id,
            start=day(request.POST.get("start", ""), field="start"),
            steps=request.POST.getlist("steps"),
            nonce=sent.nonce(request),
        )

    return FORMS.done(request, support_id, "plan", gettext("Planned."), deed)


@require_POST
@desk_view
def add(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """A day of one's own, or something that may happen."""

    def deed(now: Here) -> None:
        given = {"support_id": support_id, "words": request.POST.get("words", ""), "nonce": sent.nonce(request)}
        if request.POST.get("event"):
            event = sent.chosen(request, "event", EventKind)
            actions.expect(actor=now.viewer, event=event, around=_day_or_nothing(request, "on"), **given)  # type: ignore[arg-type]
        else:
            actions.add(actor=now.viewer, on=day(request.POST.get("on", ""), field="on"), **given)  # type: ignore[arg-type]

    return FORMS.done(request, support_id, "add", gettext("Planned."), deed)


@require_POST
@desk_view
def settle(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """What became of a day, or of something that was expected."""

    def deed(now: Here) -> None:
        which, outcome = _followup_id(request), request.POST.get("outcome", "")
        if outcome == HAPPENED:
            on = day(request.POST.get("on", ""), field="on")
            actions.happened(actor=now.viewer, support_id=support_id, followup_id=which, on=on)
        elif outcome == LATER:
            on = day(request.POST.get("on", ""), field="on")
            actions.look_later(actor=now.viewer, support_id=support_id, followup_id=which, on=on)
        else:
            actions.settle(
                actor=now.viewer,
                support_id=support_id,
                followup_id=which,
                outcome=sent.chosen(request, "outcome", State),
                again_on=_day_or_nothing(request, "on"),
            )

    return FORMS.done(request, support_id, "settle", gettext("Noted."), deed)


@require_POST
@desk_view
def consent(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """A yes to the time after, or that it is taken back."""

    def deed(now: Here) -> None:
        if request.POST.get("do") == "withdraw":
            actions.withdraw(actor=now.viewer, support_id=support_id)
            return
        months = sent.number(request, "months", "months")
        actions.agree(actor=now.viewer, support_id=support_id, months=months, nonce=sent.nonce(request))

    return FORMS.done(request, support_id, "consent", gettext("Noted."), deed)


@require_POST
@desk_view
def ask(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """A link, shown once. No address brings it back."""
    found: list[actions.Link] = []

    def deed(now: Here) -> None:
        kind = sent.chosen(request, "questions", Questions)
        found.append(actions.link(actor=now.viewer, support_id=support_id, kind=kind, nonce=sent.nonce(request)))

    refused = FORMS.attempt(request, support_id, "ask", deed)
    if refused is not None:
        return refused
    now, made = here(request), found[0]
    return render(
        request,
        "desk/followup/link.html",
        {
            "here": now,
            "view": "support",
            "back": FORMS.address(support_id),
            "root": f"/desk/s/{support_id}/",
            "link": request.build_absolute_uri(f"/q/{made.code}"),
            "code": made.code,
            "groups": [made.code[at : at + 5] for at in range(0, len(made.code), 5)],
            "until": words.last_day(made.expires_at),
        },
    )


@require_POST
@desk_view
def take_back(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """A link that opens nothing any more."""

    def deed(now: Here) -> None:
        try:
            asking = UUID(request.POST.get("asking", ""))
        except ValueError:
            raise Invalid("asking", field="asking") from None
        actions.take_back(actor=now.viewer, support_id=support_id, asking_id=asking)

    return FORMS.done(request, support_id, "take_back", gettext("The link opens nothing any more."), deed)


@require_POST
@desk_view
def note(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """What was answered on a paper or in a talk."""

    def deed(now: Here) -> None:
        kind = sent.chosen(request, "questions", Questions)
        actions.note(
            actor=now.viewer,
            support_id=support_id,
            kind=kind,
            way=sent.chosen(request, "by", AskedBy),
            given={question: request.POST.get(question, "") for question in OF[kind]},
            nonce=sent.nonce(request),
        )

    return FORMS.done(request, support_id, "note", gettext("The answers are kept."), deed)


def said_no(request: HttpRequest, support_id: UUID, sentence: str) -> HttpResponse:
    """Back to the page with a sentence at its top."""
    messages.error(request, sentence)
    return HttpResponseRedirect(FORMS.address(support_id))
