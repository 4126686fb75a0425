# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Break-glass: one case, four hours, told at once, judged by somebody else, and no other while one waits too long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.rooms.casework.staff import AMAL, OTHER_NUMBER

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import BreakGlass
from sjalvklar.casework.rules import GlassReason, Identity, NoticeKind, Outcome, is_working_day, review_due
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.trust.queries import entries_about

ZONE = ZoneInfo("Europe/Stockholm")
WHY = "Hon ringer och säger att de står utanför."


@pytest.fixture
def break_glass(staff: Any, at: datetime) -> Callable[..., UUID]:
    def break_glass(case: UUID, *, by: str = "samir", at: datetime = at, **more: Any) -> UUID:
        given = {"reason": GlassReason.DANGER, "text": WHY, "confirmed": True, **more}
        return actions.break_glass(actor=staff.viewer(by, at), case_id=case, at=at, **given)

    return break_glass


def test_one_case_opens_for_four_hours_to_read_and_not_to_write(staff, open_case, break_glass, at) -> None:
    case, other = open_case(), open_case()
    break_glass(case)
    assert actions.read(actor=staff.samir, case_id=case, at=at).row.by_glass
    assert actions.reveal(actor=staff.samir, case_id=case, at=at).name == AMAL.name
    with pytest.raises(NotAllowed):
        actions.write_note(actor=staff.samir, case_id=case, text="Jag", nonce=bytes(16), at=at)
    with pytest.raises(NotFound):
        actions.read(actor=staff.samir, case_id=other, at=at)
    over = at + timedelta(hours=4)
    actions.read(actor=staff.samir, case_id=case, at=over - timedelta(seconds=1))
    with pytest.raises(NotFound):
        actions.read(actor=staff.samir, case_id=case, at=over)


def test_owner_and_head_are_told_at_once_and_whoever_did_it_is_not(staff, open_case, break_glass, at) -> None:
    break_glass(open_case())
    assert [notice.kind for notice in queries.notices(staff.jonas, at=at)] == [NoticeKind.GLASS]
    [notice] = queries.notices(staff.ines, at=at)
    assert notice.glass_id is not None
    assert queries.notices(staff.samir, at=at) == ()
    assert BreakGlass.objects.get().told == 2


@pytest.mark.parametrize("who", ["samir", "gunilla", "ines", "bo"])
def test_anybody_who_serves_in_the_authority_may_and_nobody_else(who: str, staff, open_case, break_glass, at) -> None:
    case = open_case()
    break_glass(case, by=who)
    actions.read(actor=staff.viewer(who), case_id=case, at=at)
    for other in ("petra", "stina", "kim", "siv"):
        with pytest.raises(NotFound, match="no_such_case"):
            break_glass(case, by=other)


def test_without_a_fresh_sign_in_or_a_reason_nothing_is_opened(staff, open_case, break_glass, at) -> None:
    case = open_case()
    with pytest.raises(NotNow, match="confirm_first"):
        break_glass(case, confirmed=False)
    with pytest.raises(Invalid, match="reason_needed"):
        break_glass(case, text="akut")
    with pytest.raises(NotAllowed, match="yours_already"):
        break_glass(case, by="jonas")
    assert not BreakGlass.objects.exists()
    with pytest.raises(NotFound):
        actions.read(actor=staff.samir, case_id=case, at=at)


def test_pressed_twice_it_is_one_opening(staff, open_case, break_glass, at) -> None:
    case = open_case()
    assert break_glass(case) == break_glass(case)
    assert len(queries.notices(staff.ines, at=at)) == 1


def test_the_reason_is_sealed_and_read_by_whoever_judges_on_record(staff, open_case, break_glass, at) -> None:
    case = open_case()
    glass = break_glass(case)
    assert WHY.encode() not in bytes(BreakGlass.objects.get().text)
    assert actions.why(actor=staff.ines, glass_id=glass, at=at).text == WHY
    assert actions.why(actor=staff.siv, glass_id=glass, at=at).text == WHY
    assert [e.action for e in entries_about(f"case:{case}")].count("case.read_reason") == 2
    for who in ("samir", "jonas", "lena", "gunilla", "bo", "petra", "stina", "kim"):
        with pytest.raises(NotFound):
            actions.why(actor=staff.viewer(who), glass_id=glass, at=at)
        with pytest.raises(NotFound):
            actions.review(actor=staff.viewer(who), glass_id=glass, outcome=Outcome.JUSTIFIED, at=at)


def test_the_judgement_is_made_once_and_the_other_is_told(staff, open_case, break_glass, at) -> None:
    glass = break_glass(open_case())
    actions.review(actor=staff.ines, glass_id=glass, outcome=Outcome.NOT_JUSTIFIED, at=at)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.review(actor=staff.siv, glass_id=glass, outcome=Outcome.JUSTIFIED, at=at)
    assert [notice.kind for notice in queries.notices(staff.samir, at=at)] == [NoticeKind.GLASS_REVIEWED]


