# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`kill -9` at any line, and at any moment, of a rotation of keys: everything opens at once, and the next run ends it.

The short drill; a longer one is run with KILLS_IN_ROTATION=500.
"""

from __future__ import annotations

import os
import random
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.faces.way_in.test_hostile import ask, form, post
from tests.live import Live, run
from tests.rooms.trust.key_process import KeyProcess

PEOPLE = 60
KILLS = int(os.environ.get("KILLS_IN_ROTATION", "16"))

PREPARE = f"""
import json
from pathlib import Path
from django.conf import settings
from sjalvklar.trust import actions, queries, sealing, subjects
from sjalvklar.trust.rules import Actor
IT = Actor.system("drill")
for unit in ("unit:a", "unit:b", "unit:c"):
    actions.ensure_holder_key(unit, actor=IT)
people = {{}}
for number in range({PEOPLE}):
    who = subjects.make(actor=IT)
    people[str(who)] = subjects.cipher(who).seal(b"note %d" % number, table="t", column="c", row="1").hex()
gone = subjects.make(actor=IT)
subjects.destroy(gone, actor=IT)
units = {{
    unit: sealing.wrap_to_holder(queries.holder_public(unit), b"thread of " + unit.encode(), name=bytes(16)).hex()
    for unit in queries.holders()
}}
(Path(settings.DATA_DIR) / "drill.json").write_text(json.dumps([people, units, str(gone)]))
"""

OPENS = """
import json, uuid
from pathlib import Path
from django.conf import settings
from sjalvklar.trust import actions, keys, queries, subjects
from sjalvklar.trust.rules import Actor
people, units, gone = json.loads((Path(settings.DATA_DIR) / "drill.json").read_text())
for number, (who, sealed) in enumerate(people.items()):
    opened = subjects.cipher(uuid.UUID(who)).open(bytes.fromhex(sealed), table="t", column="c", row="1")
    assert opened == b"note %d" % number
for unit, wrapped in units.items():
    assert queries.open_as_unit(unit, bytes.fromhex(wrapped), name=bytes(16)) == b"thread of " + unit.encode()
assert keys.holder().subject_keys([uuid.UUID(gone)]) == {uuid.UUID(gone): None}
print(*keys.holder().facts().kek_versions)
"""

# A line of ours is counted when it is about to be run; at the last one the process is killed, as the kernel would.
ROTATE = """
import os, signal, sys
from sjalvklar.trust import actions
from sjalvklar.trust.rules import Actor
left, timer = {lines}, {timer}
def count(frame, event, arg):
    global left
    if event == "line":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return count
def enter(frame, event, arg):
    return count if "/trust/" in frame.f_code.co_filename else None
if timer:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, timer)
if left:
    sys.settrace(enter)
while True:
    actions.rotate(actor=Actor.system("drill"))
    if not timer:
        break
