# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files at the desk: pictures of them on a page, and the file itself only by an act of its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.faces.desk.staff import Desks
from tests.faces.looking import in_both_themes
from tests.live import Live

SEND = f"""
from uuid import UUID
from tests.rooms.mailbox.sent_files import pdf, with_position
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.files.looking import look
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation.queries import staff
stored = actions.store_contact(nonce=bytes.fromhex("{secrets.token_hex(24)}"), unit_id="jarva-anhorigstod",
    text="Titta.", answers=ContactFacts(situation="crime"))
opened = actions.open_by_receipt(stored.receipt)
words = "Han skrev: https://example.org/hot <script>alert(1)</script> " + "utanmellanslag" * 30
actions.send_files(opened, text="", nonce=bytes(24), files=[look(with_position()), look(pdf(pages=3)),
    look(words.encode())])
actions.take(actor=staff.viewer(staff.staff_id("jonas")), thread_id=stored.thread_id)
print(stored.thread_id)
"""


@pytest.fixture(scope="module")
def contact(desk_live: Live) -> str:
    """A contact of Jonas's with a picture, a PDF and a text in it."""
    root = Path(__file__).resolve().parents[3]
    return desk_live.python(f"import sys; sys.path.insert(0, {str(root)!r})\n{SEND}").strip()


def records(live: Live, contact: str) -> list[str]:
    return live.python(
        "from sjalvklar.trust.models import AuditEntry\n"
        f"print(*AuditEntry.objects.filter(object='thread:{contact}').order_by('id').values_list('action', flat=True))"
    ).split()


@pytest.fixture
def jonas(desks: Desks) -> Page:
    return desks.of("jonas")


def links(page: Page, contact: str) -> list[str]:
    page.goto(f"/desk/k/{contact}/")
    found = page.locator(".msg .files a")
    assert found.all_inner_texts() == ["Bild, 64 kB", "PDF med 3 sidor, 64 kB", "Text, 64 kB"]
    return [link.get_attribute("href") or "" for link in found.all()]


def pages(page: Page, contact: str) -> Iterator[str]:
    """Every page of the three files."""
    picture, pdf, text = links(page, contact)
    yield "the contact"
    for name, address in (("a picture", picture), ("a PDF", pdf), ("a text", text)):
        page.goto(address)
        yield name
    page.goto(f"{picture}original/")
    yield "the file as it came"
    with page.expect_navigation():
        page.locator("main button.careful").click()
    yield "the file as it came, refused"


def test_a_file_is_seen_as_pictures_that_are_on_record(jonas: Page, desk_live: Live, contact: str) -> None:
    picture, pdf, text = links(jonas, contact)
    jonas.goto(pdf)
    assert jonas.locator(".sheets img").count() == 3
    jonas.goto(picture)
    shown = jonas.locator(".sheets img")
    assert shown.evaluate("each => each.decode().then(() => [each.naturalWidth, each.naturalHeight])") == [200, 320]
    said = records(desk_live, contact)
    assert said.count("contact.open_attachment") == 2
    assert "contact.show_sheet" in said
    answer = jonas.request.get(f"{picture}1/")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["content-disposition"] == 'inline; filename="1.jpeg"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    for word in (b"Fotomakaren", b"Amal", b"EICAR"):
        assert word not in answer.body()
    for nothing in (f"{picture}0/", f"{picture}2/", f"{picture}99/", f"{text}1/"):
        assert jonas.request.get(nothing).status == 404


def test_a_text_is_words_that_lead_nowhere(jonas: Page, contact: str) -> None:
    jonas.goto(links(jonas, contact)[2])
    words = jonas.locator(".sent-text").inner_text()
    assert "hxxps://example[.]org/hot" in words
    assert "<script>alert(1)</script>" in words
    assert jonas.locator(".sent-text a, .sent-text script").count() == 0


def test_the_file_as_it_came_is_taken_out_with_a_reason(jonas: Page, desk_live: Live, contact: str) -> None:
    address = links(jonas, contact)[0]
    jonas.goto(address)
    jonas.get_by_role("link", name="Filen som den kom").click()
    send = jonas.locator("main button.careful")
    send.click()
    assert "Välj" in jonas.locator(".wrong").inner_text()
    jonas.locator("input[name=reason][value=evidence]").check()
    send.click()
    assert "Kryssa i" in jonas.locator(".wrong").inner_text()
    assert "contact.take_original" not in records(desk_live, contact)
    jonas.locator("input[name=reason][value=evidence]").check()
    jonas.locator("input[name=ticked]").check()
    with jonas.expect_download() as taken:
        send.click()
    assert taken.value.suggested_filename == "1.jpg"
    assert b"Fotomakaren" in Path(taken.value.path()).read_bytes()
    assert records(desk_live, contact).count("contact.take_original") == 1


@pytest.fixture
def an_hour_later(jonas: Page, desk_live: Live) -> Iterator[None]:
    """Everybody signed in an hour before they did."""

    def age(seconds: int) -> None:
        desk_live.python(
            f"""
from sjalvklar.organisation.session_store import SessionStore
for row in SessionStore.get_model_class().objects.all():
    kept = SessionStore().decode(row.session_data)
    for record in kept.get("account_authentication_methods", []):
        record["at"] -= {seconds}
    row.session_data = SessionStore().encode(kept)
    row.save()
"""
        )

    age(3600)
    yield
    age(-3600)


@pytest.mark.usefixtures("an_hour_later")
def test_a_sign_in_of_an_hour_ago_is_not_enough_for_the_file_itself(jonas: Page, contact: str) -> None:
    address = links(jonas, contact)[0]
    jonas.goto(f"{address}original/")
    assert "/desk/in/again" in jonas.url
    jonas.goto(address)  # to look is still allowed
    assert jonas.locator(".sheets img").count() == 1


def test_the_unit_head_knows_of_the_contact_and_sees_no_file(desks: Desks, jonas: Page, contact: str) -> None:
    address = links(jonas, contact)[0]
    ines = desks.of("ines")
    ines.goto(f"/desk/k/{contact}/")
    assert ines.locator(".msg").count() == 0
    for path in (address, f"{address}1/", f"{address}original/"):
        assert ines.request.get(path).status == 404


def test_the_pages_of_files_have_no_fault_in_light_dark_or_on_a_narrow_phone(jonas: Page, contact: str) -> None:
    wrong = [fault for name in pages(jonas, contact) for fault in in_both_themes(jonas, name)]
    jonas.set_viewport_size({"width": 320, "height": 700})
    for name in pages(jonas, contact):
        if jonas.evaluate("document.documentElement.scrollWidth") > 320:
            wrong.append(f"{name}: scrolls sideways at 320 px")
    assert wrong == []