def test_a_head_who_broke_the_glass_does_not_judge_it(staff, open_case, break_glass, at) -> None:
    glass = break_glass(open_case(), by="ines")
    assert queries.to_review(staff.ines, at=at) == ()
    with pytest.raises(NotFound):
        actions.review(actor=staff.ines, glass_id=glass, outcome=Outcome.JUSTIFIED, at=at)
    actions.review(actor=staff.siv, glass_id=glass, outcome=Outcome.JUSTIFIED, at=at)


def test_one_that_nobody_judged_in_time_stops_the_next(staff, open_case, break_glass, at) -> None:
    first, second = open_case(), open_case()
    glass = break_glass(first)
    break_glass(second)  # while the first still waits in time, the next is possible
    late = BreakGlass.objects.get(pk=glass).review_due
    third = open_case(at=late)
    assert actions.is_locked(staff.viewer("samir", late), late)
    with pytest.raises(NotNow, match="unreviewed"):
        break_glass(third, at=late)
    assert all(row.overdue for row in queries.to_review(staff.viewer("ines", late), at=late))
    for row in queries.to_review(staff.viewer("ines", late), at=late):
        actions.review(actor=staff.viewer("ines", late), glass_id=row.id, outcome=Outcome.JUSTIFIED, at=late)
    break_glass(third, at=late)


def test_a_case_is_found_for_it_by_number_only_and_what_is_not_there_is_not_found(staff, open_case, at) -> None:
    case = open_case()
    assert actions.find_for_glass(actor=staff.samir, text=AMAL.number, at=at) == case
    with pytest.raises(Invalid, match="search"):
        actions.find_for_glass(actor=staff.samir, text="Amal Hassan", at=at)
    for who, text in (("samir", OTHER_NUMBER), ("petra", AMAL.number), ("kim", AMAL.number)):
        with pytest.raises(NotFound, match="no_such_case"):
            actions.find_for_glass(actor=staff.viewer(who), text=text, at=at)


def test_of_several_cases_about_one_person_the_open_one_is_found(staff, open_case, at) -> None:
    from sjalvklar.casework.rules import CloseReason

    closed, still_open = open_case(), open_case()
    with pytest.raises(NotFound):
        actions.find_for_glass(actor=staff.samir, text=AMAL.number, at=at)
    actions.close(actor=staff.jonas, case_id=closed, reason=CloseReason.MOVED, at=at)
    assert actions.find_for_glass(actor=staff.samir, text=AMAL.number, at=at) == still_open


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (datetime(2026, 11, 23, 8, tzinfo=UTC), date(2026, 11, 27)),  # Monday: before Friday
        (datetime(2026, 11, 27, 20, tzinfo=UTC), date(2026, 12, 3)),  # Friday evening: over the weekend
        (datetime(2026, 11, 28, 23, 30, tzinfo=UTC), date(2026, 12, 3)),  # Sunday already, where the municipality is
        (datetime(2026, 12, 22, 8, tzinfo=UTC), date(2026, 12, 30)),  # Christmas Eve and two holidays between
        (datetime(2027, 6, 24, 8, tzinfo=UTC), date(2027, 7, 1)),  # Midsummer Eve is no working day
        (
            datetime(2027, 3, 25, 8, tzinfo=UTC),
            date(2027, 4, 2),
        ),  # Good Friday to Easter Monday, and summer time begins
    ],
)
def test_three_working_days_are_counted_as_swedish_offices_work(opened: datetime, due: date) -> None:
    found = review_due(opened, ZONE)
    assert found.tzinfo is UTC
    assert found.astimezone(ZONE) == datetime(due.year, due.month, due.day, tzinfo=ZONE)


def test_weekends_holidays_and_the_great_eves_are_no_working_days() -> None:
    closed = ["2026-11-28", "2026-11-29", "2026-12-24", "2026-12-25", "2026-12-31", "2027-01-06", "2027-06-25"]
    assert not any(is_working_day(date.fromisoformat(day)) for day in closed)
    assert is_working_day(date(2026, 12, 23))


def test_the_person_s_list_shows_an_emergency_opening_as_what_it_was(staff, open_case, break_glass, at) -> None:
    case = open_case(identity=Identity(name="Amal"))
    break_glass(case)
    actions.read(actor=staff.samir, case_id=case, at=at)
    lines = actions.access_list(actor=staff.jonas, case_id=case, at=at)
    assert ("case.read", "Samir", "glass") in [(line.action, line.by, line.basis) for line in lines]
