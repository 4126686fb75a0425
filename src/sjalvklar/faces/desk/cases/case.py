# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One case: its notes, whom it is about behind a mask, and everything that can be done with it.

Whoever may not know of a case gets the page of what is not there, whatever they ask and by whatever method.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sjalvklar.casework import actions, queries, stops
from sjalvklar.casework.rules import CloseReason, Identity, State
from sjalvklar.faces.desk import kept, refusals, sent, words, writing
from sjalvklar.faces.desk.cases import doing, lists, people_words, rows
from sjalvklar.faces.desk.cases import words as said
from sjalvklar.faces.desk.plans import lists as plan_lists
from sjalvklar.faces.desk.safety.page import heeded
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.faces.desk.support import rows as support_rows
from sjalvklar.faces.desk.views.contact import way_to_meet
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import meanwhile, personal_numbers
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Colleague
from sjalvklar.plans import queries as plans
from sjalvklar.plans.rules import State as PlanState
from sjalvklar.safety import actions as safety
from sjalvklar.support import actions as of_support
from sjalvklar.support import queries as support
from sjalvklar.support.rules import State as SupportState
from sjalvklar.writing.rules import Kind


@dataclass(frozen=True, slots=True)
class NoteShown:
    """One note, ready to show."""

    number: int
    by: str
    when: str
    moment: str
    text: str
    corrects: int | None
    corrected_by: int | None
    contact: str


