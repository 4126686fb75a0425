# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The key process: it holds the keys, answers the questions of `wire` on a Unix socket, and does nothing else.

It knows no database, no Django and no network. It listens only to users it was told to, as the kernel knows them; its
memory cannot be read by other processes of the same user, and is never written to a core file. Each line has a thread:
one that says nothing, or nonsense, keeps nobody else from being answered.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import logging
import os
import re
import resource
import select
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from sjalvklar.trust.envelope import CannotOpen
from sjalvklar.trust.keyring import KeyringFault
from sjalvklar.trust.keys import wire
from sjalvklar.trust.keys.client import peer_of
from sjalvklar.trust.keys.file import FileHolder
from sjalvklar.trust.keys.holder import IndexField, KeyHolderAway

_log = logging.getLogger("sjalvklar.keys")

LINES = 128
IDLE_SECONDS = 900.0
FRAME_SECONDS = 10.0
_ENDS_WITHIN = 3.0
_LOOKS_UP = 1.0
_PAGE = 5000
# C2SP tlog-checkpoint: origin, size, root, extension lines
_CHECKPOINT = re.compile(rb"[^\n]{1,200}\n\d{1,19}\n[A-Za-z0-9+/]{43}=\n(?:[^\n]{1,400}\n){0,8}")
_PR_SET_DUMPABLE = 4  # prctl(2), Linux


class CannotServe(Exception):
    """The socket cannot be opened. The text is for whoever started the process."""


