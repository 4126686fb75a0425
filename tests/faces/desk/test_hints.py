# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A field shows its own hint. What a template has named `hint` stands until something else is named so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FACES = Path(__file__).resolve().parents[3] / "src" / "sjalvklar" / "faces"
NAMED = "as hint %}"
_TAG = re.compile(
    r'\{% (?:translate [^%]*? as hint|include "(?:design/field|desk/support/pick)\.html"[^%]*|else|elif [^%]*) %\}'
)


def borrowed(text: str) -> list[str]:
    """Fields that show the hint of another, or of whatever includes them."""
    found, named, own = [], not text.startswith("{% extends"), False
    for tag in _TAG.finditer(text):
        if tag[0].endswith(NAMED):
            named = own = True
        elif tag[0].startswith("{% include"):
            if named and not own and "hint=" not in tag[0]:
                found.append(tag[0])
            own = own and text[tag.end() :].startswith("{% else %}")
    return found


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ('{% include "design/field.html" with id="a" %}', 1),
        ('{% extends "x" %}{% include "design/field.html" with id="a" %}', 0),
        ('{% translate "x" as hint %}{% include "design/field.html" with id="a" %}', 0),
        (
            '{% extends "x" %}{% translate "x" as hint %}{% include "design/field.html" with id="a" %}'
            '{% include "design/field.html" with id="b" %}{% include "design/field.html" with id="c" hint="" %}',
            1,
        ),
    ],
)
def test_a_borrowed_hint_is_found(text: str, many: int) -> None:
    assert len(borrowed(text)) == many


def test_no_field_at_the_desk_shows_the_hint_of_another() -> None:
    pages = sorted((FACES / "desk" / "templates").rglob("*.html"))
    assert pages
    assert not [(page.name, tag) for page in pages for tag in borrowed(page.read_text(encoding="utf-8"))]
