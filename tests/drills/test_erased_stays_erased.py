# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`kill -9` at any line of an erasure, and an old copy of the database put back: what was erased stays erased.

The short drill; a longer one is run with KILLS_IN_ERASURE=500.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from tests.live import House, Live, run

SOLVIK = Path(__file__).parents[2] / "packs" / "solvik"
DECIDED = """
decisions:
  - id: contacts-2026
    record: contact
    board: Solviks socialnämnd
    decided_on: '2026-01-20'
    number: SOC 2026/17
    from: '2026-01-20'
    days: 90
    fact: {source: 'Påhittad kommun, för prov', checked: '2026-11-01', confidence: verified}
"""
LATER = "2032-01-12T08:00:00+00:00"
CASES = 12
KILLS = int(os.environ.get("KILLS_IN_ERASURE", "5"))

# Cases and contacts of 2026, closed; in 2032 Alva has planned and Arvid decided. Two are about people born on the 5th.
PREPARE = f"""
import json, secrets
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
from sjalvklar.casework import actions as casework
from sjalvklar.casework.models import Case
from sjalvklar.casework.rules import CloseReason, Identity
from sjalvklar.disposal import actions as disposal
from sjalvklar.kernel import clock
from sjalvklar.kernel.personal_numbers import check_digit
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation.actions.staff import create_staff, grant
from sjalvklar.organisation.queries.staff import viewer
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.rules import Actor
IT, NORTH = Actor.system("drill"), "solvik-anhorigstod"
then, later = datetime(2026, 11, 23, 8, tzinfo=UTC), datetime.fromisoformat("{LATER}")
ids = {{}}
roles = {{"jonas": Role.RELATIVES_ADVISER, "alva": Role.RECORDS_OFFICER, "arvid": Role.RECORDS_OFFICER}}
for name, role in roles.items():
    ids[name] = create_staff(username=name, name=name.title(), public_name=name.title(), actor=IT).staff_id
    grant(staff_id=ids[name], unit_id=NORTH, role=role, valid_from=datetime(2025, 1, 1, tzinfo=UTC), actor=IT)
goes, stays, threads = [], [], []
with clock.frozen(then):
    jonas = viewer(ids["jonas"], then)
    for place in range({CASES}):
        nine = f"8001{{5 if place < 2 else 16 + place % 8:02d}}98{{place % 10}}"
        who = Identity(name=f"Person {{place}}", number=f"19{{nine}}{{check_digit(nine)}}")
        case = casework.open_case(actor=jonas, unit_id=NORTH, identity=who, nonce=secrets.token_bytes(16), at=then)
        for word in ("Samtal.", "Rättat."):
            casework.write_note(actor=jonas, case_id=case, text=word, nonce=secrets.token_bytes(16),
                                corrects=1 if word == "Rättat." else None, at=then)
        casework.close(actor=jonas, case_id=case, reason=CloseReason.GOAL_REACHED, at=then)
        (stays if place < 2 else goes).append(str(case))
    for _ in range(4):
        threads.append(str(mailbox.store_contact(nonce=secrets.token_bytes(24), unit_id=NORTH, text="Hej",
                                                 answers=ContactFacts(language="sv"), at=then).thread_id))
with clock.frozen(later):
    plan = disposal.plan(actor=viewer(ids["alva"], later), authority_id="solvik-socialnamnd", at=later)
    disposal.decide(actor=viewer(ids["arvid"], later), plan_id=plan, at=later)
people = [str(Case.objects.get(pk=case).person_id) for case in goes]
(Path(settings.DATA_DIR) / "drill.json").write_text(json.dumps([str(plan), goes, stays, threads, people]))
"""

