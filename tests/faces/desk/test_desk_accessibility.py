# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe-core finds nothing on any page of the desk, in Swedish and English, light and dark; nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page
from tests.faces.desk.staff import Desks, Make, give_password, write_as_a_relative
from tests.faces.looking import in_both_themes, sideways, with_axe
from tests.live import Live

SAFE = {"channel": "phone", "value": "070-174 06 13", "days": "weekend", "hours": "evening", "voicemail": "vague"}


@pytest.fixture(scope="module")
def desk_live(live: Live) -> Live:
    """The product that others have too: nothing is counted here, and whatever else is in it is looked at too."""
    return live


@pytest.fixture(scope="module")
def contact(desk_live: Live) -> str:
    """One contact that has everything a page can show."""
    text = "Min dotter är i fara.\nhttps://example.org/\n" + "Långtordutanmellanslag" * 12
    return write_as_a_relative(
        desk_live, text, situation="threatened", who="parent", danger="now", fear="great", language="ar", safe=SAFE
    )


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
        "a child's own contact": f"/desk/support/child/?contact={contact}",
        "concern for a child": f"/desk/k/{contact}/concern/",
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


@dataclass
class Seen:
    """What one walk through the desk saw; each list names the pages where something was wrong."""

    axe: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)


PRESSED = (
    "button, .btn, .link, summary, nav a, label.tick, select, textarea, input:not([type=hidden]):not(.tick input)"
)
SMALL = """pressed => [...document.querySelectorAll(pressed)]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
  .map(e => e.outerHTML.slice(0, 90) + ' ' + e.getBoundingClientRect().height)"""


@pytest.fixture(scope="module")
def walked() -> dict[str, Seen]:
    return {}


@pytest.fixture
def walk(walked: dict[str, Seen], contact: str, request: pytest.FixtureRequest) -> Callable[[str], Seen]:
    """What is seen in a language; whoever asks first walks."""

    def seen(language: str) -> Seen:
        if language not in walked:
            found, page = Seen(), with_axe(request.getfixturevalue("kerstin"))
            page.goto("/desk/")
            language_of(page, language)
            for name in inside(page, contact):
                assert page.locator("html").get_attribute("lang") == language, name
                found.axe += in_both_themes(page, name)
                if language == "sv":
                    tall = page.viewport_size
                    page.set_viewport_size({"width": 390, "height": 844})
                    found.small += [f"{name}: {each}" for each in page.evaluate(SMALL, PRESSED)]
                    found.wide += sideways(page, name)
                    page.set_viewport_size(tall or {"width": 1200, "height": 3000})
            page.goto("/desk/")
            language_of(page, "sv")
            walked[language] = found
        return walked[language]

    return seen


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_on_any_page_of_the_desk(walk: Callable[[str], Seen], language: str) -> None:
    seen = walk(language)
    assert not seen.axe, "\n".join(seen.axe)


def test_axe_finds_nothing_on_the_way_in(new_context: Make, desk_live: Live) -> None:
    base = f"http://localhost:{desk_live.port}"
    context = new_context(base_url=base, viewport={"width": 390, "height": 3000}, reduced_motion="reduce")
    page = with_axe(context.new_page())
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
    walk: Callable[[str], Seen],
) -> None:
    seen = walk("sv")
    assert not seen.wide, "\n".join(seen.wide)


def test_everything_that_is_pressed_is_large_enough_for_a_thumb(walk: Callable[[str], Seen]) -> None:
    seen = walk("sv")
    assert not seen.small, "\n".join(seen.small)
