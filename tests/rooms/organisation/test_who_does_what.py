# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who does what, where: the area's own, bought, shared by all, or whoever receives when nobody is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.guide import smallpack

from sjalvklar.organisation import pack
from sjalvklar.organisation.rules import How, Organisation

TODAY = date(2026, 11, 22)


@pytest.fixture
def document() -> dict[str, Any]:
    return smallpack.small()


def load(tmp_path: Path, document: dict[str, Any]) -> Organisation:
    return pack.load(smallpack.write(tmp_path / "lill", document))


def test_an_area_with_its_own_unit_is_served_by_it(tmp_path: Path, document: dict[str, Any]) -> None:
    served = load(tmp_path, document).who_does("relatives_adviser", "norr", TODAY)
    assert (served.unit.id, served.how) == ("norr-anhorig", How.OWN)


def test_what_the_whole_municipality_shares_serves_those_who_do_not_say_where(
    tmp_path: Path, document: dict[str, Any]
) -> None:
    organisation = load(tmp_path, document)
    for area in ("norr", "soder", None, "no-such-area"):
        assert organisation.who_does("advice_24h", area, TODAY).how is How.CITY_WIDE


def test_a_bought_service_leads_to_the_seller_and_names_it(tmp_path: Path, document: dict[str, Any]) -> None:
    served = load(tmp_path, document).who_does("sig", "soder", TODAY)
    assert (served.unit.id, served.how, served.sold_by) == ("norr-sig", How.BOUGHT, "Norrs nämnd")


def test_a_bought_service_from_a_named_unit(tmp_path: Path, document: dict[str, Any]) -> None:
    document["units"]["provisions"][-1]["from"] = "norr-sig"
    assert load(tmp_path, document).who_does("sig", "soder", TODAY).how is How.BOUGHT


def test_a_bought_service_whose_seller_is_not_known_falls_to_the_fallback(
    tmp_path: Path, document: dict[str, Any]
) -> None:
    document["units"]["provisions"][-1]["from"] = None
    served = load(tmp_path, document).who_does("sig", "soder", TODAY)
    assert (served.unit.id, served.how, served.bought) == ("jouren", How.FALLBACK, True)


def test_two_areas_that_buy_from_each_other_fall_to_the_fallback(tmp_path: Path, document: dict[str, Any]) -> None:
    document["units"]["provisions"][-2] = {
        "function": "sig",
        "area": "norr",
        "bought": True,
        "from": "sdn-soder",
        "fact": smallpack.SURE,
    }
    organisation = load(tmp_path, document)
    assert {organisation.who_does("sig", area, TODAY).how for area in ("norr", "soder")} == {How.FALLBACK}


def test_a_function_nobody_is_known_to_do_falls_to_the_fallback(tmp_path: Path, document: dict[str, Any]) -> None:
    organisation = load(tmp_path, document)
    for area in ("norr", "soder", None):
        served = organisation.who_does("child_intake", area, TODAY)
        assert (served.unit.id, served.how) == ("jouren", How.FALLBACK)


def test_a_provision_holds_between_its_days(tmp_path: Path, document: dict[str, Any]) -> None:
    rows = document["units"]["provisions"]
    rows[1]["valid_to"] = "2026-12-31"
    rows.append(
        {
            "function": "relatives_adviser",
            "area": "norr",
            "unit": "soder-anhorig",
            "valid_from": "2027-01-01",
            "fact": smallpack.SURE,
        }
    )
    organisation = load(tmp_path, document)
    assert organisation.who_does("relatives_adviser", "norr", date(2026, 12, 31)).unit.id == "norr-anhorig"
    assert organisation.who_does("relatives_adviser", "norr", date(2027, 1, 1)).unit.id == "soder-anhorig"


def test_a_promise_says_which_hours_count(tmp_path: Path, document: dict[str, Any]) -> None:
    organisation = load(tmp_path, document)
    unit = organisation.unit("norr-anhorig")
    assert unit is not None
    assert unit.promise is not None
    assert (unit.promise.hours, unit.promise.counted.value) == (8.0, "open")
    authority = organisation.authority_of("norr-anhorig")
    assert authority is not None
    assert authority.name == "Norrs nämnd"


def test_an_old_area_follows_to_what_it_is_today(tmp_path: Path, document: dict[str, Any]) -> None:
    organisation = load(tmp_path, document)
    area = organisation.current_area("urnorr", TODAY)
    assert area is not None
    assert area.id == "norr"
    assert organisation.current_area("atlantis", TODAY) is None
