# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys in a process of their own: the same answers, no key given away, and calm when it is gone."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.rooms.trust.key_process import CHECKPOINT, SOURCES, KeyProcess

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
from sjalvklar.trust.keys.server import KeyServer

SUBJECT = UUID("00000000-0000-4000-8000-000000000001")


def _questions(wrapped: bytes, sealed: bytes) -> dict[str, Callable[[KeyHolder], object]]:
    return {
        "salt": lambda holder: holder.salt(),
        "door": lambda holder: holder.door(),
        "code keys": lambda holder: holder.code_keys(b"s" * 32),
        "index": lambda holder: [holder.index(field, "121212121212") for field in IndexField],
        "draw": lambda holder: [holder.draw(one, source=b"n", turn=3, length=16, pepper=1) for one in Drawn],
        "draw without a turn": lambda holder: holder.draw(Drawn.ONCE, source=b"n"),
        "open as a unit": lambda holder: holder.open_as_unit("unit:a", sealed, wrapped, name=bytes(16)),
        "factor": lambda holder: holder.open_factor(holder.seal_factor(b"totp")),
        "people": lambda holder: holder.subject_keys([SUBJECT]),
        "signature": lambda holder: holder.sign(CHECKPOINT),
        "public keys": lambda holder: holder.verifying_keys(),
        "pepper": lambda holder: holder.pepper_version(),
        "receipt": lambda holder: holder.draw(Drawn.RECEIPT, source=b"n", turn=0, pepper=1),
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
    secrets = [ring.root, ring.pepper.secret, *(key.secret for key in (*ring.kek, *ring.signing))]
    secrets += [ring.derived(f"blind-index|{field}") for field in IndexField] + [ring.derived("second-factor")]
    everything = "".join(said)
    assert len(said) > 15
    assert not any(base64.b64encode(secret).decode() in everything for secret in secrets)
    (public,), (made,) = asked.verifying_keys(), asked.sign(CHECKPOINT)
    assert made.public == public
    Ed25519PublicKey.from_public_bytes(public).verify(made.signature, CHECKPOINT)


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
        "print(*{holder.index(IndexField.NAME, 'amal')[0].hex() for _ in range(50)})"
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
    answers: list[tuple[bytes, ...]] = []
    threads = [
        threading.Thread(target=lambda: answers.extend(asked.index(IndexField.NAME, "amal") for _ in range(20)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 160
    assert [other.communicate()[0].strip() for other in others] == [expected[0].hex()] * 2


def test_a_forked_child_does_not_speak_on_its_parents_line(process: KeyProcess) -> None:
    asked = SocketHolder(process.socket)
    expected = asked.index(IndexField.NAME, "amal")
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, *asked.index(IndexField.NAME, "amal"))
        os._exit(0)
    assert asked.index(IndexField.NAME, "amal") == expected
    os.waitpid(child, 0)
    assert (os.read(read, 64),) == expected
    os.close(read)
    os.close(write)
    assert asked.index(IndexField.NAME, "amal") == expected


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
