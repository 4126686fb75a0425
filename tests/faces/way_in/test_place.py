# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The question of where one lives, when a name does not settle it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from sjalvklar.faces.way_in import addresses
from sjalvklar.faces.way_in.journey import Journey
from sjalvklar.trust import keyring


@pytest.fixture(autouse=True, scope="module")
def keys() -> None:
    keyring.create(Path(settings.KEYS_DIR))
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of a folder that is not there


def test_a_place_known_only_in_part_is_offered_and_not_ticked_with_the_other_areas_beside_it(
    db: None, client: Client
) -> None:
    asked = addresses.journey(Journey(question="where", danger="no"))
    told = client.get(client.post(asked, {"place": "Svedmyra"})["Location"]).content.decode()
    assert re.search(r'value="farsta">', told)
    assert "<details open>" in told
    assert told.count('name="a" value="jarva"') == 1
    assert told.count('name="a" value="farsta"') == 1
    assert " checked" not in told
    guessed = client.get(client.post(asked, {"place": "Rinkebi"})["Location"]).content.decode()
    assert re.search(r'value="jarva" checked>', guessed)
    assert told.count('name="a" value="farsta"') == 1
