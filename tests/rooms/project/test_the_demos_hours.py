# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whenever the demo is started, its people work in the daytime."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sjalvklar.organisation.queries import organisation
from sjalvklar.project.made_up import office
from sjalvklar.project.made_up.past import when

ZONE = ZoneInfo("Europe/Stockholm")
STARTED = [datetime(2026, 11, 16, tzinfo=ZONE) + timedelta(hours=hours) for hours in range(0, 7 * 24, 5)]


@pytest.mark.parametrize("started", STARTED, ids=lambda at: at.strftime("%a%H"))
def test_what_was_done_was_done_at_the_office_and_who_meets_meets_there(started: datetime) -> None:
    assert organisation().municipality.zone == ZONE
    done, meets = office.before(started), office.after(started)
    assert done <= started
    assert (9 <= done.hour < 16, done.weekday() < 5, done.minute % 15) == (True, True, 0)
    assert (meets.hour, meets.weekday() < 5, meets.date() >= started.date()) == (14, True, True)
    written = when.working(started, random.Random(1), ZONE)
    talk = when.talk(written, 50)
    assert 8 <= talk.hour < 17
    assert talk + timedelta(minutes=45) <= written
