# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What imports cannot show: relations between tables, and SQL that names them, keep to the floors too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from tests.architecture import house

FLOOR = {room: height for height, room in enumerate(house.rooms())}


@dataclass(frozen=True)
class Relation:
    """A field of one room's table that points at another table, by app label."""

    owner: str
    field: str
    target: str


def relations() -> Iterator[Relation]:
    for model in apps.get_models():
        if model._meta.app_label not in FLOOR:
            continue
        for field in model._meta.get_fields():
            # A reverse relation belongs to the table that points; it is judged there.
            if field.is_relation and not field.auto_created and field.related_model is not None:
                target = field.related_model
                assert not isinstance(target, str)
                yield Relation(model._meta.app_label, f"{model.__name__}.{field.name}", target._meta.app_label)


def climbing(found: Iterable[Relation]) -> list[Relation]:
    """Relations that point at a higher floor, or out of the house."""
    return [r for r in found if r.target not in FLOOR or FLOOR[r.target] > FLOOR[r.owner]]


def test_a_foreign_key_points_downward_or_stays_in_its_room() -> None:
    assert climbing(relations()) == []


def test_there_are_foreign_keys_to_judge() -> None:
    assert any(relation.owner != relation.target for relation in relations())


def test_a_foreign_key_that_climbs_is_noticed() -> None:
    up = Relation("organisation", "Unit.latest_thread", "mailbox")
    out = Relation("mailbox", "Thread.kind", "contenttypes")
    down = Relation("mailbox", "Thread.unit", "organisation")
    assert climbing([up, out, down]) == [up, out]


SQL = re.compile(r"\b(select|insert|update|delete|from|join|into|table|copy|truncate|alter)\b", re.IGNORECASE)


def tables() -> dict[str, str]:
    """Every table of ours by name, and the room that owns it."""
    return {m._meta.db_table: m._meta.app_label for m in apps.get_models() if m._meta.app_label in FLOOR}


def foreign_sql(room: str, tree: ast.Module, owners: dict[str, str]) -> list[str]:
    """Pieces of SQL in a room's code that name a table of another room."""
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [
        f"{table} in {text.strip()[:60]!r}"
        for text in texts
        if SQL.search(text)
        for table, owner in owners.items()
        if owner != room and re.search(rf"\b{re.escape(table)}\b", text)
    ]


# The bench fills tables by the million to measure them; it is no part of what is served.
MEASURING = "project/bench/"


@pytest.mark.parametrize("room", house.rooms())
def test_no_sql_names_the_table_of_another_room(room: str) -> None:
    owners = tables()
    under = f"src/sjalvklar/{room.replace('.', '/')}/"
    faults = {
        str(path): found
        for path in house.sources(".py", under=under)
        if MEASURING not in path.as_posix() and (found := foreign_sql(room, house.parsed(path), owners))
    }
    assert faults == {}


def test_sql_that_reaches_into_another_room_is_noticed() -> None:
    owners = tables()
    assert owners
    theirs = next(table for table, owner in owners.items() if owner == "organisation")
    tree = ast.parse(f"rows = run({chr(39)}SELECT name FROM {theirs} WHERE id = %s{chr(39)})")  # noqa: S608
    assert len(foreign_sql("mailbox", tree, owners)) == 1
    assert foreign_sql("organisation", tree, owners) == []
