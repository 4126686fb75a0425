# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A wrong, an expired and a closed code cannot be told apart, and whoever guesses gets in nobody's way."""

from __future__ import annotations

import secrets
import sys
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.mailbox.people import fresh

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.mailbox import actions, guessing
from sjalvklar.mailbox.models import Thread, Wrap
from sjalvklar.mailbox.rules import CloseReason
from sjalvklar.mailbox.rules.receipt import Receipt, from_bytes
from sjalvklar.trust.models import AuditEntry


def _random_code() -> Receipt:
    return from_bytes(secrets.token_bytes(32))


@pytest.fixture
def codes(write, people, at):
    """Codes that open nothing, each for its own reason, at a moment when they do not."""
    later = at + timedelta(days=40)
    closed = write()
    actions.close_by_relative(actions.open_by_receipt(closed.receipt, at=at), at=at)
    by_desk = write()
    actions.take(actor=people.jonas, thread_id=by_desk.thread_id, at=at)
    actions.close(actor=people.jonas, thread_id=by_desk.thread_id, reason=CloseReason.HELPED, at=at)
    erased = write(at=at - timedelta(days=60))
    for day in (0, 2):
        actions.erase_expired(at=later + timedelta(days=day))
    old = write(at=at - timedelta(days=49))
    swapped = write()
    Wrap.objects.filter(thread_id=swapped.thread_id, holder="code").update(
        wrapped=Wrap.objects.get(thread_id=old.thread_id, holder="code").wrapped
    )
    return later + timedelta(days=2), {
        "wrong": _random_code(),
        "closed by the relative": closed.receipt,
        "closed by the desk 42 days ago": by_desk.receipt,
        "erased": erased.receipt,
        "past its time": old.receipt,
        "with another thread's wrap": swapped.receipt,
    }


def test_codes_that_open_nothing_give_one_answer_by_one_path(codes) -> None:
    later, all_codes = codes
    asked = {}
    for why, code in all_codes.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert actions.open_by_receipt(code, at=later) is None, why
        asked[why] = [query["sql"].split("WHERE")[0] for query in queries]
    assert len({tuple(asked) for asked in asked.values()}) == 1
    assert {len(asked) for asked in asked.values()} == {1}


def test_nothing_is_written_when_a_code_opens_nothing(codes) -> None:
    later, all_codes = codes
    before = (AuditEntry.objects.count(), list(Thread.objects.order_by("id").values_list()))
    for code in all_codes.values():
        actions.open_by_receipt(code, at=later)
    assert (AuditEntry.objects.count(), list(Thread.objects.order_by("id").values_list())) == before


def test_a_wrong_code_is_as_much_work_as_a_closed_one(codes) -> None:
    """Counted, not timed: one slow hash, one attempt to unwrap, and the same calls around them to a twentieth."""
    later, all_codes = codes
    actions.open_by_receipt(_random_code(), at=later)  # imports and compiled queries are nobody's
    calls: dict[str, int] = {}
    slow: dict[str, list[str]] = {}
    for why, code in all_codes.items():
        counted = [0]
        hard: list[str] = []

        def count(frame, event, argument, counted=counted, hard=hard) -> None:
            counted[0] += 1
            if event == "call" and frame.f_code.co_name in {"hash_secret_raw", "unwrap_with_code", "open"}:
                hard.append(frame.f_code.co_name)

        sys.setprofile(count)
        try:
            actions.open_by_receipt(code, at=later)
        finally:
            sys.setprofile(None)
        calls[why], slow[why] = counted[0], hard
    assert all(found == ["hash_secret_raw", "unwrap_with_code", "open"] for found in slow.values()), slow
    assert max(calls.values()) < 1.05 * min(calls.values()), calls


def test_the_code_opens_for_thirty_days_after_the_desk_closed_and_writing_opens_the_thread_again(
    write, people, at
) -> None:
    stored = write()
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    actions.close(actor=people.jonas, thread_id=stored.thread_id, reason=CloseReason.NO_REPLY, at=at)
    almost = at + timedelta(days=30, seconds=-1)
    opened = actions.open_by_receipt(stored.receipt, at=almost)
    assert opened is not None
    assert actions.read_as_relative(opened, at=almost).opens_until == at + timedelta(days=30)
    assert actions.open_by_receipt(stored.receipt, at=at + timedelta(days=30)) is None
    actions.write_again(opened, text="Det blev värre", nonce=fresh(), at=almost)
    thread = Thread.objects.get()
    assert (thread.state, thread.owner_id, thread.closed_at, thread.close_reason) == ("waiting", None, None, "")
    assert thread.due_at == almost + timedelta(hours=24)
    assert actions.open_by_receipt(stored.receipt, at=at + timedelta(days=60)) is not None


def test_after_the_relative_closed_an_open_window_is_dead_too(write, at) -> None:
    stored = write()
    here, elsewhere = (actions.open_by_receipt(stored.receipt, at=at) for _ in range(2))
    actions.close_by_relative(here, at=at)
    assert not Wrap.objects.filter(holder="code").exists()
    for deed in (
        lambda: actions.read_as_relative(elsewhere, at=at),
        lambda: actions.write_again(elsewhere, text="a", nonce=fresh(), at=at),
        lambda: actions.close_by_relative(elsewhere, at=at),
    ):
        with pytest.raises(NotFound, match="gone"):
            deed()


