# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a place is found: in people's own words, through mergers, and never decided on a guess."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.guide import smallpack

from sjalvklar.organisation import pack
from sjalvklar.organisation.rules import Area, Areas, Confidence, Fact, FoundBy, Organisation
from sjalvklar.organisation.rules.areas import edits

TODAY = date(2026, 11, 22)
BEFORE_THE_MERGER = date(2023, 6, 30)
FACT = Fact("made up", "2026", Confidence.VERIFIED)


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    return pack.load(smallpack.write(tmp_path_factory.mktemp("packs") / "lill", smallpack.small()))


@pytest.mark.parametrize(
    ("written", "area", "by"),
    [
        ("Norr", "norr", FoundBy.AREA),
        ("norr", "norr", FoundBy.AREA),
        ("  NORR. ", "norr", FoundBy.AREA),
        ("Norrs stadsdelsområde", "norr", FoundBy.AREA),
        ("Söder", "soder", FoundBy.AREA),
        ("soder", "soder", FoundBy.AREA),
        ("Kvarnby", "norr", FoundBy.PART),
        ("kvarnbys", "norr", FoundBy.PART),
        ("östra ängen", "norr", FoundBy.PART),
        ("ostra angen", "norr", FoundBy.PART),
        ("Östra-Ängen", "norr", FoundBy.PART),
        ("Östraängen", "norr", FoundBy.PART),
        ("Norrstan", "norr", FoundBy.ALSO_CALLED),
        ("Gamla Norr", "norr", FoundBy.FORMER_AREA),
        ("Åsen", "norr", FoundBy.FORMER_AREA),
        ("Urnorr", "norr", FoundBy.FORMER_AREA),
    ],
)
def test_a_name_that_one_area_carries_decides(
    organisation: Organisation, written: str, area: str, by: FoundBy
) -> None:
    match = organisation.find_place(written, TODAY)
    assert match.decided is not None
    assert match.decided.id == area
    assert match.candidates[0].by is by


def test_a_name_split_between_areas_gives_a_choice(organisation: Organisation) -> None:
    match = organisation.find_place("Mellanby", TODAY)
    assert match.decided is None
    assert not match.did_you_mean
    assert {candidate.area.id for candidate in match.candidates} == {"norr", "soder"}


def test_a_postcode_is_a_hint_and_never_decides(organisation: Organisation) -> None:
    alone = organisation.find_place("123 45", TODAY)
    assert [candidate.area.id for candidate in alone.candidates] == ["norr"]
    assert alone.decided is None
    shared = organisation.find_place("12411", TODAY)
    assert {candidate.area.id for candidate in shared.candidates} == {"norr", "soder"}
    assert organisation.find_place("999 99", TODAY).candidates == ()


def test_a_place_says_more_than_the_postcode_beside_it(organisation: Organisation) -> None:
    match = organisation.find_place("124 11 Hamnen", TODAY)
    assert [candidate.area.id for candidate in match.candidates] == ["soder"]
    assert match.decided is None


@pytest.mark.parametrize(
    "written", ["Kvarnbi", "Kvrnby", "kvarn", "jag bor i Kvarnby nu", "Björkbaken", "Bjrökbacken", "Kvarnbyvägen 3"]
)
def test_what_is_only_like_a_name_is_asked_about(organisation: Organisation, written: str) -> None:
    match = organisation.find_place(written, TODAY)
    assert match.did_you_mean
    assert match.decided is None
    assert [candidate.area.id for candidate in match.candidates] == ["norr"]


def test_the_municipality_itself_is_a_choice_of_all_areas(organisation: Organisation) -> None:
    match = organisation.find_place("Lillköping", TODAY)
    assert {candidate.area.id for candidate in match.candidates} == {"norr", "soder"}
    assert match.decided is None


def test_before_the_merger_the_old_areas_hold(organisation: Organisation) -> None:
    assert {area.id for area in organisation.areas_on(BEFORE_THE_MERGER)} == {"soder", "gamla-norr", "asen"}
    decided = organisation.find_place("Gamla Norr", BEFORE_THE_MERGER).decided
    assert decided is not None
    assert decided.id == "gamla-norr"
    new_name = organisation.find_place("Norr", BEFORE_THE_MERGER)
    assert {candidate.area.id for candidate in new_name.candidates} == {"gamla-norr", "asen"}


