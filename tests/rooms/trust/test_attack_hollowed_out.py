# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever owns the database can write that a row was erased under a decision. What is not decided is not believed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.trust.test_verifying_the_record import IT, NOON, decided, first, place, record  # noqa: F401 - fixtures

from sjalvklar.trust import actions
from sjalvklar.trust.actions.tree import checkpoint, erase_rows
from sjalvklar.trust.audit import erasures, export, signing
from sjalvklar.trust.audit.verify import Fault, What, verify
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db
TOOL = Path(__file__).parents[3] / "tools" / "verify_log.py"


def hollow_out(entry: int, decision: str) -> None:
    """As the database's owner: no guard has to come down for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO trust_auditerasure (entry, decision, at) VALUES (%s, %s, %s)", [entry, decision, NOON]
        )
        cursor.execute("DELETE FROM trust_auditentry WHERE id = %s", [entry])


def say(decision: str, entries: list[int]) -> None:
    """The deed on record, made up."""
    detail = {"rows": len(entries), "entries": erasures.named(entries)}
    actions.record(actor=IT, action=erasures.ERASE, object=f"disposal:{decision}", basis="disposal", detail=detail)


def by_the_tool(folder: Path) -> tuple[int, str]:
    """What the verification without the product says of an export."""
    file = folder / f"record-{len(list(folder.iterdir()))}"
    checkpoint()
    export.write(file)
    ran = subprocess.run(
        [sys.executable, str(TOOL), str(file), "--key", signing.verifier().text()],
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout


def test_an_erasure_that_no_decision_came_before_is_named(record: list[int], tmp_path: Path) -> None:  # noqa: F811
    hollow_out(record[4], "GB-0")
    assert first() == Fault(What.ERASURE, 4, record[4], "GB-0")
    code, said = by_the_tool(tmp_path)
    assert (code, f"row {record[4]} (place 4) was erased" in said) == (1, True)


def test_a_deed_made_up_afterwards_is_no_decision(record: list[int], tmp_path: Path) -> None:  # noqa: F811
    """The owner writes in the record too that the row was erased: nobody planned it, and nobody decided it."""
    hollow_out(record[4], "GB-0")
    say("GB-0", [record[4]])
    checkpoint()
    assert first() == Fault(What.ERASURE, 4, record[4], "GB-0")
    assert by_the_tool(tmp_path)[0] == 1


def test_one_more_row_under_a_true_decision_is_named(record: list[int], tmp_path: Path) -> None:  # noqa: F811
    decided("GB-2026-1")
    erase_rows(record[:5], decision="GB-2026-1", actor=IT, at=NOON + timedelta(hours=2))
    checkpoint()
    assert by_the_tool(tmp_path)[0] == 0
    hollow_out(record[9], "GB-2026-1")
    assert first() == Fault(What.ERASURE, 9, record[9], "GB-2026-1")
    code, said = by_the_tool(tmp_path)
    assert (code, f"row {record[9]} (place 9) was erased" in said) == (1, True)


@pytest.mark.parametrize("steps", [(), (erasures.PLAN,), (erasures.DECIDE,)])
def test_half_a_decision_is_none(record: list[int], tmp_path: Path, steps: tuple[str, ...]) -> None:  # noqa: F811
    for action in steps:
        actions.record(actor=Actor.staff(1), action=action, object="disposal:GB-0", basis="records_officer")
    erase_rows(record[:2], decision="GB-0", actor=IT)
    assert first() == Fault(What.ERASURE, 0, record[0], "GB-0")
    assert by_the_tool(tmp_path)[0] == 1


def test_nobody_decides_alone(record: list[int], tmp_path: Path) -> None:  # noqa: F811
    decided("GB-0", planner=1, decider=1)
    erase_rows(record[:2], decision="GB-0", actor=IT)
    assert first() == Fault(What.ERASURE, 0, record[0], "GB-0")
    assert by_the_tool(tmp_path)[0] == 1


def test_a_decision_that_comes_after_the_deed_covers_nothing(record: list[int], tmp_path: Path) -> None:  # noqa: F811
    erase_rows(record[:2], decision="GB-0", actor=IT)
    decided("GB-0")
    checkpoint()
    assert first() == Fault(What.ERASURE, 0, record[0], "GB-0")
    assert by_the_tool(tmp_path)[0] == 1


def test_a_decision_that_is_nowhere_but_in_the_record_covers_nothing(record: list[int]) -> None:  # noqa: F811
    """The owner makes up all three rows, in two people's names: the plan itself and its receipts are asked for."""
    decided("GB-0")
    erase_rows(record[:2], decision="GB-0", actor=IT)
    assert verify().first() is None
    asked: list[tuple[str, list[list[int]]]] = []

    def covers(decision: str, chunks: list[list[int]]) -> bool:
        asked.append((decision, chunks))
        return False

    assert verify(covers=covers).first() == Fault(What.ERASURE, 0, record[0], "GB-0")
    assert asked == [("GB-0", [record[:2]])]


@given(st.sets(st.integers(1, 300), max_size=40))
def test_the_numbers_in_the_deed_are_read_back_as_they_were(entries: set[int]) -> None:
    assert erasures.numbers(erasures.named(entries)) == sorted(entries)


def test_the_deed_says_which_rows_went(record: list[int]) -> None:  # noqa: F811
    decided("GB-2026-1")
    erase_rows([*record[:3], record[7]], decision="GB-2026-1", actor=IT)
    told = AuditEntry.objects.get(action=erasures.ERASE).detail
    assert told == {"rows": 4, "entries": f"{record[0]}-{record[2]} {record[7]}"}
    assert json.dumps(told)
