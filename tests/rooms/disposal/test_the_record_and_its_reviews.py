# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was done in no unit, and the log reviews, go by time too: when every board has decided, and the last time is
over. What accounts for an erasure never goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.rooms.casework.staff import Staff
from tests.rooms.disposal.archive import AUTHORITY, OTHER_AUTHORITY
from tests.rooms.disposal.test_plan_and_erasure import _decided, _planned
from tests.rooms.mailbox.people import NORTH, SOUTH

from sjalvklar.disposal import actions, queries
from sjalvklar.disposal.models import Item, Receipt
from sjalvklar.disposal.queries import rules
from sjalvklar.disposal.rules import Disposal, DisposalRule, HoldGround, HoldKind, Period, RecordType
from sjalvklar.kernel import clock
from sjalvklar.review import actions as review
from sjalvklar.review import keeping
from sjalvklar.review.models import Decision, Finding, Round
from sjalvklar.review.rules.words import Outcome, Reason
from sjalvklar.trust import actions as trust
from sjalvklar.trust import keys
from sjalvklar.trust.actions import tree
from sjalvklar.trust.audit import erasures
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db(transaction=True)
Decide = Callable[..., None]


@pytest.fixture
def decide(staff: Staff) -> Iterator[Decide]:
    """Boards decide how many years a kind of record is kept; each authority by itself, or all of them."""

    def decide(record: RecordType, **years: int) -> None:
        said = queries.disposal()
        contacts = said.decisions[0]
        made = tuple(
            replace(
                contacts,
                id=f"{record.value}-{place}",
                record=record,
                authority={"north": AUTHORITY, "south": OTHER_AUTHORITY, "all": ""}[place],
                period=Period(years=count),
            )
            for place, count in years.items()
        )
        rules._Kept.rules = replace(said, rules=_with_reviews(said), decisions=(*said.decisions, *made))

    yield decide
    rules._Kept.found = None


def _with_reviews(said: Disposal) -> tuple[DisposalRule, ...]:
    """Granö's pack says nothing of reviews: they go as the record does."""
    log = next(rule for rule in said.rules if rule.record is RecordType.LOG)
    known = tuple(rule for rule in said.rules if rule.record is not RecordType.REVIEW)
    return (*known, replace(log, id="review", record=RecordType.REVIEW))


@contextmanager
def long_after(later: datetime) -> Iterator[None]:
    with clock.frozen(later):
        tree.sequence()
        yield


def nowhere(until: datetime) -> int:
    """Rows of no unit until then that account for nothing."""
    rows = AuditEntry.objects.filter(unit="", at__lte=until)
    return rows.exclude(action__startswith="disposal.").exclude(action__startswith="record.").count()


def sign_in(staff: Staff, at: datetime) -> None:
    who = staff.ids["jonas"]
    trust.record(actor=Actor.staff(who), action="staff.sign_in", object=f"staff:{who}", basis="own_account", at=at)


def test_what_was_done_in_no_unit_goes_when_every_board_has_decided_and_the_last_time_is_over(
    staff: Staff, decide: Decide, at: datetime, later: datetime
) -> None:
    sign_in(staff, at)
    decide(RecordType.LOG, north=5)
    with long_after(later):
        plan = _planned(staff, later)
        assert not Item.objects.filter(plan=plan, unit="").exists(), "the south has not decided"
        assert _kept_nowhere(plan) == {"no_decision"}
    decide(RecordType.LOG, south=20)
    with long_after(later):
        assert not Item.objects.filter(plan=_planned(staff, later), unit="").exists(), "the south keeps it longer"
    rules._Kept.found = None
    decide(RecordType.LOG, all=5)
    with long_after(later):
        plan = _decided(staff, later)
        item = Item.objects.get(plan=plan, record="log", unit="")
        assert item.count == nowhere(item.until) > 0
        actions.carry_out(at=later)
        assert nowhere(item.until) == 0
        assert Receipt.objects.get(plan=plan, record="log", unit="").count == item.count
        tree.sequence()
        assert list(erasures.unaccounted(queries.covers)) == []


def _kept_nowhere(plan: object) -> set[str]:
    from sjalvklar.disposal.models import Kept

    return set(Kept.objects.filter(plan=plan, record="log", unit="").values_list("why", flat=True))


