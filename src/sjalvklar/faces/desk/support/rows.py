# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports in words, so that a template only places them. Nothing here says whom one is for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.rows import Tag
from sjalvklar.faces.desk.support import words as said
from sjalvklar.kernel import clock
from sjalvklar.support import queries
from sjalvklar.support.queries import NoticedRow, Row
from sjalvklar.support.rules import State


@dataclass(frozen=True, slots=True)
class SupportLine:
    """One row."""

    id: str
    address: str
    service: str
    about: str
    tags: tuple[Tag, ...]
    owner: str
    mine: bool
    coming: str
    opened: str
    closed: str
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class NoticedLine:
    """What somebody noticed, and how it stands."""

    address: str
    receipt: str
    about: str
    when: str
    answer: str
    stands: str


def situation(code: str) -> str:
    return words.matter(code) if code else ""


def line(row: Row) -> SupportLine:
    """The row in words, in the language that is active."""
    return SupportLine(
        id=str(row.id),
        address=f"/desk/s/{row.id}/",
        service=said.service(row.service),
        about=situation(row.situation),
        tags=_tags(row),
        owner=row.owner,
        mine=row.mine,
        coming=_coming(row),
        opened=words.moment(row.opened_at),
        closed=_closed(row),
        may=row.may,
    )


def _tags(row: Row) -> tuple[Tag, ...]:
    found = [Tag(str(said.MODES[row.mode]), "")]
    if row.overdue:
        late = gettext("nobody has taken it in time") if row.state is State.WAITING else gettext("the day has passed")
        found.append(Tag(late, "hot"))
    if row.needs_owner and "hand_over" in row.may and not row.mine:
        found.append(Tag(gettext("needs somebody else"), "know"))
    if row.state is State.CLOSED:
        found.append(Tag(gettext("closed"), ""))
    return tuple(found)


def _coming(row: Row) -> str:
    if row.state is State.WAITING and row.due_at is not None:
        return gettext("Take it by %(when)s") % {"when": words.moment(row.due_at)}
    if row.next_step is None or row.next_on is None:
        return ""
    return f"{said.STEPS[row.next_step]}, {words.day(row.next_on, queries.today(clock.now()))}"


def _closed(row: Row) -> str:
    if row.closed_at is None or row.close_reason is None:
        return ""
    return f"{words.moment(row.closed_at)}. {said.CLOSE_REASONS[row.close_reason]}"


def noticed_line(row: NoticedRow) -> NoticedLine:
    return NoticedLine(
        address=f"/desk/support/noticed/{row.id}/",
        receipt=row.receipt,
        about=situation(row.situation),
        when=words.moment(row.at),
        answer=str(said.ANSWERS[row.answer]),
        stands=stands(row),
    )


def stands(row: NoticedRow) -> str:
    """How it stands, as far as whoever noticed may know."""
    if not row.received:
        return gettext("Nothing was sent.")
    if row.taken_at is not None:
        return gettext("%(unit)s has taken it, %(when)s.") % {"unit": row.unit, "when": words.moment(row.taken_at)}
    return gettext("Received by %(unit)s. Nobody has taken it yet.") % {"unit": row.unit}
