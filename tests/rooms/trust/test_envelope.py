# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sealed value opens where it was sealed, with its key, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.trust import envelope
from sjalvklar.trust.envelope import CannotOpen, Key

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["vectors"]
PLACE = {"domain": "sjalvklar", "table": "mailbox_wrap", "column": "code", "row": "1"}
KEY = Key(3, bytes(range(32)))


def _place(vector: dict[str, str]) -> dict[str, str]:
    return {name: vector[name] for name in ("domain", "table", "column", "row")}


@pytest.mark.parametrize("vector", VECTORS)
def test_the_published_vectors_are_sealed_and_opened_to_the_byte(vector: dict[str, str]) -> None:
    key = Key(int(vector["key_version"]), bytes.fromhex(vector["key"]))
    plain, nonce = bytes.fromhex(vector["plaintext"]), bytes.fromhex(vector["nonce"])
    assert envelope.seal(key, plain, nonce=nonce, **_place(vector)).hex() == vector["sealed"]
    assert envelope.open(key, bytes.fromhex(vector["sealed"]), **_place(vector)) == plain


@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_agree_with_aes_gcm_put_together_by_hand(vector: dict[str, str]) -> None:
    place = "|".join([*_place(vector).values(), str(vector["key_version"])]).encode()
    sealed = bytes.fromhex(vector["sealed"])
    plain = AESGCM(bytes.fromhex(vector["key"])).decrypt(sealed[5:17], sealed[17:], place)
    assert plain == bytes.fromhex(vector["plaintext"])


@given(st.binary(max_size=2000))
def test_what_was_sealed_comes_back(plain: bytes) -> None:
    assert envelope.open(KEY, envelope.seal(KEY, plain, **PLACE), **PLACE) == plain


@pytest.mark.parametrize("name", ["domain", "table", "column", "row"])
def test_a_value_moved_to_another_place_does_not_open(name: str) -> None:
    sealed = envelope.seal(KEY, b"a", **PLACE)
    with pytest.raises(CannotOpen):
        envelope.open(KEY, sealed, **{**PLACE, name: "another"})


@given(st.data())
def test_no_changed_byte_opens(data: st.DataObject) -> None:
    sealed = bytearray(envelope.seal(KEY, b"a secret", **PLACE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen):
        envelope.open(KEY, bytes(sealed), **PLACE)


@given(st.binary(max_size=60))
def test_garbage_does_not_open(garbage: bytes) -> None:
    with pytest.raises(CannotOpen):
        envelope.open(KEY, garbage, **PLACE)


def test_an_older_version_opens_while_its_key_is_kept_and_not_after() -> None:
    old, new = Key(1, bytes(32)), Key(2, bytes(range(32)))
    sealed = envelope.seal(old, b"before", **PLACE)
    assert envelope.open((old, new), sealed, **PLACE) == b"before"
    with pytest.raises(CannotOpen):
        envelope.open((new,), sealed, **PLACE)


def test_a_version_that_lies_does_not_open() -> None:
    sealed = bytearray(envelope.seal(Key(1, KEY.secret), b"a", **PLACE))
    sealed[4] = 2
    with pytest.raises(CannotOpen):
        envelope.open((Key(1, KEY.secret), Key(2, KEY.secret)), bytes(sealed), **PLACE)


@pytest.mark.parametrize("word", ["a|b", ""])
def test_a_place_whose_words_could_be_read_two_ways_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="bar"):
        envelope.seal(KEY, b"a", **{**PLACE, "row": word})


def test_a_key_does_not_show_itself() -> None:
    assert KEY.secret.hex() not in repr(KEY)
    assert "secret" not in repr(KEY)
    with pytest.raises(ValueError, match="32 bytes"):
        Key(1, b"short")
    with pytest.raises(ValueError, match="from 1"):
        Key(0, bytes(32))
