# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may ask the key process, and what becomes of whoever says nonsense to it."""

from __future__ import annotations

import json
import os
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from tests.rooms.trust.key_process import CHECKPOINT, KeyProcess

from sjalvklar.trust import keyring
from sjalvklar.trust.keys import (
    IndexField,
    KeyHolderAway,
    SocketHolder,
    server,
    wire,
)
from sjalvklar.trust.keys.server import KeyServer


def test_the_socket_is_its_owners_only_unless_others_are_let_in(folder: Path, process: KeyProcess, tmp_path) -> None:
    assert stat.S_IMODE(process.socket.stat().st_mode) == 0o600
    with KeyProcess(folder, tmp_path / "other", "--allow", "54321") as wider:
        assert stat.S_IMODE(wider.socket.stat().st_mode) == 0o666
        assert SocketHolder(wider.socket).salt() == SocketHolder(process.socket).salt()


def test_a_socket_that_another_user_listens_at_is_told_nothing(tmp_path: Path) -> None:
    squatted, heard = tmp_path / "s", []
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(squatted))
    listener.listen(5)

    def squat() -> None:
        line, _ = listener.accept()
        heard.append(line.recv(1000))
        line.close()

    squatter = threading.Thread(target=squat)
    squatter.start()
    with pytest.raises(KeyHolderAway, match="not the one that holds the keys"):
        SocketHolder(squatted, user=str(os.geteuid() + 1)).code_keys(b"a slow hash that is secret......")
    squatter.join()
    listener.close()
    assert heard == [b""]


def test_a_user_who_was_not_named_is_hung_up_on_and_one_who_was_may_not_rotate(served, tmp_path, monkeypatch) -> None:
    stranger, colleague = 54321, 54322
    served._allowed |= {colleague}
    monkeypatch.setattr(server, "peer_of", lambda _line: (1, stranger))
    with pytest.raises(KeyHolderAway):
        SocketHolder(tmp_path / "t").salt()
    monkeypatch.setattr(server, "peer_of", lambda _line: (1, colleague))
    asked = SocketHolder(tmp_path / "t")
    assert asked.salt()
    owners = {name for name, question in wire.QUESTIONS.items() if question.owner}
    assert owners == {
        *("stage_kek", "sealed_copy", "promote_kek", "rewrap_subjects", "retire_keks"),
        *("add_index_key", "reindex", "stage_signing", "change_signing", "settle_signing"),
        *("stage_pepper", "promote_pepper", "retire_peppers"),
    }
    for refused in (
        *(asked.stage_kek, asked.promote_kek, asked.rewrap_subjects, asked.retire_keks),
        *(asked.stage_signing, asked.change_signing, asked.stage_pepper, asked.promote_pepper),
        lambda: asked.add_index_key(1),
        lambda: asked.reindex(bytes(32), version=1),
        lambda: asked.settle_signing(CHECKPOINT, ()),
        lambda: asked.retire_peppers(()),
    ):
        with pytest.raises(keyring.KeyringFault, match="only the user who owns the keys"):
            refused()


def test_the_kernels_word_on_who_asks_is_what_counts(folder: Path) -> None:
    """Root becomes somebody else, who is hung up on. Others can only be themselves, the owner, and are let in."""
    open_to_all = Path(tempfile.mkdtemp(dir=os.environ["SJALVKLAR_DATA"]))
    open_to_all.chmod(0o755)
    program = (
        "import os, socket, sys\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "line = socket.socket(socket.AF_UNIX); line.connect(sys.argv[1]); line.settimeout(2)\n"
        "try: print('hung up on' if line.recv(10) == b'' else 'answered unasked')\n"
        "except TimeoutError: print('let in')\n"
        "except OSError: print('hung up on')\n"
    )
    with KeyProcess(folder, open_to_all / "s", "--allow", "54321") as running:
        run = subprocess.run(
            [sys.executable, "-c", program, str(running.socket)], capture_output=True, text=True, check=False
        )
        assert run.stdout.strip() == ("hung up on" if os.geteuid() == 0 else "let in"), run.stderr
        assert SocketHolder(running.socket).salt()


GARBAGE = {
    "an empty frame": struct.pack(">I", 0),
    "a frame that is too long": struct.pack(">I", wire.LARGEST + 1),
    "the longest length and nothing more": b"\xff\xff\xff\xff",
    "no JSON": struct.pack(">I", 4) + b"{{{{",
    "no object": struct.pack(">I", 4) + b"[1] ",
    "nested a thousand deep": struct.pack(">I", 20_000) + b"[" * 20_000,
    "a web request": b"GET / HTTP/1.1\r\nHost: keys\r\n\r\n",
    "cut": struct.pack(">I", 100) + b'{"v":1',
}


def _frame(said: object) -> bytes:
    body = json.dumps(said).encode()
    return struct.pack(">I", len(body)) + body


FOREIGN = {
    "a question there is none of": {"v": 1, "ask": "kek", "with": {}},
    "a method of the holder that is no question": {"v": 1, "ask": "_signing", "with": {}},
    "another version": {"v": 2, "ask": "salt", "with": {}},
    "a word too many": {"v": 1, "ask": "salt", "with": {"a": 1}},
    "a word too few": {"v": 1, "ask": "index", "with": {"field": "name", "version": 1}},
    "another field": {"v": 1, "ask": "index", "with": {"field": "shoe", "normalised": "a", "version": 1}},
    "a number for text": {"v": 1, "ask": "index", "with": {"field": "name", "normalised": 1, "version": 1}},
    "no base64": {"v": 1, "ask": "code_keys", "with": {"slow": "*"}},
    "half a person": {"v": 1, "ask": "subject_keys", "with": {"subjects": "AAAA"}},
    "half a surrogate": {"v": 1, "ask": "index", "with": {"field": "name", "normalised": "\ud800", "version": 1}},
    "no object with it": {"v": 1, "ask": "salt", "with": []},
    "a list for a name": {"v": 1, "ask": ["salt"], "with": {}},
    "more beside it": {"v": 1, "ask": "salt", "with": {}, "and": 1},
}


@pytest.mark.parametrize("sent", [*GARBAGE.values(), *map(_frame, FOREIGN.values())], ids=[*GARBAGE, *FOREIGN])
def test_nonsense_is_hung_up_on_and_the_others_are_answered(served: KeyServer, tmp_path: Path, sent: bytes) -> None:
    asked = SocketHolder(tmp_path / "t")
    expected = asked.salt()
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(tmp_path / "t"))
        line.settimeout(5)
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):  # hung up on before all of it was read
            assert line.recv(100) == b""
    assert SocketHolder(tmp_path / "t").salt() == expected


def test_many_who_say_nothing_keep_nobody_out_once_they_are_gone(served: KeyServer, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(server, "LINES", 5)
    asked = SocketHolder(tmp_path / "t")
    asked.salt()
    silent = [socket.socket(socket.AF_UNIX) for _ in range(8)]
    for line in silent:
        line.connect(str(tmp_path / "t"))
        line.settimeout(5)
    assert asked.index(IndexField.NAME, "amal"), "who is in is answered"
    assert [line.recv(1) for line in silent[4:]] == [b""] * 4
    for line in silent:
        line.close()
    with served._guard:
        assert served._guard.wait_for(lambda: len(served._lines) == 1, timeout=10)
    assert SocketHolder(tmp_path / "t").salt()
