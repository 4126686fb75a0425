# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A number nobody has confirmed is worse than none: what of a receiver the public may see, and how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from sjalvklar.directory.rules import (
    Directory,
    Hours,
    OpenKind,
    Receiver,
    ReceiverKind,
    Span,
    Way,
    WayKind,
    visible,
)
from sjalvklar.organisation.rules import Confidence, Confirmation, Fact

SURE = Fact("https://www.example.org/", "2026", Confidence.VERIFIED)
PROBABLE = replace(SURE, confidence=Confidence.PROBABLE)
UNSURE = replace(SURE, confidence=Confidence.UNVERIFIED)
CONFIRMED = replace(PROBABLE, confirmed=Confirmation(date(2026, 11, 1), "enhetschef"))
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY_MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 2, tzinfo=UTC)
OFFICE = Hours(weekly=tuple(Span(day, 480, 990) for day in range(5)), fact=SURE)


def way(kind: WayKind = WayKind.PHONE, fact: Fact = SURE, hours: Hours | None = None) -> Way:
    return Way(kind, "08-465 004 20", "+46846500420", hours, fact)


def receiver(*ways: Way, fact: Fact = SURE, hours: Hours | None = OFFICE) -> Receiver:
    return Receiver("r", "R", ReceiverKind.MUNICIPAL, None, None, ways, hours, "free", "yes", False, ("sv",), fact)


# existence, number, mode → whether the receiver is seen, whether the number is, whether it carries the mark
@pytest.mark.parametrize(
    ("exists", "number", "demo", "seen", "numbers", "marked"),
    [
        (SURE, SURE, True, True, 1, False),
        (SURE, SURE, False, True, 1, False),
        (SURE, PROBABLE, True, True, 1, True),
        (SURE, PROBABLE, False, True, 0, False),
        (SURE, UNSURE, True, True, 0, False),
        (PROBABLE, SURE, True, True, 1, True),
        (PROBABLE, SURE, False, False, 0, False),
        (UNSURE, SURE, True, False, 0, False),
        (CONFIRMED, CONFIRMED, False, True, 1, False),
    ],
)
def test_an_unsure_number_hides_the_number_and_an_unsure_existence_all(
    exists: Fact, number: Fact, demo: bool, seen: bool, numbers: int, marked: bool
) -> None:
    found = visible(receiver(way(fact=number), fact=exists), demo=demo)
    assert (found is not None) == seen
    if found is not None:
        assert len(found.ways) == numbers
        assert found.marked == marked


def test_unsure_hours_are_hours_not_known() -> None:
    found = visible(receiver(way(), hours=replace(OFFICE, fact=PROBABLE)), demo=False)
    assert found is not None
    entry = found.at(MONDAY_MORNING, STOCKHOLM)
    assert entry.open.kind is OpenKind.UNKNOWN
    assert not entry.hours_known
    in_demo = visible(receiver(way(), hours=replace(OFFICE, fact=PROBABLE)), demo=True)
    assert in_demo is not None
    assert in_demo.at(MONDAY_MORNING, STOCKHOLM).is_open
    assert in_demo.marked


def test_email_is_never_a_way_for_a_personal_matter() -> None:
    found = visible(receiver(way(WayKind.EMAIL), way()), demo=True)
    assert found is not None
    assert [shown.kind for shown in found.at(MONDAY_MORNING, STOCKHOLM).ways] == [WayKind.PHONE]


def test_a_receiver_is_open_when_any_way_to_a_person_is() -> None:
    evenings = Hours(weekly=tuple(Span(day, 1140, 1320) for day in range(7)), fact=SURE)
    found = visible(receiver(way(), way(WayKind.CHAT, hours=evenings)), demo=True)
    assert found is not None
    morning = found.at(MONDAY_MORNING, STOCKHOLM)
    assert [shown.open.kind for shown in morning.ways] == [OpenKind.OPEN, OpenKind.OPENS]
    assert morning.is_open
    evening = found.at(datetime(2026, 11, 23, 19, tzinfo=UTC), STOCKHOLM)
    assert [shown.open.kind for shown in evening.ways] == [OpenKind.OPENS, OpenKind.OPEN]
    assert evening.is_open


def test_a_web_page_is_nobody_who_answers() -> None:
    found = visible(receiver(way(WayKind.WEB), hours=Hours(always=True, fact=SURE)), demo=True)
    assert found is not None
    entry = found.at(MONDAY_MORNING, STOCKHOLM)
    assert entry.reachable
    assert not entry.answers
    assert not entry.is_open


def test_a_child_is_offered_chat_before_phone() -> None:
    found = visible(receiver(way(WayKind.VISIT), way(), way(WayKind.WEB), way(WayKind.CHAT)), demo=True)
    assert found is not None
    ways = found.at(SUNDAY_NIGHT, STOCKHOLM).for_a_child().ways
    assert [shown.kind for shown in ways] == [WayKind.CHAT, WayKind.PHONE, WayKind.WEB, WayKind.VISIT]


def test_the_directory_shows_those_who_serve_an_area_and_can_be_reached() -> None:
    everywhere = replace(receiver(way()), id="everywhere")
    north = replace(receiver(way()), id="north", areas=frozenset({"norr"}))
    nobody = replace(receiver(), id="nobody")
    directory = Directory((everywhere, north, nobody), STOCKHOLM)

    def ids(area: str | None) -> list[str]:
        return [entry.receiver.id for entry in directory.entries(MONDAY_MORNING, demo=False, area=area)]

    assert ids(None) == ["everywhere", "north"]
    assert ids("norr") == ["everywhere", "north"]
    assert ids("soder") == ["everywhere"]
    assert directory.entry("nobody", MONDAY_MORNING, demo=False) is not None
    assert directory.entry("no-such", MONDAY_MORNING, demo=False) is None
    assert directory.emergency(demo=False) is None