def keep_to_ourselves() -> None:
    """No core file, and no other process of the same user may read this one's memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class KeyServer:
    """Answers at `path` those of the users in `allowed`, and its own.

    With only its own user the socket is 0600. With others it can be reached by all who can reach its folder, and who
    may speak is told by the kernel's word on who they are.
    """

    def __init__(self, holder: FileHolder, path: Path, *, allowed: frozenset[int] = frozenset()) -> None:
        self._holder = holder
        self._path = path
        self._own = frozenset({os.geteuid(), 0})
        self._allowed = allowed | self._own
        self._listener: socket.socket | None = None
        self._lines: set[socket.socket] = set()
        self._guard = threading.Condition()
        self._stopping = threading.Event()
        self._answers: dict[str, Callable[..., Any]] = {
            name: getattr(self, f"_{name}", None) or getattr(holder, name) for name in wire.QUESTIONS
        }

    # --- the socket ------------------------------------------------------------------------------------------------
    def open(self) -> None:
        """Open the socket. Raises CannotServe when somebody answers there, or the keys cannot be read."""
        try:
            self._holder.facts()
        except KeyHolderAway as trouble:
            raise CannotServe(str(trouble)) from trouble
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        try:
            self._take_place(listener)
            listener.listen(LINES)
            # A signal that comes in the moment before one waits wakes nobody: it is looked for now and then.
            listener.settimeout(_LOOKS_UP)
        except OSError as error:
            listener.close()
            raise CannotServe(f"{self._path} cannot be opened: {error.strerror or error}") from error
        self._listener = listener

    def _take_place(self, listener: socket.socket) -> None:
        """Bind at the path. What a killed process left there is taken away, what somebody answers at is not."""
        with _one_at_a_time(self._path):
            if self._path.is_socket():
                with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
                    probe.settimeout(2)
                    try:
                        probe.connect(str(self._path))
                    except ConnectionRefusedError:
                        self._path.unlink()
                    else:
                        raise CannotServe(f"somebody answers at {self._path} already")
            before = os.umask(0o177)  # until its rights are set, it is nobody's but ours
            try:
                listener.bind(str(self._path))
            finally:
                os.umask(before)
            self._path.chmod(0o600 if self._allowed <= self._own else 0o666)

    def serve(self) -> None:
        """Answer until `ask_to_stop` is called; then hang up. What is being answered is answered first."""
        try:
            self._accept()
        finally:
            self._close()

    def _accept(self) -> None:
        assert self._listener is not None
        # To accept from a listener that was shut down is tried over and over until its time is up: we wait here.
        knocks = select.poll()
        knocks.register(self._listener, select.POLLIN)
        while not self._stopping.is_set():
            if not knocks.poll(_LOOKS_UP * 1000) or self._stopping.is_set():
                continue
            try:
                line, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError as error:
                if self._stopping.is_set():
                    return
                if error.errno in {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ECONNABORTED}:
                    self._stopping.wait(0.1)
                    continue
                raise
            self._let_in(line)

    def _let_in(self, line: socket.socket) -> None:
        _, uid = peer_of(line)
        with self._guard:
            welcome = uid in self._allowed and len(self._lines) < LINES and not self._stopping.is_set()
            if welcome:
                self._lines.add(line)
        if not welcome:
            if uid not in self._allowed:
                _log.warning("user %s asked and is not let in", uid)
            line.close()
            return
        threading.Thread(target=self._talk, args=(line, uid in self._own), daemon=True).start()

    def ask_to_stop(self) -> None:
        """End `serve`. May be called from a signal handler and from another thread."""
        self._stopping.set()
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)  # wakes the one that waits in accept

    def _close(self) -> None:
        self._stopping.set()
        if self._listener is not None:
            self._listener.close()
            self._path.unlink(missing_ok=True)
        with self._guard:
            for line in self._lines:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RD)
            self._guard.wait_for(lambda: not self._lines, timeout=_ENDS_WITHIN)

    # --- one line --------------------------------------------------------------------------------------------------
    def _talk(self, line: socket.socket, owner: bool) -> None:
        try:
            with line:
                while not self._stopping.is_set():
                    line.settimeout(IDLE_SECONDS)
                    if not line.recv(1, socket.MSG_PEEK):
                        return
                    line.settimeout(FRAME_SECONDS)
                    said = wire.receive(line)
                    if said is None:
                        return
                    wire.send(line, self._answer(said, owner=owner))
        except (OSError, ValueError, wire.BadFrame):
            return  # a line that is silent, cut or full of nonsense ends; its owner opens another
        finally:
            with self._guard:
                self._lines.discard(line)
                self._guard.notify_all()

    def _answer(self, said: dict[str, Any], *, owner: bool) -> dict[str, Any]:
        """An answer, or a refusal that holds no more than the caller knew."""
        name, given = wire.read_question(said)
        if wire.QUESTIONS[name].owner and not owner:
            return {"no": "fault", "why": "only the user who owns the keys, or root, may do that"}
        try:
            return wire.write_answer(name, self._answers[name](**given))
        except CannotOpen:
            return {"no": "cannot_open"}
        except KeyringFault as fault:
            return {"no": "fault", "why": str(fault)}
        except KeyHolderAway as away:
            return {"no": "away", "why": str(away)}
        except ValueError as refused:
            return {"no": "value", "why": str(refused)}
        except Exception as error:
            _log.error("%s could not be answered: %s", name, type(error).__name__)
            return {"no": "away", "why": "the key process could not answer"}

    # --- where an answer is not the holder's own -------------------------------------------------------------------
    def _draw(self, **given: Any) -> bytes:
        if not 16 <= given["length"] <= 64:
            raise ValueError("between 16 and 64 bytes are drawn")
        return self._holder.draw(given.pop("purpose"), **given)

    def _index(self, field: IndexField, normalised: str, version: int) -> Any:
        if version < 1:
            raise ValueError("versions are counted from 1")
        return self._holder.index(field, normalised, version=version)

    def _code_keys(self, slow: bytes) -> Any:
        if len(slow) != 32:
            raise ValueError("a slow hash has 32 bytes")
        return self._holder.code_keys(slow)

    def _destroyed_after(self, after: UUID | None) -> list[UUID]:
        known = sorted(self._holder.destroyed_subjects())
        return [one for one in known if after is None or one > after][:_PAGE]

    def _sign(self, text: bytes) -> Any:
        if not _CHECKPOINT.fullmatch(text):
            raise ValueError("only a checkpoint of the record is signed")
        return self._holder.sign(text)


@contextlib.contextmanager
def _one_at_a_time(path: Path) -> Any:
    """Two that start at once do not take the place from one another: the socket's folder is locked meanwhile."""
    handle = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
