# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`kill -9` at any moment under load: every acknowledged message is there after the restart, once.

The short drill; the long one is `./sjalvklar bench crash`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from sjalvklar.project.bench.crash import one_round
from sjalvklar.project.bench.mailbox import Browser, form_address
from sjalvklar.project.bench.senders import Line

if TYPE_CHECKING:
    from tests.live import Live


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_when_every_process_is_killed_at_a_random_moment(
    start_live: Callable[..., Live], database: str, record_property: Callable[[str, Any], None]
) -> None:
    seed = time.time_ns()
    record_property("seed", seed)
    dice = random.Random(seed)
    live = start_live(pack="stockholm", people=False, clock=False, database=database)
    try:
        with Line(live.serving.host, live.port) as line:
            form = form_address(Browser(line))
        for kill in range(2):
            done = one_round(live.serving, form, dice, senders=6, enough=12, longest=0.5)
            assert done.acknowledged >= 12
            assert (done.lost, done.doubled, done.refused) == (0, 0, 0), f"kill {kill}, seed {seed}: {done}"
        if database == "sqlite":
            whole = live.python(
                "from django.db import connection\n"
                "with connection.cursor() as cursor:\n"
                "    print(cursor.execute('PRAGMA integrity_check').fetchone()[0])"
            )
            assert whole.strip() == "ok"
    finally:
        live.stop()
