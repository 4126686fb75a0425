# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A production start looks at the database's own walls: whose role it is, what it could do, what the policies say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.rooms.project.test_start import _environment, _run, confirmed  # noqa: F401 - the fixture

from sjalvklar.project.cli.postgres import Postgres

NAME = "start_walls"


@pytest.fixture
def database(postgres: Postgres, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A product's database, with its tables, as the owner made them."""
    said = postgres.product(NAME)
    prepared = subprocess.run(
        [sys.executable, "-m", "sjalvklar.project.prepare"],
        env=_environment(tmp_path / "data", SJALVKLAR_MODE="test", **said),
        capture_output=True,
        text=True,
        check=False,
    )
    assert prepared.returncode == 0, prepared.stderr
    yield said
    postgres.drop(NAME)


def start(tmp_path: Path, pack: Path, said: dict[str, str]) -> str:
    done = _run(tmp_path / "data", "start", "--check", "--pack", str(pack), SJALVKLAR_PROXIES="1", **said)
    return done.stdout + done.stderr


def test_a_start_looks_at_the_role_and_at_the_policies(
    postgres: Postgres,
    database: dict[str, str],
    confirmed: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    app = database["DATABASE_URL"]
    assert "Nothing stands in the way of a start." in start(tmp_path, confirmed, database)
    assert "superuser" in start(tmp_path, confirmed, {"DATABASE_URL": postgres.url(NAME)})
    assert "owns the tables" in start(tmp_path, confirmed, {"DATABASE_URL": database["SJALVKLAR_OWNER_DATABASE_URL"]})
    with psycopg.connect(database["SJALVKLAR_OWNER_DATABASE_URL"]) as line:
        line.execute("ALTER POLICY mailbox_thread_select ON mailbox_thread USING (true)")
    changed = start(tmp_path, confirmed, {"DATABASE_URL": app})
    assert "differ from the access table's (mailbox_thread.mailbox_thread_select): start with --migrate" in changed
    assert "Traceback" not in changed


def test_the_app_that_signs_in_by_itself_cannot_become_another(database: dict[str, str]) -> None:
    with psycopg.connect(database["DATABASE_URL"], autocommit=True) as line:
        assert line.execute("SELECT current_user").fetchone() == ("sjalvklar_app",)
        assert line.execute("SELECT count(*) FROM mailbox_thread").fetchone() == (0,)
        for words in (
            "SET ROLE sjalvklar_owner",
            "SET ROLE postgres",
            "SET SESSION AUTHORIZATION sjalvklar_owner",
            "CREATE TABLE public.of_mine (n int)",
            "ALTER TABLE mailbox_thread DISABLE ROW LEVEL SECURITY",
            "UPDATE trust_auditentry SET action = 'x'",
            "ALTER ROLE sjalvklar_app BYPASSRLS",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                line.execute(words)
