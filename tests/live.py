# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole product as the tests meet it: real processes on a free port, with with data and a database of its own."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from tests.inside import Inside

from sjalvklar.project.cli import options
from sjalvklar.project.cli.postgres import Postgres
from sjalvklar.project.cli.roles import make_roles
from sjalvklar.project.serving import SOURCES, Serving

_READY_WITHIN = 240  # seconds, on a machine that has much else to do: a test is not about how long a start takes


@dataclass(frozen=True, slots=True)
class Wish:
    """What a test wants of a product. `now` freezes its clock; `people` are the pack's made-up staff and threads;
    one that is not `served` stands there prepared, with nobody at the door."""

    pack: str = "stockholm"
    mode: str = "demo"
    database: str = "sqlite"
    now: str = ""
    people: bool = True
    clock: bool = True
    served: bool = True
    also: tuple[tuple[str, str], ...] = ()  # further SJALVKLAR_* variables


@dataclass
class Live:
    """One running product."""

    serving: Serving
    data: Path
    wish: Wish
    _codes: dict[str, set[int]] = field(default_factory=dict)
    _inside: Inside | None = None

    @property
    def url(self) -> str:
        return self.serving.url

    @property
    def port(self) -> int:
        return self.serving.port

    def stop(self) -> None:
        """As Ctrl-C does."""
        self._leave()
        self.serving.stop()

    def kill(self) -> None:
        """As a power cut does to processes: `kill -9` for all of them."""
        self.serving.kill()

    def start_again(self, *, now: str | None = None) -> None:
        """On the same port with the same data, at another time if one is given ("" lets the clock go)."""
        self.serving.stop()
        if now is not None:
            self.wish = replace(self.wish, now=now)
            self.serving.environment["SJALVKLAR_NOW"] = now
        self.serving.start()
        self.serving.wait_until_ready(_READY_WITHIN)

    def python(self, code: str) -> str:
        """Run Python inside this product (its settings, database and clock); returns what it printed."""
        return self._within().run(code, self.data / "inside")

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a verb of ours on this product: what it said, what it complained of, and how it ended."""
        return self._within().command(*words, said=self.data / "inside")

    def _within(self) -> Inside:
        if self._inside is None or self._inside.environment != self.serving.environment:
            self._leave()
            self._inside = Inside(self.serving.environment)
        return self._inside

    def _leave(self) -> None:
        if self._inside is not None:
            self._inside.close()
            self._inside = None

    def said(self) -> str:
        """Everything the server and the clock have written."""
        log = self.serving.log
        return log.read_text(encoding="utf-8", errors="replace") if log and log.exists() else ""

    def second_factor(self, username: str) -> str:
        """A code of this made-up person that has not been used yet (the server takes one step either way)."""
        from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

        from sjalvklar.organisation.actions.demo import totp_secret

        used = self._codes.setdefault(username, set())
        present = int(time.time()) // 30
        step = next((step for step in (present, present + 1, present - 1) if step not in used), present)
        used.add(step)
        return str(format_hotp_value(hotp_value(totp_secret(username), step)))


class House:
    """Prepares products once per wish and starts as many copies as the tests want. Where several runs of the tests
    have a folder in common (`PREPARED_PRODUCTS`), what one of them has prepared the others copy."""

    def __init__(self, folder: Path, *, leave_to: str, server: Callable[[], Postgres | str]) -> None:
        self._folder = folder
        self._leave_to = leave_to
        self._server = server
        self.prepared = Path(os.environ.get("PREPARED_PRODUCTS") or folder)
        self._count = 0
        self._running: list[Live] = []

    def start(self, wish: Wish) -> Live:
        """A product of its own for one test."""
        data = self._next("live")
        with self._ready(replace(wish, clock=True, served=True, also=())) as (template, database):
            shutil.copytree(template, data)
            copied = self._copy(database, data, _of_its_own())
        environment = self._environment(wish, data, copied)
        live = self._live(environment, data, wish)
        if wish.served:
            live.serving.start()
            live.serving.wait_until_ready(_READY_WITHIN)
        return live

    def another(self, live: Live) -> Live:
        """A copy of a product that stands there with nobody at its door, as it is now."""
        live.stop()
        data = self._next("live")
        shutil.copytree(live.data, data)
        said = live.serving.environment
        copied = self._copy({"DATABASE_URL": said["DATABASE_URL"]}, data, _of_its_own())
        return self._live(self._environment(live.wish, data, copied), data, live.wish)

    def _live(self, environment: Mapping[str, str], data: Path, wish: Wish) -> Live:
        live = Live(Serving(environment=environment, clock=wish.clock, log=data / "log"), data, wish)
        self._running.append(live)
        return live

    def stop_all(self) -> None:
        for live in self._running:
            live.stop()

    def _next(self, what: str) -> Path:
        self._count += 1
        return self._folder / f"{what}{self._count}"

    def _environment(self, wish: Wish, data: Path, database: Mapping[str, str]) -> dict[str, str]:
        asked = {
            "SJALVKLAR_MODE": wish.mode,
            "SJALVKLAR_DATA": str(data),
            "SJALVKLAR_PACK": str(options.find_pack(wish.pack)),
            "SJALVKLAR_LEAVE_TO": self._leave_to,
            "SJALVKLAR_NOW": wish.now,
            **database,
            "DJANGO_SETTINGS_MODULE": "sjalvklar.project.settings",
            "PYTHONPATH": str(SOURCES),
        }
        return {**os.environ, **asked, **dict(wish.also)}

    @contextmanager
    def _ready(self, wish: Wish) -> Iterator[tuple[Path, dict[str, str]]]:
        """A data folder and a database with everything in them, never started: the copies are, one at a time."""
        name = self._name(repr(wish), wish.database)
        data, ready = self.prepared / f"template-{name}", self.prepared / f"{name}.json"
        with self._alone(name):
            if not ready.exists():
                database = self._on_ground(wish.database, data, _of_its_own())
                run(
                    [sys.executable, "-m", "sjalvklar.project.prepare", *(["--people"] if wish.people else [])],
                    self._environment(wish, data, database),
                )
                ready.write_text(json.dumps(database), encoding="utf-8")
            yield data, json.loads(ready.read_text(encoding="utf-8"))

    def on_ground(self, database: str) -> tuple[Path, dict[str, str]]:
        """A data folder without keys and a database with its tables and nothing in them, for a test that prepares and
        starts by commands of its own. Returns the folder and what the environment says of the database."""
        data = self._next("ground")
        return data, self._on_ground(database, data, _of_its_own())

    def _on_ground(self, database: str, data: Path, name: str) -> dict[str, str]:
        with self._ground(database) as (ground, laid):
            shutil.copytree(ground, data)
            return self._copy(laid, data, name)

    @contextmanager
    def _ground(self, database: str) -> Iterator[tuple[Path, dict[str, str]]]:
        """A database with every table and nothing in them: what takes longest is the same for every wish. Keys are
        each product's own."""
        name = self._name("ground", database)
        ground, ready = self.prepared / name, self.prepared / f"{name}.json"
        with self._alone(name):
            if not ready.exists():
                ground.mkdir()
                laid = self._in(ground) if database == "sqlite" else self._create(_of_its_own(), template=None)
                lay = "from sjalvklar.project import prepare; prepare.lay_ground()"
                run([sys.executable, "-c", lay], self._environment(Wish(), ground, laid))
                shutil.rmtree(ground / "keys")
                ready.write_text(json.dumps(laid), encoding="utf-8")
            yield ground, json.loads(ready.read_text(encoding="utf-8"))

    def _name(self, of: str, database: str) -> str:
        """What it is called in the folder that several runs may have in common, for this server."""
        server = "" if database == "sqlite" else self._server()
        where = server.url() if isinstance(server, Postgres) else server
        return hashlib.sha256(f"{of}{where}".encode()).hexdigest()[:20]

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Whoever else wants to prepare this waits meanwhile."""
        with (self.prepared / f"{name}.lock").open("a") as line:
            fcntl.flock(line, fcntl.LOCK_EX)
            yield

    @staticmethod
    def _in(data: Path) -> dict[str, str]:
        return {"DATABASE_URL": f"sqlite://{data / 'sjalvklar.sqlite3'}"}

    def _copy(self, database: Mapping[str, str], data: Path, name: str) -> dict[str, str]:
        """A database of one's own: with a folder that is copied it is copied too, on a server from its template."""
        url = database["DATABASE_URL"]
        if url.startswith("sqlite:"):
            return self._in(data)
        return self._create(name, template=urlsplit(url).path.lstrip("/"))

    def _create(self, name: str, *, template: str | None) -> dict[str, str]:
        server = self._server()
        if isinstance(server, Postgres):
            return server.product(name, template=template)
        import psycopg
        from psycopg import sql

        with psycopg.connect(server, autocommit=True) as connection:
            words = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
            if template:
                words += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
            connection.execute(words)
        return make_roles(server, name)


def _of_its_own() -> str:
    """A name for a database that no other run has given, whatever number the system gave its process."""
    return f"sjalvklar_{uuid4().hex}"


def run(words: list[str], environment: Mapping[str, str]) -> str:
    """Run a program to its end; what it wrote when it failed is the assertion."""
    done = subprocess.run(words, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{' '.join(words[1:])}:\n{done.stdout}{done.stderr}")
    return done.stdout
