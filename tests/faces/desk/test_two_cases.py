# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two cases of one person on the desk's own pages, and a case that is not closed over a plan."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.faces.desk.test_cases import UNIT, at, case, colleagues, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_copies import words_of, write
from tests.faces.desk.test_plans import day, do, page, party_of, plan  # noqa: F401 - a fixture
from tests.faces.desk.test_sign_in import people, send  # noqa: F401 - a fixture

from sjalvklar.casework import actions, queries
from sjalvklar.casework.rules import Identity, JoinGround
from sjalvklar.kernel import clock
from sjalvklar.plans import queries as plans


@pytest.fixture
def twice(case: UUID) -> UUID:  # noqa: F811
    """Amal, opened again under half a name, and found to be the same."""
    jonas = viewer("jonas")
    made = actions.open_case(actor=jonas, unit_id=UNIT, identity=Identity(name="Amal"), nonce=secrets.token_bytes(16))
    number = queries.row(jonas, made).number
    about = {"case_id": case, "first": 1, "second": 1, "other_case": number}
    actions.join(actor=jonas, **about, ground=JoinGround.ENTERED_TWICE, nonce=secrets.token_bytes(16))
    write(made, "Hon ringde i går.")
    write(case, "Hon kom hit i dag.")
    return made


def test_one_goes_on_in_the_other_page_by_page_and_the_copy_has_both(case: UUID, twice: UUID) -> None:  # noqa: F811
    jonas = at("jonas")
    kept, again = (queries.row(viewer("jonas"), one).number for one in (case, twice))
    shown = page(jonas, "desk_case", twice)
    assert f"Den gäller samma person som akt {kept} och fortsätter där" in shown
    choice = re.search(r'value="(continued:[0-9a-f-]+)"', shown)
    assert choice
    wrong = send(jonas, f"/desk/c/{twice}/close/", reason="continued:x")
    assert "Välj" in text(jonas.get(wrong["Location"]))
    closed = text(jonas.get(send(jonas, f"/desk/c/{twice}/close/", reason=choice[1])["Location"]))
    assert "Fortsätter i akt" in closed
    assert "Fortsätter från akt" in page(jonas, "desk_case", case)
    for one in (case, twice):
        both = page(jonas, "desk_case_together", one)
        assert both.index("Hon ringde i går.") < both.index("Hon kom hit i dag.")
        assert kept in both
        assert again in both
    asked = page(jonas, "desk_case_extract", case)
    assert f"det som finns i {again} följer med i samma kopia" in asked
    given = {"to": "person", "why": "access_request", "language": "sv", "do": "take"}
    names = re.findall(r'name="(t-[^"]+)" value="keep"', asked)
    assert len(names) == 2
    first = send(jonas, f"/desk/c/{case}/extract/", **given, **{names[0]: "keep"})
    assert first["Content-Type"].startswith("text/html"), "the other one's note is undecided"
    taken = send(jonas, f"/desk/c/{case}/extract/", **given, **dict.fromkeys(names, "keep"))
    assert taken["Content-Type"] == "application/pdf"
    words = words_of(taken.content)
    for part in ("Hon ringde i går.", "Hon kom hit i dag.", f"Akt {again}, också om dig"):
        assert part in words
    undone = re.search(r'name="joining" value="([0-9a-f-]+)"', page(jonas, "desk_case_person", case, 1))
    assert undone
    send(jonas, f"/desk/c/{case}/people/1/do/", do="undo", joining=undone[1])
    assert "Fortsätter" not in page(jonas, "desk_case", case)
    assert queries.row(viewer("jonas"), twice).state.value == "open"


def test_whoever_reads_none_of_them_gets_the_page_of_what_is_not_there(case: UUID, twice: UUID) -> None:  # noqa: F811
    for who in ("gunilla", "farid"):
        assert at(who).get(reverse("desk_case_together", args=[twice])).status_code == 404
    refused = at("ines").get(reverse("desk_case_together", args=[case]))
    assert "Hon kom hit" not in text(refused)


def test_closing_asks_of_a_plan_that_goes_on_and_its_party_is_told_for_two_weeks(
    case: UUID,  # noqa: F811
    plan: UUID,  # noqa: F811
) -> None:
    jonas, farid, sig = at("jonas"), at("farid"), party_of(plan)
    consent = {"giver": "1", "starts": day(0), "ends": day(60), "way": "paper", "seen": "yes"}
    do(jonas, "desk_party_do", sig, "consent", **consent)
    do(jonas, "desk_plan_do", plan, "consented")
    menu = reverse("desk_plans")
    assert f'href="{menu}"' in page(farid, "desk")
    refused = text(jonas.get(send(jonas, f"/desk/c/{case}/close/", reason="moved")["Location"]))
    assert "En plan (SIG) pågår i akten." in refused
    assert 'name="with_all"' in refused
    assert '<details id="close" open>' in refused
    assert reverse("desk_part", args=[sig]) in page(farid, "desk_plans")
    send(jonas, f"/desk/c/{case}/close/", reason="moved", with_all="yes")
    told = page(farid, "desk_plans")
    assert "Nyss avslutade" in told
    assert "Du har ingen del i den längre" in told
    assert farid.get(reverse("desk_part", args=[sig])).status_code == 404
    assert f'href="{menu}"' in page(farid, "desk")
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert plans.to_see_to(viewer("farid")) is None
