# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letting somebody without any way in come back: what two other people must agree on, and for how long it holds."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WAITS = timedelta(hours=2)  # for two people to vouch
OPENS = timedelta(minutes=30)  # from the second's word to coming in
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads as something else on paper


class Stage(StrEnum):
    """How far it has come, as the person who waits is told."""

    WAITING = "waiting"
    ASKED = "asked"  # one has vouched
    APPROVED = "approved"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Begun:
    """`code` is read out and opens nothing; `secret` stays in the browser and opens nothing without two others."""

    code: str
    secret: str
    until: datetime


@dataclass(frozen=True, slots=True)
class ToApprove:
    """Somebody a colleague has vouched for, and who needs another's word."""

    staff_id: int
    name: str
    asked_by: str
    asked_at: datetime


def new_code() -> str:
    """Eight letters and digits in two groups."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(2))


def tidy_code(written: str) -> str:
    """A code as it was meant: small letters, one dash in the middle."""
    bare = "".join(sign for sign in written.casefold() if sign.isalnum())[:16]
    return f"{bare[:4]}-{bare[4:]}"


def mark(secret: str) -> str:
    """What is kept of a browser's secret: 256 random bits need no salt."""
    return hashlib.sha256(b"sjalvklar recovery " + secret.encode("utf-8", "surrogateescape")).hexdigest()
