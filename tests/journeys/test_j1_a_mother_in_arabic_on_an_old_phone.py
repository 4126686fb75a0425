# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""J1. Amal's son is in a gang. She reads in Arabic on an old phone, writes without a name and is answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.live import Live

PHONE = {"width": 360, "height": 640}
WORDS = "ابني مع ناس خطرين. أنا خائفة ولا أعرف ماذا أفعل."
MORE = "شكرا. نعم، أريد أن تتصلوا بي."
ANSWER = "مرحبا أمل. أنا جوناس. أنت لست وحدك، ويمكننا أن نتحدث متى شئت."
UNIT = "jarva-anhorigstod"
Make = Callable[..., BrowserContext]


class Hand(Protocol):
    """How somebody uses the page."""

    def press(self, selector: str) -> None: ...

    def write(self, selector: str, words: str) -> None: ...

    def choose(self, name: str, value: str) -> None: ...


class Thumb:
    """Touching what one sees."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def write(self, selector: str, words: str) -> None:
        self.page.fill(selector, words)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"input[name={name}][value='{value}']").check()


class Keys:
    """Nothing but a keyboard: Tab to what is wanted, then Enter, Space or letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def _reach(self, selector: str) -> None:
        for _press in range(150):
            self.page.keyboard.press("Tab")
            there = self.page.evaluate(
                "s => document.activeElement.matches(s) && document.activeElement.matches(':focus-visible')",
                selector,
            )
            if there:
                self._is_in_sight()
                return
        raise AssertionError(f"the Tab key never reaches {selector}")

    def _is_in_sight(self) -> None:
        """WCAG 2.4.11: what has focus is not hidden behind the bar."""
        covered = self.page.evaluate(
            """() => { const e = document.activeElement, box = e.getBoundingClientRect();
            if (e.closest('.bar') || e.classList.contains('skip')) return false;
            const bar = document.querySelector('.bar').getBoundingClientRect();
            const sticks = getComputedStyle(document.querySelector('.bar')).position === 'sticky';
            return sticks && box.bottom <= bar.bottom; }"""
        )
        assert not covered, "what has focus is hidden behind the bar"

    def press(self, selector: str) -> None:
        self._reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, selector: str, words: str) -> None:
        self._reach(selector)
        self.page.keyboard.insert_text(words)

    def choose(self, name: str, value: str) -> None:
        """The Tab key stops at a group once; arrows move within it."""
        self._reach(f"input[name={name}]")
        for _press in range(30):
            now = self.page.evaluate("[document.activeElement.value, document.activeElement.checked]")
            if now == [value, True]:
                return
            self.page.keyboard.press("Space" if now[0] == value else "ArrowDown")
        raise AssertionError(f"the arrow keys never reach {value}")


def contacts(live: Live) -> int:
    """What the city's statistics have counted at her unit in Arabic."""
    code = (
        "from sjalvklar.tally import queries\nfrom sjalvklar.tally.rules import What\n"
        f"totals = queries.totals(what=What.CONTACT, unit='{UNIT}', by=('language',))\n"
        "print(sum(total.count for total in totals if total.group == ('ar',)))"
    )
    return int(live.python(code))


def answered_by_jonas(live: Live) -> None:
    """Jonas takes what has waited and answers it. The desk's own tests show how it looks to him."""
    live.python(
        f"""
from sjalvklar.mailbox import actions, queries
from sjalvklar.mailbox.queries import View
from sjalvklar.organisation.models import StaffMember
from sjalvklar.organisation.queries.staff import viewer
jonas = viewer(StaffMember.objects.get(username="jonas").pk)
rows = queries.worklist(jonas, unit_id="{UNIT}", view=View.WAITING, limit=100).rows
thread = max((row for row in rows if row.language == "ar"), key=lambda row: row.received_at).id
actions.take(actor=jonas, thread_id=thread)
said = actions.read(actor=jonas, thread_id=thread)
assert {WORDS!r} in said.messages[0].text, said.messages
assert said.row.situation == "crime" and said.row.area == "jarva" and said.row.fear == "great", said.row
actions.answer(actor=jonas, thread_id=thread, text={ANSWER!r}, nonce=b"the answer of one journey's test")
"""
    )


