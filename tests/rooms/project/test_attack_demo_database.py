# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A database that has been a demo has accounts whose passwords anybody knows: it never meets the public."""

from __future__ import annotations

from typing import Any

import pytest

from sjalvklar.organisation import queries as organisation
from sjalvklar.organisation.actions import demo
from sjalvklar.organisation.actions.units import apply_pack
from sjalvklar.organisation.queries import municipality
from sjalvklar.project.cli import start
from sjalvklar.project.cli.options import PACKS
from sjalvklar.project.made_up import people
from sjalvklar.trust.rules import Actor


@pytest.mark.django_db
def test_a_demo_of_another_pack_is_refused_too(settings: Any) -> None:
    """A municipality tries Stockholm's pack, then starts with its own, in the same data folder."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PACK_DIR = PACKS / "stockholm"
    municipality.clear()
    try:
        town = organisation.organisation()
        apply_pack(town, actor=Actor.system("tests"))
        demo.make_demo_staff(people.in_the_pack(), actor=Actor.system("demo"), zone=town.municipality.zone)
        settings.PACK_DIR = PACKS / "solvik"
        municipality.clear()
        assert not people.present(), "none of Solvik's own people"
        assert any("made-up people" in reason for reason in start.hindrances_in_the_database(will_migrate=False))
    finally:
        municipality.clear()
