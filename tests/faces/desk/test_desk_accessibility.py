# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe-core finds nothing on any page of the desk, in Swedish and English, light and dark; nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from tests.faces.desk.staff import Desks, Make, give_password, write_as_a_relative
from tests.faces.test_accessibility import faults
from tests.live import Live

SAFE = {"channel": "phone", "value": "070-174 06 13", "days": "weekend", "hours": "evening", "voicemail": "vague"}


@pytest.fixture(scope="module")
def contact(desk_live: Live) -> str:
    """One contact that has everything a page can show."""
    text = "Min dotter är i fara.\nhttps://example.org/\n" + "Långtordutanmellanslag" * 12
    return write_as_a_relative(
        desk_live, text, situation="threatened", who="parent", danger="now", fear="great", language="ar", safe=SAFE
    )


def in_both_themes(page: Page, name: str) -> list[str]:
    """What is wrong with a page; the dark theme is other colours and nothing else."""
    page.emulate_media(color_scheme="light")
    wrong = [f"{name}: {fault}" for fault in faults(page)]
    page.emulate_media(color_scheme="dark")
    dark = faults(page, runOnly={"type": "rule", "values": ["color-contrast"]})
    return wrong + [f"{name}, dark: {fault}" for fault in dark]


def language_of(page: Page, language: str) -> None:
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"button[name=language][value={language}]").first.click()


def inside(page: Page, contact: str) -> Iterator[str]:
    """Every page an adviser and head meets after sign-in; at each yield the page stands there."""
    for name, path in {
        "waiting": "/desk/",
        "mine": "/desk/mine/",
        "the unit": "/desk/unit/",
        "closed": "/desk/closed/",
        "duty": "/desk/duty/",
        "security": "/desk/in/security/",
        "not there": "/desk/nowhere/",
        "a contact": f"/desk/k/{contact}/",
        "a contact, form refused": f"/desk/k/{contact}/?wrong=answer.too_long",
        "a new password": "/desk/in/password/",
        "new recovery codes": "/desk/in/recovery/new/",
        "a passkey": "/desk/in/passkeys/new/",
        "who waits to be let in again": "/desk/staff/waiting/",
    }.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        yield name
    page.goto(f"/desk/k/{contact}/")
    page.locator("input[name=read_today]").check()
    with page.expect_navigation():
        page.locator("#reveal button").click()
    yield "a number shown"


@pytest.fixture
def kerstin(desks: Desks, desk_live: Live, contact: str) -> Page:
    """Ines stands in for the adviser too: she has every page there is."""
    desk_live.python(
        f"""
from datetime import timedelta
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Refused
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.organisation import actions
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.rules import Actor
ines = staff.staff_id("ines")
try:
    actions.grant(staff_id=ines, unit_id="jarva-anhorigstod", role=Role.RELATIVES_ADVISER,
                  valid_from=clock.now() - timedelta(seconds=1), actor=Actor.system("test"))
    mailbox.take(actor=staff.viewer(ines), thread_id={contact!r})
except Refused:
    pass
"""
    )
    return desks.of("ines", viewport={"width": 1200, "height": 3000}, reduced_motion="reduce")


def outside(page: Page) -> Iterator[str]:
    page.goto("/desk/in/login/")
    yield "sign in"
    give_password(page, "samir", "not the password at all")
    yield "sign in refused"
    page.goto("/desk/in/lost/")
    yield "lost"
    page.fill("#id_login", "nobody")
    with page.expect_navigation():
        page.get_by_role("button", name="Få en kod att läsa upp").click()
    yield "lost, with a code to read out"
    page.goto("/desk/in/login/")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_on_any_page_of_the_desk(kerstin: Page, contact: str, language: str) -> None:
    language_of(kerstin, language)
    wrong: list[str] = []
    for name in inside(kerstin, contact):
        assert kerstin.locator("html").get_attribute("lang") == language, name
        wrong += in_both_themes(kerstin, name)
    kerstin.goto("/desk/")
    language_of(kerstin, "sv")
    assert not wrong, "\n".join(wrong)


def test_axe_finds_nothing_on_the_way_in(new_context: Make, desk_live: Live) -> None:
    base = f"http://localhost:{desk_live.port}"
    page = new_context(
        base_url=base, viewport={"width": 390, "height": 3000}, reduced_motion="reduce"
    ).new_page()  # a colour on its way from one theme to the other is of neither
    wrong: list[str] = []

    def look(name: str) -> None:
        wrong.extend(in_both_themes(page, name))

    for name in outside(page):
        look(name)
    with page.expect_navigation():
        give_password(page, "samir")
    look("second factor")
    page.fill("#id_code", "000000")
    with page.expect_navigation():
        page.get_by_role("button", name="Logga in").click()
    look("second factor refused")
    page.goto("/desk/in/login/")
    language_of(page, "en")
    look("sign in, English")
    assert not wrong, "\n".join(wrong)


def test_nothing_scrolls_sideways_on_the_smallest_phone_nor_with_text_twice_as_large(
    kerstin: Page, contact: str
) -> None:
    kerstin.set_viewport_size({"width": 320, "height": 640})
    wide: list[str] = []
    for name in inside(kerstin, contact):
        for size in ("100%", "200%"):
            kerstin.evaluate("size => document.documentElement.style.fontSize = size", size)
            if kerstin.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
                wide.append(f"{name} at {size}")
        kerstin.evaluate("document.documentElement.style.fontSize = ''")
    assert not wide, "\n".join(wide)


def test_everything_that_is_pressed_is_large_enough_for_a_thumb(kerstin: Page, contact: str) -> None:
    kerstin.set_viewport_size({"width": 390, "height": 844})
    pressed = (
        "button, .btn, .link, summary, nav a, label.tick, select, textarea, input:not([type=hidden]):not(.tick input)"
    )
    script = """pressed => [...document.querySelectorAll(pressed)]
      .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
      .map(e => e.outerHTML.slice(0, 90) + ' ' + e.getBoundingClientRect().height)"""
    small = [f"{name}: {each}" for name in inside(kerstin, contact) for each in kerstin.evaluate(script, pressed)]
    assert not small, "\n".join(small)
