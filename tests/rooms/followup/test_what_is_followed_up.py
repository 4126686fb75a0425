# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From an agreed day to what became of it, through the end of the support."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from tests.rooms.mailbox.people import NORTH, SOUTH, fresh
from tests.rooms.support.staff import AMAL, IN_A_WEEK, TODAY, Staff, an_hour_ago, begin

from sjalvklar.casework import actions as casework
from sjalvklar.casework import attached
from sjalvklar.casework.rules import Recipient
from sjalvklar.followup import actions, queries
from sjalvklar.followup.models import Asking, Consent, FollowUp
from sjalvklar.followup.rules import AskedBy, EventKind, Questions, State
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow, Refused
from sjalvklar.support import actions as support_actions
from sjalvklar.support import queries as supports
from sjalvklar.support.models import Support
from sjalvklar.support.rules import CloseReason
from sjalvklar.tally.models import Fact
from sjalvklar.tally.rules import What
from sjalvklar.trust.models import AuditEntry


@pytest.fixture
def support(staff: Staff) -> UUID:
    return begin(staff.jonas, situation="homicide")


def plan(staff: Staff, support: UUID, *steps: str, nonce: bytes = b"", **given: object) -> int:
    made: int = actions.plan(
        actor=staff.jonas, support_id=support, start=TODAY, steps=steps, nonce=nonce or fresh(), **given
    )  # type: ignore[arg-type]
    return made


def coming(staff: Staff, support: UUID, at: datetime) -> list[tuple[State, date]]:
    return [(line.state, line.on) for line in actions.read(actor=staff.jonas, support_id=support, at=at).coming]


def counted(what: What) -> int:
    return Fact.objects.filter(what=what.value).count()


def close(staff: Staff, support: UUID, at: datetime) -> None:
    support_actions.close(actor=staff.jonas, support_id=support, reason=CloseReason.GOAL_REACHED, at=at)


def test_days_of_the_schedule_are_agreed_once(staff: Staff, support: UUID, at: datetime) -> None:
    suggested = queries.suggested("homicide", TODAY, at=at)
    assert [one.on for one in suggested] == [TODAY + timedelta(days=1), TODAY + timedelta(days=25), date(2027, 11, 23)]
    assert plan(staff, support, "killed.next-day", "killed.flat", at=at) == 2
    assert plan(staff, support, "killed.next-day", "killed.year", at=at) == 1
    assert [on for _, on in coming(staff, support, at)] == [one.on for one in suggested]
    for steps in ((), ("everybody.two-weeks",), ("killed.flat", "nothing")):
        with pytest.raises(Invalid, match="steps"):
            plan(staff, support, *steps, at=at)
    [other] = queries.suggested("crime", TODAY, at=at)
    assert other.on == TODAY + timedelta(days=14)
    for nobodys in (date.min, date.max, date(9998, 12, 31), date(1890, 2, 28)):
        assert queries.suggested("homicide", nobodys, at=at) == ()
        with pytest.raises(Invalid, match="steps"):
            actions.plan(
                actor=staff.jonas,
                support_id=support,
                start=nobodys,
                steps=("killed.year",),
                nonce=fresh(),
                at=at,
            )


def test_what_may_happen_is_asked_about_and_gets_its_day_when_it_does(
    staff: Staff, support: UUID, at: datetime
) -> None:
    give = {"actor": staff.jonas, "support_id": support, "at": at}
    actions.expect(**give, event=EventKind.JUDGMENT_FINAL, nonce=fresh())
    actions.expect(
        **give,
        event=EventKind.RELEASE,
        around=TODAY + timedelta(days=60),
        words="Enligt Kriminalvården",
        nonce=fresh(),
    )
    unknown, around = actions.read(actor=staff.jonas, support_id=support, at=at).coming
    assert (unknown.on, around.on) == (TODAY + timedelta(days=30), TODAY + timedelta(days=46))
    assert (around.what.event, around.what.words) == (EventKind.RELEASE, "Enligt Kriminalvården")
    with pytest.raises(NotNow, match="not_happened"):
        actions.settle(**give, followup_id=unknown.id, outcome=State.CONTACTED)
    actions.look_later(**give, followup_id=unknown.id, on=TODAY + timedelta(days=90))
    due = actions.happened(**give, followup_id=unknown.id, on=TODAY - timedelta(days=1))
    assert due == TODAY + timedelta(days=2)
    with pytest.raises(NotNow, match="not_happened"):
        actions.happened(**give, followup_id=unknown.id, on=TODAY)
    actions.settle(**give, followup_id=around.id, outcome=State.DECLINED)
    assert coming(staff, support, at) == [(State.DUE, due)]
    sealed = bytes(FollowUp.objects.get(pk=around.id).what)
    assert b"release" not in sealed
    assert "Kriminalvården".encode() not in sealed


