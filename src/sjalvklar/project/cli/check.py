# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar check`: the part of the tests that runs nothing: style, types, arrows, packs, sentences, documents."""

from __future__ import annotations

import sys
from pathlib import Path

from sjalvklar.project.cli import options
from sjalvklar.project.cli.steps import Steps


def take_static(steps: Steps) -> None:
    """Every static check, in the order that finds the cheapest fault first."""
    python = sys.executable
    programs = Path(python).parent
    ruff = str(programs / "ruff")
    steps.program("style", ruff, "check", "--no-cache", ".", "sjalvklar")
    steps.program("format", ruff, "format", "--check", "--no-cache", ".", "sjalvklar")
    steps.program("types", python, "-m", "mypy")
    steps.program("templates", str(programs / "djlint"), "src", "--lint", "--quiet")
    steps.program("imports", str(programs / "lint-imports"), "--no-cache")
    steps.program("locks", *_verb("lock", "--check"))
    for pack in sorted(options.PACKS.glob("*/pack.yaml")):
        if _is_municipality(pack):
            steps.program(f"pack {pack.parent.name}", *_verb("pack", "check", str(pack.parent)))
    steps.program("sentences", *_verb("messages", "--check"))
    steps.program("reference", *_verb("docs", "--check"))


def _is_municipality(pack: Path) -> bool:
    """Whether a pack stands on its own: one that others build on has no municipality."""
    from sjalvklar.kernel import yamlsource

    return "municipality" in (yamlsource.read(pack).data or {})


def _verb(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "sjalvklar.project.cli", *words)


def run(argv: list[str]) -> int:
    options.parser(
        "check", about="Style, types, imports, packs and messages: everything that runs no test."
    ).parse_args(argv)
    steps = Steps()
    take_static(steps)
    return steps.summary()
