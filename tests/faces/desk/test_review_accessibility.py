# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe-core finds nothing on the log review, in Swedish and English, light and dark; nothing scrolls sideways; and it
is gone through without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from tests.faces.desk.staff import Desks
from tests.faces.desk.test_desk_accessibility import in_both_themes, language_of
from tests.live import Live


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


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_on_any_page_of_the_review(language: str, desks: Desks, month: str) -> None:
    page = desks.of("ines", viewport={"width": 1200, "height": 2400}, reduced_motion="reduce")
    language_of(page, language)
    wrong = [fault for name in pages(page, month) for fault in in_both_themes(page, name)]
    language_of(page, "sv")
    assert not wrong, "\n".join(wrong)


def test_the_review_does_not_scroll_sideways_on_the_smallest_phone(desks: Desks, month: str) -> None:
    page = desks.of("ines", viewport={"width": 320, "height": 640})
    wide = []
    for name in pages(page, month):
        for size in ("100%", "200%"):
            page.evaluate("size => document.documentElement.style.fontSize = size", size)
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
                wide.append(f"{name} at {size}")
        page.evaluate("document.documentElement.style.fontSize = ''")
    assert not wide, "\n".join(wide)


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
