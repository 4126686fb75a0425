# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys held by a process of their own, asked over a socket on this machine.

A line is kept open by each thread. A question whose line broke is asked once more on a new one: every question may be
asked twice. Who answers is looked at before anything is said: the kernel tells which user listens, and a socket that
somebody else has put in the place of ours is told nothing.
"""

from __future__ import annotations

import os
import pwd
import socket
import struct
import threading
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any
from uuid import UUID

from sjalvklar.trust.envelope import CannotOpen
from sjalvklar.trust.keyring import KeyringFault
from sjalvklar.trust.keys import wire
from sjalvklar.trust.keys.holder import (
    CodeKeys,
    DoorKeys,
    Drawn,
    IndexField,
    KeyFacts,
    KeyHolderAway,
    SealedCopy,
    Signature,
    UnitPair,
)

CONNECTS_WITHIN = 2.0
ANSWERS_WITHIN = 5.0
_LEFT_ALONE = 1.0  # one that is silent is not asked again at once by everybody who waits
_GOOD_FOR = 300.0
_CREDENTIALS = struct.Struct("3i")


def peer_of(line: socket.socket) -> tuple[int, int]:
    """Process and user at the other end, as the kernel knows them."""
    pid, uid, _ = _CREDENTIALS.unpack(line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    return pid, uid


def user_number(name: str) -> int:
    """A user's number, from a name or a number. Raises KeyringFault."""
    if name.isascii() and name.isdigit():
        return int(name)
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        raise KeyringFault(f"there is no user {name!r} on this machine") from None


