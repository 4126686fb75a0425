# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One family, for those who work in its circle: reached or not, its crisis contact, its dates, its list, its notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import sent, words, writing
from sjalvklar.faces.desk.incidents import circle, doing
from sjalvklar.faces.desk.incidents import words as said
from sjalvklar.faces.desk.shell import Here
from sjalvklar.faces.desk.support.lists import can_begin
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.incident import actions, queries
from sjalvklar.incident.rules import DutyKind, DutyState, FamilyState, Outcome, Reached, ToldBy, Way
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid
from sjalvklar.writing.rules import Kind

_SOON = timedelta(days=14)


@require_safe
@desk_view
def family(request: HttpRequest, family_id: UUID) -> HttpResponse:
    return _page(request, family_id, {})


def _page(request: HttpRequest, family_id: UUID, wrong: dict[str, str]) -> HttpResponse:
    now = doing.serving(request)
    sheet = actions.read_family(actor=now.viewer, family_id=family_id)
    language = (get_language() or "sv")[:2]
    template = queries.template()
    steps = {step.id: step.tasks for step in template.checkpoints}
    steps |= {event.id: event.tasks for event in template.events}
    typed = doing.typed(request, family_id)
    notes = [writing.Note(one.number, one.by, words.moment(one.at), words.harmless(one.text)) for one in sheet.notes]
    context = {
        "here": now,
        "view": "incidents",
        "sheet": sheet,
        "address": reverse("desk_family", args=[family_id]),
        "mark": meanwhile.mark(sheet.words, sheet.people, sheet.children),
        "now": "\n".join(filter(None, (sheet.words.called, sheet.words.safe_contact))),
        "circle": str(said.CIRCLES[sheet.circle]),
        "people": said.people(sheet.people, sheet.children),
        "unreached": sheet.reached is Reached.NOT_YET,
        "reached": str(said.REACHED[sheet.reached]),
        "reached_at": words.moment(sheet.reached_at) if sheet.reached_at else "",
        "waits": said.since(sheet.made_at),
        "state": str(said.FAMILY_STATES[sheet.state]),
        "is_open": sheet.state is FamilyState.OPEN,
        "mine": sheet.contact_id == now.viewer.staff_id,
        "staff": [(who.staff_id, who.name) for who in sheet.staff],
        "may_begin": sheet.may_write and can_begin(now),
        "unit_id": now.unit.id if now.unit else "",
        "consent": words.moment(sheet.consent_at) if sheet.consent_at else "",
        "reaches": [
            {
                "when": words.moment(one.at),
                "by": one.by,
                "way": str(said.WAYS[one.way]),
                "outcome": str(said.OUTCOMES[one.outcome]),
                "told_by": str(said.TOLD_BY[one.told_by]) if one.told_by is not ToldBy.NOT_ASKED else "",
            }
            for one in sheet.reaches
        ],
        "dates": _soon_and_later(
            [
                _duty(one, "checkpoints") | {"tasks": [task.in_language(language) for task in steps.get(one.step, ())]}
                for one in sheet.checkpoints
            ]
        ),
        "events": [
            (event.id, event.name.in_language(language)) for event in template.events if sheet.circle in event.circles
        ],
        "authorities": _soon_and_later([_duty(one, "authorities") for one in sheet.authorities]),
        "left": sum(one.state is DutyState.DUE for one in sheet.authorities),
        "notes": notes,
        "writing": writing.fields(now, Kind.FAMILY, family_id, typed=typed, notes=notes) if sheet.may_write else {},
        "ways": [(one.value, str(text)) for one, text in said.WAYS.items()],
        "outcomes": [(one.value, str(text)) for one, text in said.OUTCOMES.items() if one is not Outcome.MISTAKE],
        "way_before": sheet.reaches[0].way.value if sheet.reaches else "",
        "told": [(one.value, str(text)) for one, text in said.TOLD_BY.items()],
        "wrong": wrong,
        "typed": typed,
        "nonce": request.POST.get("nonce") or sent.new_nonce(),
    }
    return render(request, "desk/incidents/family.html", context)


