# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever is sent to the public door is answered in the reader's language; nothing is lost, nothing breaks."""

from __future__ import annotations

import http.client
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import pytest
from tests.live import Live

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def to(self) -> str:
        return self.headers["location"]


def ask(
    live: Live, path: str, *, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """One request on a connection of its own, with nothing that a browser would tidy up."""
    with closing(http.client.HTTPConnection("127.0.0.1", live.port, timeout=120)) as connection:
        connection.putrequest(method, path, skip_accept_encoding=True, skip_host="Host" in (headers or {}))
        sent = dict(headers or {})
        if body is not None:
            sent.setdefault("Content-Type", FORM)
            sent.setdefault("Content-Length", str(len(body)))
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders()
        if body:
            connection.send(body)
        answer = connection.getresponse()
        return Answer(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            tuple(answer.headers.get_all("Set-Cookie") or ()),
            answer.read(),
        )


def post(live: Live, path: str, **fields: str) -> Answer:
    return ask(live, path, method="POST", body=urlencode(fields).encode())


def form(live: Live, language: str = "sv") -> tuple[str, str]:
    """The address of a contact form, and its one-time number."""
    start = ask(live, f"/{language}").text
    found = re.search(r'id="write" href="([^"]+)"', start)
    assert found
    number = re.search(r'name="n" value="([^"]+)"', ask(live, found[1]).text)
    assert number
    return found[1], number[1]


def typed(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    assert found
    return found[1]


def code_on(page: str) -> str:
    found = re.search(r'id="code"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found, page
    return re.sub(r"\D", "", re.sub(r"<[^>]+>", "", found[1]))


@pytest.mark.parametrize("headers", [{"Cookie": "m=\x01"}, {"Accept-Language": "\x7f\x01"}, {"X": "\x00"}])
def test_a_header_that_no_browser_sends_is_refused_before_it_reaches_us(live: Live, headers: dict[str, str]) -> None:
    answer = ask(live, "/sv", headers=headers)
    assert answer.status == 400
    assert b"112" in answer.body


def stored(live: Live) -> int:
    """How many contacts are kept."""
    return int(live.python("from sjalvklar.mailbox.models import Thread; print(Thread.objects.count())"))


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "\u202eesrever\u202c",
        "med\x00nolla",
        "ابني " * 200,
        "\U0001f9d1\u200d\U0001f33e" * 30,
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "x" * 20_000,
        "\r\n\r\nrader\r\n",
        "{{ 7 * 7 }} {% now %}",
    ],
)
def test_strange_words_are_kept_and_shown_as_words(live: Live, text: str) -> None:
    address, number = form(live)
    sent = post(live, address, n=number, t=text)
    assert sent.status == 303
    code = code_on(ask(live, sent.to).text)
    opened = post(live, sent.to, k=code)
    assert opened.status == 303
    cookie = opened.cookies[0].partition(";")[0]
    thread = ask(live, "/m/sv/a", headers={"Cookie": cookie})
    assert thread.status == 200
    assert "\x00" not in thread.text
    assert "\u202e" not in thread.text
    assert "<script>alert" not in thread.text
    plain = text.translate({0: None, 0x202E: None, 0x202C: None}).strip().split()[0][:40]
    assert plain.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in thread.text


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00", "\u202e\u202c", "x" * 20_001, "å" * 60_000])
def test_what_cannot_be_sent_comes_back_with_every_word_kept(live: Live, text: str) -> None:
    address, number = form(live)
    sent = post(
        live, address, n=number, t=text, name="Amal", fear="some", channel="phone", value="12", when="på kvällen"
    )
    assert sent.status == 303
    page = ask(live, sent.to).text
    assert 'class="errors"' in page
    assert len(typed(page)) == len(text), "as long as it was"
    assert 'value="Amal"' in page
    assert 'value="på kvällen"' in page
    assert re.search(r'value="some" checked', page)
    assert re.search(r'value="phone" checked', page)


def test_invalid_utf_8_is_read_as_well_as_it_can_be(live: Live) -> None:
    address, number = form(live)
    body = b"n=" + quote(number).encode() + b"&t=caf%E9%FF%C3%28+hj%C3%A4lp"
    sent = ask(live, address, method="POST", body=body)
    assert sent.status == 303
    assert 'id="code"' in ask(live, sent.to).text
    raw = ask(live, address, method="POST", body=b"n=x&t=\xff\xfe\xe9 hj\xe4lp&\xff=\xff")
    assert raw.status == 303


def test_ten_megabytes_are_answered_in_the_reader_s_language(live: Live) -> None:
    for language, words in (("sv", "för mycket att skicka"), ("en", "too much to send")):
        address, _number = form(live, language)
        answer = ask(live, address, method="POST", body=b"t=" + b"x" * (10 * 1024 * 1024))
        assert answer.status == 413
        assert words in answer.text
        assert 'id="exit"' in answer.text


@pytest.mark.parametrize(
    ("kind", "body", "statuses"),
    [
        ("application/json", b'{"t": "hej"}', {415}),
        ("text/plain", b"t=hej", {415}),
        ("image/png", b"\x89PNG", {415}),
        ("", b"t=hej", {415}),
        ("multipart/form-data", b"no boundary", {400}),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken", {303, 400}),
        (f"{FORM}; charset=utf-16", b"t=hej", {400}),
        (f"{FORM}; charset=nonsense", b"t=hej", {303, 400}),
        (FORM, b"&".join(b"a%d=1" % number for number in range(5000)), {400}),
        (FORM, b"=&=&&&==%%%", {303}),
    ],
)
def test_a_wrong_kind_of_body_is_refused_in_words(live: Live, kind: str, body: bytes, statuses: set[int]) -> None:
    address, _number = form(live)
    answer = ask(live, address, method="POST", body=body, headers={"Content-Type": kind})
    assert answer.status in statuses
    if answer.status != 303:
        assert "Vi kunde inte läsa det som skickades" in answer.text


def test_a_file_sent_with_the_form_is_not_taken_but_the_words_are(live: Live) -> None:
    address, number = form(live)
    parts = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("n", number), ("t", "Hej"))
    )
    body = f'{parts}--x\r\nContent-Disposition: form-data; name="f"; filename="a.exe"\r\n\r\nMZ\r\n--x--\r\n'.encode()
    answer = ask(live, address, method="POST", body=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status == 303
    assert 'id="code"' in ask(live, answer.to).text


def test_the_same_form_sent_again_and_again_is_one_contact_with_one_code(live: Live) -> None:
    address, number = form(live)
    before = stored(live)
    with ThreadPoolExecutor(16) as senders:
        answers = list(senders.map(lambda _: post(live, address, n=number, t="Samma ord."), range(16)))
    assert {answer.status for answer in answers} == {303}
    assert len({answer.to for answer in answers}) == 1
    assert stored(live) == before + 1
    assert len(code_on(ask(live, answers[0].to).text)) == 25


def test_sixteen_who_write_at_the_same_time_are_sixteen_contacts(live: Live) -> None:
    before = stored(live)
    forms = [form(live) for _sender in range(16)]
    with ThreadPoolExecutor(16) as senders:
        answers = list(senders.map(lambda each: post(live, each[0], n=each[1], t="Ett ord."), forms))
    codes = {code_on(ask(live, answer.to).text) for answer in answers}
    assert len(codes) == 16
    assert stored(live) == before + 16


@pytest.mark.parametrize("number", ["", "x", "A" * 88, "A" * 5000, "\x00", "åäö"])
def test_an_old_or_missing_number_sends_nothing_and_loses_nothing(live: Live, number: str) -> None:
    address, _number = form(live)
    before = stored(live)
    sent = post(live, address, n=number, t="Det jag skrev.")
    assert sent.status == 303
    page = ask(live, sent.to).text
    assert typed(page) == "Det jag skrev."
    assert "Tryck på Skicka en gång till" in page
    assert stored(live) == before
    again = re.search(r'name="n" value="([^"]+)"', page)
    assert again
    assert 'id="code"' in ask(live, post(live, sent.to, n=again[1], t="Det jag skrev.").to).text


@pytest.mark.parametrize(
    "token", ["A", "A" * 128, "A" * 1200, "A" * 1201, "-_-_", "%00", "..%2f..%2fetc", "%ff%fe", "é", "A" * 30000]
)
def test_a_token_that_is_not_ours_is_no_page_of_ours(live: Live, token: str) -> None:
    answer = ask(live, f"/i/{quote(token, safe='%')}", headers={"Accept-Language": "fi"})
    assert answer.status in {404, 400, 414}


def test_a_token_with_one_letter_changed_is_no_page_of_ours(live: Live) -> None:
    address, _number = form(live)
    for place in (3, 20, len(address) - 2):
        changed = address[:place] + ("A" if address[place] != "A" else "B") + address[place + 1 :]
        assert ask(live, changed).status == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "CONNECTED"])
