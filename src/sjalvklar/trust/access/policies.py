# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL's row-level security as statements, and whether a database has them as they are written here."""

# ruff: noqa: S608 - made of our own names only

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SYSTEM = "(SELECT current_setting('sjalvklar.who', true)) IN ('clock', 'command')"
ANYBODY = "(SELECT current_setting('sjalvklar.who', true)) <> ''"
ME = "(SELECT sjalvklar_me())"


def who(*kinds: str) -> str:
    """That one of these acts."""
    return f"(SELECT current_setting('sjalvklar.who', true)) IN ({', '.join(repr(kind) for kind in kinds)})"


def told(name: str, kind: str = "text") -> str:
    """What the one who acts has said it is about, asked once for a whole statement; NULL when nothing was."""
    said = f"NULLIF(current_setting('sjalvklar.{name}', true), '')"
    return f"(SELECT decode({said}, 'hex'))" if kind == "bytea" else f"(SELECT {said}::{kind})"


@dataclass(frozen=True, slots=True)
class Policy:
    """What one command may touch in one table: rows that are there (`using`), rows as they become (`check`)."""

    table: str
    command: str
    using: str = ""
    check: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}_{self.command.lower()}"

    def sql(self) -> str:
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return f"CREATE POLICY {self.name} ON {self.table} FOR {self.command}{using}{check}"


@dataclass(frozen=True, slots=True)
class Function:
    """A function that policies ask. `head` is its signature, `body` what PostgreSQL keeps of it word for word."""

    name: str
    head: str
    body: str

    @property
    def as_owner(self) -> bool:
        """Whether it reads as the tables' owner, and so is for the app's role alone to ask."""
        return "SECURITY DEFINER" in self.head

    def sql(self) -> str:
        return f"CREATE OR REPLACE FUNCTION {self.name}{self.head} AS $$ {self.body} $$"


def as_owner(name: str, head: str, body: str) -> Function:
    """A function that reads as the tables' owner, to whom policies do not apply, wherever its caller looks for names:
    what it is asked is decided by its own conditions, and nothing comes out but its answer.

    What is written out in a policy is planned in every statement, and its tables' own policies with it, once more for
    each wall behind a wall. A function is planned once for a connection.
    """
    how = "LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp"
    return Function(name, f"{head} {how}", body)


def may(thing: str, table: str, deeds: Mapping[str, str]) -> Function:
    """The function that policies of what belongs to a thing ask: whether this deed may be done with that one of them.

    `deeds` gives each as a condition on a row of the table, which goes by the name `it`. An unknown deed is an error.
    """
    answers = " ".join(f"WHEN '{deed}' THEN RETURN {condition};" for deed, condition in deeds.items())
    return as_owner(
        f"sjalvklar_may_{thing}",
        "(asked_id uuid, asked_deed text) RETURNS boolean",
        f"DECLARE it {table}%ROWTYPE; BEGIN SELECT * INTO it FROM {table} WHERE id = asked_id; "
        f"IF NOT FOUND THEN RETURN false; END IF; CASE asked_deed {answers} END CASE; END",
    )


def tables(policies: Iterable[Policy]) -> tuple[str, ...]:
    """The guarded tables."""
    return tuple(sorted({policy.table for policy in policies}))


def statements(functions: Sequence[Function], policies: Sequence[Policy]) -> list[str]:
    """What puts the functions and policies in force, whatever was there before. Run by the tables' owner."""
    made = [function.sql() for function in functions]
    made += [f"REVOKE EXECUTE ON FUNCTION {function.name} FROM PUBLIC" for function in functions if function.as_owner]
    for table in tables(policies):
        made.append(
            f"DO $$ DECLARE p record; BEGIN FOR p IN SELECT policyname FROM pg_policies "
            f"WHERE schemaname = current_schema() AND tablename = '{table}' "
            f"LOOP EXECUTE format('DROP POLICY %I ON {table}', p.policyname); END LOOP; END $$"
        )
        # Not forced on the owner, as whom the functions read; the product is refused the owner's role when it starts.
        made += [f"ALTER TABLE {table} {said} ROW LEVEL SECURITY" for said in ("ENABLE", "NO FORCE")]
    return made + [policy.sql() for policy in policies]


def fingerprint(functions: Sequence[Function], policies: Sequence[Policy]) -> str:
    """The same as long as they say the same."""
    return hashlib.sha256("\n".join(statements(functions, policies)).encode()).hexdigest()[:16]