# Whatever stands is whole, and whatever has begun to go is in no way to be opened.
HOLDS = """
import json, uuid
from pathlib import Path
from django.conf import settings
from sjalvklar.casework.models import Case, Note, Person
from sjalvklar.disposal.models import Item, Receipt
from sjalvklar.trust import subjects
plan, goes, stays, threads, people = json.loads((Path(settings.DATA_DIR) / "drill.json").read_text())
for case in Case.objects.select_related("person"):
    assert case.notes.count() == 2, "a case is whole or gone"
    subjects.cipher(case.person_id).open(bytes(case.person.identity), table="casework_person", column="identity",
                                         row=str(case.person_id))
left = {str(case) for case in Case.objects.values_list("pk", flat=True)}
assert set(stays) <= left
for case, person in zip(goes, people):
    if case not in left:
        assert not Person.objects.filter(pk=person).exists()
        try:
            subjects.cipher(uuid.UUID(person))
        except subjects.SubjectGone:
            continue
        raise AssertionError("a case is gone and its key is not")
print(len(left), Receipt.objects.filter(record="case").count(), Item.objects.count())
"""

# A line of ours is counted when it is about to be run; at the last one the process is killed, as the kernel would.
ERASE = """
import os, signal, sys
from datetime import datetime, timedelta
from sjalvklar.disposal import actions
from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
left = {lines}
def count(frame, event, arg):
    global left
    if event == "line":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return count
def enter(frame, event, arg):
    name = frame.f_code.co_filename
    return count if any(room in name for room in ("/disposal/", "/keeping.py", "/subjects/", "/keys/")) else None
later = datetime.fromisoformat("{later}")
if left:
    sys.settrace(enter)
with clock.frozen(later):
    actions.carry_out(at=later)
    actions.keep_erased()
    mailbox.erase_expired(at=later)
with clock.frozen(later + timedelta(days=2)):
    mailbox.erase_expired(at=later + timedelta(days=2))
print(left)
"""

LEFT = """
from sjalvklar.casework.models import Case, Note, Person, PersonIndex
from sjalvklar.mailbox.models import Message, Thread, Wrap
print(*(rows.objects.count() for rows in (Case, Person, Thread, Message, Wrap)))
"""


def _erase(live: Live, lines: int = 0) -> int:
    return int(live.python(ERASE.format(lines=lines, later=LATER)))


