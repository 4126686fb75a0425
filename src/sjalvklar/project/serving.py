# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The product as processes: gunicorn behind one listening socket, and the clock beside it.

The same in the demo, in production, in the tests and in the benches. Nothing is left behind: the children are stopped
in order, and if this process goes without a word the kernel stops them (see `lifeline`).
"""

from __future__ import annotations

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

from sjalvklar.project import lifeline

SOURCES = Path(__file__).resolve().parents[2]
_CHILD_ENDS_WITHIN = 15


class PortTaken(Exception):
    """Somebody already listens there, or this user may not."""


class DidNotStart(Exception):
    """The server ended, or did not answer, before it was ready. Holds what it wrote, if that was kept."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a taken port is known before anything is started. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        why = {
            errno.EADDRINUSE: f"Port {port} is taken: something else already answers there.",
            errno.EACCES: f"Port {port} may only be opened by the administrator.",
            errno.EADDRNOTAVAIL: f"{host} is not an address of this machine.",
        }
        raise PortTaken(why.get(error.errno or 0, f"Port {port} cannot be opened: {error.strerror}.")) from error
    return listener


class Serving:
    """One running product. `environment` is laid over this process's own.

    `log` is where the children write; None lets them write where this process does.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        environment: Mapping[str, str] | None = None,
        clock: bool = True,
        log: Path | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.environment = {**os.environ, **(environment or {})}
        path = [str(SOURCES), *filter(None, [self.environment.get("PYTHONPATH")])]
        self.environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(path))
        self.environment["DJANGO_SETTINGS_MODULE"] = "sjalvklar.project.settings"
        self.log = log
        self._with_clock = clock
        self._server: subprocess.Popen[bytes] | None = None
        self._clock: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def pid(self) -> int | None:
        """gunicorn's first process; its workers are its children."""
        return self._server.pid if self._server else None

    def start(self) -> None:
        """Open the port and start the server, which is not ready yet. Raises PortTaken."""
        listener = listen(self.host, self.port)
        self.port = listener.getsockname()[1]
        with listener:
            self._server = self._child(
                *("-m", "gunicorn", "-c", "python:sjalvklar.project.server", "--bind", f"fd://{listener.fileno()}"),
                "sjalvklar.project.wsgi:application",
                keep=listener.fileno(),
            )

    def _start_clock(self) -> None:
        self._clock = self._child("-m", "sjalvklar.project.clock_loop")

    def _child(self, *words: str, keep: int | None = None) -> subprocess.Popen[bytes]:
        out: IO[bytes] | None = self.log.open("ab") if self.log else None
        try:
            return subprocess.Popen(
                [sys.executable, *words],
                env={**self.environment, lifeline.STARTED_BY: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=() if keep is None else (keep,),
                start_new_session=True,  # Ctrl-C reaches us, and we stop them in order
            )
        finally:
            if out is not None:
                out.close()

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Return when the door answers; then the clock starts too, so that it takes no time from the door. Raises
        DidNotStart."""
        last = time.monotonic() + seconds
        while time.monotonic() < last:
            if self._server is None or self._server.poll() is not None:
                raise DidNotStart(self._said("The server ended before it was ready."))
            if self.alive():
                if self._with_clock and self._clock is None:
                    self._start_clock()
                return
            time.sleep(0.03)
        raise DidNotStart(self._said(f"The server did not answer within {seconds:.0f} seconds."))

    def alive(self) -> bool:
        """Whether the door answers now."""
        address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - asked, not bound
        connection = http.client.HTTPConnection(address, self.port, timeout=5)
        try:
            connection.request("GET", "/alive", headers={"Host": "localhost"})
            return connection.getresponse().status == 204
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _said(self, first: str) -> str:
        if self.log is None or not self.log.exists():
            return first
        return f"{first} It wrote:\n{self.log.read_text(encoding='utf-8', errors='replace')[-4000:]}"

    def look_after(self) -> None:
        """Start the clock again if it has ended. Raises DidNotStart when the server itself has."""
        if self._server is not None and self._server.poll() is not None:
            raise DidNotStart(self._said(f"The server ended by itself (code {self._server.returncode})."))
        if self._clock is not None and self._clock.poll() is not None:
            self._start_clock()

    def stop(self) -> None:
        """Let what is being answered be answered, then end every child. Can be called twice."""
        children = [child for child in (self._clock, self._server) if child is not None]
        self._clock = self._server = None
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            try:
                child.wait(_CHILD_ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                _kill_group(child)

    def kill(self) -> None:
        """`kill -9` for every process at once, as a power cut or the kernel's out-of-memory killer would."""
        children = [child for child in (self._server, self._clock) if child is not None]
        self._clock = self._server = None
        for child in children:
            _kill_group(child)
        last = time.monotonic() + _CHILD_ENDS_WITHIN
        while children and self._answers() and time.monotonic() < last:
            time.sleep(0.01)

    def _answers(self) -> bool:
        """Whether anyone still listens: the kernel takes a killed process's sockets a moment later."""
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
            return probe.connect_ex((self.host, self.port)) == 0

    def __enter__(self) -> Serving:
        self.start()
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """A child is the leader of its own session, so its workers go with it."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        child.kill()
    child.wait()