def test_what_accounts_for_an_erasure_is_never_in_a_plan(
    staff: Staff, decide: Decide, at: datetime, later: datetime
) -> None:
    """Erased twice, many years apart: the first decision still accounts for what went by it."""
    sign_in(staff, at)
    decide(RecordType.LOG, all=5)
    for moment in (later, later + timedelta(days=3_000)):
        with long_after(moment):
            _decided(staff, moment)
            actions.carry_out(at=moment)
            tree.sequence()
            assert list(erasures.unaccounted(queries.covers)) == []
    for action in (erasures.PLAN, erasures.DECIDE):
        assert AuditEntry.objects.filter(action=action).count() == 2
    assert AuditEntry.objects.filter(action=erasures.ERASE, at=later).exists()


def test_while_all_of_a_unit_is_on_hold_nothing_done_in_no_unit_goes(
    staff: Staff, decide: Decide, at: datetime, later: datetime
) -> None:
    sign_in(staff, at)
    decide(RecordType.LOG, all=5)
    hold = {"kind": HoldKind.UNIT, "ground": HoldGround.COURT, "reference": "T 21-32"}
    asta = staff.viewer("asta", later)
    actions.place(actor=asta, authority_id=OTHER_AUTHORITY, what=SOUTH, at=later, **hold)  # type: ignore[arg-type]
    with long_after(later):
        before = nowhere(later)
        plan = _decided(staff, later)
        assert not Item.objects.filter(plan=plan, unit="").exists()
        actions.carry_out(at=later)
        assert nowhere(later) >= before


def _reviewed(staff: Staff, at: datetime) -> None:
    """October 2026: Jonas broke the glass; Ines has judged it."""
    day = datetime(2026, 10, 13, 9, 0, tzinfo=at.tzinfo)
    who = Actor.staff(staff.ids["jonas"], NORTH)
    trust.record(actor=who, action="case.read", object="case:a", basis="glass", at=day)
    review.make_rounds(date(2026, 10, 1), at=at)
    finding = Finding.objects.filter(round__unit=NORTH).first()
    assert finding is not None
    review.decide(
        actor=staff.viewer("ines", at), finding_id=finding.pk, outcome=Outcome.JUSTIFIED, reason=Reason.TASK, at=at
    )


def test_a_log_review_goes_by_the_boards_decision_and_does_not_come_back(
    staff: Staff, decide: Decide, at: datetime, later: datetime
) -> None:
    _reviewed(staff, at)
    findings = set(Finding.objects.values_list("pk", flat=True))
    copy = list(Finding.objects.all()), list(Round.objects.all())
    with long_after(later):
        assert not Item.objects.filter(plan=_planned(staff, later), record="review").exists(), "nobody has decided"
    decide(RecordType.REVIEW, all=5)
    with long_after(later):
        plan = _decided(staff, later)
        gone = {item.unit: item.count for item in Item.objects.filter(plan=plan, record="review")}
        assert gone == {NORTH: 1, "": 1}
        actions.carry_out(at=later)
    assert not Round.objects.exists()
    assert not Finding.objects.exists()
    assert not Decision.objects.exists()
    assert findings <= keys.holder().destroyed_subjects()
    assert sum(Receipt.objects.filter(plan=plan, record="review").values_list("count", flat=True)) == 2
    erased = AuditEntry.objects.filter(action="review.erase", object=f"disposal:{plan}")
    assert {(row.unit, row.detail["rounds"]) for row in erased} == {(NORTH, 1), ("", 1)}
    Round.objects.bulk_create(copy[1])  # an old copy of the database is put back
    Finding.objects.bulk_create(copy[0])
    assert actions.reapply() > 0
    assert not Finding.objects.exists()


def test_the_reviews_of_another_unit_and_of_later_months_stay(
    staff: Staff, decide: Decide, at: datetime, later: datetime
) -> None:
    _reviewed(staff, at)
    Round.objects.create(unit=NORTH, month=date(2031, 11, 1), made_at=later - timedelta(days=40), readings=1)
    Round.objects.create(unit=SOUTH, month=date(2026, 10, 1), made_at=at, readings=1)
    decide(RecordType.REVIEW, north=5)
    with long_after(later):
        _decided(staff, later)
        actions.carry_out(at=later)
    assert set(Round.objects.values_list("unit", "month")) == {
        (NORTH, date(2031, 11, 1)),
        (SOUTH, date(2026, 10, 1)),
        ("", date(2026, 10, 1)),
    }


def test_a_review_that_is_back_is_taken_away_whole(staff: Staff, at: datetime) -> None:
    _reviewed(staff, at)
    findings = list(Finding.objects.values_list("pk", flat=True))
    assert keeping.Reviews().forget(findings) == len(findings)
    assert not Decision.objects.exists()
