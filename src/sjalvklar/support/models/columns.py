# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the tables of the room write their columns."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


def one_of(field: str, words: type) -> Q:
    return Q(**{f"{field}__in": [word.value for word in words]})  # type: ignore[attr-defined]


def choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


def staff_member(why: str, *, null: bool = False) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+", db_index=False, help_text=why
    )
