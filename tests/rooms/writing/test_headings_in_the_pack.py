# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Headings are data: the national pack's, with a municipality's own in the place of those with the same id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sjalvklar.organisation.pack import bundle
from sjalvklar.support.rules import SupportForm
from sjalvklar.writing import pack, queries
from sjalvklar.writing.rules import FORMS, Writing, fitting

ROOT = Path(__file__).parents[3] / "packs"
OWN = """
templates:
  - id: talk
    name: {sv: Vårt samtal, en: Our talk}
    for: [talk]
    headings: [{sv: Hur var det, en: How was it}]
"""


def municipality(folder: Path, writing: str) -> Any:
    """A small pack on the national one, with headings of its own."""
    place = folder / "liten"
    place.mkdir()
    for file in (ROOT / "solvik").iterdir():
        if file.suffix == ".yaml":
            (place / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        elif file.is_dir():
            (place / file.name).symlink_to(file)
    (place / "writing.yaml").write_text(writing, encoding="utf-8")
    return bundle(place)


@pytest.mark.parametrize("name", ["sverige", "stockholm", "solvik"])
def test_the_packs_that_come_along_hold_together_and_help_with_every_sort_of_text(name: str) -> None:
    found = bundle(ROOT / name)
    assert list(pack.faults(found)) == []
    templates = pack.build(found)
    for writing in {form.writing for form in FORMS.values() if form.writing is not None}:
        assert fitting(templates, writing), writing
    for form in SupportForm:
        assert fitting(templates, Writing.TALK, form.value)


def test_no_heading_asks_who_somebody_is_or_judges_them() -> None:
    words = " ".join(
        f"{line.sv} {line.en}".lower() for one in pack.build(bundle(ROOT / "sverige")) for line in one.headings
    )
    for never in ("personnummer", "adress", "risk", "trovärdig", "personality", "diagnos", "!", "tyvärr"):
        assert never not in words


def test_a_municipality_puts_its_own_in_the_place_of_the_national_ones(tmp_path: Path, settings: Any) -> None:
    found = municipality(tmp_path, OWN)
    assert [fault for fault in found.faults if "writing" in str(fault)] == []
    templates = {one.id: one for one in pack.build(found)}
    assert templates["talk"].name.sv == "Vårt samtal"
    assert "crisis" in templates
    settings.PACK_DIR = ROOT / "stockholm"
    assert "Barnen" in queries.lines_of()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (OWN.replace("[talk]", "[diary]"), "diary"),
        (OWN.replace("{sv: Hur var det, en: How was it}", "{sv: Hur var det}"), "en"),
        (OWN.replace("headings: [", "headings: [{sv: Hur var det, en: How was it}, "), "två gånger|twice"),
        (OWN.replace("    name: {sv: Vårt samtal, en: Our talk}\n", ""), "name"),
    ],
)
def test_what_does_not_hold_together_is_told_where_it_stands(tmp_path: Path, wrong: str, said: str) -> None:
    found = municipality(tmp_path, wrong)
    told = [str(fault) for fault in (*found.faults, *pack.faults(found)) if "writing.yaml" in str(fault)]
    assert told
    assert any(word in told[0] for word in said.split("|")), told
