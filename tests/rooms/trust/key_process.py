# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real key process, as `./sjalvklar keys serve` starts it."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

SOURCES = Path(__file__).parents[3] / "src"
CHECKPOINT = b"example.org/record\n3\n" + base64.b64encode(bytes(32)) + b"\n"


class KeyProcess:
    """In its own process, ended with the `with` block. `kill` and `start` may be called in between."""

    def __init__(self, folder: Path, socket: Path, *more: str) -> None:
        self.folder, self.socket, self._more = folder, socket, more
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "sjalvklar.project.cli",
                "keys",
                "serve",
                "--socket",
                str(self.socket),
                *self._more,
            ],
            env={
                **os.environ,
                "PYTHONPATH": str(SOURCES),
                "SJALVKLAR_KEYS": str(self.folder),
                "SJALVKLAR_STARTED_BY": str(os.getpid()),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        if not said.startswith("The keys are held here"):
            _, complaint = self._process.communicate()
            raise AssertionError(f"it did not start: {said}{complaint}")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def signal(self, what: signal.Signals) -> None:
        """Sent and, of being stopped, taken: until then it may still answer."""
        os.kill(self.pid, what)
        if what is signal.SIGSTOP:
            os.waitpid(self.pid, os.WUNTRACED)

    def kill(self) -> None:
        """As the kernel's out-of-memory killer would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """In order. Returns the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        process.communicate(timeout=20)
        return process.returncode

    def __enter__(self) -> KeyProcess:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.kill()
