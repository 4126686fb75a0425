# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stylesheet parts, one a component, put together into the sheets that pages fetch.

Nothing of ours may be cached on a phone that someone else reads, so every page fetches its sheet anew: one small
request instead of twenty, and compressed. A sheet may be: it is the same for everybody and repeats nothing that anyone
has sent. A page may not (BREACH, 2013).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PARTS = Path(__file__).resolve().parent / "styles"
SHARED = (
    "tokens", "base", "layout", "button", "choice", "field", "panel", "notice", "facts", "tag", "details", "forced",
)  # fmt: skip
SHEETS: dict[str, tuple[str, ...]] = {
    "design/door.css": (
        *SHARED[:3], "bar", "start", *SHARED[3:-1], "steps", "receiver", "code", "thread", "footer", "forced", "print",
    ),
    "design/desk.css": (
        *SHARED[:-1], "table", "meter", "thread", "code",
        "desk_shell", "desk_queue", "desk_contact", "desk_case", "desk_people", "desk_incident",
        "desk_followup", "desk_safety", "desk_review", "desk_sign_in",
        "forced", "print",
    ),
}  # fmt: skip
_PACKED = ".gz"  # what WhiteNoise looks for beside a file
_LICENCE = "/*! SPDX-FileCopyrightText: 2026 Självklar contributors; SPDX-License-Identifier: EUPL-1.2 */\n"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,])\s*")


def composed(parts: Iterable[str]) -> str:
    """The parts as one sheet, without comments and needless space."""
    text = "\n".join((PARTS / f"{part}.css").read_text(encoding="utf-8") for part in parts)
    return _LICENCE + _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", text))).replace(";}", "}").strip() + "\n"


def _changed(parts: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """What tells that a part has been written anew."""
    found = ((PARTS / f"{part}.css").stat() for part in parts)
    return tuple((one.st_mtime_ns, one.st_size) for one in found)


@lru_cache(maxsize=2 * len(SHEETS))
def _content(parts: tuple[str, ...], _as_of: tuple[tuple[int, int], ...], *, packed: bool) -> bytes:
    """A sheet as it is sent: composed once for all who ask, until one of its parts is another."""
    whole = composed(parts).encode()
    return gzip.compress(whole, mtime=0) if packed else whole


class ComposedSheets(BaseFinder):
    """Gives Django and WhiteNoise the composed sheets as files, written anew at every start."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "sheets")

    def _written(self, name: str) -> str:
        target = Path(self.storage.path(name))
        parts = SHEETS[name.removesuffix(_PACKED)]
        wanted = _content(parts, _changed(parts), packed=name.endswith(_PACKED))
        if not target.exists() or target.read_bytes() != wanted:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f"{target.name}.{id(self)}.part")
            beside.write_bytes(wanted)
            beside.replace(target)  # whole or not at all: several processes start at once
        return str(target)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [self._written(path)] if path in self._names() else []
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in self._names():
            self._written(name)
            yield name, self.storage

    @staticmethod
    def _names() -> tuple[str, ...]:
        return tuple(name + packed for name in SHEETS for packed in ("", _PACKED))
