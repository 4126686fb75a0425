# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `./sjalvklar test` counts, shows and ends with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sjalvklar.project.cli import test as verb
from sjalvklar.project.cli.options import ROOT
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.cli.steps import Run, Steps, counts


def _report(folder: Path, **numbers: int) -> Path:
    said = " ".join(f'{name}="{number}"' for name, number in numbers.items())
    report = folder / "report.xml"
    report.write_text(f'<testsuites name="x"><testsuite name="pytest" {said} time="1.0"></testsuite></testsuites>')
    return report


def test_what_was_skipped_has_not_passed(tmp_path: Path) -> None:
    assert counts(_report(tmp_path, errors=1, failures=2, skipped=3, tests=10)) == (4, 6)
    assert counts(_report(tmp_path, errors=0, failures=0, skipped=0, tests=10)) == (10, 0)


def test_the_last_line_is_the_sum_and_a_failing_step_counts_as_one(capfd: pytest.CaptureFixture[str]) -> None:
    steps = Steps()

    def stumble() -> None:
        raise Plain("no browser here")

    assert steps.program("fine", sys.executable, "-c", "print('quiet')")
    assert not steps.program("broken", sys.executable, "-c", "print('line 3: wrong'); raise SystemExit(1)")
    assert not steps.deed("missing", stumble)
    assert steps.summary() == 1
    said = capfd.readouterr().out
    assert said.rstrip().splitlines()[-1] == "0 passed, 2 failed"
    assert "quiet" not in said
    assert "line 3: wrong" in said
    assert "no browser here" in said


def _inner(tmp_path: Path, text: str) -> tuple[Steps, bool]:
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", encoding="utf-8")
    inner = tmp_path / "test_inner.py"
    inner.write_text(text, encoding="utf-8")
    steps = Steps(environment={name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")})
    return steps, steps.pytest("inner", "-q", "-c", str(tmp_path / "pyproject.toml"), str(inner))


def test_what_pytest_passed_and_failed_is_counted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    steps, ok = _inner(tmp_path, "def test_a(): pass\ndef test_b(): pass\ndef test_c(): raise ValueError\n")
    assert not ok
    assert steps.summary() == 1
    assert capfd.readouterr().out.rstrip().splitlines()[-1] == "2 passed, 1 failed"


def test_a_run_that_found_no_test_is_a_failure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    steps, ok = _inner(tmp_path, "")
    assert not ok
    assert steps.summary() == 1
    assert capfd.readouterr().out.rstrip().splitlines()[-1] == "0 passed, 1 failed"


def test_everything_passed_is_exit_code_zero(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    steps, ok = _inner(tmp_path, "def test_a(): pass\n")
    assert ok
    assert steps.summary() == 0
    assert capfd.readouterr().out.rstrip().splitlines()[-1] == "1 passed, 0 failed"


def test_runs_beside_one_another_are_both_counted_and_both_heard(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n", encoding="utf-8")
    inner = tmp_path / "test_inner.py"
    inner.write_text("import os\ndef test_here(): assert os.environ['WHERE'] == 'sqlite'\n", encoding="utf-8")
    words = ("-q", "-c", str(tmp_path / "pyproject.toml"), str(inner))
    steps = Steps(environment={name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")})
    steps.together([Run("one", words, {"WHERE": "sqlite"}), Run("other", words, {"WHERE": "postgresql"})])
    assert steps.summary() == 1
    said = capfd.readouterr().out
    assert "assert 'postgresql' == 'sqlite'" in said
    assert said.rstrip().splitlines()[-1] == "1 passed, 1 failed"


def test_the_tests_inherit_nothing_of_whoever_starts_them() -> None:
    kept = verb._clean(
        {"SJALVKLAR_DATA": "/mine", "SJALVKLAR_NOW": "x", "SJALVKLAR_CHROMIUM": "/chrome", "PATH": "/bin"}
    )
    assert kept == {"SJALVKLAR_CHROMIUM": "/chrome", "PATH": "/bin"}


def test_what_runs_on_postgresql_is_there_and_holds_a_journey() -> None:
    there = verb._there()
    assert any(place.startswith("tests/journeys/test_j1_") for place in there)
    assert all((ROOT / place).exists() for place in there if not place.startswith("--"))
    assert all(list(ROOT.glob(place if "*" not in place else f"tests/**/{place}")) for place in verb.ONCE)


def test_the_continuous_integration_runs_the_same_command_as_everyone() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "./sjalvklar test" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0
