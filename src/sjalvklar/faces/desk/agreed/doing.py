# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of what is agreed share: who may see them, and the fields of their forms."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from sjalvklar.faces.desk.agreed.words import SENTENCES
from sjalvklar.faces.desk.forms import Forms
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import queries


def see(viewer: Viewer, support_id: UUID) -> queries.Row:
    """The support, for whoever may read it. Raises NotFound for all others."""
    row = queries.row(viewer, support_id)
    if "read" not in row.may:
        raise NotFound("no_such_support")
    return row


def forms(page: str, *names: str) -> Forms:
    """The forms of one of the pages."""
    return Forms(root="/desk/s/", page=page, names=frozenset(names), see=see, sentences=SENTENCES)


def which(request: HttpRequest, name: str) -> UUID:
    """Which of several on the page. Raises Invalid with the name as code."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Invalid(name, field=name) from None
