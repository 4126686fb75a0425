# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: the whole table, by person and by where the thread stands."""

from __future__ import annotations

from typing import Any

import pytest

from sjalvklar.kernel.errors import NotAllowed, NotFound, Refused
from sjalvklar.mailbox import permissions
from sjalvklar.mailbox.permissions import ThreadFacts
from sjalvklar.mailbox.rules import State
from sjalvklar.organisation.rules.staff import GrantView, Role, Viewer

NORTH, SOUTH, INTAKE = "north", "south", "intake"
JONAS, SAMIR, INES, GUNILLA, PETRA, NOBODY, SUBSTITUTE, INTAKE_HEAD, SOUTH_HEAD = range(1, 10)


def _viewer(
    staff_id: int, *grants: tuple[str, str, Role], stand_ins: frozenset[tuple[str, int]] = frozenset()
) -> Viewer:
    return Viewer(staff_id, "Namn", tuple(GrantView(*grant) for grant in grants), stand_ins)


VIEWERS = {
    "owner": _viewer(JONAS, (NORTH, "sdn-north", Role.RELATIVES_ADVISER)),
    "colleague": _viewer(SAMIR, (NORTH, "sdn-north", Role.SOCIAL_WORKER)),
    "head": _viewer(INES, (NORTH, "sdn-north", Role.UNIT_HEAD)),
    "stand_in": _viewer(SUBSTITUTE, (NORTH, "sdn-north", Role.SOCIAL_WORKER), stand_ins=frozenset({(NORTH, JONAS)})),
    "stand_in_elsewhere": _viewer(
        GUNILLA, (INTAKE, "sdn-north", Role.SOCIAL_WORKER), stand_ins=frozenset({(INTAKE, JONAS)})
    ),
    "sister_unit": _viewer(GUNILLA, (INTAKE, "sdn-north", Role.SOCIAL_WORKER)),
    "sister_head": _viewer(INTAKE_HEAD, (INTAKE, "sdn-north", Role.UNIT_HEAD)),
    "other_authority": _viewer(PETRA, (SOUTH, "sdn-south", Role.RELATIVES_ADVISER)),
    "owner_without_grant": _viewer(JONAS),
    "nobody": _viewer(NOBODY),
}
_OWNS = frozenset({"read", "answer", "hand_over", "pass_on", "close", "reveal"})
_LEADS = frozenset({"hand_over", "pass_on"})
_NOTHING: frozenset[str] = frozenset()

_TAKES = frozenset({"take"})
_READS = frozenset({"read"})
_NO_SUCH_THREAD = dict.fromkeys(State)


def _row(*by_state: frozenset[str]) -> dict[State, frozenset[str] | None]:
    return dict(zip((State.WAITING, State.TAKEN, State.ANSWERED, State.CLOSED), by_state, strict=True))


# What each may do with a thread of the north that Jonas owns, or that waits for somebody.
TABLE: dict[str, dict[State, frozenset[str] | None]] = {
    #                      WAITING          TAKEN     ANSWERED  CLOSED
    "owner":          _row(_TAKES,          _OWNS,    _OWNS,    _READS),
    "colleague":      _row(_TAKES,          _NOTHING, _NOTHING, _NOTHING),
    "head":           _row(_TAKES | _LEADS, _LEADS,   _LEADS,   _NOTHING),
    "stand_in":       _row(_TAKES,          _OWNS,    _OWNS,    _READS),
    "stand_in_elsewhere":  _NO_SUCH_THREAD,
    "sister_unit":         _NO_SUCH_THREAD,
    "sister_head":         _NO_SUCH_THREAD,
    "other_authority":     _NO_SUCH_THREAD,
    "owner_without_grant": _NO_SUCH_THREAD,
    "nobody":              _NO_SUCH_THREAD,
}  # fmt: skip


def _thread(state: State, **more: Any) -> ThreadFacts:
    return ThreadFacts(NORTH, "sdn-north", state, owner_id=None if state is State.WAITING else JONAS, **more)


@pytest.mark.parametrize("who", TABLE)
@pytest.mark.parametrize("state", State)
def test_the_table_of_who_may_what(who: str, state: State) -> None:
    allowed = TABLE[who][state]
    thread = _thread(state)
    assert permissions.may(VIEWERS[who], thread) == (allowed or frozenset())
    assert permissions.can_know(VIEWERS[who], thread) is (allowed is not None)


