# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""YAML that remembers on which line everything stands, so that a fault can be shown where it is.

Plain data only, in the core schema of YAML 1.2: `no` is a word, `10:00` and `2023-07-01` are text, `0180` keeps its
nought. Anchors, aliases, merge keys and tags are refused: a pack is read by people, and a few lines of aliases can
unfold to gigabytes (https://en.wikipedia.org/wiki/Billion_laughs_attack).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml
from django.utils.translation import gettext as _

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file, at a line (1 is the first; 0 when it is the file as a whole)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class Unreadable(Exception):
    """The file is not YAML, or uses what plain data may not (tags, aliases, duplicate keys, deep nesting)."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Source:
    """One file's data, and the line of each place in it."""

    path: Path
    data: Any
    lines: dict[Where, int] = field(repr=False, default_factory=dict)
    label: str = ""

    @property
    def name(self) -> str:
        """What the file is called in a fault."""
        return self.label or self.path.name

    def line_of(self, where: Where) -> int:
        """The line of a place, or of the nearest place around it that stands in the file."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def fault(self, where: Where, message: str) -> Fault:
        return Fault(self.name, self.line_of(where), message)


_DEEPEST = 24  # a pack nests six levels; deeper is a mistake or an attack
_LARGEST = 4_000_000  # bytes; the largest file of a real pack is a fiftieth of it

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


def read(path: Path, *, label: str = "") -> Source:
    """Read one YAML file as plain data; `label` is what it is called in faults. Raises Unreadable."""
    name = label or path.name
    try:
        raw = path.read_bytes()
        if len(raw) > _LARGEST:
            raise Unreadable(Fault(name, 0, _("is too large to be a file of a pack")))
        text = raw.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise Unreadable(Fault(name, 0, _("is not there"))) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(Fault(name, 0, _("cannot be read as UTF-8 text"))) from error
    return parse(text, path=path, label=name)


def parse(text: str, *, path: Path, label: str) -> Source:
    """As `read`, from text already in hand."""
    lines: dict[Where, int] = {}
    try:
        data = _Reader(yaml.parse(text, Loader=_Loader), lines, label).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__
        message = _("is not YAML: %(problem)s") % {"problem": problem}
        raise Unreadable(Fault(label, 0 if mark is None else mark.line + 1, message)) from error
    return Source(path, data, lines, label)


class _Reader:
    """From the stream of events straight to data: nothing is built that has not been allowed."""

    def __init__(self, events: Iterator[Any], lines: dict[Where, int], name: str) -> None:
        self.events = events
        self.lines = lines
        self.name = name

    def document(self) -> Any:
        data: Any = {}
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(event, _("holds more than one document; remove the line ---"))
                data = self.value(next(self.events), ())
        return {} if data is None else data

    def value(self, event: Any, where: Where) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.refuse(event, _("uses an anchor or alias (& or *); write the text out instead"))
        # A plain or quoted value has no tag of its own; "!" is the non-specific tag and means nothing here.
        if event.tag not in (None, "!"):
            self.refuse(event, _("uses a tag (!); only plain values may stand in a pack"))
        self.lines.setdefault(where, event.start_mark.line + 1)
        if len(where) > _DEEPEST:
            self.refuse(event, _("is nested too deep"))
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(where)
        return _scalar(event)

    def mapping(self, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse(event, _("has a list or an alias where a name was expected"))
            if event.anchor is not None or event.tag not in (None, "!"):
                self.refuse(event, _("uses an anchor or a tag on a name; write the text out instead"))
            key = str(event.value)
            if key == "<<":
                self.refuse(event, _("uses a merge key (<<); write the text out instead"))
            if key in found:
                self.refuse(event, _("says “%(key)s” twice") % {"key": key})
            self.lines[(*where, key)] = line
            found[key] = self.value(next(self.events), (*where, key))
        return found

    def sequence(self, where: Where) -> list[Any]:
        found: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self.value(event, (*where, len(found))))
        return found

    def refuse(self, event: Any, message: str) -> NoReturn:
        raise Unreadable(Fault(self.name, event.start_mark.line + 1, message))


def _scalar(event: Any) -> Any:
    text: str = event.value
    if not event.implicit[0] or event.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 16 else text
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
