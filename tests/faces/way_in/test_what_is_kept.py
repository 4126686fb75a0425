# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the public page says of how long things are kept is what the rules that erase say."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sjalvklar.kernel.languages import CODES
from sjalvklar.organisation.queries import municipality

SOLVIK = Path(__file__).parents[3] / "packs" / "solvik"
DECIDED = """
decisions:
  - id: contacts-2026
    record: contact
    board: Solviks socialnämnd
    decided_on: '2026-01-20'
    number: SOC 2026/17
    from: '2026-01-20'
    days: 61
    fact: {source: 'Påhittad kommun, för prov', checked: '2026-11-01', confidence: verified}
"""


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> Iterator[None]:
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    municipality.clear()
    yield
    municipality.clear()


@pytest.mark.parametrize("language", CODES)
def test_where_no_board_has_decided_no_number_of_days_is_promised(language: str, settings: Any) -> None:
    settings.PACK_DIR = SOLVIK
    page = Client().get(f"/p/{language}").content.decode()
    assert ": 5." in page, "a file of one's own: five years, which is law"
    assert "90" not in re.sub(r"<[^>]*>", "", page.split("<main")[1].split("</main")[0])


@pytest.mark.parametrize("language", CODES)
def test_the_days_are_those_of_the_decision(language: str, settings: Any, tmp_path: Path) -> None:
    shutil.copytree(SOLVIK, tmp_path / "solvik")
    (tmp_path / "solvik" / "disposal.yaml").write_text(DECIDED, encoding="utf-8")
    settings.PACK_DIR = tmp_path / "solvik"
    assert ": 61." in Client().get(f"/p/{language}").content.decode()
