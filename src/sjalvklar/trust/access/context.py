# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""For whom this process acts just now, told to PostgreSQL so that its row-level security knows.

`acting(who)` holds for a request, a round of the clock or a command. On PostgreSQL a request's questions and deeds are
one transaction whose settings end with it: a connection that is used again carries nothing over, and outside of any
`acting` every guarded table is empty. The clock and the commands, which go on for long, keep their own transactions.
The transaction begins with the first question, so that a page that asks nothing needs no database. On SQLite, whose
one writer at a time must not be held up, nothing is begun and nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from sjalvklar.kernel import clock


class Kind(StrEnum):
    """What sort of somebody."""

    STAFF = "staff"
    RELATIVE = "relative"  # the public door: only what a code, a form or a draft's key finds
    SIGN_IN = "sign_in"  # the desk before anybody has signed in
    CLOCK = "clock"
    COMMAND = "command"

    @property
    def in_one_transaction(self) -> bool:
        return self in {Kind.STAFF, Kind.RELATIVE, Kind.SIGN_IN}


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts. `staff_id` for staff only."""

    kind: Kind
    staff_id: int | None = None


RELATIVE, SIGN_IN, CLOCK, COMMAND = (Who(kind) for kind in list(Kind)[1:])


def staff(staff_id: int) -> Who:
    """Somebody signed in at the desk."""
    return Who(Kind.STAFF, staff_id)


class Undone(Exception):
    """What was written would not have been kept: the transaction had failed before its end."""


@dataclass(eq=False)
class Acting:
    """Somebody acting. `undo()` has everything taken back that was written, at the end."""

    who: Who
    about: dict[str, str] = field(default_factory=dict)
    outer: Acting | None = None
    _atomic: Any = None
    _opening: bool = False
    _undone: bool = False

    def undo(self) -> None:
        self._undone = True

    def begin(self, connection: Any) -> None:
        """The transaction of a request; for what goes on for long, a connection that has been told once."""
        if self.who.kind.in_one_transaction:
            atomic = transaction.atomic(using=connection.alias)
            atomic.__enter__()
            self._atomic = atomic
            return
        connection.ensure_connection()
        if getattr(connection.connection, "told_for", None) is not self:
            _tell(connection, self.told(), local=False)
            connection.connection.told_for = self

    def told(self) -> dict[str, str]:
        """What the database is told."""
        known = {"who": self.who.kind.value, "staff": str(self.who.staff_id or ""), "at": clock.now().isoformat()}
        return {**dict.fromkeys(TOLD, ""), **known, **self.about}


TOLD = ("who", "staff", "at", "thread", "finding", "form", "draft", "asking")
_current: ContextVar[Acting | None] = ContextVar("acting", default=None)


def current() -> Who | None:
    """For whom this process acts now."""
    now = _current.get()
    return now.who if now else None


def _tell(connection: Any, told: dict[str, str], *, local: bool) -> None:
    scope = str(local).lower()
    settings = [f"set_config('sjalvklar.{name}', %s, {scope})" for name in told]
    if "at" in told:
        # What a deed dates by a clock that goes must have begun when the same request asks for it again: the moment
        # goes on from where the transaction began, which was before `at` was read.
        goes_on = told["at"] and not clock.stands_still()
        settings.append(
            f"set_config('sjalvklar.since', {'transaction_timestamp()::text' if goes_on else repr('')}, {scope})"
        )
    if "staff" in told:
        # Last, of what stands before it: where the one who acts has which role, as the database finds it.
        found = "sjalvklar_standing()" if told["staff"] else "''"
        settings.append(f"set_config('sjalvklar.standing', {found}, {scope})")
    connection.connection.execute(f"SELECT {', '.join(settings)}", list(told.values()))


_NOBODY = dict.fromkeys(TOLD, "")


def _listens(connection: Any) -> bool:
    """Whether it is our PostgreSQL, which asks before its first question (see `project.postgresql`)."""
    return getattr(connection, "tells_who_acts", False)


def _can_be_told(connection: Any) -> bool:
    from psycopg.pq import TransactionStatus

    raw = connection.connection
    return raw is not None and raw.info.transaction_status in {TransactionStatus.IDLE, TransactionStatus.INTRANS}


@contextmanager
def acting(who: Who) -> Iterator[Acting]:
    """Everything inside is done for `who`. When a request's transaction could not be kept, Undone is raised."""
    before = _current.get()
    now = Acting(who, outer=before)
    connection = connections[DEFAULT_DB_ALIAS]
    mark = _current.set(now)
    try:
        if _listens(connection) and connection.in_atomic_block:
            _tell(connection, now.told(), local=True)
        yield now
    except BaseException as error:
        _end(connection, now, before, error)
        raise
    else:
        _end(connection, now, before, None)
    finally:
        _current.reset(mark)