def test_the_relative_may_close_what_the_desk_has_closed(write, people, at) -> None:
    stored = write()
    opened = actions.open_by_receipt(stored.receipt, at=at)
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    actions.close(actor=people.jonas, thread_id=stored.thread_id, reason=CloseReason.HELPED, at=at)
    actions.close_by_relative(opened, at=at)
    assert actions.open_by_receipt(stored.receipt, at=at) is None


def test_a_cookie_with_another_key_opens_nothing(write, at) -> None:
    mine, other = (actions.open_by_receipt(write().receipt, at=at) for _ in range(2))
    kept = actions.Opened.from_bytes(mine.to_bytes())
    assert actions.read_as_relative(kept, at=at).may_write
    for forged in (actions.Opened(mine.thread_id, other.key), actions.Opened(mine.thread_id, b"")):
        with pytest.raises(NotFound, match="gone"):
            actions.read_as_relative(forged, at=at)
    with pytest.raises(ValueError, match="48 bytes"):
        actions.Opened.from_bytes(b"short")
    assert repr(mine.key) not in repr(mine)


# --- Guessing -------------------------------------------------------------------------------------------------------
GUESSER, NEIGHBOUR, ELSEWHERE = "192.0.2.66", "192.0.2.7", "198.51.100.9"


def test_places_are_networks_and_no_address_is_kept() -> None:
    watch = guessing.Watch()
    at = clock.now()
    assert watch._place(GUESSER, at) is watch._place(NEIGHBOUR, at)
    assert watch._place(GUESSER, at) is watch._place(f"::ffff:{GUESSER}", at)
    assert watch._place("2001:db8:1:2::3", at) is watch._place("2001:db8:1:ffff::9", at)
    assert watch._place("2001:db8:2::1", at) is not watch._place("2001:db8:1::1", at)
    assert watch._place("", at) is watch._place("no address", at)
    assert b"192.0.2" not in b"".join(watch._places)
    before = watch._place(GUESSER, at)
    assert watch._place(GUESSER, at + timedelta(days=1)) is not before
    assert watch._place(GUESSER, at - timedelta(days=1)) is not before


def test_memory_for_places_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr(guessing, "MOST_PLACES", 50)
    watch = guessing.Watch()
    for number in range(500):
        watch.missed(f"10.{number // 250}.{number % 250}.1")
    assert len(watch._places) <= 50


def test_only_a_place_that_guesses_is_told_to_wait_and_only_when_its_lane_is_full() -> None:
    watch = guessing.Watch()
    for _ in range(guessing.WRONG_BEFORE_LANE):
        watch.missed(GUESSER)
    gate, out, told = threading.Barrier(2), threading.Event(), []

    def hold() -> None:
        with watch.attempt(GUESSER):
            gate.wait()
            out.wait()

    def line_up() -> None:
        try:
            with watch.attempt(NEIGHBOUR):
                told.append("in")
        except guessing.Busy:
            told.append("busy")

    holder = threading.Thread(target=hold)
    holder.start()
    gate.wait()
    line = [threading.Thread(target=line_up) for _ in range(8)]
    for one in line:
        one.start()
    while told.count("busy") < 8 - guessing.IN_LINE:
        pass
    for _ in range(50):
        with watch.attempt(ELSEWHERE):
            pass
    assert "in" not in told
    out.set()
    for one in (holder, *line):
        one.join()
    assert sorted(told) == ["busy"] * (8 - guessing.IN_LINE) + ["in"] * guessing.IN_LINE
    with watch.attempt(GUESSER):
        pass  # the lane is free again


def test_an_hour_later_a_place_is_like_any_other(at) -> None:
    watch = guessing.Watch()
    with clock.frozen(at):
        for _ in range(100):
            watch.missed(GUESSER)
        assert watch._place(GUESSER, at).times == 100
    assert watch._place(GUESSER, at + timedelta(hours=1)).times == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(240)
def test_ten_thousand_wrong_codes_from_one_place_do_not_slow_anyone_else(write, at) -> None:
    """Sixteen guessers, as fast as they can, from one network; meanwhile somebody else opens their thread, and is
    never told to wait. How long it takes is measured by a bench, not here."""
    stored = write()
    left, lock, busy = [10_000], threading.Lock(), []

    def guess() -> None:
        try:
            while True:
                with lock:
                    left[0] -= 1
                    if left[0] < 0:
                        return
                try:
                    actions.open_by_receipt(_random_code(), address=GUESSER, at=at)
                except guessing.Busy:
                    busy.append(1)
        finally:
            connection.close()

    guessers = [threading.Thread(target=guess) for _ in range(16)]
    for one in guessers:
        one.start()
    for _ in range(30):
        assert actions.open_by_receipt(stored.receipt, address=ELSEWHERE, at=at) is not None
    for one in guessers:
        one.join()
    assert left[0] < 0
    assert len(busy) > 5_000
    assert actions.open_by_receipt(stored.receipt, address=NEIGHBOUR, at=at) is not None


def test_people_who_mistype_are_never_told_to_wait(write, at) -> None:
    stored = write()
    for _ in range(guessing.WRONG_BEFORE_LANE + 5):
        assert actions.open_by_receipt(_random_code(), address=GUESSER, at=at) is None
    assert actions.open_by_receipt(stored.receipt, address=GUESSER, at=at) is not None
