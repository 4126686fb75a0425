# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A production start: it says everything that stands in its way, and opens when nothing does."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sjalvklar.project.cli.options import PACKS
from sjalvklar.project.serving import SOURCES

if TYPE_CHECKING:
    from tests.live import Live


@pytest.fixture
def confirmed(tmp_path: Path) -> Path:
    """Solvik's pack as it is when the municipality has confirmed every fact."""
    packs = tmp_path / "packs"
    for name in ("sverige", "solvik"):
        shutil.copytree(PACKS / name, packs / name)
    for path in packs.rglob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"confidence: probable\b", "confidence: verified", text), encoding="utf-8")
    return packs / "solvik"


def _environment(data: Path, **also: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SJALVKLAR_", "DATABASE_"))}
    return {**clean, "PYTHONPATH": str(SOURCES), "SJALVKLAR_DATA": str(data), **also}


def _run(data: Path, *words: str, **also: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sjalvklar.project.cli", *words],
        env=_environment(data, **also),
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_that_stands_in_the_way_is_said_at_once(tmp_path: Path) -> None:
    said = _run(tmp_path / "data", "start", "--check", "--pack", "stockholm")
    assert said.returncode == 1
    assert said.stderr.startswith("Not started:")
    assert "there is no keyring" in said.stderr
    assert re.search(r"the pack stockholm shows \d+ facts that the municipality has not confirmed", said.stderr)
    assert "SJALVKLAR_PROXIES is 0" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_stopped_clock_is_refused_in_production(tmp_path: Path) -> None:
    said = _run(tmp_path / "data", "start", "--check", SJALVKLAR_NOW="2026-11-22T20:00:00+01:00")
    assert said.returncode == 1
    assert "SJALVKLAR_NOW" in said.stderr
    assert "Traceback" not in said.stderr


def test_it_opens_when_nothing_stands_in_the_way_and_changes_tables_only_when_asked(
    tmp_path: Path, confirmed: Path
) -> None:
    data = tmp_path / "data"
    pack = ("--pack", str(confirmed))
    assert _run(data, "keys", "create").returncode == 0
    behind = _run(data, "start", "--check", *pack, SJALVKLAR_PROXIES="1")
    assert behind.returncode == 1
    assert "start with --migrate" in behind.stderr

    with subprocess.Popen(
        [sys.executable, "-m", "sjalvklar.project.cli", "start", "--migrate", "--port", "0", *pack],
        env=_environment(data, SJALVKLAR_PROXIES="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        lines: list[str] = []
        for line in process.stdout or ():
            lines.append(line)
            if line.startswith("Open at "):
                break
        said = "".join(lines)
        found = re.search(r"Open at http://127\.0\.0\.1:(\d+)", said)
        assert found, said
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=20)
        connection.request("GET", "/sv", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        page = answer.read().decode("utf-8")
        sheet = re.search(r'href="(/f/[^"]+\.css[^"]*)"', page)
        assert answer.status == 200, page
        assert "Strict-Transport-Security" in answer.headers
        assert "ej bekräftad" not in page
        if sheet is not None:
            connection.request("GET", sheet[1], headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
            assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert _run(data, "start", "--check", *pack, SJALVKLAR_PROXIES="1").returncode == 0


def test_keys_that_others_can_read_are_refused(tmp_path: Path, confirmed: Path) -> None:
    data = tmp_path / "data"
    assert _run(data, "keys", "create").returncode == 0
    (data / "keys" / "keyring.json").chmod(0o644)
    said = _run(data, "start", "--check", "--pack", str(confirmed), SJALVKLAR_PROXIES="1")
    assert said.returncode == 1
    assert "can be read by others" in said.stderr
    assert "chmod 600" in said.stderr


def test_a_database_with_made_up_people_is_refused(start_live: Callable[..., Live], confirmed: Path) -> None:
    live = start_live(pack="solvik", database="sqlite", served=False)
    said = _run(live.data, "start", "--check", "--pack", str(confirmed), SJALVKLAR_PROXIES="1")
    assert said.returncode == 1
    assert "made-up people" in said.stderr
    assert "Traceback" not in said.stderr
