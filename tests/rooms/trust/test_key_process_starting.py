# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The key process starts only as it should, takes nobody's place, and ends in order."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.rooms.trust.key_process import SOURCES, KeyProcess

from sjalvklar.trust import keyring
from sjalvklar.trust.keys import (
    FileHolder,
    SocketHolder,
)
from sjalvklar.trust.keys.server import CannotServe, KeyServer


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


def test_asked_to_stop_it_ends_without_waiting_for_anything(folder: Path, tmp_path: Path, monkeypatch) -> None:
    """However seldom it looks up by itself, it is awake at once."""
    monkeypatch.setattr("sjalvklar.trust.keys.server._LOOKS_UP", 60.0)
    made = KeyServer(FileHolder(folder), tmp_path / "t")
    made.open()
    answering = threading.Thread(target=made.serve, daemon=True)
    answering.start()
    assert SocketHolder(tmp_path / "t").salt()
    made.ask_to_stop()
    answering.join(timeout=20)
    assert not answering.is_alive()
