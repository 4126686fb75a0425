# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Concern for a child on a page: what is weighed, what was decided, and the deeds with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext

from sjalvklar.children import actions, queries
from sjalvklar.children.actions import ConcernLine, Sheet
from sjalvklar.children.rules import Answer, Deed, NotReported, State, Told, Weighed
from sjalvklar.faces.desk import sent, words, writing
from sjalvklar.faces.desk.children import words as said
from sjalvklar.faces.desk.shell import Here
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.support.queries import today
from sjalvklar.support.rules import DocumentationMode
from sjalvklar.support.rules.times import day


def context(sheet: Sheet, typed: Mapping[str, str], draft: writing.Field | None = None) -> dict[str, Any]:
    """What the part of a page about concern needs; `draft` is what its reader has typed and not sent."""
    typed = {**(draft.values if draft else {}), **typed}
    now, language = today(clock.now()), said.language()
    known = queries.concerns()
    checks = {check.id: check.name[language] for check in known.checks}
    to = dict(said.receivers(now))
    return {
        "anonymous": sheet.mode is DocumentationMode.ANONYMOUS,
        "checks": [
            (name, check.name[language], check.source, bool(typed.get(name)))
            for check in known.checks
            for name in (f"check-{check.id}",)
        ],
        "law": [ground.text for ground in known.grounds if ground.id == "duty-to-report" and ground.holds_on(now)],
        "concerns": [_line(one, checks, to, now) for one in sheet.concerns],
        "writing": draft,
        "weighed": typed,
        "weighs": any(one.state is State.CONSIDERING for one in sheet.concerns),
        "to": list(to.items()),
        "told": [(one.value, str(text)) for one, text in said.TOLD.items()],
        "not_reported": [(one.value, str(text)) for one, text in said.NOT_REPORTED.items()],
        "feedbacks": [(one.value, str(text)) for one, text in said.ANSWERS.items()],
        "today": now.isoformat(),
    }


def _line(one: ConcernLine, checks: dict[str, str], to: dict[str, str], now: date) -> dict[str, Any]:
    weighed = one.weighed
    facts = [(gettext("Weighed by"), f"{one.begun_by}, {words.moment(one.begun_at)}")]
    if weighed is not None and one.decided_at is not None:
        facts.append((gettext("Decided by"), f"{one.decided_by}, {words.moment(one.decided_at)}"))
        if one.state is not State.NOT_REPORTED:
            where = to.get(weighed.to, "") or weighed.to
            board = gettext("Another authority; the duty to report is the ground.") if weighed.disclosed else ""
            facts.append((gettext("Sent to"), ". ".join(filter(None, (where, board))) or gettext("The own board")))
        facts.append((gettext("Told first"), str(said.TOLD[weighed.told]) if weighed.told else ""))
        facts.append((gettext("Why"), str(said.NOT_REPORTED[weighed.ground]) if weighed.ground else ""))
        facts.append((gettext("In words"), words.harmless(weighed.words)))
        gone_through = [checks.get(check, check) for check in weighed.checks]
        facts.append((gettext("Gone through"), " ".join(gone_through)))
    if one.asked_at is not None:
        facts.append((gettext("Feedback asked for"), words.moment(one.asked_at)))
    if one.answer is not None and one.came_on is not None:
        facts.append((gettext("Feedback"), f"{said.ANSWERS[one.answer]}, {words.day(one.came_on, now)}"))
    return {
        "id": one.id,
        "state": str(said.STATES[one.state]),
        "open": one.state is State.CONSIDERING,
        "facts": [(label, text) for label, text in facts if text],
        "may": {deed.value for deed in one.may},
    }


def which(request: HttpRequest) -> UUID:
    """The concern that a form is about. Raises Invalid("no_such_concern")."""
    try:
        return UUID(request.POST.get("concern", ""))
    except ValueError:
        raise Invalid("no_such_concern", field="concern") from None


def decide(request: HttpRequest, now: Here) -> None:
    """Report, or leave it, as the button said."""
    deed = sent.chosen(request, "do", Deed)
    known = queries.concerns().checks
    reports = deed is Deed.REPORT
    weighed = Weighed(
        checks=tuple(check.id for check in known if sent.yes(request, f"check-{check.id}")),
        ground=None if reports else _picked(request, "ground", NotReported, "not_reported"),
        told=_picked(request, "told", Told, "told") if reports else None,
        to=request.POST.get("to", "")[:80] if reports else "",
        words=request.POST.get("words", "")[:20_000],
    )
    actions.decide(actor=now.viewer, concern_id=which(request), deed=deed, weighed=weighed)


def _picked(request: HttpRequest, name: str, kind: Any, code: str) -> Any:
    try:
        return sent.chosen(request, name, kind)
    except Invalid:
        raise Invalid(code, field=name) from None


def ask(request: HttpRequest, now: Here) -> None:
    """Somebody has asked what came of it."""
    actions.ask_feedback(actor=now.viewer, concern_id=which(request))


def note(request: HttpRequest, now: Here) -> None:
    """What whoever received it said."""
    actions.note_feedback(
        actor=now.viewer,
        concern_id=which(request),
        answer=sent.chosen(request, "answer", Answer),
        came_on=day(request.POST.get("came_on", ""), field="came_on"),
    )
