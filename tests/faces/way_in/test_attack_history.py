# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody opens the browser's history on the phone, later: what they find says nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.faces.way_in.test_hostile import ask, form, post, typed
from tests.live import Live

from sjalvklar.faces.way_in.journey import Journey, Step, is_old, seal, unseal
from sjalvklar.kernel import clock
from sjalvklar.trust import keyring

SUNDAY_EVENING = datetime(2026, 11, 22, 19, 50, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def keys() -> None:
    keyring.create(Path(settings.KEYS_DIR))


def test_a_token_shows_something_for_an_evening_and_not_the_day_after() -> None:
    with clock.frozen(SUNDAY_EVENING):
        token = seal(Journey(step=Step.RESULT, what="crime", who="parent"))
    for later, old in ((0, False), (3, False), (5, True), (24, True), (-3, True)):
        with clock.frozen(SUNDAY_EVENING + timedelta(hours=later)):
            assert is_old(token) is old, later
    assert unseal(token) == Journey(step=Step.RESULT, what="crime", who="parent")


def _made_yesterday(live: Live, journey: str) -> str:
    return live.python(
        "from datetime import timedelta\nfrom sjalvklar.kernel import clock\n"
        "from sjalvklar.faces.way_in.journey import Journey, Step, seal\n"
        f"with clock.frozen(clock.now() - timedelta(days=1)):\n    print(seal({journey}))"
    ).strip()


@pytest.mark.parametrize(
    "journey",
    [
        "Journey(language='ar', step=Step.RESULT, what='crime', who='parent', danger='now')",
        "Journey(language='ar', question='where', what='violence')",
        "Journey(language='ar', child=True, question='what_child')",
        "Journey(language='ar', step=Step.CLOSED)",
        "Journey(language='ar', step=Step.SENT, form='A' * 32)",
    ],
)
def test_what_was_answered_yesterday_is_not_read_in_the_history_today(live: Live, journey: str) -> None:
    answer = ask(live, f"/i/{_made_yesterday(live, journey)}")
    assert answer.status == 303
    assert answer.to == "/ar"


def test_a_form_that_has_stood_open_since_yesterday_is_still_taken(live: Live) -> None:
    journey = "Journey(step=Step.WRITE, unit='socialradgivningen')"
    sent = post(live, f"/i/{_made_yesterday(live, journey)}", n="", t="Det jag skrev i natt.")
    assert sent.status == 303
    assert typed(ask(live, sent.to).text) == "Det jag skrev i natt."


def test_words_that_were_corrected_and_sent_are_not_shown_by_going_back(live: Live) -> None:
    address, number = form(live)
    unfinished = post(live, address, n=number, t="Min son heter Elis.", channel="phone", value="12")
    again = ask(live, unfinished.to).text
    assert typed(again) == "Min son heter Elis."
    number = re.findall(r'name="n" value="([^"]+)"', again)[0]
    sent = post(live, unfinished.to, n=number, t="Min son heter Elis.")
    back = ask(live, unfinished.to)
    assert back.status == 303
    assert back.to == sent.to
    assert "Elis" not in ask(live, back.to).text


@pytest.mark.parametrize("cookie", ["A" * 4000, "_" * 8, "", "A" * 11 + "=", "å"])
def test_a_sign_of_having_left_that_is_not_ours_locks_nobody_out(live: Live, cookie: str) -> None:
    answer = ask(live, "/", headers={"Cookie": f"p={cookie}".encode().decode("latin-1")})
    assert answer.status == 303
    bare = ask(live, answer.to, headers={"Cookie": f"p={cookie}".encode().decode("latin-1")})
    assert bare.status in {200, 303}
