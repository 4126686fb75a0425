# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sending files as browsers do, and as nobody should: nothing is stored in part, no word is lost, nothing breaks."""

from __future__ import annotations

import http.client
import re
import secrets
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from tests.faces.way_in.test_hostile import Answer, ask, code_on, form, post, typed
from tests.faces.way_in.test_thread import carried
from tests.rooms.mailbox.sent_files import office, pdf, picture

from sjalvklar.mailbox.rules.files import LARGEST_FILE, MOST_BEFORE_ANSWER
from sjalvklar.project.connections import _LARGE_ROOM, Coming, Room

if TYPE_CHECKING:
    from tests.live import Live

PAGE = "/m/sv/f"


@dataclass
class Writer:
    """Amal's browser, with her thread open."""

    live: Live
    cookie: dict[str, str]

    def see(self, path: str = PAGE) -> Answer:
        answer = ask(self.live, path, headers=self.cookie)
        self.cookie = carried(answer)
        return answer

    def number(self) -> str:
        found = re.search(r'name="n" value="([^"]+)"', self.see().text)
        assert found
        return found[1]

    def send(self, *files: bytes, text: str = "", number: str = "", name: str = "a.jpg", keep: bool = True) -> Answer:
        body, kind = multipart([("n", number or self.number()), ("t", text)], files, name=name)
        answer = raw(self.live, body, kind, self.cookie)
        if keep and answer.status < 400:
            self.cookie = carried(answer)
        return answer

    def told(self) -> str:
        """What the page says is wrong, after a refusal."""
        return " ".join(re.findall(r'<ul class="bare">(.*?)</ul>', self.see().text, re.DOTALL))

    def files(self) -> list[str]:
        """What stands in the thread of what was sent."""
        lists = re.findall(r'<ul class="files bare">(.*?)</ul>', self.see("/m/sv/a").text, re.DOTALL)
        return [word for one in lists for word in re.findall(r"<li>(.*?)</li>", one)]


def multipart(
    fields: list[tuple[str, str]], files: tuple[bytes, ...], *, name: str = "a.jpg", declared: str = "image/jpeg"
) -> tuple[bytes, str]:
    """A form as a browser sends it; without a file chosen it sends one without a name and content."""
    border = "----border" + secrets.token_hex(8)
    made = b""
    for field, value in fields:
        made += f'--{border}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
    for content in files or (b"",):
        named = name if files else ""
        made += f'--{border}\r\nContent-Disposition: form-data; name="f"; filename="{named}"\r\n'.encode()
        made += f"Content-Type: {declared}\r\n\r\n".encode() + content + b"\r\n"
    return made + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


def raw(live: Live, body: bytes, kind: str, headers: dict[str, str], *, length: int | None = None) -> Answer:
    """A POST of files. Whoever is cut off while sending still reads the answer."""
    sent = {"Content-Type": kind, "Content-Length": str(len(body) if length is None else length), **headers}
    return ask(live, PAGE, method="POST", body=body, headers=sent)


@pytest.fixture
def amal(live: Live) -> Writer:
    address, number = form(live)
    sent = post(live, address, n=number, t="Hej.")
    opened = post(live, sent.to, k=code_on(ask(live, sent.to).text))
    return Writer(live, carried(opened))


# --- As people do -------------------------------------------------------------------------------------------------
def test_pictures_pdf_and_text_come_and_it_says_so(amal: Writer) -> None:
    sent = amal.send(picture("JPEG"), pdf(pages=2), "Hej å".encode(), text="Så här ser det ut.")
    assert sent.status == 303
    assert sent.to == "/m/sv"
    page = amal.see("/m/sv")
    assert "Det du skrev har kommit fram" in page.text
    assert "Så här ser det ut." in page.text
    assert amal.files() == ["Bild, 64 kB", "PDF med 2 sidor, 64 kB", "Text, 64 kB"]


def test_files_may_come_without_a_word(amal: Writer) -> None:
    assert amal.send(picture("PNG")).to == "/m/sv"
    assert amal.files() == ["Bild, 64 kB"]


def test_the_same_form_sent_twice_and_the_same_file_chosen_twice_are_kept_once(amal: Writer) -> None:
    number, one = amal.number(), picture()
    amal.send(one, one, text="En.", number=number)
    amal.send(one, text="En.", number=number)
    assert amal.files() == ["Bild, 64 kB"]


