# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a case: the whole table, by relation, compartment and state; and the lists say the same."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from tests.rooms.casework.staff import AMAL, OTHER_NUMBER
from tests.rooms.mailbox.people import NORTH

from sjalvklar.casework import actions, permissions
from sjalvklar.casework.models import Case
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.queries import seen
from sjalvklar.casework.rules import Closeness, CloseReason, GlassReason, Identity, ProtectionLevel, State, TwoFor
from sjalvklar.kernel.errors import NotFound, Refused
from sjalvklar.organisation.actions import set_stand_in
from sjalvklar.organisation.rules.staff import GrantView, Role, Viewer
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor

ME, SOMEBODY = 1, 2
HERE, BESIDE, AWAY = ("north", "sdn-north"), ("intake", "sdn-north"), ("south", "sdn-south")
ADVISER, HEAD, IT, SECURITY = Role.RELATIVES_ADVISER, Role.UNIT_HEAD, Role.IT_ADMINISTRATOR, Role.SECURITY_OFFICER


def _viewer(unit: tuple[str, str], role: Role, *, stands_in: bool = False) -> Viewer:
    grants = (GrantView(*unit, role),)
    return Viewer(ME, "Namn", grants, frozenset({(HERE[0], SOMEBODY)}) if stands_in else frozenset())


# Who, and how they stand to the case besides their role.
WHO: dict[str, tuple[Viewer, dict[str, Any]]] = {
    "owner": (_viewer(HERE, ADVISER), {"owner_id": ME}),
    "owner of IT": (_viewer(HERE, IT), {"owner_id": ME}),
    "owner who left the unit": (_viewer(BESIDE, ADVISER), {"owner_id": ME}),
    "stand-in": (_viewer(HERE, ADVISER, stands_in=True), {}),
    "colleague": (_viewer(HERE, ADVISER), {}),
    "head": (_viewer(HERE, HEAD), {}),
    "sister": (_viewer(BESIDE, ADVISER), {}),
    "sister head": (_viewer(BESIDE, HEAD), {}),
    "other board": (_viewer(AWAY, ADVISER), {}),
    "other board's head": (_viewer(AWAY, HEAD), {}),
    "IT": (_viewer(HERE, IT), {}),
    "security": (_viewer(HERE, SECURITY), {}),
    "glass": (_viewer(HERE, ADVISER), {"glass": True}),
    "glass from beside": (_viewer(BESIDE, ADVISER), {"glass": True}),
    "named": (_viewer(HERE, ADVISER), {"named": True}),
    "named and opened": (_viewer(HERE, ADVISER), {"named": True, "opened": True}),
    "named from beside": (_viewer(BESIDE, ADVISER), {"named": True}),
    "named on another board": (_viewer(AWAY, ADVISER), {"named": True, "opened": True}),
    "opened but no longer named": (_viewer(HERE, ADVISER), {"opened": True}),
}
K, R, W, V, H, C, U, B, J, P, L, T, G, X = (
    "know", "read", "write", "reveal", "hand_over", "close", "reopen", "break_glass", "review", "protect",
    "list_access", "open_together", "prepare", "hand_out",
)  # fmt: skip
NOTHING: set[str] = set()
_OWNS = {K, R, V, H, B, P, L, G, X}
_LEADS = {K, H, B, J, P, L}
_NAMED = {K, R, J, P, L, T, G}

#                                 ordinary, open        ordinary, closed
ORDINARY = {
    "owner":                     (_OWNS | {W, C},       (_OWNS - {H}) | {U}),
    "owner of IT":               (NOTHING,              NOTHING),
    "owner who left the unit":   ({B},                  {B}),
    "stand-in":                  ({K, R, W, V, B},      {K, R, V, B}),
    "colleague":                 ({B},                  {B}),
    "head":                      (_LEADS,               _LEADS),
    "sister":                    ({B},                  {B}),
    "sister head":               ({B},                  {B}),
    "other board":               (NOTHING,              NOTHING),
    "other board's head":        (NOTHING,              NOTHING),
    "IT":                        (NOTHING,              NOTHING),
    "security":                  ({J},                  {J}),
    "glass":                     ({K, R, V, B},         {K, R, V, B}),
    "glass from beside":         ({K, R, V, B},         {K, R, V, B}),
    "named":                     ({B},                  {B}),
    "named and opened":          ({B},                  {B}),
    "named from beside":         ({B},                  {B}),
    "named on another board":    (NOTHING,              NOTHING),
    "opened but no longer named": ({B},                 {B}),
}  # fmt: skip
PROTECTED = {
    **dict.fromkeys(ORDINARY, (NOTHING, NOTHING)),
    "named":             (_NAMED | {W, H, C},      _NAMED | {U}),
    "named and opened":  (_NAMED | {W, H, C, V, X},   _NAMED | {U, V, X}),
    "named from beside": (_NAMED | {W, H, C},      _NAMED | {U}),
}  # fmt: skip


