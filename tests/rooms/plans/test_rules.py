# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans as pure rules: which step leads where and what it needs, and consent in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.plans.rules import (
    COMMITMENT_TRANSITIONS,
    TRANSITIONS,
    About,
    Aim,
    CommitmentDeed,
    CommitmentState,
    Deed,
    Given,
    Giver,
    PartyKind,
    PartyNow,
    Share,
    State,
    Target,
    Why,
    can_share,
    check_can_activate,
    check_commitment,
    check_may_share,
    check_transition,
    checked_about,
    checked_aim,
    checked_kinds,
    checked_time,
    needed_to_activate,
    standing,
    stopped_at,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Stockholm")
TODAY = date(2026, 11, 23)
LONGEST = timedelta(days=180)


@pytest.mark.parametrize(("state", "deed"), list(product(State, Deed)))
def test_a_plan_moves_as_the_table_says_and_no_other_way(state: State, deed: Deed) -> None:
    if (state, deed) in TRANSITIONS:
        assert check_transition(state, deed) is TRANSITIONS[state, deed]
        return
    with pytest.raises(NotNow, match="wrong_state"):
        check_transition(state, deed)


def test_nothing_is_active_that_was_not_assessed_and_consented_to_first() -> None:
    ways = {to: {state for (state, _), found in TRANSITIONS.items() if found is to} for to in State}
    assert ways[State.ACTIVE] == {State.CONSENTED, State.FOLLOWED_UP}
    assert ways[State.CONSENTED] == {State.ASSESSED}
    assert ways[State.ASSESSED] == {State.ACTUALISED}
    assert ways[State.ACTUALISED] == {State.CLOSED}
    assert {state for state in State if state.is_joint} == {State.CONSENTED, State.ACTIVE, State.FOLLOWED_UP}


@pytest.mark.parametrize(("state", "deed"), list(product(CommitmentState, CommitmentDeed)))
def test_what_is_taken_on_moves_as_the_table_says(state: CommitmentState, deed: CommitmentDeed) -> None:
    if (state, deed) in COMMITMENT_TRANSITIONS:
        assert check_commitment(state, deed) is COMMITMENT_TRANSITIONS[state, deed]
        return
    with pytest.raises(NotNow, match="wrong_state"):
        check_commitment(state, deed)


SOCIAL = PartyNow(PartyKind.SOCIAL_SERVICES, named=True, consented=True)
POLICE = PartyNow(PartyKind.POLICE, named=True, consented=True)


@pytest.mark.parametrize(
    ("parties", "commitments", "meeting", "left"),
    [
        ([SOCIAL, POLICE], 1, True, ()),
        ([], 1, True, ("no_consent_yet", "no_officer", "no_police_consent")),
        ([SOCIAL], 1, True, ("no_officer", "no_police_consent")),
        ([SOCIAL, PartyNow(PartyKind.POLICE, False, True)], 1, True, ("no_officer", "no_police_consent")),
        ([SOCIAL, PartyNow(PartyKind.POLICE, True, False)], 1, True, ("no_police_consent",)),
        ([SOCIAL, POLICE], 0, True, ("no_commitments",)),
        ([SOCIAL, POLICE], 1, False, ("no_meeting",)),
    ],
)
def test_what_is_missing_before_a_plan_is_active(
    parties: list[PartyNow], commitments: int, meeting: bool, left: tuple[str, ...]
) -> None:
    assert needed_to_activate(parties, commitments=commitments, next_meeting=meeting) == left
    if left:
        with pytest.raises(NotNow, match=left[0]):
            check_can_activate(parties, commitments=commitments, next_meeting=meeting)
    else:
        check_can_activate(parties, commitments=commitments, next_meeting=meeting)


hours = st.integers(-400, 400).map(lambda number: NOON + timedelta(hours=number))


@st.composite
def consents(draw: st.DrawFn) -> Given:
    starts, ends = sorted((draw(hours), draw(hours)))
    kinds = frozenset(draw(st.sets(st.sampled_from(Share)))) | {Share.PLAN}
    return Given(draw(st.sampled_from(Giver)), kinds, starts, ends, draw(st.none() | hours))


@given(given=st.lists(consents(), max_size=6), needed=st.sampled_from(Giver), at=hours)
def test_a_party_is_worked_with_when_everybody_needed_has_a_yes_that_holds(
    given: list[Given], needed: Giver, at: datetime
) -> None:
    now = standing(given, needed=needed, at=at)
    yes = {one.giver for one in given if one.holds(at)}
    assert now.holds == all(giver in yes for giver in Giver if giver <= needed)
    assert now.holds == (now.why is Why.NONE) == (not now.missing)
    if not now.holds:
        assert not now.kinds
        assert not any(can_share(now, kind) for kind in Share)
        with pytest.raises(NotNow, match="no_consent"):
            check_may_share(now)
        return
    assert Share.PLAN in now.kinds
    for kind in Share:
        assert can_share(now, kind) == all(
            any(one.giver is giver and one.holds(at) and kind in one.kinds for one in given)
            for giver in Giver
            if giver <= needed
        )
    assert now.until is not None
    assert now.until > at


