# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a URL says which database it is, and how a line to it is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from sjalvklar.project import env


def _encrypted(query: dict[str, str]) -> dict[str, str]:
    """How a database's address says that the line to it is encrypted (libpq's own words). Raises BadEnvironment for
    what else it says: a word that is not understood would be a wall that somebody believes in."""
    if unknown := sorted(query.keys() - {"sslmode", "sslrootcert", "sslcert", "sslkey"}):
        raise env.BadEnvironment(f"DATABASE_URL says {', '.join(unknown)}, which is not understood")
    return query


def _is_here(host: str) -> bool:
    """Whether a database answers on this machine: on a socket, or on loopback."""
    return not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}


def connection(url: str, *, production: bool) -> dict[str, Any]:
    """A connection as Django's settings have it, from a URL. Raises BadEnvironment.

    SQLite: WAL, IMMEDIATE and synchronous=FULL, so that what was acknowledged survives a power cut
    (https://www.sqlite.org/pragma.html#pragma_synchronous).
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "sjalvklar.project.sqlite3",
            "NAME": unquote(parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                    "PRAGMA secure_delete=ON;PRAGMA temp_store=MEMORY;PRAGMA cache_size=-32000;"
                ),
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query = {name: unquote(value) for name, _, value in (pair.partition("=") for pair in parts.query.split("&"))}
        query.pop("", None)
        host, encrypted = query.pop("host", "") or unquote(parts.hostname or ""), _encrypted(query)
        if production and not _is_here(host) and not encrypted.get("sslmode", "").startswith("verify-"):
            raise env.BadEnvironment(
                "DATABASE_URL leads to another machine: let it say sslmode=verify-full (and sslrootcert=FILE), so "
                "that what goes there is encrypted and nobody else can answer"
            )
        return {
            "ENGINE": "sjalvklar.project.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                # Of what is prepared, which is what `mailbox.rows` writes and finds, the plan is kept: see there.
                "options": "-c synchronous_commit=on -c plan_cache_mode=force_generic_plan -c jit=off",
                "prepare_threshold": 5,  # Django says none, and then psycopg prepares nothing, whatever is asked of it
                **encrypted,
            },
        }
    raise env.BadEnvironment(f"DATABASE_URL begins with {parts.scheme!r}; it may be sqlite: or postgresql:")