def _duty(one: actions.DutyLine, kind: str) -> dict[str, object]:
    return {
        "id": one.step,
        "name": said.named(kind, one.step),
        "due": words.moment(one.due_at),
        "is_due": one.state is DutyState.DUE,
        "state": str(said.DUTY_STATES[one.state]),
        "settled": words.moment(one.settled_at) if one.settled_at else "",
        "by": one.by,
        "late": one.late,
        "later": one.state is not DutyState.DUE or one.due_at > clock.now() + _SOON,
    }


def _soon_and_later(duties: list[dict[str, object]]) -> list[tuple[str, list[dict[str, object]]]]:
    """What is due within two weeks stands open; what comes later, and what is settled, is folded."""
    soon = [one for one in duties if not one["later"]]
    later = [one for one in duties if one["later"]]
    return [("", soon), (gettext("Later, and what is settled"), later)]


def _reach(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.reach(
        actor=now.viewer,
        family_id=about,
        way=sent.chosen(request, "way", Way),
        outcome=sent.chosen(request, "outcome", Outcome),
        told_by=sent.chosen(request, "told_by", ToldBy) if request.POST.get("told_by") else ToldBy.NOT_ASKED,
        nonce=sent.nonce(request),
    )
    return gettext("It is noted, with the time.")


def _contact(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.name_contact(actor=now.viewer, family_id=about, staff_id=sent.person(request))
    return gettext("The family has its crisis contact.")


def _settle(request: HttpRequest, now: Here, about: UUID) -> str:
    kind, _, rest = request.POST.get("do", "").partition(".")
    step, _, state = rest.rpartition(".")
    try:
        actions.settle(actor=now.viewer, family_id=about, kind=DutyKind(kind), step=step[:60], state=DutyState(state))
    except ValueError:
        raise Invalid("choose", field="do") from None
    return gettext("It is noted.")


def _event(request: HttpRequest, now: Here, about: UUID) -> str:
    event, on = request.POST.get("event", "")[:60], doing.day(request, "on")
    actions.set_day(actor=now.viewer, family_id=about, event=event, on=on)
    return gettext("It is among the dates.")


def _note(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.write_note(
        actor=now.viewer,
        family_id=about,
        text=writing.text(request),
        nonce=sent.nonce(request),
        seen=writing.seen(request),
    )
    writing.was_sent(request, now, "/desk/incidents/f/", about)
    return gettext("The note is kept.")


def _consent(request: HttpRequest, now: Here, about: UUID) -> str:
    yes = request.POST.get("yes") == "yes"
    actions.consent(actor=now.viewer, family_id=about, yes=yes)
    if yes:
        return gettext("They have said yes: the dates go on after the incident has closed.")
    return gettext("They have taken it back: the dates end when the incident closes.")


def _change(request: HttpRequest, now: Here, about: UUID) -> str:
    actions.change_family(
        actor=now.viewer,
        family_id=about,
        family=circle.typed_family(request),
        people=sent.number_or_nothing(request, "people", "how_many") or 0,
        children=sent.number_or_nothing(request, "children", "how_many"),
        shown=sent.shown(request),
    )
    return gettext("It is changed.")


DEEDS: dict[str, Callable[[HttpRequest, Here, UUID], str]] = {
    "reach": _reach,
    "contact": _contact,
    "settle": _settle,
    "event": _event,
    "note": _note,
    "consent": _consent,
    "change": _change,
}


@require_POST
@desk_view
def do(request: HttpRequest, family_id: UUID, deed: str) -> HttpResponse:
    """One deed with a family, by its name in the address."""
    doing.serving(request)
    if deed not in DEEDS:
        raise Http404

    def done(request: HttpRequest, now: Here) -> str:
        return DEEDS[deed](request, now, family_id)

    def page(request: HttpRequest, wrong: dict[str, str]) -> HttpResponse:
        return _page(request, family_id, doing.at_field(deed, wrong))

    return doing.attempt(request, done, page, reverse("desk_family", args=[family_id]))
