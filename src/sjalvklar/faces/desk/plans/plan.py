# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One plan: what is left before the next step, its parties and what they have taken on, meetings, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import sent, words, writing
from sjalvklar.faces.desk.plans import doing, lists
from sjalvklar.faces.desk.plans import words as said
from sjalvklar.faces.desk.plans.doing import Deed
from sjalvklar.faces.desk.shell import Here
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid
from sjalvklar.plans import actions, queries
from sjalvklar.plans.rules import CloseReason, Giver, MeetingResult, PartyKind, State
from sjalvklar.writing.rules import Kind


@require_safe
@desk_view
def plan(request: HttpRequest, sig_id: UUID) -> HttpResponse:
    """The plan for whoever leads it or may read the case; its head sees the row, and hands it over."""
    now = doing.serving(request)
    row, sheet = actions.look(actor=now.viewer, plan_id=sig_id)
    context = {
        "here": now,
        "view": "plans",
        "plan": lists.line(row),
        "may": row.may,
        "state": row.state.value,
        "joint": row.state.is_joint,
        "leader_id": row.leader_id if row.leader_id is not None else "",
        "colleagues": _colleagues(row),
        "wrong": doing.at_field(doing.PLAN.wrong(request)),
        "typed": doing.typed(request, sig_id),
        "nonce": sent.new_nonce(),
    }
    if sheet is not None:
        context |= _whole(now, sheet, doing.typed(request, sig_id))
    return render(request, "desk/plans/plan.html", context)


def _colleagues(row: queries.Row) -> list[tuple[int, str]]:
    if "hand_over" not in row.may:
        return []
    return [(who.staff_id, who.name) for who in queries.others_for(row)]


def _whole(now: Here, sheet: actions.Sheet, typed: Mapping[str, str]) -> dict[str, object]:
    notes = [writing.Note(one.number, one.by, words.moment(one.at), words.harmless(one.text)) for one in sheet.notes]
    names = {one.id: one.about.name for one in sheet.parties}
    going = [one for one in sheet.parties if one.left_at is None]
    written = writing.fields(now, Kind.PLAN, sheet.row.id, typed=typed, notes=notes)
    reasons = {reason: text for reason, text in said.REASONS.items() if reason is not CloseReason.NOT_SUITED}
    return {
        "sheet": sheet,
        "case": reverse("desk_case_plans", args=[sheet.row.case_id]),
        "of_case": sheet.row.of_case,
        "mark": meanwhile.mark(sheet.aim, sheet.needed),
        "target": str(said.TARGETS[sheet.aim.target]),
        "needed_words": str(said.NEEDED[sheet.needed]),
        "needed_value": str(sheet.needed.value),
        "left": [str(said.LEFT[code]) for code in sheet.left] if sheet.row.state is State.CONSENTED else [],
        "parties": [_party(one) for one in going],
        "gone": [_party(one) for one in sheet.parties if one.left_at is not None],
        "people": [(str(one.id), one.about.name) for one in going],
        "meetings": _meetings(sheet.meetings, names, written["hold"]),
        "writing": written,
        "notes": [
            {
                "kind": str(said.NOTES[one.kind]),
                "text": words.harmless(one.text),
                "by": one.by,
                "when": words.moment(one.at),
            }
            for one in sheet.notes
        ],
        "targets": said.pairs(said.TARGETS),
        "needed": said.pairs(said.NEEDED),
        "kinds": said.pairs(said.KINDS),
        "results": said.pairs(said.RESULTS),
        "reasons": said.pairs(reasons),
        "units": [(unit.id, unit.name) for unit in queries.party_units()] if "write" in sheet.row.may else [],
    }


def _party(one: actions.PartyLine) -> dict[str, object]:
    return {
        "address": reverse("desk_party", args=[one.id]),
        "name": one.about.name,
        "person": one.about.person,
        "kind": str(said.KINDS[one.kind]),
        "unit": one.unit,
        "named": one.named,
        "holds": one.standing.holds,
        "standing": said.standing(one.standing),
        "tasks": [commitment(task) for task in one.commitments],
    }


def commitment(one: actions.CommitmentLine, *, on_paper: bool = False) -> dict[str, object]:
    """Something taken on, ready to show."""
    today = None if on_paper else words.local(clock.now()).date()
    return {
        "id": one.id,
        "what": one.task.what,
        "who": one.task.who,
        "due": words.day(one.due_on, today),
        "state": str(said.COMMITMENTS[one.state]),
        "is_open": one.state.is_open,
        "settled": words.moment(one.settled_at, on_paper=on_paper) if one.settled_at else "",
        "by": one.by,
        "late": one.late and not one.stopped,
        "stopped": one.stopped,
    }


def _meetings(
    found: Sequence[actions.MeetingLine], names: dict[UUID, str], written: writing.Field
) -> list[dict[str, object]]:
    """The meetings; what is typed of one and not sent stands with that one."""
    lines = [_meeting(one, names) for one in found]
    waiting = [line for line in lines if line["passed"] and not line["held"]]
    typed = [line for line in waiting if str(line["id"]) == written.values.get("meeting_id")]
    for line in (typed or waiting)[:1]:
        line["writing"] = written
    return lines


