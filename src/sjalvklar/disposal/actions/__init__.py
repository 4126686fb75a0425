# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plan, decide, carry out, put on hold, and keep what was erased erased."""

from sjalvklar.disposal.actions.carrying_out import carry_out
from sjalvklar.disposal.actions.holding import lift, place
from sjalvklar.disposal.actions.planning import decide, judged, plan, preview
from sjalvklar.disposal.actions.receipts import receipt
from sjalvklar.disposal.actions.returning import keep_erased, reapply

__all__ = ["carry_out", "decide", "judged", "keep_erased", "lift", "place", "plan", "preview", "reapply", "receipt"]
