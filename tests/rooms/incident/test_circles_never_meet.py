# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The circles never see each other: by the table, by the filter, and whatever order people come and go in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.casework.staff import Staff, make_staff
from tests.rooms.incident.night import open_one, rings
from tests.rooms.mailbox.people import fresh

from sjalvklar.incident import actions, permissions, queries
from sjalvklar.incident.models import CircleStaff, Family, Incident
from sjalvklar.incident.permissions import FamilyFacts, IncidentFacts
from sjalvklar.incident.queries import seen
from sjalvklar.incident.rules import Circle, DutyKind, DutyState, FamilyState, Outcome, State, Way
from sjalvklar.incident.rules import Family as Words
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation.actions import set_stand_in
from sjalvklar.organisation.rules.staff import GrantView, Role, Viewer
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor

ME, SOMEBODY = 1, 2
HERE, BESIDE, AWAY = ("north", "sdn-north"), ("intake", "sdn-north"), ("south", "sdn-south")
ADVISER, HEAD = Role.RELATIVES_ADVISER, Role.UNIT_HEAD


def _viewer(unit: tuple[str, str], role: Role, *, stands_in: bool = False) -> Viewer:
    covered = frozenset({(HERE[0], SOMEBODY)}) if stands_in else frozenset[tuple[str, int]]()
    return Viewer(ME, "Namn", (GrantView(*unit, role),), covered)


K, R, B, W, A, H, C, U, M = "know", "read", "see_all", "write", "assign", "hand_over", "close", "reopen", "make"
_LEADS = {K, R, B, A, H}
_LEADING = _LEADS | {W, C, M}, _LEADS | {W, C}, _LEADS | {U}
NOTHING: set[str] = set()
# Who, how they stand to it, and what they may while it is open, watched and closed.
OF_AN_INCIDENT: dict[str, tuple[Viewer, dict[str, Any], set[str], set[str], set[str]]] = {
    "leads":            (_viewer(HERE, ADVISER), {"leader_id": ME}, *_LEADING),
    "leads, a head":    (_viewer(HERE, HEAD), {"leader_id": ME}, *_LEADING),
    "leads, has left":  (_viewer(BESIDE, ADVISER), {"leader_id": ME}, NOTHING, NOTHING, NOTHING),
    "leads, IT now":    (_viewer(HERE, Role.IT_ADMINISTRATOR), {"leader_id": ME}, NOTHING, NOTHING, NOTHING),
    "stands in":        (_viewer(HERE, ADVISER, stands_in=True), {}, *_LEADING),
    "in a circle":      (_viewer(HERE, ADVISER), {"in_circle": True}, {K, R, M}, {K, R}, {K, R}),
    "from beside":      (_viewer(BESIDE, ADVISER), {"in_circle": True}, {K, R}, {K, R}, {K, R}),
    "another board":    (_viewer(AWAY, ADVISER), {"in_circle": True}, NOTHING, NOTHING, NOTHING),
    "colleague":        (_viewer(HERE, ADVISER), {}, {K, M}, {K}, {K}),
    "head":             (_viewer(HERE, HEAD), {}, {K, A, H, M}, {K, A, H}, {K, A, H}),
    "sister":           (_viewer(BESIDE, ADVISER), {}, NOTHING, NOTHING, NOTHING),
    "IT":               (_viewer(HERE, Role.IT_ADMINISTRATOR), {"in_circle": True}, NOTHING, NOTHING, NOTHING),
    "security":         (_viewer(HERE, Role.SECURITY_OFFICER), {"in_circle": True}, NOTHING, NOTHING, NOTHING),
    "archivist":        (_viewer(HERE, Role.RECORDS_OFFICER), {"in_circle": True}, NOTHING, NOTHING, NOTHING),
}  # fmt: skip


@pytest.mark.parametrize("who", OF_AN_INCIDENT)
def test_the_table_of_an_incident(who: str) -> None:
    viewer, how, *answers = OF_AN_INCIDENT[who]
    for state, allowed in zip(State, answers, strict=True):
        facts = IncidentFacts(*HERE, state, **{"leader_id": SOMEBODY, **how})
        assert {action.value for action in Action if permissions.can(viewer, facts, action)} == allowed, state


