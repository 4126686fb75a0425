# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two who write about the same thing at once: what came meanwhile is noticed, and one's own is no news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pytest

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.meanwhile import CAME, CHANGED, check_nothing_new, check_unchanged, mark

INES, JONAS = 1, 2


def test_a_mark_is_the_same_for_the_same_and_another_for_anything_else() -> None:
    shown = mark("talk", date(2026, 11, 24), None)
    assert shown == mark("talk", date(2026, 11, 24), "")
    for other in (("talk", date(2026, 11, 25), None), ("talk", None, ""), ("talk",), ("t", "alk")):
        assert shown != mark(*other), other
    assert mark("ab", "c") != mark("a", "bc"), "where one part ends counts"


class _Step(StrEnum):
    TALK = "talk"


@dataclass(frozen=True)
class _Said:
    words: str
    steps: tuple[_Step, ...] = ()


def test_a_mark_is_of_what_is_said_however_it_is_held() -> None:
    assert mark(_Step.TALK) == mark("talk")
    assert mark(_Said("x", (_Step.TALK,))) == mark(("x", ["talk"]))
    assert mark(_Said("x")) != mark(_Said("y"))
    assert mark(1) != mark("1")


def test_a_value_that_another_has_changed_is_not_silently_replaced() -> None:
    seen = mark("Amal", "070-174 06 12")
    check_unchanged(seen, "Amal", "070-174 06 12")
    with pytest.raises(Invalid) as refused:
        check_unchanged(seen, "Amal", "070-174 06 99")
    assert refused.value.code == CHANGED


def test_a_form_that_says_nothing_of_what_it_showed_is_not_asked() -> None:
    check_unchanged("", "whatever")
    check_nothing_new(None, [(9, INES)], JONAS, field="text")


@pytest.mark.parametrize(
    ("seen", "written", "news"),
    [
        (2, [(1, INES), (2, INES)], False),
        (2, [(1, INES), (2, INES), (3, JONAS)], False),
        (2, [(1, INES), (2, INES), (3, INES)], True),
        (0, [(1, INES)], True),
        (0, [(1, None)], True),
        (0, [], False),
    ],
)
def test_only_what_somebody_else_wrote_since_is_news(
    seen: int, written: list[tuple[int, int | None]], news: bool
) -> None:
    if not news:
        check_nothing_new(seen, written, JONAS, field="text")
        return
    with pytest.raises(Invalid) as refused:
        check_nothing_new(seen, written, JONAS, field="text")
    assert (refused.value.code, refused.value.field) == (CAME, "text")
