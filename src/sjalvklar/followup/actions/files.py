# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every deed with a follow-up shares: the support held, whether it may go on, its words and its seals."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sjalvklar.followup import after_the_end, content, permissions
from sjalvklar.followup.content import What
from sjalvklar.followup.models import FollowUp
from sjalvklar.followup.rules import State
from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy_line
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.actions import files
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import State as SupportState
from sjalvklar.support.rules import check_text

LONGEST_WORDS = 120

cipher, count, mode_of, record = files.cipher, files.count, files.mode_of, files.record


def is_closed(one: Stands) -> bool:
    """Whether the support has ended."""
    return one.facts.state is SupportState.CLOSED


def going_on(actor: Viewer, support_id: UUID, at: datetime) -> Stands:
    """The support, held by this transaction, that the actor may go on with. Raises NotFound, NotAllowed, NotNow."""
    one = files.held(actor, support_id, at)
    consented = after_the_end.consented(support_id, at)
    permissions.check_can_go_on(actor, one, closed=is_closed(one), consented=consented)
    return one


def checked_words(text: str, one: Stands) -> str:
    """A short line, safe to keep in the support's mode. Raises Invalid: too_long_here, and what points at somebody."""
    kept = tidy_line(text)
    if len(kept) > LONGEST_WORDS:
        raise Invalid("too_long_here", field="words")
    check_text(kept, mode_of(one.support), field="words")
    return kept


def make(one: Stands, what: What, state: State, on: date, *, by: int, once: bytes, at: datetime) -> bool:
    """The row of a new follow-up; False when the same form made it already."""
    if FollowUp.objects.filter(once=once).exists():
        return False
    name = uuid4()
    FollowUp.objects.create(
        id=name,
        support=one.support,
        state=state.value,
        on=on,
        what=content.seal_what(cipher(one.support), what, name),
        made_at=at,
        made_by_id=by,
        once=once,
    )
    return True


def touched(one: Stands, at: datetime) -> None:
    """Something was done: while the support is open its disposal is counted from here."""
    if not is_closed(one):
        one.support.last_activity_at = at
        one.support.save(update_fields=["last_activity_at"])
