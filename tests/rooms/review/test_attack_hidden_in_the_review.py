# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A head who goes through the month finds nothing about a protected case, however its readings came to be there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.rooms.mailbox.people import NORTH, SOUTH, People

from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.actions.staff import create_staff, grant
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.review import actions, queries
from sjalvklar.review.models import Finding
from sjalvklar.review.rules.words import Outcome, Reason
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db
IT = Actor.system("tests")
DAY = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
START = datetime(2025, 1, 1, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


def read(who: int, about: str, *, at: datetime = DAY, basis: str = "assignment", unit: str = NORTH) -> None:
    detail = {"compartment": "protected"} if not unit else {}
    trust.record(
        actor=Actor.staff(who, unit or None), action="case.read", object=about, basis=basis, at=at, detail=detail
    )


def everything_shown(people: People, name: str) -> str:
    """Whatever a reviewer can get out of the rounds they see."""
    viewer = people.viewer(name, NOW)
    shown = []
    for row in queries.rounds(viewer):
        shown.append(repr(row))
        for found in queries.queue(viewer, row.id):
            shown.append(repr(queries.finding(viewer, found.id)))
    return "\n".join(shown)


def test_a_day_of_many_readings_shows_none_of_the_protected_among_them(people: People) -> None:
    jonas = people.ids["jonas"]
    for number in range(80):
        read(jonas, f"case:{number}", at=DAY + timedelta(seconds=number), basis="head")
    read(jonas, "case:hidden", at=DAY + timedelta(seconds=90), basis="named", unit="")
    actions.make_rounds(OCTOBER, at=NOW)
    shown = everything_shown(people, "ines")
    assert "burst" in shown.lower()
    assert "case:hidden" not in shown
    assert "protected" not in shown
    assert Finding.objects.get(round__unit=NORTH, object="").readings == 80


def test_a_case_that_became_protected_within_the_month_is_no_longer_in_the_unit_s_round(people: People) -> None:
    samir = people.ids["samir"]
    read(samir, "case:hidden", basis="glass")
    read(samir, "case:hidden", at=DAY + timedelta(days=3), basis="named", unit="")
    actions.make_rounds(OCTOBER, at=NOW)
    assert "case:hidden" not in everything_shown(people, "ines")
    assert Finding.objects.get(round__unit="").readings == 2


def test_the_protected_of_one_authority_are_not_reviewed_in_another(people: People) -> None:
    for name, unit in (("siv", NORTH), ("sture", SOUTH)):
        made = create_staff(username=name, name=f"{name.title()} Exempelsson", public_name=name.title(), actor=IT)
        grant(staff_id=made.staff_id, unit_id=unit, role=Role.SECURITY_OFFICER, valid_from=START, actor=IT)
        people.ids[name] = made.staff_id
    read(people.ids["jonas"], "case:hidden", basis="named", unit="")
    actions.make_rounds(OCTOBER, at=NOW)
    [hidden] = Finding.objects.filter(round__unit="")
    assert "case:hidden" in everything_shown(people, "siv")
    assert "case:hidden" not in everything_shown(people, "sture")
    [row] = [row for row in queries.rounds(people.viewer("sture", NOW)) if not row.unit]
    assert (row.readings, row.findings, row.left) == (0, 0, 0)
    assert queries.overdue(people.viewer("sture", NOW), days=0, at=NOW + timedelta(days=2)) == 0
    with pytest.raises(NotFound):
        queries.finding(people.viewer("sture", NOW), hidden.pk)
    with pytest.raises(NotFound):
        decide(people, "sture", hidden)
    decide(people, "siv", hidden)


def decide(people: People, name: str, found: Finding) -> None:
    actor = people.viewer(name, NOW)
    actions.decide(actor=actor, finding_id=found.pk, outcome=Outcome.JUSTIFIED, reason=Reason.TASK, at=NOW)
