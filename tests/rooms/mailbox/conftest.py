# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every test of the mailbox happens in Granö, on a Sunday evening unless it says otherwise."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rooms.mailbox.people import People

    from sjalvklar.mailbox.actions import Stored
    from sjalvklar.mailbox.rules import SafeContact


@pytest.fixture(autouse=True)
def grano(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from sjalvklar.mailbox import guessing

    settings.PACK_DIR = Path(__file__).parent / "grano"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # six people sign in to nothing here
    monkeypatch.setattr(guessing, "WATCH", guessing.Watch())


@pytest.fixture
def at() -> datetime:
    """A Sunday evening."""
    return datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


@pytest.fixture
def people(db: None) -> People:
    from tests.rooms.mailbox.people import make_people

    return make_people()


@pytest.fixture
def write(people: People, at: datetime) -> Callable[..., Stored]:
    """Amal writes; every call is a new form unless a nonce is given."""
    from sjalvklar.mailbox import actions
    from sjalvklar.mailbox.rules import ContactFacts

    def write(
        text: str = "Min son är i ett gäng. Jag är rädd.",
        *,
        nonce: bytes | None = None,
        unit_id: str = "norr-anhorigstod",
        safe_contact: SafeContact | None = None,
        at: datetime = at,
        **said: Any,
    ) -> Stored:
        return actions.store_contact(
            nonce=nonce or secrets.token_bytes(24),
            unit_id=unit_id,
            text=text,
            answers=ContactFacts(**said),
            safe_contact=safe_contact,
            at=at,
        )

    return write
