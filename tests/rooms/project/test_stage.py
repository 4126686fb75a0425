# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What benches stand on: figures that mean what they say, senders that lose nothing, a machine that is named."""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.project.bench import senders, stage


@given(st.lists(st.floats(0, 1000), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_a_measured_value_that_enough_do_not_exceed(values: list[float], share: float) -> None:
    found = stage.percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
    assert sum(value < found for value in values) < share * len(values) + 1e-9


def test_a_percentile_of_nothing_is_no_number() -> None:
    assert stage.percentile([], 0.5) != stage.percentile([], 0.5)


def test_the_table_names_the_machine(capsys: pytest.CaptureFixture[str]) -> None:
    stage.table(
        [{"database": "sqlite", "p95_ms": 1234.5, "lost": 0}, {"database": "postgresql", "p95_ms": 7.25, "lost": 1200}]
    )
    said = capsys.readouterr().out
    assert "1,234.5" in said
    assert "1,200" in said
    assert f"{stage.machine().cores} cores" in said
    assert "Python 3." in said


def test_figures_are_written_with_the_machine_they_were_measured_on(tmp_path: Path) -> None:
    stage.write(argparse.Namespace(json=tmp_path / "f.json"), {"lost": 0})
    written = json.loads((tmp_path / "f.json").read_text("utf-8"))
    assert written["lost"] == 0
    assert written["machine"]["cores"] >= 1
    stage.write(argparse.Namespace(json=None), {})


@pytest.fixture
def echo() -> Iterator[tuple[str, int]]:
    """A server that answers what it was sent, in one piece or in chunks, and closes when it is asked to."""

    class Echo(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(self.path.encode())

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            self.send_response(303 if self.path == "/away" else 200)
            self.send_header("Location", "http://elsewhere.example.org/i/abc?x=1")
            if self.path == "/chunks":
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for part in (body[:3], body[3:]):
                    self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
                self.wfile.write(b"0\r\n\r\n")
            else:
                self.send_header("Content-Length", str(len(body)))
                if self.path == "/close":
                    self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield "127.0.0.1", server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_line_is_kept_and_understands_what_comes_back(echo: tuple[str, int]) -> None:
    with senders.Line(*echo) as line:
        wire = line._socket
        assert line.get("/one").body == b"/one"
        chunked = line.post("/chunks", {"text": "åäö"})
        assert chunked.body == b"text=%C3%A5%C3%A4%C3%B6"
        assert chunked.size > len(chunked.body)
        assert line.post("/away", b"x").location == "/i/abc?x=1"
        assert line._socket is wire
        assert line.get("/close").status == 200
        assert line.get("/again").body == b"/again"
        assert line._socket is not wire


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_crowd_starts_together_and_every_sender_comes_back(echo: tuple[str, int]) -> None:
    def work(number: int, ready: Callable[[], None]) -> list[int]:
        with senders.Line(*echo) as line:
            ready()
            return [line.get(f"/{number}-{turn}").status for turn in range(5)]

    together = senders.crowd(6, work, processes=2)
    assert together.results == [[200] * 5] * 6
    assert together.seconds > 0


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_sender_that_fails_is_not_left_out_of_the_figures() -> None:
    def work(number: int, ready: Callable[[], None]) -> None:
        if number == 1:
            raise ValueError("the third answer was empty")
        ready()

    with pytest.raises(RuntimeError, match=r"the third answer was empty|BrokenBarrier"):
        senders.crowd(3, work, processes=1)
