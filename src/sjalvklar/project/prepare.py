# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything between an environment and a product that can answer: catalogs, tables, keys, the pack, made-up people.

Each step does nothing when it is done already, so that a second start is quick and what people wrote stays.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sjalvklar.project import stopping
from sjalvklar.project.cli.plain import Plain

Say = Callable[[str], None]


def _quiet(_line: str) -> None:
    return None


def set_up(say: Say = _quiet) -> None:
    """Compile the catalogs that are stale and set Django up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sjalvklar.project.settings")
    from sjalvklar.project.catalogs import places

    if any(places.stale(code) for code in places.CODES):
        from sjalvklar.project.catalogs import keep

        say("Compiling the languages …")
        keep.compile_stale()
    import django

    from sjalvklar.trust.access import context

    django.setup()
    context.become(context.COMMAND)
    _keep_to_ourselves()


def _keep_to_ourselves() -> None:
    """The embedded database is readable by its owner only, whatever folder it lies in: what stands in clear in it says
    who waits where. SQLite gives its journal the same rights."""
    from django.conf import settings

    kept = settings.DATABASES["default"]
    place = Path(str(kept["NAME"]))
    if not kept["ENGINE"].endswith("sqlite3") or not place.parent.is_dir():
        return
    with contextlib.suppress(OSError):
        os.close(os.open(place, os.O_CREAT | os.O_RDWR, 0o600))
        for file in (place, Path(f"{place}-wal"), Path(f"{place}-shm")):
            if file.exists():
                file.chmod(0o600)


def make_keys(say: Say = _quiet) -> None:
    """Make the keyring where there is none; one that is there is never touched."""
    from django.conf import settings

    from sjalvklar.trust import keyring

    if settings.KEY_SOCKET:
        return  # they are the key process's
    if keyring.create(Path(settings.KEYS_DIR)):
        say(f"Made new keys in {settings.KEYS_DIR}")


class _Steps(io.TextIOBase):
    """What Django's migrate prints, as a line of progress for every few steps."""

    def __init__(self, say: Say, total: int) -> None:
        self._say = say
        self._total = total
        self._done = 0

    def write(self, text: str, /) -> int:
        stopping.look()
        if text.lstrip().startswith("Applying "):
            self._done += 1
            if self._done % 10 == 0 or self._done == self._total:
                self._say(f"  {self._done} of {self._total} tables and changes")
        return len(text)


def waiting_migrations() -> int:
    """How many changes to the tables have not been made in this database."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextlib.contextmanager
def seldom_searched() -> Iterator[None]:
    """What is thrown away is looked for seldom meanwhile. Making the tables from nothing, Django draws every model
    some fifty times over, and a third of the time goes into looking; most of that is worth eighty megabytes."""
    before = gc.get_threshold()
    gc.set_threshold(10_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def migrate(say: Say = _quiet) -> None:
    """Bring the tables up to date, and with them what PostgreSQL itself knows of who may see what."""
    from django.db import connection

    from sjalvklar.project import walls

    app = str(connection.settings_dict["USER"])
    with walls.as_owner():
        waiting = waiting_migrations()
        if waiting:
            from django.core.management import call_command

            from sjalvklar.trust.audit import guards

            say(f"Preparing the database: {waiting} steps …")
            with seldom_searched():
                call_command("migrate", interactive=False, verbosity=1, stdout=_Steps(say, waiting))
            guards.put_up()
        if walls.guarded() and (waiting or walls.differences()):
            walls.put_up(app)


def load_pack(say: Say = _quiet) -> None:
    """Bring authorities and units in line with the pack, and give every unit that receives messages its keys."""
    from sjalvklar.organisation import actions, queries
    from sjalvklar.trust import actions as trust
    from sjalvklar.trust.rules import Actor, ActorKind

    actor = Actor(ActorKind.SYSTEM, "pack")
    organisation = queries.organisation()
    try:
        changed = actions.apply_pack(organisation, actor=actor)
    except actions.NobodyTakesOver as nobody:
        raise Plain("The pack cannot be applied:\n" + "\n".join(f"- {one}" for one in nobody.sentences)) from None
    if changed:
        say(f"{organisation.municipality.name}: {changed} authorities and units loaded from the pack")
    for unit in organisation.units:
        if unit.receives_messages:
            trust.ensure_holder_key(f"unit:{unit.id}", actor=actor)


def collect_static() -> None:
    """Put style sheets, scripts and icons where production serves them from. Other modes read them where they are."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def lay_ground(say: Say = _quiet) -> bool:
    """What a server process cannot start without: catalogs, keys, tables. True when there was nothing to do to the
    tables, so that a server may start while the rest is looked over."""
    from django.conf import settings

    set_up(say)
    make_keys(say)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    before = not waiting_migrations()
    migrate(say)
    return before


def fill(*, people: bool, say: Say = _quiet) -> None:
    """What is in the tables. `people` adds the pack's made-up staff and threads, refused in production."""
    load_pack(say)
    if people:
        from django.conf import settings

        from sjalvklar.project import made_up

        made_up.make(say, months=settings.DEMO_MONTHS)


def prepare(*, people: bool, say: Say = _quiet) -> None:
    """All the steps, in order."""
    lay_ground(say)
    fill(people=people, say=say)


def main(argv: list[str]) -> int:
    """For a process of its own, whose environment says which data folder, database and pack."""
    parser = argparse.ArgumentParser(prog="python -m sjalvklar.project.prepare")
    parser.add_argument("--people", action="store_true", help="also the pack's made-up staff and threads")
    prepare(people=parser.parse_args(argv).people)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
