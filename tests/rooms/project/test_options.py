# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every verb understands, and what it says when it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sjalvklar.project.cli import help as verbs
from sjalvklar.project.cli import lock, options
from sjalvklar.project.cli.plain import Plain


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SJALVKLAR_DATA", "SJALVKLAR_PACK", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def _said(*words: str) -> dict[str, str]:
    return options.environment(options.parser("demo", about="").parse_args(list(words)), mode="demo")


def test_options_become_what_the_settings_read(tmp_path: Path) -> None:
    said = _said("--data", str(tmp_path / "new"), "--pack", "solvik", "--database", "sqlite")
    assert said == {
        "SJALVKLAR_MODE": "demo",
        "SJALVKLAR_DATA": str(tmp_path / "new"),
        "SJALVKLAR_PACK": str(options.PACKS / "solvik"),
        "DATABASE_URL": f"sqlite://{tmp_path / 'new' / 'sjalvklar.sqlite3'}",
    }
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_pack_is_found_by_name_or_by_folder(tmp_path: Path) -> None:
    assert options.find_pack("stockholm") == options.find_pack(str(options.PACKS / "stockholm"))
    (tmp_path / "pack.yaml").write_text("format: 1\n", encoding="utf-8")
    assert options.find_pack(str(tmp_path)) == tmp_path.resolve()


def test_a_pack_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(Plain, match=r"solvik, stockholm|solvik.*stockholm"):
        options.find_pack(str(tmp_path))


def test_an_option_wins_over_the_environment_it_came_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SJALVKLAR_PACK", "stockholm")
    monkeypatch.setenv("SJALVKLAR_DATA", str(tmp_path / "given"))
    assert _said("--pack", "solvik")["SJALVKLAR_PACK"].endswith("solvik")
    assert _said()["SJALVKLAR_DATA"] == str(tmp_path / "given")


def test_a_database_url_is_taken_as_it_stands(tmp_path: Path) -> None:
    url = "postgresql://app@db.example.org/sjalvklar"
    assert _said("--data", str(tmp_path), "--database", url)["DATABASE_URL"] == url
    assert options.database("postgresql", data=tmp_path, environ={"DATABASE_URL": url}) == {"DATABASE_URL": url}


def test_a_database_that_is_not_understood_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Plain, match="say sqlite, postgresql"):
        _said("--data", str(tmp_path), "--database", "mysql")


@pytest.mark.parametrize("port", ["-1", "65536", "http", "٨٤"])
def test_a_port_is_a_number_a_port_can_have(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options.parser("demo", about="").parse_args([f"--port={port}"])
    assert "is not a port" in capsys.readouterr().err


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(options.ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-m", "sjalvklar.project.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("verb", [verb for verb in verbs.VERBS if verb not in {"pack", "bench", "keys"}])
def test_every_verb_understands_the_same_options(verb: str) -> None:
    said = _run(verb, "--help")
    assert said.returncode == 0, said.stderr
    for option in ("--port", "--data", "--pack", "--database"):
        assert option in said.stdout


def test_an_unknown_verb_is_answered_with_those_there_are() -> None:
    said = _run("dmeo")
    assert said.returncode == 2
    assert "There is no verb 'dmeo'" in said.stderr
    assert "  demo " in said.stdout


def test_trouble_that_was_foreseen_is_a_sentence_and_not_a_traceback(tmp_path: Path) -> None:
    said = _run("demo", "--pack", str(tmp_path), "--data", str(tmp_path / "data"), "--port", "0")
    assert said.returncode == 1
    assert said.stderr.startswith("There is no pack at ")
    assert "Traceback" not in said.stderr


def test_a_lock_that_names_another_place_is_found_out() -> None:
    clean = "django==5.2 \\\n    --hash=sha256:00\n    # via -r requirements/run.in\n"
    assert lock.foreign(clean) == []
    for line in (
        "--extra-index-url https://mirror.example.org/simple",
        "django @ file:///opt/wheels/django.whl",
        "-e /home/amal/sjalvklar",
        "--find-links ../wheels",
    ):
        assert lock.foreign(f"{clean}{line}\n"), line


def test_the_locks_name_no_other_place_than_the_public_index() -> None:
    for name in ("run", "test"):
        assert lock.foreign((lock.REQUIREMENTS / f"{name}.txt").read_text("utf-8")) == []


def test_what_is_tested_is_locked_on_top_of_what_is_run() -> None:
    def pins(name: str) -> set[str]:
        return {
            line.split(" ")[0]
            for line in (lock.REQUIREMENTS / f"{name}.txt").read_text("utf-8").splitlines()
            if "==" in line
        }

    assert pins("run") <= pins("test")


@pytest.mark.parametrize("verb", [["help"], ["pack", "check", "solvik", "--all"]])
def test_whoever_has_read_enough_is_shown_no_traceback(verb: list[str]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [sys.executable, "-m", "sjalvklar.project.cli", *verb],
        stdout=writes,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(options.ROOT / "src")},
        check=False,
    )
    os.close(writes)
    assert done.stderr == b""
    assert done.returncode == 141
