# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is followed up in Granö, on the Monday of its supports."""

from __future__ import annotations

from tests.rooms.support.conftest import at, grano, staff

__all__ = ["at", "grano", "staff"]