print(left)
"""


@pytest.fixture(params=["in a file", "in a process of its own"])
def live(request: pytest.FixtureRequest, start_live: Callable[..., Live]) -> Iterator[Live]:
    started = start_live(people=False, clock=False, served=False)
    if request.param == "in a file":
        yield started
    else:
        socket = Path(started.data) / "keys.socket"
        with KeyProcess(started.data / "keys", socket):
            started.serving.environment["SJALVKLAR_KEY_SOCKET"] = str(socket)
            yield started
    started.stop()


def _killed(live: Live, *, lines: int = 0, timer: float = 0.0) -> bool:
    """Whether it was killed: a timer always kills it, a line only when there are that many."""
    try:
        live.python(ROTATE.format(lines=lines, timer=timer))
    except AssertionError:
        return True
    return False


@pytest.mark.timeout(300 + 6 * KILLS)
def test_a_rotation_killed_anywhere_leaves_everything_open_and_is_ended_by_the_next(
    live: Live, record_property: Callable[[str, Any], None]
) -> None:
    seed = time.time_ns()
    record_property("seed", seed)
    dice = random.Random(seed)
    live.python(PREPARE)
    before = (live.data / "keys" / "keyring.json").read_bytes()
    whole = -int(live.python(ROTATE.format(lines=-1, timer=0)))
    assert whole > 300, "the drill counts lines that are run"
    for kill in range(KILLS):
        line = 1 + (whole * kill + dice.randrange(whole)) // KILLS
        _killed(live, lines=line)
        live.python(OPENS)
    for _ in range(KILLS // 4):
        assert _killed(live, timer=dice.uniform(0.001, 0.15))
        live.python(OPENS)
    live.python(ROTATE.format(lines=0, timer=0))
    versions = live.python(OPENS).split()
    assert len(versions) == 1, f"seed {seed}"
    keys = live.data / "keys"
    assert not list(keys.glob(".keyring-*")), "what a killed process had prepared is gone"
    now = (keys / "keyring.json").read_bytes()
    (keys / "keyring.json").write_bytes(before)
    with pytest.raises(AssertionError, match="CannotOpen"):
        live.python(OPENS)
    (keys / "keyring.json").write_bytes(now)
    live.python(OPENS)


def test_a_key_process_killed_in_the_middle_of_a_rotation_leaves_everything_open(
    start_live: Callable[..., Live], record_property: Callable[[str, Any], None]
) -> None:
    seed = time.time_ns()
    record_property("seed", seed)
    dice = random.Random(seed)
    live = start_live(people=False, clock=False, served=False)
    live.python(PREPARE)
    socket = Path(live.data) / "keys.socket"
    live.serving.environment["SJALVKLAR_KEY_SOCKET"] = str(socket)
    with KeyProcess(live.data / "keys", socket) as keys:
        for _ in range(max(3, KILLS // 4)):
            killer = threading.Timer(dice.uniform(0.02, 0.4), keys.kill)
            killer.start()
            with pytest.raises(AssertionError, match="KeyHolderAway"):
                live.python(ROTATE.format(lines=0, timer=3600))
            killer.join()
            keys.start()
            live.python(OPENS)
        live.python(ROTATE.format(lines=0, timer=0))
        assert len(live.python(OPENS).split()) == 1, f"seed {seed}"
    live.stop()


# As above, for the keys that are changed without anything being sealed anew. Each is killed on its own.
PREPARE_FOUND = """
import json, secrets
from pathlib import Path
from django.conf import settings
from sjalvklar.casework.models import Conflict, Person, PersonIndex
from sjalvklar.organisation.models import Authority
from django.contrib.auth import get_user_model
from sjalvklar.trust.actions.tree import checkpoint
from sjalvklar.trust.audit import signing
from sjalvklar.trust import subjects
from sjalvklar.trust.rules import Actor
from sjalvklar.trust.subjects import IndexField
from django.db import transaction
who = get_user_model().objects.create(username="drill").pk
with transaction.atomic():
    for number in range(12):
        value = subjects.index(IndexField.NUMBER, f"19121212{number:04}")
        person = Person.objects.create(id=subjects.make(actor=Actor.system("drill")),
                                       authority=Authority.objects.first(), identity=b"")
        PersonIndex.objects.create(person=person, field="number", value=value)
        name = subjects.index(IndexField.NAME, f"amal {number:04}")
        PersonIndex.objects.create(person=person, field="name", value=name)
        Conflict.objects.create(staff_id=who, closeness="family", value=value, declared_at="2026-11-22T10:00:00Z")
checkpoint()
(Path(settings.DATA_DIR) / "known.json").write_text(json.dumps(signing.verifier().text()))
"""

STILL_FOUND = """
import json
from pathlib import Path
from django.conf import settings
from django.db import transaction
from sjalvklar.casework.models import Conflict, PersonIndex
from sjalvklar.mailbox.actions import open_by_receipt
from sjalvklar.mailbox.rules.receipt import parse
from sjalvklar.trust import keys, subjects
from sjalvklar.trust.actions.tree import checkpoint
from sjalvklar.trust.audit.note import Verifier
from sjalvklar.trust.audit.verify import verify
from sjalvklar.trust.subjects import IndexField
with transaction.atomic():
    for number in range(12):
        for field, said in ((IndexField.NUMBER, f"19121212{number:04}"), (IndexField.NAME, f"amal {number:04}")):
            found = PersonIndex.objects.filter(value__in=subjects.indexes(field, said))
            assert found.count() == 1, (field, number)
