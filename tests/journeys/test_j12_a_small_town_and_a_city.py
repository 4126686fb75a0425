# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""J12. Solvik has 5,000 people and Marit, who does everything; Stockholm has a million and a desk in each district.

Both run the same product: one command, another folder of data. From the first question to the answer that is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.faces.desk.staff import sign_in
from tests.live import Live

Make = Callable[..., BrowserContext]


@dataclass(frozen=True)
class Place:
    """Where it happens: what a relative writes as the place, and who answers there."""

    pack: str
    municipality: str
    writes: str
    staff: str
    answers_as: str


PLACES = [
    Place("solvik", "Solvik", "Skärgården", "marit", "Marit"),
    Place("stockholm", "Stockholm", "Rinkeby", "jonas", "Jonas"),
]


def onward(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()


def ask(page: Page, place: Place) -> None:
    """The guide: a partner who drinks, nobody in danger, here."""
    page.goto("/sv")
    assert place.municipality in page.title()
    page.locator("#begin").click()
    for value in ("no", "partner", "addiction"):
        page.locator(f"input[name=a][value={value}]").check()
        onward(page)
    page.fill("#place", place.writes)
    onward(page)
    page.locator("input[name=a][value=talk]").check()
    onward(page)


def write(page: Page, text: str) -> str:
    """To the first receiver that can be written to; returns the code, confirmed."""
    page.locator("article.receiver a.btn[href^='/i/']").first.click()
    page.fill("#t", text)
    onward(page)
    code = re.sub(r"\D", "", page.locator("#code").inner_text())
    page.fill("#k", code)
    onward(page)
    return code


def come_back(page: Page, code: str) -> None:
    page.goto("/k")
    page.fill("#k", code)
    onward(page)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.pack)
def test_a_relative_finds_the_right_receiver_writes_and_is_answered(
    place: Place, new_context: Make, start_live: Callable[..., Live]
) -> None:
    live = start_live(pack=place.pack)
    relative = new_context(base_url=live.url, locale="sv-SE", viewport={"width": 360, "height": 740}).new_page()
    ask(relative, place)
    text = f"Min sambo dricker. Jag bor i {place.writes} och alla känner alla."
    code = write(relative, text)
    relative.context.close()

    desk = new_context(base_url=f"http://localhost:{live.port}").new_page()
    sign_in(desk, live, place.staff)
    rows = desk.locator("#rows tr")
    newest = rows.filter(has_text="under 1 min").filter(has_text="Beroende i familjen")
    expect(newest).to_have_count(1)
    newest.get_by_role("button", name=re.compile("^Ta")).click()
    expect(desk.locator(".thread")).to_contain_text(text)
    desk.get_by_label("Ditt svar").fill("Hej. Du kan skriva till mig här, och ingen annan läser.")
    desk.get_by_role("button", name="Skicka svaret").click()
    expect(desk.locator(".clockline")).to_contain_text("Besvarad")

    again = new_context(base_url=live.url, locale="sv-SE", java_script_enabled=False).new_page()
    come_back(again, code)
    expect(again.locator("main")).to_contain_text("ingen annan läser")
    expect(again.locator("main")).to_contain_text(place.answers_as)


def test_in_solvik_one_person_answers_heads_plans_and_sees_everything(
    new_context: Make, start_live: Callable[..., Live]
) -> None:
    live = start_live(pack="solvik")
    page = new_context(base_url=f"http://localhost:{live.port}").new_page()
    sign_in(page, live, "marit")
    for path, heading in {
        "/desk/": "Väntar på svar",
        "/desk/mine/": "Mina",
        "/desk/unit/": "Hela enheten",
        "/desk/closed/": "Avslutade",
        "/desk/duty/": "I tjänst och ersättare",
    }.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.locator("nav.units").count() == 0, "with one unit there is nothing to choose"
