# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The clock: it does its deeds, survives what goes wrong, and stops when it is asked to."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sjalvklar.project import clock_loop
from sjalvklar.project.serving import SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.live import Live


def test_a_deed_that_fails_keeps_no_other_from_being_done(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def stumble() -> None:
        raise OSError("the database is away")

    with caplog.at_level(logging.ERROR):
        failed = clock_loop.tick({"Stumbling": stumble, "Walking": lambda: done.append("walked")})
    assert failed == ["Stumbling"]
    assert done == ["walked"]
    assert "Stumbling failed: OSError" in caplog.text


@pytest.mark.django_db
def test_it_goes_on_until_it_is_asked_to_stop() -> None:
    stopping = threading.Event()
    count: list[int] = []

    def deed() -> None:
        count.append(1)
        if len(count) == 3:
            stopping.set()

    clock_loop.loop({"Counting": deed}, stopping=stopping, every=0.001)
    assert len(count) == 3


def test_its_process_ends_when_it_is_told_to_even_while_its_database_is_away(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCES),
        "SJALVKLAR_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite://{tmp_path / 'not-made.sqlite3'}",
        "SJALVKLAR_CLOCK_SECONDS": "1",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "sjalvklar.project.clock_loop"], env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        for line in process.stderr or ():  # it has tried, failed, and goes on
            if "failed: OperationalError" in line:
                break
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 0


def test_what_waited_too_long_has_the_units_head_as_owner_without_anyone_asking(
    start_live: Callable[..., Live],
) -> None:
    """The demo's child wrote five hours ago; Järva promises that somebody has taken it within four."""
    live = start_live(also={"SJALVKLAR_CLOCK_SECONDS": "1"})
    asks = (
        "from sjalvklar.organisation.queries import staff\n"
        "from sjalvklar.mailbox.queries import View, worklist\n"
        "ines = staff.viewer(staff.staff_id('ines'))\n"
        "rows = worklist(ines, unit_id='jarva-anhorigstod', view=View.MINE).rows\n"
        "print(sum(row.child for row in rows))"
    )
    last = time.monotonic() + 120
    while (found := live.python(asks).strip()) == "0" and time.monotonic() < last:
        time.sleep(0.2)
    live.stop()
    assert found == "1", live.said()