OF_A_FAMILY: dict[str, tuple[Viewer, dict[str, bool], bool]] = {
    "in its circle": (_viewer(HERE, ADVISER), {"in_circle": True}, True),
    "in its circle, from beside": (_viewer(BESIDE, Role.SOCIAL_WORKER), {"in_circle": True}, True),
    "in its circle, a head": (_viewer(HERE, HEAD), {"in_circle": True}, True),
    "in its circle, of another board": (_viewer(AWAY, ADVISER), {"in_circle": True}, False),
    "in its circle, IT now": (_viewer(HERE, Role.IT_ADMINISTRATOR), {"in_circle": True}, False),
    "in two circles at once": (_viewer(HERE, ADVISER), {"in_circle": True, "in_another": True}, False),
    "in another circle": (_viewer(HERE, ADVISER), {"in_another": True}, False),
    "a colleague": (_viewer(HERE, ADVISER), {}, False),
    "the head": (_viewer(HERE, HEAD), {}, False),
    "stands in for somebody": (_viewer(HERE, ADVISER, stands_in=True), {}, False),
    "the security officer": (_viewer(HERE, Role.SECURITY_OFFICER), {"in_circle": True}, False),
}


@pytest.mark.parametrize("who", OF_A_FAMILY)
def test_the_table_of_a_family(who: str) -> None:
    viewer, how, inside = OF_A_FAMILY[who]
    for state in FamilyState:
        facts = FamilyFacts(*HERE, state, **how)
        allowed = {action.value for action in Action if permissions.can_family(viewer, facts, action)}
        writes = {W} if state is not FamilyState.ENDED else NOTHING
        makes = {M} if state is FamilyState.OPEN else NOTHING
        assert allowed == ({K, R} | writes | makes if inside else NOTHING), state
        if not inside:
            for action in Action:
                with pytest.raises(NotFound, match="no_such_family"):
                    permissions.check_family(viewer, facts, action)


def _of_family(staff: Staff, family: Any, at: Any) -> list[tuple[Any, dict[str, Any]]]:
    """Everything that can be asked of a family."""
    about = {"family_id": family, "at": at}
    return [
        (actions.read_family, about),
        (actions.write_note, {**about, "text": "Ett", "nonce": fresh()}),
        (actions.reach, {**about, "way": Way.PHONE, "outcome": Outcome.REACHED, "nonce": fresh()}),
        (actions.name_contact, {**about, "staff_id": staff.ids["lena"]}),
        (
            actions.settle,
            {**about, "kind": DutyKind.CHECKPOINT, "step": "h24", "state": DutyState.DONE},
        ),
        (actions.change_family, {**about, "family": Words("Ny"), "people": 1, "children": None}),
        (actions.consent, {**about, "yes": True}),
    ]


def test_for_everybody_else_a_family_is_not_there(staff, incident, circles, add, at) -> None:
    family = add()
    # Lena has the suspect's family, Gunilla the neighbours, Jonas leads, Ines heads the unit.
    for who in ("lena", "gunilla", "jonas", "ines", "bo", "petra", "stina", "kim", "siv"):
        viewer = staff.viewer(who, at)
        for deed, asked in _of_family(staff, family, at):
            with pytest.raises(NotFound, match="no_such_family"):
                deed(actor=viewer, **asked)
        with pytest.raises(NotFound, match="no_such_circle"):
            actions.read_circle(actor=viewer, circle_id=circles["bereaved"], at=at)
        with pytest.raises(NotFound, match="no_such_circle"):
            actions.add_family(actor=viewer, circle_id=circles["bereaved"], family=Words("Ny"), nonce=fresh(), at=at)
    for deed, asked in _of_family(staff, family, at):
        if deed is not actions.name_contact:
            deed(actor=staff.viewer("samir", at), **asked)


def test_whoever_has_been_in_a_circle_is_never_in_another_of_the_same_incident(staff, incident, circles, at) -> None:
    jonas = staff.viewer("jonas", at)
    for _ in range(2):
        with pytest.raises(NotNow, match="one_circle"):
            actions.assign(actor=jonas, circle_id=circles["injured"], staff_id=staff.ids["samir"], at=at)
        actions.unassign(actor=jonas, circle_id=circles["bereaved"], staff_id=staff.ids["samir"], at=at)
    later = at + timedelta(days=300)
    actions.assign(actor=jonas, circle_id=circles["bereaved"], staff_id=staff.ids["samir"], at=later)
    other = rings(open_one(staff, at))
    actions.assign(actor=jonas, circle_id=other["suspects_family"], staff_id=staff.ids["samir"], at=later)


def test_whoever_leaves_a_circle_reads_nothing_of_it_in_the_next_question(staff, incident, circles, add, at) -> None:
    family = add()
    actions.name_contact(actor=staff.viewer("samir", at), family_id=family, staff_id=staff.ids["samir"], at=at)
    actions.unassign(
        actor=staff.viewer("jonas", at), circle_id=circles["bereaved"], staff_id=staff.ids["samir"], at=at
    )
    with pytest.raises(NotFound):
        actions.read_family(actor=staff.viewer("samir", at), family_id=family, at=at)
    board = queries.board(staff.viewer("jonas", at), incident, at=at)
    assert [line.without_contact for line in board.circles if line.families] == [1]


