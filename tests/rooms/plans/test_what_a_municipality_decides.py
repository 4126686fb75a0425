# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a consent lasts at most, and when somebody is told, is the pack's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sjalvklar.organisation.pack import bundle
from sjalvklar.organisation.pack.bundle import ROOT, Bundle
from sjalvklar.plans import pack
from sjalvklar.plans.rules import Settings


def test_the_times_are_the_packs_and_there_are_some_when_it_says_nothing() -> None:
    assert pack.build(Bundle(Path("empty"))) == Settings()
    found = pack.build(bundle(ROOT / "stockholm"))
    assert found.longest_consent == timedelta(days=180)
    assert found.tell_before < found.longest_consent


def test_nobody_is_told_that_a_consent_ends_before_it_can_have_begun() -> None:
    found = Bundle(Path("short"))
    found.document["plans"] = {"consent": {"longest_days": 10, "tell_days_before": 14}}
    assert len(list(pack.faults(found))) == 1
    assert not list(pack.faults(Bundle(Path("empty"))))
