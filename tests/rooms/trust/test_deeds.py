# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a deed in any room rests on."""

from __future__ import annotations

import hashlib

import pytest

from sjalvklar.trust import deeds
from sjalvklar.trust.access import context


def test_the_same_form_gives_the_same_and_another_form_another():
    assert deeds.once(b"case", b"7") == deeds.once(b"case", b"7")
    assert deeds.once(b"case", b"7") != deeds.once(b"case", b"8")


def test_where_one_part_ends_counts():
    assert deeds.once(b"ab", b"c") != deeds.once(b"a", b"bc")
    assert deeds.once(b"ab") != deeds.once(b"ab", b"")


def test_what_a_form_was_kept_as_before_is_known_again():
    """Rows hold these: another way of counting would keep a form that is sent again twice."""
    assert deeds.once(b"plan", b"7") == hashlib.sha256(b"\x00\x00\x00\x04plan\x00\x00\x00\x017").digest()


@pytest.mark.parametrize("length", [0, 15, 33])
def test_a_number_of_another_length_is_no_form_of_ours(length):
    with pytest.raises(ValueError, match="16 to 32 bytes"):
        deeds.check_nonce(b"n" * length)
    deeds.check_nonce(b"n" * 16)
    deeds.check_nonce(b"n" * 32)


def test_a_drawn_number_has_its_year_and_its_letter_and_every_digit():
    assert deeds.draw_number(2026, below=lambda _: 7) == "2026-000007"
    assert deeds.draw_number(2026, "P", below=lambda most: most - 1) == "P2026-999999"


def test_what_is_done_beyond_the_desk_is_done_as_a_command_and_no_longer():
    with context.acting(context.staff(7)):
        with deeds.beyond_the_desk():
            assert context.current() == context.COMMAND
        assert context.current() == context.staff(7)