def test_standing_in_for_somebody_opens_no_circle(staff, incident, circles, add, at) -> None:
    family = add()
    set_stand_in(
        unit_id="norr-anhorigstod",
        absent_id=staff.ids["samir"],
        substitute_id=staff.ids["lena"],
        starts_at=at,
        ends_at=at + timedelta(days=7),
        actor=Actor.system("it"),
    )
    with pytest.raises(NotFound):
        actions.read_family(actor=staff.viewer("lena", at), family_id=family, at=at)


def test_whoever_does_not_lead_puts_nobody_in_a_circle(staff, incident, circles, at) -> None:
    given = {"circle_id": circles["bereaved"], "staff_id": staff.ids["ines"], "at": at}
    for who, refused in (("samir", NotAllowed), ("gunilla", NotAllowed), ("petra", NotFound), ("kim", NotFound)):
        with pytest.raises(refused):
            actions.assign(actor=staff.viewer(who, at), **given)
        with pytest.raises(refused):
            actions.unassign(actor=staff.viewer(who, at), **given)
    with pytest.raises(Invalid, match="not_a_colleague"):
        actions.assign(actor=staff.viewer("ines", at), **{**given, "staff_id": staff.ids["petra"]})
    actions.assign(actor=staff.viewer("ines", at), **given)


def test_the_database_itself_refuses_two_circles_at_once(staff, incident, circles, at) -> None:
    row = {"incident_id": incident, "staff_id": staff.ids["samir"], "starts_at": at, "by_id": staff.ids["jonas"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        CircleStaff.objects.create(circle_id=circles["injured"], **row)


NAMES = ("jonas", "samir", "lena", "ines", "gunilla", "bo", "petra")
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["assign", "unassign", "force"]),
        st.sampled_from(NAMES),
        st.sampled_from([circle.value for circle in Circle]),
    ),
    max_size=25,
)


@pytest.fixture
def ids(db: None) -> dict[str, int]:
    """The same people, in a form that hypothesis takes."""
    return make_staff().ids


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
def test_in_whatever_order_people_come_and_go_nobody_sees_two_circles(
    ids: dict[str, int], at: Any, steps: list[Any]
) -> None:
    """Also when rows are put in past the rules ("force"): the table, the filter and what is asked say the same."""
    staff = Staff(ids)
    with transaction.atomic():
        found = rings(incident := open_one(staff, at))
        jonas, now = staff.viewer("jonas", at), at
        for ring in found.values():
            _put_family(incident, ring, staff.ids["jonas"], at)
        for step, who, circle in steps:
            now += timedelta(minutes=1)
            about = {"circle_id": found[circle], "staff_id": staff.ids[who], "at": now}
            if step == "force":
                _force(incident, at=now, staff_id=staff.ids[who], circle_id=found[circle])
                continue
            try:
                (actions.assign if step == "assign" else actions.unassign)(actor=jonas, **about)
            except (NotNow, Invalid):
                continue
        now += timedelta(minutes=1)
        for who in NAMES:
            viewer = staff.viewer(who, now)
            rows = seen.families_with_relations(Family.objects.all(), viewer, now)
            facts = {row.pk: (row.circle.kind, seen.family_facts(row)) for row in rows}
            for action in (Action.KNOW, Action.READ, Action.MAKE, Action.WRITE):
                by_table = {pk for pk, (_, one) in facts.items() if permissions.can_family(viewer, one, action)}
                assert set(seen.families(viewer, now, action).values_list("pk", flat=True)) == by_table
                assert len({facts[pk][0] for pk in by_table}) <= 1
            incidents = seen.with_relations(Incident.objects.all(), viewer, now)
            for action in Action:
                allowed = {row.pk for row in incidents if permissions.can(viewer, seen.facts(row), action)}
                assert set(seen.incidents(viewer, now, action).values_list("pk", flat=True)) == allowed, action
        transaction.set_rollback(True)


def _put_family(incident: Any, ring: Any, by: int, at: Any) -> None:
    import uuid

    Family.objects.create(
        id=uuid.uuid4(),
        incident_id=incident,
        circle_id=ring,
        unit_id="norr-anhorigstod",
        number=Family.objects.count() + 1,
        state=FamilyState.OPEN.value,
        body=b"",
        people=1,
        made_at=at,
        made_by_id=by,
        last_at=at,
        once=fresh(),
    )


def _force(incident: Any, *, at: Any, staff_id: int, circle_id: Any) -> None:
    theirs = CircleStaff.objects.filter(incident=incident, staff_id=staff_id)
    theirs.filter(ends_at__isnull=True).update(ends_at=at)
    CircleStaff.objects.create(
        incident_id=incident, circle_id=circle_id, staff_id=staff_id, starts_at=at, by_id=staff_id
    )
