# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rooms that keep things, as disposal meets them. Each tells of itself when the product is loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from sjalvklar.disposal.rules import About, Holds, Marks, RecordType, Why


@dataclass(frozen=True, slots=True)
class File:
    """One thing that is decided on by itself."""

    thing: UUID
    unit: str
    number: str
    about: About
    marks: Marks = field(repr=False)


class Files(Protocol):
    """A room whose things go one by one: case files. All of it is done beyond what the person at the desk may see."""

    record: RecordType

    def files(self, authority_id: str, *, only: Collection[UUID] | None = None) -> Iterator[File]:
        """Everything of one authority that is planned here, or some of it; not what is nobody's to know of."""

    def locked(self, thing: UUID) -> File | None:
        """The same of one, held until the transaction ends; None when it has gone."""

    def born(self, things: Collection[UUID]) -> dict[UUID, date | None]:
        """When the persons were born, None where that is unknown. That it was looked at goes on record first."""

    def same_person(self, thing: UUID) -> frozenset[UUID]:
        """What else is kept about the same person in the authority."""

    def beside_the_unseen(self, things: Collection[UUID], *, but: Collection[UUID]) -> frozenset[UUID]:
        """Those of them about whose person something is kept that is in no plan, not counting what is in `but`."""

    def erase(self, thing: UUID, *, decision: str, at: datetime) -> None:
        """Destroy its keys and rows in the caller's transaction, on record. Its ids are buried."""


class Counted(Protocol):
    """A room whose things go by time alone, in each unit, by the clock and on the board's own decision: contacts."""

    record: RecordType

    def counts(self, authority_id: str, limit: datetime | None, holds: Holds) -> Iterator[tuple[str, Why, int]]:
        """How many in each unit are past their time (until `limit`), on hold, or not past it."""


class Flow(Counted, Protocol):
    """The same, when somebody decides first: rows of the record, log reviews."""

    def nowhere(self, limit: datetime | None, holds: Holds) -> Iterator[tuple[str, Why, int]]:
        """What belongs to no unit, under the empty unit: until `limit`, which is the strictest of all authorities'."""

    def erase(self, unit_id: str, until: datetime, *, decision: str, at: datetime) -> Collection[str]:
        """Erase some of what is past its time, in the caller's transaction. Their ids; none when all has gone."""


class Rows(Protocol):
    """A room whose rows may come back with an old copy of the database."""

    def forget(self, ids: Collection[UUID]) -> int:
        """Take away rows with these ids, which were erased before. Returns how many there were."""


FILES: dict[RecordType, Files] = {}
COUNTED: dict[RecordType, Counted] = {}
FLOWS: dict[RecordType, Flow] = {}
ROWS: list[Rows] = []


def tell(
    *, files: Files | None = None, counted: Counted | None = None, flow: Flow | None = None, rows: Rows | None = None
) -> None:
    """What a room keeps."""
    if files is not None:
        FILES[files.record] = files
    if counted is not None:
        COUNTED[counted.record] = counted
    if flow is not None:
        FLOWS[flow.record] = flow
    if rows is not None:
        ROWS.append(rows)