def test_strange_methods_are_refused_in_words(live: Live, method: str) -> None:
    for path in ("/sv", "/k/sv", "/x", "/alive"):
        answer = ask(live, path, method=method)
        assert answer.status == 405
        assert answer.headers["allow"] == "GET, HEAD, POST"
        assert "Det går inte att göra här" in answer.text


@pytest.mark.parametrize("path", ["/sv", "/u/sv", "/d/sv", "/s/sv", "/p/sv"])
def test_a_form_sent_to_a_page_that_takes_none_is_refused_in_words(live: Live, path: str) -> None:
    answer = post(live, path, t="hej")
    assert answer.status == 405
    assert 'id="exit"' in answer.text


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("ar", "ar"),
        ("fi-FI,sv;q=0.5", "fi"),
        ("de, fr;q=0.9", "sv"),
        ("en;q=0.2, so;q=0.8", "so"),
        ("sv;q=0", "sv"),
        ("*", "sv"),
        ("", "sv"),
        ("," * 5000, "sv"),
        ("ar;q=banana", "sv"),
        ("ar;q=nan", "sv"),
    ],
)
def test_any_wish_for_a_language_is_answered_in_one_of_ours(live: Live, wish: str, language: str) -> None:
    answer = ask(live, "/", headers={"Accept-Language": wish})
    assert answer.status == 303
    assert answer.to == f"/{language}"


