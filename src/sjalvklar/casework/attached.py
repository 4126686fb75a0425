# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What rooms above keep in a case, so that it goes along in the copies of it: each tells of itself when the product is
loaded, and none is called by name.

What is given is plain: text, numbers, moments and days. A face says it in words; the JSON is as its schema says.
"""

from __future__ import annotations

from collections.abc import Mapping
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


_told: dict[str, Attached] = {}


def tell(attached: Attached) -> None:
    """Called once by each room, when it is ready."""
    _told[attached.name] = attached


def of(case_id: UUID, to: Recipient) -> dict[str, tuple[Plain, ...]]:
    """What is kept in a case by rooms above and goes along to whom, by name."""
    return {name: _told[name].in_case(case_id, to) for name in sorted(_told)}
