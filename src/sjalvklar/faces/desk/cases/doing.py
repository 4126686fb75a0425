# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms on a case's page, and where one goes from a case that one may no longer see."""

from __future__ import annotations

from django.http import HttpRequest

from sjalvklar.casework import queries
from sjalvklar.faces.desk.cases import words
from sjalvklar.faces.desk.forms import Forms
from sjalvklar.faces.desk.shell import here

FORMS = Forms(
    root="/desk/c/",
    names=frozenset({"write", "hand", "close", "protect", "name", "level", "glass"}),
    see=queries.check_known,
    sentences=words.SENTENCES,
)
SENSITIVE = ("protect", "name", "level", "second", "unname", "ask", "approve")


def its_list(request: HttpRequest) -> str:
    """Where one goes from a case that one may no longer see."""
    now = here(request)
    return f"/desk/cases/{'' if now.answers else 'unit/'}{now.query}"
