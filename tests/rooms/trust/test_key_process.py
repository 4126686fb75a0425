# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys in a process of their own: the same answers, no key given away, and calm when it is gone."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.rooms.trust.key_process import SOURCES, KeyProcess

from sjalvklar.trust import keyring, sealing
from sjalvklar.trust.envelope import CannotOpen
from sjalvklar.trust.keys import (
    Drawn,
    FileHolder,
    IndexField,
    KeyHolder,
    KeyHolderAway,
    SocketHolder,
    client,
    server,
    wire,
)
from sjalvklar.trust.keys.server import CannotServe, KeyServer

CHECKPOINT = b"example.org/record\n3\n" + base64.b64encode(bytes(32)) + b"\n"
SUBJECT = UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keyring.create(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def process(folder: Path, tmp_path: Path) -> Iterator[KeyProcess]:
    with KeyProcess(folder, tmp_path / "s") as running:
        yield running


@pytest.fixture
def served(folder: Path, tmp_path: Path) -> Iterator[KeyServer]:
    """The same server in a thread, to be looked at from inside."""
    made = KeyServer(FileHolder(folder), tmp_path / "t")
    made.open()
    thread = threading.Thread(target=made.serve)
    thread.start()
    yield made
    made.ask_to_stop()
    thread.join()


def _questions(wrapped: bytes, sealed: bytes) -> dict[str, Callable[[KeyHolder], object]]:
    return {
        "salt": lambda holder: holder.salt(),
        "door": lambda holder: holder.door(),
        "code keys": lambda holder: holder.code_keys(b"s" * 32),
        "index": lambda holder: [holder.index(field, "121212121212") for field in IndexField],
        "draw": lambda holder: [holder.draw(one, source=b"n", turn=3, length=16) for one in Drawn],
        "draw without a turn": lambda holder: holder.draw(Drawn.ONCE, source=b"n"),
        "open as a unit": lambda holder: holder.open_as_unit("unit:a", sealed, wrapped, name=bytes(16)),
        "factor": lambda holder: holder.open_factor(holder.seal_factor(b"totp")),
        "people": lambda holder: holder.subject_keys([SUBJECT]),
        "signature": lambda holder: holder.sign(CHECKPOINT),
        "public key": lambda holder: holder.verifying_key(),
        "facts": lambda holder: holder.facts(),
        "destroyed": lambda holder: holder.destroyed_subjects(),
    }


def test_it_answers_as_the_file_would_and_gives_no_key_away(folder: Path, process: KeyProcess, monkeypatch) -> None:
    said: list[str] = []
    real = wire.read_answer

    def overheard(name: str, answer: dict[str, object]) -> object:
        said.append(json.dumps(answer))
        return real(name, answer)

    monkeypatch.setattr(wire, "read_answer", overheard)
    file, asked = FileHolder(folder), SocketHolder(process.socket)
    pair = asked.new_unit_pair("unit:a")
    wrapped = sealing.wrap_to_holder(pair.public, b"thread's key", name=bytes(16))
    asked.add_subject(SUBJECT)
    for name, question in _questions(wrapped, pair.sealed_private).items():
        assert question(asked) == question(file), name
    assert asked.rewrap_subjects() == 0
    assert asked.rewrap_unit("unit:a", pair.public, pair.sealed_private).kek_version == 1
    ring = keyring.read(folder)
    private = FileHolder(folder)._signing().private_bytes_raw()
    secrets = [ring.pepper, *(key.secret for key in ring.kek), private]
    secrets += [ring.derived(f"blind-index|{field}") for field in IndexField] + [ring.derived("second-factor")]
    everything = "".join(said)
    assert len(said) > 15
    assert not any(base64.b64encode(secret).decode() in everything for secret in secrets)
    Ed25519PublicKey.from_public_bytes(asked.verifying_key()).verify(asked.sign(CHECKPOINT), CHECKPOINT)


def test_what_does_not_open_does_not_open_there_either(process: KeyProcess) -> None:
    asked = SocketHolder(process.socket)
    pair = asked.new_unit_pair("unit:a")
    wrapped = sealing.wrap_to_holder(pair.public, b"k", name=bytes(16))
    for wrong in (
        lambda: asked.open_as_unit("unit:b", pair.sealed_private, wrapped, name=bytes(16)),
        lambda: asked.open_as_unit("unit:a", pair.sealed_private, wrapped, name=b"1" * 16),
        lambda: asked.open_as_unit("unit:a", pair.sealed_private[:-1], wrapped, name=bytes(16)),
        lambda: asked.open_as_unit("unit:a", b"", wrapped, name=bytes(16)),
        lambda: asked.open_as_unit("unit:a", pair.sealed_private, b"", name=bytes(16)),
        lambda: asked.open_factor(b"nonsense"),
        lambda: asked.rewrap_unit("unit:b", pair.public, pair.sealed_private),
    ):
        with pytest.raises(CannotOpen):
            wrong()


def test_it_signs_checkpoints_and_nothing_else(process: KeyProcess) -> None:
    asked = SocketHolder(process.socket)
    for text in (b"", b"pay", b"a\nb\nc\n", CHECKPOINT[:-1], CHECKPOINT + b"x" * 500 + b"\n"):
        with pytest.raises(ValueError, match="checkpoint"):
            asked.sign(text)
    with pytest.raises(ValueError, match="between 16 and 64"):
        asked.draw(Drawn.ONCE, length=10_000)
    with pytest.raises(ValueError, match="32 bytes"):
        asked.code_keys(b"short")


def test_killed_and_started_again_it_is_asked_again_by_the_same_who_asked_before(process: KeyProcess) -> None:
    asked = SocketHolder(process.socket)
    before = asked.index(IndexField.NAME, "amal")
    process.kill()
    for _ in range(3):
        with pytest.raises(KeyHolderAway, match="no key process answers"):
            asked.index(IndexField.NAME, "amal")
    process.start()
    assert asked.index(IndexField.NAME, "amal") == before
    process.kill()
    process.start()  # between two questions, so that the line is dead and nobody knows it yet
    assert asked.index(IndexField.NAME, "amal") == before


def test_killed_in_the_middle_of_a_question_it_is_away(process: KeyProcess) -> None:
    asked = SocketHolder(process.socket)
    asked.salt()
    process.signal(signal.SIGSTOP)
    outcome: list[object] = []

    def ask() -> None:
        try:
            outcome.append(asked.index(IndexField.NAME, "amal"))
        except KeyHolderAway as away:
            outcome.append(away)

    waiting = threading.Thread(target=ask)
    waiting.start()
    process.kill()
    waiting.join(client.ANSWERS_WITHIN + client.CONNECTS_WITHIN)
    assert len(outcome) == 1
    assert isinstance(outcome[0], KeyHolderAway)


def test_a_silent_one_is_given_up_and_not_waited_for_by_everybody(process: KeyProcess, monkeypatch) -> None:
    monkeypatch.setattr(client, "ANSWERS_WITHIN", 0.3)
    asked = SocketHolder(process.socket)
    asked.door()
    process.signal(signal.SIGSTOP)
    with pytest.raises(KeyHolderAway, match="does not answer"):
        asked.index(IndexField.NAME, "amal")
    with pytest.raises(KeyHolderAway, match="a moment ago"):
        asked.index(IndexField.NAME, "amal")
    assert asked.door(), "the guide is walked on with the keys of the door"
    process.signal(signal.SIGCONT)
    monkeypatch.setattr(asked, "_silent_until", 0.0)
    assert asked.index(IndexField.NAME, "amal")


def test_two_processes_of_the_product_and_many_threads_ask_at_once(process: KeyProcess) -> None:
    asked = SocketHolder(process.socket)
    expected = asked.index(IndexField.NAME, "amal")
    program = (
        "import sys; from pathlib import Path; from sjalvklar.trust.keys import SocketHolder, IndexField\n"
        "holder = SocketHolder(Path(sys.argv[1]))\n"
        "print(*{holder.index(IndexField.NAME, 'amal').hex() for _ in range(50)})"
    )
    others = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(process.socket)],
            env={**os.environ, "PYTHONPATH": str(SOURCES)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: answers.extend(asked.index(IndexField.NAME, "amal") for _ in range(20)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 160
    assert [other.communicate()[0].strip() for other in others] == [expected.hex()] * 2


def test_a_forked_child_does_not_speak_on_its_parents_line(process: KeyProcess) -> None:
    asked = SocketHolder(process.socket)
    expected = asked.index(IndexField.NAME, "amal")
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, asked.index(IndexField.NAME, "amal"))
        os._exit(0)
    assert asked.index(IndexField.NAME, "amal") == expected
    os.waitpid(child, 0)
    assert os.read(read, 64) == expected
    os.close(read)
    os.close(write)
    assert asked.index(IndexField.NAME, "amal") == expected


# --- Strangers -----------------------------------------------------------------------------------------------------
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
    assert owners == {"stage_kek", "sealed_copy", "promote_kek", "rewrap_subjects", "retire_keks"}
    for refused in (asked.stage_kek, asked.promote_kek, asked.rewrap_subjects, asked.retire_keks):
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
    "a word too few": {"v": 1, "ask": "index", "with": {"field": "name"}},
    "another field": {"v": 1, "ask": "index", "with": {"field": "shoe", "normalised": "a"}},
    "a number for text": {"v": 1, "ask": "index", "with": {"field": "name", "normalised": 1}},
    "no base64": {"v": 1, "ask": "code_keys", "with": {"slow": "*"}},
    "half a person": {"v": 1, "ask": "subject_keys", "with": {"subjects": "AAAA"}},
    "half a surrogate": {"v": 1, "ask": "index", "with": {"field": "name", "normalised": "\ud800"}},
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


# --- Starting and stopping -----------------------------------------------------------------------------------------
def test_it_takes_the_place_of_a_killed_one_and_not_of_a_living_one(process: KeyProcess) -> None:
    other = KeyProcess(process.folder, process.socket)
    with pytest.raises(AssertionError, match="somebody answers"):
        other.start()
    assert SocketHolder(process.socket).salt()
    process.kill()
    assert process.socket.is_socket(), "a killed one leaves its socket behind"
    process.start()
    assert SocketHolder(process.socket).salt()
    assert process.stop() == 0
    assert not process.socket.exists()


def test_a_file_that_is_no_socket_is_left_where_it_is(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "s").write_text("mine")
    with pytest.raises(CannotServe, match="cannot be opened"):
        KeyServer(FileHolder(folder), tmp_path / "s").open()
    assert (tmp_path / "s").read_text() == "mine"


@pytest.mark.parametrize(("mode", "said"), [(0o640, "chmod 600"), (0o604, "chmod 600")])
def test_it_does_not_start_with_a_keyring_copied_to_the_wrong_mode(
    folder: Path, tmp_path, mode: int, said: str
) -> None:
    (folder / keyring.NAME).chmod(mode)
    with pytest.raises(AssertionError, match=said):
        KeyProcess(folder, tmp_path / "s").start()
    assert not (tmp_path / "s").exists()


def test_nor_with_a_folder_that_others_may_look_into_nor_with_none(folder: Path, tmp_path: Path) -> None:
    folder.chmod(0o755)
    with pytest.raises(AssertionError, match="chmod 700"):
        KeyProcess(folder, tmp_path / "s").start()
    with pytest.raises(AssertionError, match="keys create"):
        KeyProcess(tmp_path / "nowhere", tmp_path / "s").start()


def test_its_memory_is_not_for_other_processes_nor_for_a_core_file() -> None:
    program = (
        "import ctypes, resource; from sjalvklar.trust.keys.server import keep_to_ourselves; keep_to_ourselves()\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "0 (0, 0)"


def test_it_tells_the_supervisor_when_it_answers(folder: Path, tmp_path: Path, monkeypatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(str(tmp_path / "n"))
        supervisor.settimeout(20)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "n"))
        with KeyProcess(folder, tmp_path / "s") as running:
            assert supervisor.recv(100) == b"READY=1"
            assert SocketHolder(running.socket).salt()


def test_many_people_are_asked_for_in_parts(served: KeyServer, tmp_path: Path, monkeypatch) -> None:
    asked = SocketHolder(tmp_path / "t")
    people = [uuid4() for _ in range(10)]
    for person in people:
        asked.add_subject(person)
    monkeypatch.setattr(wire, "MOST_PEOPLE", 3)
    found = asked.subject_keys(people)
    assert found.keys() == set(people)
    assert len(set(found.values())) == 10
    assert asked.destroy_subjects(people) == 10
    assert set(asked.subject_keys(people).values()) == {None}


def test_thousands_of_destroyed_people_are_told_of_in_pages(served: KeyServer, folder, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(server, "_PAGE", 7)
    gone = {uuid4() for _ in range(20)}
    asked = SocketHolder(tmp_path / "t")
    assert asked.destroy_subjects(gone) == 0
    assert asked.destroyed_subjects() == gone == FileHolder(folder).destroyed_subjects()
