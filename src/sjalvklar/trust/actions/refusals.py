# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was refused, on record: sign-ins that did not open, and deeds that the product said no to.

A row is written after the deed was undone, in whatever transaction the answer is part of. If it cannot be, the refusal
is answered all the same, since nothing was shown or done, and the log says that the record has missed it. What was
typed is never a part of it: a name can be a password in the wrong box.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from sjalvklar.kernel import clock
from sjalvklar.trust.actions.record import record
from sjalvklar.trust.flood import Flood
from sjalvklar.trust.rules import Actor

_log = logging.getLogger("sjalvklar.record")

DEED, SIGN_IN = "desk.refuse", "staff.refuse_sign_in"
NOBODY = "staff:unknown"

# By place and never by account: a row for a name that exists and none for one that does not would show by its time
# which exist.
_places = Flood(first=5, keys=50)
_people = Flood(first=20, keys=2_000)


def refuse_sign_in(
    *, place: str, why: str, whose: Callable[[], int | None] = lambda: None, at: datetime | None = None
) -> None:
    """Somebody was not let in. `place`: a mark of where from, which is counted by and kept nowhere; `why`: a machine
    word; `whose`: finds the account it was tried for, asked only when a row is written."""

    def row(times: int) -> None:
        staff_id = whose()
        about = NOBODY if staff_id is None else f"staff:{staff_id}"
        _write(Actor.system("sign_in"), SIGN_IN, about, {"why": why, "times": times}, at)

    _tell(_places, f"{place}:{why}", row, at)


def refuse_deed(*, staff_id: int, page: str, object: str, why: str = "", at: datetime | None = None) -> None:
    """A member of staff asked for what is not theirs, or is not there: the two are one, here too, and so no unit is
    named. `page`: the address's name; `object`: kind:id as the address had it; `why`: a machine word, and none for
    what may not be known of."""

    def row(times: int) -> None:
        detail = {"page": page, "times": times} | ({"why": why} if why else {})
        _write(Actor.staff(staff_id), DEED, object, detail, at)

    _tell(_people, str(staff_id), row, at)


def _tell(flood: Flood, key: str, row: Callable[[int], None], at: datetime | None) -> None:
    times = flood.told(key, (at or clock.now()).timestamp())
    if not times:
        return
    try:
        row(times)
    except DatabaseError as error:
        flood.untold(key, times)
        _log.error("a refusal could not be put on record: %s", type(error).__name__)


def _write(actor: Actor, action: str, about: str, detail: dict[str, Any], at: datetime | None) -> None:
    with transaction.atomic():  # in a request's transaction: if the row cannot be kept, the answer still can
        record(actor=actor, action=action, object=about, basis="refused", detail=detail, at=at)
