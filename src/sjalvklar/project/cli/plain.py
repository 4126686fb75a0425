# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Trouble that was foreseen."""

from __future__ import annotations


class Plain(Exception):
    """What stopped a command, as a sentence for the person at the keyboard; the exit code becomes 1."""
