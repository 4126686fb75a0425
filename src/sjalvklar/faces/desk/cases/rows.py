# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases in words, so that a template only places them. Nothing here says whom a case is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext

from sjalvklar.casework.queries import CopyRow, GlassRow, NoticeRow, Row
from sjalvklar.casework.rules import NoticeKind, State
from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.cases import words as said
from sjalvklar.faces.desk.rows import Tag


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One row. `name` is there only when it has just been revealed."""

    id: str
    address: str
    number: str
    name: str
    tags: tuple[Tag, ...]
    owner: str
    mine: bool
    opened: str
    last: str
    closed: str
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class GlassLine:
    """One opening with break-glass."""

    address: str
    number: str
    who: str
    reason: str
    opened: str
    due: str
    overdue: bool
    outcome: str
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """Something to be told, and where it is dealt with."""

    id: int
    text: str
    when: str
    address: str


def line(row: Row, names: Mapping[UUID, str] | None = None) -> CaseLine:
    """The row in words, in the language that is active."""
    return CaseLine(
        id=str(row.id),
        address=f"/desk/c/{row.id}/",
        number=row.number,
        name=(names or {}).get(row.id, ""),
        tags=_tags(row),
        owner=row.owner,
        mine=row.mine,
        opened=words.moment(row.opened_at),
        last=words.moment(row.last_note_at) if row.last_note_at else "",
        closed=_closed(row),
        may=row.may,
    )


def _tags(row: Row) -> tuple[Tag, ...]:
    found = []
    if row.protected:
        found.append(Tag(gettext("protected"), "hot"))
    if row.by_glass:
        found.append(Tag(gettext("opened in an emergency"), "know"))
    if row.needs_owner and not row.mine and "hand_over" in row.may:
        found.append(Tag(gettext("needs somebody else"), "know"))
    if row.state is State.CLOSED:
        found.append(Tag(gettext("closed"), ""))
    return tuple(found)


def _closed(row: Row) -> str:
    if row.closed_at is None or row.close_reason is None:
        return ""
    return f"{words.moment(row.closed_at)}. {said.CLOSE_REASONS[row.close_reason]}"


def glass_line(row: GlassRow) -> GlassLine:
    return GlassLine(
        address=f"/desk/cases/reviews/{row.id}/",
        number=row.number,
        who=row.who,
        reason=str(said.GLASS_REASONS[row.reason]),
        opened=words.moment(row.opened_at),
        due=words.days(row.review_due - timedelta(seconds=1), row.review_due),
        overdue=row.overdue,
        outcome=str(said.OUTCOMES[row.outcome]) if row.outcome else "",
        reviewed_by=row.reviewed_by,
    )


def copy_line(row: CopyRow) -> tuple[str, str]:
    """To whom a copy went, and when, by whom, up to which note."""
    told = gettext("%(when)s, by %(name)s. Notes up to number %(number)s.")
    return str(said.TO_WHOM[row.to]), told % {"when": words.moment(row.at), "name": row.by, "number": row.upto}


_MANY = frozenset({NoticeKind.HANDED_MANY, NoticeKind.GIVE_AWAY_MANY})


def notice_line(row: NoticeRow) -> NoticeLine:
    address = f"/desk/cases/reviews/{row.glass_id}/" if row.glass_id else f"/desk/c/{row.case_id}/"
    address = "/desk/cases/" if row.kind in _MANY else address
    return NoticeLine(row.id, said.notice(row), words.moment(row.at), address)
