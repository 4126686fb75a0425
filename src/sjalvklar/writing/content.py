# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is inside the seal of a draft, and what opens it: the key of whom it is about, or the unit's. Bound to the row,
its writer and its form: put in another's place it does not open."""

from __future__ import annotations

import json
import secrets

from sjalvklar.trust import envelope, queries, sealing, subjects
from sjalvklar.trust.envelope import CannotOpen, Key
from sjalvklar.trust.rules import unit_holder
from sjalvklar.writing.models import Draft
from sjalvklar.writing.places import Place

_TABLE, _COLUMN = "writing_draft", "sealed"
_DOMAIN = "sjalvklar.draft"


def _row(draft: Draft) -> str:
    return f"{draft.pk}/{draft.staff_id}/{draft.form}"


def seal(draft: Draft, place: Place, values: dict[str, str]) -> None:
    """Seal what was typed into the draft. Does not save. Raises SubjectGone, KeyHolderAway."""
    plain = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if place.subject is not None:
        draft.wrapped = None
        draft.sealed = subjects.cipher(place.subject).seal(plain, table=_TABLE, column=_COLUMN, row=_row(draft))
        return
    key = secrets.token_bytes(32)
    draft.wrapped = sealing.wrap_to_holder(queries.holder_public(unit_holder(place.unit_id)), key, name=draft.pk.bytes)
    draft.sealed = envelope.seal(Key(1, key), plain, domain=_DOMAIN, table=_TABLE, column=_COLUMN, row=_row(draft))


def open_draft(draft: Draft, place: Place) -> dict[str, str]:
    """What was typed; nothing when it cannot be opened any more, as when it was sealed for another unit."""
    try:
        if place.subject is not None:
            cipher = subjects.cipher(place.subject)
            plain = cipher.open(bytes(draft.sealed), table=_TABLE, column=_COLUMN, row=_row(draft))
        else:
            wrapped = bytes(draft.wrapped or b"")
            key = Key(1, queries.open_as_unit(unit_holder(place.unit_id), wrapped, name=draft.pk.bytes))
            plain = envelope.open(
                key, bytes(draft.sealed), domain=_DOMAIN, table=_TABLE, column=_COLUMN, row=_row(draft)
            )
    except (CannotOpen, subjects.SubjectGone, ValueError):
        return {}
    found: dict[str, str] = json.loads(plain.decode("utf-8", "surrogatepass"))
    return found
