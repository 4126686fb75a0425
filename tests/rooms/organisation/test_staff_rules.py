# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.rules.staff import GrantView, Role, Viewer, check_period, check_username

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(("written", "kept"), [("Jonas", "jonas"), (" a.b-c_1 ", "a.b-c_1"), ("x", "x")])
def test_a_username_is_kept_in_lower_case(written: str, kept: str) -> None:
    assert check_username(written) == kept


@pytest.mark.parametrize("written", ["", " ", "åsa", "a b", "-a", "a.", "a" * 81, "jo\u202enas@", "a\x00b c"])
def test_a_username_that_could_be_taken_for_another_is_refused(written: str) -> None:
    with pytest.raises(Invalid, match="username"):
        check_username(written)


def test_a_period_ends_after_it_begins() -> None:
    check_period(NOW, None)
    check_period(NOW, NOW + timedelta(seconds=1))
    for end in (NOW, NOW - timedelta(days=1)):
        with pytest.raises(Invalid, match="ends_before_it_begins"):
            check_period(NOW, end)
    with pytest.raises(ValueError, match="aware"):
        check_period(NOW.replace(tzinfo=None), None)


@pytest.mark.parametrize(
    ("role", "answers", "leads"),
    [
        (Role.RELATIVES_ADVISER, True, False),
        (Role.SOCIAL_WORKER, True, False),
        (Role.UNIT_HEAD, False, True),  # the list without content; content needs a contact of one's own
    ],
)
def test_what_each_role_is_for(role: Role, answers: bool, leads: bool) -> None:
    viewer = Viewer(1, "x", (GrantView("north", "board", role),))
    assert (viewer.answers_in("north"), viewer.leads("north")) == (answers, leads)
    assert not viewer.answers_in("beside")
    assert not viewer.leads("beside")


def test_a_stand_in_acts_for_the_absent_colleague_in_that_unit_only() -> None:
    viewer = Viewer(1, "x", (), frozenset({("north", 2)}))
    assert viewer.acts_for(1, "anywhere")
    assert viewer.acts_for(2, "north")
    assert not viewer.acts_for(2, "beside")
    assert not viewer.acts_for(None, "north")
    assert viewer.stands_in_for == {2}
