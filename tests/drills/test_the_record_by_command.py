# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The record of a running product, as IT, an auditor and a witness meet it: by commands, on the real database."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.live import Live

PROGRAM = Path(__file__).parents[2] / "tools" / "verify_log.py"
# The owner of the database takes down everything it has to say: the guards, and its own row-level security.
FORGE = """
from django.db import connection
from sjalvklar.project import walls
from sjalvklar.trust.audit import guards
with walls.as_owner(), connection.cursor() as cursor:
    guards.take_down()
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE trust_auditentry DISABLE ROW LEVEL SECURITY")
    cursor.execute("UPDATE trust_auditentry SET basis = 'forged' WHERE id = 3")
    print(cursor.rowcount)
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE trust_auditentry ENABLE ROW LEVEL SECURITY")
    guards.put_up()
"""


def audit(live: Live, *words: str) -> tuple[int, str]:
    done = live.command("audit", *words, "--language", "en")
    return done.returncode, done.stdout + done.stderr


def witness_signs(live: Live, *words: str) -> tuple[int, str]:
    """On the witness's own machine, where there is no product."""
    ours = ("SJALVKLAR_", "DATABASE_")
    environment = {name: value for name, value in live.serving.environment.items() if not name.startswith(ours)}
    done = subprocess.run(
        [sys.executable, "-m", "sjalvklar.project.cli", "audit", "witness", *words, "--language", "en"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def product(start_live: Callable[..., Live]) -> Live:
    return start_live(clock=False, served=False)


def test_the_record_is_verified_handed_out_and_witnessed_and_a_forged_row_is_named(
    product: Live, tmp_path: Path
) -> None:
    key = audit(product, "key")[1].strip()
    code, said = audit(product, "checkpoint")
    assert code == 0, said
    assert "\u2014 sjalvklar.example/record " in said
    code, said = audit(product, "verify")
    assert code in {0, 3}, said  # what the demo is filled with lies in the past, and is no fault
    assert "rows in" in said

    code, said = audit(product, "proof", str(tmp_path / "request.txt"))
    assert code == 0, said
    state = ("--state", str(tmp_path / "witness"), "--name", "revisionen.example")
    code, said = witness_signs(product, str(tmp_path / "request.txt"), "--key", key, *state)
    assert code == 0, said
    witness = said.rsplit(": ", 1)[1].strip()
    code, said = audit(product, "cosign", str(tmp_path / "request.signed"), "--witness", witness)
    assert code == 0, said
    code, said = audit(product, "verify", "--witness", witness)
    assert code in {0, 3}, said
    code, said = witness_signs(product, str(tmp_path / "request.txt"), "--key", key, *state)
    assert (code, "last saw" in said) == (1, True), said

    record = tmp_path / "record.jsonl"
    assert audit(product, "export", str(record))[0] == 0
    assert audit(product, "export", str(record))[0] == 1
    alone = subprocess.run(
        [sys.executable, "-I", str(PROGRAM), str(record), "--key", key], capture_output=True, text=True, check=False
    )
    assert alone.returncode == 0, alone.stdout

    assert product.python(FORGE).strip() == "1"
    code, said = audit(product, "verify")
    assert code == 1, said
    # Made-up history is put in its places in order of time, so that a row's place is not its number less one.
    assert re.search(r"Row 3 \(place \d+\) was edited", said.splitlines()[-1]), said


def test_what_staff_are_compared_by_is_read_from_a_file_and_kept_as_hashes(product: Live, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("username;surname;address;number\njonas;Exempel;Vägen 1;\nnobody;A;B;\n", encoding="utf-8")
    code, said = audit(product, "people", str(people))
    assert code == 0, said
    assert said.splitlines()[-2:] == [
        "1 people's readings can be compared. Delete the file now.",
        "Not known here: nobody",
    ]
    kept = (
        "from django.apps import apps; mark = apps.get_model('review', 'Mark'); "
        "print(mark.objects.filter(whose__startswith='staff:').count())"
    )
    assert product.python(kept).strip() == "2"
