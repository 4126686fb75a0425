# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every bench stands on: the product as it runs in production, the machine named, a table, a JSON file.

parser = stage.parser("mailbox", about="…")
chosen = parser.parse_args(argv)
with stage.on(chosen) as product:
    …
stage.table([…]); stage.write(chosen, {…})
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sjalvklar.project.cli import options
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.cli.postgres import Postgres
from sjalvklar.project.serving import SOURCES, Serving


@dataclass(frozen=True, slots=True)
class Product:
    """A running product to measure. `environment` is what its processes have; `database` is sqlite or postgresql."""

    serving: Serving
    data: Path
    environment: dict[str, str]
    database: str

    @property
    def url(self) -> str:
        return self.serving.url

    @property
    def host(self) -> str:
        return self.serving.host

    @property
    def port(self) -> int:
        return self.serving.port

    def python(self, code: str, *words: str) -> str:
        """Run Python with Django set up inside this product; returns what it printed. Raises Plain."""
        return _run(
            ["-c", f"from sjalvklar.project import prepare; prepare.set_up()\n{code}", *words], self.environment
        )


def parser(name: str, *, about: str) -> argparse.ArgumentParser:
    """The options of a bench: those of every verb, and `--json FILE`."""
    made = options.parser(f"bench {name}", about=about)
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    return made


@contextmanager
def on(chosen: argparse.Namespace, *, people: bool = False, clock: bool = True) -> Iterator[Product]:
    """A product of its own, with gunicorn as in production, on an empty database that is removed afterwards.

    `--database sqlite` (default) or `postgresql` (one of our own, durable) or a URL; `--pack` as everywhere; `people`
    adds the pack's made-up staff. `--data` names where the folder is made, so that another disk can be measured.
    """
    parent = chosen.data.expanduser().resolve() if chosen.data else None
    if parent is not None:
        parent.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="sjalvklar-bench-", dir=parent))
    data.chmod(0o755)  # as root, PostgreSQL runs as another user, who must reach its folder in here
    brought: Postgres | None = None
    try:
        wanted = chosen.database or "sqlite"
        if wanted == "postgresql":
            brought = Postgres(data / "postgresql")
            database = brought.product("sjalvklar")
        else:
            database = options.database(wanted, data=data, environ=os.environ)
        url = database["DATABASE_URL"]
        environment = {
            **os.environ,
            "SJALVKLAR_MODE": "demo",
            "SJALVKLAR_DATA": str(data),
            "SJALVKLAR_PACK": str(options.find_pack(chosen.pack or options.DEFAULT_PACK)),
            **database,
            "DJANGO_SETTINGS_MODULE": "sjalvklar.project.settings",
            "PYTHONPATH": str(SOURCES),
        }
        _run(["-m", "sjalvklar.project.prepare", *(["--people"] if people else [])], environment)
        serving = Serving(port=chosen.port or 0, environment=environment, clock=clock, log=data / "log")
        with serving:
            yield Product(serving, data, environment, "sqlite" if url.startswith("sqlite") else "postgresql")
    finally:
        if brought is not None:
            brought.stop()
        shutil.rmtree(data, ignore_errors=True)


def _run(words: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run([sys.executable, *words], env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Plain(f"{' '.join(words[:2])} failed:\n{done.stderr.strip()[-3000:]}")
    return done.stdout


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured. Memory in GiB."""

    cpu: str
    cores: int
    memory: float
    python: str
    system: str

    def __str__(self) -> str:
        return f"{self.cpu}, {self.cores} cores, {self.memory:.0f} GiB, Python {self.python}, {self.system}"


def machine() -> Machine:
    """This machine, as the kernel and the interpreter name it."""
    return Machine(_cpu(), _cores(), _memory(), platform.python_version(), _system())


def _cores() -> int:
    """The cores this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith(("model name", "Model")))
    return next(named, platform.machine())


def _memory() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (OSError, ValueError):
        return 0.0


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0..1) of the values do not exceed: nearest rank, no interpolation."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * share // 1))
    return ordered[int(rank) - 1]


def table(rows: Sequence[Mapping[str, Any]], *, title: str = "") -> None:
    """Print rows as a table, the machine under it. Columns are the keys of the first row, in order."""
    if title:
        print(f"\n{title}\n")
    columns = list(rows[0]) if rows else []
    cells = [[_cell(row.get(column, "")) for column in columns] for row in rows]
    widths = [max(len(column), *(len(line[at]) for line in cells)) for at, column in enumerate(columns)]
    print("  " + "  ".join(column.ljust(width) for column, width in zip(columns, widths, strict=True)).rstrip())
    print("  " + "  ".join("-" * width for width in widths))
    numeric = [all(_is_number(row.get(column, "")) for row in rows) for column in columns]
    for line in cells:
        shown = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        )
        print("  " + "  ".join(shown).rstrip())
    print(f"\n  {machine()}\n", flush=True)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def write(chosen: argparse.Namespace, figures: Mapping[str, Any]) -> None:
    """Write the figures and the machine to `--json FILE`, if it was given."""
    if chosen.json is None:
        return
    found = machine()
    named = {"machine": {name: getattr(found, name) for name in ("cpu", "cores", "memory", "python", "system")}}
    chosen.json.write_text(json.dumps({**figures, **named}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
