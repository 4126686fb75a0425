# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was erased stays erased, whichever copy of the database is put back.

Every id that was erased is remembered in two places: in the database, and in the key store, which is not in the
database and has backups of its own. At a start, before anybody is let in, whatever one of them remembers is taken away
again from the other and from every table.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sjalvklar.disposal import sources
from sjalvklar.kernel import clock
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.rules import Actor

_AT_ONCE = 500


def reapply(*, at: datetime | None = None) -> int:
    """Take away every row that was erased before and is back. Returns how many. Raises KeyHolderAway.

    The rows go before the database's own register learns of them, so that a stop in between is found the next time.
    """
    at = at or clock.now()
    gone = sorted(subjects.destroyed_ids())
    done = 0
    for start in range(0, len(gone), _AT_ONCE):
        some = gone[start : start + _AT_ONCE]
        with transaction.atomic():
            found = sum(rows.forget(some) for rows in sources.ROWS)
            if found:
                trust.record(
                    actor=Actor.system("disposal"),
                    action="disposal.reapply",
                    object="disposal:register",
                    basis="disposal",
                    detail={"rows": found},
                    at=at,
                )
        done += found
    subjects.reapply()
    return done


def keep_erased() -> int:
    """For the clock, which asks often: `reapply` when the two registers do not remember equally many."""
    return 0 if subjects.agree() else reapply()
