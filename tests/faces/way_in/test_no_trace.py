# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading leaves nothing: no cookie, no storage, no cache, no address that says anything, no call to anybody else."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Response
from tests.faces.public_pages import OPENED_FROM, every_state
from tests.faces.way_in.test_hostile import ask, form, post
from tests.live import Live

Make = Callable[..., BrowserContext]
LARGEST = 60_000  # bytes of a whole page with everything it fetches

STORED = """async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
  (await indexedDB.databases()).length,
  navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0]"""


def test_walking_through_the_whole_door_leaves_nothing_in_the_browser(new_context: Make, live: Live) -> None:
    context = new_context(base_url=live.url)
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    opened = False
    weights: dict[str, int] = {}

    def look(name: str) -> None:
        for answer in answers:
            headers = answer.headers_array()
            cookies = [each["value"] for each in headers if each["name"].lower() == "set-cookie"]
            assert opened or not cookies, f"{name}: {answer.url} sets {cookies}"
            assert all(cookie.startswith("m=") for cookie in cookies), f"{name}: {cookies}"
            assert answer.headers["cache-control"] == "no-store", f"{name}: {answer.url}"
            assert answer.url.startswith(live.url)

    for name in every_state(page, "sv"):
        opened = opened or name == OPENED_FROM
        page.wait_for_load_state("load")
        look(name)
        assert page.evaluate(STORED) == [0, 0, 0, 0, 0], name
        assert page.title() == "Stockholm – Information", name
        document = max(
            place
            for place, answer in enumerate(answers)
            if answer.request.resource_type == "document" and answer.status != 303
        )
        weights[name] = sum(len(answer.body()) for answer in answers[document:] if answer.status == 200)
        answers.clear()
    page.wait_for_load_state("networkidle")
    look("when everything has become still")
    assert page.evaluate(STORED) == [0, 0, 0, 0, 0]
    heavy = {name: weight for name, weight in weights.items() if weight > LARGEST and name != "gallery"}
    assert not heavy, heavy


def test_every_answer_carries_the_headers_that_keep_it_from_being_kept(live: Live) -> None:
    address, number = form(live)
    for answer in (
        ask(live, "/"),
        ask(live, "/sv"),
        ask(live, address),
        post(live, address, n=number, t="Hej."),
        ask(live, "/nothing"),
        ask(live, "/f/design/door.css"),
        ask(live, "/f/nothing.css"),
        ask(live, "/x"),
        ask(live, "/alive"),
        ask(live, "/sv", method="PUT"),
        ask(live, "/sv", headers={"Host": "evil.example"}),
        ask(live, "/desk/"),
        ask(live, "/sv", method="HEAD"),
    ):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "noarchive" in answer.headers["x-robots-tag"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "geolocation=()" in answer.headers["permissions-policy"]
        assert answer.headers["referrer-policy"] in {"no-referrer", "same-origin"}
        assert not {"etag", "last-modified", "access-control-allow-origin", "expires"} & set(answer.headers)


def test_journeys_are_never_indexed(live: Live) -> None:
    address, _number = form(live)
    for path in (address, "/k/sv", "/m/sv"):
        assert "noindex" in ask(live, path).headers["x-robots-tag"]


def test_the_addresses_of_different_answers_are_equally_long_and_say_nothing(live: Live) -> None:
    from sjalvklar.faces.way_in.journey import Journey

    shown = live.python(
        "from sjalvklar.faces.way_in.journey import Journey, seal\n"
        "for what in ('crime', 'threatened', 'older'):\n"
        "    print(seal(Journey(language='ar', question='where', danger='no', who='parent', what=what)))"
    ).split()
    assert len({len(token) for token in shown}) == 1
    assert len(set(shown)) == 3
    assert Journey().language == "sv"


def test_nothing_about_a_reader_stands_in_the_server_s_log(live: Live) -> None:
    address, number = form(live)
    post(live, address, n=number, t="Ord som ingen annan skriver: kornknarr.")
    ask(live, "/nothing?secret=kornknarr", headers={"X-Forwarded-For": "203.0.113.9"})
    said = live.said()
    assert "203.0.113.9" not in said
    assert "kornknarr" not in said
    assert "127.0.0.1 - -" not in said