close = Conflict.objects.values("value")
assert PersonIndex.objects.filter(field="number", value__in=close).count() == 12
for code in CODES:
    assert open_by_receipt(parse(code)) is not None
checkpoint()
known = Verifier.from_text(json.loads((Path(settings.DATA_DIR) / "known.json").read_text()))
assert verify(verifier=known).whole
assert verify().whole
facts = keys.holder().facts()
print(facts.index_version, facts.changing_signing)
"""

CHANGES = {
    "index": "actions.rotate_index(COLUMNS, actor=Actor.system('drill'))",
    "signing": "actions.rotate_signing(actor=Actor.system('drill'))",
    "pepper": "actions.rotate_pepper(peppers_in_use, actor=Actor.system('drill'))",
}
_LOADED = "from sjalvklar.mailbox.queries.life import peppers_in_use\nfrom sjalvklar.project.indexes import COLUMNS\n"


def _change(which: str, lines: int) -> str:
    once = ROTATE.format(lines=lines, timer=0).replace('actions.rotate(actor=Actor.system("drill"))', CHANGES[which])
    return _LOADED + once


def _struck(live: Live, code: str) -> None:
    """Killed, done before that, or refused because there are as many peppers as there may be."""
    try:
        live.python(code)
    except AssertionError as ended:
        if "Traceback" in str(ended) and "there is room for a new one" not in str(ended):
            raise


@pytest.mark.timeout(300 + 12 * KILLS)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_index_keys_the_signing_key_and_the_pepper_changed_and_killed_anywhere(
    start_live: Callable[..., Live], database: str, record_property: Callable[[str, Any], None]
) -> None:
    seed = time.time_ns()
    record_property("seed", seed)
    dice = random.Random(seed)
    live = start_live(database=database, people=False, clock=False)
    try:
        address, number = form(live)
        page = ask(live, post(live, address, n=number, t="before the change").to).text
        code = "".join(re.findall(r"\d{4}(?=<)|\d(?=<)", page[page.index('id="code"') :]))[:25]
        live.serving.stop()
        live.python(PREPARE_FOUND)
        found = STILL_FOUND.replace("CODES", repr([code]))
        socket = Path(live.data) / "keys.socket"
        with KeyProcess(live.data / "keys", socket):
            for which in CHANGES:
                _struck(live, _change(which, dice.randrange(20, 160)))
                live.python(found)  # the keys in this process, from the file
            live.serving.environment["SJALVKLAR_KEY_SOCKET"] = str(socket)
            for _ in range(KILLS // 16):
                for which in CHANGES:
                    _struck(live, _change(which, dice.randrange(1, 400)))
                live.python(found)
            for which in ("index", "signing"):
                live.python(_change(which, -1))
            assert live.python(found).split()[1] == "False", f"seed {seed}"
    finally:
        live.stop()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_command_rotates_while_people_write_and_read(start_live: Callable[..., Live], database: str) -> None:
    live = start_live(people=False, clock=False, database=database)
    try:
        live.python(PREPARE)
        address, number = form(live)
        before = post(live, address, n=number, t="before the rotation")
        run([sys.executable, "-m", "sjalvklar.project.cli", "keys", "rotate"], live.serving.environment)
        after = post(live, address, n=form(live)[1], t="after it")
        assert [before.status, after.status] == [303, 303]
        for sent in (before, after):
            page = ask(live, sent.to).text
            code = "".join(re.findall(r"\d{4}(?=<)|\d(?=<)", page[page.index('id="code"') :]))[:25]
            assert post(live, "/k/sv", k=code).status == 303
        assert live.python(OPENS).split() == ["2"]
    finally:
        live.stop()
