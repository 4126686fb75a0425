# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Messages are sealed to a thread's key, and the thread's key to those who may open it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.trust import sealing
from sjalvklar.trust.envelope import CannotOpen

PAIR = sealing.new_pair()
BOX = 48  # what a sealed box adds


@given(st.binary(max_size=3000))
def test_what_was_sealed_opens_with_the_private_key_and_its_name(plain: bytes) -> None:
    name = uuid4().bytes
    assert sealing.open_with(PAIR.private, sealing.seal_to(PAIR.public, plain, name=name), name=name) == plain


@given(st.integers(0, 1500))
def test_the_length_tells_only_how_many_steps_of_512_bytes_it_took(length: int) -> None:
    sealed = sealing.seal_to(PAIR.public, b"x" * length, name=bytes(16))
    assert (len(sealed) - BOX) % sealing.STEP == 0
    assert len(sealed) - BOX - length < sealing.STEP + 21


def test_a_short_cry_and_a_long_sentence_look_alike() -> None:
    lengths = {len(sealing.seal_to(PAIR.public, text, name=bytes(16))) for text in (b"", b"Help", b"x" * 480)}
    assert len(lengths) == 1


def test_nobody_else_opens_it_and_it_opens_under_no_other_name() -> None:
    sealed = sealing.seal_to(PAIR.public, b"a", name=bytes(16))
    with pytest.raises(CannotOpen):
        sealing.open_with(sealing.new_pair().private, sealed, name=bytes(16))
    with pytest.raises(CannotOpen):
        sealing.open_with(PAIR.private, sealed, name=b"another message!")
    for garbage in (b"", b"short", sealed[:-1], sealed[::-1]):
        with pytest.raises(CannotOpen):
            sealing.open_with(PAIR.private, garbage, name=bytes(16))


def test_a_claimed_length_beyond_the_padding_does_not_open() -> None:
    from nacl.public import PublicKey, SealedBox

    lying = b"\x01" + bytes(16) + (600).to_bytes(4, "big") + bytes(491)
    with pytest.raises(CannotOpen):
        sealing.open_with(PAIR.private, SealedBox(PublicKey(PAIR.public)).encrypt(lying), name=bytes(16))


def test_a_private_key_is_wrapped_to_a_code_and_to_a_unit() -> None:
    unit, thread, row = sealing.new_pair(), uuid4(), str(uuid4())
    to_code = sealing.wrap_to_code(bytes(32), PAIR.private, row=row)
    assert sealing.unwrap_with_code(bytes(32), to_code, row=row) == PAIR.private
    with pytest.raises(CannotOpen):
        sealing.unwrap_with_code(b"1" * 32, to_code, row=row)
    with pytest.raises(CannotOpen):
        sealing.unwrap_with_code(bytes(32), to_code, row=str(uuid4()))
    to_unit = sealing.wrap_to_holder(unit.public, PAIR.private, name=thread.bytes)
    assert sealing.unwrap_as_holder(unit.private, to_unit, name=thread.bytes) == PAIR.private
    with pytest.raises(CannotOpen):
        sealing.unwrap_as_holder(unit.private, to_unit, name=uuid4().bytes)


def test_a_pair_does_not_show_its_private_half() -> None:
    assert repr(PAIR.private) not in repr(PAIR)
    assert sealing.public_of(PAIR.private) == PAIR.public
    with pytest.raises(ValueError, match="16 bytes"):
        sealing.seal_to(PAIR.public, b"a", name=b"short")