def _killed(live: Live, lines: int) -> bool:
    try:
        _erase(live, lines)
    except AssertionError:
        return True
    return False


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Solvik, when its board has decided how long contacts are kept."""
    folder = tmp_path_factory.mktemp("packs") / "solvik"
    shutil.copytree(SOLVIK, folder)
    (folder / "disposal.yaml").write_text(DECIDED, encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def prepared(start_live: Callable[..., Live], house: House, decided: str) -> Callable[[str], Live]:
    """A product on this database where it has been decided and nothing is erased yet; nobody is at its door."""

    @cache
    def once(database: str) -> Live:
        started = start_live(people=False, clock=False, served=False, pack=decided, database=database)
        started.python(PREPARE)
        return started

    return lambda database: house.another(once(database))


@pytest.mark.timeout(300 + 6 * KILLS)
def test_an_erasure_killed_anywhere_is_whole_and_is_ended_by_the_next(
    prepared: Callable[[str], Live], record_property: Callable[[str, Any], None]
) -> None:
    live = prepared("sqlite")
    seed = time.time_ns()
    record_property("seed", seed)
    dice = random.Random(seed)
    for kill in range(KILLS):
        assert _killed(live, dice.randrange(1, 1_500)) or kill, "the drill counts lines that are run"
        live.python(HOLDS)
    _erase(live)
    assert live.python(HOLDS).split() == ["2", "1", "0"], f"seed {seed}"
    assert live.python(LEFT).split() == ["2", "2", "0", "0", "0"], f"seed {seed}"


@pytest.mark.parametrize("how", ["at a start", "by the command"])
def test_an_old_copy_of_the_whole_database_brings_nothing_back(
    prepared: Callable[[str], Live], tmp_path: Path, how: str
) -> None:
    live = prepared("sqlite")
    for file in live.data.glob("sjalvklar.sqlite3*"):
        shutil.copy2(file, tmp_path / file.name)
    _erase(live)
    assert live.python(LEFT).split() == ["2", "2", "0", "0", "0"]
    for file in live.data.glob("sjalvklar.sqlite3*"):
        file.unlink()
    for file in tmp_path.glob("sjalvklar.sqlite3*"):
        shutil.copy2(file, live.data / file.name)
    assert live.python(LEFT).split()[:3] == [str(CASES), str(CASES), "4"], "the copy is a whole one"
    if how == "at a start":
        live.start_again()
        live.serving.stop()
    else:
        said = run(
            [sys.executable, "-m", "sjalvklar.project.cli", "retention", "reapply", "--language", "en"],
            live.serving.environment,
        )
        assert "an old copy had brought it back" in said
    assert live.python(LEFT).split() == ["2", "2", "0", "0", "0"]


_TABLES = (
    "casework_person",
    "casework_personindex",
    "casework_case",
    "casework_assignment",
    "casework_note",
    "mailbox_thread",
    "mailbox_wrap",
    "mailbox_message",
)


def test_rows_of_an_old_copy_put_back_into_postgresql_go_at_the_next_start(prepared: Callable[[str], Live]) -> None:
    live = prepared("postgresql")
    owner = live.serving.environment["SJALVKLAR_OWNER_DATABASE_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        for table in _TABLES:
            name = sql.Identifier(table)
            connection.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(name))
            kept = sql.Identifier(f"old_{table}")
            connection.execute(sql.SQL("CREATE TABLE {} AS SELECT * FROM {}").format(kept, name))
        _erase(live)
        assert live.python(LEFT).split() == ["2", "2", "0", "0", "0"]
        connection.execute("DELETE FROM trust_subjecterasure")
        for table in _TABLES:
            name, kept = sql.Identifier(table), sql.Identifier(f"old_{table}")
            connection.execute(sql.SQL("INSERT INTO {} SELECT * FROM {} ON CONFLICT DO NOTHING").format(name, kept))
            connection.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(name))
            connection.execute(sql.SQL("DROP TABLE {}").format(kept))
    assert live.python(LEFT).split()[:3] == [str(CASES), str(CASES), "4"]
    live.start_again()
    live.serving.stop()
    assert live.python(LEFT).split() == ["2", "2", "0", "0", "0"]


# As the app's own role, with nothing but the database's policies between the archivist and the rows.
AT_THE_DESK = """
import uuid
from datetime import UTC, datetime
from sjalvklar.casework.models import Case
from sjalvklar.disposal import actions, queries
from sjalvklar.disposal.models import Hold, Item, Kept, Plan
from sjalvklar.disposal.rules import HoldGround, HoldKind
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff
from sjalvklar.trust.access.context import acting
from sjalvklar.trust.access.context import staff as somebody
later = datetime.fromisoformat("{later}")
ids = {{name: staff.staff_id(name) for name in ("alva", "arvid", "jonas")}}
with clock.frozen(later):
    with acting(somebody(ids["alva"])):
        alva = staff.viewer(ids["alva"], later)
        plan = actions.plan(actor=alva, authority_id="solvik-socialnamnd", at=later)
        hold = actions.place(actor=alva, authority_id="solvik-socialnamnd", kind=HoldKind.CASE, what="2026-1",
                             ground=HoldGround.COURT, reference="T 1", at=later)
        assert not Case.objects.exists(), "the archivist sees no case"
    with acting(somebody(ids["jonas"])):
        assert not any(rows.objects.exists() for rows in (Plan, Item, Kept, Hold)), "an adviser sees no plan"
    with acting(somebody(ids["arvid"])):
        arvid = staff.viewer(ids["arvid"], later)
        assert len(queries.plan_rows(arvid)) == 2
        assert queries.sheet(arvid, plan).goes[0].count == 10
        actions.lift(actor=arvid, hold_id=hold, at=later)
        actions.decide(actor=arvid, plan_id=plan, at=later)
print("done")
"""


def test_the_databases_own_walls_let_archivists_plan_and_see_no_case(prepared: Callable[[str], Live]) -> None:
    live = prepared("postgresql")
    assert live.python(AT_THE_DESK.format(later=LATER)).strip() == "done"
