# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The key store: one key for each person, in a file beside the keyring and never in the database.

What is known of a person is sealed under that person's own key. The database holds what is sealed, this file the keys,
each sealed under the KEK and bound to the person's id and the KEK's version: two files in two backups. Destroying a
person's key destroys what is sealed under it in every copy of the database, old ones too. What is left here of a
destroyed key is its id, so that an older copy of this file cannot bring it back unnoticed.

SQLite, for its locks and its journal: no write-ahead log, in which a destroyed row would stay, but a rollback journal
that is cut to nothing at each commit; freed bytes are overwritten, and a commit is on disk before it is acknowledged.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from sjalvklar.trust import envelope
from sjalvklar.trust.envelope import CannotOpen, Key, Place
from sjalvklar.trust.keyring import KeyringFault, belong_to_the_owner

NAME = "deks.sqlite3"
_WAIT_SECONDS = 15
_AT_ONCE = 200
_TABLES = """
CREATE TABLE IF NOT EXISTS dek (
    subject BLOB PRIMARY KEY CHECK (length(subject) = 16),
    sealed BLOB NOT NULL,
    kek_version INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS dek_by_version ON dek (kek_version);
CREATE TABLE IF NOT EXISTS destroyed (subject BLOB PRIMARY KEY CHECK (length(subject) = 16));
CREATE TABLE IF NOT EXISTS current (only INTEGER PRIMARY KEY CHECK (only = 1), kek_version INTEGER NOT NULL);
"""

# That somebody was destroyed is said first: it is more than a row that an older copy has.
_ONE = """
SELECT NULL, 1 FROM destroyed WHERE subject = :subject
UNION ALL SELECT sealed, 0 FROM dek WHERE subject = :subject
LIMIT 1
"""


class KekMovedOn(Exception):
    """A key was sealed under a version of the KEK that a rotation has since replaced: seal it again under the new."""


class SubjectKeyMissing(LookupError):
    """The key store has never heard of the person: it is older than the database, or another installation's."""


