# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar test`: every test, on SQLite and on a real PostgreSQL, in a real browser. Nothing is skipped."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path

from sjalvklar.project.cli import chromium, options, postgres, roles
from sjalvklar.project.cli.check import take_static
from sjalvklar.project.cli.steps import Run, Steps, compiled_once, cores

# What touches the database is run on PostgreSQL too: the rooms, the faces, and one journey from end to end. What is
# the same whatever the database (the launcher, what asks no database or brings its own, how pages look and are read
# aloud, what a browser keeps and its Back shows, how its passkeys and the city's sign-in look to a browser) is run
# once. So are the drills: the kill -9 starts a product on each database by itself.
ON_POSTGRESQL = ("tests/rooms/**", "tests/faces/**", "tests/journeys/test_j1_*")
ONCE = (
    "tests/rooms/project/**",
    "tests/rooms/kernel/**",
    "tests/rooms/directory/**",
    "tests/rooms/guide/**",
    "tests/rooms/review/test_a_made_up_year.py",
    "tests/rooms/trust/test_keys_at_the_command_line.py",
    "tests/faces/test_exit.py",
    "tests/faces/test_screenshots.py",
    "tests/faces/way_in/test_cards.py",
    "tests/faces/way_in/test_journey.py",
    "tests/faces/way_in/test_moulds.py",
    "tests/faces/way_in/test_no_trace.py",
    "tests/faces/way_in/test_place.py",
    "tests/faces/way_in/test_what_is_kept.py",
    "tests/faces/desk/test_city_in_a_browser.py",
    "tests/faces/desk/test_passkey.py",
    "**/*accessibility.py",
)

# What one pytest runs, so that every core has something to do until the end. A file belongs to the first part that has
# it, and what no other part has belongs to the last: a new file is run wherever it is put.
PARTS: dict[str, tuple[str, ...]] = {
    "accessibility": ("**/*accessibility.py", "tests/faces/test_screenshots.py"),
    "door": ("tests/faces/way_in/**", "tests/faces/*", "tests/journeys/**"),
    "desk": ("tests/faces/desk/**",),
    "processes": ("tests/rooms/project/**", "tests/drills/**", "tests/*"),
    "rooms": ("tests/**",),
}
# The longest are begun first: what is begun last should be short.
ORDER = (
    ("door", "sqlite"),
    ("door", "postgresql"),
    ("accessibility", "sqlite"),
    ("processes", "sqlite"),
    ("desk", "sqlite"),
    ("desk", "postgresql"),
    ("rooms", "sqlite"),
    ("rooms", "postgresql"),
)
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


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

    with compiled_once() as environment:
        steps = Steps(environment)
        if not words and not chosen.only:
            take_static(steps)
        browser: list[str] = []
        steps.deed("browser", lambda: browser.append(chromium.bring(_say)))
        if browser:
            environment["SJALVKLAR_CHROMIUM"] = browser[0]
            _say(browser[0])
        with tempfile.TemporaryDirectory(prefix="sjalvklar-test-products-") as products:
            # What a product is copied from is prepared by whichever part of the tests wants it first.
            steps.environment = _clean({**environment, "PREPARED_PRODUCTS": products})
            try:
                _run(steps, chosen.only, words)
            finally:
                steps.stop()
    return steps.summary()


def _run(steps: Steps, only: str | None, words: list[str]) -> None:
    """The tests on each database, as many parts at a time as there are cores. With words: those tests, in one part."""
    with _postgresql(steps) if only != "sqlite" else nullcontext((None, "")) as (url, folder):
        urls = {"sqlite": "" if only != "postgresql" else None, "postgresql": url}
        if words:
            asked = [(f"tests on {NAMES[database]}", tuple(words), database) for database in NAMES]
        else:
            asked = [
                (f"{part} on {NAMES[database]}", tuple(parts(postgresql=database == "postgresql")[part]), database)
                for part, database in ORDER
            ]
        given = [(name, said, urls[database]) for name, said, database in asked]
        both = {"TESTS_ON_BOTH": "yes"} if not words and only is None else {}
        beside = {"TESTS_POSTGRESQL": folder} if folder else {}
        runs = [
            Run(name, ("-q", *said), {"DATABASE_URL": url, **both, **beside})
            for name, said, url in given
            if url is not None
        ]
        if len(runs) > 1:
            # Two more than there are cores: a test that waits for its browser, its product or its database leaves a
            # core to another, and a third of a run is waiting.
            steps.together(runs, at_once=min(len(runs), cores() + 2))
        for run in runs if len(runs) == 1 else ():
            steps.pytest(run.name, *run.words, environment=run.environment)


def parts(*, postgresql: bool) -> dict[str, list[str]]:
    """The files of every part, as paths from the root of the project: each file in one part and no other."""
    found: dict[str, list[str]] = {part: [] for part in PARTS}
    for path in sorted((options.ROOT / "tests").rglob("test_*.py")):
        file = path.relative_to(options.ROOT)
        if not postgresql or (_is_in(file, ON_POSTGRESQL) and not _is_in(file, ONCE)):
            found[next(part for part, places in PARTS.items() if _is_in(file, places))].append(str(file))
    return found


def _is_in(file: Path, places: Sequence[str]) -> bool:
    """Whether one of the places has this file. `**` is any folders, and at the end of a place whatever is below."""
    return any(_pattern(place).fullmatch(file.as_posix()) for place in places)


@cache
def _pattern(place: str) -> re.Pattern[str]:
    said = re.escape(place).replace(r"\*\*/", "(?:.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.compile(said)


def _clean(environment: dict[str, str]) -> dict[str, str]:
    """What a test must not inherit from the shell it was started in. DATABASE_URL is given for PostgreSQL only."""
    ours = ("SJALVKLAR_CHROMIUM", "SJALVKLAR_VENV")
    return {name: value for name, value in environment.items() if not name.startswith("SJALVKLAR_") or name in ours}


@contextmanager
def _postgresql(steps: Steps) -> Iterator[tuple[str | None, str]]:
    """The URL of a PostgreSQL: DATABASE_URL's, or one of our own in a folder that is removed, which is named too: the
    tests that bring a server whatever the rest runs on use that one. None and no folder when neither."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgresql://", "postgres://")):
        roles.ensure_roles(given)
        yield given, ""
        return
    with tempfile.TemporaryDirectory(prefix="sjalvklar-test-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root, PostgreSQL runs as another user, who must reach its folder in here
        brought: list[postgres.Postgres] = []
        try:
            steps.deed("PostgreSQL", lambda: brought.append(postgres.bring(folder / "data", durable=False)))
            if brought:  # the roles are every database's on a server: made now, no two parts make them at once
                roles.ensure_roles(brought[0].url())
            yield (brought[0].url(), str(folder / "data")) if brought else (None, "")
        finally:
            for server in brought:
                server.stop()
