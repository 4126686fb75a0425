# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Case numbers as somebody writes them. They are drawn by chance (`trust.deeds`): the digits carry neither order nor
count."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?P<year>20\d\d)\D?(?P<digits>\d{6})", re.ASCII)


def read(text: str) -> str | None:
    """The case number somebody wrote, as it is kept; None when it is no such number."""
    match = _NUMBER.fullmatch(text.strip())
    return f"{match['year']}-{match['digits']}" if match else None
