# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""YAML that remembers on which line everything stands, so that a fault can be shown where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

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
    """The file is not YAML, or uses what plain data may not (tags, duplicate keys, deep nesting)."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Source:
    """One file's data, and the line of each place in it."""

    path: Path
    data: Any
    lines: dict[Where, int] = field(repr=False, default_factory=dict)

    def line_of(self, where: Where) -> int:
        """The line of a place, or of the nearest place around it that stands in the file."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def fault(self, where: Where, message: str) -> Fault:
        return Fault(self.path.name, self.line_of(where), message)


_DEEPEST = 24  # a pack nests six levels; deeper is a mistake or an attack


def read(path: Path) -> Source:
    """Read one YAML file as plain data. Raises Unreadable with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(Fault(path.name, 0, f"cannot be read as UTF-8 text: {error}")) from error
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Where, int] = {}
        data = _plain(node, (), lines, loader, path) if node is not None else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise Unreadable(Fault(path.name, mark.line + 1 if mark else 0, f"is not YAML: {problem}")) from error
    finally:
        loader.dispose()
    return Source(path, data, lines)


def _plain(node: yaml.Node, where: Where, lines: dict[Where, int], loader: Any, path: Path) -> Any:
    lines[where] = node.start_mark.line + 1
    if len(where) > _DEEPEST:
        raise Unreadable(Fault(path.name, node.start_mark.line + 1, "is nested too deep"))
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                raise Unreadable(Fault(path.name, key_node.start_mark.line + 1, f"says {key!r} twice"))
            found[key] = _plain(value_node, (*where, key), lines, loader, path)
            lines[(*where, key)] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, index), lines, loader, path) for index, item in enumerate(node.value)]
    return loader.construct_object(node)
