# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys in a process of their own, and what people meet while it is gone: calm, nothing lost, nothing half done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from tests.faces.way_in.test_hostile import Answer, ask, form, post, typed
from tests.live import Live
from tests.rooms.trust.key_process import KeyProcess

from sjalvklar.mailbox.rules.receipt import from_bytes

WORDS = "Min son är borta sedan i går. <b>Hjälp</b> & svara"
COUNT = (
    "from django.db import connection as c; q = c.cursor()\n"
    "for table in ('mailbox_thread', 'mailbox_message', 'mailbox_wrap', 'trust_auditentry'):\n"
    "    q.execute(f'SELECT count(*) FROM {table}'); print(table, q.fetchone()[0])"
)


@pytest.fixture(scope="module")
def in_a_file(start_live: Callable[..., Live]) -> Live:
    return start_live(clock=False)


@pytest.fixture(scope="module")
def product(in_a_file: Live) -> Iterator[tuple[Live, KeyProcess]]:
    """A product whose keys were in a file, and are held by a process from now on."""
    live = in_a_file
    socket = Path(live.data) / "keys.socket"
    with KeyProcess(live.data / "keys", socket) as keys:
        live.serving.environment["SJALVKLAR_KEY_SOCKET"] = str(socket)
        live.start_again()
        yield live, keys
        live.stop()


def _code(page: str) -> str:
    """The code that the page shows."""
    shown = page[page.index('id="code"') :]
    return "".join(re.findall(r"\d{4}(?=<)|\d(?=<)", shown))[:25]


def _written(live: Live, words: str) -> tuple[Answer, str]:
    address, number = form(live)
    return post(live, address, n=number, t=words), address


@pytest.mark.parametrize("what", ["keys/keyring.json", "keys"])
def test_keys_that_others_can_read_are_not_used_and_the_page_is_calm_until_they_are_put_right(
    in_a_file: Live, what: str
) -> None:
    place = in_a_file.data / what
    address, number = form(in_a_file)
    before = in_a_file.python(COUNT)
    right = place.stat().st_mode & 0o777
    place.chmod(right | 0o044)
    (in_a_file.data / "keys" / "keyring.json").touch()  # as a copy does; what is read already is kept otherwise
    try:
        assert ask(in_a_file, "/ready").status == 503
        away = post(in_a_file, address, n=number, t=WORDS)
        assert away.status == 503
        assert unescape(typed(away.text)) == WORDS or "112" in away.text
        assert in_a_file.python(COUNT) == before
        for path in ("/", address, "/k/sv"):
            left = ask(in_a_file, path, headers={"Cookie": "p=nonsense"})
            assert left.status == 303, "who has left sees nothing of ours"
            assert "localhost" in left.to
    finally:
        place.chmod(right)
    assert ask(in_a_file, "/ready").status == 204
    assert post(in_a_file, address, n=number, t=WORDS).status == 303


def test_with_a_key_process_a_message_is_taken_and_its_thread_opened(product: tuple[Live, KeyProcess]) -> None:
    live, _ = product
    assert ask(live, "/ready").status == 204
    answer, _ = _written(live, WORDS)
    assert answer.status == 303
    opened = post(live, "/k/sv", k=_code(ask(live, answer.to).text))
    assert opened.status == 303
    assert any(cookie.startswith("m=") for cookie in opened.cookies)
    assert not (live.data / "secret-key").exists() or (live.data / "secret-key").stat().st_mode & 0o077 == 0


def test_the_record_is_signed_by_it(product: tuple[Live, KeyProcess]) -> None:
    live, _ = product
    said = live.python(
        "from sjalvklar.trust.actions.tree import checkpoint_when_due; checkpoint_when_due()\n"
        "from django.db import connection as c; q = c.cursor()\n"
        "q.execute('SELECT note FROM trust_auditcheckpoint ORDER BY size DESC'); print(q.fetchone()[0])"
    )
    text, _, signature = said.partition("\n\n")
    assert text.count("\n") >= 2
    assert signature.startswith("— ")


def test_without_it_the_guide_is_walked_and_the_rest_is_calm_and_keeps_nothing_half_done(
    product: tuple[Live, KeyProcess],
) -> None:
    live, keys = product
    address, number = form(live)
    code = from_bytes(bytes(32))
    before = live.python(COUNT)
    keys.kill()
    try:
        assert ask(live, "/alive").status == 204
        assert ask(live, "/ready").status == 503
        begin = re.search(r'id="begin" href="([^"]+)"', ask(live, "/sv").text)
        assert begin
        assert ask(live, begin[1]).status == 200, "the way to 112 and to help is not locked with the keys"
        for language, direction in (("sv", "ltr"), ("ar", "rtl"), ("fi", "ltr")):
            away = post(live, f"/k/{language}", k=code.digits)
            assert (away.status, away.headers["retry-after"]) == (503, "30")
            assert f'dir="{direction}"' in away.text
            assert "112" in away.text
            assert code.digits not in away.text, "a code is not written back"
        away = post(live, address, n=number, t=WORDS, name="Amal", channel="portal")
        assert away.status == 503
        assert unescape(typed(away.text)) == WORDS
        assert f'action="{address}"' in away.text
        again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', away.text))
        assert again == {"n": number, "name": "Amal", "channel": "portal"}
        assert live.python(COUNT) == before
        for _ in range(3):
            post(live, address, n=number, t=WORDS)
    finally:
        keys.start()
    assert ask(live, "/ready").status == 204
    sent = post(live, address, t=WORDS, **again)
    assert sent.status == 303
    assert 'id="code"' in ask(live, sent.to).text
    threads = [int(line.split()[1]) for line in (before, live.python(COUNT)) for line in line.splitlines()[:1]]
    assert threads[1] == threads[0] + 1
    log = live.said()
    assert "the keys are away" in log
    assert "Traceback" not in log
    assert "Amal" not in log
