# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar check`: the part of the tests that runs nothing: style, types, arrows, packs, sentences, documents."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sjalvklar.project.cli import options
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.cli.steps import Steps, compiled_once, cores
from sjalvklar.project.serving import SOURCES


def take_static(steps: Steps) -> None:
    """Every static check: what finds the cheapest fault is told first, and the longest has the others beside it."""
    python = sys.executable
    programs = Path(python).parent
    ruff = str(programs / "ruff")
    steps.program("style", ruff, "check", "--no-cache", ".", "sjalvklar")
    steps.program("format", ruff, "format", "--check", "--no-cache", ".", "sjalvklar")
    bandit = (str(programs / "bandit"), "-q", "-c", "pyproject.toml", "-r", "src", "tools", "sjalvklar")
    steps.beside(
        {
            "types": steps.quiet(python, "-m", "mypy"),
            "templates": steps.quiet(str(programs / "djlint"), "src", "--lint", "--quiet"),
            "imports": steps.quiet(str(programs / "lint-imports"), "--no-cache"),
            "security": steps.quiet(*bandit),
            "deploy": deploy,
            "locks": steps.quiet(*_verb("lock", "--check")),
            **{
                f"pack {pack.parent.name}": steps.quiet(*_verb("pack", "check", str(pack.parent)))
                for pack in sorted(options.PACKS.glob("*/pack.yaml"))
                if _is_municipality(pack)
            },
            "sentences": steps.quiet(*_verb("messages", "--check")),
            "reference": steps.quiet(*_verb("docs", "--check")),
        },
        at_once=cores(),
    )


def deploy() -> None:
    """Django's own look at what is to meet the public, with production's settings. Raises Plain with its findings.

    What is silenced, and why, stands in the settings (SILENCED_SYSTEM_CHECKS).
    """
    with tempfile.TemporaryDirectory(prefix="sjalvklar-deploy-") as nowhere:
        ours = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SJALVKLAR_", "DATABASE_", "DJANGO_"))
        }
        done = subprocess.run(
            [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "DEBUG"],
            cwd=options.ROOT,
            env=ours
            | {
                "PYTHONPATH": str(SOURCES),
                "DJANGO_SETTINGS_MODULE": "sjalvklar.project.settings",
                "SJALVKLAR_MODE": "production",
                "SJALVKLAR_DATA": nowhere,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode:
        raise Plain(done.stdout.rstrip())


def _is_municipality(pack: Path) -> bool:
    """Whether a pack stands on its own: one that others build on has no municipality."""
    from sjalvklar.kernel import yamlsource

    return "municipality" in (yamlsource.read(pack).data or {})


def _verb(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "sjalvklar.project.cli", *words)


def run(argv: list[str]) -> int:
    parser = options.parser("check", about="Style, types, imports, packs and messages: everything that runs no test.")
    parser.add_argument(
        "--deploy", action="store_true", help="only Django's own check, with the settings of production"
    )
    if parser.parse_args(argv).deploy:
        deploy()
        print("The settings of production have no finding.")
        return 0
    with compiled_once() as environment:
        steps = Steps(environment)
        take_static(steps)
    return steps.summary()
