# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Granö's staff with a case officer besides: Karin, in the intake of the north. Amal is a mother."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.kept import once
from tests.rooms.casework.staff import AMAL, MONDAY_MORNING
from tests.rooms.casework.staff import Staff as CaseStaff
from tests.rooms.casework.staff import make_staff as make_case_staff
from tests.rooms.mailbox.people import INTAKE, IT, NORTH, fresh

from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.organisation.actions.staff import create_staff, grant
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.support import actions
from sjalvklar.support.actions import Beginning, Held, Next, Who
from sjalvklar.support.rules import DocumentationMode, NextStep, Source, Way

TODAY = date(2026, 11, 23)
IN_A_WEEK = Next(NextStep.TALK, TODAY + timedelta(days=7))
SAFE = SafeContact(Channel.SMS, "070-174 06 12", when="efter fem")
CALLED = Who(name="Amal", safe=SAFE)
NAMED = DocumentationMode.NAMED_WITHOUT_FILE
__all__ = ["AMAL", "MONDAY_MORNING"]


class Staff(CaseStaff):
    """The staff of Granö, as permissions see them on that Monday."""


def make_staff() -> Staff:
    """Granö's people, and Karin who notices."""
    return once("staff of support", _make_staff)


def _make_staff() -> Staff:
    ids = dict(make_case_staff().ids)
    made = create_staff(username="karin", name="Karin Exempelsson", public_name="Karin", actor=IT)
    grant(
        staff_id=made.staff_id,
        unit_id=INTAKE,
        role=Role.CASE_OFFICER,
        valid_from=datetime(2025, 1, 1, tzinfo=UTC),
        actor=IT,
    )
    ids["karin"] = made.staff_id
    return Staff(ids)


def begin(actor: Viewer, *, at: datetime = MONDAY_MORNING, **given: Any) -> UUID:
    """A support in the north, anonymous unless told otherwise; every call is a new form."""
    coming = given.pop("coming", IN_A_WEEK)
    nonce = given.pop("nonce", None) or fresh()
    unit = given.pop("unit_id", NORTH)
    beginning = Beginning(given.pop("service", "talk"), **given)
    return actions.open_support(actor=actor, unit_id=unit, beginning=beginning, coming=coming, nonce=nonce, at=at)


def an_hour_ago(at: datetime = MONDAY_MORNING, **given: Any) -> Held:
    """A talk that ended a while ago."""
    return Held(given.pop("way", Way.ROOM), at - timedelta(hours=1), given.pop("minutes", 45), **given)


def walk_in(**given: Any) -> Beginning:
    return Beginning(given.pop("service", "talk"), source=Source.WALK_IN, **given)
