# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When what a relative says of their fear and what the police did about it differ.

Nothing is computed of the person. The number is what they said; what counts as high is one number that the
municipality has written in its pack; the answer is what somebody noted. They are laid beside each other, and that is
all.
"""

from __future__ import annotations

from sjalvklar.safety.rules.words import PoliceAnswer


def is_high(level: int | None, high: int | None) -> bool:
    """Whether what was said reaches what the municipality has written. Who did not want to say, and where nothing is
    written, never does."""
    return level is not None and high is not None and level >= high


def differs(level: int | None, high: int | None, answer: PoliceAnswer | None) -> bool:
    """Whether they said high fear, and the police take no measure or never answered. While an answer is awaited
    (None) nothing differs yet."""
    return is_high(level, high) and answer is not None and answer.without_measure
