# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings from the environment: typed, and loud about what they do not understand.

Each variable is declared once with its meaning; `docs/reference/environment.md` is written from the declarations.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


class BadEnvironment(Exception):
    """A variable of ours has a value that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    meaning: str
    default: str


DECLARED: dict[str, Variable] = {}


def _declare(name: str, meaning: str, default: str) -> str | None:
    DECLARED[name] = Variable(name, meaning, default)
    return os.environ.get(name)


def text(name: str, meaning: str, *, default: str = "") -> str:
    """A piece of text; `NAME_FILE` may name a file that holds it, as secrets mounts do."""
    stated = _declare(name, meaning, default)
    from_file = os.environ.get(f"{name}_FILE")
    if stated is None and from_file:
        return Path(from_file).read_text(encoding="utf-8").strip()
    return default if stated is None else stated


def choice(name: str, meaning: str, options: tuple[str, ...], *, default: str) -> str:
    stated = _declare(name, f"{meaning} One of: {', '.join(options)}.", default)
    if stated is None:
        return default
    if stated not in options:
        raise BadEnvironment(f"{name} is {stated!r}; it may be one of: {', '.join(options)}")
    return stated


def flag(name: str, meaning: str, *, default: bool) -> bool:
    stated = _declare(name, f"{meaning} yes or no.", "yes" if default else "no")
    if stated is None:
        return default
    if stated not in {"yes", "no"}:
        raise BadEnvironment(f"{name} is {stated!r}; it may be yes or no")
    return stated == "yes"


def number(name: str, meaning: str, *, default: int, least: int = 0) -> int:
    stated = _declare(name, meaning, str(default))
    if stated is None:
        return default
    if not stated.isascii() or not stated.isdigit() or int(stated) < least:
        raise BadEnvironment(f"{name} is {stated!r}; it must be a whole number of at least {least}")
    return int(stated)


def words(name: str, meaning: str, *, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A list separated by commas."""
    stated = _declare(name, f"{meaning} Separated by commas.", ",".join(default))
    return default if stated is None else tuple(w.strip() for w in stated.split(",") if w.strip())


def folder(name: str, meaning: str, *, default: Path, shown: str) -> Path:
    """A folder; `shown` is how the default is written in the documentation."""
    stated = _declare(name, meaning, shown)
    return Path(stated).expanduser().resolve() if stated else default
