# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What rooms above keep in a case, so that it goes along in the copies of it: each tells of itself when the product is
loaded, and none is called by name.

What is given is plain: text, numbers, moments and days. A face says it in words; the JSON is as its schema says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sjalvklar.casework.rules import Recipient

Plain = Mapping[str, Any]


class Attached(Protocol):
    """A room that keeps something in cases. `name` is what its part is called in a copy ("supports")."""

    name: str

    def in_case(self, case_id: UUID, to: Recipient) -> tuple[Plain, ...]:
        """What goes along to whom, oldest first; nothing of anybody else in it. Asked when the copy is on record, as
        whoever takes it out."""


@dataclass(frozen=True, slots=True)
class Written:
    """A note that a room above keeps in a case: what somebody wrote, which may be about others too, so that somebody
    goes through it before a copy leaves. `room` is what its part is called in a copy."""

    id: UUID
    room: str
    at: datetime
    staff_id: int
    text: str = field(repr=False)


# The notes of a case that go along to whom. Asked when the reading is on record.
Notes = Callable[[UUID, Recipient], tuple[Written, ...]]

_told: dict[str, Attached] = {}
_notes: list[Notes] = []


def tell(attached: Attached) -> None:
    """Called once by each room, when it is ready."""
    _told[attached.name] = attached


def tell_of_notes(notes: Notes) -> None:
    """Called once by each room that keeps notes in cases, when it is ready."""
    _notes.append(notes)


def notes(case_id: UUID, to: Recipient) -> tuple[Written, ...]:
    """The notes of rooms above in a case, oldest first."""
    found = (note for room in _notes for note in room(case_id, to))
    return tuple(sorted(found, key=lambda note: (note.at, note.id)))


def of(case_id: UUID, to: Recipient) -> dict[str, tuple[Plain, ...]]:
    """What is kept in a case by rooms above and goes along to whom, by name."""
    return {name: _told[name].in_case(case_id, to) for name in sorted(_told)}