class _Line:
    """One open line, closed with the thread whose it is."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)

    def close(self) -> None:
        self.socket.close()

    __del__ = close


class SocketHolder:
    """Whoever listens at a path, as long as it is the user that it should be."""

    def __init__(self, path: Path, *, user: str = "") -> None:
        self.path = path
        self._user = user_number(user) if user else os.geteuid()
        self._lines = threading.local()
        self._silent_until = 0.0
        self._door: DoorKeys | None = None
        self._door_read = 0.0
        self._salt: bytes | None = None

    # --- asking ----------------------------------------------------------------------------------------------------
    def _line(self) -> tuple[socket.socket, bool]:
        """This thread's line, and whether it is a new one. Raises KeyHolderAway."""
        kept: _Line | None = getattr(self._lines, "kept", None)
        if kept is not None and kept.pid == os.getpid():  # a forked child must not speak on its parent's line
            return kept.socket, False
        line = _Line()
        try:
            line.socket.settimeout(CONNECTS_WITHIN)
            line.socket.connect(str(self.path))
            _, uid = peer_of(line.socket)
            if uid != self._user:
                raise KeyHolderAway(f"at {self.path} listens user {uid}, who is not the one that holds the keys")
            line.socket.settimeout(ANSWERS_WITHIN)
        except OSError as error:
            raise KeyHolderAway(f"no key process answers at {self.path}: {error.strerror or error}") from error
        self._lines.kept = line
        return line.socket, True

    def _drop(self) -> None:
        kept: _Line | None = getattr(self._lines, "kept", None)
        if kept is not None:
            self._lines.kept = None
            kept.close()

    def _ask(self, question: str, /, **given: Any) -> Any:
        if time.monotonic() < self._silent_until:
            raise KeyHolderAway(f"the key process at {self.path} has not answered a moment ago")
        said = wire.write_question(question, given)
        while True:
            line, fresh = self._line()
            try:
                wire.send(line, said)
                answer = wire.receive(line)
                if answer is None:
                    raise ConnectionResetError("it hung up")
                break
            except TimeoutError as error:
                self._drop()
                self._silent_until = time.monotonic() + _LEFT_ALONE
                raise KeyHolderAway(f"the key process at {self.path} does not answer") from error
            except (OSError, wire.BadFrame) as error:
                self._drop()
                if fresh:
                    raise KeyHolderAway(f"the key process at {self.path} went away: {error}") from error
        return self._understood(question, answer)

    def _understood(self, question: str, answer: dict[str, Any]) -> Any:
        refused = answer.get("no")
        if refused is None:
            try:
                return wire.read_answer(question, answer)
            except wire.BadFrame:
                self._drop()
                raise KeyHolderAway(f"the key process at {self.path} is of another version") from None
        if refused == "cannot_open":
            raise CannotOpen
        if refused == "value":
            raise ValueError(str(answer.get("why", "")))
        if refused == "fault":
            raise KeyringFault(str(answer.get("why", "")))
        raise KeyHolderAway(str(answer.get("why", refused)))

    # --- the questions ---------------------------------------------------------------------------------------------
    def facts(self) -> KeyFacts:
        facts: KeyFacts = self._ask("facts")
        return facts

    def salt(self) -> bytes:
        if self._salt is None:
            self._salt = self._ask("salt")
        assert self._salt is not None
        return self._salt

    def code_keys(self, slow: bytes) -> tuple[CodeKeys, ...]:
        found: tuple[CodeKeys, ...] = self._ask("code_keys", slow=slow)
        return found

    def pepper_version(self) -> int:
        version: int = self._ask("pepper_version")
        return version

    def draw(
        self,
        purpose: Drawn,
        *,
        source: bytes = b"",
        turn: int | None = None,
        length: int = 32,
        pepper: int | None = None,
    ) -> bytes:
        drawn: bytes = self._ask("draw", purpose=purpose, source=source, turn=turn, length=length, pepper=pepper)
        return drawn

    def door(self) -> DoorKeys:
        """Asked for anew now and then; while nobody answers, the ones that are known go on being good."""
        now = time.monotonic()
        if self._door is None or now - self._door_read > _GOOD_FOR:
            try:
                self._door = self._ask("door")
                self._door_read = now
            except KeyHolderAway:
                if self._door is None:
                    raise
                self._door_read = now - _GOOD_FOR + _LEFT_ALONE
        assert self._door is not None
        return self._door

    def new_unit_pair(self, holder: str) -> UnitPair:
        pair: UnitPair = self._ask("new_unit_pair", holder=holder)
        return pair

    def open_as_unit(self, holder: str, sealed_private: bytes, wrapped: bytes, *, name: bytes) -> bytes:
        opened: bytes = self._ask(
            "open_as_unit", holder=holder, sealed_private=sealed_private, wrapped=wrapped, name=name
        )
        return opened

    def seal_factor(self, plain: bytes) -> bytes:
        sealed: bytes = self._ask("seal_factor", plain=plain)
        return sealed

    def open_factor(self, sealed: bytes) -> bytes:
        opened: bytes = self._ask("open_factor", sealed=sealed)
        return opened

    def add_subject(self, subject: UUID) -> None:
        self._ask("add_subject", subject=subject)

    def subject_keys(self, subjects: Collection[UUID]) -> dict[UUID, bytes | None]:
        found: dict[UUID, bytes | None] = {}
        for some in _in_parts(subjects):
            found.update(self._ask("subject_keys", subjects=some))
        return found

    def destroy_subjects(self, subjects: Collection[UUID]) -> int:
        return sum(self._ask("destroy_subjects", subjects=some) for some in _in_parts(subjects))

    def destroyed_subjects(self) -> frozenset[UUID]:
        found: set[UUID] = set()
        after: UUID | None = None
        while page := self._ask("destroyed_after", after=after):
            found.update(page)
            after = page[-1]
        return frozenset(found)

    def index(self, field: IndexField, normalised: str, *, version: int = 1) -> tuple[bytes, ...]:
        indexed: tuple[bytes, ...] = self._ask("index", field=field, normalised=normalised, version=version)
        return indexed

    def sign(self, text: bytes) -> tuple[Signature, ...]:
        signatures: tuple[Signature, ...] = self._ask("sign", text=text)
        return signatures

    def verifying_keys(self) -> tuple[bytes, ...]:
        public: tuple[bytes, ...] = self._ask("verifying_keys")
        return public

    def stage_kek(self) -> int:
        staged: int = self._ask("stage_kek")
        return staged

    def sealed_copy(self, name: bytes) -> SealedCopy | None:
        copy: SealedCopy | None = self._ask("sealed_copy", name=name)
        return copy

    def promote_kek(self) -> int:
        newest: int = self._ask("promote_kek")
        return newest

    def rewrap_unit(self, holder: str, public: bytes, sealed_private: bytes) -> UnitPair:
        pair: UnitPair = self._ask("rewrap_unit", holder=holder, public=public, sealed_private=sealed_private)
        return pair

    def rewrap_subjects(self) -> int:
        done: int = self._ask("rewrap_subjects")
        return done

    def retire_keks(self) -> None:
        self._ask("retire_keks")

    def add_index_key(self, after: int) -> int:
        newest: int = self._ask("add_index_key", after=after)
        return newest

    def reindex(self, values: bytes, *, version: int) -> bytes:
        indexed: bytes = self._ask("reindex", values=values, version=version)
        return indexed

    def stage_signing(self) -> None:
        self._ask("stage_signing")

    def change_signing(self) -> None:
        self._ask("change_signing")

    def settle_signing(self, text: bytes, signatures: tuple[Signature, ...]) -> None:
        self._ask("settle_signing", text=text, signatures=signatures)

    def stage_pepper(self) -> int:
        staged: int = self._ask("stage_pepper")
        return staged

    def promote_pepper(self) -> int:
        newest: int = self._ask("promote_pepper")
        return newest

    def retire_peppers(self, in_use: tuple[int, ...]) -> int:
        gone: int = self._ask("retire_peppers", in_use=in_use)
        return gone


def _in_parts(subjects: Collection[UUID]) -> list[list[UUID]]:
    asked = list(subjects)
    return [asked[at : at + wire.MOST_PEOPLE] for at in range(0, len(asked), wire.MOST_PEOPLE)]
