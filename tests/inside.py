# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Python inside a running product, without waiting for Django each time: set up once, forked for every piece of code.

A piece of code is as alone as in a process of its own: what it imports, reads and keeps in memory ends with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path


class Inside:
    """The process that is forked. It has no connection to the database; every fork makes its own."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, code: str, said: Path) -> str:
        """What the code printed. Raises AssertionError with what it complained of; `said` is a file to write in."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"code": code, "said": str(said)}) + "\n")
        self._process.stdin.flush()
        ended = self._process.stdout.readline().strip()
        told = said.read_text(encoding="utf-8") if said.exists() else ""
        complaints = said.with_suffix(".err")
        complained = complaints.read_text(encoding="utf-8") if complaints.exists() else ""
        for file in (said, complaints):
            file.unlink(missing_ok=True)
        if ended != "0":
            raise AssertionError(f"inside the product:\n{complained}")
        return told

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()


def _forked(code: str, said: str) -> int:
    """Run the code in a child, and wait for it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ended = 1
    try:
        for stream, path in ((sys.stdout, Path(said)), (sys.stderr, Path(said).with_suffix(".err"))):
            kept = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            os.dup2(kept, stream.fileno())
        exec(compile(code, "<inside>", "exec"), {"__name__": "__main__"})  # noqa: S102 - a test's own words
        ended = 0
    except SystemExit as end:
        ended = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended)


def main() -> None:
    import django

    django.setup()
    from django.db import connections

    from sjalvklar.trust.access import context

    context.become(context.COMMAND)

    for line in sys.stdin:
        connections.close_all()
        asked = json.loads(line)
        ended = _forked(asked["code"], asked["said"])
        sys.stdout.write(f"{ended}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