def test_each_outcome_is_kept_and_a_new_day_is_a_follow_up_of_its_own(
    staff: Staff, support: UUID, at: datetime
) -> None:
    give = {"actor": staff.jonas, "support_id": support, "at": at}
    later = TODAY + timedelta(days=5)
    for _ in range(4):
        actions.add(**give, on=TODAY, words="Ring", nonce=fresh())
    ids = [line.id for line in actions.read(**give).coming]
    with pytest.raises(Invalid, match="needed"):
        actions.settle(**give, followup_id=ids[0], outcome=State.MOVED)
    actions.settle(**give, followup_id=ids[0], outcome=State.MOVED, again_on=later)
    actions.settle(**give, followup_id=ids[1], outcome=State.NOT_REACHED)
    actions.settle(**give, followup_id=ids[2], outcome=State.DECLINED, again_on=later)
    actions.settle(**give, followup_id=ids[3], outcome=State.CONTACTED)
    read = actions.read(**give)
    assert [(line.on, line.what.words) for line in read.coming] == [(later, "Ring")]
    assert {line.state for line in read.settled} == {State.MOVED, State.NOT_REACHED, State.DECLINED, State.CONTACTED}
    assert counted(What.FOLLOWED_UP) == 1
    with pytest.raises(NotNow, match="settled"):
        actions.settle(**give, followup_id=ids[3], outcome=State.CONTACTED)
    with pytest.raises(Invalid, match="choose"):
        actions.settle(**give, followup_id=read.coming[0].id, outcome=State.ENDED)
    other = begin(staff.jonas)
    with pytest.raises(Invalid, match="followup"):
        actions.settle(**{**give, "support_id": other}, followup_id=read.coming[0].id, outcome=State.CONTACTED)


def test_the_same_form_is_done_once_and_what_points_at_somebody_is_refused(
    staff: Staff, support: UUID, at: datetime
) -> None:
    give = {"actor": staff.jonas, "support_id": support, "at": at}
    nonce = fresh()
    for _ in range(2):
        actions.add(**give, on=TODAY, nonce=nonce)
        actions.expect(**give, event=EventKind.OTHER, nonce=nonce)
        actions.agree(**give, months=6, nonce=nonce)
    assert (FollowUp.objects.count(), Consent.objects.count()) == (2, 1)
    for words, code in (("Ring 070-174 06 05", "phone_here"), ("x" * 121, "too_long_here")):
        with pytest.raises(Invalid, match=code):
            actions.add(**give, on=TODAY, words=words, nonce=fresh())


def test_what_passed_its_day_goes_up_once(staff: Staff, support: UUID, at: datetime) -> None:
    plan(staff, support, "killed.next-day", at=at)
    assert actions.look_after(at=at + timedelta(days=1)) == 0
    assert actions.look_after(at=at + timedelta(days=2)) == 1
    assert actions.look_after(at=at + timedelta(days=2)) == 0
    assert counted(What.FOLLOW_UP_LATE) == 1
    raised = AuditEntry.objects.get(action="followup.raise")
    assert raised.detail == {"to": staff.ids["ines"]}
    late = at + timedelta(days=2)
    assert queries.overdue(staff.viewer("ines", late), unit_id=NORTH, at=late) == 1
    assert queries.overdue(staff.viewer("samir", late), unit_id=NORTH, at=late) == 0


