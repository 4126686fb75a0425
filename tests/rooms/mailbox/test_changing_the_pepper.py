# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new pepper for new codes: older codes open as before, and no code tells by its time which it was made under."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.mailbox.people import fresh

from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.actions import Stored
from sjalvklar.mailbox.models import Thread
from sjalvklar.mailbox.queries import life
from sjalvklar.mailbox.queries.public import receipt_to_show
from sjalvklar.mailbox.rules.receipt import from_bytes
from sjalvklar.trust import actions as trust
from sjalvklar.trust import keyring, keys
from sjalvklar.trust.rules import Actor

IT = Actor.system("tests")


@pytest.fixture(autouse=True)
def own_keys(grano: None, settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    keyring.create(settings.KEYS_DIR)


def _rotate(at: datetime) -> int:
    with clock.frozen(at):
        return trust.rotate_pepper(life.peppers_in_use, actor=IT)


def _opens(stored: Stored, at: datetime) -> bool:
    assert stored.receipt is not None
    return actions.open_by_receipt(stored.receipt, at=at) is not None


def test_codes_from_before_and_after_open_and_each_thread_says_its_version(
    write: Callable[..., Stored], at: datetime
) -> None:
    older = write(at=at)
    assert _rotate(at) == 2
    newer = write(at=at)
    assert [_opens(one, at) for one in (older, newer)] == [True, True]
    assert [Thread.objects.get(pk=one.thread_id).pepper for one in (older, newer)] == [1, 2]
    assert actions.open_by_receipt(from_bytes(secrets.token_bytes(32)), at=at) is None


def test_a_form_sent_again_after_the_change_is_the_same_thread_with_the_same_code(
    write: Callable[..., Stored], at: datetime
) -> None:
    nonce = fresh()
    first = write(nonce=nonce, at=at)
    _rotate(at)
    again = write(nonce=nonce, at=at)
    assert (again.thread_id, again.receipt, again.fresh) == (first.thread_id, first.receipt, False)
    assert receipt_to_show(nonce, at=at) == first.receipt
    written = " ".join(first.receipt.groups) if first.receipt else ""
    assert actions.confirm_receipt(nonce=nonce, written=written, at=at).thread_id == first.thread_id
    assert Thread.objects.count() == 1


def test_every_code_costs_the_same_questions_whichever_pepper_it_was_made_under(
    write: Callable[..., Stored], at: datetime
) -> None:
    old_closed, old = write(at=at), write(at=at)
    actions.close_by_relative(actions.open_by_receipt(old_closed.receipt, at=at), at=at)
    _rotate(at)
    new_closed = write(at=at)
    actions.close_by_relative(actions.open_by_receipt(new_closed.receipt, at=at), at=at)
    asked = {}
    codes = {"wrong": from_bytes(secrets.token_bytes(32)), "old": old_closed.receipt, "new": new_closed.receipt}
    for why, code in {**codes, "past its time": old.receipt}.items():
        with CaptureQueriesContext(connection) as queries:
            assert actions.open_by_receipt(code, at=at + timedelta(days=400)) is None, why
        asked[why] = tuple(query["sql"].split("WHERE")[0] for query in queries)
    assert len(set(asked.values())) == 1
    assert {len(one) for one in asked.values()} == {2}


def test_a_pepper_goes_with_its_last_thread_and_no_sooner_than_a_day_after_it_was_replaced(
    write: Callable[..., Stored], at: datetime
) -> None:
    older = write(at=at)
    _rotate(at)
    newer = write(at=at)

    def dropped(when: datetime) -> int:
        with clock.frozen(when):
            return trust.drop_peppers(life.peppers_in_use, actor=IT)

    assert dropped(at + timedelta(days=2)) == 0, "a thread needs it"
    actions.close_by_relative(actions.open_by_receipt(older.receipt, at=at), at=at)
    Thread.objects.filter(pk=older.thread_id).update(pepper=2)  # as if it were gone, with all that hangs on it
    assert dropped(at + timedelta(hours=23)) == 0, "somebody may be storing a contact under it"
    assert dropped(at + timedelta(hours=25)) == 1
    assert keys.holder().facts().pepper_versions == (2,)
    assert _opens(newer, at)


def test_a_guess_never_costs_more_than_three_peppers(write: Callable[..., Stored], at: datetime) -> None:
    kept = [write(at=at)]
    for _ in range(2):
        _rotate(at)
        kept.append(write(at=at))
    with pytest.raises(keyring.KeyringFault, match="there is room for a new one when"):
        _rotate(at)
    assert keys.holder().facts().pepper_versions == (1, 2, 3)
    assert all(_opens(one, at) for one in kept)


def test_stopped_between_any_two_steps_codes_open_and_the_next_run_ends_it(
    write: Callable[..., Stored], at: datetime
) -> None:
    kept = [write(at=at)]
    for stop in ("copy", "promote", "copy again"):

        def stopped(name: str, stop: str = stop) -> None:
            if name == stop:
                raise InterruptedError

        with pytest.raises(InterruptedError), clock.frozen(at):
            trust.rotate_pepper(life.peppers_in_use, actor=IT, step=stopped)
        kept.append(write(at=at))
        assert all(_opens(one, at) for one in kept), stop
    assert keys.holder().facts().pepper_versions == (1, 2)
