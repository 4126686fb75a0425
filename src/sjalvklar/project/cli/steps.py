# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A row of checks: each is a program or a function, shown as it runs, timed, and counted at the end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sjalvklar.project.cli.options import ROOT
from sjalvklar.project.cli.plain import Plain

_LONGEST = 40
_PROGRESS = re.compile(r"[.sxXFE]+ *\[ *\d+%\]")


@dataclass(frozen=True, slots=True)
class Told:
    """What pytest's own report says: how many passed and failed, and how many seconds each file took."""

    passed: int = 0
    failed: int = 0
    files: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step came to. A step that is not pytest passes nothing and fails once."""

    name: str
    ok: bool
    seconds: float
    passed: int = 0
    failed: int = 0
    files: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """A pytest run: its words, and what its environment has beyond that of the steps."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass
class Steps:
    """The steps taken so far."""

    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    outcomes: list[Outcome] = field(default_factory=list)
    _running: set[subprocess.Popen[str]] = field(default_factory=set)
    _began: float = field(default_factory=time.monotonic)

    def program(self, name: str, *words: str) -> bool:
        """Run a program quietly; what it wrote is shown only when it failed."""
        return self._take(name, lambda: self._quiet(list(words)))

    def deed(self, name: str, deed: Callable[[], None]) -> bool:
        """Run a function; a Plain it raises is the fault."""

        return self._take(name, lambda: _done(deed))

    def pytest(self, name: str, *words: str, environment: Mapping[str, str] | None = None) -> bool:
        """Run pytest with its progress shown, and count what passed and failed from its own report."""
        return self._take(name, lambda: self._pytest(list(words), environment or {}), follows=True)

    def beside(self, deeds: Mapping[str, Callable[[], object]], at_once: int) -> None:
        """Several programs and functions, `at_once` of them at a time; each is told in the order it was asked for."""
        with ThreadPoolExecutor(at_once) as pool:
            begun = [(name, pool.submit(self._judged, name, partial(_done, deed))) for name, deed in deeds.items()]
            try:
                for name, future in begun:
                    print(f"· {name} …", end="", flush=True)
                    self._tell(*future.result())
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def quiet(self, *words: str) -> Callable[[], object]:
        """A program for `beside`."""
        return lambda: self._quiet(list(words))

    def _take(self, name: str, take: Callable[[], tuple[bool, Told]], *, follows: bool = False) -> bool:
        print(f"· {name} …", end="\n" if follows else "", flush=True)
        outcome, said = self._judged(name, take)
        self._tell(outcome, said, follows=follows)
        return outcome.ok

    def _judged(self, name: str, take: Callable[[], tuple[bool, Told]]) -> tuple[Outcome, str]:
        """What a step came to, and what it complained of."""
        began = time.monotonic()
        try:
            ok, told = take()
            said = ""
        except Plain as trouble:
            ok, told, said = False, Told(failed=1), str(trouble)
        return Outcome(name, ok, time.monotonic() - began, told.passed, told.failed, told.files), said

    def _tell(self, outcome: Outcome, said: str, *, follows: bool = False) -> None:
        self.outcomes.append(outcome)
        verdict = "ok" if outcome.ok else "FAILED"
        told = f"{verdict}, {outcome.seconds:.1f} s" if follows else f"{verdict} ({outcome.seconds:.1f} s)"
        print(f"· {outcome.name}: {told}" if follows else f" {told}", flush=True)
        if said:
            print(said, flush=True)

    def _quiet(self, words: list[str]) -> tuple[bool, Told]:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise Plain(done.stdout.rstrip())
        return True, Told()

    def together(self, runs: Sequence[Run], at_once: int) -> None:
        """Several pytest runs, `at_once` of them at a time, the next begun when one has ended.

        Of each, its progress is shown as it goes, and the rest of what it said when it has ended.
        """
        with ThreadPoolExecutor(at_once) as pool:
            taken = [pool.submit(self._timed, run) for run in runs]
            for future in taken:
                self.outcomes.append(self._awaited(future, taken))

    def _awaited(self, future: Future[Outcome], all_of_them: Sequence[Future[Outcome]]) -> Outcome:
        """A run's outcome. When the command is stopped meanwhile, so are the runs, before anything waits for them."""
        try:
            return future.result()
        except BaseException:
            for other in all_of_them:
                other.cancel()
            self.stop()
            raise

    def _timed(self, run: Run) -> Outcome:
        print(f"· {run.name} …", flush=True)
        began = time.monotonic()
        said: list[str] = []

        def hear(line: str) -> None:
            if _PROGRESS.fullmatch(line):
                print(f"  {run.name}: {line}", flush=True)
            else:
                said.append(line)

        ok, told = self._pytest(list(run.words), run.environment, hear)
        outcome = Outcome(run.name, ok, time.monotonic() - began, told.passed, told.failed, told.files)
        verdict = "ok" if ok else "FAILED"
        lines = [line for line in said if line.strip()][-1:] if ok else said
        print("\n".join([*lines, f"· {run.name}: {verdict}, {outcome.seconds:.1f} s"]), flush=True)
        return outcome

    def _pytest(
        self, words: list[str], environment: Mapping[str, str], hear: Callable[[str], None] | None = None
    ) -> tuple[bool, Told]:
        """Run pytest; `hear` is given what it says line by line, otherwise it says it where this process does."""
        with tempfile.TemporaryDirectory(prefix="sjalvklar-report-") as folder:
            report = Path(folder) / "report.xml"
            with subprocess.Popen(
                [sys.executable, "-m", "pytest", f"--junitxml={report}", *words],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if hear else None,
                stderr=subprocess.STDOUT if hear else None,
                text=True,
                encoding="utf-8",
                errors="replace",
            ) as process:
                self._running.add(process)
                try:
                    for line in process.stdout or ():
                        if hear:
                            hear(line.rstrip("\n"))
                    process.wait()
                finally:
                    self._running.discard(process)
            told = read(report) if report.exists() else Told()
        ok = process.returncode == 0
        return ok, told if ok else replace(told, failed=max(told.failed, 1))

    def stop(self) -> None:
        """End the runs that are still going: the command was stopped."""
        for process in list(self._running):
            process.terminate()

    def summary(self) -> int:
        """Print what each step came to; the very last line is the sum. Returns the exit code."""
        print("\nSummary")
        width = max((len(outcome.name) for outcome in self.outcomes), default=0)
        for outcome in self.outcomes:
            counted = f"  {outcome.passed} passed, {outcome.failed} failed" if outcome.passed else ""
            verdict = "ok    " if outcome.ok else "FAILED"
            print(f"  {outcome.name:{width}}  {verdict} {outcome.seconds:7.1f} s{counted}")
        for seconds, part, file in self._longest():
            print(f"  {seconds:7.1f} s  {file.removeprefix('tests.')}, {part}")
        passed = sum(outcome.passed for outcome in self.outcomes)
        failed = sum(outcome.failed for outcome in self.outcomes)
        print(f"  {'all':{width}}  {'ok    ' if not failed else 'FAILED'} {self._seconds():7.1f} s\n")
        print(f"{passed} passed, {failed} failed", flush=True)
        return 1 if failed else 0

    def _longest(self) -> list[tuple[float, str, str]]:
        """The files that take most, where a shorter suite would begin. None when few were asked for."""
        took = [(time, each.name, file) for each in self.outcomes for file, time in each.files.items()]
        return sorted(took, reverse=True)[:_LONGEST] if len(took) > _LONGEST else []

    def _seconds(self) -> float:
        return time.monotonic() - self._began


