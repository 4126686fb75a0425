# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A production start looks at the database's own walls: whose role it is, what it could do, what the policies say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.live import House
from tests.rooms.project.test_start import _environment, _run, confirmed  # noqa: F401 - the fixture

from sjalvklar.project.cli.postgres import Postgres


@pytest.fixture(scope="module")
def product(house: House) -> tuple[Path, dict[str, str]]:
    """A product's data folder and its database, with its tables, as the owner made them."""
    data, said = house.on_ground("postgresql")
    prepared = subprocess.run(
        [sys.executable, "-m", "sjalvklar.project.prepare"],
        env=_environment(data, SJALVKLAR_MODE="test", **said),
        capture_output=True,
        text=True,
        check=False,
    )
    assert prepared.returncode == 0, prepared.stderr
    return data, said


@pytest.fixture
def database(product: tuple[Path, dict[str, str]]) -> dict[str, str]:
    return product[1]


def start(data: Path, pack: Path, said: dict[str, str]) -> str:
    done = _run(data, "start", "--check", "--pack", str(pack), SJALVKLAR_PROXIES="1", **said)
    return done.stdout + done.stderr


def test_a_start_looks_at_the_role_and_at_the_policies(
    postgres: Postgres,
    product: tuple[Path, dict[str, str]],
    confirmed: Path,  # noqa: F811
) -> None:
    data, database = product
    app = database["DATABASE_URL"]
    superuser = postgres.url(urlsplit(app).path.lstrip("/"))
    assert "Nothing stands in the way of a start." in start(data, confirmed, database)
    assert "superuser" in start(data, confirmed, {"DATABASE_URL": superuser})
    assert "owns the tables" in start(data, confirmed, {"DATABASE_URL": database["SJALVKLAR_OWNER_DATABASE_URL"]})
    with psycopg.connect(database["SJALVKLAR_OWNER_DATABASE_URL"]) as line:
        line.execute("ALTER POLICY mailbox_thread_select ON mailbox_thread USING (true)")
    changed = start(data, confirmed, {"DATABASE_URL": app})
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
