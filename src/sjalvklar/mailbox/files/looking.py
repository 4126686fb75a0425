# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Having a stranger's file looked at by a process that can reach nothing (see `worker`).

One at a time for each of the product's processes and a few in line: a file may cost seconds and a gigabyte, and must
not keep others from writing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox.rules.files import MOST_PAGES, MOST_PIXELS, Kind, kind_of, text_of

_WORKER = Path(__file__).with_name("worker.py")
_AT_ONCE = 1
_IN_LINE = 3
_OF_ONE_PLACE = (_AT_ONCE + _IN_LINE) // 2
_LONGEST_WAIT = 20.0  # seconds in line
_LONGEST_LOOK = 30.0  # seconds by the clock on the wall, then it is killed
_LARGEST_ANSWER = 64 * 1024 * 1024
_REFUSALS = frozenset({"file_pixels", "file_pages", "file_locked", "file_broken", "file_heavy"})


@dataclass(frozen=True, slots=True)
class Looked:
    """A file and what may be shown of it: one picture, one for each page, or for text its characters in UTF-8."""

    kind: Kind
    original: bytes = field(repr=False)
    copies: tuple[bytes, ...] = field(repr=False)


class Line:
    """Those who wait to have a file looked at."""

    def __init__(self, at_once: int = _AT_ONCE, in_line: int = _IN_LINE, wait: float = _LONGEST_WAIT) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + in_line)
        self._wait = wait
        self._lock = threading.Lock()
        self._here: Counter[bytes] = Counter()

    @contextmanager
    def turn(self, place: bytes = b"") -> Iterator[None]:
        """Around one look. Raises NotNow("busy") at once when the line is full, or after waiting in it too long.

        Strangers from one `place` stand in half of the line at most, so that none of them keeps others out of it.
        """
        with self._from(place):
            if not self._places.acquire(blocking=False):
                raise NotNow("busy")
            with self._in_turn():
                yield

    @contextmanager
    def _from(self, place: bytes) -> Iterator[None]:
        if not place:
            yield
            return
        with self._lock:
            if self._here[place] >= _OF_ONE_PLACE:
                raise NotNow("busy")
            self._here[place] += 1
        try:
            yield
        finally:
            with self._lock:
                self._here[place] -= 1
                self._here += Counter()  # forget who is not here any more

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        try:
            if not self._turns.acquire(timeout=self._wait):
                raise NotNow("busy")
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


LINE = Line()


def look(content: bytes, place: bytes = b"") -> Looked:
    """What may be shown of a file. Raises Invalid, field "f", with why it is not taken (see `rules.files.kind_of`, and
    file_pixels, file_pages, file_locked, file_broken, file_heavy), and NotNow("busy"). `place`: a
    mark of where a stranger is, of whom not many from there may stand in line at once."""
    kind = kind_of(content)
    if kind is Kind.TEXT:
        return Looked(kind, content, (text_of(content).encode("utf-8"),))
    with LINE.turn(place):
        said, rest = _answer([kind.value, str(MOST_PIXELS), str(MOST_PAGES)], content)
    return Looked(kind, content, _copies(said, rest))


def _copies(said: dict[str, Any], rest: bytes) -> tuple[bytes, ...]:
    """What the process made, believed as little as it must be: it may have been taken over by the file."""
    code = said.get("refused")
    if code is not None:
        raise Invalid(code if code in _REFUSALS else "file_broken", field="f")
    sizes = said.get("sizes")
    if not isinstance(sizes, list) or not 0 < len(sizes) <= MOST_PAGES or sum(map(int, sizes)) != len(rest):
        raise Invalid("file_broken", field="f")
    copies, begins = [], 0
    for size in map(int, sizes):
        copies.append(rest[begins : begins + size])
        begins += size
    if not all(map(is_picture, copies)):
        raise Invalid("file_broken", field="f")
    return tuple(copies)


def is_picture(copy: bytes) -> bool:
    """Whether a copy begins as one of ours does."""
    return media_type(copy) is not None


def media_type(copy: bytes) -> str | None:
    """How a copy is to be shown: never as anything but a picture."""
    if copy[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    return "image/png" if copy[:8] == b"\x89PNG\r\n\x1a\n" else None


def _answer(words: list[str], content: bytes) -> tuple[dict[str, Any], bytes]:
    """What the worker says, and what follows it. A worker that died, hung or wrote too much has said file_heavy."""
    with subprocess.Popen(
        [sys.executable, "-I", "-B", str(_WORKER), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    ) as worker:
        end = threading.Timer(_LONGEST_LOOK, worker.kill)
        give = threading.Thread(target=_give, args=(worker, content), daemon=True)
        end.start()
        give.start()
        try:
            assert worker.stdout is not None
            answer = worker.stdout.read(_LARGEST_ANSWER + 1)
        finally:
            end.cancel()
            worker.kill()
            give.join()
    head, _, rest = answer.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        said = None
    if not isinstance(said, dict) or len(answer) > _LARGEST_ANSWER:
        return {"refused": "file_heavy"}, b""
    return said, rest


def _give(worker: subprocess.Popen[bytes], content: bytes) -> None:
    """Hand over the file while the answer is being read; a worker that has died takes nothing more."""
    assert worker.stdin is not None
    with suppress(OSError):
        worker.stdin.write(content)
    with suppress(OSError):
        worker.stdin.close()


@dataclass(frozen=True, slots=True)
class Walls:
    """What shuts the worker in on this machine, and what it could reach all the same when it tried."""

    namespaces: frozenset[str] = frozenset()
    landlock: bool = False
    seccomp: bool = False
    works: bool = False
    reaches: frozenset[str] = frozenset()
    machine: str = ""
    tested: bool = True

    def faults(self) -> list[str]:
        """What a worker that a file had taken over could reach, each as a sentence for whoever starts the product."""
        if not self.works:
            return ["files cannot be looked at: the process that does it ends before it is ready"]
        names = {
            "network": "the network",
            "files": "this machine's files",
            "processes": "processes of its own making",
            "programs": "other programs",
            "code": "memory from which code of its own is run",
        }
        return [
            f"the process that looks at strangers' files could reach {names[one]}: this kernel gives it neither a "
            "seccomp filter nor namespaces of its own (docs/handbok/filer.md)"
            for one in sorted(self.reaches & names.keys())
        ]

    def untried(self) -> list[str]:
        """That the walls are known only by what was tried here and now, as a sentence."""
        if not self.works or self.tested:
            return []
        return [
            "the walls around the process that looks at strangers' files have never been tried by the product's tests "
            f"on this kind of machine ({self.machine or 'unknown'}); at this start they were tried and kept it from "
            "network, files, processes, programs and new code. Run tests/rooms/mailbox/test_looking_at_files.py on it "
            "before relatives' files are taken (docs/handbok/filer.md)"
        ]

    def missing(self) -> list[str]:
        """Walls that this machine does not give, when others stand in their place."""
        there = {"namespaces of its own": self.namespaces, "Landlock": self.landlock, "a seccomp filter": self.seccomp}
        return [name for name, up in there.items() if not up]


def walls() -> Walls:
    """Which walls this machine has for the worker, found out by starting one that tries them."""
    said, _ = _answer(["walls"], b"")
    up = said.get("walls")
    if not isinstance(up, dict):
        return Walls()
    return Walls(
        frozenset(up["namespaces"]),
        up["landlock"],
        up["seccomp"],
        works=True,
        reaches=frozenset(said["reaches"]),
        machine=str(up["machine"]),
        tested=bool(up["tested"]),
    )
