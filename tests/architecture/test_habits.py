# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ways around the arrows that no import shows: signals, string lookups, casts, dotted paths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.architecture import house

from sjalvklar.project.cli.docs import drawn_from

BANS = {
    r"\bget_model\(": "a table is reached through its room's queries and actions",
    r"\bget_user_model\(": "staff are reached through the organisation room's queries and actions",
    r"@receiver\b|\bSignal\(|\.connect\(\s*\w+_handler": "no signals: the flow must be readable",
    r"\bfrom typing import .*\bcast\b|\btyping\.cast\(": "assert isinstance instead",
    r"\bGenericForeignKey\b|\bGenericRelation\b": "a relation names its table",
    r"\bimport_string\(|\bimport_module\(": "only the project holds dotted paths",
    r"\bNotImplemented(?:Error)\b|#\s*(?:TODO|FIXME|XXX)\b": "what is here works",
    r"\beval\(|\bexec\(|\bpickle\b|\bmark_safe\(": "text from people is never run or trusted as markup",
}
# The project is the only room that knows all the others; these are what it may do that no other room may.
ALLOWED = {
    "project": (r"\bimport_string\(|\bimport_module\(",),
}


def broken_habits(text: str, *, room: str) -> list[str]:
    """The bans that a file's code breaks, each with its line number."""
    return [
        f"line {number}: {reason}"
        for number, line in enumerate(text.splitlines(), start=1)
        for pattern, reason in BANS.items()
        if pattern not in ALLOWED.get(room, ()) and re.search(pattern, line)
    ]


@pytest.mark.parametrize("path", house.sources(".py", under="src/sjalvklar/"), ids=str)
def test_nothing_goes_around_the_arrows(path: Path) -> None:
    assert broken_habits(house.read(path), room=path.parts[2]) == []


@pytest.mark.parametrize(
    "line",
    [
        "Thread = apps.get_model('mailbox', 'Thread')",
        "User = get_user_model()",
        "@receiver(post_save)",
        "changed = Signal()",
        "from typing import Any, cast",
        "owner = GenericForeignKey()",
        "module = import_module(name)",
        "raise NotImplemented" + "Error",
        "x = 1  # " + "TODO: later",
        "return mark_safe(text)",
    ],
)
def test_each_way_around_is_noticed(line: str) -> None:
    assert len(broken_habits(line, room="mailbox")) == 1


def test_the_project_may_hold_dotted_paths_and_sql_may_cast() -> None:
    assert broken_habits("verb = import_module(name)", room="project") == []
    assert broken_habits('sql = "cast(at AS date)"', room="mailbox") == []


TEMPLATES = house.sources(".html", under="src/")
# {% if %} on a value is drawing; calling a manager or walking _set is asking the database from a page.
ASKING = re.compile(r"{[{%][^}]*(?:\.objects\b|_set\b|_set\.|\.(?:filter|exclude|select_related)\b)[^}]*[}%]}")
INLINE = re.compile(r"\son\w+\s*=|\sstyle\s*=|<style\b|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_page_asks_no_database_and_carries_no_inline_code(path: Path) -> None:
    text = house.read(path)
    assert ASKING.findall(text) == []
    assert [match.group(0) for match in INLINE.finditer(text)] == []


@pytest.mark.parametrize("text", ["{{ thread.message_set.all }}", "{% for x in unit.objects.all %}"])
def test_a_page_that_asks_the_database_is_noticed(text: str) -> None:
    assert ASKING.search(text)


@pytest.mark.parametrize(
    "text", ['<p style="x">', "<script>go()</script>", '<a onclick="x()">', '<a href="javascript:x">']
)
def test_inline_code_in_a_page_is_noticed(text: str) -> None:
    assert INLINE.search(text)
    assert not INLINE.search('<script src="/f/exit.js" defer></script><option value="on">')


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_draws_from_its_own_face_or_the_design(path: Path) -> None:
    own = {"faces." + path.parts[path.parts.index("faces") + 1]} if "faces" in path.parts else set()
    assert drawn_from(house.read(path)) & {"faces.way_in", "faces.desk"} <= own


def test_a_template_that_draws_from_another_face_is_noticed() -> None:
    assert drawn_from('{% extends "design/base.html" %}{% include "desk/row.html" %}') == {
        "faces.design",
        "faces.desk",
    }
