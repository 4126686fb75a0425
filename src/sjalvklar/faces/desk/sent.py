# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a form at the desk sent, field by field: a picked word, a colleague, a number, the form's own number."""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest

from sjalvklar.kernel.errors import Invalid

Word = TypeVar("Word", bound=StrEnum)
_MARK = 64
_LONGEST = 17  # digits: what a column for whole numbers holds


def chosen(request: HttpRequest, name: str, kind: type[Word]) -> Word:
    """The word that was picked. Raises Invalid("choose")."""
    try:
        return kind(request.POST.get(name, ""))
    except ValueError:
        raise Invalid("choose", field=name) from None


def person(request: HttpRequest, name: str = "staff_id") -> int:
    """The colleague who was picked. Raises Invalid("choose")."""
    found = _whole(request.POST.get(name, ""), _LONGEST)
    if found is None:
        raise Invalid("choose", field=name)
    return found


def person_or_nobody(request: HttpRequest, name: str) -> int | None:
    """The person that a form was drawn with; None when it was drawn with nobody."""
    return _whole(request.POST.get(name, ""), _LONGEST)


def number(request: HttpRequest, name: str, code: str) -> int:
    """A whole number that was written. Raises Invalid with that code."""
    found = number_or_nothing(request, name, code)
    if found is None:
        raise Invalid(code, field=name)
    return found


def number_or_nothing(request: HttpRequest, name: str, code: str) -> int | None:
    """A whole number that was written; None when nothing was. Raises Invalid with that code."""
    stated = request.POST.get(name, "").strip()
    found = _whole(stated, 5)
    if stated and found is None:
        raise Invalid(code, field=name)
    return found


def yes(request: HttpRequest, name: str) -> bool:
    """Whether a box was ticked, or yes picked."""
    return request.POST.get(name) == "yes"


def shown(request: HttpRequest) -> str:
    """The mark of the value that the page showed where this one replaces it; empty when the form has none."""
    return request.POST.get("shown", "")[:_MARK]


def nonce(request: HttpRequest) -> bytes:
    """The form's own number, 16 to 32 bytes: sent twice over a bad line, it is done once."""
    try:
        found = bytes.fromhex(request.POST.get("nonce", ""))
    except ValueError:
        found = b""
    return found if 16 <= len(found) <= 32 else secrets.token_bytes(16)


def new_nonce() -> str:
    """A new form's number."""
    return secrets.token_hex(16)


def _whole(stated: str, longest: int) -> int | None:
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) <= longest else None
