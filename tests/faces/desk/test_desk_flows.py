# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff do at the desk, in a real browser against a whole product."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from tests.faces.desk.staff import Desks, write_as_a_relative
from tests.live import Live

SAFE = {"channel": "phone", "value": "070-174 06 12", "days": "weekdays", "hours": "morning", "voicemail": "no"}


def take(page: Page, thread: str) -> None:
    page.goto("/desk/")
    page.locator(f"#take-{thread}").click()
    page.wait_for_url(f"**/desk/k/{thread}/")


def counted(page: Page, what: str) -> int:
    return int(page.locator(f"#n-{what}").inner_text() or 0)


def says_the_number(page: Page) -> bool:
    """Anywhere in the page, attributes too: all of the number's digits, which no address or token has by chance."""
    return "1740612" in re.sub(r"[\W_]", "", page.content())


def test_jonas_takes_reads_and_answers_and_the_relative_has_the_word(desks: Desks, desk_live: Live) -> None:
    thread = write_as_a_relative(desk_live, "Min bror är hotad. Vad gör vi?", situation="threatened", fear="great")
    page = desks.of("jonas")
    row = page.locator("tr", has=page.locator(f"#take-{thread}"))
    expect(row).to_contain_text("Hot mot familjen")
    expect(row).to_contain_text("känner stor rädsla")
    expect(row).not_to_contain_text("Min bror")
    page.goto(f"/desk/k/{thread}/")
    expect(page.locator("main")).not_to_contain_text("Min bror")
    take(page, thread)
    expect(page.locator(".thread")).to_contain_text("Min bror är hotad")
    expect(page.locator("#answer")).to_contain_text("Lovat senast")
    page.get_by_label("Ditt svar").fill("Hej. Gå inte hem i kväll.")
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("status").first).to_contain_text("Svaret finns där")
    expect(page.locator(".msg.ours")).to_contain_text("Gå inte hem i kväll.")
    expect(page.locator(".clockline")).to_contain_text("Besvarad")


def test_the_head_sees_the_list_without_content_and_hands_over(desks: Desks, desk_live: Live) -> None:
    thread = write_as_a_relative(desk_live, "Hemligt innehåll här", situation="detained")
    ines = desks.of("ines")
    ines.goto("/desk/unit/")
    expect(ines.locator(".chart svg").first).to_be_visible()
    ines.goto(f"/desk/k/{thread}/")
    expect(ines.locator("main")).not_to_contain_text("Hemligt innehåll")
    ines.get_by_label("Gunilla").check()
    ines.locator("#hand button").click()
    expect(ines.get_by_role("status").first).to_contain_text("Överlämnad till Gunilla")
    gunilla = desks.of("gunilla")
    gunilla.goto("/desk/mine/")
    row = gunilla.locator("tr", has=gunilla.locator(f"#open-{thread}"))
    expect(row).to_contain_text("från Ines")
    row.get_by_role("link", name="Svara").click()
    expect(gunilla.locator(".thread")).to_contain_text("Hemligt innehåll här")


def test_passing_on_leaves_nothing_to_read_for_the_unit_that_passed(desks: Desks, desk_live: Live) -> None:
    thread = write_as_a_relative(desk_live, "Detta är för gruppen bredvid", situation="crime")
    page = desks.of("jonas")
    take(page, thread)
    page.locator("#pass summary").click()
    page.locator("#pass input[type=radio]").first.check()
    page.locator("#pass button").click()
    expect(page.get_by_role("status").first).to_contain_text("Skickad vidare")
    gone = page.goto(f"/desk/k/{thread}/")
    assert gone is not None
    assert gone.status == 404
    farid = desks.of("farid")
    take(farid, thread)
    expect(farid.locator(".thread")).to_contain_text("gruppen bredvid")


def test_closing_says_why_and_is_found_among_the_closed(desks: Desks, desk_live: Live) -> None:
    thread = write_as_a_relative(desk_live, "Tack, det löste sig", situation="older")
    page = desks.of("jonas")
    take(page, thread)
    page.locator("#close summary").click()
    page.locator("#close button").click()
    expect(page.locator("#close .wrong")).to_have_text("Välj en.")
    page.get_by_label("Personen har fått den hjälp som önskades").check()
    with page.expect_navigation():
        page.locator("#close button").click()
    page.goto("/desk/closed/")
    expect(page.locator(f"a[href='/desk/k/{thread}/']")).to_be_visible()
    expect(page.locator("tbody")).to_contain_text("fick hjälp")


