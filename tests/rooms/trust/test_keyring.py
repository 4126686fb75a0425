# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One file outside the database: made once, readable by its owner, never overwritten, loud when something is wrong."""

from __future__ import annotations

import base64
import json
import stat
import threading
from pathlib import Path

import pytest

from sjalvklar.trust import keyring
from sjalvklar.trust.keyring import KeyringFault


def test_a_keyring_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert keyring.create(folder)
    place = folder / keyring.NAME
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    before = place.read_bytes()
    assert not keyring.create(folder)
    assert place.read_bytes() == before
    assert [file.name for file in folder.iterdir()] == [keyring.NAME]


def test_of_many_that_make_it_at_once_one_does_and_all_read_the_same(tmp_path: Path) -> None:
    made, gate = [], threading.Barrier(12)

    def make() -> None:
        gate.wait()
        made.append((keyring.create(tmp_path), keyring.read(tmp_path)))

    threads = [threading.Thread(target=make) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(first for first, _ in made) == 1
    assert len({keyring.to_json(ring) for _, ring in made}) == 1


def test_a_missing_keyring_says_what_to_do_and_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(KeyringFault, match="keys recover"):
        keyring.read(tmp_path)
    assert not (tmp_path / keyring.NAME).exists()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_keyring_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    keyring.create(tmp_path)
    (tmp_path / keyring.NAME).chmod(mode)
    with pytest.raises(KeyringFault, match="chmod 600"):
        keyring.read(tmp_path)


@pytest.mark.parametrize("broken", [b"", b"{}", b"[]", b'{"format": 1}', b'{"format": 1, "kek": []}', b"\xff\x00"])
def test_a_broken_keyring_is_refused_in_words_that_hold_no_key(tmp_path: Path, broken: bytes) -> None:
    keyring.create(tmp_path)
    (tmp_path / keyring.NAME).write_bytes(broken)
    with pytest.raises(KeyringFault, match="restore it"):
        keyring.read(tmp_path)


def test_a_keyring_of_a_later_format_says_so(tmp_path: Path) -> None:
    with pytest.raises(KeyringFault, match="format 3"):
        keyring.from_json(b'{"format": 3}')


def test_no_key_is_shown_when_a_keyring_is(tmp_path: Path) -> None:
    ring = keyring.fresh()
    shown = repr(ring)
    many = (*ring.kek, *ring.peppers, *ring.signing)
    for secret in (*(one.secret for one in many), ring.root, ring.salt, ring.url, ring.cookie, ring.nonce):
        assert repr(secret) not in shown
        assert secret.hex() not in shown


def test_replacing_one_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    keyring.create(tmp_path)
    stale = keyring.fresh()
    before = (tmp_path / keyring.NAME).read_bytes()
    with pytest.raises(KeyringFault, match="meanwhile"):
        keyring.replace(tmp_path, keyring.fresh(), expected=stale)
    assert (tmp_path / keyring.NAME).read_bytes() == before


def test_the_current_keyring_is_read_again_when_the_file_changes(tmp_path: Path, settings) -> None:
    settings.KEYS_DIR = tmp_path
    keyring.create(tmp_path)
    first = keyring.current()
    assert keyring.current() is first
    other = keyring.fresh()
    keyring.replace(tmp_path, other, expected=first)
    assert keyring.current() == other


def test_bytes_for_one_purpose_differ_from_those_for_another() -> None:
    ring = keyring.fresh()
    assert ring.derived("a") == ring.derived("a")
    assert (
        len({ring.derived("a"), ring.derived("b"), ring.derived("a", source=b"x"), keyring.fresh().derived("a")}) == 4
    )


def test_a_keyring_from_before_the_keys_were_changed_apart_gives_the_same_keys() -> None:
    ring = keyring.fresh()
    names = ("salt", "url", "cookie", "nonce")
    older = {
        "format": 1,
        "kek": [{"version": 1, "secret": base64.b64encode(ring.current_kek.secret).decode()}],
        "pepper": base64.b64encode(ring.root).decode(),
        **{name: base64.b64encode(getattr(ring, name)).decode() for name in names},
    }
    read = keyring.from_json(json.dumps(older).encode())
    assert [one.secret for one in read.peppers] == [read.root] == [ring.root]
    assert read.derived("blind-index|number") == ring.derived("blind-index|number")
    assert [key.secret for key in read.signing] == [ring.derived("checkpoint-signing")]
    assert keyring.from_json(keyring.to_json(read)) == read
