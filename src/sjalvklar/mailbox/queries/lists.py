# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The desk's lists: rows without content, in the order people are answered.

Every list is read from the beginning of an index and paged by where the last row stood (keyset), so a page costs the
same when a million wait as when ten do.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.mailbox import permissions
from sjalvklar.mailbox.ground import THREADS
from sjalvklar.mailbox.models import Thread
from sjalvklar.mailbox.permissions import ThreadFacts
from sjalvklar.mailbox.rules import Channel, CloseReason, Days, Hours, State, Turn, Waited, waited
from sjalvklar.organisation.queries import pages
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.queries.pages import Place
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access import planned
from sjalvklar.trust.access.ground import visible

MOST_ROWS = 100
MOST_COUNTED = 100  # "99+": nobody acts on the difference between 400 and 500
RANK_CLOSED = 9


class View(StrEnum):
    """Which list."""

    WAITING = "waiting"  # nobody at the unit has taken it
    MINE = "mine"  # mine, and those of whom I stand in for
    HEAD = "head"  # everything open in the unit, for its head
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """A thread as a list shows it. `waited` is since an answer became owed (or since it ended or was answered),
    `share` how much of the promised time has gone, 0 to 1. `may` is what the viewer may do: take, read, answer,
    hand_over, pass_on, close, reveal."""

    id: UUID
    unit_id: str
    state: State
    situation: str
    who: str
    danger: str
    child: bool
    area: str
    fear: str
    language: str
    channel: Channel
    days: Days
    hours: Hours
    turn: Turn
    waited: timedelta
    promised: timedelta | None
    left: timedelta | None
    share: float
    late: bool
    received_at: datetime
    due_at: datetime | None
    owner_id: int | None
    owner: str
    mine: bool
    escalated: bool
    unread: bool
    handed_by: str
    closed_at: datetime | None
    close_reason: CloseReason | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many, never more than 100: a hundred means "99+"."""

    waiting: int
    mine: int
    head: int
    escalated: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `next` opens the following one, `mark` tells later whether the list has changed."""

    rows: tuple[Row, ...]
    next: str | None
    mark: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Changes:
    """Whether a list looks otherwise than when the mark was given."""

    changed: bool
    mark: str
    counts: Counts


_COLUMNS = (
    "id",
    "unit_id",
    "unit__authority_id",
    "state",
    "situation",
    "who",
    "danger",
    "child",
    "area",
    "fear",
    "language",
    "channel",
    "days",
    "hours",
    "turn",
    "rank",
    "sort_at",
    "waiting_since",
    "received_at",
    "due_at",
    "owner_id",
    "handed_by_id",
    "escalated_at",
    "unread",
    "closed_at",
    "close_reason",
)


def _key(found: dict[str, Any]) -> Place:
    return found["rank"], found["sort_at"], found["id"]


def _after(rows: QuerySet[Thread], cursor: Place | None, *, newest_first: bool) -> QuerySet[Thread]:
    if newest_first:
        ordered = rows.order_by("-sort_at", "-id")
        if cursor is None:
            return ordered
        return ordered.filter(TupleLessThan(Tuple(F("sort_at"), F("id")), cursor[1:]))
    ordered = rows.order_by("rank", "sort_at", "id")
    if cursor is None:
        return ordered
    return ordered.filter(TupleGreaterThan(Tuple(F("rank"), F("sort_at"), F("id")), cursor))


def _known(viewer: Viewer) -> QuerySet[Thread]:
    """The threads that the access table lets the viewer know of: every list begins here."""
    return Thread.objects.filter(visible(THREADS, viewer))


def _owned(viewer: Viewer) -> list[tuple[int, str]]:
    """Whose contacts, in which unit, are the viewer's to see to."""
    owned = [(viewer.staff_id, unit) for unit in viewer.serving_unit_ids]
    owned += [(absent, unit) for unit, absent in viewer.stand_ins]
    if any(grant.role.leads for grant in viewer.grants):
        # A head may have been given what belongs to another unit of the authority that has no head.
        elsewhere = (
            Thread.objects.filter(owner_id=viewer.staff_id, rank__lt=RANK_CLOSED)
            .exclude(unit_id__in=viewer.serving_unit_ids)
            .filter(unit__authority_id__in=viewer.authority_ids, escalated_at__isnull=False)
        )
        owned += [(viewer.staff_id, unit) for unit in elsewhere.values_list("unit_id", flat=True).distinct()]
    return sorted(set(owned))


