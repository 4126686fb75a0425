# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notice and offer: whoever notices a relative passes on what they want, and sees only that it was taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.rooms.mailbox.people import INTAKE, NORTH, SOUTH, fresh
from tests.rooms.support.staff import SAFE, TODAY, Staff

from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.mailbox.rules import SafeContact
from sjalvklar.organisation.queries import municipality
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Notice, Sent, Why
from sjalvklar.support.models import Noticed, Support
from sjalvklar.support.queries import View
from sjalvklar.support.rules import DocumentationMode, NextStep, NoticeAnswer, Source, State
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust.models import AuditEntry

WANTED = Notice(NoticeAnswer.CONTACT, "crime", "norr", "Amal", SAFE)


def notice(staff: Staff, at: datetime, what: Notice = WANTED, *, who: str = "karin", **given: Any) -> Sent:
    given = {"from_unit": INTAKE, "nonce": fresh(), **given}
    return actions.notice(actor=staff.viewer(who), notice=what, at=at, **given)


def test_a_case_officer_notices_and_the_unit_that_gives_support_there_takes_over_with_a_clock(
    staff: Staff, at: datetime
) -> None:
    sent = notice(staff, at)
    assert (sent.unit, sent.why) == ("Anhörigstödet i Norr", None)
    assert len(sent.receipt) == 9
    [row] = queries.worklist(staff.samir, view=View.WAITING, unit_id=NORTH, at=at)
    assert (row.source, row.situation, row.mode) == (
        Source.NOTICED,
        "crime",
        DocumentationMode.NAMED_WITHOUT_FILE,
    )
    assert row.due_at == at + timedelta(hours=4)
    assert row.may == {"take"}
    with pytest.raises(NotAllowed):
        actions.read(actor=staff.samir, support_id=row.id, at=at)
    actions.take(actor=staff.samir, support_id=row.id, at=at)
    found = actions.reveal(actor=staff.samir, support_id=row.id, at=at)
    assert found is not None
    assert (found.name, found.safe.value, found.safe.when) == ("Amal", SAFE.value, SAFE.when)
    assert actions.read(actor=staff.samir, support_id=row.id, at=at).row.next_step is NextStep.REACH_OUT
    assert queries.row(staff.samir, row.id, at=at).next_on == TODAY


def test_whoever_noticed_sees_that_it_was_received_and_taken_and_nothing_else(staff: Staff, at: datetime) -> None:
    sent = notice(staff, at)
    [mine] = queries.noticed_by(staff.karin, at=at)
    assert (mine.receipt, mine.unit, mine.received, mine.taken_at) == (sent.receipt, sent.unit, True, None)
    support = Support.objects.get()
    for deed in (actions.read, actions.reveal, actions.take):
        with pytest.raises(NotFound):
            deed(actor=staff.karin, support_id=support.pk, at=at)
    with pytest.raises(NotFound):
        queries.worklist(staff.karin, view=View.WAITING, unit_id=NORTH, at=at)
    later = at + timedelta(minutes=5)
    actions.take(actor=staff.viewer("samir", later), support_id=support.pk, at=later)
    assert queries.noticed(staff.karin, sent.id).taken_at == later
    with pytest.raises(NotFound):
        queries.noticed(staff.gunilla, sent.id)
    assert queries.noticed_by(staff.gunilla, at=at) == ()


def test_the_same_form_notices_once(staff: Staff, at: datetime) -> None:
    nonce = fresh()
    assert notice(staff, at, nonce=nonce) == notice(staff, at, nonce=nonce)
    assert (Noticed.objects.count(), Support.objects.count()) == (1, 1)


@pytest.mark.parametrize("answer", [NoticeAnswer.NOT_NOW, NoticeAnswer.INFORMED, NoticeAnswer.NOT_OFFERED])
def test_of_somebody_who_does_not_want_to_be_contacted_nothing_is_sent_or_kept(
    staff: Staff, at: datetime, answer: NoticeAnswer
) -> None:
    sent = notice(staff, at, replace(WANTED, answer=answer))
    assert sent.why is Why.NOT_WANTED
    assert not Support.objects.exists()
    kept = Noticed.objects.get()
    assert (kept.support_id, kept.to_unit_id) == (None, None)
    assert tally.totals(what=What.NOTICED)[0].count == 1
    assert tally.totals(what=What.OFFERED)[0].count == int(answer.offered)


