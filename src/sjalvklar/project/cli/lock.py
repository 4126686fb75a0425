# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar lock`: the packages in requirements/*.in, pinned with hashes for every platform."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from sjalvklar.project.cli import options
from sjalvklar.project.cli.plain import Plain

REQUIREMENTS = options.ROOT / "requirements"
_INDEX = "https://pypi.org/simple"
_HOST = re.compile(r"(?:https?|file|git\+\w+)://[^\s\"']+|(?:^|\s)(?:/|\.\./)\S+", re.M)


def foreign(text: str) -> list[str]:
    """What in a lock names a place other than the public index: addresses and paths of the machine that made it."""
    return [found.strip() for found in _HOST.findall(text) if not found.strip().startswith("https://pypi.org/")]


def run(argv: list[str]) -> int:
    parser = options.parser("lock", about="Lock the packages the product needs, with hashes, from the public index.")
    parser.add_argument("--check", action="store_true", help="change nothing; only look for foreign places")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    chosen = parser.parse_args(argv)
    if not chosen.check:
        uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
        if uv is None:
            raise Plain("Locking needs uv: https://docs.astral.sh/uv/ (or: .venv/bin/python -m pip install uv).")
        _compile(uv, "run", upgrade=chosen.upgrade)
        _compile(uv, "test", upgrade=chosen.upgrade, constraint="run")
    troubles = [
        f"{path.name}: {place}"
        for path in sorted(REQUIREMENTS.glob("*.txt"))
        for place in foreign(path.read_text(encoding="utf-8"))
    ]
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    print("The locks name a place they should not." if troubles else "The locks name no other place than PyPI.")
    return 1 if troubles else 0


def _compile(uv: str, name: str, *, upgrade: bool, constraint: str | None = None) -> None:
    words = [uv, "pip", "compile", f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
    words += ["--universal", "--generate-hashes", "--no-emit-index-url", "--python-version", "3.11"]
    words += ["--default-index", _INDEX, "--custom-compile-command", "./sjalvklar lock", "--quiet"]
    words += ["--upgrade"] if upgrade else []
    words += ["-c", f"requirements/{constraint}.txt"] if constraint else []
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    print(f"Locking {name} …", flush=True)
    if subprocess.run(words, cwd=options.ROOT, env=clean, check=False).returncode:
        raise Plain(f"requirements/{name}.in could not be locked; what uv said stands above.")