def become(who: Who) -> None:
    """This process acts for `who` from now on: a command, from its beginning to its end."""
    _current.set(Acting(who))


def _end(connection: Any, now: Acting, before: Acting | None, error: BaseException | None) -> None:
    if not _listens(connection):
        return
    if now._atomic is not None:
        _end_transaction(connection, now, error)
    elif connection.in_atomic_block and _can_be_told(connection):
        _tell(connection, before.told() if before else _NOBODY, local=True)
    if getattr(connection.connection, "told_for", None) is now:
        connection.connection.told_for = None
        if _can_be_told(connection):
            _tell(connection, _NOBODY, local=False)
        else:
            connection.close()


def _end_transaction(connection: Any, now: Acting, error: BaseException | None) -> None:
    atomic, now._atomic = now._atomic, None
    if error is not None:
        atomic.__exit__(type(error), error, error.__traceback__)
        return
    # PostgreSQL answers COMMIT of a failed transaction with a quiet ROLLBACK: nothing may be acknowledged then.
    failed = not now._undone and not (connection.get_rollback() or _can_be_told(connection))
    if now._undone or failed:
        connection.set_rollback(True)
    kept = not connection.get_rollback()
    atomic.__exit__(None, None, None)
    if failed or not (kept or now._undone):
        raise Undone


def let_go() -> None:
    """End the request's transaction here, keeping what it has written, before something slow is waited for that is not
    the database; the next question begins another. Raises RuntimeError within a deed, which is kept whole or not."""
    connection = connections[DEFAULT_DB_ALIAS]
    holder = _current.get()
    while holder is not None and holder._atomic is None:
        holder = holder.outer
    if holder is None:
        return
    if connection.savepoint_ids:
        raise RuntimeError("in the middle of a deed, nothing else is waited for")
    _end_transaction(connection, holder, None)


def before_question(connection: Any) -> None:
    """Called by the connection before it is asked anything: begins the request's transaction, or tells a connection
    that keeps none for whom it is used."""
    now = _current.get()
    if now is None or now._opening or connection.in_atomic_block:
        return
    now._opening = True
    try:
        now.begin(connection)
    finally:
        now._opening = False


def transaction_begun(connection: Any) -> None:
    """Called by the connection when a transaction begins."""
    now = _current.get()
    if now is not None:
        _tell(connection, now.told(), local=True)


def about(
    *,
    thread: UUID | None = None,
    finding: bytes | None = None,
    form: bytes | None = None,
    draft: bytes | None = None,
    asking: UUID | None = None,
) -> None:
    """Say what it is about now: the one thread or asking in hand, or what a code, a form or a draft's key finds. The
    public door sees nothing else; at the desk it is said once it is decided that the thread may be given to somebody
    else."""
    now = _current.get()
    if now is None:
        return
    said = {
        name: value
        for name, value in {
            "thread": str(thread) if thread else None,
            "finding": finding.hex() if finding else None,
            "form": form.hex() if form else None,
            "draft": draft.hex() if draft else None,
            "asking": str(asking) if asking else None,
        }.items()
        if value is not None
    }
    now.about.update(said)
    connection = connections[DEFAULT_DB_ALIAS]
    if _listens(connection) and connection.in_atomic_block and _can_be_told(connection):
        _tell(connection, said, local=True)