def test_a_number_is_shown_only_after_the_wishes_are_said_to_be_read_and_that_is_on_record(
    desks: Desks, desk_live: Live
) -> None:
    thread = write_as_a_relative(desk_live, "Ring mig gärna", situation="mental", safe=SAFE)
    page = desks.of("jonas")
    take(page, thread)
    expect(page.locator("#reveal")).to_contain_text("Samtal vardagar 8\u2060–\u206012")
    expect(page.locator("#reveal")).to_contain_text("Lämna inget röstmeddelande")
    assert not says_the_number(page)
    page.get_by_role("button", name="Visa nummer eller adress").click()
    expect(page.locator("#reveal .wrong")).to_contain_text("Kryssa i")
    assert not says_the_number(page)
    page.get_by_label("Jag har i dag läst").check()
    page.get_by_role("button", name="Visa nummer eller adress").click()
    expect(page.locator(".shown")).to_have_text("070-174 06 12")
    assert says_the_number(page)
    said = desk_live.python(
        f"from sjalvklar.trust import queries; print([e.action for e in queries.entries_about('thread:{thread}')])"
    )
    assert "reveal" in said


def test_links_are_text_that_cannot_be_followed_by_a_slip(desks: Desks, desk_live: Live) -> None:
    text = "Titta https://example.org/a?b=1 och www.example.org\n<script>alert(1)</script> <b>fet</b>"
    thread = write_as_a_relative(desk_live, text, situation="crime")
    page = desks.of("samir")
    take(page, thread)
    words = page.locator(".thread .words").first
    expect(words).to_contain_text("hxxps://example[.]org/a?b=1")
    expect(words).to_contain_text("www[.]example[.]org")
    expect(words).to_contain_text("<script>alert(1)</script> <b>fet</b>")
    assert words.locator("a, b, script").count() == 0


def test_what_was_typed_survives_a_session_that_ended(desks: Desks, desk_live: Live) -> None:
    thread = write_as_a_relative(desk_live, "Jag väntar på svar", situation="crime")
    page = desks.of("samir")
    take(page, thread)
    page.get_by_label("Ditt svar").fill("Ett långt och viktigt svar.")
    page.context.clear_cookies(name="desk_session")
    page.get_by_role("button", name="Skicka svaret").click()
    page.wait_for_url("**/desk/in/login/**")
    from tests.faces.desk.staff import give_password

    give_password(page, "samir")
    page.fill("#id_code", desk_live.second_factor("samir"))
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(f"**/desk/k/{thread}/?kept=**")
    expect(page.get_by_label("Ditt svar")).to_have_value("Ett långt och viktigt svar.")
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.locator(".msg.ours")).to_contain_text("Ett långt och viktigt svar.")


def test_what_was_typed_survives_a_refusal(desks: Desks, desk_live: Live) -> None:
    thread = write_as_a_relative(desk_live, "Hej", situation="crime")
    page = desks.of("jonas")
    take(page, thread)
    page.evaluate("document.querySelector('#text').removeAttribute('maxlength')")
    page.get_by_label("Ditt svar").fill("å" * 20_001)
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.locator("#answer .wrong")).to_contain_text("för lång")
    assert len(page.get_by_label("Ditt svar").input_value()) == 20_001


def test_new_contacts_appear_without_reload_are_announced_and_take_no_focus(desks: Desks, desk_live: Live) -> None:
    page = desks.of("jonas")
    before = page.locator("#rows tr").count()
    page.locator("#rows button").first.focus()
    focused = page.evaluate("document.activeElement.id")
    thread = write_as_a_relative(desk_live, "Nytt nu", situation="extremism", danger="now")
    expect(page.locator(f"#take-{thread}")).to_be_visible(timeout=25_000)
    assert page.locator("#rows tr").count() == before + 1
    expect(page.locator("#told")).to_contain_text(re.compile(r"Listan har ändrats\. \d+ väntar\."))
    assert page.evaluate("document.activeElement.id") == focused
    assert counted(page, "waiting") == before + 1


