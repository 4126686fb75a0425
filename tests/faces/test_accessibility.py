# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe-core finds nothing on any public page, in any state, language or theme; and what it cannot see, we look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.faces.public_pages import LANGUAGES, every_state
from tests.live import Live

AXE = (Path(__file__).parents[1] / "third_party" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
WIDE = """() => document.documentElement.scrollWidth <= window.innerWidth + 1 ? [] :
  [...document.querySelectorAll('body *')].filter(e => { const box = e.getBoundingClientRect();
    return box.width && (box.right > window.innerWidth + 1 || box.left < -1); })
  .slice(-2).map(e => e.outerHTML.slice(0, 160))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IN_BOTH_THEMES = ("sv", "ar")  # the dark theme is other colours and nothing else: one language of each direction
Make = Callable[..., BrowserContext]


def faults(page: Page, **options: Any) -> list[str]:
    """What axe finds, violations and what it could not decide alike."""
    page.wait_for_load_state("load")  # a page without its style sheet yet is not the page
    # A colour on its way from one theme to the other is of neither.
    page.evaluate("() => document.getAnimations().forEach(each => each.finish())")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    asked = options or {"runOnly": {"type": "tag", "values": RULES}}
    # What passed is not told: putting it into words takes axe longer than finding it.
    asked["resultTypes"] = ["violations", "incomplete"]
    found = page.evaluate("options => axe.run(document, options)", asked)
    return [
        f"{kind} {each['id']}: {node['target']} {node.get('failureSummary', '')}"
        for kind in ("violations", "incomplete")
        for each in found[kind]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_public_page_in_any_state_and_theme(
    language: str, new_context: Make, live: Live
) -> None:
    # Tall enough that nothing lies under the bar: what is covered, axe cannot judge.
    page = new_context(base_url=live.url, viewport={"width": 390, "height": 12000}, reduced_motion="reduce").new_page()
    wrong: list[str] = []
    for name in every_state(page, language):
        page.emulate_media(color_scheme="light")
        wrong += [f"{name}: {fault}" for fault in faults(page)]
        if language not in IN_BOTH_THEMES:
            continue
        page.emulate_media(color_scheme="dark")
        dark = faults(page, runOnly={"type": "rule", "values": ["color-contrast"]})
        wrong += [f"{name}, dark: {fault}" for fault in dark]
    assert not wrong, "\n".join(wrong)


def test_nothing_scrolls_sideways_at_320_pixels_nor_with_text_twice_as_large(new_context: Make, live: Live) -> None:
    page = new_context(base_url=live.url, viewport={"width": 320, "height": 640}).new_page()
    wide: list[str] = []
    for language in ("fi", "ar"):
        for name in every_state(page, language):
            for size in ("100%", "200%"):
                page.evaluate("size => document.documentElement.style.fontSize = size", size)
                wide += [f"{language} {name} at {size}: {each}" for each in page.evaluate(WIDE)]
            page.evaluate("document.documentElement.style.fontSize = ''")
    assert not wide, "\n".join(wide)


@dataclass
class Seen:
    """What one walk through every page in Swedish saw; each list names the pages where something was wrong."""

    pages: list[str] = field(default_factory=list)
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


@pytest.fixture(scope="module")
def seen(browser: Browser, live: Live) -> Seen:
    found = Seen()
    with browser.new_context(base_url=live.url, viewport={"width": 390, "height": 844}) as context:
        context.set_default_timeout(15_000)
        page = context.new_page()
        for name in every_state(page, "sv"):
            page.wait_for_load_state("load")
            found.pages.append(name)
            found.small += [f"{name}: {each}" for each in page.evaluate(SMALL)]
            found.first_two[name] = page.evaluate(FIRST_TWO)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                for part in (0, 0.5, 1):
                    if not page.evaluate(ON_TOP, part):
                        found.covered.append(f"{name} at {width}×{height}, scrolled {part:.0%} of the page")
            page.set_viewport_size({"width": 390, "height": 844})
    assert len(found.pages) > 30
    return found


def test_everything_that_is_pressed_is_large_enough_for_a_thumb(seen: Seen) -> None:
    """WCAG 2.5.8 asks 24 px; buttons, choices, fields and the exit are 44. A link in a sentence is as tall as it."""
    assert not seen.small, "\n".join(seen.small)


def test_exit_is_second_in_the_order_of_the_tab_key_on_every_page(seen: Seen) -> None:
    for name, first_two in seen.first_two.items():
        assert first_two == ["skip", "exit"], name


def test_exit_is_never_covered_and_never_scrolls_away(seen: Seen) -> None:
    assert not seen.covered, "\n".join(seen.covered)
