# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""IT makes accounts at the command line, in a database of its own, as on a municipality's server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.inside import Inside
from tests.live import House

ROOT = Path(__file__).resolve().parents[3]
UNIT = "solvik-anhorigstod"
Staff = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def staff(house: House) -> Iterator[Staff]:
    data, database = house.on_ground("sqlite")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SJALVKLAR_", "DATABASE_URL"))}
    environment = {
        **kept,
        "PYTHONPATH": str(ROOT / "src"),
        "SJALVKLAR_DATA": str(data),
        "SJALVKLAR_PACK": str(ROOT / "packs" / "solvik"),
    }

    def run(*words: str, **also: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *words]
        given = {**environment, **also}
        return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)

    early = run("sjalvklar.project.cli", "staff", "list", DATABASE_URL=f"sqlite://{data / 'empty.sqlite3'}")
    assert early.returncode == 1
    assert "start --migrate" in early.stderr
    assert run("sjalvklar.project.prepare").returncode == 0
    inside = Inside({**environment, **database, "DJANGO_SETTINGS_MODULE": "sjalvklar.project.settings"})
    yield lambda *words: inside.command("staff", *words, said=data / "inside")
    inside.close()


def test_an_account_is_made_given_a_role_renewed_and_closed(staff: Staff) -> None:
    ines = ("ines", "--name", "Ines Holm", "--public-name", "Ines", "--unit", UNIT, "--role", "unit_head")
    made = staff("add", *ines)
    assert made.returncode == 0, made.stderr
    [first] = re.findall(r"^Temporary password +(\S+)$", made.stdout, re.MULTILINE)

    assert staff("add", "samir", "--name", "Samir Aziz", "--public-name", "Samir").returncode == 0
    given = staff("grant", "samir", "--unit", UNIT, "--role", "relatives_adviser", "--until", "2199-06-30")
    assert given.stdout == f"samir is relatives_adviser in {UNIT} to 2199-06-30.\n"

    listed = staff("list").stdout
    assert "Ines Holm (Ines): unit_head" in listed
    assert "Samir Aziz (Samir): relatives_adviser" in listed
    assert "nobody heads the unit" not in listed

    [second] = re.findall(r"^Temporary password +(\S+)$", staff("renew", "ines").stdout, re.MULTILINE)
    assert second != first

    assert staff("end", "samir", "--unit", UNIT, "--role", "relatives_adviser").returncode == 0
    assert "Samir" not in staff("list").stdout
    assert staff("close", "ines").returncode == 0
    assert "nobody heads the unit" in staff("list").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add",), "Say whose account"),
        (("add", "leo"), "needs --name and --public-name"),
        (("add", "leo", "--name", "L", "--public-name", "L", "--unit", UNIT), "needs both --unit and --role"),
        (("add", "l e o", "--name", "L", "--public-name", "L"), "A username is"),
        (("grant", "nobody", "--unit", UNIT, "--role", "unit_head"), "nobody with the username nobody"),
        (("renew", "nobody"), "nobody with the username nobody"),
        (("grant", "leo"), "Say where and what"),
        (("grant", "leo", "--until", "soon"), "is not a date"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_no_account(staff: Staff, words: tuple[str, ...], said: str) -> None:
    answer = staff(*words)
    assert answer.returncode != 0
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_account_whose_role_is_refused_is_not_left_half_made(staff: Staff) -> None:
    gunilla = (
        "gunilla",
        "--name",
        "Gunilla Ek",
        "--public-name",
        "Gunilla",
        "--unit",
        "nowhere",
        "--role",
        "unit_head",
    )
    assert "There is no unit nowhere" in staff("add", *gunilla).stderr
    assert "nobody with the username gunilla" in staff("renew", "gunilla").stderr
