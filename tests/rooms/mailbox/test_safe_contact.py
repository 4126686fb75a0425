# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""We contact somebody only as they said is safe: the default is that they come to us."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.mailbox.rules import Channel, SafeContact, Voicemail, WhoMayAnswer, check_safe_contact
from sjalvklar.mailbox.rules.safe_contact import dialled, from_plain, tidied, to_plain

TODAY = date(2026, 11, 22)
PHONE = SafeContact(channel=Channel.PHONE, value="070-174 06 05")


def test_nothing_said_means_that_we_never_reach_out() -> None:
    nothing = SafeContact()
    assert nothing.channel is Channel.PORTAL
    assert not nothing.reaches_out
    assert not nothing.holds_on(TODAY)
    assert check_safe_contact(nothing, TODAY) == {}


@pytest.mark.parametrize(
    "number",
    ["070-174 06 05", "08-465 004 00", "0701740605", "+46 70 174 06 05", "0046701740605", "+46 (0)70-174 06 05",
     "٠٧٠١٧٤٠٦٠٥", "+252 61 5000000", "031/390 06 00", "070–174 06 05"],
)  # fmt: skip
def test_swedish_and_foreign_numbers_are_taken_as_written(number: str) -> None:
    for channel in (Channel.PHONE, Channel.SMS):
        assert check_safe_contact(SafeContact(channel=channel, value=number), TODAY) == {}
        assert tidied(SafeContact(channel=channel, value=number), TODAY).value == number


def test_a_number_is_dialled_in_plain_digits() -> None:
    assert dialled("+46 (0)70-174 06 05") == "+46701740605"
    assert dialled("٠٧٠-١٧٤ ٠٦ ٠٥") == "0701740605"


@pytest.mark.parametrize(
    "number", ["123", "ring mig", "1740605", "+0 70", "070-174 06 05 07 08 09", "0", "++46701740605"]
)
def test_what_cannot_be_dialled_is_told(number: str) -> None:
    assert check_safe_contact(replace(PHONE, value=number), TODAY) == {"value": "not_a_number"}


@pytest.mark.parametrize(
    ("channel", "value", "fault"),
    [
        (Channel.PHONE, " ", "needed"),
        (Channel.EMAIL, "", "needed"),
        (Channel.POST, "\n", "needed"),
        (Channel.EMAIL, "amal", "not_an_address"),
        (Channel.EMAIL, "amal@example", "not_an_address"),
        (Channel.EMAIL, "a b@example.org", "not_an_address"),
        (Channel.EMAIL, "amal@example.org" + "g" * 250, "not_an_address"),
        (Channel.POST, "Storg. 1", "not_an_address"),
        (Channel.POST, "x" * 501, "too_long"),
    ],
)
def test_each_channel_needs_what_it_goes_to(channel: Channel, value: str, fault: str) -> None:
    assert check_safe_contact(SafeContact(channel=channel, value=value), TODAY) == {"value": fault}


def test_an_address_will_do() -> None:
    for channel, value in ((Channel.EMAIL, "amal@example.org"), (Channel.POST, "Exempelvägen 1\n123 45 Granö")):
        assert check_safe_contact(SafeContact(channel=channel, value=value), TODAY) == {}


def test_every_fault_is_told_at_once_by_its_field() -> None:
    wishes = replace(
        PHONE,
        when="x" * 201,
        who_may_answer=WhoMayAnswer.SOMEONE_WHO_KNOWS,
        our_phrase="y" * 81,
        valid_until=TODAY - timedelta(days=1),
    )
    assert check_safe_contact(wishes, TODAY) == {
        "when": "too_long",
        "who_knows": "needed",
        "our_phrase": "too_long",
        "valid_until": "passed",
    }
    far = replace(PHONE, valid_until=TODAY + timedelta(days=181))
    assert check_safe_contact(far, TODAY) == {"valid_until": "too_far"}


def test_a_wish_holds_for_thirty_days_unless_said_otherwise() -> None:
    kept = tidied(PHONE, TODAY)
    assert kept.valid_until == TODAY + timedelta(days=30)
    assert kept.holds_on(TODAY + timedelta(days=30))
    assert not kept.holds_on(TODAY + timedelta(days=31))
    assert not PHONE.holds_on(TODAY)
    today_only = tidied(replace(PHONE, valid_until=TODAY), TODAY)
    assert today_only.holds_on(TODAY)


def test_what_does_not_apply_is_not_kept() -> None:
    told = replace(PHONE, voicemail=Voicemail.VAGUE, who_may_answer=WhoMayAnswer.ANYONE, who_knows="min syster")
    assert tidied(told, TODAY).who_knows == ""
    by_text = tidied(replace(told, channel=Channel.SMS), TODAY)
    assert (by_text.voicemail, by_text.who_may_answer) == (Voicemail.NO, WhoMayAnswer.ONLY_ME)
    came_back = tidied(replace(told, channel=Channel.PORTAL, interpreter="arabiska"), TODAY)
    assert came_back == SafeContact(interpreter="arabiska")
    knows = tidied(replace(told, who_may_answer=WhoMayAnswer.SOMEONE_WHO_KNOWS), TODAY)
    assert knows.who_knows == "min syster"


def test_text_that_would_read_otherwise_at_the_desk_is_made_safe() -> None:
    kept = tidied(replace(PHONE, call_ourselves="Vård\u202ecentralen\x00\n"), TODAY)
    assert kept.call_ourselves == "Vårdcentralen"


@given(
    st.builds(
        SafeContact,
        channel=st.sampled_from(Channel),
        value=st.text(max_size=40),
        when=st.text(max_size=40),
        valid_until=st.none() | st.dates(),
    )
)
def test_wishes_survive_being_kept(wishes: SafeContact) -> None:
    assert from_plain(to_plain(wishes)) == wishes


def test_a_number_does_not_show_itself_in_a_traceback() -> None:
    assert "174" not in repr(PHONE)
