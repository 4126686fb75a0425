# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes on in a case in rooms above, and cannot outlive it, or whom it is about. They say so when the product is
loaded: casework knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sjalvklar.casework.rules import CloseReason
from sjalvklar.kernel.errors import NotNow
from sjalvklar.trust import deeds


class WithCase(Protocol):
    """A room that keeps something which ends with its case. `code`: the refusal while nobody has said that it does;
    empty for what is the case's own, and ends without a word."""

    code: str

    def goes_on(self, case_id: UUID) -> bool:
        """Whether something goes on in the case. Asked also on behalf of somebody who may not see it."""

    def end(self, case_id: UUID, reason: CloseReason, *, by: int, at: datetime) -> None:
        """End it, on record, in the transaction that closes the case."""


# Ends what was agreed with the one whom those cases are about, who has died, by whom and when. Called beyond the desk,
# in the transaction that notes it.
Died = Callable[[Collection[UUID], int, datetime], None]

_TOLD: list[WithCase] = []
_TOLD_OF_DEATH: list[Died] = []


def tell(one: WithCase) -> None:
    """Called once by each room, when it is ready."""
    _TOLD.append(one)


def end_all(case_id: UUID, reason: CloseReason, *, said: bool, by: int, at: datetime) -> None:
    """End everything that goes on in a case, once it is `said` that it ends too. Raises NotNow with the code of the
    first that goes on when it is not."""
    for one in _TOLD:
        if not one.goes_on(case_id):
            continue
        if one.code and not said:
            raise NotNow(one.code)
        one.end(case_id, reason, by=by, at=at)


def tell_of_death(died: Died) -> None:
    """Called once by each room, when it is ready."""
    _TOLD_OF_DEATH.append(died)


def has_died(there: Collection[UUID], *, by: int, at: datetime) -> None:
    """Whom those cases are about has died: nothing that they had said yes to goes on. It does not come back by itself
    when it was wrong."""
    with deeds.beyond_the_desk():  # whoever answers for one of the cases may be another
        for died in _TOLD_OF_DEATH:
            died(there, by, at)
