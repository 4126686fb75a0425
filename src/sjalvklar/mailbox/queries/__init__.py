# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What other rooms may ask of the mailbox."""

from sjalvklar.mailbox.queries.life import is_stopped
from sjalvklar.mailbox.queries.lists import (
    Changes,
    Counts,
    Page,
    Row,
    View,
    changes_since,
    counts,
    row,
    waits,
    worklist,
)
from sjalvklar.mailbox.queries.public import StoredFacts, draft, receipt_to_show, stored

__all__ = [
    "Changes",
    "Counts",
    "Page",
    "Row",
    "StoredFacts",
    "View",
    "changes_since",
    "counts",
    "draft",
    "is_stopped",
    "receipt_to_show",
    "row",
    "stored",
    "waits",
    "worklist",
]
