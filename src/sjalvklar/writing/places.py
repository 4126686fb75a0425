# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody may write about a thing now, and what seals what they write: the answer of the room whose thing it
is. What a room would never keep is refused in a draft too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sjalvklar.casework import queries as casework
from sjalvklar.incident import queries as incident
from sjalvklar.kernel.errors import NotAllowed, NotFound
from sjalvklar.mailbox import queries as mailbox
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans import queries as plans
from sjalvklar.plans.queries import seen as seen_plans
from sjalvklar.support import queries as support
from sjalvklar.support.queries import seen as seen_supports
from sjalvklar.support.rules import DocumentationMode, check_text
from sjalvklar.writing.rules import Kind

Check = Callable[[str, str], None]  # the words and their field; raises Invalid


def _anything(text: str, field: str) -> None:
    """Where every word may be written."""


def _in(mode: DocumentationMode) -> Check:
    return lambda text, field: check_text(text, mode, field=field)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something may be written now. Sealed under `subject`'s key, or under the unit's where nobody has one."""

    subject: UUID | None = None
    unit_id: str = ""
    check: Check = _anything


def _case(viewer: Viewer, thing: str, at: datetime) -> Place:
    row = casework.row(viewer, UUID(thing), at=at)
    _may("write" in row.may)
    return Place(casework.person_of(viewer, row.id, at=at))


def _support(viewer: Viewer, thing: str, at: datetime) -> Place:
    row = support.row(viewer, UUID(thing), at=at)
    _may("write" in row.may)
    return Place(seen_supports.sealed_under(viewer, row.id, at=at), check=_in(row.mode))


def _thread(viewer: Viewer, thing: str, at: datetime) -> Place:
    row = mailbox.row(viewer, UUID(thing), at=at)
    _may("answer" in row.may)
    return Place(unit_id=row.unit_id)


def _family(viewer: Viewer, thing: str, at: datetime) -> Place:
    _may(incident.may_write_of(viewer, UUID(thing), at=at))
    return Place(UUID(thing))


def _incident(viewer: Viewer, thing: str, at: datetime) -> Place:
    row = incident.row(viewer, UUID(thing), at=at)
    _may("write" in row.may)
    return Place(row.id)


def _plan(viewer: Viewer, thing: str, at: datetime) -> Place:
    row = plans.row(viewer, UUID(thing), at=at)
    _may("write" in row.may)
    return Place(seen_plans.sealed_under(viewer, row.id, at=at))


def _unit(viewer: Viewer, thing: str, at: datetime) -> Place:
    unit = people.unit(thing)
    if unit is None or not viewer.answers_in(unit.id):
        raise NotFound("no_such_unit")
    # Which mode it will be is not known yet: what may stand nowhere else is not kept here either.
    return Place(unit_id=unit.id, check=_in(DocumentationMode.ANONYMOUS))


_PLACES: Mapping[Kind, Callable[[Viewer, str, datetime], Place]] = {
    Kind.CASE: _case,
    Kind.SUPPORT: _support,
    Kind.THREAD: _thread,
    Kind.FAMILY: _family,
    Kind.INCIDENT: _incident,
    Kind.PLAN: _plan,
    Kind.UNIT: _unit,
}


def _may(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed("not_allowed")


def place(viewer: Viewer, kind: Kind, thing: str, at: datetime) -> Place:
    """Raises NotFound for what may not be known of, NotAllowed for whoever may not write there now."""
    try:
        return _PLACES[kind](viewer, thing, at)
    except ValueError:
        raise NotFound("no_such_form") from None