def _meeting(one: actions.MeetingLine, names: dict[UUID, str]) -> dict[str, object]:
    return {
        "id": one.id,
        "field": f"held-{one.id}",
        "when": words.moment(one.at),
        "held": one.held_at is not None,
        "passed": one.passed,
        "result": str(said.RESULTS[one.result]) if one.result else "",
        "came": words.names(tuple(names[who] for who, came in one.came if came and who in names)),
        "missed": words.names(tuple(names[who] for who, came in one.came if not came and who in names)),
    }


def _needed(request: HttpRequest) -> Giver:
    try:
        return Giver(sent.number(request, "needed", "choose"))
    except ValueError:
        raise Invalid("choose", field="needed") from None


def _meeting_id(request: HttpRequest) -> int:
    return sent.number(request, "meeting_id", "choose")


def _hold(request: HttpRequest, now: Here, about: UUID) -> None:
    came: dict[UUID, bool] = {}
    for name, value in request.POST.items():
        if name.startswith("came-") and value in {"yes", "no"}:
            try:
                came[UUID(name.removeprefix("came-"))] = value == "yes"
            except ValueError:
                raise Invalid("choose", field="came") from None
    actions.hold_meeting(
        actor=now.viewer,
        plan_id=about,
        meeting_id=_meeting_id(request),
        came=came,
        result=sent.chosen(request, "result", MeetingResult),
        text=request.POST.get("text", ""),
        nonce=sent.nonce(request),
    )


def _add(request: HttpRequest, now: Here, about: UUID) -> None:
    actions.add_party(
        actor=now.viewer,
        plan_id=about,
        kind=sent.chosen(request, "kind", PartyKind),
        about=doing.about(request),
        unit_id=request.POST.get("unit_id", "")[:60],
        nonce=sent.nonce(request),
    )


DEEDS: dict[str, Deed] = {
    "aim": Deed(
        lambda request, now, about: actions.change_aim(
            actor=now.viewer,
            plan_id=about,
            aim=doing.aim(request),
            needed=_needed(request),
            shown=sent.shown(request),
        ),
        _("It is changed."),
        "aim",
    ),
    "assess": Deed(
        lambda request, now, about: actions.assess(
            actor=now.viewer,
            plan_id=about,
            suits=request.POST.get("suits") == "yes",
            text=writing.text(request),
            nonce=sent.nonce(request),
        ),
        _("The first assessment is kept."),
        "assess",
    ),
    "consented": Deed(
        lambda request, now, about: actions.consented(actor=now.viewer, plan_id=about),
        _("The joint work can begin. Agree on what each takes on."),
    ),
    "activate": Deed(
        lambda request, now, about: actions.activate(actor=now.viewer, plan_id=about), _("The plan is active.")
    ),
    "go-on": Deed(lambda request, now, about: actions.go_on(actor=now.viewer, plan_id=about), _("The work goes on.")),
    "close": Deed(
        lambda request, now, about: actions.close(
            actor=now.viewer, plan_id=about, reason=sent.chosen(request, "reason", CloseReason)
        ),
        _("The plan is closed. No party sees anything of it from now."),
        "close",
    ),
    "reopen": Deed(
        lambda request, now, about: actions.reopen(actor=now.viewer, plan_id=about),
        _("The plan is open again: make the first assessment anew."),
    ),
    "hand-over": Deed(
        lambda request, now, about: actions.hand_over(
            actor=now.viewer,
            plan_id=about,
            staff_id=sent.person(request),
            leader_id=sent.person_or_nobody(request, "leader_id"),
        ),
        _("Handed over."),
        "hand",
    ),
    "add": Deed(_add, _("The party is added. Nothing is shared with it until there is consent."), "add"),
    "meet": Deed(
        lambda request, now, about: actions.plan_meeting(
            actor=now.viewer, plan_id=about, when=doing.moment(request, "when", "time")
        ),
        _("The meeting is planned."),
        "meet",
    ),
    "cancel": Deed(
        lambda request, now, about: actions.cancel_meeting(
            actor=now.viewer, plan_id=about, meeting_id=_meeting_id(request)
        ),
        _("The meeting is cancelled."),
    ),
    "hold": Deed(_hold, _("The meeting is noted."), "hold"),
    "note": Deed(
        lambda request, now, about: actions.write_note(
            actor=now.viewer,
            plan_id=about,
            text=writing.text(request),
            nonce=sent.nonce(request),
            seen=writing.seen(request),
        ),
        _("The note is kept."),
        "note",
    ),
}


@require_POST
@desk_view
def do(request: HttpRequest, sig_id: UUID, deed: str) -> HttpResponse:
    """One deed with a plan, by its name in the address."""
    now = doing.serving(request)
    if deed not in DEEDS:
        raise Http404
    answer = doing.do(request, doing.PLAN, sig_id, deed, DEEDS)
    if deed == "hand-over" and not queries.sees(now.viewer, sig_id):
        answer["Location"] = reverse("desk_plans")  # whoever gave it away may no longer see it
    return answer
