# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stockholm and Solvik: every way through their guides ends well, and a planted fault would be found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import translation

from sjalvklar.guide.pack import Pack, all_faults, build_all, unconfirmed
from sjalvklar.guide.rules import Answers, advise
from sjalvklar.guide.walk import Ends, walk
from sjalvklar.organisation.pack import bundle
from sjalvklar.organisation.rules import FoundBy, How
from sjalvklar.project.cli.pack import told

PACKS = Path(__file__).resolve().parents[3] / "packs"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def stockholm() -> Pack:
    return build_all(bundle(PACKS / "stockholm"))


@pytest.fixture(scope="module")
def solvik() -> Pack:
    return build_all(bundle(PACKS / "solvik"))


@pytest.mark.parametrize("name", ["stockholm", "solvik"])
def test_a_pack_that_comes_with_the_product_has_no_fault(name: str) -> None:
    found = bundle(PACKS / name)
    assert [str(fault) for fault in (*found.faults, *all_faults(found))] == []
    walked = walk(build_all(found), TODAY)
    assert [told(path) for path in walked.faults] == []
    assert walked.combinations > 10_000_000


def test_in_solvik_one_unit_does_everything_that_is_not_bought(solvik: Pack) -> None:
    organisation = solvik.organisation
    served = [
        organisation.who_does(function, area.id, TODAY)
        for function in organisation.functions
        for area in organisation.areas_on(TODAY)
    ]
    own = {found.unit.id for found in served if found.how is not How.BOUGHT}
    assert own == {organisation.municipality.fallback_unit}
    assert {found.sold_by for found in served if found.how is How.BOUGHT} == {"Havsbys socialnämnd"}
    assert [unit.id for unit in organisation.units if unit.receives_messages] == list(own)


def test_nothing_of_solviks_own_is_left_to_confirm() -> None:
    own = [item for item in unconfirmed(PACKS / "solvik") if item.file.startswith("solvik/")]
    assert own == []


def test_stockholm_had_13_districts_until_the_last_of_june_2023_and_has_had_11_since(stockholm: Pack) -> None:
    before = {area.id for area in stockholm.organisation.areas_on(date(2023, 6, 30))}
    after = {area.id for area in stockholm.organisation.areas_on(date(2023, 7, 1))}
    assert (len(before), len(after)) == (13, 11)
    assert {"spanga-tensta", "rinkeby-kista"} <= before - after
    assert "jarva" in after - before


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("Rinkeby", "jarva"),
        ("tensta", "jarva"),
        ("Rinkeby-Kista", "jarva"),
        ("Spånga-Tensta", "jarva"),
        ("Hjulsta", "jarva"),
        ("Östermalm", "norra-innerstaden"),
        ("Gamla stan", "sodermalm"),
        ("sodermalm", "sodermalm"),
        ("Älvsjö", "hagersten-alvsjo"),
        ("Vällingby", "hasselby-vallingby"),
    ],
)
def test_a_place_in_stockholm_is_found_in_peoples_own_words(stockholm: Pack, written: str, area: str) -> None:
    decided = stockholm.organisation.find_place(written, TODAY).decided
    assert decided is not None
    assert decided.id == area


@pytest.mark.parametrize("written", ["Svedmyra", "111 22", "Stockholm", "Vasastan", "Rinkeby torg"])
def test_what_may_be_several_places_is_never_decided(stockholm: Pack, written: str) -> None:
    match = stockholm.organisation.find_place(written, TODAY)
    assert match.decided is None
    assert match.candidates


def test_every_name_in_the_pack_leads_to_the_area_it_stands_under(stockholm: Pack) -> None:
    organisation = stockholm.organisation
    for area in organisation.areas_on(TODAY):
        for name in (area.name, *area.parts, *area.also_called):
            found = organisation.find_place(name, TODAY)
            assert area.id in {candidate.area.id for candidate in found.candidates}, name
    for area in organisation.areas.all:
        candidates = organisation.find_place(area.name, TODAY).candidates
        assert candidates, area.name
        assert all(candidate.by is not FoundBy.POSTCODE for candidate in candidates)


def test_where_no_district_has_a_number_the_round_the_clock_advice_receives(stockholm: Pack) -> None:
    night = datetime(2026, 11, 22, 2, tzinfo=UTC)
    for area in stockholm.organisation.areas_on(TODAY):
        said = Answers(danger="no", who="parent", what="addiction", where=area.id)
        guidance = advise(stockholm.guidebook, stockholm.organisation, stockholm.directory, said, night, demo=True)
        own = next(result for result in guidance.results if result.function == "relatives_adviser")
        assert own.substitute is not None
        assert own.substitute.receiver.id == "socialradgivningen"
        assert own.unit is not None
        assert own.write_to.id == own.unit.id


def test_a_fallback_whose_hours_nobody_knows_is_a_closed_door_in_stockholm() -> None:
    found = bundle(PACKS / "stockholm")
    receivers = found.document["receivers"]["receivers"]
    fallback = next(receiver for receiver in receivers if receiver["id"] == "socialradgivningen")
    del fallback["hours"]
    faults = walk(build_all(found), TODAY).faults
    assert Ends.CLOSED in {path.ends for path in faults}
    with translation.override("sv"):
        line = told(next(path for path in faults if path.ends is Ends.CLOSED))
    assert line.startswith("danger=")
    assert "where=" in line


def test_a_text_missing_in_somali_is_found_in_stockholm() -> None:
    found = bundle(PACKS / "stockholm")
    del found.document["texts"]["so"]["situations.crime.tonight"]
    faults = walk(build_all(found), TODAY).faults
    assert {(path.about, path.language) for path in faults} == {("situations.crime.tonight", "so")}
    with translation.override("sv"):
        assert told(faults[0]).endswith("språk so: texten ”situations.crime.tonight” saknas")