def test_the_last_that_fits_is_not_refused_when_it_is_sent_again_because_its_answer_was_lost(amal: Writer) -> None:
    for place in range(MOST_BEFORE_ANSWER // 2 - 1):
        amal.send(picture("PNG", (60 + place, 40)), picture("PNG", (40, 60 + place)), text=f"Bild {place}.")
    number, last = amal.number(), (picture("PNG", (80, 40)), picture("PNG", (40, 80)))
    amal.send(*last, text="De sista.", number=number, keep=False)
    assert amal.send(*last, text="De sista.", number=number).to == "/m/sv"
    assert len(amal.files()) == MOST_BEFORE_ANSWER
    amal.send(*last, text="Och några till.", number=number)
    assert "Det får inte plats fler filer" in amal.told()
    assert len(amal.files()) == MOST_BEFORE_ANSWER


def test_a_large_picture_comes_through(amal: Writer) -> None:
    sent = amal.send(picture() + bytes(LARGEST_FILE - len(picture())))
    assert sent.to == "/m/sv", amal.told()
    assert amal.files() == ["Bild, 10 MB"]


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_what_cannot_be_sent_is_refused_in_the_readers_language_and_the_words_stay(
    amal: Writer, language: str
) -> None:
    body, kind = multipart([("n", amal.number()), ("t", "Min son.")], (picture(), office()), name="Hemligt.docx")
    sent = ask(
        amal.live,
        f"/m/{language}/f",
        method="POST",
        body=body,
        headers={"Content-Type": kind, **amal.cookie},
    )
    assert (sent.status, sent.to) == (303, f"/m/{language}/f")
    amal.cookie = carried(sent)
    page = amal.see(f"/m/{language}/f").text
    assert typed(page) == "Min son."
    assert {"sv": "Fil 2: Filer från Word, Excel", "ar": "Word"}[language] in page
    assert "Hemligt" not in page
    assert amal.files() == []


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ((), "Välj minst en fil"),
        ((b"",), "Välj minst en fil"),
        ((b"", b""), "Fil 1: Filen är tom"),
        ((b"GIF89a" + bytes(20),), "Bara bilder, PDF och ren text"),
        ((picture() + bytes(LARGEST_FILE + 1 - len(picture())),), "större än 10 MB"),
        ((picture(),) * 4, "högst 3 filer"),
        ((bytes(LARGEST_FILE),) * 3, "större än 20 MB"),
        ((picture()[:200],), "går inte att öppna"),
    ],
    ids=["none", "an empty one", "two empty ones", "gif", "a byte too much", "four", "30 MB", "half"],
)
def test_each_refusal_says_what_to_do_and_keeps_what_was_typed(
    amal: Writer, files: tuple[bytes, ...], words: str
) -> None:
    sent = amal.send(*files, text="Det jag skrev.")
    assert sent.to == PAGE
    page = amal.see().text
    assert words in page
    assert typed(page) == "Det jag skrev."
    assert amal.files() == []


def test_an_old_form_sends_nothing_and_keeps_the_words(amal: Writer) -> None:
    amal.send(picture(), text="Kvar.", number="from-yesterday")
    page = amal.see().text
    assert "Välj filerna igen och tryck på Skicka" in page
    assert typed(page) == "Kvar."


def test_without_an_open_thread_the_code_is_asked_for_and_the_words_are_kept(live: Live) -> None:
    assert ask(live, PAGE).to.startswith("/i/")
    body, kind = multipart([("n", "x"), ("t", "Det jag skrev.")], (picture("PNG", (800, 800)) + bytes(900_000),))
    asleep = raw(live, body, kind, {})
    assert asleep.status == 303
    assert 'name="k"' in ask(live, asleep.to).text


# --- As nobody should ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "a.jpg\\r\\nX-Evil: 1", "x" * 5000, "<script>.jpg", "%00.jpg", "C:\\\\a.exe", "å.heic"],
)
def test_a_name_is_kept_nowhere_whatever_it_is(amal: Writer, name: str) -> None:
    sent = amal.send(picture(), name=name)
    assert sent.status in {303, 400}
    assert "x-evil" not in sent.headers
    if sent.status == 303:
        assert amal.files() == ["Bild, 64 kB"]


