# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every request passes: the Door, and behind it, for staff only, the machinery of sign-in."""

from sjalvklar.project.middleware.door import Door
from sjalvklar.project.middleware.staff_only import StaffOnly

__all__ = ["Door", "StaffOnly"]
