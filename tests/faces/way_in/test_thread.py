# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The thread as its owner meets it: what was just sent is seen, and the way in closes by itself."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.faces.way_in.test_hostile import Answer, ask, code_on, form, post, typed
from tests.live import Live

from sjalvklar.faces.way_in import addresses, opening
from sjalvklar.faces.way_in.journey import Journey, Step
from sjalvklar.faces.way_in.opening import Opening
from sjalvklar.kernel import clock
from sjalvklar.mailbox.actions import Opened, drafts
from sjalvklar.mailbox.draft_room import Room
from sjalvklar.trust import keyring

EVENING = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def keys() -> None:
    keyring.create(Path(settings.KEYS_DIR))
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of a folder that is not there


def carried(answer: Answer) -> dict[str, str]:
    """The cookie an answer sets, as the next request sends it."""
    return {"Cookie": next(cookie.partition(";")[0] for cookie in answer.cookies if cookie.startswith("m="))}


def said(answer: Answer) -> list[str]:
    """The messages on the page."""
    return re.findall(r'<div class="words"[^>]*>(.*?)</div>', answer.text, re.DOTALL)


def test_what_was_just_sent_is_seen_once_and_then_put_away_from_whoever_looks_on(live: Live) -> None:
    address, number = form(live)
    sent = post(live, address, n=number, t="Han har inte kommit hem.")
    opened = post(live, sent.to, k=code_on(ask(live, sent.to).text))
    done = ask(live, "/m/sv/d", headers=carried(opened))
    first = ask(live, "/m/sv", headers=carried(done))
    assert said(first) == ["Han har inte kommit hem."]
    assert "Det du skrev har kommit fram" in first.text
    assert "Inget svar än" not in first.text  # the same promise once is enough
    again = ask(live, "/m/sv", headers=carried(first))
    assert said(again) == []
    assert "Inget svar än" in again.text
    number = re.findall(r'name="n" value="([^"]+)"', again.text)[0]
    body = f"n={number}&t=Nu+kom+han.".encode()
    more = ask(live, "/m/sv", method="POST", body=body, headers=carried(again))
    shown = ask(live, "/m/sv", headers=carried(more))
    assert said(shown) == ["Nu kom han."]
    assert "Visa 1 tidigare meddelande" in shown.text


def test_an_opened_thread_is_closed_after_half_an_hour_of_rest_and_after_four_hours_whatever_happens() -> None:
    thread = Opening(Opened.from_bytes(uuid.uuid4().bytes + bytes(32)))

    def travels(carried: Opening, at: datetime) -> Opening | None:
        """Put in a cookie at a moment, and read from it twenty-nine minutes later."""
        request = RequestFactory().get("/m/sv")
        with clock.frozen(at):
            request.COOKIES["m"] = opening.put(HttpResponse(), carried).cookies["m"].value
        with clock.frozen(at + timedelta(minutes=29)):
            return opening.of(request)

    carried: Opening | None = thread
    pages = 0
    while carried is not None:
        carried = travels(carried, EVENING + timedelta(minutes=29 * pages))
        pages += 1
    assert pages == 9  # 8 × 29 minutes is within four hours, 9 × 29 is not


def test_what_cannot_be_kept_stands_in_the_answer_itself(live: Live) -> None:
    address, number = form(live)
    far_too_long = "å" * 70_000  # 140 kB, more than is kept for anybody
    written = post(live, address, n=number, t=far_too_long, name="Amal", fear="great")
    assert written.status == 413
    assert typed(written.text) == far_too_long
    assert "för lång" in written.text
    assert 'value="Amal"' in written.text
    sent = post(live, address, n=number, t="Kort.")
    opened = post(live, sent.to, k=code_on(ask(live, sent.to).text))
    body = urlencode({"n": number, "t": far_too_long}).encode()
    again = ask(live, "/m/sv", method="POST", body=body, headers=carried(opened))
    assert again.status == 413
    assert typed(again.text) == far_too_long
    fields = dict.fromkeys(("value", "when", "who_knows", "our_phrase", "their_phrase", "stop_phrase"), "\x01" * 2000)
    odd = {**fields, "interpreter": "\x01" * 2000, "call_ourselves": "\x01" * 2000, "name": "\x01" * 2000}
    body = urlencode({**odd, "t": "\x01" * 20_000, "channel": "phone"}).encode()
    wishes = ask(live, "/m/sv/s", method="POST", body=body, headers=carried(opened))
    assert wishes.status == 413
    asleep = ask(live, "/m/sv", method="POST", body=urlencode({"t": far_too_long}).encode())
    assert asleep.status == 413
    assert typed(asleep.text) == far_too_long
    assert 'name="k"' in asleep.text


def test_when_so_many_drafts_are_kept_that_there_is_no_room_the_words_stay_on_the_page(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "ROOM", Room(most=0))
    write = addresses.journey(Journey(step=Step.WRITE, unit="socialradgivningen"))
    answer = client.post(write, {"t": "Min bror.", "n": "from another day"})
    assert answer.status_code == 503
    assert typed(answer.content.decode()) == "Min bror."
    assert "Tryck på Skicka en gång till" in answer.content.decode()
