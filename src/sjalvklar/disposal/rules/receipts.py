# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hash that a receipt keeps of what was erased."""

from __future__ import annotations

import hashlib
from collections.abc import Collection


def hash_of(ids: Collection[str]) -> bytes:
    """SHA-256 of the ids, sorted, one to a line: who has the ids can show that they are these, and nobody else can."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(ids)).encode()).digest()