def test_the_list_of_a_unit_says_days_and_owners_page_by_page(staff: Staff, support: UUID, at: datetime) -> None:
    plan(staff, support, "killed.next-day", "killed.flat", "killed.year", at=at)
    actions.add(actor=staff.jonas, support_id=support, on=TODAY, nonce=fresh(), at=at)
    seen: list[date] = []
    after = None
    while True:
        page = queries.page(staff.ines, unit_id=NORTH, after=after, limit=2, at=at)
        seen += [row.on for row in page.rows]
        assert {(row.support.owner, row.needs_owner) for row in page.rows} == {("Jonas Exempelsson", False)}
        after = page.next
        if after is None:
            break
    assert seen == sorted(seen)
    assert len(seen) == 4
    for who, unit in (("petra", NORTH), ("karin", NORTH), ("jonas", SOUTH)):
        with pytest.raises(NotFound, match="no_such_unit"):
            queries.page(staff.viewer(who, at), unit_id=unit, at=at)
    assert queries.page(staff.petra, unit_id=SOUTH, at=at).rows == ()
    short = queries.short(supports.row(staff.samir, support, at=at), at=at)
    assert (short.coming, short.next_on, short.overdue, short.consented) == (4, TODAY, False, False)


def test_only_whoever_answers_for_the_support_reads_and_writes(staff: Staff, support: UUID, at: datetime) -> None:
    for who, refusal in (("samir", NotAllowed), ("ines", NotAllowed), ("petra", NotFound), ("karin", NotFound)):
        viewer = staff.viewer(who, at)
        for deed in (
            lambda viewer=viewer: actions.read(actor=viewer, support_id=support, at=at),
            lambda viewer=viewer: actions.add(actor=viewer, support_id=support, on=TODAY, nonce=fresh(), at=at),
            lambda viewer=viewer: actions.agree(actor=viewer, support_id=support, months=1, nonce=fresh(), at=at),
            lambda viewer=viewer: actions.withdraw(actor=viewer, support_id=support, at=at),
            lambda viewer=viewer: actions.prove(actor=viewer, support_id=support, days=[], nonce=fresh(), at=at),
        ):
            with pytest.raises(refusal):
                deed()
    assert not FollowUp.objects.exists()


def test_the_end_of_a_support_ends_what_nobody_said_yes_to_and_opening_again_brings_nothing_back(
    staff: Staff, support: UUID, at: datetime
) -> None:
    plan(staff, support, "killed.flat", "killed.year", at=at)
    close(staff, support, at)
    assert coming(staff, support, at) == []
    assert set(FollowUp.objects.values_list("state", flat=True)) == {State.ENDED.value}
    with pytest.raises(NotNow, match="wrong_state"):
        actions.add(actor=staff.jonas, support_id=support, on=TODAY, nonce=fresh(), at=at)
    support_actions.reopen(actor=staff.jonas, support_id=support, coming=IN_A_WEEK, at=at)
    assert coming(staff, support, at) == []
    actions.add(actor=staff.jonas, support_id=support, on=TODAY, nonce=fresh(), at=at)
    assert coming(staff, support, at) == [(State.DUE, TODAY)]


def test_a_yes_outlives_the_support_and_ends_at_once_when_it_is_taken_back(
    staff: Staff, support: UUID, at: datetime
) -> None:
    give = {"actor": staff.jonas, "support_id": support}
    plan(staff, support, "killed.flat", "killed.year", at=at)
    actions.agree(**give, months=24, nonce=fresh(), at=at)
    close(staff, support, at)
    flat, _year = actions.read(**give, at=at).coming
    later = at + timedelta(days=25)
    [row, _] = queries.page(staff.viewer("ines", later), unit_id=NORTH, at=later).rows
    assert row.afterwards
    actions.settle(**give, followup_id=flat.id, outcome=State.CONTACTED, at=later)
    actions.add(**give, on=TODAY + timedelta(days=40), nonce=fresh(), at=later)
    actions.withdraw(**give, at=later)
    assert coming(staff, support, later) == []
    with pytest.raises(NotNow, match="no_consent"):
        actions.withdraw(**give, at=later)
    with pytest.raises(NotNow, match="wrong_state"):
        actions.add(**give, on=TODAY + timedelta(days=40), nonce=fresh(), at=later)
    with pytest.raises(Refused):
        actions.agree(**give, months=1, nonce=fresh(), at=later)


