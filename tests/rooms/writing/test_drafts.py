# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody has typed and not sent: theirs alone, for as long as they may write there, and gone with the thing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.rooms.mailbox.people import IT, NORTH, fresh
from tests.rooms.support.staff import AMAL, NAMED, begin

from sjalvklar.casework import actions as casework
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation.actions.staff import end_grant
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.support import actions as supports
from sjalvklar.support import keeping
from sjalvklar.support.rules import CloseReason
from sjalvklar.trust.models import AuditEntry
from sjalvklar.writing import actions
from sjalvklar.writing.actions import Kept
from sjalvklar.writing.models import Draft
from sjalvklar.writing.rules import LIVES

WORDS = "Hon vill att systern får veta."


def keep(actor: Any, kind: str, thing: object, form: str, text: str = WORDS, **given: Any) -> Kept:
    field = given.pop("field", "text")
    page = given.pop("page", "p1")
    typed = {field: text, **given.pop("typed", {})}
    return actions.keep(actor=actor, kind=kind, thing=str(thing), form=form, typed=typed, page=page, **given)


def mine(actor: Any, kind: str, thing: object, form: str, **given: Any) -> Kept:
    return actions.mine(actor=actor, kind=kind, thing=str(thing), **given)[form]


@pytest.fixture
def case(staff: Any, at: datetime) -> UUID:
    return casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)


@pytest.fixture
def thread(staff: Any, at: datetime) -> UUID:
    made = mailbox.store_contact(nonce=fresh(), unit_id=NORTH, text="Jag är rädd.", answers=ContactFacts(), at=at)
    mailbox.take(actor=staff.jonas, thread_id=made.thread_id, at=at)
    return made.thread_id


@pytest.mark.parametrize(
    ("kind", "form", "field"),
    [("c", "write", "text"), ("s", "write", "text"), ("s", "talk", "words"), ("k", "answer", "text")],
)
def test_what_is_typed_is_found_again_by_whoever_typed_it(
    staff: Any, support: UUID, case: UUID, thread: UUID, at: datetime, kind: str, form: str, field: str
) -> None:
    thing = {"c": case, "s": support, "k": thread}[kind]
    first = keep(staff.jonas, kind, thing, form, field=field, at=at, typed={"nonce": "ab" * 16})
    again = mine(staff.jonas, kind, thing, form, at=at)
    assert (again.values[field], again.values["nonce"], again.version) == (WORDS, "ab" * 16, first.version)
    row = Draft.objects.get()
    assert WORDS.encode() not in bytes(row.sealed) + bytes(row.wrapped or b"")
    for other in (staff.samir, staff.ines, staff.petra):
        assert not mine(other, kind, thing, form, at=at).values
    keep(staff.jonas, kind, thing, form, f"{WORDS} Och brodern.", field=field, at=at)
    assert Draft.objects.count() == 1
    keep(staff.jonas, kind, thing, form, "  ", field=field, at=at)
    assert not Draft.objects.exists(), "an emptied field leaves nothing"


def test_a_talk_with_somebody_new_is_kept_for_the_unit_and_opens_for_its_writer(staff: Any, at: datetime) -> None:
    keep(staff.jonas, "u", NORTH, "register", field="words", at=at, typed={"minutes": "30", "called": "Amal"})
    assert mine(staff.jonas, "u", NORTH, "register", at=at).values == {"words": WORDS, "minutes": "30"}
    assert not mine(staff.samir, "u", NORTH, "register", at=at).values
    with pytest.raises(NotFound):
        keep(staff.petra, "u", NORTH, "register", field="words", at=at)


@pytest.mark.parametrize("name", ["samir", "ines", "petra", "siv"])
def test_whoever_may_not_write_about_it_keeps_nothing_there(
    staff: Any, support: UUID, case: UUID, thread: UUID, at: datetime, name: str
) -> None:
    for kind, thing, form in (("c", case, "write"), ("s", support, "write"), ("k", thread, "answer")):
        with pytest.raises((NotFound, NotAllowed)):
            keep(staff.viewer(name), kind, thing, form, at=at)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("thing", ["", "x", "1", str(UUID(int=7))])
def test_what_is_not_there_has_no_draft(staff: Any, at: datetime, thing: str) -> None:
    for kind, form in (("c", "write"), ("s", "talk"), ("k", "answer"), ("f", "note"), ("i", "line"), ("p", "note")):
        with pytest.raises(NotFound):
            keep(staff.jonas, kind, thing, form, field="words" if form == "talk" else "text", at=at)


def test_a_draft_put_in_anothers_place_does_not_open(staff: Any, support: UUID, at: datetime) -> None:
    keep(staff.jonas, "s", support, "write", at=at)
    supports.hand_over(
        actor=staff.jonas, support_id=support, staff_id=staff.ids["samir"], owner_id=staff.ids["jonas"], at=at
    )
    Draft.objects.update(staff_id=staff.ids["samir"])
    assert not mine(staff.samir, "s", support, "write", at=at).values


