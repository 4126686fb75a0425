# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every deed about safety shares: its support held and open to be written in, and words fit to keep there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.safety.rules.content import LONGEST_WORDS
from sjalvklar.support.actions import files
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import Deed, State, check_transition
from sjalvklar.trust import deeds
from sjalvklar.trust.access.words import Action


def writing(actor: Viewer, support_id: UUID, at: datetime) -> Stands:
    """The support, held until the transaction ends, that the actor may write in. Raises NotFound, NotAllowed,
    NotNow("wrong_state")."""
    one = files.held(actor, support_id, at)
    one.check(actor, Action.WRITE)
    check_transition(State(one.support.state), Deed.WRITE)
    return one


def reading(actor: Viewer, support_id: UUID, at: datetime) -> Stands:
    """The support, held until the transaction ends, that the actor may read. Raises NotFound, NotAllowed, NotNow."""
    one = files.held(actor, support_id, at)
    one.check(actor, Action.READ)
    return one


def words(one: Stands, text: str, *, field: str, longest: int = LONGEST_WORDS, needed: bool = False) -> str:
    """Words as they are kept in that support, in its mode; empty when nothing was written. Raises Invalid: needed,
    too_long, personal_number_here, phone_here, email_here."""
    if not text.strip() and not needed:
        return ""
    kept = files.checked_words(text, files.mode_of(one.support), field=field)
    if len(kept) > longest:
        raise Invalid("too_long", field=field)
    return kept


def once(what: bytes, support_id: UUID, nonce: bytes) -> bytes:
    """The same for the same form sent twice. The form's number has 16 to 32 bytes."""
    deeds.check_nonce(nonce)
    return deeds.once(b"safety", what, support_id.bytes, nonce)


def touched(one: Stands, at: datetime) -> None:
    """Disposal is counted from here."""
    one.support.last_activity_at = at
    one.support.save(update_fields=["last_activity_at"])
