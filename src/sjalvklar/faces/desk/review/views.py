# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log review: the rounds of each month, the queue of a round, a finding and the decision about it.

Nothing here shows what was read, whom it was about or which case it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sjalvklar.faces.desk import refusals, words
from sjalvklar.faces.desk.review import words as said
from sjalvklar.faces.desk.rows import Tag
from sjalvklar.faces.desk.shell import here
from sjalvklar.faces.desk.views.errors import desk_view, sentence
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation.queries import staff
from sjalvklar.review import actions, queries
from sjalvklar.review.queries import FindingPage, FindingRow, RoundRow
from sjalvklar.review.rules.words import NEXT, REASONS, Outcome, Reason
from sjalvklar.trust.queries import Entry

LIMIT = 25
_MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One month of one unit."""

    address: str
    title: str
    unit: str
    left: int
    findings: int
    readings: int
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One thing to look at, in sentences."""

    address: str
    what: str
    when: str
    bases: str
    why: tuple[str, ...]
    tag: Tag | None


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One deed on record. Of those around it `found` is no."""

    when: str
    what: str
    basis: str
    found: bool


def _round_line(row: RoundRow, names: dict[str, str]) -> RoundLine:
    return RoundLine(
        address=f"/desk/review/{row.id}/",
        title=said.month(row.month),
        unit=names.get(row.unit, row.unit) if row.unit else gettext("Protected persons"),
        left=row.left,
        findings=row.findings,
        readings=row.readings,
        due=words.day(words.local(row.due).date(), words.local(clock.now()).date()).rstrip("."),
        overdue=row.overdue,
    )


def _line(row: FindingRow) -> FindingLine:
    decided = said.DECIDED[row.outcome] if row.outcome else None
    return FindingLine(
        address=f"/desk/review/f/{row.id}/",
        what=said.what(row),
        when=words.period(row.first_at, row.last_at) if row.last_at != row.first_at else words.moment(row.first_at),
        bases=said.bases(row),
        why=tuple(str(said.WHY[why]) for why in row.why),
        tag=Tag(str(decided[0]), decided[1]) if decided else None,
    )


def _names(rows: tuple[RoundRow, ...]) -> dict[str, str]:
    return {unit.id: unit.name for unit in staff.units(row.unit for row in rows if row.unit)}


@require_safe
@desk_view
def rounds(request: HttpRequest) -> HttpResponse:
    """The months and units to review, what is overdue first. For whoever reviews nothing there is no such page."""
    now = here(request)
    if not queries.units_to_review(now.viewer):
        raise Http404
    found = queries.rounds(now.viewer)
    lines = tuple(_round_line(row, _names(found)) for row in found)
    return render(request, "desk/review/rounds.html", {"here": now, "view": "review", "rows": lines})


def _page(request: HttpRequest) -> int:
    stated = request.GET.get("page", "")
    return max(int(stated), 1) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 1


@require_safe
@desk_view
def queue(request: HttpRequest, round_id: int) -> HttpResponse:
    """What came up in a round: what nobody has settled, or all of it."""
    now = here(request)
    row = queries.round_row(now.viewer, round_id)
    everything = request.GET.get("all") == "1"
    count = row.findings if everything else row.left
    pages = max(1, -(-count // LIMIT))
    page = min(_page(request), pages)
    found = actions.look_through(
        actor=now.viewer, round_id=round_id, left_only=not everything, start=(page - 1) * LIMIT, most=LIMIT
    )
    address = f"/desk/review/{round_id}/?" + ("all=1&" if everything else "")
    return render(
        request,
        "desk/review/queue.html",
        {
            "here": now,
            "view": "review",
            "round": _round_line(row, _names((row,))),
            "rows": tuple(map(_line, found)),
            "everything": everything,
            "page": page,
            "pages": pages,
            "before": f"{address}page={page - 1}" if page > 1 else "",
            "after": f"{address}page={page + 1}" if page < pages else "",
        },
    )


def _deeds(page: FindingPage) -> tuple[DeedLine, ...]:
    """What came up and what the same person did beside it, in order of time."""
    around = [entry for entry in page.around if entry.action in said.DEEDS][:_MOST_LINES]
    both = [(entry, True) for entry in page.entries[:_MOST_LINES]] + [(entry, False) for entry in around]
    return tuple(_deed(entry, found) for entry, found in sorted(both, key=lambda one: one[0].at))


def _deed(entry: Entry, found: bool) -> DeedLine:
    return DeedLine(
        when=words.moment(entry.at),
        what=str(said.DEEDS.get(entry.action, gettext("Read"))),
        basis=str(said.BASIS.get(entry.basis, "")),
        found=found,
    )


def _choice(request: HttpRequest) -> tuple[Outcome, Reason]:
    """The decision and its ground, which are picked as one. Raises Invalid("choose")."""
    outcome, _, reason = request.POST.get("decision", "").partition(".")
    try:
        return Outcome(outcome), Reason(reason)
    except ValueError:
        raise Invalid("choose", field="decision") from None


def _seen(request: HttpRequest) -> int:
    """How many decisions there were when the form was shown."""
    stated = request.POST.get("after", "")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def finding(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """One thing that came up, what the record says around it, and the decision."""
    now = here(request)
    if request.method == "POST":
        return _decide(request, finding_id)
    page = actions.look(actor=now.viewer, finding_id=finding_id)
    row = page.row
    round_row = queries.round_row(now.viewer, row.round_id)
    return render(
        request,
        "desk/review/finding.html",
        {
            "here": now,
            "view": "review",
            "round": _round_line(round_row, _names((round_row,))),
            "row": _line(row),
            "deeds": _deeds(page),
            "more": len(page.entries) > _MOST_LINES or row.readings > len(page.entries) > 0,
            "gone": not page.entries,
            "decisions": [
                (
                    line.by_name,
                    words.moment(line.at),
                    str(said.OUTCOMES[line.outcome]),
                    str(said.GROUNDS.get((line.outcome, line.reason), "")),
                )
                for line in page.decisions
            ],
            "choices": [
                (
                    outcome.value,
                    str(said.OUTCOMES[outcome]),
                    [
                        (f"{outcome.value}.{reason.value}", str(said.GROUNDS[outcome, reason]))
                        for reason in REASONS[outcome]
                    ],
                )
                for outcome in page.next
            ],
            "seen": len(page.decisions),
            "wrong": str(said.WRONG["choose"]) if request.GET.get("wrong") == "choose" and NEXT[row.outcome] else "",
        },
    )


def _decide(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    now = here(request)
    where = f"/desk/review/f/{finding_id}/"
    try:
        if not queries.can_see(now.viewer, finding_id):
            raise NotFound("no_such_finding")
        outcome, reason = _choice(request)
        actions.decide(actor=now.viewer, finding_id=finding_id, outcome=outcome, reason=reason, after=_seen(request))
    except NotFound:
        raise
    except Invalid:
        return HttpResponseRedirect(f"{where}?wrong=choose#decide", status=303)
    except Refused as refused:
        refusals.note(request, refused)
        messages.error(request, str(said.WRONG.get(refused.code, sentence(refused))))
        return HttpResponseRedirect(where, status=303)
    messages.success(request, gettext("Your decision is on record."))
    back = queries.finding(now.viewer, finding_id).row.round_id
    return HttpResponseRedirect(f"/desk/review/{back}/", status=303)
