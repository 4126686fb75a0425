# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar test`: every test, on SQLite and on a real PostgreSQL, in a real browser. Nothing is skipped."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sjalvklar.project.cli import chromium, options, postgres
from sjalvklar.project.cli.check import take_static
from sjalvklar.project.cli.steps import Run, Steps

# What touches the database is run on PostgreSQL too: the rooms, the faces, a kill -9, and one journey from end to end.
# What is the same whatever the database (the launcher, how pages look and are read aloud) is run once.
ON_POSTGRESQL = ("tests/rooms", "tests/faces", "tests/drills", "tests/journeys/test_j1_*.py")
ONCE = ("tests/rooms/project", "tests/rooms/kernel", "tests/faces/test_screenshots.py", "*accessibility.py")


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
    try:
        _run(steps, chosen.only, words)
    finally:
        steps.stop()
    return steps.summary()


def _run(steps: Steps, only: str | None, words: list[str]) -> None:
    """The tests on each database: at the same time where there is a core for each."""
    runs: list[Run] = []
    if only != "postgresql":
        runs.append(Run("tests on SQLite", ("-q", *words), {"DATABASE_URL": ""}))
    with _postgresql(steps) if only != "sqlite" else nullcontext() as url:
        if url is not None:
            runs.append(Run("tests on PostgreSQL", ("-q", *(words or _there())), {"DATABASE_URL": url}))
        if len(runs) > 1 and (os.cpu_count() or 1) > 1:
            steps.together(runs)
        else:
            for run in runs:
                steps.pytest(run.name, *run.words, environment=run.environment)


def _clean(environment: dict[str, str]) -> dict[str, str]:
    """What a test must not inherit from the shell it was started in. DATABASE_URL is given for PostgreSQL only."""
    ours = ("SJALVKLAR_CHROMIUM", "SJALVKLAR_VENV")
    return {name: value for name, value in environment.items() if not name.startswith("SJALVKLAR_") or name in ours}


@contextmanager
def _postgresql(steps: Steps) -> Iterator[str | None]:
    """The URL of a PostgreSQL: DATABASE_URL's, or one of our own in a folder that is removed. None when neither."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgresql://", "postgres://")):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="sjalvklar-test-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root, PostgreSQL runs as another user, who must reach its folder in here
        brought: list[postgres.Postgres] = []
        try:
            steps.deed("PostgreSQL", lambda: brought.append(postgres.bring(folder / "data", durable=False)))
            yield brought[0].url() if brought else None
        finally:
            for server in brought:
                server.stop()


def _there() -> list[str]:
    """The places as pytest takes them; one that is not there stays as it is, so that pytest fails on it."""
    found: list[str] = []
    for place in ON_POSTGRESQL:
        there = sorted(str(path.relative_to(options.ROOT)) for path in options.ROOT.glob(place))
        found += there or [place]
    return [*found, *(f"--ignore-glob=*{place}" if "*" not in place else f"--ignore-glob={place}" for place in ONCE)]
