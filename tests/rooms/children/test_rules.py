# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may be decided about a child's own contact, what guardians may know, and how a concern moves."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.children.rules import (
    ELSEWHERE,
    TRANSITIONS,
    Consent,
    Deed,
    Guardians,
    Harm,
    Knows,
    NotReported,
    OwnContact,
    State,
    Told,
    Weighed,
    can_have_own_contact,
    check_guardians,
    check_transition,
    checked_weighed,
    deeds_in,
    may_guardian_know,
    most,
)
from sjalvklar.children.rules.own import check_can_have_own_contact
from sjalvklar.kernel.errors import Invalid, NotNow, Refused
from sjalvklar.support.rules import AgeBand, DocumentationMode

ANONYMOUS, NAMED = DocumentationMode.ANONYMOUS, DocumentationMode.NAMED_WITHOUT_FILE
FROM_TWELVE = {AgeBand.UNDER_15, AgeBand.UNDER_18}


def refused(deed: object, *given: object) -> str:
    with pytest.raises(Refused) as caught:
        deed(*given)  # type: ignore[operator]
    return caught.value.code


def test_from_twelve_a_child_says_yes_alone_and_a_younger_one_has_a_guardian_or_a_written_ground() -> None:
    every = itertools.product(AgeBand, Consent, [None, *Harm], ["", "  ", "Hon skulle bli slagen."])
    for band, consent, harm, words in every:
        written = harm is not None and (harm is not Harm.OTHER or bool(words.strip()))
        expected = {
            Consent.CHILD: band in FROM_TWELVE,
            Consent.GUARDIAN: True,
            Consent.WITHOUT: written,
        }[consent]
        assert can_have_own_contact(OwnContact(band, consent, harm, words)) is expected, (band, consent, harm, words)


def test_what_is_missing_is_said_at_its_field() -> None:
    for own, code, field in (
        (OwnContact(AgeBand.UNDER_12, Consent.CHILD), "from_twelve", "consent"),
        (OwnContact(AgeBand.UNDER_12, Consent.WITHOUT), "harm", "harm"),
        (OwnContact(AgeBand.UNDER_6, Consent.WITHOUT, Harm.OTHER), "harm_words", "words"),
    ):
        with pytest.raises(Invalid) as caught:
            check_can_have_own_contact(own)
        assert (caught.value.code, caught.value.field) == (code, field)


def test_no_age_band_has_twelve_or_fifteen_inside_it() -> None:
    years = [tuple(map(int, band.value.split("-"))) for band in AgeBand]
    assert years[0][0] == 0
    assert years[-1][1] == 17
    assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(years))
    assert {first for first, _ in years} >= {12, 15}
    assert {band for band in AgeBand if band.is_twelve} == FROM_TWELVE


# The most that guardians may know, by the child's wish, whether the child is mature, and whether it could harm.
MOST = {
    **{(wish, mature, True): Knows.NOTHING for wish in (None, *Knows) for mature in (None, True, False)},
    **{(wish, None, False): Knows.NOTHING for wish in (None, *Knows)},
    **{(wish, False, False): Knows.ALL for wish in (None, *Knows)},
    (None, True, False): Knows.NOTHING,
    (Knows.NOTHING, True, False): Knows.NOTHING,
    (Knows.THAT, True, False): Knows.THAT,
    (Knows.ALL, True, False): Knows.ALL,
}


def test_the_truth_table_of_what_guardians_may_know() -> None:
    assert len(MOST) == 4 * 3 * 2
    for (wish, mature, harm), limit in MOST.items():
        assert most(wish=wish, mature=mature, harm=harm) is limit
        for may in Knows:
            judged = Guardians(wish, mature, harm, may)
            if may.reach <= limit.reach:
                check_guardians(judged)
                assert [asked for asked in Knows if may_guardian_know(judged, asked)] == list(Knows)[: may.reach + 1]
            else:
                why = "harm_tells_nothing" if harm else "judge_first" if mature is None else "childs_own_say"
                assert refused(check_guardians, judged) == why
                assert not may_guardian_know(judged, may), "nor is it told when it was kept all the same"


