# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of a plan and of a part of one, by everybody who could stand to them in some way."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from tests.faces.everybody import House, those, walled
from tests.faces.routes import Deed
from tests.faces.test_every_address import house, judge, walls  # noqa: F401 - the fixture
from tests.rooms.casework.staff import AMAL
from tests.rooms.mailbox.people import INTAKE, NORTH

from sjalvklar.casework import actions as casework
from sjalvklar.kernel import clock
from sjalvklar.plans import actions, permissions
from sjalvklar.plans.models import Plan
from sjalvklar.plans.permissions import PartFacts, PlanFacts
from sjalvklar.plans.rules import About, Aim, CloseReason, ConsentWay, Giver, PartyKind, Share, State, Target
from sjalvklar.trust.access.words import Action, Role, Thing

PARTY = "sister social_worker"  # takes part for the intake
PEOPLE = (
    "nobody",
    *(f"north {role.value}" for role in Role),
    PARTY,
    "sister unit_head",
    "another board's head",
    "owner",
    "stand-in",
)
WRITTEN = {"text": "Hon vill att vi ringer.", "nonce": "{nonce}"}
SAID = {**WRITTEN, "kind": Share.SAFETY.value}
OF_PLAN = (
    ("desk_plan", "GET", Deed(Thing.PLAN, Action.READ, "plan.read"), {}),
    ("desk_plan_do", "POST", Deed(Thing.PLAN, Action.WRITE, "plan.write", WRITTEN), {"deed": "note"}),
)
OF_PART = (
    ("desk_part", "GET", Deed(Thing.PART, Action.READ, "plan.read_part"), {}),
    ("desk_part_do", "POST", Deed(Thing.PART, Action.WRITE, "plan.say", SAID), {"deed": "say"}),
)


@dataclass(frozen=True)
class Group:
    """What the owner leads, and the intake's part of it, with consent and without."""

    case: UUID
    plan: UUID
    open: UUID
    stopped: UUID


@pytest.fixture
def group(house: House) -> Group:  # noqa: F811
    owner = {"actor": house.viewer("owner")}
    case = casework.open_case(**owner, unit_id=NORTH, identity=AMAL, nonce=secrets.token_bytes(16), at=clock.now())
    aim = Aim(Target.THREATENED_RELATIVE, "Att hon kan sova hemma igen.")
    plan = actions.begin(**owner, case_id=case, aim=aim, needed=Giver.OWN, nonce=secrets.token_bytes(16))
    actions.assess(**owner, plan_id=plan, suits=True, text="Det passar.", nonce=secrets.token_bytes(16))
    parties = []
    for _ in range(2):
        party = actions.add_party(
            **owner,
            plan_id=plan,
            kind=PartyKind.SOCIAL_SERVICES,
            about=About("Intaget", "Påhittad Ek"),
            unit_id=INTAKE,
            nonce=secrets.token_bytes(16),
        )
        actions.assign(**owner, plan_id=plan, party_id=party, staff_id=house.ids[PARTY])
        today = clock.now().date()
        actions.give_consent(
            **owner,
            plan_id=plan,
            party_id=party,
            giver=Giver.OWN,
            kinds=(Share.SAFETY,),
            starts=today,
            ends=today + timedelta(days=60),
            way=ConsentWay.PAPER,
            seen=True,
            nonce=secrets.token_bytes(16),
        )
        parties.append(party)
    actions.consented(**owner, plan_id=plan)
    actions.revoke_consent(**owner, plan_id=plan, party_id=parties[1], giver=Giver.OWN)
    return Group(case, plan, *parties)


@contextmanager
def put(house: House, group: Group, state: State) -> Iterator[None]:  # noqa: F811
    """The plan in that state, and as it was afterwards."""
    with transaction.atomic():
        if state is State.CLOSED:
            actions.close(actor=house.viewer("owner"), plan_id=group.plan, reason=CloseReason.GOAL_REACHED)
        else:
            Plan.objects.filter(pk=group.plan).update(state=state.value)
        yield
        transaction.set_rollback(True)


def test_a_plans_and_a_parts_addresses_do_what_the_table_says(house: House, group: Group) -> None:  # noqa: F811
    leader, also = house.viewer("owner").staff_id, {"as_recorded": f"case:{group.case}"}
    people = [(who, house.viewer(who), house.client(who)) for who in {*those(PEOPLE), PARTY}]
    # No wall tells a plan that all have said yes to from one that is at work.
    for state in (State.ACTIVE, State.CLOSED) if walled() else (State.CONSENTED, State.ACTIVE, State.CLOSED):
        for who, viewer, _ in people:
            of_case = who in {"owner", "stand-in"}
            about = PlanFacts(NORTH, "sdn-norr", state, leader, of_case=of_case)
            with put(house, group, state):
                for name, method, deed, beside in OF_PLAN:
                    with transaction.atomic():
                        question, thing = permissions.asked(viewer, about, deed.does), (group.plan, "plan", "sig_id")
                        judge(house, who, name, method, deed, question, *thing, **also, beside=beside)
                        transaction.set_rollback(True)
                for party, holds in ((group.open, state is not State.CLOSED), (group.stopped, False)):
                    theirs = PartFacts(INTAKE, "sdn-norr", takes_part=who == PARTY and holds)
                    for name, method, deed, beside in OF_PART:
                        with transaction.atomic():
                            question = permissions.asked_of_part(viewer, theirs, deed.does)
                            thing = (party, "party", "party_id")
                            judge(house, who, name, method, deed, question, *thing, **also, beside=beside)
                            transaction.set_rollback(True)