@pytest.mark.parametrize("host", ["evil.example", "a b", "", "127.0.0.1@evil.example", "\x00"])
def test_a_strange_host_gets_our_page_and_no_address_of_its_own(live: Live, host: str) -> None:
    answer = ask(live, "/sv", headers={"Host": host})
    assert answer.status in {400, 404}
    assert "evil.example" not in answer.text


def test_a_form_from_another_site_is_refused(live: Live) -> None:
    address, number = form(live)
    body = urlencode({"n": number, "t": "hej"}).encode()
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1.evil.example"},
    ):
        answer = ask(live, address, method="POST", body=body, headers=headers)
        assert answer.status == 403, headers
        assert "Formuläret kom från en annan sida" in answer.text
    for headers in ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": live.url}, {}):
        assert ask(live, address, method="POST", body=body, headers=headers).status == 303, headers


def test_wrong_expired_and_closed_codes_are_answered_alike_to_the_byte(live: Live) -> None:
    """Expired is tried in the mailbox's own tests, where a clock can be moved; the door asks the same one question."""
    address, number = form(live)
    sent = post(live, address, n=number, t="Hej.")
    code = code_on(ask(live, sent.to).text)
    cookie = post(live, sent.to, k=code).cookies[0].partition(";")[0]
    assert ask(live, "/m/sv/e", method="POST", body=b"", headers={"Cookie": cookie}).status == 303
    wrong = live.python(
        "import secrets\nfrom sjalvklar.mailbox.rules.receipt import from_bytes\n"
        "print(from_bytes(secrets.token_bytes(32)).digits)"
    ).strip()
    mistyped = code[:-1] + str((int(code[-1]) + 1) % 10)
    answers = [post(live, "/k/sv", k=each) for each in (code, wrong, mistyped)]
    kept = [{name: value for name, value in each.headers.items() if name != "date"} for each in answers]
    assert kept[0] == kept[1] == kept[2]
    assert {each.status for each in answers} == {303}
    assert {each.body for each in answers} == {b""}
    assert {each.cookies for each in answers} == {()}
    pages = [ask(live, each.to) for each in answers]
    assert pages[0].body == pages[1].body == pages[2].body


@pytest.mark.parametrize("written", ["", "abc", "12 34", "1" * 26, "1" * 5000, "\x00", "١٢٣", "½" * 25, "−" * 25])
def test_anything_can_be_written_where_a_code_goes(live: Live, written: str) -> None:
    answer = post(live, "/k/ar", k=written)
    assert answer.status == 303
    assert 'aria-invalid="true"' in ask(live, answer.to).text


@pytest.mark.parametrize("cookie", ["m=", "m=x", "m=" + "A" * 300, "m=" + "A" * 3000, "m", ";;;=", "p"])
def test_a_cookie_that_is_not_ours_opens_nothing(live: Live, cookie: str) -> None:
    answer = ask(live, "/m/sv", headers={"Cookie": cookie})
    assert answer.status == 303
    assert answer.to.startswith("/i/")


def test_words_written_after_the_page_fell_asleep_are_there_again_after_the_code(live: Live) -> None:
    address, number = form(live)
    sent = post(live, address, n=number, t="Hej.")
    code = code_on(ask(live, sent.to).text)
    post(live, sent.to, k=code)
    asleep = post(live, "/m/sv", n="", t="Det här höll jag på att skriva.")
    assert asleep.status == 303
    assert "kvar i en halvtimme" in ask(live, asleep.to).text
    opened = post(live, asleep.to, k=code)
    cookie = opened.cookies[0].partition(";")[0]
    assert typed(ask(live, "/m/sv", headers={"Cookie": cookie}).text) in {"Det här höll jag på att skriva.", ""}
    first = ask(live, opened.to, headers={"Cookie": cookie})
    carried = first.cookies[0].partition(";")[0] if first.cookies else cookie
    assert typed(ask(live, "/m/sv", headers={"Cookie": carried}).text) == "Det här höll jag på att skriva."


def test_half_a_request_keeps_nobody_else_waiting(live: Live) -> None:
    parts = urlsplit(live.url)
    assert parts.hostname
    assert parts.port
    slow = socket.create_connection((parts.hostname, parts.port), timeout=5)
    slow.sendall(
        b"POST /k/sv HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\nContent-Type: "
        + FORM.encode()
        + b"\r\n\r\nk=1"
    )
    assert ask(live, "/alive").status == 204
    slow.close()
    assert ask(live, "/sv").status == 200
