# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pictures in the README, taken as the product looks, at a moment that stands still.

A picture that is not in docs/screenshots is put there; remove one and run this file to have it taken anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.conftest import Persona
from tests.live import Live

SHOWN = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
TUESDAY_EVENING = "2026-11-24T19:40:00+01:00"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
Make = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def product(start_live: Callable[..., Live]) -> Live:
    return start_live(now=TUESDAY_EVENING)


@pytest.fixture
def phone(new_context: Make, product: Live) -> Callable[[str], Page]:
    """A phone whose browser asks for a language."""

    def take_out(language: str) -> Page:
        asked = {"base_url": product.url, "locale": language, "viewport": PHONE, "device_scale_factor": 2}
        return new_context(**asked, reduced_motion="reduce", color_scheme="light").new_page()

    return take_out


def picture(page: Page, name: str) -> None:
    """Take what is in sight; keep it for the README when it has none."""
    page.mouse.move(0, 0)
    taken = page.screenshot(animations="disabled", caret="hide")
    assert len(taken) > 10_000, "the picture is empty"
    kept = SHOWN / f"{name}.png"
    if not kept.exists():
        SHOWN.mkdir(exist_ok=True)
        kept.write_bytes(taken)


def go_on(page: Page, selector: str = "main button[type=submit]") -> None:
    with page.expect_navigation():
        page.locator(f"{selector} >> visible=true").first.click()


def answer(page: Page, *values: str) -> None:
    for value in values:
        page.locator(f"input[name=a][value='{value}']").check()
        go_on(page)


def test_the_start_as_a_mother_meets_it(phone: Callable[[str], Page]) -> None:
    page = phone("sv")
    page.goto("/sv")
    assert page.locator("#begin").is_visible()
    picture(page, "start")


def test_a_question_in_arabic(phone: Callable[[str], Page]) -> None:
    page = phone("ar")
    page.goto("/ar")
    go_on(page, "#begin")
    answer(page, "no", "parent")
    assert page.locator("html").get_attribute("dir") == "rtl"
    picture(page, "question-ar")


def test_a_result_and_the_code_that_follows_it(phone: Callable[[str], Page]) -> None:
    page = phone("sv")
    page.goto("/sv")
    go_on(page, "#begin")
    answer(page, "no", "parent", "crime")
    page.fill("#place", "Rinkeby")
    go_on(page)
    answer(page, "talk")
    first = page.locator("article.receiver").first
    first.scroll_into_view_if_needed()
    # Below the bar, with the heading over it in sight.
    page.evaluate(
        "() => window.scrollBy(0, document.querySelector('article.receiver').getBoundingClientRect().y - 165)"
    )
    picture(page, "result-phone")
    unit = page.locator("article.receiver", has=page.get_by_role("heading", name="Anhörigstödet i Järva"))
    address = unit.locator("a[href^='/i/']").first.get_attribute("href")
    go_on(page, f"a[href='{address}']")
    page.fill("#t", "Min son är sexton. Han har börjat bära saker åt andra.")
    page.locator("input[name=fear]").first.check()
    go_on(page)
    assert page.locator("#code").is_visible()
    picture(page, "code")


def test_the_desk_when_jonas_has_signed_in(new_context: Make, product: Live, personas: dict[str, Persona]) -> None:
    context = new_context(base_url=product.url, locale="sv", viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    jonas = personas["jonas"]
    page.goto("/desk/in/login/")
    page.fill("#id_login", jonas.username)
    page.fill("#id_password", jonas.password)
    go_on(page, "form:has(#id_password) button.btn")
    page.fill("#id_code", product.second_factor(jonas.username))
    go_on(page, "form:has(#id_code) button.btn")
    page.goto("/desk/")
    assert page.locator("table.queue tbody tr").count() > 0
    picture(page, "desk")
