# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """The deeds that are counted. Values are kept for ever: add, never change."""

    CONTACT = "contact"  # a relative wrote for the first time
    WROTE_AGAIN = "wrote_again"
    ANSWER = "answer"  # a message to the relative from the desk
    FIRST_ANSWER = "first_answer"
    LATE_ANSWER = "late_answer"  # a first answer after the promised time
    ESCALATED = "escalated"  # nobody took it in time
    PASSED = "passed"  # to another unit of the same authority
    CLOSED = "closed"  # by the desk
    CLOSED_BY_RELATIVE = "closed_by_relative"
    REOPENED = "reopened"
    ERASED = "erased"
    INCIDENT_OPENED = "incident_opened"
    INCIDENT_CLOSED = "incident_closed"
    FAMILY_REACHED = "family_reached"  # a family after an incident, for the first time
    CHECKPOINT_DONE = "checkpoint_done"
    CHECKPOINT_LATE = "checkpoint_late"  # nobody had done it when it was due


@dataclass(frozen=True, slots=True)
class Total:
    """A count of one group."""

    group: tuple[str, ...]
    count: int
