# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was erased from the embedded database is in none of its files after a round of the clock."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sjalvklar.project import database as ours
from sjalvklar.project.sqlite3.base import DatabaseWrapper

pytestmark = pytest.mark.django_db
SECRET = os.urandom(3000)
SMALL = b"a sealed wrap of sixty bytes that must not stay anywhere ....."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "base.sqlite3"


def _connect(place: Path) -> DatabaseWrapper:
    from django.db.utils import ConnectionHandler

    made = ConnectionHandler({"default": ours.connection(f"sqlite://{place}", production=False)})["default"]
    assert isinstance(made, DatabaseWrapper)
    return made


@pytest.fixture
def database(place: Path) -> Iterator[DatabaseWrapper]:
    made = _connect(place)
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, sealed BLOB)")
        cursor.executemany("INSERT INTO kept (sealed) VALUES (%s)", [(SECRET,), (SMALL,), (b"stays",)])
    yield made
    made.close()


def _lies_in(place: Path, piece: bytes) -> set[str]:
    return {file.name for file in place.parent.iterdir() if piece in file.read_bytes()}


def test_what_was_erased_stays_in_the_journal_until_it_is_cut_and_is_nowhere_then(
    place: Path, database: DatabaseWrapper
) -> None:
    assert database.cut_journal()
    with database.cursor() as cursor:
        cursor.execute("UPDATE kept SET sealed = sealed WHERE id < 3")
        cursor.execute("DELETE FROM kept WHERE id < 3")
    assert _lies_in(place, SMALL), "without cutting, a copy of the files would have it"
    assert database.cut_journal()
    for piece in (SMALL, SECRET[:500], SECRET[1000:1500], SECRET[-500:]):
        assert _lies_in(place, piece) == set()
    assert _lies_in(place, b"stays") == {place.name}
    assert Path(f"{place}-wal").stat().st_size == 0


def test_one_who_reads_an_older_state_is_not_disturbed_and_it_is_cut_when_they_are_done(
    place: Path, database: DatabaseWrapper
) -> None:
    reading, read = threading.Event(), threading.Event()
    rows: list[int] = []

    def read_slowly() -> None:
        other = _connect(place)
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM kept")
            reading.set()
            read.wait(30)
            cursor.execute("SELECT count(*) FROM kept")
            rows.append(cursor.fetchone()[0])
            cursor.execute("COMMIT")
        other.close()

    reader = threading.Thread(target=read_slowly)
    reader.start()
    reading.wait(30)
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM kept WHERE id < 3")
    assert not database.cut_journal()
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO kept (sealed) VALUES (%s)", [b"written meanwhile"])
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone()[0] == 30_000
    read.set()
    reader.join()
    assert rows == [3]
    assert database.cut_journal()
    assert _lies_in(place, SMALL) == set()


def test_a_key_that_is_destroyed_is_in_no_file_either(tmp_path: Path) -> None:
    from uuid import uuid4

    from sjalvklar.trust.envelope import Key
    from sjalvklar.trust.keys.store import Store

    tmp_path.chmod(0o700)
    store, kek = Store(tmp_path), Key(1, bytes(32))
    people = [uuid4() for _ in range(200)]
    for person in people:
        store.add(person, kek)
    looking = sqlite3.connect(tmp_path / "deks.sqlite3")
    sealed = [piece for (piece,) in looking.execute("SELECT sealed FROM dek")]
    looking.close()
    before = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert len([piece for piece in sealed if piece[20:50] in before]) == 200
    assert store.destroy(people) == 200
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert not [piece for piece in sealed if piece[20:50] in left]
