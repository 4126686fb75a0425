# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The products that tests are given: copies of one that is prepared once, also when several runs want it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.live import House, Wish

from sjalvklar.project.cli.postgres import Postgres

WISH = Wish(people=False, clock=False, served=False)


def nobody() -> Postgres | str:
    raise AssertionError("no server is asked for by a product in a file")


def test_what_one_run_has_prepared_another_copies_and_each_has_its_own(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = house.start(WISH)
    prepared = sorted(path.name for path in house.prepared.iterdir() if path.suffix == ".json")
    monkeypatch.setenv("PREPARED_PRODUCTS", str(house.prepared))
    theirs = House(tmp_path, leave_to="http://localhost/", server=nobody).start(WISH)
    assert sorted(path.name for path in house.prepared.iterdir() if path.suffix == ".json") == prepared
    kept = [(live.data / "keys" / "keyring.json").read_bytes() for live in (mine, theirs)]
    assert kept[0] == kept[1]
    (theirs.data / "keys" / "keyring.json").unlink()
    assert (mine.data / "keys" / "keyring.json").exists()
    assert not theirs.serving.alive(), "nobody is at the door of one that is not served"


def test_what_stands_with_nobody_at_its_door_is_copied_as_it_is_and_each_goes_on_by_itself(house: House) -> None:
    first = house.start(WISH)
    count = "from django.contrib.auth.models import Group; print(Group.objects.count())"
    made = "from django.contrib.auth.models import Group; Group.objects.create(name='a')"
    before = int(first.python(count))
    first.python(made)
    second = house.another(first)
    first.python(made.replace("'a'", "'b'"))
    assert [int(live.python(count)) - before for live in (first, second)] == [2, 1]
    kept = [(live.data / "keys" / "keyring.json").read_bytes() for live in (first, second)]
    assert kept[0] == kept[1]


def test_the_ground_has_its_tables_and_nobodys_keys(house: House) -> None:
    data, said = house.on_ground("sqlite")
    assert said == {"DATABASE_URL": f"sqlite://{data / 'sjalvklar.sqlite3'}"}
    assert not (data / "keys").exists()
    with closing(sqlite3.connect(data / "sjalvklar.sqlite3")) as line:
        tables = {name for (name,) in line.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {"mailbox_thread", "trust_auditentry"} <= tables
        assert line.execute("SELECT count(*) FROM organisation_unit").fetchone() == (0,)
