# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The clock: every twenty seconds, what is overdue gets its unit's head as owner and what has expired is erased.

Its own process, so that no request ever waits for it. It survives a database that is away, and stops on SIGTERM.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from sjalvklar.project import env, lifeline

EVERY_SECONDS = env.number(
    "SJALVKLAR_CLOCK_SECONDS", "How often the clock looks for what is overdue or expired.", default=20, least=1
)
log = logging.getLogger("sjalvklar.clock")


def tick(deeds: dict[str, Callable[[], object]]) -> list[str]:
    """Do every deed once; one that fails does not keep the others from being done. Returns the names that failed."""
    failed: list[str] = []
    for name, deed in deeds.items():
        try:
            deed()
        except Exception as error:
            failed.append(name)
            log.error("%s failed: %s", name, type(error).__name__, exc_info=error)
    return failed


def loop(deeds: dict[str, Callable[[], object]], *, stopping: threading.Event, every: float) -> None:
    """Tick at once and then every `every` seconds, until `stopping` is set."""
    from django.db import close_old_connections

    from sjalvklar.trust.access.context import CLOCK, acting

    while not stopping.is_set():
        close_old_connections()
        with acting(CLOCK):
            tick(deeds)
        stopping.wait(every)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sjalvklar.project.settings")
    lifeline.end_with_parent()
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)

    import django

    django.setup()
    from django.conf import settings

    from sjalvklar.disposal import actions as disposal
    from sjalvklar.followup import actions as followup
    from sjalvklar.incident import actions as incident
    from sjalvklar.mailbox import actions
    from sjalvklar.organisation import actions as organisation
    from sjalvklar.plans import actions as plans
    from sjalvklar.project.sqlite3.forgetting import forget_erased
    from sjalvklar.review.actions import make_last_month
    from sjalvklar.safety import actions as safety
    from sjalvklar.support import actions as support
    from sjalvklar.trust.actions.tree import checkpoint_when_due
    from sjalvklar.writing import actions as writing

    deeds: dict[str, Callable[[], object]] = {
        "Escalating what is overdue": actions.escalate_overdue,
        "Telling of dates nobody kept": incident.raise_overdue,
        "Giving on what somebody left": organisation.give_to_heads,
        "Erasing what has expired": actions.erase_expired,
        "Looking after plans": plans.look_after,
        "Raising protective measures nobody looked at": safety.look_after,
        "Looking after what is to be followed up": followup.look_after,
        "Looking after supports": support.look_after,
        "Erasing supports that have expired": support.erase_expired,
        "Erasing old drafts": actions.erase_drafts,
        "Erasing what was never sent": writing.erase_expired,
        "Weighing what files take": actions.weigh_files,
        "Ending old sign-ins": organisation.forget_old_sessions,
        "Ending old recoveries": organisation.forget_recoveries,
        "Putting the record in its tree": checkpoint_when_due,
        "Going through last month's readings": make_last_month,
        "Erasing what has been decided": disposal.carry_out,
        "Keeping what was erased erased": disposal.keep_erased,
        "Overwriting what was erased": forget_erased,
    }
    if settings.DEMO and settings.DEMO_MONTHS:
        from sjalvklar.project.made_up import past

        deeds = past.before(deeds, stopping=stopping)
    loop(deeds, stopping=stopping, every=EVERY_SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