def test_until_somebody_has_judged_a_guardian_may_know_nothing() -> None:
    assert [asked for asked in Knows if may_guardian_know(None, asked)] == [Knows.NOTHING]
    assert not may_guardian_know(Guardians(), Knows.THAT)


_JUDGED = st.builds(
    Guardians,
    wish=st.sampled_from([None, *Knows]),
    mature=st.sampled_from([None, True, False]),
    harm=st.booleans(),
    may=st.sampled_from(Knows),
)


@given(_JUDGED, st.sampled_from(Knows))
def test_a_guardian_never_knows_what_would_harm_or_more_than_a_mature_child_has_said_yes_to(
    judged: Guardians, asked: Knows
) -> None:
    if asked is not Knows.NOTHING and may_guardian_know(judged, asked):
        assert not judged.harm
        assert judged.mature is not None
        assert asked.reach <= judged.may.reach
        assert not judged.mature or (judged.wish is not None and asked.reach <= judged.wish.reach)


@given(_JUDGED)
def test_that_it_could_harm_never_opens_anything(judged: Guardians) -> None:
    harmful = Guardians(judged.wish, judged.mature, True, judged.may)
    for asked in Knows:
        assert may_guardian_know(judged, asked) or not may_guardian_know(harmful, asked)


def test_a_decided_concern_never_goes_back_and_every_other_step_is_refused() -> None:
    for state in State:
        for deed in Deed:
            if (state, deed) in TRANSITIONS:
                after = check_transition(state, deed)
                assert list(State).index(after) > list(State).index(state)
            else:
                with pytest.raises(NotNow, match="wrong_state"):
                    check_transition(state, deed)
    assert deeds_in(State.CONSIDERING) == {Deed.REPORT, Deed.LEAVE}
    assert deeds_in(State.NOT_REPORTED) == deeds_in(State.FEEDBACK_GIVEN) == frozenset()


CHECKS = ("suspicion", "at-once", "feedback")


def test_whatever_is_ticked_either_decision_may_follow() -> None:
    every = [ticked for n in range(4) for ticked in itertools.combinations(CHECKS, n)]
    for ticked, mode in itertools.product(every, DocumentationMode):
        words = "" if mode is ANONYMOUS else "Det som sades handlade om något annat."
        reported = Weighed(ticked, told=Told.CHILD, to=ELSEWHERE, disclosed=True)
        left = Weighed(ticked, NotReported.NO_SUSPICION, words=words)
        assert checked_weighed(reported, Deed.REPORT, mode, CHECKS).checks == ticked
        assert checked_weighed(left, Deed.LEAVE, mode, CHECKS).checks == ticked


def test_of_somebody_anonymous_only_that_it_was_decided_is_kept() -> None:
    reported = Weighed((), told=Told.CHILD, to="norr-anhorigstod", disclosed=True)
    assert checked_weighed(reported, Deed.REPORT, ANONYMOUS, CHECKS).to == ""
    assert checked_weighed(reported, Deed.REPORT, ANONYMOUS, CHECKS).disclosed
    assert checked_weighed(reported, Deed.REPORT, NAMED, CHECKS).to == "norr-anhorigstod"
    wordy = Weighed((), NotReported.NO_SUSPICION, words="Ord")
    assert refused(checked_weighed, wordy, Deed.LEAVE, ANONYMOUS, CHECKS) == "no_place_for_it"


def test_a_decision_that_lacks_something_is_refused() -> None:
    for weighed, deed, code in (
        (Weighed(("made-up",), told=Told.CHILD, to="x"), Deed.REPORT, "check"),
        (Weighed(told=Told.CHILD), Deed.REPORT, "to"),
        (Weighed(to="x"), Deed.REPORT, "told"),
        (Weighed(words="Ord"), Deed.LEAVE, "not_reported"),
        (Weighed(ground=NotReported.WHO_UNKNOWN), Deed.LEAVE, "needed"),
    ):
        assert refused(checked_weighed, weighed, deed, NAMED, CHECKS) == code
