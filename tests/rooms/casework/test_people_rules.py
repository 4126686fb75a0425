# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may be between whom, days as people know them, who is a child, and whom two are shown as when they are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.casework.rules import (
    Between,
    Known,
    NoContact,
    Part,
    RelationKind,
    as_joined,
    as_seen_from,
    check_between,
    checked_called,
    checked_day,
    is_child,
    shown_as,
)
from sjalvklar.casework.rules.dates import age, earliest, latest
from sjalvklar.casework.rules.people import BOTH_WAYS, INVERSE, KEPT, at_once, straight
from sjalvklar.kernel.errors import Invalid

K = RelationKind
TODAY = date(2026, 11, 23)
AMAL, SON, DAUGHTER, FATHER = 1, 2, 3, 4
CHILDREN = {AMAL: False, SON: True, DAUGHTER: True, FATHER: False}
DAYS = st.sampled_from(["", "2020", "2021-06", "2022-03-05"])
EDGES = st.builds(
    lambda one, other, kind, since, ground: Between(
        one, other, kind, since, "", ground if kind is K.NO_CONTACT else None
    ),
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from(K),
    DAYS,
    st.sampled_from(NoContact),
).filter(lambda edge: edge.one != edge.other)


# --- Kinds ---------------------------------------------------------------------------------------------------------
def test_every_kind_has_an_inverse_whose_inverse_it_is() -> None:
    assert all(INVERSE[INVERSE[kind]] is kind for kind in K)
    assert set(KEPT) | set(KEPT.values()) | BOTH_WAYS | {K.NO_CONTACT} == set(K)


@given(EDGES)
def test_it_is_kept_alike_from_whichever_end_it_was_written(edge: Between) -> None:
    kept = straight(edge)
    assert straight(kept) == kept
    assert kept.kind not in KEPT
    if edge.kind is not K.NO_CONTACT:
        assert straight(replace(edge, one=edge.other, other=edge.one, kind=INVERSE[edge.kind])) == kept
    for number in edge.pair:
        whom, what = as_seen_from(kept, number)
        assert {number, whom} == edge.pair
        assert straight(replace(kept, one=whom, other=number, kind=what)) == kept or edge.kind is K.NO_CONTACT


@pytest.mark.parametrize(
    ("new", "there", "refused"),
    [
        (Between(AMAL, AMAL, K.SIBLING), [], "relation_to_oneself"),
        (Between(AMAL, 9, K.SIBLING), [], "no_such_person"),
        (Between(AMAL, SON, K.PARENT), [], None),
        (Between(AMAL, SON, K.PARENT), [Between(AMAL, SON, K.PARENT)], "relation_there"),
        (Between(SON, AMAL, K.CHILD), [Between(AMAL, SON, K.PARENT)], "relation_there"),
        (Between(SON, AMAL, K.PARENT), [Between(AMAL, SON, K.PARENT)], "relation_both_ways"),
        (Between(AMAL, SON, K.CARER), [Between(AMAL, SON, K.PARENT)], None),
        (Between(AMAL, SON, K.GUARDIAN), [], None),
        (Between(SON, AMAL, K.WARD), [], None),
        (Between(AMAL, FATHER, K.GUARDIAN), [], "guardian_of_a_child"),
        (Between(AMAL, FATHER, K.GUARDIAN, until="2020"), [], None),  # they were a child then
        (Between(AMAL, FATHER, K.PARTNER), [Between(AMAL, FATHER, K.FORMER_PARTNER)], "relation_both_at_once"),
        (Between(FATHER, AMAL, K.PARTNER), [Between(AMAL, FATHER, K.PARTNER)], "relation_there"),
        (Between(AMAL, FATHER, K.PARTNER), [Between(AMAL, FATHER, K.PARTNER, until="2020")], None),
        (Between(AMAL, FATHER, K.PARTNER, "2019"), [Between(AMAL, FATHER, K.PARTNER, until="2021")], "relation_there"),
        (Between(AMAL, FATHER, K.PARTNER, "2021-06"), [Between(AMAL, FATHER, K.PARTNER, until="2021")], None),
        (Between(AMAL, FATHER, K.PARTNER, "2022", "2021"), [], "ends_before_it_begins"),
        (Between(AMAL, FATHER, K.PARTNER, "2021-06", "2021"), [], None),
        (Between(AMAL, FATHER, K.NO_CONTACT), [], "choose"),
        (Between(AMAL, FATHER, K.FRIEND, ground=NoContact.DANGER), [], "choose"),
        (Between(AMAL, FATHER, K.NO_CONTACT, ground=NoContact.DANGER), [Between(AMAL, FATHER, K.PARTNER)], None),
        (
            Between(AMAL, FATHER, K.NO_CONTACT, ground=NoContact.DANGER),
            [Between(AMAL, FATHER, K.NO_CONTACT, ground=NoContact.CONTACT_BAN)],
            None,
        ),
        (
            Between(AMAL, FATHER, K.NO_CONTACT, ground=NoContact.DANGER),
            [Between(AMAL, FATHER, K.NO_CONTACT, ground=NoContact.DANGER)],
            "relation_there",
        ),
    ],
)
def test_what_may_be_between_two(new: Between, there: list[Between], refused: str | None) -> None:
    if refused is None:
        assert check_between(new, map(straight, there), CHILDREN) == straight(new)
        return
    with pytest.raises(Invalid, match=f"^{refused}$"):
        check_between(new, map(straight, there), CHILDREN)


