# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL of our own: brought, used, left, and gone when nobody needs it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sjalvklar.project.cli import postgres as bringing
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.cli.postgres import Postgres
from sjalvklar.project.serving import SOURCES


def _asked(url: str, words: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(words).fetchone()  # type: ignore[call-overload]
    return row[0] if row else None


def test_it_answers_on_a_socket_only_its_own_folder_knows(postgres: Postgres) -> None:
    assert str(_asked(postgres.url(), "SHOW server_version")).partition(".")[0].isdigit()
    assert _asked(postgres.url(), "SHOW listen_addresses") == ""
    assert _asked(postgres.url(), "SHOW server_encoding") == "UTF8"


def test_a_database_is_made_once_and_copied_with_what_is_in_it(postgres: Postgres) -> None:
    first = postgres.database("bringing_a")
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('å')")
    assert postgres.database("bringing_a") == first
    assert _asked(postgres.database("bringing_b", template="bringing_a"), "SELECT word FROM kept") == "å"
    postgres.drop("bringing_a")
    postgres.drop("bringing_b")
    assert _asked(postgres.url(), "SELECT count(*) FROM pg_database WHERE datname LIKE 'bringing%'") == 0


def test_another_command_beside_it_uses_the_same_server_and_does_not_stop_it(postgres: Postgres) -> None:
    beside = Postgres(postgres._data)
    assert beside.url() == postgres.url()
    beside.stop()
    assert _asked(postgres.url(), "SELECT 1") == 1


_STARTS = """
import sys, pathlib
from sjalvklar.project.cli.postgres import Postgres
from sjalvklar.project.serving import SOURCES
server = Postgres(pathlib.Path(sys.argv[1]))
server.database("kept")
print(server.url("kept"), flush=True)
if sys.argv[2] == "wait":
    sys.stdin.read()
"""


def _in_a_process(data: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _STARTS, str(data), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        text=True,
    )


def _gone(data: Path, within: float = 20) -> bool:
    last = time.monotonic() + within
    while (data / "postmaster.pid").exists() and time.monotonic() < last:
        time.sleep(0.02)
    return not (data / "postmaster.pid").exists()


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder that the user PostgreSQL runs as can reach: pytest's own are for root's eyes only."""
    with tempfile.TemporaryDirectory(prefix="sjalvklar-test-pg-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "data"


def test_it_is_stopped_and_leaves_no_socket_when_its_process_ends(data: Path) -> None:
    with _in_a_process(data, "end") as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert not (data / "postmaster.pid").exists()
    assert not Path(said.strip().partition("host=")[2]).exists()
    assert stat.S_IMODE(data.stat().st_mode) & 0o077 == 0


if sys.platform == "linux":  # elsewhere no kernel can be asked to see to it

    def test_it_does_not_outlive_a_process_that_was_killed(data: Path) -> None:
        with _in_a_process(data, "wait") as process:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            assert _asked(url, "SELECT 1") == 1
            os.kill(process.pid, signal.SIGKILL)
        assert _gone(data)


def test_what_was_kept_is_there_at_the_next_start(data: Path) -> None:
    server = Postgres(data)
    with psycopg.connect(server.database("kept")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()
    again = Postgres(data)
    assert _asked(again.database("kept"), "SELECT number FROM kept") == 7
    again.stop()


def test_without_the_package_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr(bringing.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Plain, match="DATABASE_URL"):
        Postgres(data)
