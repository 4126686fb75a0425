# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The month that the demo shows: gone through by the real rules, believable, and small."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sjalvklar.disposal import queries as disposal
from sjalvklar.organisation import actions, queries
from sjalvklar.organisation.actions import demo
from sjalvklar.organisation.pack import bundle
from sjalvklar.organisation.queries import staff
from sjalvklar.project import prepare
from sjalvklar.project.made_up import month
from sjalvklar.review import queries as review
from sjalvklar.review.rules.thresholds import Why
from sjalvklar.trust.actions import tree
from sjalvklar.trust.audit.verify import verify
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db
IT = Actor.system("tests")


def test_the_demos_month_has_something_of_each_kind_for_the_head_and_the_security_officer(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    actions.apply_pack(queries.organisation(), actor=IT)
    made_up = bundle(Path(settings.PACK_DIR)).document["demo"]
    demo.make_demo_staff(made_up, actor=IT, zone=ZoneInfo("Europe/Stockholm"))
    assert month.make() > 10
    seen = {}
    for name in ("ines", "siv"):
        viewer = staff.viewer(staff.staff_id(name) or 0)
        assert viewer is not None
        rounds = review.rounds(viewer)
        assert all(row.readings < 300 for row in rounds)
        rows = [one for row in rounds for one in review.queue(viewer, row.id)]
        seen[name] = {why for one in rows for why in one.why}
        assert {row.outcome is None for row in rows} == {True, False}
    assert {Why.GLASS, Why.SAME_ADDRESS, Why.CLOSED, Why.SERIES, Why.AFTER_INCIDENT, Why.SAMPLE} <= seen["ines"]
    assert seen["siv"] - seen["ines"] == {Why.PROTECTED}


def test_in_a_freshly_made_demo_time_does_not_go_back(settings: Any, tmp_path: Path) -> None:
    """Cases of months ago, last month's readings and messages of yesterday are all made up in one moment."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"
    prepare.fill(people=True)
    tree.checkpoint()
    found = verify(covers=disposal.covers)
    assert found.leaves > 150
    assert found.faults == []
