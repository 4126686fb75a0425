# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What faces ask of the organisation, the directory and the guide: read once, right for the pack that is set."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.guide import smallpack

from sjalvklar.directory import queries as directory
from sjalvklar.guide import queries as guide
from sjalvklar.guide.rules import Answers
from sjalvklar.kernel import clock
from sjalvklar.organisation import queries as organisation
from sjalvklar.organisation.pack import BadPack

SUNDAY_NIGHT = datetime(2026, 11, 22, 2, tzinfo=UTC)


def _texts(code: str, texts: dict[str, Any]) -> None:
    texts["rules.own-adviser.because"] = f"{{unit}} in {{area}}, {{municipality}} ({code})"
    texts["questions.danger.title_child"] = f"To a child ({code})"


@pytest.fixture
def lillkoping(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.PACK_DIR = smallpack.write(tmp_path / "lill", smallpack.small(), change_texts=_texts)
    guide.clear()
    yield settings.PACK_DIR
    guide.clear()


def test_a_text_is_given_in_the_readers_language_with_its_names(lillkoping: Path) -> None:
    said = guide.text("rules.own-adviser.because", "fi", unit="Stödet", area="Norr")
    assert said == "Stödet in Norr, Lillköping (fi)"
    assert guide.text("questions.who.title", "ar") == "questions.who.title (ar)"
    assert guide.lines("situations.crime.tonight", "so") == (
        "situations.crime.tonight 1 (so)",
        "situations.crime.tonight 2 (so)",
    )
    assert guide.lines("questions.who.title", "en") == ("questions.who.title (en)",)


def test_a_text_that_is_not_there_is_empty_and_a_language_that_is_not_there_swedish(lillkoping: Path) -> None:
    assert guide.text("no.such", "sv") == ""
    assert guide.lines("no.such", "sv") == ()
    assert not guide.has("no.such")
    assert guide.text("questions.who.title", "de") == "questions.who.title (sv)"


def test_a_child_meets_a_childs_words_where_there_are_such(lillkoping: Path) -> None:
    assert guide.child_key("questions.danger.title") == "questions.danger.title_child"
    assert guide.child_key("questions.where.title") == "questions.where.title"


def test_names_in_a_text_are_never_read_as_more_names(lillkoping: Path) -> None:
    said = guide.text("rules.own-adviser.because", "sv", unit="{area}", area="{municipality}")
    assert said == "{area} in {municipality}, Lillköping (sv)"


def test_a_language_nobody_has_read_says_so(lillkoping: Path) -> None:
    assert guide.reviewed("sv")
    assert not guide.reviewed("ar")
    assert not guide.reviewed("de")


def test_a_situation_has_a_name_also_when_it_has_left_the_pack(lillkoping: Path) -> None:
    assert guide.situation_name("crime", "sv") == "situations.crime.name (sv)"
    assert guide.situation_name("gone", "sv") == "gone"


def test_advice_is_for_the_present_moment(lillkoping: Path) -> None:
    with clock.frozen(SUNDAY_NIGHT):
        guidance = guide.advise(Answers(what="crime", where="norr"))
    assert guidance.first.receiver.id == "jouren"
    assert guide.advise(Answers(what="crime", where="norr"), SUNDAY_NIGHT) == guidance


def test_the_directory_shows_what_may_be_shown(lillkoping: Path, settings: Any) -> None:
    def ids() -> set[str]:
        return {entry.receiver.id for entry in directory.receivers(at=SUNDAY_NIGHT)}

    assert "kvallslinjen" in ids()
    assert "soder-anhorig" not in ids()
    settings.PRODUCTION = True
    assert "kvallslinjen" not in ids()
    assert directory.receiver("kvallslinjen") is None
    entry = directory.receiver("jouren", SUNDAY_NIGHT)
    assert entry is not None
    assert entry.is_open


def test_everything_is_read_once(lillkoping: Path) -> None:
    assert organisation.organisation() is organisation.organisation()
    assert directory.directory() is directory.directory()
    assert guide.guidebook() is guide.guidebook()


def test_a_pack_with_faults_stops_at_the_door_with_its_faults(tmp_path: Path, settings: Any) -> None:
    document = smallpack.small()
    document["guide"]["rules"][0]["then"]["function"] = "x"
    settings.PACK_DIR = smallpack.write(tmp_path / "broken", document)
    guide.clear()
    with pytest.raises(BadPack, match=r"broken/guide\.yaml:\d+"):
        guide.guidebook()
    guide.clear()


def test_advice_takes_well_under_a_millisecond(lillkoping: Path) -> None:
    """A wide margin above what it takes (a tenth of it), so that only a real change for the worse is noticed."""
    said = Answers(danger="no", who="parent", what="crime", where="norr", help="talk")
    guide.advise(said, SUNDAY_NIGHT)
    fastest = min(_timed(said) for _turn in range(50))
    assert fastest < 0.001


def _timed(said: Answers) -> float:
    began = time.perf_counter()
    guide.advise(said, SUNDAY_NIGHT)
    return time.perf_counter() - began
