# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table itself: what must never stand in it, and that nothing with content is left without walls."""

from __future__ import annotations

from itertools import product

import pytest
from django.apps import apps

from sjalvklar.kernel.errors import NotAllowed, NotFound, NotNow
from sjalvklar.mailbox.rules import Deed, State
from sjalvklar.mailbox.rules.states import can
from sjalvklar.project import walls
from sjalvklar.trust.access import matrix, policies
from sjalvklar.trust.access.decide import Asked, allows, check, decide
from sjalvklar.trust.access.table import ROWS
from sjalvklar.trust.access.words import (
    COMPARTMENTS,
    STATES,
    Action,
    Compartment,
    Relation,
    Role,
    Thing,
)

CONTENT = {Action.READ, Action.WRITE, Action.ANSWER, Action.REVEAL, Action.TAKE}


def test_every_row_has_its_reason_and_says_only_what_can_be() -> None:
    for row in ROWS:
        assert len(row.why) > 20, row
        assert row.roles
        assert row.relations
        assert row.states <= STATES[row.thing]
        assert row.compartments <= COMPARTMENTS[row.thing]
        assert Relation.CONFLICT not in row.relations
        assert Relation.OTHERS not in row.relations


def test_it_the_security_officer_and_the_archivist_never_come_near_content() -> None:
    for row in ROWS:
        if row.action in CONTENT and row.thing in {Thing.THREAD, Thing.CASE, Thing.INCIDENT, Thing.FAMILY}:
            assert all(role.serves for role in row.roles), row


def test_no_role_alone_reads() -> None:
    alone = {Relation.MEMBER, Relation.ANSWERS, Relation.LEADS, Relation.SAME_AUTHORITY}
    for row in ROWS:
        if row.action in CONTENT - {Action.TAKE} and row.thing in {Thing.THREAD, Thing.CASE}:
            assert row.relations.isdisjoint(alone), row


def test_a_family_is_for_those_who_work_in_its_circle_whatever_their_role() -> None:
    for row in ROWS:
        if row.thing is Thing.FAMILY:
            assert row.relations == {Relation.CIRCLE}, row
        if row.thing is Thing.INCIDENT and row.action in CONTENT | {Action.SEE_ALL}:
            assert row.relations <= {Relation.OWNER, Relation.STAND_IN, Relation.CIRCLE}, row


def test_a_part_of_a_plan_is_for_those_who_take_part_and_a_plan_for_those_who_lead_it_or_may_read_its_case() -> None:
    for row in ROWS:
        if row.thing is Thing.PART:
            assert row.relations == {Relation.PARTY}, row
        if row.thing is Thing.PLAN and row.action in CONTENT:
            assert row.relations <= {Relation.OWNER, Relation.STAND_IN, Relation.OF_CASE}, row


def test_a_protected_case_is_for_named_people_only() -> None:
    for row in ROWS:
        if Compartment.PROTECTED in row.compartments:
            assert row.relations <= {Relation.NAMED, Relation.OPENED}, row


def test_conflict_stops_and_hides_whatever_else_holds() -> None:
    for thing in Thing:
        for action, state, compartment in product(matrix.actions_of(thing), STATES[thing], COMPARTMENTS[thing]):
            everything = Asked(
                thing, action, frozenset(Role), frozenset(Relation), state, compartment, frozenset(Role)
            )
            assert decide(everything).hidden


def test_whoever_may_do_something_with_a_contact_may_know_of_it() -> None:
    for relation, role, state in product(Relation, Role, State):
        held = frozenset({role})
        for action in matrix.actions_of(Thing.THREAD):
            asked = Asked(Thing.THREAD, action, held, frozenset({relation}), state.value, elsewhere=held)
            known = Asked(Thing.THREAD, Action.KNOW, held, frozenset({relation}), state.value, elsewhere=held)
            assert not allows(asked) or allows(known)


@pytest.mark.parametrize("deed", [Deed.TAKE, Deed.ANSWER, Deed.HAND_OVER, Deed.PASS_ON, Deed.CLOSE])
def test_the_table_allows_a_deed_in_just_the_states_that_it_can_be_done_in(deed: Deed) -> None:
    allowed = {state for row in ROWS if row.thing is Thing.THREAD and row.action == deed.value for state in row.states}
    assert allowed == {state.value for state in State if can(state, deed)}


def test_a_refusal_says_as_little_as_it_must() -> None:
    owner = frozenset({Relation.OWNER, Relation.MEMBER, Relation.ANSWERS})
    adviser = frozenset({Role.RELATIVES_ADVISER})
    with pytest.raises(NotNow, match="wrong_state"):
        check(Asked(Thing.THREAD, Action.ANSWER, adviser, owner, "closed"))
    with pytest.raises(NotAllowed, match="take_first"):
        check(Asked(Thing.THREAD, Action.READ, adviser, frozenset({Relation.MEMBER}), "taken"), denied="take_first")
    with pytest.raises(NotFound, match="no_such_thread"):
        check(Asked(Thing.THREAD, Action.READ, frozenset(), frozenset({Relation.OTHERS}), "taken"))
    row = check(Asked(Thing.THREAD, Action.READ, adviser, owner, "taken"))
    assert row.action is Action.READ


def test_the_matrix_has_no_hole() -> None:
    lines = {
        (cell.thing, cell.action, cell.role, cell.relation, cell.state, cell.compartment) for cell in matrix.cells()
    }
    assert len(lines) == sum(
        len(matrix.actions_of(thing))
        * len(Role)
        * len(matrix.relations_of(thing))
        * len(STATES[thing])
        * len(COMPARTMENTS[thing])
        for thing in Thing
    )


def test_every_table_with_content_has_walls() -> None:
    guarded = set(policies.tables(walls.POLICIES))
    rooms = {"mailbox", "casework", "support", "incident", "plans", "children", "safety", "followup", "writing"}
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in rooms}
    open_to_all = {"mailbox_filesheld"}  # how much room all files take, in one number
    assert tables - guarded == open_to_all
    assert "trust_auditentry" in guarded


def test_no_policy_is_made_twice() -> None:
    names = [policy.name for policy in walls.POLICIES]
    assert sorted(set(names)) == sorted(names)


def test_every_guarded_table_says_who_may_look() -> None:
    for table in policies.tables(walls.POLICIES):
        commands = {policy.command for policy in walls.POLICIES if policy.table == table}
        assert {"SELECT", "INSERT"} <= commands, table


_SEES = {Thing.CASE: {Action.KNOW, Action.BREAK_GLASS, Action.REVIEW}}


@pytest.mark.parametrize("thing", [Thing.CASE, Thing.SUPPORT, Thing.PLAN, Thing.PART])
def test_what_is_done_with_a_thing_is_done_by_somebody_who_sees_it(thing: Thing) -> None:
    """What belongs to a thing asks of its deed alone, and not first whether its own row is there."""
    sees = [row for row in ROWS if row.thing is thing and row.action in _SEES.get(thing, {Action.KNOW})]
    does = {Action.READ, Action.WRITE, Action.HAND_OUT}
    done = [
        (role, Relation.NAMED if relation is Relation.OPENED else relation, state, compartment)
        for row in ROWS
        if row.thing is thing and row.action in does
        for role, relation, state, compartment in product(row.roles, row.relations, row.states, row.compartments)
    ]
    assert done
    for role, relation, state, compartment in done:
        assert any(
            role in row.roles and relation in row.relations and state in row.states and compartment in row.compartments
            for row in sees
        ), (role, relation, state, compartment)
