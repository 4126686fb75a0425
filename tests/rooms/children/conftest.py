# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every test of children happens in Granö, on a Monday morning unless it says otherwise. Leo is thirteen."""

from __future__ import annotations

from tests.rooms.support.conftest import at, grano, staff

__all__ = ["at", "grano", "staff"]