def _parts(viewer: Viewer, unit_id: str | None, view: View) -> list[QuerySet[Thread]]:
    """The rows of a view as parts, each of them in order of one index."""
    if view is View.MINE:
        if unit_id is not None:
            permissions.check_can_see_queue(viewer, unit_id)
        return [
            _known(viewer).filter(owner_id=owner, unit_id=unit, rank__lt=RANK_CLOSED) for owner, unit in _owned(viewer)
        ]
    if unit_id is None:
        raise Invalid("unit", field="unit")
    if view is View.HEAD:
        permissions.check_can_see_all(viewer, unit_id)
        return [_known(viewer).filter(unit_id=unit_id, rank__lt=RANK_CLOSED)]
    permissions.check_can_see_queue(viewer, unit_id)
    if view is View.CLOSED:
        return [_known(viewer).filter(unit_id=unit_id, rank=RANK_CLOSED)]
    return [_known(viewer).filter(unit_id=unit_id, state=State.WAITING.value)]


def _rows(viewer: Viewer, found: list[dict[str, Any]], at: datetime) -> tuple[Row, ...]:
    people = {who for row in found for who in (row["owner_id"], row["handed_by_id"]) if who is not None}
    names = organisation.names(people) if people else {}
    return tuple(_row(viewer, values, names, at) for values in found)


def _row(viewer: Viewer, values: dict[str, Any], names: dict[int, str], at: datetime) -> Row:
    state = State(values["state"])
    escalated = values["escalated_at"] is not None
    facts = ThreadFacts(values["unit_id"], values["unit__authority_id"], state, values["owner_id"], escalated)
    wait = waited(values["waiting_since"] or values["sort_at"], values["due_at"], at)
    return Row(
        id=values["id"],
        unit_id=values["unit_id"],
        state=state,
        situation=values["situation"],
        who=values["who"],
        danger=values["danger"],
        child=values["child"],
        area=values["area"],
        fear=values["fear"],
        language=values["language"],
        channel=Channel(values["channel"]),
        days=Days(values["days"]),
        hours=Hours(values["hours"]),
        turn=Turn(values["turn"]),
        waited=wait.waited,
        promised=wait.promised,
        left=wait.left,
        share=wait.share,
        late=wait.late,
        received_at=values["received_at"],
        due_at=values["due_at"],
        owner_id=values["owner_id"],
        owner=names.get(values["owner_id"], ""),
        mine=viewer.acts_for(values["owner_id"], values["unit_id"]),
        escalated=escalated,
        unread=values["unread"],
        handed_by=names.get(values["handed_by_id"], ""),
        closed_at=values["closed_at"],
        close_reason=CloseReason(values["close_reason"]) if values["close_reason"] else None,
        may=permissions.may(viewer, facts),
    )


@planned.anew()
def worklist(
    viewer: Viewer,
    *,
    unit_id: str | None,
    view: View,
    after: str | None = None,
    limit: int = 25,
    at: datetime | None = None,
) -> Page:
    """A page of a list, without content. MINE is one list for every unit the viewer works in; `unit_id` is then the
    unit whose others are counted, and may be None.

    Raises NotFound("no_such_unit"), NotAllowed("only_the_head"), Invalid("cursor") for a page mark that is not ours.
    """
    at = at or clock.now()
    limit = max(1, min(limit, MOST_ROWS))
    cursor = pages.place(after) if after else None
    found = _found(viewer, unit_id, view, cursor, limit + 1)
    shown = found[:limit]
    following = pages.text_of(_key(shown[-1])) if len(found) > limit else None
    counted = counts(viewer, unit_id=unit_id)
    return Page(_rows(viewer, shown, at), following, _mark(shown, counted), counted)


