# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first of the two commands: `./sjalvklar demo` starts, answers, stops without a trace of a process, and keeps."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.live import House

from sjalvklar.project.cli.options import ROOT


class Demo:
    """`./sjalvklar demo` as somebody at a keyboard meets it."""

    def __init__(self, data: Path, *words: str, port: int = 0) -> None:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SJALVKLAR_", "DJANGO_", "DATABASE_"))
        }
        environment["SJALVKLAR_VENV"] = sys.prefix
        at = ("--port", str(port), "--data", str(data))
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "sjalvklar"), "demo", "--months", "0", *at, *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def until(self, words: str) -> str:
        """Read what it prints until the words have come."""
        for line in self.process.stdout or ():
            self.said += line
            if words in line:
                return self.said
        raise AssertionError(f"it never said {words!r}, but:\n{self.said}")

    @property
    def port(self) -> int:
        found = re.search(r"http://localhost:(\d+)", self.said)
        assert found, self.said
        return int(found[1])

    @property
    def code(self) -> str:
        found = re.search(r"at /k:  ([\d ]+)", self.said)
        assert found, self.said
        return found[1].strip()

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8")
        finally:
            connection.close()

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=120)
        self.said += rest
        return self.process.returncode


@pytest.fixture
def started() -> Iterator[list[Demo]]:
    """Demos that a test started; none outlives it."""
    demos: list[Demo] = []
    yield demos
    for demo in demos:
        if demo.process.poll() is None:
            demo.process.kill()
        demo.process.communicate()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _falls_silent(port: int, within: float = 120) -> bool:
    last = time.monotonic() + within
    while _answers(port) and time.monotonic() < last:
        time.sleep(0.05)
    return not _answers(port)


@dataclass(frozen=True, slots=True)
class Lived:
    """A folder where a demo has been: started once on nothing, asked for its pages, and stopped."""

    data: Path
    first: Demo
    pages: dict[str, tuple[int, str]]
    stopped: int


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    data = tmp_path_factory.mktemp("lived") / "data"
    first = Demo(data)
    try:
        first.until("Ready in")
        pages = {path: first.get(path) for path in ("/sv", "/desk/in/login/")}
        yield Lived(data, first, pages, first.stop())
    finally:
        if first.process.poll() is None:
            first.process.kill()
        first.process.communicate()


def test_it_starts_answers_and_stops(lived: Lived) -> None:
    said = lived.first.said
    assert "Preparing the database" in said
    assert "jonas" in said
    assert re.search(r"the code right now: \d{6}\b", said)
    status, page = lived.pages["/sv"]
    assert status == 200
    assert "Stockholm" in page
    assert lived.pages["/desk/in/login/"][0] == 200
    assert lived.stopped == 0
    assert "Traceback" not in said
    assert _falls_silent(lived.first.port)


def test_it_has_kept_everything_at_the_next_start_and_nothing_goes_on_when_it_is_killed(
    lived: Lived, started: list[Demo]
) -> None:
    again = Demo(lived.data)
    started.append(again)
    again.until("Ready in")  # in how long is measured with nothing beside it, by the command's own clock
    assert "Preparing the database" not in again.said
    assert again.code == lived.first.code  # the same thread, opened by the same keys
    assert again.get("/sv")[0] == 200
    if sys.platform == "linux":  # elsewhere no kernel can be asked to see to it
        again.stop(signal.SIGKILL)
        assert _falls_silent(again.port)


def test_a_taken_port_is_told_in_a_sentence_before_anything_is_made(tmp_path: Path, started: list[Demo]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = Demo(tmp_path / "data", port=port)
        started.append(demo)
        said, _ = demo.process.communicate(timeout=120)
    assert demo.process.returncode == 1
    assert f"Port {port} is taken" in said
    assert f"--port {port + 1}" in said
    assert "Traceback" not in said
    assert not (tmp_path / "data").exists()


def test_stopping_in_the_middle_of_a_start_leaves_nothing_running(tmp_path: Path, started: list[Demo]) -> None:
    demo = Demo(tmp_path / "data")
    started.append(demo)
    demo.until("Preparing the database")
    assert demo.stop() in {0, 130}
    assert "Traceback" not in demo.said


def test_another_pack_is_another_municipality(house: House, started: list[Demo]) -> None:
    data, _ = house.on_ground("sqlite")
    demo = Demo(data, "--pack", "solvik")
    started.append(demo)
    demo.until("Ready in")
    assert "Solvik" in demo.get("/sv")[1]
    assert demo.stop(signal.SIGTERM) == 0
