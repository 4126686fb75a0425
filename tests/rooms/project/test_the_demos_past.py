# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The past that the demo shows: believable, the same every time, made in portions, and as true as what people do."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.test import RequestFactory

from sjalvklar.disposal import queries as disposal
from sjalvklar.kernel import clock, personal_numbers
from sjalvklar.organisation.queries import municipality
from sjalvklar.project import prepare
from sjalvklar.project.made_up import past, shown
from sjalvklar.project.made_up.past import city, others, when
from sjalvklar.project.made_up.past.city import Kind, Place, Span
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust.audit.verify import verify

ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 20, 15, tzinfo=ZONE)
SPAN = Span(date(2024, 11, 20), NOW, ZONE, date(2025, 7, 1))
PLACES = (Place("north", 3, ("norr",)), Place("south", 1, ("soder", "oster")), Place("group", 1, for_crime=True))
PACKS = Path(__file__).parents[3] / "packs"


def test_the_same_two_years_come_again_from_the_same_seed_and_others_from_another() -> None:
    once, again = city.stories(PLACES, SPAN), city.stories(PLACES, SPAN)
    assert once == again
    assert once != city.stories(PLACES, SPAN, seed=2)


def test_july_is_quiet_mondays_are_not_and_it_has_grown() -> None:
    days = [SPAN.first + timedelta(days=ahead) for ahead in range(730)]
    weights = {day: when.weight(day, SPAN.first, days[-1]) for day in days}
    assert weights[date(2026, 7, 6)] < 0.6 * weights[date(2026, 10, 5)]
    assert weights[date(2026, 10, 10)] < weights[date(2026, 10, 5)]
    assert weights[date(2024, 12, 2)] < weights[date(2025, 12, 1)]


def test_every_story_lies_within_the_time_and_none_is_told_of_before_the_board_had_decided() -> None:
    told = city.stories(PLACES, SPAN)
    assert len({(story.kind, story.unit, story.key) for story in told}) == len(told)
    assert {story.kind for story in told} == set(Kind) - {Kind.NOTICE}
    for story in told:
        assert SPAN.first <= story.begins.date() <= NOW.date()
        assert list(story.steps) == sorted(story.steps, key=lambda step: step.at)
        if story.kind in {Kind.SUPPORT, Kind.GROUP, Kind.ACTIVITY}:
            assert story.begins.date() >= SPAN.decided - timedelta(days=20)
    by_unit = Counter(story.unit for story in told)
    assert by_unit["north"] > 1.8 * by_unit["south"]


def test_nobody_in_it_can_be_anybody() -> None:
    """Telephones from the series that PTS keeps for fiction, birth numbers that Skatteverket gives to nobody."""
    told = city.stories(PLACES, SPAN)
    phones = {story.said["phone"] for story in told if story.said.get("phone")}
    assert phones
    assert all(phone.startswith("070-174 06 ") and 5 <= int(phone[-2:]) <= 99 for phone in phones)
    born = [story.said for story in told if story.said.get("born")]
    assert born
    for said in born:
        found = personal_numbers.parse(others.test_number(said["born"], said["number"]), today=NOW.date())
        assert 980 <= int(found.twelve[8:11]) <= 999


DECISION = """decisions:
  - id: contacts-90
    record: contact
    board: Solviks socialnämnd
    decided_on: '2025-06-01'
    number: SOLV 2025/1
    from: '2025-07-01'
    days: 45
    fact: {source: made up for the tests, checked: '2026-11-01', confidence: verified}
"""


@pytest.fixture
def solvik(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A demo of the small municipality, whose board lets contacts be kept for 45 days, with some months behind it."""
    shutil.copytree(PACKS, tmp_path / "packs")
    rules = tmp_path / "packs" / "solvik" / "disposal.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("decisions: []\n", DECISION), encoding="utf-8")
    settings.PACK_DIR = tmp_path / "packs" / "solvik"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"
    municipality.clear()

    settings.DEMO_MONTHS = 3
    prepare.fill(people=True)
    yield
    municipality.clear()


def _rows(model: str, **which: object) -> int:
    return apps.get_model(model)._default_manager.filter(**which).count()


def _counted(what: What) -> int:
    return tally.totals(what=what)[0].count


@pytest.mark.django_db
def test_three_months_come_in_portions_and_are_counted_recorded_and_erased_like_what_people_do(
    solvik: None,
) -> None:
    assert past.how_far() == past.HowFar(0, 0)
    stopping = threading.Event()
    stopping.set()
    assert not past.go_on(stopping), "whoever stops the demo is not kept waiting"
    assert past.how_far() == past.HowFar(0, 0)
    assert not past.go_on(seconds=0)
    begun = past.how_far()
    assert begun is not None
    assert 0 < begun.made < begun.total
    desk, door = (shown.past(RequestFactory().get(path)) for path in ("/desk/", "/sv"))
    assert desk["demo_past"].percent == begun.percent, "the desk says how much has come"
    assert not door, "and the public door says nothing of it"
    assert not verify(covers=disposal.covers).leaves, "nothing has its place before all of it is there"
    assert past.go_on(seconds=600)
    assert past.how_far() is None
    assert not shown.past(RequestFactory().get("/desk/"))["demo_past"]
    assert past.go_on(), "and then there is nothing more to do"

    found = verify(covers=disposal.covers)
    assert found.faults == []
    assert (found.waiting, found.checkpoints) == (0, 1)
    assert _counted(What.ERASED) > 0
    assert _rows("mailbox.Thread") == _counted(What.CONTACT) - _counted(What.ERASED)
    oldest = min(apps.get_model("mailbox.Thread")._default_manager.values_list("last_activity_at", flat=True))
    assert oldest > clock.now() - timedelta(days=48)
    assert _rows("support.Support") == _counted(What.SUPPORT_OPENED)
    assert _rows("support.Talk", state="held") == _counted(What.TALK_HELD)
    assert _rows("support.Activity") == _counted(What.OUTREACH)


@pytest.mark.django_db
def test_without_months_there_is_no_past_and_nothing_waits_for_one() -> None:
    assert past.how_far() is None
    assert past.go_on()
    done: list[str] = []
    deeds = past.before({"Putting the record in its tree": lambda: done.append("tree")}, stopping=threading.Event())
    for deed in deeds.values():
        deed()
    assert done == ["tree"]
