# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe-core finds nothing on the log review, in Swedish and English, light and dark; nothing scrolls sideways; and it
is gone through without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from tests.faces.desk.staff import Desks
from tests.faces.desk.test_desk_accessibility import language_of
from tests.faces.looking import in_both_themes, sideways, with_axe
from tests.live import Live


@pytest.fixture(scope="module")
def desk_live(live: Live) -> Live:
    """The product that others have too: nothing is counted here, and whatever else is in it is looked at too."""
    return live


@pytest.fixture(scope="module")
def month(desk_live: Live) -> str:
    """A month with one of everything that a page can show; returns the month."""
    return desk_live.python(
        """
from datetime import timedelta
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff
from sjalvklar.review import actions
from sjalvklar.trust import actions as trust
from sjalvklar.trust.access.context import COMMAND, acting
from sjalvklar.trust.rules import Actor
last = clock.now().replace(day=1, hour=20) - timedelta(days=400)
with acting(COMMAND):
    for number in range(60):
        for name, basis in (("samir", "glass"), ("gunilla", "stand_in"), ("jonas", "assignment")):
            trust.record(actor=Actor.staff(staff.staff_id(name), "jarva-anhorigstod"), action="case.read",
                object=f"case:a{number % 40}", basis=basis, at=last + timedelta(seconds=4 * number))
    actions.make_rounds(last.date().replace(day=1))
print(last.year)
"""
    ).strip()


def pages(page: Page, year: str) -> Iterator[str]:
    """Every page of the review; at each yield the page stands there."""
    page.goto("/desk/review/")
    yield "rounds"
    with page.expect_navigation():
        page.locator("main a", has_text=year).first.click()
    yield "a queue"
    address = page.url
    page.goto(f"{address}?all=1&page=2")
    yield "all of it"
    page.goto(address)
    with page.expect_navigation():
        page.locator("main .came-up a").first.click()
    yield "a finding"
    page.goto(page.url + "?wrong=choose")
    yield "a finding, nothing chosen"


Walk = Callable[[str], tuple[list[str], list[str]]]


@pytest.fixture(scope="module")
def walked() -> dict[str, tuple[list[str], list[str]]]:
    return {}


@pytest.fixture
def walk(walked: dict[str, tuple[list[str], list[str]]], desks: Desks, month: str) -> Walk:
    """What axe finds and what is too wide in a language; whoever asks first walks."""

    def seen(language: str) -> tuple[list[str], list[str]]:
        if language not in walked:
            page = with_axe(desks.of("ines", viewport={"width": 1200, "height": 2400}, reduced_motion="reduce"))
            language_of(page, language)
            axe: list[str] = []
            wide: list[str] = []
            for name in pages(page, month):
                axe += in_both_themes(page, name)
                wide += sideways(page, name)
            language_of(page, "sv")
            walked[language] = axe, wide
        return walked[language]

    return seen


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_on_any_page_of_the_review(language: str, walk: Walk) -> None:
    assert not walk(language)[0], "\n".join(walk(language)[0])


def test_the_review_does_not_scroll_sideways_on_the_smallest_phone(walk: Walk) -> None:
    assert not walk("sv")[1], "\n".join(walk("sv")[1])


def test_a_finding_is_decided_without_javascript(desks: Desks, month: str) -> None:
    page = desks.of("ines", java_script_enabled=False)
    for name in pages(page, month):
        if name == "a finding":
            break
    finding = page.url
    with page.expect_navigation():
        page.get_by_role("button", name="Spara bedömningen").click()
    assert page.get_by_text("Välj en bedömning först.").is_visible()
    page.get_by_label("Det kunde inte vänta").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Spara bedömningen").click()
    assert page.get_by_text("Ditt beslut är antecknat").or_(page.locator(".said")).first.is_visible()
    page.goto(finding)
    assert page.get_by_text("Motiverat", exact=True).first.is_visible()
