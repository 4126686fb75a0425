# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""On a made-up year of 200,000 readings, the review finds those who were planted, and units can bear what it costs."""

from __future__ import annotations

from collections import Counter

from sjalvklar.project.bench import review


def test_of_forty_planted_snoops_at_least_thirty_eight_are_found_at_a_price_a_unit_can_pay() -> None:
    made, planted, facts = review.year(seed=1)
    assert 190_000 < sum(not one.search for one in made.readings) < 210_000
    months = review.review(made, facts, seed=1)
    ruled = [one for month in months for one in month if not one.sampled]
    assert len(planted) == 40
    assert sum(review.caught(planted, ruled)) >= 38
    load = Counter((one.unit, number) for number, month in enumerate(months) for one in month if one.unit)
    counts = sorted(load.values())
    assert counts[len(counts) // 2] < 40
