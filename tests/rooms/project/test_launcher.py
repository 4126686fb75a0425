# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The launcher: what it installs when, and what it says to a Python it cannot use."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sjalvklar.project.cli.options import ROOT

LAUNCHER = ROOT / "sjalvklar"


@pytest.fixture
def launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The launcher as a module, with an environment of its own that nothing has been installed into."""
    monkeypatch.setenv("SJALVKLAR_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = importlib.machinery.SourceFileLoader("launcher", str(LAUNCHER))
    spec = importlib.util.spec_from_loader("launcher", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def _installed(launcher: ModuleType, *sets: str) -> None:
    launcher.PYTHON.parent.mkdir(parents=True)
    launcher.PYTHON.symlink_to(sys.executable)
    launcher.STAMP.write_text(json.dumps({name: launcher.fingerprint(name) for name in sets}), encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], "run"),
        (["demo"], "run"),
        (["start", "--port", "8000"], "run"),
        (["test", "-k", "leo"], "test"),
        (["check"], "test"),
        (["lock"], "test"),
        (["demo", "--database", "postgresql"], "test"),
        (["bench", "mailbox", "--database=postgresql"], "test"),
        (["bench", "mailbox", "--database", "sqlite"], "run"),
    ],
)
def test_only_what_the_verb_needs_is_installed(launcher: ModuleType, words: list[str], wanted: str) -> None:
    assert launcher.which_set(words) == wanted


def test_a_second_start_finds_the_stamp_and_installs_nothing(launcher: ModuleType) -> None:
    assert not launcher.ready("run")
    _installed(launcher, "run")
    assert launcher.ready("run")
    assert not launcher.ready("test")
    launcher.prepare("run")  # would fail: there is no pip in this environment


def test_another_lock_is_another_environment(
    launcher: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _installed(launcher, "run")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("django==5.2.99 \\\n    --hash=sha256:0\n", encoding="utf-8")
    monkeypatch.setattr(launcher, "ROOT", tmp_path)
    assert launcher.pinned("run") == ["django"]
    assert not launcher.ready("run")


def test_a_stamp_that_cannot_be_read_counts_as_none(launcher: ModuleType) -> None:
    _installed(launcher, "run")
    launcher.STAMP.write_text("{", encoding="utf-8")
    assert not launcher.ready("run")


def test_an_environment_of_another_python_is_made_again(launcher: ModuleType) -> None:
    _installed(launcher)
    settings = launcher.VENV / "pyvenv.cfg"
    settings.write_text("version = 3.9.1\n", encoding="utf-8")
    assert not launcher.made_for_this_python()
    settings.write_text(f"version_info = {sys.version_info[0]}.{sys.version_info[1]}.4\n", encoding="utf-8")
    assert launcher.made_for_this_python()


def test_an_installer_that_fails_is_told_in_its_own_last_words(launcher: ModuleType) -> None:
    words = [
        sys.executable,
        "-c",
        "print('Collecting django'); print('ERROR: hashes do not match'); raise SystemExit(1)",
    ]
    with pytest.raises(launcher.Trouble, match="hashes do not match"):
        launcher.run_shown(words, launcher.Progress(3), r"Collecting (\S+)")


def test_progress_is_shown_while_packages_come(launcher: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    words = [sys.executable, "-c", "for n in range(12): print(f'Collecting p{n}==1')"]
    launcher.run_shown(words, launcher.Progress(12), r"Collecting (\S+)")
    said = capsys.readouterr().err
    assert "1 of 12" in said
    assert "12 of 12" in said


def test_an_old_python_gets_a_sentence_and_no_traceback() -> None:
    pretended = (
        "import sys; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['sjalvklar', 'demo']\n"
        f"text = open({str(LAUNCHER)!r}, encoding='utf-8').read()\n"
        "exec(compile(text, 'sjalvklar', 'exec'), {'__name__': '__main__'})"
    )
    said = subprocess.run([sys.executable, "-c", pretended], capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "needs Python 3.11 or newer" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_launcher_imports_nothing_that_would_have_to_be_installed() -> None:
    code = f"""
import importlib.machinery, importlib.util, sys
sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("launcher", {str(LAUNCHER)!r})
module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
loader.exec_module(module)
roots = {{name.partition(".")[0] for name in sys.modules}} - set(sys.stdlib_module_names) - {{"launcher"}}
print(sorted(name for name in roots if not name.startswith("_")))
"""
    isolated = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    said = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], env=isolated, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"