def test_a_merger_decided_but_not_yet_in_force_is_two_dated_rows() -> None:
    one = _area("ett", valid_to=date(2027, 6, 30), parts=("Ekbacken",))
    two = _area("tva", valid_to=date(2027, 6, 30))
    new = _area("nya", valid_from=date(2027, 7, 1), predecessors=("ett", "tva"), parts=("Ekbacken",))
    areas = Areas((one, two, new))
    found = areas.find("Ekbacken", date(2027, 6, 30))
    assert {candidate.area.id for candidate in found.candidates} == {"ett", "tva"}
    decided = areas.find("Ekbacken", date(2027, 7, 1)).decided
    assert decided is not None
    assert decided.id == "nya"


def test_an_area_that_was_divided_gives_a_choice_of_its_parts() -> None:
    old = _area("gamla", valid_to=date(2020, 12, 31))
    areas = Areas((old, _area("ost", predecessors=("gamla",)), _area("vast", predecessors=("gamla",))))
    assert {candidate.area.id for candidate in areas.find("gamla", TODAY).candidates} == {"ost", "vast"}
    assert areas.find("gamla", TODAY).decided is None


def test_a_ring_of_predecessors_ends() -> None:
    areas = Areas(
        (
            _area("a", valid_to=date(2020, 1, 1), predecessors=("b",)),
            _area("b", valid_to=date(2020, 1, 1), predecessors=("a",)),
        )
    )
    assert areas.current("a", TODAY) == ()


@given(st.text(max_size=200))
def test_whatever_is_written_gives_an_answer(small_areas: Areas, written: str) -> None:
    match = small_areas.find(written, TODAY)
    assert len({candidate.area.id for candidate in match.candidates}) == len(match.candidates)
    assert all(candidate.area.holds_on(TODAY) for candidate in match.candidates)
    if match.decided:
        assert match.exact


@given(st.sampled_from(["Björkbacken", "Östra Ängen", "Kvarnby", "Hamnen", "Strandvik", "Norrstan"]), st.data())
def test_one_letter_wrong_still_finds_the_place_as_a_question(
    small_areas: Areas, name: str, data: st.DataObject
) -> None:
    right = small_areas.find(name, TODAY).decided
    assert right is not None
    at = data.draw(st.integers(0, len(name) - 1))
    written = name[:at] + "q" + name[at + 1 :]
    match = small_areas.find(written, TODAY)
    assert match.decided is None
    assert right.id in {candidate.area.id for candidate in match.candidates}


@given(st.dates(date(1990, 1, 1), date(2035, 1, 1)))
def test_every_area_there_ever_was_leads_to_areas_of_the_day(small_areas: Areas, day: date) -> None:
    for area in small_areas.all:
        assert all(found.holds_on(day) for found in small_areas.current(area.id, day))
    assert small_areas.current("norr", day)


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_the_distance_between_words_is_a_distance(one: str, other: str) -> None:
    assert edits(one, other, 20) == edits(other, one, 20)
    assert (edits(one, other, 20) == 0) == (one == other)
    assert edits(one, other, 20) >= abs(len(one) - len(other))
    assert edits(one, other, 1) == min(edits(one, other, 20), 2)


def test_a_swap_of_neighbours_is_one_mistake() -> None:
    assert edits("tensta", "tesnta", 3) == 1


@pytest.fixture(scope="module")
def small_areas(organisation: Organisation) -> Areas:
    return organisation.areas


def _area(
    name: str,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    predecessors: tuple[str, ...] = (),
    parts: tuple[str, ...] = (),
) -> Area:
    return Area(name, name, valid_from, valid_to, predecessors, parts, (), (), (), FACT)


def test_the_day_after_the_last_is_not_the_areas(tmp_path: Path) -> None:
    area = _area("x", valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    assert area.holds_on(date(2020, 1, 1))
    assert area.holds_on(date(2020, 12, 31))
    assert not area.holds_on(date(2020, 12, 31) + timedelta(days=1))
    assert not area.holds_on(date(2019, 12, 31))