@planned.anew()
def waits(viewer: Viewer, *, unit_id: str, at: datetime | None = None) -> tuple[Waited, ...]:
    """How long those wait who are owed an answer in a unit, for its head; the hundred to be answered first.

    Raises NotFound("no_such_unit"), NotAllowed("only_the_head").
    """
    at = at or clock.now()
    permissions.check_can_see_all(viewer, unit_id)
    owed = _known(viewer).filter(unit_id=unit_id, rank__lt=8).order_by("rank", "sort_at", "id")
    times = owed.values_list("waiting_since", "due_at")[:MOST_ROWS]
    return tuple(waited(since, due, at) for since, due in times if since is not None)


def _found(viewer: Viewer, unit_id: str | None, view: View, cursor: Place | None, limit: int) -> list[dict[str, Any]]:
    newest_first = view is View.CLOSED
    parts = [
        list(_after(part, cursor, newest_first=newest_first).values(*_COLUMNS)[:limit])
        for part in _parts(viewer, unit_id, view)
    ]
    if len(parts) == 1:
        return parts[0]
    return list(islice(heapq.merge(*parts, key=_key), limit))


def row(viewer: Viewer, thread_id: UUID, *, at: datetime | None = None) -> Row:
    """One thread, without content. Raises NotFound("no_such_thread"), also for what is another unit's."""
    values = _known(viewer).filter(pk=thread_id).values(*_COLUMNS).first()
    if values is None:
        raise NotFound("no_such_thread")
    state, escalated = State(values["state"]), values["escalated_at"] is not None
    permissions.check_can_know(
        viewer, ThreadFacts(values["unit_id"], values["unit__authority_id"], state, values["owner_id"], escalated)
    )
    return _rows(viewer, [values], at or clock.now())[0]


def _capped(parts: Sequence[QuerySet[Thread]]) -> list[int]:
    """How many rows each has, a hundred at most, in one question.

    In the order of an index: without it PostgreSQL expects to meet a hundred soon by reading the table from its
    beginning, which is true of no unit but the busiest.
    """
    if not parts:
        return []
    asked = [part.order_by("rank").values_list("rank")[:MOST_COUNTED].query.sql_with_params() for part in parts]
    counted = ", ".join(f"(SELECT count(*) FROM ({sql}) AS rows_{at})" for at, (sql, _) in enumerate(asked))  # noqa: S608 - Django's own SQL
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted}", [value for _, values in asked for value in values])
        return list(cursor.fetchone())


@planned.anew()
def counts(viewer: Viewer, *, unit_id: str | None) -> Counts:
    """How many wait, are open, and went to the head and are not answered, in the unit, and how many are the viewer's
    to answer, in whatever unit. Each is counted to a hundred at most. What one may not see counts as none.
    """
    owed = Q(rank__lt=8)
    owned = _owned(viewer)
    parts = [_known(viewer).filter(owed, owner_id=owner, unit_id=unit) for owner, unit in owned]
    if unit_id is not None and permissions.can_see_queue(viewer, unit_id):
        here = _known(viewer).filter(unit_id=unit_id)
        parts.append(here.filter(state=State.WAITING.value))
        if permissions.can_see_all(viewer, unit_id):
            parts.append(here.filter(rank__lt=RANK_CLOSED))
            parts.append(here.filter(owed, escalated_at__isnull=False))
    found = _capped(parts)
    mine = min(sum(found[: len(owned)]), MOST_COUNTED)
    waiting, head, escalated, *_ = (*found[len(owned) :], 0, 0, 0)
    return Counts(waiting, mine, head, escalated)


def _mark(found: list[dict[str, Any]], counted: Counts) -> str:
    """The same while the list looks the same. Made from what is shown, so no clock and no counter can mislead it."""
    seen = [
        (str(row["id"]), row["state"], row["owner_id"], row["unread"], row["sort_at"], row["escalated_at"] is not None)
        for row in found
    ]
    return hashlib.sha256(repr((seen, counted)).encode()).hexdigest()[:16]


@planned.anew()
def changes_since(
    viewer: Viewer, *, unit_id: str | None, view: View, mark: str, limit: int = 25, at: datetime | None = None
) -> Changes:
    """Whether the first page of a list has changed since `mark` was given, for the same `limit`."""
    counted = counts(viewer, unit_id=unit_id)
    limit = max(1, min(limit, MOST_ROWS))
    now = _mark(_found(viewer, unit_id, view, None, limit), counted)
    return Changes(now != mark, now, counted)
