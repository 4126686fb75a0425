# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan, links and reminders as rules."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox.rules import Channel, Days, SafeContact
from sjalvklar.support.rules import (
    REMINDERS,
    DocumentationMode,
    OwnPlan,
    ReminderDeed,
    ReminderState,
    ReminderWay,
    Wish,
    check_look,
    check_wish,
    checked_plan,
    may_remind,
    move_reminder,
    remind_on,
    video,
)

MONDAY = date(2026, 11, 23)
LONG = MONDAY + timedelta(days=180)
ANY = SafeContact(Channel.PHONE, "070-174 06 12", valid_until=LONG)
WEEKDAYS = SafeContact(Channel.SMS, "070-174 06 12", days=Days.WEEKDAYS, valid_until=LONG)
WEEKEND = SafeContact(Channel.SMS, "070-174 06 12", days=Days.WEEKEND, valid_until=LONG)


def by(way: ReminderWay, days: int = 1) -> Wish:
    return Wish(way, days)


def test_a_reminder_moves_only_while_it_is_due() -> None:
    assert move_reminder(ReminderState.DUE, ReminderDeed.REMIND) is ReminderState.DONE
    for state, deed in product(ReminderState, ReminderDeed):
        if (state, deed) in REMINDERS:
            assert state is ReminderState.DUE
            continue
        with pytest.raises(NotNow, match="wrong_state"):
            move_reminder(state, deed)


@pytest.mark.parametrize(
    ("safe", "days", "talk", "expected"),
    [
        (ANY, 1, MONDAY + timedelta(days=3), MONDAY + timedelta(days=2)),
        (ANY, 0, MONDAY + timedelta(days=3), MONDAY + timedelta(days=3)),
        (ANY, 1, MONDAY, MONDAY),  # what they asked for has passed: today
        (WEEKDAYS, 1, MONDAY + timedelta(days=7), MONDAY + timedelta(days=4)),  # not on Sunday, but on the Friday
        (WEEKEND, 1, MONDAY + timedelta(days=8), MONDAY + timedelta(days=6)),
        (WEEKEND, 1, MONDAY + timedelta(days=3), None),  # no weekend before it
        (SafeContact(), 1, MONDAY + timedelta(days=3), None),  # they come to us
        (SafeContact(Channel.SMS, "070", valid_until=MONDAY - timedelta(days=1)), 1, MONDAY + timedelta(days=3), None),
        (SafeContact(Channel.SMS, "070", valid_until=MONDAY), 1, MONDAY + timedelta(days=3), MONDAY),
    ],
)
def test_the_day_of_a_reminder_is_one_that_they_said_is_safe(
    safe: SafeContact, days: int, talk: date, expected: date | None
) -> None:
    assert remind_on(by(ReminderWay.SAFE, days), safe, talk, MONDAY) == expected


def test_in_their_own_contact_any_day_is_safe_and_a_talk_that_has_been_is_not_reminded_of() -> None:
    wish = by(ReminderWay.THREAD, 2)
    assert remind_on(wish, SafeContact(), MONDAY + timedelta(days=6), MONDAY) == MONDAY + timedelta(days=4)
    assert remind_on(wish, SafeContact(), MONDAY + timedelta(days=1), MONDAY) == MONDAY
    assert remind_on(wish, SafeContact(), MONDAY - timedelta(days=1), MONDAY) is None
    assert may_remind(ReminderWay.THREAD, SafeContact(), MONDAY)
    assert may_remind(ReminderWay.SAFE, WEEKDAYS, MONDAY)
    assert not may_remind(ReminderWay.SAFE, WEEKEND, MONDAY)
    assert not may_remind(ReminderWay.SAFE, SafeContact(), MONDAY)


def test_nobody_is_reminded_in_a_way_that_they_have_not_given() -> None:
    check_wish(by(ReminderWay.SAFE), ANY, has_thread=False)
    check_wish(by(ReminderWay.THREAD), SafeContact(), has_thread=True)
    for wish, safe, has_thread, code in (
        (by(ReminderWay.SAFE), SafeContact(), True, "no_such_way"),
        (by(ReminderWay.THREAD), ANY, False, "no_such_way"),
        (by(ReminderWay.SAFE, 8), ANY, True, "days_before"),
        (by(ReminderWay.SAFE, -1), ANY, True, "days_before"),
    ):
        with pytest.raises(Invalid, match=code):
            check_wish(wish, safe, has_thread=has_thread)


@pytest.mark.parametrize(
    "address",
    [
        "http://video.example.org/{room}",
        "https://video.example.org/",
        "https://video.example.org/{room}/{room}",
        "https://{room}.example.org/",
        "https://me:word@video.example.org/{room}",
        "https:///{room}",
        "https://video.example.org:x/{room}",
        'https://video.example.org/{room}"onclick',
        "https://video.example.org/a b/{room}",
        "javascript:alert('{room}')",
        "https://video.example.org/{room}" + "a" * 200,
    ],
)
def test_an_address_for_talks_by_video_is_https_with_one_place_for_a_room(address: str) -> None:
    assert not video.is_template(address)


def test_a_rooms_name_cannot_be_guessed_and_is_read_alike_with_and_without_capitals() -> None:
    for address in ("https://video.example.org/{room}", "https://v.example.org:8443/m/{room}?x=1#config"):
        assert video.is_template(address)
    one, other = video.room_name(b"a" * 20), video.room_name(bytes(20))
    assert one != other
    assert len(one) == 32
    assert one == one.lower()
    assert one.isalnum()
    assert video.link("https://video.example.org/{room}", one) == f"https://video.example.org/{one}"
    with pytest.raises(ValueError, match="twenty"):
        video.room_name(b"short")


def test_a_plan_says_what_they_want_and_points_at_nobody_where_nobody_may_be_known() -> None:
    anonymous, file = DocumentationMode.ANONYMOUS, DocumentationMode.PERSONAL_FILE
    assert checked_plan(OwnPlan("  Sova.  ", we_do="Ringa 070-174 06 12"), file).wants == "Sova."
    for plan, mode, code, field in (
        (OwnPlan(helps="Någon att tala med"), file, "needed", "wants"),
        (OwnPlan("a" * 2001), file, "too_long", "wants"),
        (OwnPlan("Sova", we_do="Ringa 070-174 06 12"), anonymous, "phone_here", "we_do"),
        (OwnPlan("Sova", they_do="amal@example.org"), anonymous, "email_here", "they_do"),
        (OwnPlan("640823-3234"), DocumentationMode.NAMED_WITHOUT_FILE, "personal_number_here", "wants"),
    ):
        with pytest.raises(Invalid) as refused:
            checked_plan(plan, mode)
        assert (refused.value.code, refused.value.field) == (code, field)
    check_look(MONDAY, MONDAY)
    for on, code in ((MONDAY - timedelta(days=1), "passed"), (MONDAY + timedelta(days=400), "too_far")):
        with pytest.raises(Invalid, match=code):
            check_look(on, MONDAY)