def _facts(who: str, state: State, *, protected: bool, conflict: bool = False) -> CaseFacts:
    given: dict[str, Any] = {"owner_id": SOMEBODY, **WHO[who][1]}
    return CaseFacts(*HERE, state, protected, conflict=conflict, **given)


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("who", WHO)
def test_the_table_of_who_may_what(who: str, protected: bool) -> None:
    for state, allowed in zip(State, (PROTECTED if protected else ORDINARY)[who], strict=True):
        facts = _facts(who, state, protected=protected)
        actual = {a.value for a in Action if permissions.can(WHO[who][0], facts, a)} - {"assign", "make"}
        assert actual == allowed, (who, state)


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("who", WHO)
def test_too_close_stops_every_role_and_relation_and_hides(who: str, protected: bool) -> None:
    for state in State:
        facts = _facts(who, state, protected=protected, conflict=True)
        for action in Action:
            with pytest.raises(NotFound, match="no_such_case"):
                permissions.check(WHO[who][0], facts, action)
        assert permissions.may(WHO[who][0], facts) == frozenset()


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize("who", WHO)
def test_a_refusal_hides_exactly_what_may_not_be_known(who: str, protected: bool) -> None:
    viewer = WHO[who][0]
    for state, action in ((state, action) for state in State for action in Action):
        facts = _facts(who, state, protected=protected)
        if permissions.can(viewer, facts, action):
            permissions.check(viewer, facts, action)
            continue
        with pytest.raises(Refused) as refused:
            permissions.check(viewer, facts, action)
        assert isinstance(refused.value, NotFound) is not permissions.can_know(viewer, facts), (state, action)


def test_nobody_judges_their_own_opening() -> None:
    for who in WHO:
        facts = _facts(who, State.OPEN, protected=False)
        assert not permissions.can_review(WHO[who][0], facts, by=ME)
    assert permissions.can_review(WHO["head"][0], _facts("head", State.OPEN, protected=False), by=SOMEBODY)


@pytest.fixture
def world(staff, open_case, at) -> list[UUID]:
    """Cases of every sort, with everybody standing to some of them in some way."""
    ordinary = open_case()
    closed = open_case(identity=Identity(name="Avslutad"))
    actions.close(actor=staff.jonas, case_id=closed, reason=CloseReason.MOVED, at=at)
    lenas = open_case(by="lena", identity=Identity(number=OTHER_NUMBER))
    protected, opened = open_case(identity=Identity(name="Nora")), open_case(identity=Identity(name="Nora"))
    for case in (protected, opened):
        level, second = ProtectionLevel.MARKED, staff.ids["samir"]
        actions.protect(actor=staff.jonas, case_id=case, level=level, second=second, at=at)
    actions.ask(actor=staff.jonas, case_id=opened, what=TwoFor.REVEAL, at=at)
    actions.approve(actor=staff.samir, case_id=opened, what=TwoFor.REVEAL, at=at)
    why = {"reason": GlassReason.DANGER, "text": "Hon ringer och är rädd.", "confirmed": True, "at": at}
    actions.break_glass(actor=staff.gunilla, case_id=lenas, **why)
    actions.declare(actor=staff.bo, number=AMAL.number, closeness=Closeness.FAMILY, at=at)
    actions.declare(actor=staff.ines, number=OTHER_NUMBER, closeness=Closeness.FAMILY, at=at)
    set_stand_in(
        unit_id=NORTH,
        absent_id=staff.ids["jonas"],
        substitute_id=staff.ids["lena"],
        starts_at=at,
        ends_at=at + timedelta(days=1),
        actor=Actor.system("it"),
    )
    return [ordinary, closed, lenas, protected, opened]


EVERYBODY = ("jonas", "samir", "lena", "ines", "gunilla", "bo", "petra", "stina", "kim", "siv")


def test_the_filter_gives_exactly_what_the_table_allows(staff, world, at) -> None:
    for hours, who in product((0, 1, 5, 30), EVERYBODY):
        now = at + timedelta(hours=hours)
        viewer = staff.viewer(who, now)
        rows = [(row.pk, seen.facts(row)) for row in seen.with_relations(Case.objects.all(), viewer, now)]
        assert len(rows) == len(world), (who, hours)
        for action in Action:
            by_table = {case for case, facts in rows if permissions.can(viewer, facts, action)}
            found = set(seen.cases(viewer, now, action).values_list("pk", flat=True))
            assert found == by_table, (who, hours, action)
