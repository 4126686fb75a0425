# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is usual: medians, and how far from them is far."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def limit(counts: Sequence[int], *, times: float) -> float:
    """The median plus so many median absolute deviations. At least one away: where all days are alike, none is far."""
    middle = median(counts)
    spread = median([abs(count - middle) for count in counts])
    # 1.4826 makes the deviation comparable with a standard deviation.
    return float(middle + times * max(1.0, 1.4826 * spread))