def test_a_draft_is_unread_when_access_is_lost_and_there_again_when_it_comes_back(
    staff: Any, support: UUID, at: datetime
) -> None:
    keep(staff.jonas, "s", support, "write", at=at)
    given = {"support_id": support, "at": at}
    supports.hand_over(actor=staff.jonas, staff_id=staff.ids["samir"], owner_id=staff.ids["jonas"], **given)
    assert not mine(staff.jonas, "s", support, "write", at=at).values
    assert not mine(staff.samir, "s", support, "write", at=at).values, "nobody is handed another's unsent words"
    with pytest.raises((NotFound, NotAllowed)):
        keep(staff.jonas, "s", support, "write", at=at)
    supports.hand_over(actor=staff.samir, staff_id=staff.ids["jonas"], owner_id=staff.ids["samir"], **given)
    assert mine(staff.jonas, "s", support, "write", at=at).values["text"] == WORDS
    supports.close(actor=staff.jonas, reason=CloseReason.GOAL_REACHED, **given)
    assert not mine(staff.jonas, "s", support, "write", at=at).values, "nothing is written in what is closed"


def test_a_draft_goes_after_a_week_with_its_thing_and_with_its_writer(staff: Any, support: UUID, at: datetime) -> None:
    keep(staff.jonas, "s", support, "write", at=at)
    assert mine(staff.jonas, "s", support, "write", at=at + LIVES - timedelta(minutes=1)).values
    assert not mine(staff.jonas, "s", support, "write", at=at + LIVES).values
    assert actions.erase_expired(at=at + LIVES - timedelta(minutes=1)) == 0
    assert actions.erase_expired(at=at + LIVES) == 1
    keep(staff.jonas, "s", support, "write", at=at)
    keeping.delete([support])
    assert not Draft.objects.exists()
    other = begin(staff.jonas)
    keep(staff.jonas, "s", other, "write", at=at)
    end_grant(staff_id=staff.ids["jonas"], unit_id=NORTH, role=Role.RELATIVES_ADVISER, actor=IT, at=at)
    assert actions.erase_expired(at=at + timedelta(minutes=1)) == 1


def test_another_window_does_not_write_over_what_this_one_has(staff: Any, support: UUID, at: datetime) -> None:
    here = keep(staff.jonas, "s", support, "write", "Här", page="here", at=at)
    keep(staff.jonas, "s", support, "write", "Här, mer", page="here", seen=0, at=at)  # its own, whatever it had seen
    with pytest.raises(NotNow) as refused:
        keep(staff.jonas, "s", support, "write", "Där", page="there", seen=here.version, at=at)
    assert refused.value.code == "written_elsewhere"
    newest = mine(staff.jonas, "s", support, "write", at=at)
    assert newest.values["text"] == "Här, mer"
    keep(staff.jonas, "s", support, "write", "Där", page="there", seen=newest.version, at=at)
    assert mine(staff.jonas, "s", support, "write", at=at).values["text"] == "Där"


def test_the_same_words_that_come_twice_are_kept_once_and_hinder_nobody(
    staff: Any, support: UUID, at: datetime
) -> None:
    """A page that is left may say what it has twice, the second time when the next page has been drawn."""
    left = keep(staff.jonas, "s", support, "write", at=at)
    drawn = mine(staff.jonas, "s", support, "write", at=at)
    assert keep(staff.jonas, "s", support, "write", at=at + timedelta(seconds=1)) == left
    more = keep(staff.jonas, "s", support, "write", WORDS + " Och mer.", page="p2", seen=drawn.version, at=at)
    assert more.version > left.version


def test_what_a_note_may_not_hold_is_not_kept_in_a_draft_either(staff: Any, at: datetime) -> None:
    anonymous, named = begin(staff.jonas), begin(staff.jonas, service="advice", mode=NAMED)
    for thing, text, code in (
        (anonymous, "Ring 070-174 06 12", "phone_here"),
        (anonymous, "19900101-2385", "personal_number_here"),
        (named, "19900101-2385", "personal_number_here"),
    ):
        with pytest.raises(Invalid) as refused:
            keep(staff.jonas, "s", thing, "write", text, at=at)
        assert refused.value.code == code
    with pytest.raises(Invalid):
        keep(staff.jonas, "u", NORTH, "register", "Ring 070-174 06 12", field="words", at=at)
    assert not Draft.objects.exists()


def test_a_draft_leaves_no_trace_in_the_record(staff: Any, support: UUID, at: datetime) -> None:
    before = AuditEntry.objects.count()
    keep(staff.jonas, "s", support, "write", at=at)
    mine(staff.jonas, "s", support, "write", at=at)
    actions.discard(actor=staff.jonas, kind="s", thing=str(support), form="write")
    actions.discard(actor=staff.jonas, kind="s", thing=str(support), form="write")
    assert not Draft.objects.exists()
    assert AuditEntry.objects.count() == before


def test_what_no_page_shows_any_more_is_in_nobodys_way(staff: Any, support: UUID, at: datetime) -> None:
    """Its week has passed and the clock has not been there yet, or it was sealed with what does not open here now."""
    keep(staff.jonas, "s", support, "write", "Förra veckan", page="then", at=at)
    later = at + LIVES
    assert not mine(staff.jonas, "s", support, "write", at=later).values
    keep(staff.jonas, "s", support, "write", page="now", seen=0, at=later)
    assert mine(staff.jonas, "s", support, "write", at=later).values["text"] == WORDS
    Draft.objects.update(sealed=bytes(80))
    assert not mine(staff.jonas, "s", support, "write", at=later).values
    keep(staff.jonas, "s", support, "write", page="another", seen=0, at=later)
    assert mine(staff.jonas, "s", support, "write", at=later).values["text"] == WORDS
