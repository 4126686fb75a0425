# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What takes two can be tried in the demo, in Solvik too, and the demo says with whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sjalvklar.casework import queries as cases
from sjalvklar.disposal import actions as disposal
from sjalvklar.disposal import queries as plans
from sjalvklar.organisation import actions, queries
from sjalvklar.organisation.queries import municipality, staff
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.project import made_up
from sjalvklar.project.made_up import pairs
from sjalvklar.review import queries as review
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db
PACKS = Path(__file__).parents[3] / "packs"


@pytest.fixture(params=["solvik", "stockholm"])
def demo(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    settings.PACK_DIR = PACKS / request.param
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    municipality.clear()
    actions.apply_pack(queries.organisation(), actor=Actor.system("tests"))
    made_up.make(lambda line: None)
    yield request.param
    municipality.clear()


def viewer(name: str) -> Viewer:
    found = staff.viewer(staff.staff_id(name) or 0)
    assert found is not None
    return found


WHO = {
    "solvik": {"officer": "ann", "plans": "elsa", "decides": "tore"},
    "stockholm": {"officer": "siv", "plans": "vera", "decides": "otto"},
}


def test_what_takes_two_can_be_tried_and_the_demo_says_with_whom(demo: str) -> None:
    who = WHO[demo]
    lines = pairs.in_words()
    assert len(lines) == 5
    assert f"{who['plans']} plans it, {who['decides']} decides it" in lines[3]

    archivist, other = viewer(who["plans"]), viewer(who["decides"])
    [authority] = archivist.authority_ids
    plan = disposal.plan(actor=archivist, authority_id=authority)
    assert plans.sheet(other, plan).goes, plans.sheet(other, plan).kept
    disposal.decide(actor=other, plan_id=plan)

    assert [row for row in review.rounds(viewer(who["officer"])) if row.findings]
    mine = {name: cases.worklist(viewer(name), view=cases.View.MINE) for name in made_up.present()}
    assert any(row.protected for rows in mine.values() for row in rows)