@pytest.mark.parametrize(("hand", "script"), [(Thumb, False), (Keys, False)], ids=["with a thumb", "with keys alone"])
def test_amal_reads_in_arabic_writes_without_a_name_comes_back_and_agrees_on_a_safe_time(
    hand: Callable[[Page], Hand], script: bool, new_context: Make, live: Live
) -> None:
    before = contacts(live)
    context = new_context(base_url=live.url, locale="ar", viewport=PHONE, java_script_enabled=script)
    page = context.new_page()
    amal = hand(page)

    # The guide, in her own language from the first page on.
    page.goto("/")
    assert page.url == f"{live.url}/ar"
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.title() == "Stockholm – Information"
    amal.press("#begin")
    for name, value in (("a", "no"), ("a", "parent"), ("a", "crime")):
        amal.choose(name, value)
        amal.press("main button[type=submit]")
    amal.write("#place", "Rinkeby")
    amal.press("main button[type=submit]")
    amal.choose("a", "talk")
    amal.press("main button[type=submit]")

    # What she can do tonight, and who helps.
    tonight = page.locator(".tonight li").all_inner_texts()
    assert len(tonight) >= 3
    assert re.search("[\u0600-\u06ff]{3}", tonight[0]), "what to do tonight is in Arabic"
    assert page.locator(".receiver.first .phone").count() == 1
    assert context.cookies() == [], "reading leaves nothing behind"

    # She writes to the people in Järva, without a name.
    unit = page.locator("article.receiver", has=page.get_by_role("heading", name="Anhörigstödet i Järva"))
    address = unit.locator("a[href^='/i/']").first.get_attribute("href")
    assert address
    amal.press(f"a[href='{address}']")
    assert page.locator("#before").count() == 1, "what anonymity means stands before the first field"
    amal.write("#t", WORDS)
    amal.choose("fear", "great")
    amal.press("main button[type=submit]")

    # The code, copied by hand and typed once, in the digits of her keyboard.
    code = re.sub(r"\D", "", page.locator("#code").inner_text())
    assert len(code) == 25
    assert context.cookies() == [], "no cookie before the code has been typed"
    amal.write("#k", code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    amal.press("main button[type=submit]")
    assert page.url == f"{live.url}/m/ar/d"
    assert code not in page.content()
    assert contacts(live) == before + 1, "the city's statistics have grown by one contact"
    amal.press("#exit")
    assert not page.url.startswith(live.url)

    # The next day, on a borrowed phone.
    answered_by_jonas(live)
    page = new_context(base_url=live.url, locale="ar", viewport=PHONE, java_script_enabled=script).new_page()
    amal = hand(page)
    page.goto("/k")
    amal.write("#k", f"{code[:4]} {code[4:8]}-{code[8:]}")
    amal.press("main button[type=submit]")
    assert ANSWER in page.locator(".msg.ours .words").inner_text()
    assert "Jonas" in page.locator(".msg.ours").inner_text()

    # She writes again, and agrees on a safe time to be called.
    amal.write("#t", MORE)
    amal.press("main button[type=submit]")
    assert page.locator(".calm").count() == 1
    amal.press("a[href='/m/ar/s']")
    amal.choose("channel", "phone")
    amal.write("#value", "070-174 06 05")
    amal.choose("days", "weekdays")
    amal.choose("hours", "morning")
    amal.press("main button[type=submit]")
    assert page.url == f"{live.url}/m/ar"
    assert page.locator(".calm").count() == 1
    assert "070-174" not in page.content(), "her number is not shown on her phone again"
    amal.press("a[href='/m/ar/a']")
    everything = page.locator(".words").all_inner_texts()
    assert [any(words in each for each in everything) for words in (WORDS, ANSWER, MORE)] == [True, True, True]
    assert contacts(live) == before + 1
