# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of a support without a file, by everybody who could stand to it in some way."""

from __future__ import annotations

import secrets
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from django.db import transaction
from tests.faces.everybody import House, those
from tests.faces.routes import DESK, Deed
from tests.faces.test_every_address import house, judge, walls  # noqa: F401 - the fixture
from tests.rooms.mailbox.people import NORTH

from sjalvklar.kernel import clock
from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.support import actions, permissions, queries
from sjalvklar.support.actions import Beginning, Next, Who
from sjalvklar.support.models import Support
from sjalvklar.support.permissions import SupportFacts
from sjalvklar.support.rules import CloseReason, NextStep, State
from sjalvklar.trust.access.words import Role, Thing

ABOUT_SUPPORTS = sorted(
    (name, method, deed)
    for name, route in DESK.items()
    for method, deed in (("GET", route.get), ("POST", route.post))
    if isinstance(deed, Deed) and deed.thing is Thing.SUPPORT
)
PEOPLE = (
    "nobody",
    *(f"north {role.value}" for role in Role),
    "sister social_worker",
    "sister unit_head",
    "sister case_officer",
    "another board's head",
    "owner",
    "stand-in",
)


@pytest.fixture
def support(house: House) -> UUID:  # noqa: F811
    """The owner's support to Amal, without a file."""
    who = Who("Amal", SafeContact(Channel.SMS, "070-174 06 12"))
    return actions.open_support(
        actor=house.viewer("owner"),
        unit_id=NORTH,
        beginning=Beginning("advice", who=who),
        coming=Next(NextStep.TALK, queries.today() + timedelta(days=7)),
        nonce=secrets.token_bytes(16),
    )


def put(house: House, support: UUID, state: State) -> SupportFacts:  # noqa: F811
    """The support in that state."""
    owner = house.viewer("owner")
    if state is State.CLOSED:
        actions.close(actor=owner, support_id=support, reason=CloseReason.GOAL_REACHED)
    if state is State.WAITING:
        row = Support.objects.filter(pk=support)
        row.update(state=state.value, next_step="", next_on=None, due_at=clock.now() + timedelta(hours=4))
    return SupportFacts(NORTH, "sdn-norr", state, owner.staff_id)


def test_a_supports_addresses_do_what_the_table_says(house: House, support: UUID) -> None:  # noqa: F811
    for state, who in product(State, those(PEOPLE)):
        house.client(who)
        with transaction.atomic():
            facts = put(house, support, state)
            viewer = house.viewer(who)
            for name, method, deed in ABOUT_SUPPORTS:
                with transaction.atomic():
                    question = permissions.asked(viewer, facts, deed.does)
                    judge(house, who, name, method, deed, question, support, "support", "support_id")
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
