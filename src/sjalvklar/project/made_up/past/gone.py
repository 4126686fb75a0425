# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is older than its board lets it be kept is not there in the demo either: it was erased when its time had come.

The rooms' own clocks do it, on the day it would have been, with the receipt, the record and the count that go with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sjalvklar.disposal import queries as disposal
from sjalvklar.disposal.rules import RecordType
from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ERASE_GRACE
from sjalvklar.organisation.queries import staff
from sjalvklar.project.made_up.past.city import Kind, Story
from sjalvklar.support import actions as support

_RECORDS = {Kind.CONTACT: RecordType.CONTACT, Kind.SUPPORT: RecordType.SUPPORT}
_ERASING = {Kind.CONTACT: mailbox.erase_expired, Kind.SUPPORT: support.erase_expired}


def erase_in_time(story: Story, last: datetime, now: datetime) -> None:
    """Erase what came of the story if its time had come before now."""
    unit = staff.unit(story.unit) if story.kind in _RECORDS else None
    limit = disposal.limit(_RECORDS[story.kind], unit.authority_id, now) if unit else None
    if limit is None or last + ERASE_GRACE + timedelta(hours=2) >= limit:
        return
    ripe = last + (now - limit) + timedelta(hours=1)
    for at in (ripe, ripe + ERASE_GRACE + timedelta(minutes=1)):  # found to be past its time, and still a day later
        with clock.frozen(at):
            _ERASING[story.kind]()
