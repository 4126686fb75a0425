# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two roles of a product's database: one owns the tables, the other is what the product runs as."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote, urlsplit

OWNER, APP = "sjalvklar_owner", "sjalvklar_app"


def ensure_roles(superuser_url: str) -> None:
    """The two roles, on a server that may have them already, or be given them by somebody else at this moment."""
    import psycopg
    from psycopg import sql

    password = urlsplit(superuser_url).password
    secret = sql.SQL(" PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
    with psycopg.connect(superuser_url, autocommit=True) as line:
        for role in (OWNER, APP):
            known = line.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            if known is None:
                with suppress(psycopg.errors.UniqueViolation, psycopg.errors.DuplicateObject):  # made just now
                    line.execute(sql.SQL("CREATE ROLE {} LOGIN{}").format(sql.Identifier(role), secret))


def make_roles(superuser_url: str, database: str) -> dict[str, str]:
    """The two roles, and the database as the owner's: for the PostgreSQL of the demo, the tests and the benches.

    Returns the environment of a product that uses them. The password, when the superuser's URL has one, is the same.
    """
    import psycopg
    from psycopg import sql

    parts = urlsplit(superuser_url)
    ensure_roles(superuser_url)
    with psycopg.connect(superuser_url, autocommit=True) as line:
        line.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(database), sql.Identifier(OWNER)))

    def url(role: str) -> str:
        login = role if parts.password is None else f"{role}:{quote(parts.password, safe='')}"
        place = parts.netloc.rpartition("@")[2]
        return parts._replace(netloc=f"{login}@{place}", path=f"/{database}").geturl()

    return {"DATABASE_URL": url(APP), "SJALVKLAR_OWNER_DATABASE_URL": url(OWNER)}
