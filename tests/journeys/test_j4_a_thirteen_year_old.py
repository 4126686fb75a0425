# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""J4. Leo is thirteen and his mother drinks. He finds the children's entry, and gets a talk of his own: Jonas books
it at the desk as Leo's, and nobody who looks after him may know."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect
from tests.faces.desk.staff import Desks
from tests.faces.public_pages import follow, onward
from tests.live import Live

Make = Callable[..., BrowserContext]
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
IN_TWO_DAYS = """
from datetime import timedelta
from sjalvklar.kernel import clock
from sjalvklar.faces.desk.words import local
print((local(clock.now()) + timedelta(days=2)).strftime("%Y-%m-%dT15:00"))
"""


def fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def test_leo_finds_the_children_s_entry_and_gets_a_talk_of_his_own(new_context: Make, live: Live) -> None:
    context = new_context(base_url=live.url, locale="sv-SE", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    follow(page, ".ways-in .young a")
    assert page.url == f"{live.url}/u/sv"
    assert "inte ditt fel" in page.locator("h1").inner_text()

    # Chat stands before the phone, and works at once.
    bris = page.locator("article", has_text="Bris").first
    ways = bris.locator(".ways a").all()
    assert "Chatta" in ways[0].inner_text()
    assert ways[1].get_attribute("href") == "tel:116111"

    # Every promise stands before he has said anything.
    assert "Vi ser inte vem du är" in page.locator(".promise").inner_text()

    follow(page, "#begin")
    page.locator("input[name=a][value=no]").check()
    onward(page)
    assert page.locator("input[name=a][value=parent_drinks]").count() == 1, "a child is asked in a child's words"
    page.locator("input[name=a][value=parent_drinks]").check()
    onward(page)
    page.fill("#place", "Tensta")
    onward(page)
    assert page.locator(".tonight li").count() >= 1
    assert page.locator("article.receiver.first .open-state.is-open").count() == 1, "somebody is there now"
    assert context.cookies() == []

    # A talk of his own: he writes, and nobody who looks after him is asked.
    follow(page, ".row a.btn")
    before = page.locator(".before").inner_text()
    assert "föräldrar eller skolan" in before
    assert "socialtjänsten" in before
    page.fill("#t", "mamma dricker varje kväll. är det mitt fel")
    page.fill("#name", "Leo")
    onward(page)
    code = re.sub(r"\D", "", page.locator("#code").inner_text())
    page.fill("#k", code)
    onward(page)
    assert page.url == f"{live.url}/m/sv/d"
    page.goto("/m/sv/a")
    assert "Ni får kalla mig Leo." in page.locator(".words").inner_text()

    row = live.python(
        """
from sjalvklar.mailbox.models import Thread
thread = Thread.objects.filter(child=True).latest("received_at")
print(thread.child, thread.situation, thread.turn, thread.unit_id, thread.pk)
"""
    )
    child, situation, turn, unit, thread = row.split()
    assert (child, situation, turn) == ("True", "addiction", "1"), "the desk sees a child, and answers children soon"
    assert unit == "jarva-anhorigstod"

    # Jonas takes it, and books a talk for Leo in six fields, on his telephone.
    jonas = Desks(new_context, live).of("jonas", viewport=NARROW)
    jonas.goto(f"/desk/k/{thread}/")
    jonas.get_by_role("button", name="Ta", exact=True).click()
    jonas.get_by_role("link", name="Ett barns egen kontakt").click()
    jonas.select_option("#service", "support-talk")
    jonas.select_option("#way", "outdoors")
    jonas.fill("#starts", live.python(IN_TWO_DAYS).strip())
    jonas.select_option("#band", "12-14")
    jonas.get_by_role("button", name="Registrera").click()
    jonas.wait_for_url("**/desk/s/**")
    expect(jonas.locator("main")).to_contain_text("bokat")
    fits(jonas)

    # Whoever looks after Leo may know nothing, until Jonas has asked Leo and judged it.
    jonas.get_by_role("link", name="Ett barns egen kontakt, och oro").click()
    expect(jonas.locator("#guardians")).to_contain_text("får inte veta något om den här kontakten")
    fits(jonas)
    jonas.locator("summary", has_text="En vårdnadshavare har frågat").click()
    jonas.get_by_role("button", name="Se vad som får sägas").click()
    expect(jonas.locator("main")).to_contain_text("varken kan säga ja eller nej")

    # He weighs whether to report, and decides; what he ticks decides nothing.
    jonas.get_by_role("button", name="Överväg om det ska anmälas").click()
    jonas.get_by_label("Det räcker att misstänka").check()
    jonas.select_option("#ground", "no_suspicion")
    fits(jonas)
    jonas.get_by_role("button", name="Det anmäls inte").click()
    expect(jonas.locator("#concern")).to_contain_text("inte anmäld")


def test_who_says_in_the_guide_that_they_are_under_18_goes_on_with_the_children_s_questions(
    new_context: Make, live: Live
) -> None:
    page = new_context(base_url=live.url, viewport=PHONE, java_script_enabled=False).new_page()
    page.goto("/sv")
    follow(page, "#begin")
    page.locator("input[name=a][value=unsure]").check()
    onward(page)
    page.locator("input[name=a][value=child]").check()
    onward(page)
    assert page.locator("input[name=a][value=parent_inside]").count() == 1
    assert page.locator(".alarm").count() == 1, "what was said about danger is kept"
