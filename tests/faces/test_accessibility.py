# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe-core finds nothing on any public page, in any state, language or theme; and what it cannot see, we look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize
from tests.faces.looking import faults, in_both_themes, sideways, with_axe
from tests.faces.public_pages import LANGUAGES, every_state
from tests.live import Live

IN_BOTH_THEMES = ("sv", "ar")  # the dark theme is other colours and nothing else: one language of each direction
ON_THE_SMALLEST = ("fi", "ar")  # the longest words, and the other direction
PHONE: ViewportSize = {"width": 390, "height": 844}
Make = Callable[..., BrowserContext]


@dataclass
class Seen:
    """What one walk through every page in a language saw; each list names the pages where something was wrong."""

    pages: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    first_two: dict[str, list[str]] = field(default_factory=dict)
    covered: list[str] = field(default_factory=list)


SIZES = ((320, 256), (390, 844), (1280, 800))
SMALL = """() => [...document.querySelectorAll(
    'button, #exit, .btn, .link, .choice, summary, textarea, input:not([type=hidden]):not(.choice input)')]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
  .map(e => e.outerHTML.slice(0, 80) + ' ' + e.getBoundingClientRect().height)"""
FIRST_TWO = """() => [...document.querySelectorAll('a[href], button, input, textarea, select, summary, [tabindex]')]
  .filter(e => e.tabIndex >= 0).slice(0, 2).map(e => e.id || e.className)"""
ON_TOP = """part => { window.scrollTo(0, document.body.scrollHeight * part);
  const box = document.getElementById('exit').getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.width >= 44 && box.height >= 44 && !!hit && !!hit.closest('#exit'); }"""


Walk = Callable[[str], Seen]


@pytest.fixture(scope="module")
def walked() -> dict[str, Seen]:
    return {}


@pytest.fixture
def walk(walked: dict[str, Seen], new_context: Make, live: Live) -> Walk:
    """What is seen in a language; whoever asks first walks."""

    def seen(language: str) -> Seen:
        if language not in walked:
            context = new_context(base_url=live.url, viewport=PHONE, reduced_motion="reduce")
            page, found = with_axe(context.new_page()), Seen()
            for name in every_state(page, language):
                found.pages.append(name)
                _look(page, name, language, found)
            walked[language] = found
        return walked[language]

    return seen


def _look(page: Page, name: str, language: str, found: Seen) -> None:
    if language in IN_BOTH_THEMES:
        found.axe += in_both_themes(page, name)
    else:
        found.axe += [f"{name}: {fault}" for fault in faults(page)]
    if language in ON_THE_SMALLEST:
        found.wide += sideways(page, f"{language} {name}")
    if language == "sv":
        found.small += [f"{name}: {each}" for each in page.evaluate(SMALL)]
        found.first_two[name] = page.evaluate(FIRST_TWO)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for part in (0, 0.5, 1):
                if not page.evaluate(ON_TOP, part):
                    found.covered.append(f"{name} at {width}×{height}, scrolled {part:.0%} of the page")
        page.set_viewport_size(PHONE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_public_page_in_any_state_and_theme(language: str, walk: Walk) -> None:
    seen = walk(language)
    assert len(seen.pages) > 30
    assert not seen.axe, "\n".join(seen.axe)


@pytest.mark.parametrize("language", ON_THE_SMALLEST)
def test_nothing_scrolls_sideways_at_320_pixels_nor_with_text_twice_as_large(language: str, walk: Walk) -> None:
    seen = walk(language)
    assert not seen.wide, "\n".join(seen.wide)


def test_everything_that_is_pressed_is_large_enough_for_a_thumb(walk: Walk) -> None:
    """WCAG 2.5.8 asks 24 px; buttons, choices, fields and the exit are 44. A link in a sentence is as tall as it."""
    seen = walk("sv")
    assert not seen.small, "\n".join(seen.small)


def test_exit_is_second_in_the_order_of_the_tab_key_on_every_page(walk: Walk) -> None:
    seen = walk("sv")
    assert set(seen.first_two) == set(seen.pages)
    for name, first_two in seen.first_two.items():
        assert first_two == ["skip", "exit"], name


def test_exit_is_never_covered_and_never_scrolls_away(walk: Walk) -> None:
    seen = walk("sv")
    assert not seen.covered, "\n".join(seen.covered)


def test_axe_looks_at_what_the_browser_was_handed(new_context: Make) -> None:
    """What is asked can be answered with no: without axe in the page, and with it."""
    for page in (new_context().new_page(), with_axe(new_context().new_page())):
        page.goto("data:text/html,<html lang=sv><title>A</title><main><h1>A</h1><img src='x:'>")
        assert any("image-alt" in fault for fault in faults(page))
        assert sideways(page, "narrow") == []
        page.evaluate("document.querySelector('h1').style.width = '900px'")
        assert len(sideways(page, "wide")) > 1
