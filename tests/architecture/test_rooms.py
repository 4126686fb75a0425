# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every room explains itself, and what it does not say it does not do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.architecture import house

VOWS = ("I promise", "I own", "I never")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "shared", "base"}


def vows_missing(docstring: str | None) -> list[str]:
    """Which of the three a room's docstring leaves out; each must begin a line."""
    lines = (docstring or "").splitlines()
    return [vow for vow in VOWS if not any(line.startswith(vow) for line in lines)]


@pytest.mark.parametrize("room", house.rooms())
def test_a_room_says_what_it_promises_owns_and_never_does(room: str) -> None:
    path = (house.folder(room) / "__init__.py").relative_to(house.ROOT)
    docstring = ast.get_docstring(house.parsed(path))
    assert docstring, f"{path} has no docstring"
    assert len(docstring.splitlines()[0]) <= 119
    assert vows_missing(docstring) == []


def test_a_room_that_leaves_out_a_vow_is_noticed() -> None:
    assert vows_missing("A room.\n\nI promise nothing.\nI own no tables.") == ["I never"]
    assert vows_missing(None) == list(VOWS)
    assert vows_missing("As I promise, I own and I never say on one line.") == list(VOWS)


def names_that_say_nothing(paths: tuple[Path, ...]) -> list[str]:
    return [str(path) for path in paths if BANNED_NAMES.intersection((*path.parts[:-1], path.stem))]


def test_no_module_is_a_drawer_for_everything() -> None:
    found = names_that_say_nothing(house.sources(".py", under="src/"))
    # Django looks for an engine's connection in a module of this name.
    assert found == ["src/sjalvklar/project/postgresql/base.py", "src/sjalvklar/project/sqlite3/base.py"]


def test_a_drawer_for_everything_is_noticed() -> None:
    drawers = (Path("src/sjalvklar/guide/utils.py"), Path("src/sjalvklar/helpers/x.py"), Path("src/a/rules.py"))
    assert names_that_say_nothing(drawers) == ["src/sjalvklar/guide/utils.py", "src/sjalvklar/helpers/x.py"]


def undocumented(tree: ast.Module) -> list[str]:
    """Public functions and classes at module level without a docstring."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]


ACTIONS = tuple(
    path
    for path in house.sources(".py", under="src/sjalvklar/")
    if {"actions.py", "actions"}.intersection(path.parts) and "faces" not in path.parts and path.stem != "__init__"
)


@pytest.mark.parametrize("path", ACTIONS, ids=str)
def test_every_action_says_what_it_promises(path: Path) -> None:
    assert undocumented(house.parsed(path)) == []


def test_an_action_that_says_nothing_is_noticed() -> None:
    assert undocumented(ast.parse("def take(): pass\ndef _step(): pass\ndef told():\n    'Says it.'")) == ["take"]


WRITES = re.compile(r"\batomic\b|\.(?:save|create|bulk_create|update|delete)\(")


def positional_actors(tree: ast.Module) -> list[str]:
    """Public functions that write and take an actor by position, where two ids in the wrong order would go unseen."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and WRITES.search(ast.unparse(node))
        and any(argument.arg == "actor" for argument in node.args.args + node.args.posonlyargs)
    ]


@pytest.mark.parametrize("path", ACTIONS, ids=str)
def test_an_action_is_told_by_name_who_acts(path: Path) -> None:
    assert positional_actors(house.parsed(path)) == []


def test_an_actor_by_position_is_noticed() -> None:
    by_position = "def take(actor, row): row.save()"
    by_name = "def close(row, *, actor): row.save()"
    reading = "def planner(actor, at): return at"
    assert positional_actors(ast.parse(f"{by_position}\n{by_name}\n{reading}")) == ["take"]


def django_beyond_gettext(tree: ast.Module) -> list[str]:
    """What a module takes from Django besides translating its sentences."""
    taken = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django"):
            taken += [] if node.module == "django.utils.translation" else [str(node.module)]
        elif isinstance(node, ast.Import):
            taken += [alias.name for alias in node.names if alias.name.startswith("django")]
    return taken


@pytest.mark.parametrize("path", house.sources(".py", under="src/sjalvklar/kernel/"), ids=str)
def test_the_kernel_takes_nothing_from_django_but_gettext(path: Path) -> None:
    assert django_beyond_gettext(house.parsed(path)) == []


def test_a_kernel_that_takes_more_is_noticed() -> None:
    code = "from django.utils.translation import gettext\nfrom django.db import models\nimport django.conf"
    assert django_beyond_gettext(ast.parse(code)) == ["django.db", "django.conf"]
