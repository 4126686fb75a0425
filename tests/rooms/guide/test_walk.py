# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The proof that nobody is turned away, and that it would find a way on which somebody is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from tests.rooms.guide import smallpack

from sjalvklar.directory.rules import DayKind
from sjalvklar.guide.pack import Pack
from sjalvklar.guide.rules import Answers, advise
from sjalvklar.guide.walk import Ends, Walk, combinations, walk
from sjalvklar.project.cli.pack import told

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _in_swedish() -> object:
    with translation.override("en"):
        yield


def walked(tmp_path: Path, document: dict[str, Any], **how: Any) -> Walk:
    return walk(smallpack.loaded(smallpack.write(tmp_path / "lill", document, **how)), TODAY)


def test_a_sound_pack_has_no_way_that_ends_wrong(tmp_path: Path) -> None:
    found = walked(tmp_path, smallpack.small())
    assert found.faults == []
    # danger 3+skip, who 3+skip, what 3+skip, two areas + elsewhere + skip, help 2+skip; children: danger, what, where
    assert found.answers == 4 * 4 * 4 * 4 * 3 + 4 * 4 * 4
    assert found.hours == 4 * 168
    assert found.combinations == found.answers * found.hours * 6


def test_every_combination_is_there_once() -> None:
    from sjalvklar.guide.rules import Option, Question

    questions = (Question("danger", "choice", (Option("now"), Option("no"))), Question("where", "place"))
    every = [tuple(sorted(said.items(), key=str)) for said in combinations(questions, ())]
    assert len(every) == len(set(every)) == 3 * 2


def test_a_planted_closed_door_is_found_with_its_hour(tmp_path: Path) -> None:
    document = smallpack.small()
    jouren, soder = document["receivers"]["receivers"][1], document["receivers"]["receivers"][3]
    soder["ways"] = [smallpack.phone("08-465 004 15", "+46846500415")]  # hours not known
    jouren["hours"] = {
        "weekly": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "04:00", "to": "03:00"}]
    }
    jouren["hours"]["holidays"] = "as_weekday"
    found = walked(tmp_path, document)
    closed = [path for path in found.faults if path.ends is Ends.CLOSED]
    assert [path.about for path in closed] == ["Anhörigstödet i Söder"]
    assert told(closed[0]).startswith(
        "danger=now who=parent what=crime where=soder help=talk, monday 03–04: ends at a closed door: "
        "Anhörigstödet i Söder does not say when it opens"
    )


def test_a_door_closed_for_a_quarter_of_an_hour_is_found(tmp_path: Path) -> None:
    document = smallpack.small()
    jouren, soder = document["receivers"]["receivers"][1], document["receivers"]["receivers"][3]
    soder["ways"] = [smallpack.phone("08-465 004 15", "+46846500415")]
    jouren["hours"] = {
        "weekly": [
            {"days": ["mon", "tue", "wed", "thu", "fri", "sat"], "from": "00:00", "to": "24:00"},
            {"days": ["sun"], "from": "00:00", "to": "03:10"},
            {"days": ["sun"], "from": "03:25", "to": "24:00"},
        ],
        "holidays": "as_weekday",
    }
    closed = [path for path in walked(tmp_path, document).faults if path.ends is Ends.CLOSED]
    assert "sunday 03.10–03.25" in told(closed[0])


def test_a_door_that_is_closed_on_holidays_only_is_found(tmp_path: Path) -> None:
    document = smallpack.small()
    jouren, soder = document["receivers"]["receivers"][1], document["receivers"]["receivers"][3]
    soder["ways"] = [smallpack.phone("08-465 004 15", "+46846500415")]
    every_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    jouren["hours"] = {"weekly": [{"days": every_day, "from": "00:00", "to": "24:00"}], "eves": "open"}
    closed = [path for path in walked(tmp_path, document).faults if path.ends is Ends.CLOSED]
    assert [path.piece.kind for path in closed if path.piece] == [DayKind.HOLIDAY]
    assert "(a holiday)" in told(closed[0])


def test_a_door_that_is_closed_on_one_date_is_found(tmp_path: Path) -> None:
    document = smallpack.small()
    jouren, soder = document["receivers"]["receivers"][1], document["receivers"]["receivers"][3]
    soder["ways"] = [smallpack.phone("08-465 004 15", "+46846500415")]
    jouren["hours"] = {"always": True, "exceptions": [{"date": "2027-03-01", "closed": True}]}
    closed = [path for path in walked(tmp_path, document).faults if path.ends is Ends.CLOSED]
    assert "2027-03-01 00–01" in told(closed[0])


def test_hours_at_which_nobody_answers_are_counted_though_the_door_says_when_it_opens(tmp_path: Path) -> None:
    document = smallpack.small()
    assert walked(tmp_path / "always", document).silent == 0
    every_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    document["receivers"]["receivers"][1]["hours"] = {"weekly": [{"days": every_day, "from": "07:00", "to": "22:00"}]}
    found = walked(tmp_path / "days", document)
    assert found.faults == []
    assert found.silent > 0


