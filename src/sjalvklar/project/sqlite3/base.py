# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django's SQLite, with a line to stand in for those who write.

SQLite lets one write at a time. The others do not stand in line: each sleeps and looks again, for 1 to 100 ms, and
whoever happens to look first is next, so that of sixteen who write at once some wait for seconds while the disk is
idle. Here a transaction first takes its turn at a lock of the operating system's, which wakes the next one the moment
the last is done, across threads and processes, and is free again when a process is killed. It orders the waiting and
nothing else: what is safe is so because of SQLite's own locks, which are taken as before.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base

_A_MOMENT = 200  # milliseconds that those who write may be held up for one who reads


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own, but `BEGIN IMMEDIATE` waits in line."""

    _line: int | None = None  # a file descriptor of this connection's own: a lock belongs to it, not to the process
    _in_turn = False

    def _take_turn(self) -> None:
        if self._line is None:
            if self.is_in_memory_db():
                return
            name = f"{self.settings_dict['NAME']}-line"
            self._line = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._line, fcntl.LOCK_EX)
        self._in_turn = True

    def _end_turn(self) -> None:
        if self._in_turn and self._line is not None:
            self._in_turn = False
            fcntl.flock(self._line, fcntl.LOCK_UN)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            # A commit that failed may leave the transaction open; then the turn ends with the rollback that follows.
            if self.connection is None or not self.connection.in_transaction:
                self._end_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def cut_journal(self) -> bool:
        """Move what stands in the write-ahead journal into the database file, and cut the journal to nothing.

        What was erased is overwritten in the file (`secure_delete`), but the journal keeps every page as it was until
        it is written over. False when somebody reads an older state just now: it is tried again at the next round.
        """
        if self.is_in_memory_db():
            return True
        self._take_turn()
        try:
            with self.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout={_A_MOMENT}")
                try:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    return not cursor.fetchone()[0]
                finally:
                    cursor.execute(f"PRAGMA busy_timeout={int(self.settings_dict['OPTIONS']['timeout'] * 1000)}")
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()
            if self._line is not None:
                os.close(self._line)
                self._line = None