def test_whoever_wants_to_be_contacted_says_how_it_is_safe(staff: Staff, at: datetime) -> None:
    for safe, field in (
        (None, "value"),
        (SafeContact(), "value"),
        (replace(SAFE, value="inget nummer"), "value"),
        (replace(SAFE, value="900101-2385"), "value"),
        (replace(SAFE, when="hon är 19900101-2385"), "when"),
    ):
        with pytest.raises(Invalid) as refused:
            notice(staff, at, replace(WANTED, safe=safe))
        assert refused.value.field == field
    assert not Noticed.objects.exists()


def test_another_authority_is_told_only_with_consent_and_that_is_on_record(staff: Staff, at: datetime) -> None:
    def ask(consent: bool | None) -> Sent:
        return notice(staff, at, replace(WANTED, consent=consent), who="petra", from_unit=SOUTH)

    with pytest.raises(Invalid) as refused:
        ask(None)
    assert (refused.value.code, refused.value.field) == ("consent", "consent")
    assert ask(False).why is Why.NO_CONSENT
    assert not Support.objects.exists()
    assert ask(True).why is None
    assert Support.objects.get().unit_id == NORTH
    entry = AuditEntry.objects.filter(action="support.notice").latest("id")
    assert entry.detail == {"answer": "contact", "to": NORTH, "consent": True}
    assert entry.unit == SOUTH


def test_where_no_board_has_decided_the_relative_is_given_the_way_in_instead(staff: Staff, at: datetime) -> None:
    long_ago = datetime(2026, 1, 10, 8, 0, tzinfo=at.tzinfo)
    sent = actions.notice(
        actor=staff.viewer("karin", long_ago), from_unit=INTAKE, notice=WANTED, nonce=fresh(), at=long_ago
    )
    assert sent.why is Why.NO_DECISION
    assert not Support.objects.exists()


def test_it_the_archivist_and_strangers_to_the_unit_notice_nothing_from_it(staff: Staff, at: datetime) -> None:
    for who, unit in (("kim", NORTH), ("siv", NORTH), ("karin", NORTH), ("petra", INTAKE), ("karin", "nowhere")):
        with pytest.raises(NotFound):
            notice(staff, at, who=who, from_unit=unit)
    for who, unit in (("jonas", NORTH), ("ines", NORTH), ("gunilla", INTAKE)):
        assert notice(staff, at, who=who, from_unit=unit).why is None


def test_what_cannot_be_a_place_or_a_situation_is_refused(staff: Staff, at: datetime) -> None:
    for wrong, field in ((replace(WANTED, area="atlantis"), "area"), (replace(WANTED, situation="a b"), "situation")):
        with pytest.raises(Invalid) as refused:
            notice(staff, at, wrong)
        assert refused.value.field == field


def test_what_nobody_takes_in_time_goes_to_the_head_and_anybody_may_still_take_it(staff: Staff, at: datetime) -> None:
    notice(staff, at)
    late = at + timedelta(hours=4)
    assert actions.look_after(at=late - timedelta(seconds=1)) == 0
    assert actions.look_after(at=late) == 1
    assert actions.look_after(at=late) == 0
    support = Support.objects.get()
    row = queries.row(staff.viewer("ines", late), support.pk, at=late)
    assert (row.state, row.owner_id, row.raised, row.overdue) == (State.WAITING, staff.ids["ines"], True, True)
    assert queries.counts(staff.viewer("ines", late), unit_id=NORTH, at=late).raised == 1
    actions.take(actor=staff.viewer("jonas", late), support_id=support.pk, at=late)
    assert queries.row(staff.viewer("jonas", late), support.pk, at=late).mine
    with pytest.raises(NotNow):
        actions.take(actor=staff.viewer("samir", late), support_id=support.pk, at=late)


def test_the_area_decides_the_unit_and_without_one_it_is_the_unit_that_receives(staff: Staff, at: datetime) -> None:
    fallback = municipality.organisation().fallback.id
    found = actions.receiver("", at)
    assert found is not None
    assert found.id == fallback
    in_the_north = actions.receiver("norr", at)
    assert in_the_north is not None
    assert in_the_north.id == NORTH
