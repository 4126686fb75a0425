# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts: what somebody typed, kept through a fault in the form and a dropped connection.

A draft is sealed with a key that only the person's address line holds; the row alone opens for nobody.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from django.db.models import Q

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox import draft_keys
from sjalvklar.mailbox.draft_room import ROOM
from sjalvklar.mailbox.models import Draft
from sjalvklar.mailbox.rules import DRAFT_LIVES, LONGEST_DRAFT, LONGEST_DRAFT_AT_THE_DESK
from sjalvklar.trust.access import context


def keep_draft(data: dict[str, Any], *, from_staff: bool = False, at: datetime | None = None) -> bytes:
    """Keep what was typed for 30 minutes. Returns the 16 bytes that open it, which are kept nowhere else.

    Raises Invalid("too_long") when it is more than 128 kB, and NotNow("too_many") when so many are kept that somebody
    must be flooding us; a face then shows the words again in its answer. Staff who are signed in meet neither limit.
    """
    at = at or clock.now()
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(plain) > (LONGEST_DRAFT_AT_THE_DESK if from_staff else LONGEST_DRAFT):
        raise Invalid("too_long")
    if not from_staff:
        ROOM.take(at)
    key = secrets.token_bytes(draft_keys.KEY)
    row = draft_keys.row(key)
    context.about(draft=row)
    Draft.objects.create(id=row, sealed=draft_keys.seal(key, plain), made_at=at, expires_at=at + DRAFT_LIVES)
    return key


def put_in_place_of_draft(key: bytes, data: dict[str, Any]) -> None:
    """What was typed has been sent: nothing of it is kept, and `data` stands in its place for the time that is left.

    Does nothing when there is no such draft.
    """
    if len(key) == draft_keys.KEY:
        plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        row = draft_keys.row(key)
        context.about(draft=row)
        Draft.objects.filter(pk=row).update(sealed=draft_keys.seal(key, plain))


def erase_drafts(*, at: datetime | None = None) -> int:
    """Erase drafts past their time, and those from a future that a wrong clock saw. Returns how many."""
    at = at or clock.now()
    return Draft.objects.filter(Q(expires_at__lte=at) | Q(made_at__gt=at + DRAFT_LIVES)).delete()[0]