@given(given=st.lists(consents(), max_size=6), needed=st.sampled_from(Giver), at=hours, later=hours)
def test_consent_never_comes_back_by_itself_and_ends_when_it_said(
    given: list[Given], needed: Giver, at: datetime, later: datetime
) -> None:
    begun = [one for one in given if one.starts_at <= at]
    now = standing(begun, needed=needed, at=at)
    if later >= at and standing(begun, needed=needed, at=later).holds:
        assert now.holds or any(one.revoked_at is None or one.revoked_at > later for one in begun)
    if now.holds and now.until is not None:
        assert not standing(begun, needed=needed, at=now.until).holds


@given(given=st.lists(consents(), max_size=6), needed=st.sampled_from(Giver), at=hours)
def test_taking_it_back_stops_the_work_at_that_moment(given: list[Given], needed: Giver, at: datetime) -> None:
    taken_back = [
        Given(one.giver, one.kinds, one.starts_at, one.ends_at, at if one.giver is Giver.OWN else one.revoked_at)
        for one in given
    ]
    assert not standing(taken_back, needed=needed, at=at).holds


def test_the_work_has_stopped_since_the_last_moment_at_which_everybody_s_yes_held() -> None:
    hour = timedelta(hours=1)
    kinds = frozenset({Share.PLAN})
    own = Given(Giver.OWN, kinds, NOON - 9 * hour, NOON + hour)
    guardian = Given(Giver.GUARDIAN, kinds, NOON - 5 * hour, NOON + hour, revoked_at=NOON - 2 * hour)
    assert stopped_at([own], needed=1, at=NOON) is None, "it holds"
    assert stopped_at([own], needed=1, at=NOON + 3 * hour) == NOON + hour
    assert stopped_at([own, guardian], needed=2, at=NOON) == NOON - 2 * hour
    assert stopped_at([own], needed=2, at=NOON + 3 * hour) is None, "it never could"


def test_why_nothing_may_be_shared_is_said_by_the_gravest_reason() -> None:
    hour = timedelta(hours=1)
    own = Given(Giver.OWN, frozenset({Share.PLAN}), NOON - 3 * hour, NOON - hour)
    assert standing([], needed=1, at=NOON).why is Why.NEVER
    assert standing([own], needed=1, at=NOON).why is Why.ENDED
    assert standing([own], needed=1, at=NOON - 4 * hour).why is Why.NOT_BEGUN
    back = Given(Giver.OWN, own.kinds, own.starts_at, NOON + hour, NOON - hour)
    assert standing([own, back], needed=1, at=NOON).why is Why.REVOKED
    assert standing([back], needed=2, at=NOON - 2 * hour).missing == {Giver.GUARDIAN}


@pytest.mark.parametrize(
    ("starts", "days", "code"),
    [
        (TODAY, -1, "ends_before"),
        (TODAY - timedelta(days=10), 9, "ended_already"),
        (TODAY - timedelta(days=61), 100, "too_old"),
        (TODAY + timedelta(days=61), 100, "too_early"),
        (TODAY, 181, "too_long_a_time"),
    ],
)
def test_a_consent_has_a_time_that_the_municipality_has_decided(starts: date, days: int, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        checked_time(starts, starts + timedelta(days=days), longest=LONGEST, at=NOON, zone=ZONE)


def test_a_consent_holds_from_its_first_day_to_the_end_of_its_last_also_when_the_clock_changes() -> None:
    first, after = checked_time(TODAY, date(2027, 4, 1), longest=LONGEST, at=NOON, zone=ZONE)
    assert first == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert after == datetime(2027, 4, 1, 22, tzinfo=UTC)


def test_that_there_is_a_plan_is_in_every_consent() -> None:
    assert checked_kinds([]) == {Share.PLAN}
    assert checked_kinds([Share.HEALTH]) == {Share.PLAN, Share.HEALTH}


def test_everybody_has_a_named_person_but_the_police_may_name_theirs_later() -> None:
    assert checked_about(About(" Polisen  i Granö "), PartyKind.POLICE).name == "Polisen i Granö"
    with pytest.raises(Invalid, match="needed"):
        checked_about(About("Provskolan"), PartyKind.SCHOOL)
    with pytest.raises(Invalid, match="needed"):
        checked_about(About("", "Rektorn"), PartyKind.SCHOOL)
    with pytest.raises(Invalid, match="too_long_here"):
        checked_about(About("Lång" * 40, "Rektorn"), PartyKind.SCHOOL)


def test_a_personal_number_is_kept_nowhere_in_a_plan() -> None:
    with pytest.raises(Invalid, match="personal_number_here"):
        checked_aim(Aim(Target.OTHER, "Hjälp åt 19900101-2385 att lämna."))
    assert checked_aim(Aim(Target.OTHER, "Ring 070-174 06 12.")).aim
