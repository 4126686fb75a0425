# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was typed is kept through a fault in the form, and opens only for whoever has the address line."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox import actions, queries
from sjalvklar.mailbox.draft_room import Room
from sjalvklar.mailbox.models import Draft

pytestmark = pytest.mark.django_db
TYPED = {
    "text": "Min son är försvunnen \ud83d",
    "channel": "phone",
    "value": "070-174 06 05",
    "faults": {"value": "needed"},
}


def test_a_draft_comes_back_for_its_key_and_for_no_other(at) -> None:
    key = actions.keep_draft(TYPED, at=at)
    assert len(key) == 16
    assert queries.draft(key, at=at) == TYPED
    for other in (secrets.token_bytes(16), b"", b"short", key + b"x"):
        assert queries.draft(other, at=at) is None


def test_a_draft_lives_thirty_minutes_and_is_then_erased(at) -> None:
    key = actions.keep_draft(TYPED, at=at)
    assert queries.draft(key, at=at + timedelta(minutes=29)) == TYPED
    assert queries.draft(key, at=at + timedelta(minutes=30)) is None
    assert actions.erase_drafts(at=at + timedelta(minutes=29)) == 0
    assert actions.erase_drafts(at=at + timedelta(minutes=30)) == 1
    assert not Draft.objects.exists()


def test_the_row_alone_gives_nothing_away(at) -> None:
    key = actions.keep_draft(TYPED, at=at)
    row = Draft.objects.get()
    kept = bytes(row.pk) + bytes(row.sealed)
    for secret in (key, b"070", "försvunnen".encode()):
        assert secret not in kept


def test_a_sealed_draft_moved_to_another_row_does_not_open(at) -> None:
    mine, theirs = actions.keep_draft({"a": 1}, at=at), actions.keep_draft({"b": 2}, at=at)
    rows = {bytes(row.pk): row for row in Draft.objects.all()}
    from sjalvklar.mailbox import draft_keys

    Draft.objects.filter(pk=draft_keys.row(theirs)).update(sealed=rows[draft_keys.row(mine)].sealed)
    assert queries.draft(theirs, at=at) is None


def test_a_draft_has_a_limit(at) -> None:
    with pytest.raises(Invalid, match="too_long"):
        actions.keep_draft({"text": "å" * 70_000}, at=at)
    assert queries.draft(actions.keep_draft({"text": "å" * 60_000}, at=at), at=at) is not None


def test_a_draft_from_a_future_that_a_wrong_clock_saw_is_erased_too(at) -> None:
    actions.keep_draft(TYPED, at=at + timedelta(days=3650))
    assert actions.erase_drafts(at=at) == 1


def test_staff_may_have_kept_whatever_a_form_can_hold(at) -> None:
    long = {"text": "å" * 250_000}
    assert queries.draft(actions.keep_draft(long, from_staff=True, at=at), at=at) == long


def test_a_flood_of_drafts_is_refused_and_none_gives_way_before_its_time(at) -> None:
    room = Room(most=3)
    for minute in (0, 10, 20):
        room.take(at + timedelta(minutes=minute))
    for minute in (20, 29):
        with pytest.raises(NotNow, match="too_many"):
            room.take(at + timedelta(minutes=minute))
    room.take(at + timedelta(minutes=30))  # the first has had its half hour
    with pytest.raises(NotNow, match="too_many"):
        room.take(at + timedelta(minutes=39))


def test_a_clock_that_was_wrong_for_a_while_leaves_no_place_taken_for_ever(at) -> None:
    room = Room(most=1)
    room.take(at + timedelta(days=3650))
    room.take(at)