def test_a_planted_dead_end_is_found_with_its_path(tmp_path: Path) -> None:
    document = smallpack.small()
    receivers, units = document["receivers"]["receivers"], document["units"]["units"]
    receivers[1]["ways"] = []  # nobody can call Jouren, and nobody reads what is written to Söder
    units[2]["receives_messages"] = False
    found = walked(tmp_path, document)
    no_way = [path for path in found.faults if path.ends is Ends.NO_WAY]
    assert [path.about for path in no_way] == ["Anhörigstödet i Söder"]
    assert told(no_way[0]).startswith("danger=now who=parent what=crime where=soder help=talk, monday 00–01: ends at")
    assert found.times[no_way[0].cause] > 1


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("rules.crime-sig.because", "danger=now who=parent what=crime where=norr help=talk"),
        ("receivers.kvallslinjen.next", "danger=now who=parent what=addiction where=norr help=talk"),
        ("situations.professional.tonight", "danger=now who=professional what=crime where=norr help=talk"),
        ("rules.children.because", "who=child danger=now what_child=sibling_gang where=norr"),
        ("situations.addiction.tonight_child", "who=child danger=now what_child=parent_drinks where=norr"),
    ],
)
def test_a_planted_missing_text_is_found_with_path_and_language(tmp_path: Path, key: str, path: str) -> None:
    def without(code: str, texts: dict[str, Any]) -> None:
        if code == "so":
            del texts[key]

    found = walked(tmp_path, smallpack.small(), change_texts=without)
    assert [fault.ends for fault in found.faults] == [Ends.NO_TEXT]
    line = told(found.faults[0])
    assert line.endswith(f"language so: the text “{key}” is missing")
    if "child" not in path:
        assert line.startswith(path)


def test_danger_with_nobody_to_call_is_found(tmp_path: Path) -> None:
    document = smallpack.small()
    document["receivers"]["receivers"][0]["fact"] = smallpack.UNSURE
    found = walked(tmp_path, document)
    assert {path.ends for path in found.faults} == {Ends.NO_EMERGENCY}


def test_what_production_shows_is_walked_too(tmp_path: Path) -> None:
    document = smallpack.small()
    document["receivers"]["receivers"][0]["fact"] = smallpack.PROBABLE
    pack = smallpack.loaded(smallpack.write(tmp_path / "lill", document))
    assert walk(pack, TODAY, demo=True).faults == []
    assert {path.ends for path in walk(pack, TODAY, demo=False).faults} == {Ends.NO_EMERGENCY}


def test_a_change_already_decided_is_walked_as_it_will_be(tmp_path: Path) -> None:
    document = smallpack.small()
    document["areas"]["areas"][1]["valid_to"] = "2027-06-30"
    document["areas"]["areas"].append(
        {"id": "ny", "name": "Ny", "valid_from": "2027-07-01", "predecessors": ["soder"], "fact": smallpack.SURE}
    )
    found = walked(tmp_path, document)
    assert found.days == (TODAY, date(2027, 7, 1))
    assert found.faults == []


def test_the_walk_sees_what_the_guide_says(lillkoping: Pack) -> None:
    """The proof arranges by bits; the guide by the clock. Hour by hour through an ordinary week they agree."""
    from sjalvklar.guide.rules.advice import arrange, outline
    from sjalvklar.guide.walk import Walk, _Walker

    zone = lillkoping.organisation.municipality.zone
    walker = _Walker(lillkoping, True, Walk(days=(TODAY,)))
    monday = date(2026, 9, 14)
    pieces = [piece for piece in walker.pieces if piece.kind is DayKind.ORDINARY]
    for said in (
        {"what": "crime", "where": "norr"},
        {"what": "addiction", "help": "talk"},
        {"what": "crime", "child": True},
    ):
        answers = Answers(**said)
        for piece in pieces:
            at = datetime(2026, 9, 14, tzinfo=zone) + timedelta(minutes=piece.start)
            real = advise(lillkoping.guidebook, lillkoping.organisation, lillkoping.directory, answers, at, demo=True)
            area = lillkoping.organisation.area(answers.where) if answers.where else None
            reading = lillkoping.guidebook.read(answers, area)
            found = outline(
                lillkoping.guidebook, lillkoping.organisation, lillkoping.directory, reading, monday, demo=True
            )
            proof = arrange(
                found, lambda lead, piece=piece: walker.standing(lead.answering, piece), child=reading.child
            )
            assert [lead.id for lead in proof] == [result.receiver.id for result in real.results]


@pytest.fixture
def lillkoping(tmp_path: Path) -> Pack:
    return smallpack.loaded(smallpack.write(tmp_path / "lill", smallpack.small()))
