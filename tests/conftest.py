# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every test may lean on: a data folder of its own, a whole product in processes, a real browser."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from tests.live import House, Live

    from sjalvklar.project.cli.postgres import Postgres

# Before Django's settings are read: nothing of the person who runs the tests is used or touched.
for _name in [name for name in os.environ if name.startswith("SJALVKLAR_") and name != "SJALVKLAR_CHROMIUM"]:
    del os.environ[_name]
_DATA = Path(tempfile.mkdtemp(prefix="sjalvklar-test-"))
_DATA.chmod(0o755)  # as root, PostgreSQL runs as another user, who must reach its folder in here
os.environ["SJALVKLAR_MODE"] = "test"
os.environ["SJALVKLAR_DATA"] = str(_DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "sjalvklar.project.settings"
# Playwright's synchronous interface runs an event loop in this thread; the tests themselves are not asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _given_postgresql() -> str | None:
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith(("postgresql://", "postgres://")) else None


def pytest_configure(config: pytest.Config) -> None:
    """The sentences are compiled before the first of them is asked for, and the keys are made once."""
    import django

    from sjalvklar.project.catalogs import keep
    from sjalvklar.trust import keyring

    keep.compile_stale()
    keyring.create(_DATA / "keys")
    django.setup()  # pytest-django looked for settings before this file had named them
    from tests.emptying import let_tests_empty_the_record

    let_tests_empty_the_record()


_ASKS = frozenset({"db", "transactional_db", "django_db_setup", "start_live", "postgres_url"})


def _asks_a_database(item: pytest.Item) -> bool:
    return bool(_ASKS.intersection(getattr(item, "fixturenames", ()))) or bool(item.get_closest_marker("django_db"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What only PostgreSQL can show (`test_walls_*.py`) belongs to the runs on PostgreSQL and is not in the others;
    where everything is run on both databases, what asks no database belongs to the runs on SQLite."""
    elsewhere: set[pytest.Item] = set()
    if _given_postgresql() is None:
        elsewhere = {item for item in items if item.path.name.startswith("test_walls_")}
    elif os.environ.get("TESTS_ON_BOTH"):
        elsewhere = {item for item in items if not _asks_a_database(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in elsewhere])
    items[:] = [item for item in items if item not in elsewhere]


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is imported by now stays: it is not gone through over and over for what can be thrown away, as in a worker
    (sjalvklar.project.server). What a test forgets to close is still told of, a moment later."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    gc.unfreeze()
    shutil.rmtree(_DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite in a file, with the locks and the journal of the real one: a database in memory has neither. On a server,
    a database of this process's own: several parts of the tests may be run beside one another."""
    from django.db import connections

    kept = connections["default"].settings_dict
    if kept["ENGINE"].endswith("sqlite3"):
        kept["TEST"]["NAME"] = str(_DATA / "test.sqlite3")
    else:
        kept["TEST"]["NAME"] = f"test_{kept['NAME']}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The tables are made once for all the parts of the tests on a database, not once for each."""
    from tests import migrated

    with django_db_blocker.unblock():
        made = migrated.begin()
    yield
    with django_db_blocker.unblock():
        migrated.end(made)


# --- A whole product -----------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def neutral_site() -> Iterator[str]:
    """Where leaving leads: a small page on another host name than the product's."""

    class Weather(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = b"<!doctype html><html lang=sv><meta charset=utf-8><title>V\xc3\xa4der</title><h1>V\xc3\xa4der</h1>"
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of our own, for the tests that ask for one whatever the rest runs on. Where all the tests are run,
    it is the one that runs already, which stopping it leaves alone."""
    from sjalvklar.project.cli.postgres import Postgres

    server = Postgres(Path(os.environ.get("TESTS_POSTGRESQL") or _DATA / "postgresql"), durable=False)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> str:
    """The URL of a PostgreSQL where databases can be made: DATABASE_URL's, or our own."""
    given = _given_postgresql()
    if given:
        return given
    server: Postgres = request.getfixturevalue("postgres")
    return server.url()


@pytest.fixture(scope="session")
def house(request: pytest.FixtureRequest, neutral_site: str) -> Iterator[House]:
    from tests.live import House

    def server() -> Postgres | str:
        given = _given_postgresql()
        brought: Postgres | str = given or request.getfixturevalue("postgres")
        return brought

    folder = _DATA / "products"
    folder.mkdir()
    made = House(folder, leave_to=neutral_site, server=server)
    yield made
    made.stop_all()


@pytest.fixture(scope="session")
def start_live(house: House) -> Callable[..., Live]:
    """Start a product of one's own: `start_live(pack="solvik", now="2026-11-22T20:00:00+01:00")`; see tests.live.Wish.

    On the database that the run is on unless one is asked for; stopped when the tests end, if not before.
    """
    from tests.live import Wish

    def start(*, also: dict[str, str] | None = None, **asked: Any) -> Live:
        asked.setdefault("database", "postgresql" if _given_postgresql() else "sqlite")
        return house.start(Wish(also=tuple(sorted((also or {}).items())), **asked))

    return start


@pytest.fixture(scope="session")
def live(start_live: Callable[..., Live]) -> Live:
    """Stockholm's product, shared: do not stop it, kill it or count on being alone in it."""
    return start_live()


@pytest.fixture(scope="session")
def live_solvik(start_live: Callable[..., Live]) -> Live:
    """Solvik's product, shared."""
    return start_live(pack="solvik")


# --- A real browser ------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run. Without one the tests fail: they are not passed by being skipped."""
    from playwright.sync_api import sync_playwright

    from sjalvklar.project.cli import chromium

    path = chromium.find()
    if path is None:
        pytest.fail("there is no Chromium; ./sjalvklar test installs one, or set SJALVKLAR_CHROMIUM", pytrace=False)
    playwright = sync_playwright().start()
    opened = playwright.chromium.launch(executable_path=path, args=chromium.arguments())
    yield opened
    opened.close()
    playwright.stop()


_OURS = {"127.0.0.1", "localhost"}


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A browser that knows nothing: `new_context(java_script_enabled=False, viewport={…}, base_url=…)`.

    When the test ends: no page asked anyone but our own servers, and no script of ours failed.
    """
    made: list[BrowserContext] = []
    foreign: list[str] = []
    faults: list[str] = []

    def make(**asked: Any) -> BrowserContext:
        context = browser.new_context(**asked)
        context.set_default_timeout(15_000)
        context.on("request", lambda request: _note_foreign(request.url, foreign))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert not foreign, f"a page asked somebody else: {foreign}"
    assert not faults, f"a script of ours failed: {faults}"


def _note_foreign(url: str, foreign: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in _OURS:
        foreign.append(url)


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], live: Live) -> Page:
    """A fresh page in a fresh browser; addresses may be written from the shared product's root."""
    return new_context(base_url=live.url).new_page()


@pytest.fixture
def page_without_js(new_context: Callable[..., BrowserContext], live: Live) -> Page:
    """As `page`, in a browser without JavaScript."""
    return new_context(base_url=live.url, java_script_enabled=False).new_page()


# --- People --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody in Stockholm's demo who works at the desk. The password is the demo's."""

    username: str
    unit: str
    password: str


@pytest.fixture(scope="session")
def personas() -> dict[str, Persona]:
    """Jonas, Samir and Gunilla advise relatives in Järva; Ines heads their unit; Farid works in the unit beside."""
    from sjalvklar.organisation.actions.demo import PASSWORD

    units = {name: "jarva-anhorigstod" for name in ("jonas", "samir", "gunilla", "ines")} | {"farid": "sig-jarva"}
    return {name: Persona(name, unit, PASSWORD) for name, unit in units.items()}
