# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The receipt code: written by hand in any script, and wrong digits are found before anything is looked up."""

from __future__ import annotations

import math
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox.rules.receipt import DIGITS, SECRET_DIGITS, Receipt, damm, from_bytes, from_secret, parse

codes = st.text("0123456789", min_size=SECRET_DIGITS, max_size=SECRET_DIGITS).map(from_secret)
SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]


def test_a_code_has_at_least_77_bits_and_is_spread_over_all_of_them() -> None:
    assert math.log2(10**SECRET_DIGITS) > 79
    firsts = {from_bytes(secrets.token_bytes(32)).digits[0] for _ in range(400)}
    assert firsts == set("0123456789")
    assert from_bytes(bytes(32)).digits == "0" * DIGITS


def test_the_published_check_digit_of_572_is_4() -> None:
    assert damm("572") == 4
    assert damm("5724") == 0


@given(codes)
def test_every_single_wrong_digit_is_found(code: Receipt) -> None:
    for at in range(DIGITS):
        for other in set("0123456789") - {code.digits[at]}:
            with pytest.raises(Invalid, match="code_check"):
                parse(code.digits[:at] + other + code.digits[at + 1 :])


@given(codes)
def test_every_two_neighbours_that_changed_place_are_found(code: Receipt) -> None:
    for at in range(DIGITS - 1):
        a, b = code.digits[at], code.digits[at + 1]
        if a != b:
            with pytest.raises(Invalid, match="code_check"):
                parse(code.digits[:at] + b + a + code.digits[at + 2 :])


@given(
    codes, st.sampled_from(SCRIPTS), st.sampled_from([" ", "-", " - ", "\n", "\u00a0", "\u200f", "–", ".", "\u2068 "])
)
def test_a_code_is_read_in_any_digits_with_anything_between(code: Receipt, script: str, between: str) -> None:
    written = between.join(code.groups).translate({ord(str(n)): script[n] for n in range(10)})
    assert parse(f"  {written}\r\n") == code


@given(codes)
def test_it_is_shown_as_six_groups_of_four_and_the_check_digit(code: Receipt) -> None:
    assert [len(group) for group in code.groups] == [4, 4, 4, 4, 4, 4, 1]
    assert "".join(code.groups) == code.digits


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "code_empty"),
        ("   - ", "code_empty"),
        ("1234", "code_short"),
        ("0" * 26, "code_long"),
        ("0" * 100_000, "code_long"),
        ("0" * 24 + "1", "code_check"),
        ("O" * 25, "code_letters"),
        ("0000 0000 x000", "code_letters"),
        ("½" * 25, "code_letters"),
        ("\U0001f600", "code_letters"),
    ],
)
def test_a_mistake_in_the_writing_is_told_as_what_it_is(written: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(written)
    assert (refused.value.code, refused.value.field) == (why, "code")


@given(st.text(max_size=60))
def test_nothing_anyone_types_is_anything_but_a_code_or_a_plain_refusal(written: str) -> None:
    try:
        parse(written)
    except Invalid:
        return


def test_a_code_does_not_show_itself_in_a_traceback() -> None:
    code = from_bytes(secrets.token_bytes(32))
    assert code.digits not in repr(code)
    for wrong in ("1" * 25, "0" * 24, "٠" * 25):
        with pytest.raises(ValueError, match="25 digits"):
            Receipt(wrong)
    with pytest.raises(ValueError, match="24 digits"):
        from_secret("1")
    with pytest.raises(ValueError, match="32 random bytes"):
        from_bytes(b"1")
