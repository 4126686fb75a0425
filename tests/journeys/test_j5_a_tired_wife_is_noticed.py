# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""J5. Karin, who handles elder care, meets a tired wife: noticed, offered, wants to be contacted on Tuesday. In a
minute on a telephone without JavaScript; the unit that helps there takes over, and Karin sees only that it did."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.faces.desk.staff import Desks
from tests.faces.looking import in_both_themes, sideways, with_axe
from tests.live import Live

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
NUMBER = "070-174 06 15"


@pytest.fixture(scope="module")
def support_live(start_live: Callable[..., Live]) -> Live:
    """A product for this journey alone: its lists are counted on."""
    return start_live()


@pytest.fixture
def desks(new_context: Callable[..., BrowserContext], support_live: Live) -> Desks:
    return Desks(new_context, support_live)


def fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def visible_fields(page: Page) -> int:
    """What there is to fill in: a group of choices is one."""
    names = page.locator("main form[data-once] :is(input:not([type=hidden]), select, textarea)").evaluate_all(
        "all => [...new Set(all.filter(e => e.checkVisibility()).map(e => e.name))]"
    )
    return len(names)


def test_karin_notices_a_tired_wife_in_a_minute_and_the_right_unit_takes_over(desks: Desks) -> None:
    # Karin comes straight to the one thing she does here.
    karin = desks.of("karin", viewport=PHONE, java_script_enabled=False)
    karin.wait_for_url("**/desk/support/notice/")
    expect(karin.locator("h1")).to_have_text("Uppmärksamma och erbjud")
    for listed in ("/desk/support/", "/desk/cases/", "/desk/support/new/"):
        missing = karin.goto(listed)
        assert missing is not None
        assert missing.status == 404, listed
    karin.goto("/desk/support/notice/")
    karin.select_option("#situation", "older")
    karin.select_option("#area", "jarva")
    karin.get_by_label("Ja, vill bli kontaktad").check()
    karin.fill("#called", "Birgit")
    karin.fill("#value", "inget nummer")
    karin.fill("#safe_when", "tisdagar, när han är på dagverksamheten")
    karin.get_by_role("button", name="Skicka").click()

    # What was wrong is said beside it, and nothing she typed is lost.
    expect(karin.locator("#errors")).to_contain_text("Det är inget telefonnummer")
    assert karin.input_value("#called") == "Birgit"
    assert karin.input_value("#situation") == "older"
    assert karin.get_by_label("Ja, vill bli kontaktad").is_checked()
    karin.fill("#value", NUMBER)
    karin.get_by_role("button", name="Skicka").click()
    karin.wait_for_url("**/desk/support/noticed/**")
    receipt = karin.locator("p.lead b").inner_text()
    assert re.fullmatch(r"\d{4}-\d{4}", receipt)
    expect(karin.locator("main")).to_contain_text("Mottaget av Anhörigstödet i Järva. Ingen har tagit det än.")
    fits(karin)

    # In Järva it waits with a clock. Jonas takes it, and sees what to call her and when it is safe.
    jonas = desks.of("jonas", viewport=NARROW)
    jonas.get_by_role("link", name="Stöd", exact=False).first.click()
    jonas.get_by_role("navigation", name="Stöd").get_by_role("link", name="Väntar").click()
    fits(jonas)
    row = jonas.locator("tbody tr", has_text="Hjälper någon äldre").last
    expect(row).to_contain_text("Ta det senast")
    assert "Birgit" not in jonas.content()
    row.get_by_role("link").click()
    where = jonas.url
    assert "Birgit" not in jonas.content()
    jonas.get_by_role("button", name="Ta det").click()
    expect(jonas.locator("main")).to_contain_text("Vi hör av oss, på det trygga sättet, i dag")
    expect(jonas.locator("#apply")).to_contain_text("ansöker")
    fits(jonas)
    jonas.get_by_role("button", name="Visa vad personen kallas").click()
    expect(jonas.locator("h1")).to_have_text("Birgit")
    expect(jonas.locator("main")).to_contain_text(NUMBER)
    expect(jonas.locator("main")).to_contain_text("tisdagar, när han är på dagverksamheten")

    # Karin sees that it was taken, and that is all there is for her.
    karin.get_by_role("link", name="Det jag har uppmärksammat").click()
    expect(karin.locator("tbody tr").first).to_contain_text("Anhörigstödet i Järva har tagit hand om det")
    expect(karin.locator("tbody tr").first).to_contain_text(receipt)
    hidden = karin.goto(where)
    assert hidden is not None
    assert hidden.status == 404


