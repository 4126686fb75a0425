# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""On SQLite those who write stand in line: nobody is passed over, and nobody who failed or died keeps others out."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

pytestmark = pytest.mark.django_db(transaction=True)  # connections are made; the one under test is another

LOCKER = """
import fcntl, os, sys, time
line = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.flock(line, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "line.sqlite3"


def _connect(file: Path) -> BaseDatabaseWrapper:
    settings = {
        **connections.databases["default"],
        "ENGINE": "sjalvklar.project.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
        },
    }
    wrapper: BaseDatabaseWrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, alias="line")
    wrapper.inc_thread_sharing()
    return wrapper


def _free(file: Path) -> bool:
    line = os.open(f"{file}-line", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(line)


class Writer:
    """One connection that writes rows, one transaction each, as Django's atomic does it."""

    def __init__(self, file: Path) -> None:
        self.wrapper = _connect(file)

    def begin(self) -> None:
        self.wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    def commit(self) -> None:
        self.wrapper.commit()
        self.wrapper.set_autocommit(True)

    def rollback(self) -> None:
        self.wrapper.rollback()
        self.wrapper.set_autocommit(True)

    def write(self, row: int) -> None:
        self.begin()
        with self.wrapper.cursor() as cursor:
            cursor.execute("INSERT INTO rows VALUES (%s)", [row])
        self.commit()


@pytest.fixture
def table(file: Path) -> Path:
    first = Writer(file)
    with first.wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE rows (n INTEGER UNIQUE)")
    first.wrapper.close()
    return file


def test_of_sixteen_who_write_without_rest_nobody_waits_for_long_and_every_row_is_there(table: Path) -> None:
    longest: list[float] = []
    gate = threading.Barrier(16)

    def write(number: int) -> None:
        writer, worst = Writer(table), 0.0
        gate.wait()
        for turn in range(20):
            began = time.perf_counter()
            writer.write(number * 1000 + turn)
            worst = max(worst, time.perf_counter() - began)
        longest.append(worst)
        writer.wrapper.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader = Writer(table)
    with reader.wrapper.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM rows").fetchone()[0] == 320
    reader.wrapper.close()
    assert len(longest) == 16
    assert max(longest) < 20, "also where the machine has other things to do"


def test_the_turn_ends_with_the_transaction_however_it_ends(table: Path) -> None:
    writer = Writer(table)
    writer.begin()
    assert not _free(table)
    writer.commit()
    assert _free(table)
    writer.begin()
    writer.rollback()
    assert _free(table)
    writer.begin()
    assert not _free(table)
    writer.wrapper.set_autocommit(True)
    writer.wrapper.close()
    assert _free(table)


def test_two_turns_in_one_process_are_two_turns(table: Path) -> None:
    one, other = Writer(table), Writer(table)
    one.begin()
    order: list[str] = []

    def second() -> None:
        other.write(2)
        order.append("second")

    waiting = threading.Thread(target=second)
    waiting.start()
    with one.wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO rows VALUES (1)")
    order.append("first")
    one.commit()
    waiting.join()
    assert order == ["first", "second"]
    for writer in (one, other):
        writer.wrapper.close()


def test_a_killed_process_leaves_the_line(table: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", LOCKER, f"{table}-line"], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    assert not _free(table)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    writer = Writer(table)
    writer.write(1)
    writer.wrapper.close()


def test_a_transaction_inside_another_takes_no_second_turn() -> None:
    with transaction.atomic(), transaction.atomic():
        pass
    with transaction.atomic():
        pass
