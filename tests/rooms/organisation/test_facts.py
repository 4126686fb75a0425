# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from datetime import date

import pytest

from sjalvklar.organisation.rules import Confidence, Confirmation, Fact, Shown, shown, weakest

INES = Confirmation(date(2026, 11, 20), "enhetschef")


# What is confirmed by the municipality is shown whatever the source was worth; what is only probable is for the demo.
@pytest.mark.parametrize(
    ("confidence", "confirmed", "in_demo", "in_production"),
    [
        (Confidence.VERIFIED, None, Shown.SHOWN, Shown.SHOWN),
        (Confidence.PROBABLE, None, Shown.SHOWN_WITH_MARK, Shown.HIDDEN),
        (Confidence.UNVERIFIED, None, Shown.HIDDEN, Shown.HIDDEN),
        (Confidence.VERIFIED, INES, Shown.SHOWN, Shown.SHOWN),
        (Confidence.PROBABLE, INES, Shown.SHOWN, Shown.SHOWN),
        (Confidence.UNVERIFIED, INES, Shown.SHOWN, Shown.SHOWN),
    ],
)
def test_what_may_be_shown_of_a_fact(
    confidence: Confidence, confirmed: Confirmation | None, in_demo: Shown, in_production: Shown
) -> None:
    fact = Fact("https://www.example.org/", "2026", confidence, confirmed=confirmed)
    assert shown(fact, demo=True) is in_demo
    assert shown(fact, demo=False) is in_production


def test_things_shown_together_are_as_sure_as_the_least_sure() -> None:
    assert weakest(Shown.SHOWN, Shown.SHOWN_WITH_MARK) is Shown.SHOWN_WITH_MARK
    assert weakest(Shown.SHOWN, Shown.HIDDEN, Shown.SHOWN_WITH_MARK) is Shown.HIDDEN
    assert weakest(Shown.SHOWN) is Shown.SHOWN