CHECKS = {
    "take": (permissions.check_can_take, permissions.can_take),
    "read": (permissions.check_can_read, permissions.can_read),
    "answer": (permissions.check_can_answer, permissions.can_answer),
    "close": (permissions.check_can_close, permissions.can_close),
    "reveal": (permissions.check_can_reveal, permissions.can_reveal),
    "hand_over": (permissions.check_can_hand_over, permissions.can_hand_over),
    "pass_on": (permissions.check_can_pass_on, permissions.can_pass_on),
}


@pytest.mark.parametrize("who", VIEWERS)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("deed", CHECKS)
def test_a_check_and_its_question_always_agree(who: str, state: State, deed: str) -> None:
    check, can = CHECKS[deed]
    if can(VIEWERS[who], _thread(state)):
        check(VIEWERS[who], _thread(state))
        return
    with pytest.raises(Refused) as refused:
        check(VIEWERS[who], _thread(state))
    assert isinstance(refused.value, NotFound) is (TABLE[who][state] is None)


@pytest.mark.parametrize("who", ["stand_in_elsewhere", "sister_unit", "sister_head", "other_authority", "nobody"])
@pytest.mark.parametrize("deed", CHECKS)
def test_outside_the_unit_every_deed_answers_that_there_is_no_such_thread(who: str, deed: str) -> None:
    for state in State:
        with pytest.raises(NotFound, match="no_such_thread"):
            CHECKS[deed][0](VIEWERS[who], _thread(state))


def test_a_head_who_owns_what_nobody_took_must_take_it_before_reading() -> None:
    thread = ThreadFacts(NORTH, "sdn-north", State.WAITING, owner_id=INES, escalated=True)
    with pytest.raises(NotAllowed, match="take_first"):
        permissions.check_can_read(VIEWERS["head"], thread)
    assert permissions.can_take(VIEWERS["head"], thread)
    assert permissions.can_take(VIEWERS["colleague"], thread)


def test_a_head_of_a_sister_unit_gets_in_only_by_what_went_to_them_because_there_was_no_head() -> None:
    theirs = ThreadFacts(NORTH, "sdn-north", State.TAKEN, owner_id=INTAKE_HEAD, escalated=True)
    assert permissions.may(VIEWERS["sister_head"], theirs) == _OWNS
    not_escalated = ThreadFacts(NORTH, "sdn-north", State.TAKEN, owner_id=INTAKE_HEAD)
    assert not permissions.can_know(VIEWERS["sister_head"], not_escalated)
    south = _viewer(SOUTH_HEAD, (SOUTH, "sdn-south", Role.UNIT_HEAD))
    over_the_wall = ThreadFacts(NORTH, "sdn-north", State.TAKEN, owner_id=SOUTH_HEAD, escalated=True)
    assert not permissions.can_know(south, over_the_wall)
    plain = _viewer(INTAKE_HEAD, (INTAKE, "sdn-north", Role.SOCIAL_WORKER))
    assert not permissions.can_know(plain, theirs)


def test_passing_on_stops_at_the_wall_between_authorities() -> None:
    thread = _thread(State.TAKEN)
    assert permissions.can_pass_on(VIEWERS["owner"], thread, "sdn-north")
    with pytest.raises(NotAllowed, match="other_authority"):
        permissions.check_can_pass_on(VIEWERS["owner"], thread, "sdn-south")


def test_the_queue_is_for_those_who_work_there_and_everybodys_contacts_for_the_head() -> None:
    inside = {"owner", "colleague", "head", "stand_in"}
    for who, viewer in VIEWERS.items():
        assert permissions.can_see_queue(viewer, NORTH) is (who in inside)
        assert permissions.can_see_all(viewer, NORTH) is (who == "head")
    with pytest.raises(NotFound, match="no_such_unit"):
        permissions.check_can_see_all(VIEWERS["nobody"], NORTH)
    with pytest.raises(NotAllowed, match="only_the_head"):
        permissions.check_can_see_all(VIEWERS["owner"], NORTH)