def test_another_authority_is_told_only_when_the_person_agrees(desks: Desks) -> None:
    hodan = desks.of("hodan", viewport=PHONE, java_script_enabled=False)
    hodan.get_by_role("link", name="Uppmärksamma och erbjud").click()
    hodan.select_option("#area", "jarva")
    hodan.get_by_label("Ja, vill bli kontaktad").check()
    hodan.fill("#value", NUMBER)
    hodan.get_by_role("button", name="Skicka").click()
    expect(hodan.locator("#consent")).to_contain_text("Fråga om du får berätta")
    assert hodan.input_value("#value") == NUMBER
    hodan.get_by_label("Jag ger personen vägen in i stället").check()
    hodan.get_by_role("button", name="Skicka").click()
    expect(hodan.locator("main")).to_contain_text("personen ville inte att en annan myndighet skulle få veta")
    expect(hodan.locator("main")).to_contain_text("Här hittar personen hjälp")
    fits(hodan)


def test_a_talk_is_registered_in_six_fields_and_of_the_anonymous_nothing_is_kept_that_points_at_them(
    desks: Desks,
) -> None:
    jonas = desks.of("jonas", viewport=PHONE)
    jonas.goto("/desk/support/new/")
    assert visible_fields(jonas) == 6
    jonas.select_option("#service", "support-talk")
    jonas.select_option("#way", "phone")
    jonas.fill("#minutes", "25")
    jonas.locator("summary", has_text="Lägg till ord").click()
    jonas.fill("#words", f"Hon kan nås på {NUMBER}")
    jonas.get_by_role("button", name="Registrera").click()
    expect(jonas.locator("#errors")).to_contain_text("Det ser ut som ett telefonnummer")
    assert jonas.input_value("#words") == f"Hon kan nås på {NUMBER}"
    assert jonas.input_value("#minutes") == "25"
    jonas.fill("#words", "Hon vill höra hur andra gör.")
    jonas.get_by_role("button", name="Registrera").click()
    jonas.wait_for_url("**/desk/s/**")
    expect(jonas.locator("main")).to_contain_text("Hon vill höra hur andra gör.")
    expect(jonas.locator("main")).to_contain_text("Ett samtal var det som önskades")
    fits(jonas)


def test_axe_finds_nothing_on_the_pages_of_support_and_none_scrolls_sideways(desks: Desks) -> None:
    page = with_axe(desks.of("jonas", viewport={"width": 1200, "height": 3000}, reduced_motion="reduce"))
    page.goto("/desk/support/groups/")
    page.locator("summary", has_text="Skapa en grupp").click()
    page.fill("#name", "Långtordutanmellanslag" * 2)
    page.fill("#places", "8")
    page.get_by_role("button", name="Skapa gruppen").click()
    page.wait_for_url("**/desk/support/groups/*/")
    group = page.url
    page.goto("/desk/support/")
    one = page.locator("tbody a.to").first.get_attribute("href")
    wrong = []
    for name, path in {
        "mine": "/desk/support/",
        "waiting": "/desk/support/waiting/",
        "a new one": "/desk/support/new/",
        "a support": f"{one}?wrong=write.phone_here.text",
        "a group": group,
        "groups": "/desk/support/groups/",
        "among people": "/desk/support/among/",
        "what there is": "/desk/support/there-is/",
        "notice": "/desk/support/notice/",
        "noticed": "/desk/support/noticed/",
    }.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wrong += in_both_themes(page, name) + sideways(page, name)
    assert wrong == []