@require_safe
@desk_view
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case. Whoever may read it does, on record before it is shown; its head sees the row and no more."""
    now = here(request)
    row, file = actions.look(actor=now.viewer, case_id=case_id)
    return render(request, "desk/cases/case.html", _context(request, now, row, file))


def _context(request: HttpRequest, now: Here, row: queries.Row, file: actions.File | None) -> dict[str, object]:
    typed = step_up.typed(request) or kept.found(request.GET.get("kept", ""), str(row.id))
    wrong = doing.FORMS.wrong(request)
    again = request.GET.get("again", "")
    again = again if again in doing.SENSITIVE and step_up.is_fresh(request) else ""
    corrects = request.GET.get("corrects", "")
    unit = staff.unit(row.unit_id)
    protected = row.protected and file is not None
    two = queries.two_of(now.viewer, row.id) if protected else ()
    named = queries.named(now.viewer, row.id) if protected else ()
    notes = tuple(map(_note, file.notes)) if file else ()
    told = [writing.Note(note.number, note.by, note.when, note.text) for note in notes]
    written = writing.fields(now, Kind.CASE, row.id, typed=typed, notes=told) if file else {}
    going = plans.shorts_in(now.viewer, row.id) if file else ()
    return {
        "here": now,
        "view": "cases",
        "row": rows.line(row),
        "state": row.state.value,
        "is_open": row.state is State.OPEN,
        "owner_id": row.owner_id if row.owner_id is not None else "",
        "facts": _facts(row, unit.name if unit else "", file),
        "file": file,
        "level": str(said.LEVELS[file.level]) if protected and file else "",
        "level_hint": str(said.LEVEL_HINTS.get(file.level, "")) if protected and file else "",
        "notes": notes,
        "writing": written,
        "corrects": writing.number_of(corrects) or written["write"].values.get("corrects", "") if written else "",
        "typed": typed,
        "nonce": typed.get("nonce") or sent.new_nonce(),
        "wrong": wrong.form,
        "wrong_sentence": wrong.sentence,
        "again": again,
        "opened": {wrong.form, again} - {""},
        "colleagues": _pairs(queries.can_be_given(row)) if "hand_over" in row.may else (),
        "reasons": _reasons(file),
        "plan_going": next((one.number for one in going if one.state is not PlanState.CLOSED), ""),
        "same": file.same if file else (),
        "together": any(one.ended_here or one.ended_there for one in (file.same if file else ())),
        "levels": lists.levels(also_none=False),
        "nameable": _nameable(now, row),
        "named": named,
        "me": now.viewer.staff_id,
        "can_second": any(person.can_second for person in named),
        "two": tuple(_two(one) for one in two),
        "asked": frozenset(one.what.value for one in two if one.mine),
        "asked_off": frozenset(one.who_id for one in two if one.mine),
        "heeded": heeded(safety.warnings_in_case(actor=now.viewer, case_id=row.id, row=row)) if file else (),
        "stopped": bool(file and stops.why_not(row.id)),
        "by_glass": row.by_glass,
        "can_reveal": "reveal" in row.may,
        "warnings": tuple(map(people_words.warning, file.warnings)) if file else (),
        "life": people_words.life(dead=file.dead, bereaved=file.bereaved) if file else "",
        "plans_word": plan_lists.word(going) if file else "",
        "people_word": people_words.how_many(file.people) if file else "",
        "supports": tuple(map(support_rows.line, support.in_case(now.viewer, row.id, case=row))) if file else (),
        "copies": tuple(rows.copy_line(copy) for copy in queries.handed_out(row)),
    }


_GOES_ON = "continued:"


def _reasons(file: actions.File | None) -> list[tuple[str, str]]:
    """Why a case may be closed, and in which other it may go on."""
    found = [(one.value, str(text)) for one, text in said.CLOSE_REASONS.items() if one is not CloseReason.CONTINUED]
    for one in file.same if file else ():
        if one.can_go_on:
            text = gettext("It is about the same person as case %(number)s, and goes on there")
            found.append((f"{_GOES_ON}{one.joining_id}", text % {"number": one.number}))
    return found


def _facts(row: queries.Row, unit: str, file: actions.File | None) -> tuple[tuple[str, str], ...]:
    found = [
        (gettext("Has the case"), row.owner or gettext("Nobody")),
        (gettext("Unit"), unit),
        (gettext("Opened"), words.moment(row.opened_at)),
        (gettext("Latest note"), words.moment(row.last_note_at) if row.last_note_at else ""),
    ]
    return tuple((label, text) for label, text in found if text)


def _note(line: actions.NoteLine) -> NoteShown:
    text = words.harmless(line.text) or gettext("The case was opened from a contact.")
    return NoteShown(
        line.number,
        line.by,
        words.moment(line.at),
        line.at.isoformat(),
        text,
        line.corrects,
        line.corrected_by,
        line.contact,
    )


def _two(row: queries.TwoRow) -> dict[str, object]:
    return {
        "what": row.what.value,
        "words": said.two_for(row),
        "who_id": row.who_id if row.who_id is not None else "",
        "asked_by": row.asked_by,
        "mine": row.mine,
        "can_approve": row.can_approve,
        "approved_by": row.approved_by,
        "until": words.time_of(row.ends_at),
    }


def _pairs(people: tuple[Colleague, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((who.staff_id, who.name) for who in people)


def _nameable(now: Here, row: queries.Row) -> tuple[tuple[int, str], ...]:
    if "protect" not in row.may:
        return ()
    found = _pairs(queries.can_be_named(row))
    return (
        found if row.protected else tuple(pair for pair in found if pair[0] not in {row.owner_id, now.viewer.staff_id})
    )


@require_POST
@desk_view
def write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    corrects = writing.number_of(request.POST.get("corrects", ""))

    def deed(now: Here) -> None:
        actions.write_note(
            actor=now.viewer,
            case_id=case_id,
            text=writing.text(request),
            nonce=sent.nonce(request),
            corrects=corrects,
            seen=writing.seen(request),
        )

    return doing.FORMS.done(request, case_id, "write", gettext("The note is kept."), deed)


@require_POST
@desk_view
def reveal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who it is about, shown once and put on record. Answers a POST with a page: no address and no history brings it
    back."""
    found: list[Identity] = []
    refused = doing.FORMS.attempt(
        request, case_id, "reveal", lambda now: found.append(actions.reveal(actor=now.viewer, case_id=case_id))
    )
    return refused or _revealed(request, case_id, found[0], {}, mark=meanwhile.mark(found[0]))


