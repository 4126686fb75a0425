# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the public door may ask of the mailbox without a code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sjalvklar.kernel import clock
from sjalvklar.mailbox import codes, draft_keys, promises
from sjalvklar.mailbox.models import Draft
from sjalvklar.mailbox.queries.life import thread_of_form
from sjalvklar.mailbox.rules import CODE_SHOWN_FOR, Receipt
from sjalvklar.trust.access import context
from sjalvklar.trust.envelope import CannotOpen


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """That the contact of a form is kept, where, and by when an answer was promised. `receipt` is None once used."""

    unit_id: str
    promised_by: datetime
    receipt: Receipt | None


def receipt_to_show(nonce: bytes, *, at: datetime | None = None) -> Receipt | None:
    """The code of the form just sent, until it has been used once, and for a quarter of an hour at most."""
    found = stored(nonce, at=at)
    return found.receipt if found else None


def stored(nonce: bytes, *, at: datetime | None = None) -> StoredFacts | None:
    """What became of the form of that number; None when nothing was stored from it, or its code is dead."""
    at = at or clock.now()
    found = thread_of_form(nonce, at)
    if found is None:
        return None
    thread, turn = found
    show = thread.confirmed_at is None and at - thread.received_at <= CODE_SHOWN_FOR
    return StoredFacts(
        thread.unit_id,
        # Once answered nothing is owed; then what was promised at first is told.
        thread.due_at or promises.clocks(thread.unit_id, thread.received_at)[0],
        codes.receipt_of(nonce, turn, pepper=thread.pepper) if show else None,
    )


def draft(key: bytes, *, at: datetime | None = None) -> dict[str, Any] | None:
    """What was typed, for its key; None when there is no such draft, it is past its time, or the key is another."""
    at = at or clock.now()
    if len(key) != draft_keys.KEY:
        return None
    row = draft_keys.row(key)
    context.about(draft=row)
    kept = Draft.objects.filter(pk=row, expires_at__gt=at).first()
    if kept is None:
        return None
    try:
        data: dict[str, Any] = json.loads(
            draft_keys.open_draft(key, bytes(kept.sealed)).decode("utf-8", "surrogatepass")
        )
    except CannotOpen:
        return None
    return data
