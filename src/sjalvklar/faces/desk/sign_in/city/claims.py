# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a provider said of somebody, read by the municipality's file: who, which roles, and how surely."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sjalvklar.faces.desk.sign_in.city.config import City

_LONGEST = 200
_MOST_VALUES = 2000


class NotSaid(Exception):
    """The provider did not say who it is. `code` names what is missing."""


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came from the provider. `at`: when they last proved who they are there, seconds since 1970."""

    identity: str
    name: str
    first_name: str
    username: str
    values: frozenset[str]
    strong: bool
    at: float
    logout: Mapping[str, str]
    session: str = ""  # a mark of the provider's own session, when it names it


def identity(issuer: str, subject: str) -> str:
    """One mark for a provider's name for somebody: of fixed length, and the name cannot be read from it by eye."""
    return hashlib.sha256(f"{len(issuer)} {issuer} {subject}".encode()).hexdigest()


def session_mark(issuer: str, sid: str) -> str:
    """One mark for a provider's name for one of its sessions; empty for none."""
    return hashlib.sha256(f"session {len(issuer)} {issuer} {sid}".encode()).hexdigest() if sid else ""


def values(said: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of the first of those claims that is there; `realm_access.roles` looks inside."""
    for name in names:
        found: Any = said.get(name)
        if found is None:
            found = said
            for step in name.split("."):
                found = found.get(step) if isinstance(found, Mapping) else None
        listed = found if isinstance(found, (list, tuple)) else [found]
        texts = tuple(str(one).strip()[:_LONGEST] for one in listed[:_MOST_VALUES] if isinstance(one, (str, int)))
        if any(texts):
            return texts
    return ()


def came(
    city: City,
    said: Mapping[str, Any],
    *,
    issuer: str,
    subject: str,
    acr: frozenset[str],
    amr: frozenset[str],
    at: float,
    logout: Mapping[str, str] | None = None,
    session: str = "",
) -> Came:
    """Raises NotSaid when there is no subject."""
    if not subject or len(subject) > 1024:
        raise NotSaid("subject")

    def one(name: str) -> str:
        return next(iter(values(said, city.claims[name])), "")

    return Came(
        identity=identity(issuer, subject),
        name=one("name"),
        first_name=one("first_name"),
        username=one("username"),
        values=frozenset(values(said, city.claims["roles"])),
        strong=bool(acr & city.acr or amr & city.amr),
        at=at,
        logout=dict(logout or {}),
        session=session_mark(issuer, session),
    )