BORDER = "xBORDERx"
_PART = f'--{BORDER}\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nx\r\n'
STRANGE = {
    "no border": (b"x" * 300, "multipart/form-data"),
    "an empty border": (b"x" * 300, "multipart/form-data; boundary="),
    "a border that never comes": (b"x" * 300, f"multipart/form-data; boundary={BORDER}"),
    "a thousand files": (
        (_PART * 1000 + f"--{BORDER}--\r\n").encode(),
        f"multipart/form-data; boundary={BORDER}",
    ),
    "a thousand fields": (
        (f'--{BORDER}\r\nContent-Disposition: form-data; name="t"\r\n\r\nx\r\n' * 1000).encode(),
        f"multipart/form-data; boundary={BORDER}",
    ),
    "endless headers": (
        f"--{BORDER}\r\n".encode() + b"A: b\r\n" * 20_000,
        f"multipart/form-data; boundary={BORDER}",
    ),
    "coded": (
        _PART.replace("\r\n\r\nx", "\r\nContent-Transfer-Encoding: base64\r\n\r\n====").encode(),
        f"multipart/form-data; boundary={BORDER}",
    ),
    "a form of the common kind": (b"n=1&t=Hej&f=x", "application/x-www-form-urlencoded"),
    "words of a megabyte": (
        f'--{BORDER}\r\nContent-Disposition: form-data; name="t"\r\n\r\n{"x" * 1_000_000}\r\n--{BORDER}--'.encode(),
        f"multipart/form-data; boundary={BORDER}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", STRANGE)
def test_a_form_that_no_browser_sends_is_answered_calmly(amal: Writer, how: str) -> None:
    body, kind = STRANGE[how]
    answer = raw(amal.live, body, kind, amal.cookie)
    assert answer.status in {303, 400, 413}, answer.status
    assert answer.headers["cache-control"] == "no-store"
    if answer.status >= 400:
        assert "112" in answer.text
    assert amal.files() == []


@pytest.mark.parametrize(("field", "twice"), [("n", "from-yesterday"), ("t", "Något annat.")])
def test_a_field_sent_twice_counts_as_it_came_last(amal: Writer, field: str, twice: str) -> None:
    body, kind = multipart([("n", amal.number()), ("t", "Först."), (field, twice)], (picture(),))
    sent = raw(amal.live, body, kind, amal.cookie)
    assert sent.to == (PAGE if field == "n" else "/m/sv")


def test_what_came_only_in_part_is_not_stored_and_the_words_are(amal: Writer) -> None:
    body, kind = multipart([("n", amal.number()), ("t", "Kom fram.")], (picture(size=(900, 900)),))
    with socket.create_connection(("127.0.0.1", amal.live.port), timeout=30) as wire:
        head = (
            f"POST {PAGE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
            f"Cookie: {amal.cookie['Cookie']}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        wire.sendall(head.encode() + body[:-4000])
        wire.shutdown(socket.SHUT_WR)
        answer = http.client.HTTPResponse(wire)
        answer.begin()
        assert answer.status == 303
        [cookie] = [
            one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or () if one.startswith("m=")
        ]
        amal.cookie = {"Cookie": cookie}
    page = amal.see().text
    assert "Allt kom inte fram" in page
    assert typed(page) == "Kom fram."
    assert amal.files() == []


def test_a_length_beyond_all_is_refused_with_the_words_kept(amal: Writer) -> None:
    body, kind = multipart([("n", amal.number()), ("t", "Kvar.")], (bytes(25 * 1024 * 1024),))
    amal.cookie = carried(raw(amal.live, body, kind, amal.cookie))
    page = amal.see().text
    assert "större än 20 MB" in page
    assert typed(page) == "Kvar."


def test_another_site_cannot_send_files_and_no_other_address_takes_them(amal: Writer) -> None:
    body, kind = multipart([("n", amal.number()), ("t", "")], (picture() + bytes(700_000),))
    foreign = raw(amal.live, body, kind, {**amal.cookie, "Sec-Fetch-Site": "cross-site"})
    assert foreign.status == 403
    for path in ("/m/sv", "/m/sv/a", "/k/sv", "/m/xx/f/f", "/m/sv/ff", "/desk/k/m/sv/f"):
        headers = {"Content-Type": kind, **amal.cookie}
        assert ask(amal.live, path, method="POST", body=body, headers=headers).status == 413, path


def test_of_twenty_at_once_all_are_answered_and_what_is_acknowledged_is_there(amal: Writer) -> None:
    numbers = [amal.number() for _ in range(20)]
    one = picture("JPEG", (1600, 1200))

    def send(place: int) -> Answer:
        return amal.send(one + bytes([place]), text=f"Nr {place}.", number=numbers[place], keep=False)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    assert {answer.status for answer in answers} == {303}
    stored = [answer for answer in answers if answer.to == "/m/sv"]
    assert 1 <= len(stored) <= 6  # so many before anybody at the desk has taken it
    assert len(amal.files()) == len(stored)


# --- What is held at once -------------------------------------------------------------------------------------------
def _head(length: int, cookie: str = "") -> bytes:
    said = f"Cookie: m={cookie}\r\n" if cookie else ""
    return f"POST /m/sv/f HTTP/1.1\r\nHost: a\r\n{said}Content-Length: {length}\r\n\r\n".encode()


def test_a_stranger_has_no_more_held_than_any_form() -> None:
    coming = Coming(_head(5_000_000) + b"x" * 2_000_000)
    assert coming.too_large
    assert len(coming.came) < 520 * 1024 + 200
    elsewhere = Coming(_head(5_000_000).replace(b"/m/sv/f", b"/m/sv/e") + b"x" * 2_000_000)
    assert len(elsewhere.came) < 200


def test_there_is_an_end_to_what_is_held_and_it_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    from sjalvklar.project import connections

    room = Room(10_000_000)
    monkeypatch.setattr(connections, "_ROOM", room)
    monkeypatch.setattr(connections, "_has_opened_a_thread", lambda head: True)
    first, second = Coming(_head(6_000_000)), Coming(_head(6_000_000))
    assert (first.too_large, second.too_large) == (False, True)
    del first
    assert not Coming(_head(6_000_000)).too_large
    assert Coming(_head(22_000_000)).too_large
    assert _LARGE_ROOM < 80 * 1024 * 1024


def test_whoever_trickles_is_waited_for_no_longer_than_at_any_form(monkeypatch: pytest.MonkeyPatch) -> None:
    from sjalvklar.project import connections

    monkeypatch.setattr(connections, "_has_opened_a_thread", lambda head: True)
    coming = Coming(_head(6_000_000))
    coming.began = time.monotonic() - 31
    assert not coming.in_time
    coming.came += bytes(1_000_000)
    assert coming.in_time
    coming.began -= 60
    assert not coming.in_time
