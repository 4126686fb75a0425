# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Python inside a running product, without waiting for Django each time: set up once, forked for every piece of code.

A piece of code is as alone as in a process of its own: what it reads and keeps in memory ends with it. What it imports
of ours is imported before it is forked, so that the next piece need not wait for that again.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
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
        ended, told, complained = self._ended(code, said)
        if ended:
            raise AssertionError(f"inside the product:\n{complained}")
        return told

    def command(self, *words: str, said: Path) -> subprocess.CompletedProcess[str]:
        """A verb of ours as at the keyboard, but for its settings, which are the product's already."""
        code = f"import sys\nfrom sjalvklar.project.cli.__main__ import main\nsys.exit(main({list(words)!r}))"
        ended, told, complained = self._ended(code, said, verb=words[0])
        return subprocess.CompletedProcess(list(words), ended, told, complained)

    def _ended(self, code: str, said: Path, verb: str = "") -> tuple[int, str, str]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"code": code, "said": str(said), "verb": verb}) + "\n")
        self._process.stdin.flush()
        ended = self._process.stdout.readline().strip()
        told = said.read_text(encoding="utf-8") if said.exists() else ""
        complaints = said.with_suffix(".err")
        complained = complaints.read_text(encoding="utf-8") if complaints.exists() else ""
        for file in (said, complaints):
            file.unlink(missing_ok=True)
        return int(ended or 1), told, complained

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()


def _import_what_is_foreseen(code: str, verb: str) -> None:
    """Of ours, whatever the code imports, or the verb that it runs: at its top or anywhere within. What cannot be
    read or imported is the code's to say."""
    sources = [code]
    found = importlib.util.find_spec(f"sjalvklar.project.cli.{verb}") if verb else None
    if found is not None and found.origin:
        sources.append(Path(found.origin).read_text(encoding="utf-8"))
    for source in sources:
        with suppress(Exception):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sjalvklar."):
                    _import(str(node.module), [name.name for name in node.names])


def _import(module: str, names: list[str]) -> None:
    package = importlib.import_module(module)
    for name in names:
        if not hasattr(package, name):
            importlib.import_module(f"{module}.{name}")


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
        _import_what_is_foreseen(asked["code"], asked["verb"])
        ended = _forked(asked["code"], asked["said"])
        sys.stdout.write(f"{ended}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
