# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questions by a link: answered once by whoever has the code, sealed to the support, and every other code looks
alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.rooms.mailbox.people import fresh
from tests.rooms.support.staff import Staff, begin

from sjalvklar.followup import actions, queries
from sjalvklar.followup.models import Asking
from sjalvklar.followup.rules import AskedBy, AskingState, Questions, codes
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox import guessing
from sjalvklar.safety import actions as safety
from sjalvklar.support import stops
from sjalvklar.tally.models import Fact
from sjalvklar.tally.rules import What
from sjalvklar.trust import subjects
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.rules import Actor


@pytest.fixture
def support(staff: Staff) -> UUID:
    return begin(staff.jonas)


def link(staff: Staff, support: UUID, at: datetime, kind: Questions = Questions.WELLBEING) -> str:
    return actions.link(actor=staff.jonas, support_id=support, kind=kind, nonce=fresh(), at=at).code


def test_an_answer_is_taken_once_and_only_its_support_can_read_it(staff: Staff, support: UUID, at: datetime) -> None:
    code = link(staff, support, at)
    found = queries.asked(code, at=at)
    assert found is not None
    assert found.questions is Questions.WELLBEING
    assert code.encode() not in bytes(Asking.objects.get().finding or b"")
    with pytest.raises(Invalid, match="nothing_answered"):
        actions.answer(code=code, given={}, at=at)
    assert actions.answer(code=code, given={"sleep": "1", "safe": "3"}, at=at)
    assert not actions.answer(code=code, given={"sleep": "4"}, at=at)
    row = Asking.objects.get()
    assert (row.state, row.finding, row.expires_at) == (AskingState.ANSWERED.value, None, None)
    assert b"sleep" not in bytes(row.answers or b"")
    [asked] = actions.read(actor=staff.jonas, support_id=support, at=at).asked
    assert (asked.answers, asked.way) == ({"sleep": 1, "safe": 3}, AskedBy.LINK)
    entry = AuditEntry.objects.get(action="followup.answer")
    assert (entry.actor_kind, entry.actor_id, entry.object) == ("relative", "", f"asking:{row.pk}")
    assert "sleep" not in str(entry.detail)


def test_wrong_used_expired_and_taken_back_codes_are_nothing_alike(staff: Staff, support: UUID, at: datetime) -> None:
    used, back = link(staff, support, at), link(staff, support, at)
    actions.answer(code=used, given={"sleep": "1"}, at=at)
    asked = actions.read(actor=staff.jonas, support_id=support, at=at).asked
    [asking] = [one for one in asked if one.state is AskingState.OPEN]
    actions.take_back(actor=staff.jonas, support_id=support, asking_id=asking.id, at=at)
    old = link(staff, support, at)
    later = at + codes.LIVES + timedelta(days=1)
    for code, when in ((used, at), (back, at), ("2" * 20, at), ("", at), (old, later)):
        assert queries.asked(code, at=when) is None
        assert not actions.answer(code=code, given={"sleep": "1"}, at=when)
    assert queries.asked(old, at=at + codes.LIVES) is not None, "it lives its last day out"
    assert actions.look_after(at=later) == 1
    assert not Asking.objects.filter(finding__isnull=False).exists()
    with pytest.raises(NotNow, match="asked_already"):
        actions.take_back(actor=staff.jonas, support_id=support, asking_id=asking.id, at=at)


def test_the_same_form_gives_the_same_code_while_it_opens_something(staff: Staff, support: UUID, at: datetime) -> None:
    nonce = fresh()
    give = {"actor": staff.jonas, "support_id": support, "kind": Questions.EXPERIENCE, "nonce": nonce, "at": at}
    first, again = actions.link(**give), actions.link(**give)
    assert first == again
    assert Asking.objects.count() == 1
    other = actions.link(**(give | {"kind": Questions.WELLBEING}))
    assert other.code != first.code, "the same page, sent again with other questions"
    assert queries.asked(other.code, at=at).questions is Questions.WELLBEING  # type: ignore[union-attr]
    actions.answer(code=first.code, given={"help": "2"}, at=at)
    with pytest.raises(NotNow, match="asked_already"):
        actions.link(**give)
    assert first.code not in repr(first)


def test_papers_and_talks_are_typed_in_and_answers_are_counted_as_numbers_only(
    staff: Staff, support: UUID, at: datetime
) -> None:
    give = {"actor": staff.jonas, "support_id": support, "kind": Questions.EXPERIENCE, "at": at}
    nonce = fresh()
    for _ in range(2):
        actions.note(**give, way=AskedBy.TALK, given={"help": "2"}, nonce=nonce)
    actions.note(**give, way=AskedBy.PAPER, given={"help": "0", "respect": "1"}, nonce=fresh())
    with pytest.raises(Invalid, match="choose"):
        actions.note(**give, way=AskedBy.LINK, given={"help": "0"}, nonce=fresh())
    facts = {what: Fact.objects.filter(what=what.value).count() for what in What}
    assert facts[What.FEEDBACK_ASKED] == facts[What.FEEDBACK_ANSWERED] == 2
    assert facts[What.FEEDBACK_HELPED] == facts[What.FEEDBACK_NOT_HELPED] == 1
    assert set(Fact.objects.filter(what__startswith="feedback").values_list("situation", flat=True)) == {""}


def test_somebody_who_is_not_to_be_reached_is_given_no_link(
    staff: Staff, support: UUID, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stops, "STOPS", [lambda _there: "violence"])
    with pytest.raises(NotNow, match="violence"):
        link(staff, support, at)
    assert actions.read(actor=staff.jonas, support_id=support, at=at).stopped == "violence"


def test_a_link_handed_over_before_opens_nothing_while_there_are_signs_of_violence_in_the_home(
    staff: Staff, support: UUID, at: datetime
) -> None:
    code = link(staff, support, at)
    safety.switch_on(actor=staff.jonas, support_id=support, nonce=fresh(), at=at)
    assert queries.asked(code, at=at) is None
    assert not actions.answer(code=code, given={"sleep": "1"}, at=at)
    assert Asking.objects.get().answers is None
    safety.switch_off(actor=staff.jonas, support_id=support, why="Hon bor hos sin syster nu.", at=at)
    assert actions.answer(code=code, given={"sleep": "1"}, at=at)


def test_an_answer_to_somebody_who_is_gone_opens_nothing(staff: Staff, support: UUID, at: datetime) -> None:
    code = link(staff, support, at)
    subjects.destroy(Asking.objects.get().subject, actor=Actor.system("tests"))
    assert not actions.answer(code=code, given={"sleep": "1"}, at=at)
    assert Asking.objects.get().answers is None


def test_whoever_guesses_is_led_into_the_narrow_lane(
    staff: Staff, support: UUID, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "WATCH", guessing.Watch())
    for number in range(guessing.WRONG_BEFORE_LANE):
        assert queries.asked(f"{number:020}", address="192.0.2.7", at=at) is None
    code = link(staff, support, at)
    monkeypatch.setattr(guessing, "LONGEST_WAIT", 0.01)
    with guessing.WATCH._lane, pytest.raises(guessing.Busy):
        queries.asked(code, address="192.0.2.7", at=at)
    assert queries.asked(code, address="192.0.2.8", at=at) is not None
