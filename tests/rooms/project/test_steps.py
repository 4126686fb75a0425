# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `./sjalvklar test` counts, shows and ends with."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sjalvklar.project.cli import test as verb
from sjalvklar.project.cli.options import ROOT
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.cli.steps import Run, Steps, Told, compiled_once, read


def _report(folder: Path, **numbers: int) -> Path:
    said = " ".join(f'{name}="{number}"' for name, number in numbers.items())
    report = folder / "report.xml"
    report.write_text(f'<testsuites name="x"><testsuite name="pytest" {said} time="1.0"></testsuite></testsuites>')
    return report


def test_what_was_skipped_has_not_passed(tmp_path: Path) -> None:
    assert read(_report(tmp_path, errors=1, failures=2, skipped=3, tests=10)) == Told(4, 6)
    assert read(_report(tmp_path, errors=0, failures=0, skipped=0, tests=10)) == Told(10, 0)


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


def test_steps_beside_one_another_are_told_in_the_order_they_were_asked_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The first ends only when the second has begun, so that they must run at the same time."""
    steps = Steps()
    here, there = tmp_path / "here", tmp_path / "there"
    meets = "import pathlib, sys, time\npathlib.Path(sys.argv[1]).touch()\n"
    meets += "while not pathlib.Path(sys.argv[2]).exists(): time.sleep(0.01)\n"

    def stumble() -> None:
        raise Plain("no browser here")

    steps.beside(
        {
            "first": steps.quiet(sys.executable, "-c", meets, str(here), str(there)),
            "second": steps.quiet(sys.executable, "-c", meets, str(there), str(here)),
            "broken": steps.quiet(sys.executable, "-c", "print('line 3: wrong'); raise SystemExit(1)"),
            "missing": stumble,
        },
        at_once=2,
    )
    assert steps.summary() == 1
    said = capfd.readouterr().out
    told = [line.split(" …")[0] for line in said.splitlines() if " … " in line]
    assert told == ["· first", "· second", "· broken", "· missing"]
    assert "line 3: wrong" in said
    assert "no browser here" in said
    assert said.rstrip().endswith("0 passed, 2 failed")


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
    runs = [Run(where, words, {"WHERE": where}) for where in ("sqlite", "postgresql", "nowhere")]
    steps.together(runs, at_once=2)
    assert steps.summary() == 1
    said = capfd.readouterr().out
    assert "assert 'postgresql' == 'sqlite'" in said
    assert "assert 'nowhere' == 'sqlite'" in said
    rows = said[said.index("Summary") :].splitlines()
    assert [row.split()[:2] for row in rows[1:4]] == [
        ["sqlite", "ok"],
        ["postgresql", "FAILED"],
        ["nowhere", "FAILED"],
    ]
    assert rows[-1] == "1 passed, 2 failed"


def test_the_tests_inherit_nothing_of_whoever_starts_them() -> None:
    kept = verb._clean(
        {"SJALVKLAR_DATA": "/mine", "SJALVKLAR_NOW": "x", "SJALVKLAR_CHROMIUM": "/chrome", "PATH": "/bin"}
    )
    assert kept == {"SJALVKLAR_CHROMIUM": "/chrome", "PATH": "/bin"}


def test_what_may_not_be_written_beside_the_sources_is_compiled_once_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "read.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    with compiled_once() as environment:
        kept = Path(environment["PYTHONPYCACHEPREFIX"])
        words = [sys.executable, "-c", "import read; print(read.__cached__)"]
        said = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        assert Path(said.strip()).is_relative_to(kept)
        assert Path(said.strip()).exists()
    assert not kept.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["read.py"]


def _files(*, postgresql: bool) -> list[str]:
    return [file for files in verb.parts(postgresql=postgresql).values() for file in files]


def test_the_parts_together_are_every_test_there_is_and_none_twice() -> None:
    written = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if re.search(r"^ *(async )?def test_", path.read_text("utf-8"), re.MULTILINE)
    }
    run = _files(postgresql=False)
    assert set(run) == written, "a file with tests is called test_….py, and every such file has tests"
    assert len(run) == len(written)


def test_every_part_that_has_a_test_is_run_and_none_is_empty() -> None:
    for database in verb.NAMES:
        parts = verb.parts(postgresql=database == "postgresql")
        begun = [part for part, where in verb.ORDER if where == database]
        # pytest that is given no file runs them all
        assert sorted(begun) == sorted(part for part, files in parts.items() if files), database


def test_what_runs_on_postgresql_is_there_and_holds_a_journey() -> None:
    there = _files(postgresql=True)
    assert len(there) == len(set(there))
    assert any(file.startswith("tests/journeys/test_j1_") for file in there)
    assert "tests/rooms/mailbox/test_storing.py" in there
    assert "tests/faces/way_in/test_hostile.py" in there
    left_out = set(_files(postgresql=False)) - set(there)
    for place in (*verb.ON_POSTGRESQL, *verb.ONCE):
        chosen = there if place in verb.ON_POSTGRESQL else left_out
        assert any(verb._is_in(Path(file), [place]) for file in chosen), f"{place} is nowhere"


def test_the_continuous_integration_runs_the_same_command_as_everyone() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "./sjalvklar test" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0
