# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar docs`: the reference that is written from the code, so that it cannot say anything else.

Five pages: the environment from the declarations in `env`, the rooms from their docstrings and imports, the commands
from their own parsers, a thread's states from the transitions that the mailbox allows, the pack's format from its
schema. `--check` writes nothing and exits 1 when a page no longer says what the code says.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sjalvklar.children.rules import states_document as children_states
from sjalvklar.followup.rules import states_document as followup_states
from sjalvklar.incident.rules import states as incident_states
from sjalvklar.mailbox.rules import states_document
from sjalvklar.organisation.pack import reference as pack_reference
from sjalvklar.plans.rules import states as plan_states
from sjalvklar.project import env
from sjalvklar.project.cli import options
from sjalvklar.project.cli.help import VERBS
from sjalvklar.safety.rules import states as safety_states
from sjalvklar.support.rules import states_document as support_states
from sjalvklar.trust.access import matrix as access_matrix

PACKAGE = Path(__file__).resolve().parents[2]
REFERENCE = options.ROOT / "docs" / "reference"
WRITTEN_BY = "<!-- Written by `./sjalvklar docs`; change the code it is written from, not this page. -->\n"

# Read before there are settings: by the launcher, the clock and the tests.
EARLY: tuple[env.Variable, ...] = (
    env.Variable("SJALVKLAR_VENV", "Where the launcher keeps the installed packages.", ".venv"),
    env.Variable(
        "SJALVKLAR_NOW",
        "Freezes the clock of a whole process at a moment with an offset, as in `2026-11-22T20:00:00+01:00`: for "
        "drills and browser tests. Refused in production.",
        "",
    ),
    env.Variable(
        "SJALVKLAR_CHROMIUM", "The browser that the tests drive. Looked for, or installed, when not given.", ""
    ),
)
# Where variables are declared. Each is imported, so that its declarations are made.
DECLARING = ("sjalvklar.project.settings", "sjalvklar.project.server", "sjalvklar.project.clock_loop")
# Verbs that take a word of their own before their options.
SECOND_WORDS: dict[str, tuple[str, ...]] = {
    "bench": ("mailbox", "crash", "guide", "trust", "incident", "worklist"),
    "pack": ("check",),
}


def run(argv: list[str]) -> int:
    made = options.parser("docs", about="Write docs/reference from the code.")
    made.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is out of date")
    stated = made.parse_args(argv)
    stale = {name: text for name, write in WRITERS.items() if (text := write()) != _kept(name)}
    for name, text in stale.items():
        if stated.check:
            print(f"docs/reference/{name} no longer says what the code says; run ./sjalvklar docs")
        else:
            (REFERENCE / name).write_text(text, encoding="utf-8")
            print(f"docs/reference/{name} is written")
    if not stale:
        print("docs/reference says what the code says")
    return 1 if stale and stated.check else 0


def _kept(name: str) -> str | None:
    path = REFERENCE / name
    return path.read_text(encoding="utf-8") if path.exists() else None


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# --- environment ---------------------------------------------------------------------------------------------------


def declared() -> list[env.Variable]:
    """Every variable of ours, by name."""
    if "SJALVKLAR_MODE" not in env.DECLARED:
        # The settings make a key where there is none; writing documentation should leave nothing behind.
        with tempfile.TemporaryDirectory() as nowhere:
            os.environ["SJALVKLAR_DATA"] = nowhere
            importlib.import_module(DECLARING[0])
    for module in DECLARING:
        importlib.import_module(module)
    return sorted([*env.DECLARED.values(), *EARLY], key=lambda variable: variable.name)


