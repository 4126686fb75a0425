# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open sessions, as the person they belong to sees them: a coarse device and two moments, never an address."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

_BROWSERS = (  # the first that is found: Edge says Chrome too, and Chrome says Safari
    ("edge", re.compile(r"\bEdg(?:A|iOS)?/")),
    ("firefox", re.compile(r"\b(?:Firefox|FxiOS)/")),
    ("chrome", re.compile(r"\b(?:Chrome|CriOS)/")),
    ("safari", re.compile(r"\bSafari/")),
)
_SYSTEMS = (
    ("ios", re.compile(r"\b(?:iPhone|iPad)\b")),
    ("android", re.compile(r"\bAndroid\b")),
    ("windows", re.compile(r"\bWindows\b")),
    ("mac", re.compile(r"\bMac OS X\b")),
    ("linux", re.compile(r"\b(?:Linux|X11|CrOS)\b")),
)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One open session. `id` ends it and opens nothing; `device` is two words of `device`, or empty."""

    id: str
    device: str
    began_at: datetime
    seen_at: datetime
    here: bool


def at_rest(cookie: str) -> str:
    """What is kept of a session's cookie. 32 random letters and digits (165 bits) need no salt and no slow hash."""
    return hashlib.sha256(b"sjalvklar session " + cookie.encode("utf-8", "surrogateescape")).hexdigest()


def device(user_agent: str) -> str:
    """Which browser on which system, as `edge windows`; a part that is not known is left out. No version, no model."""
    said = user_agent[:400]
    found = [next((name for name, sign in kinds if sign.search(said)), "") for kinds in (_BROWSERS, _SYSTEMS)]
    return " ".join(name for name in found if name)
