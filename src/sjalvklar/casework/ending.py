# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes on in a case in rooms above, and cannot outlive it. They say so when the product is loaded: casework knows
none of them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sjalvklar.casework.rules import CloseReason
from sjalvklar.kernel.errors import NotNow


class WithCase(Protocol):
    """A room that keeps something which ends with its case. `code`: the refusal while nobody has said that it does."""

    code: str

    def goes_on(self, case_id: UUID) -> bool:
        """Whether something goes on in the case. Asked also on behalf of somebody who may not see it."""

    def end(self, case_id: UUID, reason: CloseReason, *, by: int, at: datetime) -> None:
        """End it, on record, in the transaction that closes the case."""


_TOLD: list[WithCase] = []


def tell(one: WithCase) -> None:
    """Called once by each room, when it is ready."""
    _TOLD.append(one)


def end_all(case_id: UUID, reason: CloseReason, *, said: bool, by: int, at: datetime) -> None:
    """End everything that goes on in a case, once it is `said` that it ends too. Raises NotNow with the code of the
    first that goes on when it is not."""
    for one in _TOLD:
        if not one.goes_on(case_id):
            continue
        if not said:
            raise NotNow(one.code)
        one.end(case_id, reason, by=by, at=at)
