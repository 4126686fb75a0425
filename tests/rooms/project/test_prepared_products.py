# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The products that tests are given: copies of one that is prepared once, also when several runs want it."""

from __future__ import annotations

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
