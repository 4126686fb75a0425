# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever holds the keys of this installation, and what can be asked of them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sjalvklar.trust.keys.client import SocketHolder
from sjalvklar.trust.keys.file import FileHolder
from sjalvklar.trust.keys.holder import (
    CodeKeys,
    DoorKeys,
    Drawn,
    IndexField,
    KeyFacts,
    KeyHolder,
    KeyHolderAway,
    SealedCopy,
    Signature,
    UnitPair,
)
from sjalvklar.trust.keys.store import SubjectKeyMissing

__all__ = [
    "CodeKeys",
    "DoorKeys",
    "Drawn",
    "FileHolder",
    "IndexField",
    "KeyFacts",
    "KeyHolder",
    "KeyHolderAway",
    "SealedCopy",
    "Signature",
    "SocketHolder",
    "SubjectKeyMissing",
    "UnitPair",
    "holder",
]


@lru_cache(maxsize=4)
def _in_a_file(folder: Path) -> FileHolder:
    return FileHolder(folder)


@lru_cache(maxsize=4)
def _behind_a_socket(path: Path, user: str) -> SocketHolder:
    return SocketHolder(path, user=user)


def holder() -> KeyHolder:
    """Who holds the keys of this installation, as the settings say: a process of its own, or this one."""
    from django.conf import settings

    if settings.KEY_SOCKET:
        return _behind_a_socket(Path(settings.KEY_SOCKET), settings.KEY_USER)
    return _in_a_file(Path(settings.KEYS_DIR))