def _revealed(
    request: HttpRequest,
    case_id: UUID,
    who: Identity,
    wrong: dict[str, str],
    *,
    mark: str,
    newest: Identity | None = None,
) -> HttpResponse:
    now = here(request)
    row = queries.row(now.viewer, case_id)
    shown = personal_numbers.written(who.number) if who.number and not wrong else who.number
    may_read = "read" in row.may
    warnings = actions.no_contact(actor=now.viewer, case_id=case_id) if may_read else ()
    safe = of_support.read_safe_in_case(actor=now.viewer, case_id=case_id) if may_read else None
    going = [one.id for one in support.in_case(now.viewer, case_id) if one.state is not SupportState.CLOSED]
    return render(
        request,
        "desk/cases/revealed.html",
        {
            "here": now,
            "view": "cases",
            "row": rows.line(row),
            "who": {**asdict(who), "number": shown},
            "is_empty": who.is_empty,
            "wrong": wrong,
            "mark": mark,
            "newest": lists.lines_of(newest) if newest else "",
            "warnings": tuple(map(people_words.warning, warnings)),
            "heeded": heeded(safety.warnings_in_case(actor=now.viewer, case_id=case_id)) if may_read else (),
            "may_read": may_read,
            "wish": way_to_meet(safe.safe, holds=safe.holds) if safe else None,
            "say_safe": f"/desk/s/{safe.support_id if safe else going[0]}/safe/" if safe or going else "",
            "dead": queries.has_died(now.viewer, case_id),
            "can_write": "write" in row.may,
            "protected": row.protected,
        },
    )


@require_POST
@desk_view
def change_identity(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put right who it is about. What was typed is shown again when it will not do, and kept nowhere."""
    now, typed = here(request), lists.identity(request)
    try:
        actions.change_identity(actor=now.viewer, case_id=case_id, identity=typed, shown=sent.shown(request))
    except Invalid as refused:
        wrong = {refused.field or "form": doing.FORMS.sentence(refused)}
        if refused.code != meanwhile.CHANGED:
            return _revealed(request, case_id, typed, wrong, mark=sent.shown(request))
        # What stands there now is seen as it was the first time: on record.
        newest = actions.reveal(actor=now.viewer, case_id=case_id)
        return _revealed(request, case_id, typed, wrong, mark=meanwhile.mark(newest), newest=newest)
    except NotFound:
        raise
    except Refused as refused:
        queries.row(now.viewer, case_id)
        refusals.note(request, refused)
        messages.error(request, doing.FORMS.sentence(refused))
        return HttpResponseRedirect(doing.FORMS.address(case_id))
    messages.success(request, gettext("Changed."))
    return HttpResponseRedirect(doing.FORMS.address(case_id))


@require_POST
@desk_view
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        owner = sent.person_or_nobody(request, "owner_id")
        actions.hand_over(actor=now.viewer, case_id=case_id, staff_id=sent.person(request), owner_id=owner)

    return doing.FORMS.done(request, case_id, "hand", gettext("Handed over."), deed, doing.its_list(request))


@require_POST
@desk_view
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        about: dict[str, Any] = {"actor": now.viewer, "case_id": case_id, "with_all": sent.yes(request, "with_all")}
        reason = request.POST.get("reason", "")
        if reason.startswith(_GOES_ON):
            actions.continue_in(**about, joining_id=_uuid(reason.removeprefix(_GOES_ON)))
        else:
            actions.close(**about, reason=sent.chosen(request, "reason", CloseReason))

    return doing.FORMS.done(request, case_id, "close", gettext("Closed."), deed)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("choose", field="reason") from None


@require_safe
@desk_view
def together(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The notes of cases about one person that go on in one another, on record in each before they are shown."""
    now = here(request)
    found = actions.read_together(actor=now.viewer, case_id=case_id)
    context = {
        "here": now,
        "view": "cases",
        "row": rows.line(queries.row(now.viewer, case_id)),
        "cases": found.cases,
        "notes": [(number, _note(line)) for number, line in found.notes],
    }
    return render(request, "desk/cases/together.html", context)


@require_POST
@desk_view
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return doing.FORMS.done(
        request,
        case_id,
        "reopen",
        gettext("The case is open again."),
        lambda now: actions.reopen(actor=now.viewer, case_id=case_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def access(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The person's own list of who has opened their case, to hand over. Asked for with a press, on record."""
    now = here(request)
    row = queries.row(now.viewer, case_id)
    if "list_access" not in row.may:
        raise NotFound("no_such_case")
    if request.method != "POST":
        return render(request, "desk/cases/access_ask.html", {"here": now, "view": "cases", "row": rows.line(row)})
    lines = actions.access_list(actor=now.viewer, case_id=case_id)
    return render(
        request,
        "desk/cases/access.html",
        {
            "here": now,
            "view": "cases",
            "row": rows.line(row),
            "lines": [
                (
                    words.moment(line.at),
                    str(said.DEEDS.get(line.action, line.action)),
                    line.by,
                    str(said.BASIS.get(line.basis, "")),
                )
                for line in lines
            ],
        },
    )
