# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the desk does with what is being written. Each says who acts; none is put on record (see drafts)."""

from sjalvklar.writing.actions.drafts import Kept, discard, erase_expired, keep, mine

__all__ = ["Kept", "discard", "erase_expired", "keep", "mine"]