def test_an_answer_being_typed_is_kept_when_the_relative_writes_again(desks: Desks, desk_live: Live) -> None:
    thread = write_as_a_relative(desk_live, "Första", situation="crime")
    page = desks.of("jonas")
    take(page, thread)
    page.get_by_label("Ditt svar").fill("Halvskrivet")
    desk_live.python(
        f"""
from sjalvklar.mailbox.models import Thread
Thread.objects.filter(pk={thread!r}).update(unread=True)
"""
    )
    page.get_by_role("button", name="Visa det, och behåll det jag skrivit").click(timeout=25_000)
    page.wait_for_url("**/?kept=**")
    expect(page.get_by_label("Ditt svar")).to_have_value("Halvskrivet")


def test_the_head_keeps_the_duty_list_and_stand_ins(desks: Desks) -> None:
    page = desks.of("ines")
    page.goto("/desk/duty/")
    page.get_by_text("Skriv in en ersättare").click()
    expect(page.get_by_label("Vem ersätter")).to_have_value("")  # nobody reads for anybody by a slip
    page.get_by_label("Vem är borta").select_option("Gunilla")
    page.get_by_label("Vem ersätter").select_option("Gunilla")
    page.get_by_role("button", name="Skriv in").click()
    expect(page.get_by_role("status").first).to_contain_text("två olika personer")
    page.get_by_text("Skriv in en ersättare").click()
    page.get_by_label("Vem är borta").select_option("Gunilla")
    page.get_by_label("Vem ersätter").select_option("Jonas")
    page.get_by_role("button", name="Skriv in").click()
    expect(page.get_by_role("status").first).to_contain_text("inskriven")
    jonas = desks.of("jonas")
    expect(jonas.locator("main header")).to_contain_text("Du ersätter Gunilla")
    page.get_by_role("button", name=re.compile("Avsluta nu Jonas, Gunilla")).click()
    expect(page.get_by_role("status").first).to_contain_text("avslutad")


def test_the_desk_is_worked_by_keyboard_alone(desks: Desks, desk_live: Live) -> None:
    thread = write_as_a_relative(desk_live, "Med tangentbordet", situation="addiction")
    page = desks.of("jonas")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == f"take-{thread}":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/k/{thread}/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.type("Skrivet utan mus.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".msg.ours")).to_contain_text("Skrivet utan mus.")


def test_what_is_typed_is_there_again_however_the_page_is_left(desks: Desks, desk_live: Live) -> None:
    thread = write_as_a_relative(desk_live, "Vad gör vi nu?", situation="threatened", fear="some")
    page = desks.of("jonas")
    take(page, thread)
    field, said = page.get_by_label("Ditt svar"), page.locator("[data-said]")
    field.press_sequentially("Hej. Jag har läst.")
    expect(said).to_contain_text("Sparat")
    expect(field).to_be_focused()
    field.press_sequentially(" Ring mig.")
    page.goto("/desk/mine/")  # before the next saving was due
    for _ in range(50):  # what leaves with a page is kept when it arrives
        page.goto(f"/desk/k/{thread}/")
        if field.input_value() == "Hej. Jag har läst. Ring mig.":
            break
    expect(field).to_have_value("Hej. Jag har läst. Ring mig.")
    assert "läst" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    page.context.set_offline(True)
    field.press("End")
    field.press_sequentially(" I morgon.")
    expect(said).to_contain_text("Inte sparat: ingen förbindelse")
    page.context.set_offline(False)
    expect(said).to_contain_text("Sparat")
    # Another browser, without a script: the same words, and a button that keeps what is changed.
    plain = desks.of("jonas", java_script_enabled=False)
    plain.goto(f"/desk/k/{thread}/")
    expect(plain.get_by_label("Ditt svar")).to_have_value("Hej. Jag har läst. Ring mig. I morgon.")
    plain.get_by_label("Ditt svar").fill("Hej. Ring mig i morgon.")
    plain.get_by_role("button", name="Spara utkast").click()
    expect(plain.get_by_label("Ditt svar")).to_have_value("Hej. Ring mig i morgon.")
    page.reload()
    expect(field).to_have_value("Hej. Ring mig i morgon.")
    field.press("End")
    field.press_sequentially(" Jonas")
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.locator(".msg.ours")).to_contain_text("Hej. Ring mig i morgon. Jonas")
    page.reload()
    page.get_by_role("heading", name="Skriv mer").click()
    expect(field).to_have_value("")
