# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leaving: from every page and state, with and without JavaScript, Back shows nothing of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.faces.public_pages import State, states
from tests.live import Live

Make = Callable[..., BrowserContext]
BACK = 5


@pytest.fixture(scope="module")
def all_states(browser: object, live: Live) -> list[State]:
    from playwright.sync_api import Browser

    assert isinstance(browser, Browser)
    context = browser.new_context(base_url=live.url)
    found = states(context.new_page(), "sv")
    context.close()
    return found


def stand(page: Page, state: State, live: Live) -> None:
    """In a state, with a page of ours before it in the history."""
    page.goto(f"{live.url}/sv")
    page.goto(state.url)


def is_ours(page: Page, live: Live) -> bool:
    return page.url.startswith(live.url) or page.locator("#exit").count() > 0


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_back_shows_nothing_of_ours_after_leaving_from_any_page(
    script: bool, all_states: list[State], new_context: Make, live: Live, neutral_site: str
) -> None:
    context = new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(neutral_site)
    for state in all_states:
        # One window for them all: nobody has left it yet, and behind what is ours lies a page that is not, the one
        # that the round before ended on.
        context.clear_cookies()
        if state.cookies:
            context.add_cookies(state.cookies)  # type: ignore[arg-type]
        stand(page, state, live)
        page.locator("#exit").click()
        page.wait_for_url(f"{neutral_site}**")
        # Without JavaScript the page left and the one before it; with it the page left is not in the history at all.
        for step in range(2):
            page.go_back()
            assert not is_ours(page, live), f"{state.name}: Back {step + 1} shows {page.url}"
        page.go_forward()
        assert not is_ours(page, live), f"{state.name}: Forward shows {page.url}"


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_back_shows_nothing_of_ours_however_long_the_visit_was(
    script: bool, all_states: list[State], new_context: Make, live: Live, neutral_site: str
) -> None:
    visited = [state for state in all_states if not state.cookies][::2]
    assert len(visited) > 8
    page = new_context(java_script_enabled=script).new_page()
    page.goto(neutral_site)
    for state in visited:
        page.goto(state.url)
    page.locator("#exit").click()
    page.wait_for_url(f"{neutral_site}**")
    for step in range(len(visited) + 1):
        page.go_back()
        assert not is_ours(page, live), f"Back {step + 1} of {len(visited) + 1} shows {page.url}"
    for _step in range(2):
        page.go_forward()
        assert not is_ours(page, live), f"Forward shows {page.url}"


def test_shift_three_times_leaves_and_a_capital_letter_does_not(page: Page, live: Live, neutral_site: str) -> None:
    page.goto("/sv")
    page.locator("#write").click()
    page.locator("#t").focus()
    for _capital in range(3):
        page.keyboard.press("Shift+A")
    assert page.input_value("#t") == "AAA"
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{neutral_site}**")
    page.go_back()
    assert not is_ours(page, live)


def test_shift_can_be_turned_off(page: Page) -> None:
    page.goto("/s/sv")
    page.locator("[data-shift-off]").click()
    for _press in range(4):
        page.keyboard.press("Shift")
    assert page.url.endswith("/s/sv")


def test_leaving_closes_the_thread_and_empties_what_the_browser_keeps(
    all_states: list[State], new_context: Make, live: Live
) -> None:
    thread = next(state for state in all_states if state.name == "thread, no answer")
    context = new_context()
    context.add_cookies(thread.cookies)  # type: ignore[arg-type]
    answer = context.request.get(f"{live.url}/x", max_redirects=0)
    assert answer.status == 303
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert {cookie["name"] for cookie in context.cookies()} == {"p"}
    guard = context.cookies()[0]
    assert guard["httpOnly"]
    assert guard["sameSite"] == "Lax"


def test_an_address_without_a_language_lets_one_in_again_on_purpose_and_leaving_again_holds(
    new_context: Make, live: Live, neutral_site: str
) -> None:
    page = new_context(locale="sv-SE").new_page()
    page.goto(neutral_site)
    page.goto(f"{live.url}/")
    page.locator("#begin").click()
    page.locator("#exit").click()
    page.wait_for_url(f"{neutral_site}**")
    page.goto(f"{live.url}/sv")
    assert not is_ours(page, live), "a page with a language can stand in a history"
    page.goto(f"{live.url}/")
    assert page.locator("main").inner_text().split() == ["Stockholm", "–", "Information", "Fortsätt"]
    page.locator("main button").click()
    page.wait_for_url(f"{live.url}/sv")
    page.locator("#begin").click()
    page.locator("#exit").click()
    page.wait_for_url(f"{neutral_site}**")
    for step in range(BACK):
        page.go_back()
        assert not is_ours(page, live), f"Back {step + 1} after leaving twice shows {page.url}"


def test_the_bare_page_before_coming_back_can_be_left_too(new_context: Make, live: Live, neutral_site: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live.url}/sv")
    page.locator("#exit").click()
    page.goto(f"{live.url}/")
    page.locator("#exit").click()
    assert not is_ours(page, live)
    page.go_back()
    assert not is_ours(page, live)


def test_every_page_has_the_exit_in_the_reader_s_language(all_states: list[State]) -> None:
    for state in all_states:
        leads, says = state.way_out
        assert leads == "/x", state.name
        assert "Lämna sidan" in says, state.name
