# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`kill -9` at any moment while files are sent: a message with its files is there whole, or not at all.

The short drill; a longer one is run with KILLS_IN_UPLOAD=20.
"""

from __future__ import annotations

import http.client
import os
import random
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from tests.faces.way_in.test_files import Writer
from tests.faces.way_in.test_hostile import ask, code_on, form, post
from tests.faces.way_in.test_thread import carried
from tests.rooms.mailbox.sent_files import picture

if TYPE_CHECKING:
    from tests.live import Live

ENOUGH = 4
KILLS = int(os.environ.get("KILLS_IN_UPLOAD", "1"))

# Every file whole, with its message, in the record as often as it was sent; nothing left over of any.
WHOLE = """
import json
from django.db.models import Count
from sjalvklar.mailbox.models import Attachment, AttachmentPart, Message
from sjalvklar.trust.models import AuditEntry
for file in Attachment.objects.annotate(held=Count("parts")):
    assert file.held == file.copies + 1, file
sent = Message.objects.annotate(held=Count("attachments")).filter(held__gt=0)
assert {message.held for message in sent} <= {2}
assert AttachmentPart.objects.count() == 2 * Attachment.objects.count()
assert AuditEntry.objects.filter(action="contact.send_files").count() == sent.count()
print(sent.count())
"""


@dataclass
class Sender:
    """Somebody who sends two pictures at a time until the product dies. `acknowledged` are sendings that were
    answered; `on_its_way` is what was not: the thread, the form's number, and what was in it."""

    live: Live
    size: tuple[int, int]
    acknowledged: int = 0
    on_its_way: tuple[Writer, str, tuple[bytes, bytes], str] | None = None
    faults: list[str] = field(default_factory=list)

    def send_until_it_dies(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set():
                amal = opened(self.live)
                for _ in range(3):
                    number, text = amal.number(), secrets.token_hex(8)
                    noise = secrets.token_bytes(64)
                    files = picture("JPEG", self.size) + noise, picture("PNG", (60, 40)) + noise
                    self.on_its_way = amal, number, files, text
                    answer = amal.send(*files, text=text, number=number)
                    self.on_its_way = None
                    if answer.to == "/m/sv":
                        self.acknowledged += 1
                    elif "Många skickar filer" not in amal.told():
                        self.faults.append(amal.told())
        except (OSError, http.client.HTTPException, StopIteration):
            return  # the product has died, as it was meant to


def opened(live: Live) -> Writer:
    """A thread of one's own, open."""
    address, number = form(live)
    sent = post(live, address, n=number, t="Hej.")
    return Writer(live, carried(post(live, sent.to, k=code_on(ask(live, sent.to).text))))


@pytest.mark.timeout(300 + 120 * KILLS)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_files_are_there_whole_or_not_at_all_whenever_the_product_dies(
    start_live: Callable[..., Live], database: str, record_property: Callable[[str, Any], None]
) -> None:
    seed = time.time_ns()
    record_property("seed", seed)
    dice = random.Random(seed)
    live = start_live(people=False, clock=False, database=database)
    try:
        expected = 0
        for kill in range(KILLS):
            stop = threading.Event()
            people = [Sender(live, (400 + 300 * place, 900)) for place in range(3)]
            threads = [threading.Thread(target=one.send_until_it_dies, args=(stop,), daemon=True) for one in people]
            for thread in threads:
                thread.start()
            last = time.monotonic() + 240
            while sum(one.acknowledged for one in people) < ENOUGH and time.monotonic() < last:
                if not any(thread.is_alive() for thread in threads):
                    break
                time.sleep(0.01)
            time.sleep(dice.random() / 2)
            live.kill()
            stop.set()
            for thread in threads:
                thread.join()
            live.start_again()
            assert [fault for one in people for fault in one.faults] == [], f"kill {kill}, seed {seed}"
            assert sum(one.acknowledged for one in people) >= ENOUGH
            expected += sum(one.acknowledged for one in people)
            stored = int(live.python(WHOLE))
            waiting = [one.on_its_way for one in people if one.on_its_way is not None]
            assert expected <= stored <= expected + len(waiting), f"kill {kill}, seed {seed}"
            for amal, number, files, text in waiting:  # as a browser does: the same form once more
                assert amal.send(*files, text=text, number=number).to == "/m/sv"
            expected += len(waiting)
            assert int(live.python(WHOLE)) == expected, f"kill {kill}, seed {seed}"
    finally:
        live.stop()
