# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is in force, what is on hold, and what plans there are."""

from sjalvklar.disposal.queries.plans import (
    HoldRow,
    KeptLine,
    NumberLine,
    PlanRow,
    PlanSheet,
    ReceiptLine,
    covers,
    hold_rows,
    plan_rows,
    sheet,
)
from sjalvklar.disposal.queries.rules import (
    common_limit,
    contacts_kept,
    disposal,
    holds,
    in_force,
    limit,
    period,
    today,
)

__all__ = [
    "HoldRow",
    "KeptLine",
    "NumberLine",
    "PlanRow",
    "PlanSheet",
    "ReceiptLine",
    "common_limit",
    "contacts_kept",
    "covers",
    "disposal",
    "hold_rows",
    "holds",
    "in_force",
    "limit",
    "period",
    "plan_rows",
    "sheet",
    "today",
]
