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
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sjalvklar.project.cli.options import ROOT
from sjalvklar.project.cli.plain import Plain


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step came to. A step that is not pytest passes nothing and fails once."""

    name: str
    ok: bool
    seconds: float
    passed: int = 0
    failed: int = 0


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
    _running: set[subprocess.Popen[bytes]] = field(default_factory=set)
    _began: float = field(default_factory=time.monotonic)

    def program(self, name: str, *words: str) -> bool:
        """Run a program quietly; what it wrote is shown only when it failed."""
        return self._take(name, lambda: self._quiet(list(words)))

    def deed(self, name: str, deed: Callable[[], None]) -> bool:
        """Run a function; a Plain it raises is the fault."""

        def take() -> tuple[bool, int, int]:
            deed()
            return True, 0, 0

        return self._take(name, take)

    def pytest(self, name: str, *words: str, environment: Mapping[str, str] | None = None) -> bool:
        """Run pytest with its progress shown, and count what passed and failed from its own report."""
        return self._take(name, lambda: self._pytest(list(words), environment or {}), follows=True)

    def _take(self, name: str, take: Callable[[], tuple[bool, int, int]], *, follows: bool = False) -> bool:
        print(f"· {name} …", end="\n" if follows else "", flush=True)
        began = time.monotonic()
        try:
            ok, passed, failed = take()
            said = ""
        except Plain as trouble:
            ok, passed, failed, said = False, 0, 1, str(trouble)
        seconds = time.monotonic() - began
        self.outcomes.append(Outcome(name, ok, seconds, passed, failed))
        verdict = "ok" if ok else "FAILED"
        print(f"· {name}: {verdict}, {seconds:.1f} s" if follows else f" {verdict} ({seconds:.1f} s)", flush=True)
        if said:
            print(said, flush=True)
        return ok

    def _quiet(self, words: list[str]) -> tuple[bool, int, int]:
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
        return True, 0, 0

    def together(self, runs: Sequence[Run]) -> None:
        """Several pytest runs at once, one to a core. The first shows its progress, the others what they said."""
        print(f"· {', '.join(run.name for run in runs)} …", flush=True)
        with ThreadPoolExecutor(len(runs)) as pool, tempfile.TemporaryDirectory(prefix="sjalvklar-said-") as folder:
            said = [None, *(Path(folder) / str(number) for number in range(1, len(runs)))]
            taken = [pool.submit(self._timed, run, out) for run, out in zip(runs, said, strict=True)]
            for run, out, future in zip(runs, said, taken, strict=True):
                outcome = self._awaited(future)
                self.outcomes.append(outcome)
                if out is not None:
                    print(f"\n· {run.name} said:\n{out.read_text(encoding='utf-8', errors='replace').rstrip()}")
                print(f"· {run.name}: {'ok' if outcome.ok else 'FAILED'}, {outcome.seconds:.1f} s", flush=True)

    def _awaited(self, future: Future[Outcome]) -> Outcome:
        """A run's outcome. When the command is stopped meanwhile, so are the runs, before anything waits for them."""
        try:
            return future.result()
        except BaseException:
            self.stop()
            raise

    def _timed(self, run: Run, out: Path | None) -> Outcome:
        began = time.monotonic()
        ok, passed, failed = self._pytest(list(run.words), run.environment, out)
        return Outcome(run.name, ok, time.monotonic() - began, passed, failed)

    def _pytest(
        self, words: list[str], environment: Mapping[str, str], out: Path | None = None
    ) -> tuple[bool, int, int]:
        with tempfile.TemporaryDirectory(prefix="sjalvklar-report-") as folder, ExitStack() as stack:
            report = Path(folder) / "report.xml"
            kept = stack.enter_context(out.open("wb")) if out is not None else None
            with subprocess.Popen(
                [sys.executable, "-m", "pytest", f"--junitxml={report}", *words],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=kept,
                stderr=subprocess.STDOUT if kept is not None else None,
            ) as process:
                self._running.add(process)
                try:
                    process.wait()
                finally:
                    self._running.discard(process)
            passed, failed = counts(report) if report.exists() else (0, 0)
        ok = process.returncode == 0
        return ok, passed, failed if ok else max(failed, 1)

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
        passed = sum(outcome.passed for outcome in self.outcomes)
        failed = sum(outcome.failed for outcome in self.outcomes)
        print(f"  {'all':{width}}  {'ok    ' if not failed else 'FAILED'} {self._seconds():7.1f} s\n")
        print(f"{passed} passed, {failed} failed", flush=True)
        return 1 if failed else 0

    def _seconds(self) -> float:
        return time.monotonic() - self._began


def counts(report: Path) -> tuple[int, int]:
    """(passed, failed) of a JUnit report. What was skipped has not passed: it counts as failed."""
    text = report.read_text(encoding="utf-8")
    suite = re.search(r"<testsuite [^>]*>", text)
    numbers = dict(re.findall(r'(tests|failures|errors|skipped)="(\d+)"', suite.group(0))) if suite else {}
    failed = sum(int(numbers.get(name, 0)) for name in ("failures", "errors", "skipped"))
    return max(int(numbers.get("tests", 0)) - failed, 0), failed