def environment_page() -> str:
    rows = [
        f"| `{variable.name}` | {_cell(variable.meaning)} | {f'`{variable.default}`' if variable.default else ''} |"
        for variable in declared()
    ]
    return "\n".join(
        [
            WRITTEN_BY,
            "# The environment",
            "",
            "Everything a municipality may set without touching the code. A value that cannot be meant stops the",
            "start with a sentence; nothing is guessed. For a text, `NAME_FILE` may name a file that holds the value,",
            "as secrets mounts do. The options of `./sjalvklar` set the same variables and win over them",
            "([commands](commands.md)).",
            "",
            "| Variable | What it means | Default |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


# --- rooms ---------------------------------------------------------------------------------------------------------

# Lowest floor first, as in the import contract `floors` (pyproject.toml); a test compares the two.
FLOORS = (
    "kernel",
    "trust",
    "tally",
    "organisation",
    "disposal",
    "directory",
    "review",
    "guide",
    "mailbox",
    "casework",
    "support",
    "children",
    "followup",
    "plans",
    "safety",
    "incident",
    "writing",
    "faces.design",
    "faces.way_in",
    "faces.desk",
    "project",
)


def room_of(module: str) -> str | None:
    """Which room a dotted module name belongs to; None when it is not one of ours."""
    parts = module.split(".")
    if parts[0] != "sjalvklar" or len(parts) < 2:
        return None
    return ".".join(parts[1:3]) if parts[1] == "faces" and len(parts) > 2 else parts[1]


def imported(tree: ast.Module) -> Iterator[str]:
    """The dotted names a module imports, `from a import b` as `a.b` since b may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def drawn_from(template: str) -> set[str]:
    """The faces whose templates a template extends or includes."""
    return {f"faces.{face}" for face in re.findall(r"{%\s*(?:extends|include)\s+[\"'](\w+)/", template)}


def leans_on() -> dict[str, list[str]]:
    """For each room, the rooms its code imports or its templates draw from, highest floor first."""
    found: dict[str, set[str]] = {room: set() for room in FLOORS}
    for room in FLOORS:
        folder = PACKAGE.joinpath(*room.split("."))
        for path in folder.rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
            found[room] |= {other for name in imported(tree) if (other := room_of(name)) in found and other != room}
        for path in folder.rglob("*.html"):
            found[room] |= drawn_from(path.read_text(encoding="utf-8")) & found.keys() - {room}
    return {room: [other for other in reversed(FLOORS) if other in others] for room, others in found.items()}


def rooms_page() -> str:
    graph = leans_on()
    said: list[str] = []
    for room in reversed(FLOORS):
        source = PACKAGE.joinpath(*room.split("."), "__init__.py").read_text(encoding="utf-8")
        docstring = ast.get_docstring(ast.parse(source)) or ""
        first, _, rest = docstring.partition("\n\n")
        used_by = [other for other in reversed(FLOORS) if room in graph[other]]
        said += [
            f"## {room}",
            "",
            " ".join(first.split()),
            "",
            *_paragraphs(rest),
            f"Leans on: {_listed(graph[room])}. Used by: {_listed(used_by)}.",
            "",
        ]
    return "\n".join(
        [
            WRITTEN_BY,
            "# The rooms",
            "",
            "Highest floor first. A room may use the rooms below it, through their `actions`, `queries` and the types",
            "in their `rules`; never the other way, and never another room's tables. The contracts that keep this are",
            "in `pyproject.toml` and each is tested with a planted violation (`tests/architecture`).",
            "",
            *said,
        ]
    )


def _paragraphs(text: str) -> Iterator[str]:
    """A docstring's body as Markdown: the vows as a list, other paragraphs as they stand."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        vow = line.startswith(("I promise", "I own", "I never"))
        if (vow or not line.strip()) and lines:
            joined = " ".join(lines)
            yield f"- {joined}" if joined.startswith("I ") else f"{joined}\n"
            lines = []
        if line.strip():
            lines.append(line.strip())
    yield ""


def _listed(rooms: list[str]) -> str:
    return ", ".join(f"[{room}](#{room.replace('.', '')})" for room in rooms) or "nothing"


# --- commands ------------------------------------------------------------------------------------------------------


def parser_of(verb: str, *words: str) -> argparse.ArgumentParser | None:
    """The parser that a command makes for itself, caught on its way to print its help."""
    caught: list[argparse.ArgumentParser] = []
    real = options.parser

    def catching(verb: str, *, about: str, epilog: str | None = None) -> argparse.ArgumentParser:
        caught.append(real(verb, about=about, epilog=epilog))
        return caught[-1]

    module = importlib.import_module(f"sjalvklar.project.cli.{verb.replace('-', '_')}")
    options.parser = catching
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
            module.run([*words, "--help"])
    finally:
        options.parser = real
    return caught[-1] if caught else None


def commands_page() -> str:
    said: list[str] = []
    for verb, what in VERBS.items():
        said += [f"## {verb}", ""]
        commands: list[tuple[str, ...]] = [(word,) for word in SECOND_WORDS.get(verb, ())]
        for words in commands or [()]:
            made = parser_of(verb, *words)
            said += _usage(made, " ".join((verb, *words))) if made else [what[0].upper() + what[1:] + ".", ""]
    return "\n".join(
        [
            WRITTEN_BY,
            "# The commands",
            "",
            "`./sjalvklar VERB`, on a machine with Python 3.11 or newer. The first time, the launcher installs what a",
            "verb needs into `.venv`, from a lock with hashes. Each verb exits 0 when what it was asked holds.",
            "",
            "Every verb understands:",
            "",
            *_table(options.parser("VERB", about="")),
            *said,
        ]
    )


def _usage(made: argparse.ArgumentParser, command: str) -> list[str]:
    """A command as it is typed, what it does, and what it takes besides what every verb takes."""
    typed = " ".join(["./sjalvklar", command, *(_positional(action) for action in made._actions)]).split()
    about = [" ".join(text.split()) for text in (made.description, made.epilog) if text]
    own = _table(made, leave_out=options.parser("VERB", about=""))
    return [f"`{' '.join(typed)}`", "", *(line for text in about for line in (text, "")), *own]


def _positional(action: argparse.Action) -> str:
    """How a word without dashes is typed; empty for an option."""
    if action.option_strings:
        return ""
    name = "|".join(map(str, action.choices)) if action.choices else str(action.metavar or action.dest).upper()
    return f"[{name}]" if action.nargs == "?" else name


def _table(made: argparse.ArgumentParser, leave_out: argparse.ArgumentParser | None = None) -> list[str]:
    known = {flag for action in leave_out._actions for flag in action.option_strings} if leave_out else {"-h"}
    rows = []
    for action in made._actions:
        if isinstance(action, argparse._HelpAction) or action.help == argparse.SUPPRESS:
            continue
        if known.intersection(action.option_strings):
            continue
        name = action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest).upper()
        takes = f" {action.metavar or action.dest.upper()}" if action.option_strings and action.nargs != 0 else ""
        if action.choices is not None and action.option_strings:
            takes = " " + "|".join(str(choice) for choice in action.choices)
        rows.append(f"| `{_cell(name + takes)}` | {_cell(action.help or '')} |")
    return ["| | |", "|---|---|", *rows, ""] if rows else []


# Each generated page of docs/reference, by file name.
WRITERS: dict[str, Callable[[], str]] = {
    "environment.md": environment_page,
    "rooms.md": rooms_page,
    "commands.md": commands_page,
    "states.md": states_document.document,
    "states-of-safety.md": safety_states.states_document,
    "states-of-supports.md": support_states.document,
    "states-of-incidents.md": incident_states.states_document,
    "states-of-plans.md": plan_states.states_document,
    "states-of-follow-ups.md": followup_states.document,
    "states-of-concerns.md": children_states.document,
    "access-matrix.md": access_matrix.document,
    "pack.md": pack_reference.pack_document,
}
