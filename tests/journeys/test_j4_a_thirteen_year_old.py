# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""J4. Leo is thirteen and his mother drinks. He finds the children's entry, and gets a talk of his own."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext
from tests.faces.public_pages import follow, onward
from tests.live import Live

Make = Callable[..., BrowserContext]
PHONE = {"width": 390, "height": 844}


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
print(thread.child, thread.situation, thread.turn)
"""
    )
    assert row.split() == ["True", "addiction", "1"], "the desk sees a child, and answers children soon"


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