def _done(deed: Callable[[], object]) -> tuple[bool, Told]:
    deed()
    return True, Told()


def cores() -> int:
    """How many cores this process may use."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@contextmanager
def compiled_once() -> Iterator[dict[str, str]]:
    """This process's environment, for children that have what they import compiled once for all of them.

    Where nothing may be written beside the sources (PYTHONDONTWRITEBYTECODE, as in many containers) every one of some
    hundred processes would compile it all anew. It is kept in a folder that is removed instead.
    """
    environment = dict(os.environ)
    if not environment.pop("PYTHONDONTWRITEBYTECODE", ""):
        yield environment
        return
    with tempfile.TemporaryDirectory(prefix="sjalvklar-compiled-", ignore_cleanup_errors=True) as folder:
        yield {**environment, "PYTHONPYCACHEPREFIX": folder}


def read(report: Path) -> Told:
    """What a JUnit report says. What was skipped has not passed: it counts as failed."""
    text = report.read_text(encoding="utf-8")
    suite = re.search(r"<testsuite [^>]*>", text)
    numbers = dict(re.findall(r'(tests|failures|errors|skipped)="(\d+)"', suite.group(0))) if suite else {}
    failed = sum(int(numbers.get(name, 0)) for name in ("failures", "errors", "skipped"))
    files: dict[str, float] = {}
    for case in re.findall(r"<testcase ([^>]*)>", text):
        said: dict[str, str] = dict(re.findall(r'(\w+)="([^"]*)"', case))
        file = said.get("file") or said["classname"]
        files[file] = files.get(file, 0) + float(said["time"])
    return Told(max(int(numbers.get("tests", 0)) - failed, 0), failed, files)
