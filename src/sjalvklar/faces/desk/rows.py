# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A contact as a row on the desk: everything already said in words, so that a template only places it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from sjalvklar.faces.desk import words
from sjalvklar.mailbox.queries import Row
from sjalvklar.mailbox.rules import State


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    kind: str  # hot, know, go or plain


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `clock` is "late", "soon" or empty; `step` is how much of the promised time has gone, 0, 5 … 100."""

    id: str
    address: str
    waited: str
    promise: str
    step: int | None
    clock: str
    matter: str
    tags: tuple[Tag, ...]
    second: str
    meeting: str
    language: str
    owner: str
    holder: str
    mine: bool
    may: frozenset[str]
    closed: str
    ended: str  # why it was closed


def line(row: Row, *, undecided: bool = False) -> Line:
    """The row in words, in the language that is active. `undecided`: a concern for a child is weighed there."""
    return Line(
        id=str(row.id),
        address=f"/desk/k/{row.id}/",
        waited=_waited(row),
        promise=_promise(row),
        step=None if row.left is None else min(max(round(row.share * 20) * 5, 0), 100),
        clock=_clock(row),
        matter=words.matter(row.situation),
        tags=(*tags(row), *([Tag(gettext("concern to decide"), "hot")] if undecided else [])),
        second=_second(row),
        meeting=words.meeting(row.channel, row.days, row.hours),
        language=words.language_name(row.language),
        owner=row.owner,
        holder=_holder(row),
        mine=row.mine,
        may=row.may,
        closed="" if row.closed_at is None else words.moment(row.closed_at),
        ended="" if row.closed_at is None else str(words.CLOSED.get(str(row.close_reason), "")),
    )


def _waited(row: Row) -> str:
    if row.left is None:
        return gettext("Answered") if row.state == State.ANSWERED else gettext("Closed")
    return words.span(row.waited)


def _clock(row: Row) -> str:
    if row.late:
        return "late"
    return "soon" if row.left is not None and row.share >= 0.75 else ""


def _promise(row: Row) -> str:
    """How much is left of what was promised; when it is broken, by how much."""
    if row.left is None:
        return ""
    if row.late:
        return gettext("%(span)s past the promise") % {"span": words.span(-row.left)}
    return gettext("%(span)s left") % {"span": words.span(row.left)}


def tags(row: Row) -> tuple[Tag, ...]:
    """Only what changes how one acts."""
    found: list[Tag] = []
    now = "hot" if row.closed_at is None else "plain"  # what is over alarms nobody
    if row.danger == "now":
        found.append(Tag(gettext("danger now"), now))
    if row.fear == "great":
        found.append(Tag(gettext("very afraid"), now))
    if row.child:
        found.append(Tag(gettext("child"), "know"))
    if _is_for_anybody(row):
        found.append(Tag(gettext("not taken yet"), "know"))
    if row.unread and row.mine and row.state != State.WAITING:
        found.append(Tag(gettext("new message"), "go"))
    if row.handed_by:
        found.append(Tag(gettext("from %(name)s") % {"name": row.handed_by}, "plain"))
    return tuple(found)


def _is_for_anybody(row: Row) -> bool:
    """Whether it has been waiting for somebody to take it so long that the head has been told."""
    return row.escalated and row.state == State.WAITING


def _holder(row: Row) -> str:
    """Who else has it. A head who was told only knows of it: anybody may still take it."""
    if row.mine or not row.owner:
        return ""
    if _is_for_anybody(row):
        return gettext("%(name)s has been told") % {"name": row.owner}
    return gettext("%(name)s has it") % {"name": row.owner}


def _second(row: Row) -> str:
    said = [words.who(row.who, child=row.child)]
    if row.danger == "unsure":
        said.append(gettext("unsure whether anyone is in danger"))
    if row.fear == "some":
        said.append(gettext("somewhat afraid"))
    return ", ".join(said)
