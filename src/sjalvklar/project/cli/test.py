# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar test`: every test, on SQLite and on a real PostgreSQL, in a real browser. Nothing is skipped."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from sjalvklar.project.cli import chromium, options, postgres
from sjalvklar.project.cli.check import take_static
from sjalvklar.project.cli.steps import Steps

# What touches the database is run on PostgreSQL too: the rooms, the faces, and one journey from end to end.
ON_POSTGRESQL = ("tests/rooms", "tests/faces", "tests/journeys/test_j1_*.py")


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


def run(argv: list[str]) -> int:
    parser = options.parser(
        "test",
        about="Every test: static checks, SQLite, PostgreSQL, a real Chromium. What you add goes to pytest.",
        epilog="With anything added (-k WORD, a path), the static checks are left out and only those tests are run.",
    )
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one database only")
    parser.add_argument("-k", metavar="WORDS", help="only tests whose names match, as pytest understands it")
    chosen, others = parser.parse_known_args(argv)
    words = [*(["-k", chosen.k] if chosen.k else []), *others]

    steps = Steps()
    if not words and not chosen.only:
        take_static(steps)
    browser: list[str] = []
    steps.deed("browser", lambda: browser.append(chromium.bring(_say)))
    if browser:
        os.environ["SJALVKLAR_CHROMIUM"] = browser[0]
        _say(browser[0])
    steps.environment = _clean({**os.environ})
    if chosen.only != "postgresql":
        steps.pytest("tests on SQLite", "-q", *words, environment={"DATABASE_URL": ""})
    if chosen.only != "sqlite":
        _on_postgresql(steps, words)
    return steps.summary()


def _clean(environment: dict[str, str]) -> dict[str, str]:
    """What a test must not inherit from the shell it was started in. DATABASE_URL is given for PostgreSQL only."""
    ours = ("SJALVKLAR_CHROMIUM", "SJALVKLAR_VENV")
    return {name: value for name, value in environment.items() if not name.startswith("SJALVKLAR_") or name in ours}


def _on_postgresql(steps: Steps, words: list[str]) -> None:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgresql://", "postgres://")):
        steps.pytest("tests on PostgreSQL", "-q", *(words or _there()), environment={"DATABASE_URL": given})
        return
    folder = Path(tempfile.mkdtemp(prefix="sjalvklar-test-pg-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs as another user, who must reach its folder in here
    brought: list[postgres.Postgres] = []
    try:
        if steps.deed("PostgreSQL", lambda: brought.append(postgres.bring(folder / "data", durable=False))):
            url = brought[0].url("postgres")
            steps.pytest("tests on PostgreSQL", "-q", *(words or _there()), environment={"DATABASE_URL": url})
    finally:
        for server in brought:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _there() -> list[str]:
    """The places as pytest takes them; one that is not there stays as it is, so that pytest fails on it."""
    found: list[str] = []
    for place in ON_POSTGRESQL:
        there = sorted(str(path.relative_to(options.ROOT)) for path in options.ROOT.glob(place))
        found += there or [place]
    return found
