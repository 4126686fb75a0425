# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tree as the architecture tests read it: its files, its rooms, its imports."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "sjalvklar"
NOT_OURS = {".git", ".venv", ".data", "__pycache__", "node_modules", "staticfiles", "build", "test-results"}


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def contracts() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = project()["tool"]["importlinter"]["contracts"]
    return found


@cache
def files() -> tuple[Path, ...]:
    """Every file of the product, relative to its root: tracked, or new and not ignored.

    Outside a checkout (an unpacked archive) the folders are walked instead.
    """
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        found = [Path(name) for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [
            path.relative_to(ROOT)
            for path in ROOT.rglob("*")
            if not NOT_OURS.intersection(path.relative_to(ROOT).parts)
        ]
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


def sources(*suffixes: str, under: str = "") -> tuple[Path, ...]:
    """The product's files with one of these suffixes; the launcher counts as Python."""
    return tuple(
        path
        for path in files()
        if (path.suffix in suffixes or (str(path) == "sjalvklar" and ".py" in suffixes))
        and path.as_posix().startswith(under)
    )


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def rooms() -> tuple[str, ...]:
    """The rooms, lowest floor first, as the floors contract names them; faces one by one."""
    [floors] = [contract for contract in contracts() if contract["id"] == "floors"]
    lowest_first = [room for layer in reversed(floors["layers"]) for room in layer.split(" | ")]
    faces = sorted(p.parent.name for p in (SRC / "faces").glob("*/__init__.py"))
    spread: list[str] = []
    for room in lowest_first:
        spread += [f"faces.{face}" for face in faces] if room == "faces" else [room]
    return tuple(spread)


def folder(room: str) -> Path:
    return SRC.joinpath(*room.split("."))


def module_file(tree: Path, module: str) -> Path:
    """Where a module of a copied tree lives; for a package, its `__init__.py`."""
    stem = tree.joinpath("src", *module.split("."))
    return stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(read(path), filename=str(path))


def copy_of_the_house(where: Path) -> Path:
    """The source and the contracts alone, in a folder where a violation may be planted."""
    for path in sources(".py", under="src/"):
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, where / path)
    shutil.copy(ROOT / "pyproject.toml", where / "pyproject.toml")
    return where


def lint_imports(tree: Path, *contract_ids: str) -> subprocess.CompletedProcess[str]:
    """Judge a tree by its contracts, all or some. Exit code 0: kept."""
    cache = ["--no-cache"] if tree == ROOT else ["--cache-dir", str(tree / ".cache")]
    only = [part for contract_id in contract_ids for part in ("--contract", contract_id)]
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "1000"}
    return subprocess.run(
        [sys.executable, "-c", code, "--no-logo", *cache, *only],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
