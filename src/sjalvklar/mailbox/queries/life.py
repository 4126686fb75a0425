# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a thread lives, and how long its code opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from sjalvklar.disposal import queries as disposal
from sjalvklar.kernel import clock
from sjalvklar.mailbox import codes, rows
from sjalvklar.mailbox.models import Thread, Wrap
from sjalvklar.mailbox.rules import CODE_OPENS_AFTER_CLOSE, CloseReason
from sjalvklar.trust.access import context
from sjalvklar.trust.keys import CodeKeys

CODE = "code"  # the holder of the wrap that a code opens
_MOST_TURNS = 8
_NEVER = datetime.max.replace(tzinfo=UTC)


def _kept_until(thread: Ends) -> datetime:
    """Until when it is kept, as its board has decided; without a decision nothing ends it."""
    kept = disposal.contacts_kept(thread.unit_id, clock.now())
    return _NEVER if kept is None else thread.last_activity_at + kept


class Ends(Protocol):
    """What decides how long a code opens."""

    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def close_reason(self) -> str: ...
    @property
    def last_activity_at(self) -> datetime: ...
    @property
    def unit_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Sight:
    """The little of a thread that is looked at before it is opened: cheaper than the row, and the same for all."""

    id: UUID
    unit_id: str
    received_at: datetime
    due_at: datetime | None
    confirmed_at: datetime | None
    closed_at: datetime | None
    close_reason: str
    last_activity_at: datetime
    pepper: int


SIGHT = (
    "id",
    "unit_id",
    "received_at",
    "due_at",
    "confirmed_at",
    "closed_at",
    "close_reason",
    "last_activity_at",
    "pepper",
)


def opens_until(thread: Ends) -> datetime | None:
    """Until when its code opens; None while nothing ends it but the retention time."""
    if thread.closed_at is None:
        return None
    return min(thread.closed_at + CODE_OPENS_AFTER_CLOSE, _kept_until(thread))


def code_is_alive(thread: Ends, at: datetime) -> bool:
    """Whether its code opens it: not after the relative closed, nor 30 days after the desk, nor past its time."""
    if thread.close_reason == CloseReason.BY_RELATIVE.value:
        return False
    return at < (opens_until(thread) or _kept_until(thread))


def is_stopped(thread_id: UUID) -> bool:
    """For the rooms above: whether whoever wrote is not to be reached now. Whoever asks need not see the thread."""
    with context.acting(context.COMMAND):  # that it is so is told, and nothing else
        return Thread.objects.filter(pk=thread_id, stops__gt=0).exists()


def sight_of_code(codes_keys: Sequence[CodeKeys]) -> tuple[CodeKeys, tuple[Sight, bytes] | None]:
    """The thread that a code finds, with its key wrapped to the code; None for a code that finds or opens nothing.

    It is looked for under every pepper whatever is found, so that the time tells nobody which it was made under, or
    whether there is one. With it the keys that found it, or the newest.
    """
    used, found = codes_keys[-1], None
    for one in codes_keys:
        sight = _sight(one.finding)
        if sight is not None:
            used, found = one, sight
    if len(codes_keys) > 1:
        context.about(finding=used.finding)
    return used, found


def peppers_in_use() -> frozenset[int]:
    """The versions of the pepper that the codes of threads were made under: for whoever changes keys."""
    return frozenset(Thread.objects.order_by().values_list("pepper", flat=True).distinct())


def _sight(finding: bytes) -> tuple[Sight, bytes] | None:
    context.about(finding=finding)
    row = Wrap.objects.filter(thread__finding=finding, holder=CODE).values_list(
        "wrapped", *(f"thread__{name}" for name in SIGHT)
    )[:1]
    for wrapped, *seen in row:
        return Sight(*seen), bytes(wrapped)
    return None


def thread_of_form(nonce: bytes, at: datetime) -> tuple[Sight, int] | None:
    """The living thread that came in the form of that number, and which of the form's codes is its own."""
    for turn in range(_MOST_TURNS):
        form = codes.nonce_id(nonce, turn)
        context.about(form=form)
        found = rows.found(Thread, "nonce_id", form, SIGHT)
        if found is None:
            return None
        seen = Sight(*found)
        if code_is_alive(seen, at):
            return seen, turn
    return None