@given(st.lists(EDGES, max_size=12))
def test_whatever_is_let_in_no_two_say_the_same_at_once(edges: list[Between]) -> None:
    there: list[Between] = []
    for edge in edges:
        try:
            there.append(check_between(edge, there, CHILDREN))
        except Invalid:
            continue
    for place, first in enumerate(there):
        for second in there[place + 1 :]:
            same = first.pair == second.pair and first.kind is second.kind and first.ground is second.ground
            assert not (same and at_once(first, second))
    assert all(edge.one != edge.other for edge in there)


# --- Days ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("2024", "2024"),
        (" 2024-5 ", "2024-05"),
        ("2024-05-17", "2024-05-17"),
        ("20240517", "2024-05-17"),
        ("2024-02-29", "2024-02-29"),
        ("2026-11", "2026-11"),
    ],
)
def test_a_day_is_kept_as_precisely_as_it_is_known(said: str, kept: str) -> None:
    assert checked_day(said, today=TODAY, field="since") == kept


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("2023-02-29", "partial_date"),
        ("i våras", "partial_date"),
        ("24", "partial_date"),
        ("2024-13", "partial_date"),
        ("1700", "partial_date"),
        ("0000", "partial_date"),
        ("2026-12", "not_come"),
        ("2027", "not_come"),
        ("٢٠٢٤", "partial_date"),
    ],
)
def test_what_is_no_day_that_has_come_is_refused(said: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        checked_day(said, today=TODAY, field="since")


@given(st.dates(date(1900, 1, 1), TODAY))
def test_a_day_lies_within_its_month_and_year(day: date) -> None:
    for length in (4, 7, 10):
        kept = checked_day(day.isoformat()[:length], today=TODAY, field="since")
        assert earliest(kept) <= day <= latest(kept)


# --- Children, names and joining -------------------------------------------------------------------------------------
def test_whoever_was_born_on_the_29th_of_february_is_a_child_until_the_first_of_march() -> None:
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age(date(2008, 2, 29), date(2026, 3, 1)) == 18
    number = "202402292383"
    assert is_child(Part.OTHER, Known(), number, today=date(2042, 2, 28))
    assert not is_child(Part.CHILD, Known(minor=True), number, today=date(2042, 3, 1))


def test_who_has_no_number_is_a_child_when_it_was_said() -> None:
    assert is_child(Part.CHILD, Known(), "", today=TODAY)
    assert is_child(Part.PERSON_OF_CONCERN, Known(minor=True), "", today=TODAY)
    assert not is_child(Part.PERSON_OF_CONCERN, Known(), "", today=TODAY)


def test_a_name_may_be_missing_and_has_sixty_letters_at_most() -> None:
    assert checked_called("  ") == ""
    assert checked_called("Å" * 60) == "Å" * 60
    with pytest.raises(Invalid, match="too_long_here"):
        checked_called("Å" * 61)
    with pytest.raises(Invalid, match="choose_called"):
        checked_called(" ", needed=True)


def test_those_who_are_one_person_are_shown_as_one_and_nobody_is_related_to_themselves() -> None:
    joined = {4: 2, 5: 4}
    assert [shown_as(joined, number) for number in (1, 2, 4, 5)] == [1, 2, 2, 2]
    edges = [Between(1, 2, K.PARENT), Between(1, 4, K.PARENT), Between(2, 5, K.SIBLING), Between(1, 5, K.CARER)]
    assert as_joined(edges, joined) == (Between(1, 2, K.PARENT), Between(1, 2, K.CARER))
    assert as_joined(edges, {}) == tuple(map(straight, edges))


@given(st.lists(EDGES, max_size=10), st.dictionaries(st.integers(1, 4), st.integers(1, 4), max_size=4))
def test_joining_never_makes_an_edge_to_oneself_and_always_ends(edges: list[Between], joined: dict[int, int]) -> None:
    assert all(edge.one != edge.other for edge in as_joined(edges, joined))
