# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a code shows at the public door: which questions, and nothing of whom or where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sjalvklar.followup.models import Asking
from sjalvklar.followup.rules import AskingState, Questions, codes
from sjalvklar.kernel import clock
from sjalvklar.mailbox import guessing
from sjalvklar.support import stops
from sjalvklar.trust.access import context


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions that a code opens."""

    id: UUID
    questions: Questions


def asked(written: str, *, address: str = "", at: datetime | None = None) -> Asked | None:
    """The questions of a code; None for a wrong, a used, an expired and a taken back code alike, after the same work,
    and while whoever it was given to is not to be reached: somebody else may hold the telephone.

    `address` is where the caller is on the network; it is used in memory only, to keep guessers out of others' way.
    Raises guessing.Busy only for places that have sent many wrong codes.
    """
    at = at or clock.now()
    finding = codes.finding(codes.read(written))
    with guessing.WATCH.attempt(address):
        context.about(finding=finding)
        columns = ("pk", "questions", "state", "expires_at", "support")
        row = Asking.objects.filter(finding=finding).values_list(*columns).first()
    if row is None or row[2] != AskingState.OPEN.value or row[3] is None or row[3] <= at or stops.why_not(row[4]):
        guessing.WATCH.missed(address)
        return None
    return Asked(row[0], Questions(row[1]))
