# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Disposal happens in Granö too. Alva and Arvid are records officers of the north, Asta of the south."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from tests.rooms.casework.staff import Staff


@pytest.fixture(autouse=True)
def grano(settings: Any) -> None:
    from tests.rooms.mailbox.people import GRANO

    settings.PACK_DIR = GRANO
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def at() -> datetime:
    """A Monday morning, when everything is opened."""
    return datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def later() -> datetime:
    """More than five years later."""
    return datetime(2032, 1, 12, 8, 0, tzinfo=UTC)


@pytest.fixture
def staff(db: None) -> Staff:
    from tests.rooms.disposal.archive import make_officers

    return make_officers()


@pytest.fixture
def ended(staff: Staff, at: datetime) -> Callable[..., UUID]:
    """A case in the north that Jonas has opened, written in and closed; about somebody born on the first."""
    from tests.rooms.casework.staff import AMAL
    from tests.rooms.mailbox.people import NORTH

    from sjalvklar.casework import actions
    from sjalvklar.casework.rules import CloseReason, Identity

    def ended(identity: Identity = AMAL, *, close: bool = True, at: datetime = at, **more: Any) -> UUID:
        jonas = staff.viewer("jonas", at)
        case = actions.open_case(
            actor=jonas, unit_id=NORTH, identity=identity, nonce=secrets.token_bytes(16), at=at, **more
        )
        actions.write_note(actor=jonas, case_id=case, text="Samtal.", nonce=secrets.token_bytes(16), at=at)
        actions.write_note(
            actor=jonas, case_id=case, text="Rättat samtal.", nonce=secrets.token_bytes(16), corrects=1, at=at
        )
        if close:
            actions.close(actor=jonas, case_id=case, reason=CloseReason.GOAL_REACHED, at=at)
        return case

    return ended