def test_a_yes_that_is_over_ends_by_the_clock(staff: Staff, support: UUID, at: datetime) -> None:
    plan(staff, support, "killed.year", at=at)
    actions.agree(actor=staff.jonas, support_id=support, months=3, nonce=fresh(), at=at)
    close(staff, support, at)
    last = at + timedelta(days=92)
    assert actions.look_after(at=last) == 0
    after = {"actor": staff.jonas, "support_id": support, "at": last + timedelta(days=1)}
    assert actions.read(**after).consent_until is None, "whether or not a job has run"
    assert not queries.short(supports.row(staff.jonas, support, at=after["at"]), at=after["at"]).consented
    with pytest.raises(NotNow, match="wrong_state"):
        actions.add(**after, on=TODAY + timedelta(days=200), nonce=fresh())
    assert actions.look_after(at=last + timedelta(days=1)) == 1
    assert coming(staff, support, last + timedelta(days=1)) == []
    assert AuditEntry.objects.filter(action="followup.consent_over").count() == 1


def test_a_support_is_not_erased_while_somebody_wants_the_time_after_and_is_when_they_do_not(
    staff: Staff, support: UUID, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sjalvklar.disposal.queries.limit", lambda _record, _authority, now: now - timedelta(days=30))
    plan(staff, support, "killed.year", at=at)
    actions.agree(actor=staff.jonas, support_id=support, months=12, nonce=fresh(), at=at)
    close(staff, support, at)
    for day in (40, 42):
        support_actions.erase_expired(at=at + timedelta(days=day))
    assert Support.objects.filter(pk=support).exists()
    actions.withdraw(actor=staff.jonas, support_id=support, at=at + timedelta(days=43))
    for day in (43, 45):
        support_actions.erase_expired(at=at + timedelta(days=day))
    for table in (Support, FollowUp, Consent, Asking):
        assert not table.objects.exists(), table


def test_a_proof_says_days_authority_and_unit_and_is_on_record(staff: Staff, support: UUID, at: datetime) -> None:
    give = {"actor": staff.jonas, "support_id": support, "at": at}
    support_actions.hold_talk(**give, held=an_hour_ago(), nonce=fresh())
    actions.add(**give, on=TODAY, nonce=fresh())
    nonce = fresh()
    for _ in range(2):
        sheet = actions.prove(**give, days=[TODAY], nonce=nonce)
    assert (sheet.days, sheet.name, sheet.made_on) == ((TODAY,), "", TODAY)
    assert sheet.unit
    assert sheet.authority
    assert counted(What.PROOF_OF_CONTACT) == 1
    assert AuditEntry.objects.filter(action="followup.prove", object=f"support:{support}").count() == 2
    with pytest.raises(Invalid, match="no_place_for_it"):
        actions.prove(**give, days=[TODAY], name="Amal", nonce=fresh())
    with pytest.raises(Invalid, match="days"):
        actions.prove(**give, days=[TODAY - timedelta(days=1)], nonce=fresh())
    named = begin(staff.jonas, service="advice")
    support_actions.hold_talk(actor=staff.jonas, support_id=named, held=an_hour_ago(), nonce=fresh(), at=at)
    shown = actions.prove(actor=staff.jonas, support_id=named, days=[TODAY], name="Amal", nonce=fresh(), at=at)
    assert shown.name == "Amal"
    assert "Amal" not in repr(shown)


def test_a_copy_of_a_case_says_days_and_own_answers_and_not_what_a_day_hung_on(staff: Staff, at: datetime) -> None:
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    file = begin(staff.jonas, service="practical", case_id=case, situation="homicide")
    give = {"actor": staff.jonas, "support_id": file, "at": at}
    actions.expect(**give, event=EventKind.RELEASE, words="Enligt Kriminalvården", nonce=fresh())
    kind, way = Questions.WELLBEING, AskedBy.TALK
    actions.note(**give, kind=kind, way=way, given={"sleep": "3"}, nonce=fresh())
    day, answer = attached.of(case, Recipient.PERSON)["follow_ups"]
    assert day == {"on": TODAY + timedelta(days=30), "state": "expected"}
    assert answer == {"answered": at, "questions": "wellbeing", "answers": {"sleep": 3}}
    for acting in (Recipient.GUARDIAN, Recipient.REPRESENTATIVE):
        assert attached.of(case, acting)["follow_ups"] == (day,), "whether one feels safe may be about them"