class _Connection:
    """One connection for a whole process, taken in turns."""

    def __init__(self, place: Path) -> None:
        self.lock = threading.RLock()
        self.raw = sqlite3.connect(place, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
            self.raw.execute(f"PRAGMA {pragma}")


_open: dict[tuple[int, Path, int], _Connection] = {}
_opening = threading.Lock()


def place_of(subject: UUID) -> Place:
    """Where a person's sealed key belongs."""
    return {"domain": "sjalvklar", "table": "deks", "column": "dek", "row": str(subject)}


def _checked(place: Path) -> os.stat_result:
    found = place.stat()
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise KeyringFault(
            f"{place} can be read by others (mode {stat.S_IMODE(found.st_mode):o}); run: chmod 600 {place}"
        )
    return found


def _made(place: Path) -> os.stat_result:
    """The file, with its tables, where there was none."""
    with suppress(FileExistsError):  # another process made it first
        handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            belong_to_the_owner(handle, place.parent)
        finally:
            os.close(handle)
    return _checked(place)


class Store:
    """The keys of people, in one folder."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / NAME

    def exists(self) -> bool:
        return self._place.exists()

    def _connection(self, *, make: bool) -> _Connection | None:
        """The process's connection to the file that lies there now; a restored file is another one."""
        try:
            found = _checked(self._place)
        except FileNotFoundError:
            if not make:
                return None
            found = _made(self._place)
        except (NotADirectoryError, PermissionError):
            raise KeyringFault(f"{self._place} cannot be read by this user") from None
        key = (os.getpid(), self._place, found.st_ino)
        known = _open.get(key)
        if known is not None:
            return known
        with _opening:
            if key not in _open:
                connection = _Connection(self._place)
                connection.raw.executescript(_TABLES)
                _open[key] = connection
            return _open[key]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on disk when it is left, undone when something is raised."""
        connection = self._connection(make=True)
        assert connection is not None
        with connection.lock:
            raw = connection.raw
            raw.execute("BEGIN IMMEDIATE")
            try:
                yield raw
                raw.execute("COMMIT")
            except BaseException:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                raise

    def _read(self, question: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        connection = self._connection(make=False)
        if connection is None:
            return []
        with connection.lock:
            return connection.raw.execute(question, values).fetchall()

    # --- one person's key ------------------------------------------------------------------------------------------
    def add(self, subject: UUID, kek: Key) -> None:
        """A new key for somebody; one who has one keeps it. Raises KekMovedOn, and ValueError for a destroyed one."""
        sealed = envelope.seal(kek, secrets.token_bytes(32), **place_of(subject))
        with self._writing() as raw:
            moved = raw.execute("SELECT 1 FROM current WHERE kek_version > ?", (kek.version,)).fetchone()
            if moved:
                raise KekMovedOn
            if raw.execute("SELECT 1 FROM destroyed WHERE subject = ?", (subject.bytes,)).fetchone():
                raise ValueError("a destroyed key is not made again under the same id")
            raw.execute("INSERT OR IGNORE INTO dek VALUES (?, ?, ?)", (subject.bytes, sealed, kek.version))

    def opened(self, subjects: Collection[UUID], keks: tuple[Key, ...]) -> dict[UUID, bytes | None]:
        """The keys of those who are asked for. None for a destroyed one; one never heard of is left out.

        Raises CannotOpen when a row is not what it claims to be.
        """
        connection = self._connection(make=False)
        if connection is None:
            return {}
        with connection.lock:
            raw = connection.raw
            raw.execute("BEGIN")  # one state for them all, and the file is locked once
            try:
                rows = {subject: raw.execute(_ONE, {"subject": subject.bytes}).fetchone() for subject in subjects}
            finally:
                raw.execute("ROLLBACK")
        return {
            subject: None if row[1] else envelope.open(keks, row[0], **place_of(subject))
            for subject, row in rows.items()
            if row is not None
        }

    def destroy(self, subjects: Collection[UUID]) -> int:
        """Overwrite and take away the keys, and remember that they were. Returns how many there were to destroy."""
        if not subjects:
            return 0
        done = 0
        with self._writing() as raw:
            for subject in subjects:
                raw.execute("UPDATE dek SET sealed = zeroblob(length(sealed)) WHERE subject = ?", (subject.bytes,))
                done += raw.execute("DELETE FROM dek WHERE subject = ?", (subject.bytes,)).rowcount
                raw.execute("INSERT OR IGNORE INTO destroyed VALUES (?)", (subject.bytes,))
        return done

    def destroyed(self) -> frozenset[UUID]:
        """Everyone whose key was destroyed here."""
        return frozenset(
            UUID(bytes=raw) for (raw,) in self._read("SELECT subject FROM destroyed") if isinstance(raw, bytes)
        )

    def counts(self) -> tuple[int, int]:
        """How many have a key, and how many had one."""
        if not self.exists():
            return 0, 0
        ((living,),) = self._read("SELECT count(*) FROM dek")
        ((gone,),) = self._read("SELECT count(*) FROM destroyed")
        assert isinstance(living, int)
        assert isinstance(gone, int)
        return living, gone

    # --- rotation --------------------------------------------------------------------------------------------------
    def move_on(self, version: int) -> None:
        """From now on no key is added under an older version of the KEK."""
        with self._writing() as raw:
            raw.execute(
                "INSERT INTO current VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET kek_version = "
                "max(kek_version, excluded.kek_version)",
                (version,),
            )

    def rewrap(self, keks: tuple[Key, ...], newest: Key, *, at_most: int = _AT_ONCE) -> int:
        """Seal some of the keys that are under another version under the newest. Returns how many; 0 is done."""
        if not self.exists():
            return 0
        with self._writing() as raw:
            rows = raw.execute(
                "SELECT subject, sealed FROM dek WHERE kek_version <> ? LIMIT ?", (newest.version, at_most)
            ).fetchall()
            for kept, sealed in rows:
                place = place_of(UUID(bytes=kept))
                again = envelope.seal(newest, envelope.open(keks, sealed, **place), **place)
                raw.execute(
                    "UPDATE dek SET sealed = ?, kek_version = ? WHERE subject = ?", (again, newest.version, kept)
                )
        return len(rows)

    def left_under_others(self, newest: int) -> int:
        """How many keys are sealed under another version than the newest."""
        if not self.exists():
            return 0
        ((left,),) = self._read("SELECT count(*) FROM dek WHERE kek_version <> ?", (newest,))
        assert isinstance(left, int)
        return left


__all__ = ["NAME", "CannotOpen", "KekMovedOn", "Store", "SubjectKeyMissing", "place_of"]
