# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""J9. Nora has protected registration. Jonas and Samir help her; for everybody else there is no such case."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.faces.desk.staff import Desks
from tests.live import Live

NAME, NUMBER = "Nora Hemlig", "18900103-9826"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def case_live(start_live: Callable[..., Live]) -> Live:
    """A product for this journey alone: its lists are counted on."""
    return start_live()


@pytest.fixture
def desks(new_context: Callable[..., BrowserContext], case_live: Live) -> Desks:
    return Desks(new_context, case_live)


def search(page: Page, words: str) -> Page:
    page.goto("/desk/cases/search/")
    page.fill("#q", words)
    page.locator("form.find button").click()
    return page


def shown(page: Page) -> str:
    """The page as somebody may compare it with another: without what is new in every page, and what was asked for."""
    plain = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", page.content())
    return re.sub(r"/desk/c/[0-9a-f-]{36}/", "/desk/c/ID/", plain)


def test_nora_is_helped_by_two_named_people_and_for_everybody_else_the_case_does_not_exist(
    desks: Desks, case_live: Live
) -> None:
    # Jonas opens the case, on a telephone and without JavaScript, and names Samir from the first moment.
    jonas = desks.of("jonas", viewport=PHONE, java_script_enabled=False)
    jonas.goto("/desk/cases/")
    jonas.get_by_role("link", name="Öppna en akt").click()
    jonas.fill("#name", NAME)
    jonas.fill("#number", NUMBER)
    jonas.fill("#address", "Hemliga gatan 1")
    jonas.locator("input[name=level][value=protected_registration]").check()
    jonas.locator("details summary", has_text="vem är den andra").click()
    jonas.locator("label", has_text="Samir").locator("input").check()
    jonas.get_by_role("button", name="Öppna akten").click()
    expect(jonas.locator(".wrong")).to_contain_text("Det sparas inte om någon med det här skyddet")
    jonas.fill("#address", "")
    jonas.get_by_role("button", name="Öppna akten").click()
    jonas.wait_for_url("**/desk/c/**")
    where = jonas.url
    number = jonas.locator("h1 .ltr").inner_text()
    expect(jonas.locator("main")).to_contain_text("Skatteverkets förmedling")
    assert NAME not in jonas.content()
    assert jonas.title() == "Akt – Självklar"
    jonas.get_by_label("Ny anteckning").fill("Hon vill ha samtal en gång i veckan.")
    jonas.get_by_role("button", name="Spara anteckningen").click()
    expect(jonas.locator(".thread")).to_contain_text("en gång i veckan")

    # Samir is told at his desk, agrees, and finds it in his own list and search.
    samir = desks.of("samir")
    expect(samir.locator(".notices")).to_contain_text("utsett dig för en skyddad akt")
    samir.locator(".notices a").first.click()
    samir.locator("#name").get_by_role("button", name="Godkänn listan").click()
    expect(samir.locator("main")).not_to_contain_text("inte godkänd än")
    expect(search(samir, NAME).locator("td.matter")).to_contain_text(number)

    # For Ines, who heads them, for Gunilla beside them, and for Farid in the next unit there is nothing.
    for who in ("ines", "gunilla", "farid"):
        page = desks.of(who)
        missing = page.goto(where.replace(where[-5:-1], "0000" if where[-5:-1] != "0000" else "1111"))
        nothing = shown(page)
        hidden = page.goto(where)
        assert missing is not None
        assert hidden is not None
        assert hidden.status == missing.status == 404
        assert shown(page) == nothing
        assert {k: v for k, v in hidden.headers.items() if k != "date"} == {
            k: v for k, v in missing.headers.items() if k != "date"
        }
        for words in (NAME, NUMBER, number):
            expect(search(page, words).locator("main")).to_contain_text("Inget hittat")
        for path in (
            "/desk/",
            "/desk/cases/",
            "/desk/cases/closed/",
            *(("/desk/cases/unit/",) if who == "ines" else ()),
        ):
            page.goto(path)
            assert number not in page.content()
        page.goto("/desk/cases/glass/")
        page.fill("#q", NUMBER)
        page.locator("input[name=reason]").first.check()
        page.fill("#text", "Hon ringer och är rädd, jag måste se.")
        page.get_by_role("button", name="Öppna akten").click()
        expect(page.locator(".wrong")).to_contain_text("Det finns ingen akt med det numret")

    # Who it is takes two: Jonas asks, Samir agrees, Jonas sees, and that is on record.
    jonas.goto(where)
    assert jonas.get_by_role("button", name="Visa vem det är").count() == 0
    jonas.get_by_role("button", name="Be att få se vem det är").click()
    samir.goto("/desk/mine/")
    expect(samir.locator(".notices")).to_contain_text("ber dig godkänna")
    samir.goto(where)
    samir.locator("#who").get_by_role("button", name="Jag godkänner").click()
    jonas.goto(where)
    jonas.get_by_role("button", name="Visa vem det är").click()
    expect(jonas.locator("h1")).to_have_text(NAME)
    expect(jonas.locator("main")).to_contain_text(NUMBER)
    assert jonas.title() == "Akt – Självklar"

    # The person's own list says who has, and nothing else in the product has ever said the name.
    jonas.goto(where)
    jonas.get_by_role("link", name="Vilka som har öppnat akten").click()
    jonas.get_by_role("button", name="Visa listan").click()
    expect(jonas.locator("table")).to_contain_text("Såg namn och kontaktuppgifter")
    expect(jonas.locator("table")).not_to_contain_text("Ines")
    assert NAME not in case_live.said()
    assert number not in case_live.said()


def test_in_an_emergency_a_colleague_opens_an_ordinary_case_and_the_head_judges_it(
    desks: Desks, case_live: Live
) -> None:
    jonas = desks.of("jonas")
    jonas.goto("/desk/cases/new/")
    jonas.fill("#name", "Amal Exempel")
    jonas.fill("#number", "18900102-9819")
    jonas.get_by_role("button", name="Öppna akten").click()
    jonas.wait_for_url("**/desk/c/**")
    gunilla = desks.of("gunilla")
    gunilla.goto("/desk/cases/")
    gunilla.get_by_role("link", name="Nödöppning").click()
    gunilla.fill("#q", "18900102-9819")
    gunilla.locator("input[name=reason]").first.check()
    gunilla.fill("#text", "Hon ringer och säger att de står utanför dörren.")
    gunilla.get_by_role("button", name="Öppna akten").click()
    gunilla.wait_for_url("**/desk/c/**")
    gunilla.get_by_role("button", name="Visa vem det är").click()
    expect(gunilla.locator("h1")).to_have_text("Amal Exempel")
    jonas.goto("/desk/")
    expect(jonas.locator(".notices")).to_contain_text("Gunilla har nödöppnat akt")
    ines = desks.of("ines", viewport=PHONE)
    ines.locator(".notices a").first.click()
    expect(ines.locator("main")).to_contain_text("de står utanför dörren")
    ines.get_by_label("Den var befogad").check()
    ines.get_by_role("button", name="Besluta").click()
    expect(ines.locator("main")).to_contain_text("Den var befogad")
    gunilla.goto("/desk/")
    expect(gunilla.locator(".notices")).to_contain_text("är granskad")
    assert "Amal Exempel" not in case_live.said()
