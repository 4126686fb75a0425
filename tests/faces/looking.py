# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page is asked about its looks and how it is read. Walking there is dear, asking is not: a walk asks all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "third_party" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A colour on its way from one theme to the other is of neither.
RUN = """options => { document.getAnimations().forEach(each => each.finish());
  return 'axe' in window ? axe.run(document, options) : null; }"""
WIDE = """() => document.documentElement.scrollWidth <= window.innerWidth + 1 ? [] :
  ['wider than the screen', ...[...document.querySelectorAll('body *')].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && (box.right > window.innerWidth + 1 || box.left < -1); })
  .slice(-2).map(e => e.outerHTML.slice(0, 160))]"""


def with_axe(page: Page) -> Page:
    """The browser keeps axe and hands it to every page it opens: it is not sent over for each of them."""
    page.add_init_script(AXE)
    return page


@contextmanager
def in_full(page: Page) -> Iterator[None]:
    """The screen is as tall as the page: what lies under a bar, axe cannot judge. No taller, for every page that is
    opened meanwhile is drawn as far down as the screen goes."""
    page.wait_for_load_state("load")  # a page without its style sheet yet is not the page
    before = page.viewport_size
    tall = page.evaluate("document.documentElement.scrollHeight")
    if before is None or tall <= before["height"]:
        yield
        return
    page.set_viewport_size({"width": before["width"], "height": tall})
    yield
    page.set_viewport_size(before)


def faults(page: Page, **options: Any) -> list[str]:
    """What axe finds, violations and what it could not decide alike."""
    with in_full(page):
        return _faults(page, **options)


def _faults(page: Page, **options: Any) -> list[str]:
    asked = options or {"runOnly": {"type": "tag", "values": RULES}}
    # What passed is not told: putting it into words takes axe longer than finding it.
    asked["resultTypes"] = ["violations", "incomplete"]
    found = page.evaluate(RUN, asked)
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(RUN, asked)
    return [
        f"{kind} {each['id']}: {node['target']} {node.get('failureSummary', '')}"
        for kind in ("violations", "incomplete")
        for each in found[kind]
        for node in each["nodes"]
    ]


def in_both_themes(page: Page, name: str) -> list[str]:
    """What is wrong with a page; the dark theme is other colours and nothing else."""
    with in_full(page):
        page.emulate_media(color_scheme="light")
        wrong = [f"{name}: {fault}" for fault in _faults(page)]
        page.emulate_media(color_scheme="dark")
        dark = _faults(page, runOnly={"type": "rule", "values": ["color-contrast"]})
        page.emulate_media(color_scheme="light")
    return wrong + [f"{name}, dark: {fault}" for fault in dark]


def sideways(page: Page, name: str) -> list[str]:
    """What makes a page scroll sideways on the smallest phone, with text as it is and twice as large."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    wide: list[str] = []
    for size in ("100%", "200%"):
        page.evaluate("size => document.documentElement.style.fontSize = size", size)
        wide += [f"{name} at {size}: {each}" for each in page.evaluate(WIDE)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    if before is not None:
        page.set_viewport_size(before)
    return wide
