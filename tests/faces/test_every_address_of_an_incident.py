# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of an incident and of a family in it, by everybody who could stand to them in some way."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import transaction
from tests.faces.everybody import House, those
from tests.faces.routes import Deed
from tests.faces.test_every_address import house, judge, walls  # noqa: F401 - the fixture
from tests.rooms.mailbox.people import NORTH

from sjalvklar.incident import actions, permissions, queries
from sjalvklar.incident.permissions import FamilyFacts, IncidentFacts
from sjalvklar.incident.rules import Circle, Family, FamilyState, Outcome, State, Way
from sjalvklar.kernel import clock
from sjalvklar.trust.access.words import Action, Role, Thing

BEREAVED, SUSPECTS = "north social_worker", "sister social_worker"  # each works in a circle
PEOPLE = (
    "nobody",
    *(f"north {role.value}" for role in Role),
    SUSPECTS,
    "sister unit_head",
    "another board's head",
    "owner",
    "stand-in",
)
WRITTEN = {"text": "Torget är avspärrat.", "nonce": "{nonce}"}
OF_INCIDENT = (
    ("desk_incident", "GET", Deed(Thing.INCIDENT, Action.READ, "incident.read"), {}),
    ("desk_incident_do", "POST", Deed(Thing.INCIDENT, Action.WRITE, "incident.write", WRITTEN), {"deed": "line"}),
)
OF_FAMILY = (
    ("desk_family", "GET", Deed(Thing.FAMILY, Action.READ, "family.read"), {}),
    ("desk_family_do", "POST", Deed(Thing.FAMILY, Action.WRITE, "family.write", WRITTEN), {"deed": "note"}),
)
OF_CIRCLE = ("desk_circle", "GET", Deed(Thing.FAMILY, Action.READ, knows=Action.READ))


@dataclass(frozen=True)
class Night:
    """What the owner leads, with a family in the circle of the bereaved."""

    incident: UUID
    circle: UUID
    family: UUID


@pytest.fixture
def night(house: House) -> Night:  # noqa: F811
    leader = house.viewer("owner")
    incident = actions.open_incident(
        actor=leader,
        unit_id=NORTH,
        kind=queries.template().kinds[0].id,
        place="Torget",
        happened_at=clock.now(),
        nonce=secrets.token_bytes(16),
    )
    rings = {kind: ring for ring, kind in queries.rings(incident)}
    for who, kind in ((BEREAVED, Circle.BEREAVED), (SUSPECTS, Circle.SUSPECTS_FAMILY)):
        actions.assign(actor=leader, circle_id=rings[kind], staff_id=house.ids[who])
    worker, circle = house.viewer(BEREAVED), rings[Circle.BEREAVED]
    family = actions.add_family(
        actor=worker, circle_id=circle, family=Family("Amal, mor"), people=2, nonce=secrets.token_bytes(16)
    )
    reached = {"way": Way.VISIT, "outcome": Outcome.REACHED, "nonce": secrets.token_bytes(16)}
    actions.reach(actor=worker, family_id=family, **reached)
    actions.consent(actor=worker, family_id=family, yes=True)
    return Night(incident, circle, family)


@contextmanager
def put(house: House, night: Night, state: State) -> Iterator[None]:  # noqa: F811
    """The incident in that state, and as it was afterwards."""
    leader = house.viewer("owner")
    with transaction.atomic():
        for one in {State.OPEN: (), State.WATCH: (actions.calm,), State.CLOSED: (actions.calm, actions.close)}[state]:
            one(actor=leader, incident_id=night.incident)
        yield
        transaction.set_rollback(True)


def test_an_incidents_and_a_familys_addresses_do_what_the_table_says(house: House, night: Night) -> None:  # noqa: F811
    leader = house.viewer("owner").staff_id
    people = [(who, house.viewer(who), house.client(who)) for who in {*those(PEOPLE), BEREAVED, SUSPECTS}]
    for state in State:
        family_state = FamilyState.FOLLOW_UP if state is State.CLOSED else FamilyState.OPEN
        for who, viewer, _ in people:
            # Whoever has no family that goes on leaves the circle when the incident closes, and stays kept out.
            circled = who == BEREAVED or (who == SUSPECTS and state is not State.CLOSED)
            about = IncidentFacts(NORTH, "sdn-norr", state, leader, in_circle=circled)
            theirs = FamilyFacts(NORTH, "sdn-norr", family_state, who == BEREAVED, who == SUSPECTS)
            with put(house, night, state):
                for name, method, deed, beside in OF_INCIDENT:
                    with transaction.atomic():
                        question = permissions.asked(viewer, about, deed.does)
                        thing = (night.incident, "incident", "incident_id")
                        judge(house, who, name, method, deed, question, *thing, beside=beside)
                        transaction.set_rollback(True)
                for name, method, deed, beside in OF_FAMILY:
                    with transaction.atomic():
                        question = permissions.asked_of_family(viewer, theirs, deed.does)
                        thing = (night.family, "family", "family_id")
                        judge(house, who, name, method, deed, question, *thing, beside=beside)
                        transaction.set_rollback(True)
                name, method, deed = OF_CIRCLE
                question = permissions.asked_of_family(viewer, theirs, Action.READ)
                judge(house, who, name, method, deed, question, night.circle, "circle", "circle_id")
