# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is written: notes that are added to and never changed, and the reason for an opening."""

from __future__ import annotations

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy

LONGEST_NOTE = 20_000  # characters
LONGEST_REASON = 1_000
SHORTEST_REASON = 10  # "x" is no reason, and whoever reviews must be able to judge it


def checked_note(text: str) -> str:
    """The note as it is kept. Raises Invalid: needed, too_long."""
    kept = tidy(text)
    if not kept:
        raise Invalid("needed", field="text")
    if len(kept) > LONGEST_NOTE:
        raise Invalid("too_long", field="text")
    return kept


def checked_reason(text: str) -> str:
    """Why, in words somebody else can judge. Raises Invalid: reason_needed, too_long_here."""
    kept = tidy(text)
    if len(kept) < SHORTEST_REASON:
        raise Invalid("reason_needed", field="text")
    if len(kept) > LONGEST_REASON:
        raise Invalid("too_long_here", field="text")
    return kept
