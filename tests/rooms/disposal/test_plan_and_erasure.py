# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One plans, another decides, the clock carries out: what goes, what stays and why, and what is left of it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from tests.rooms.casework.staff import AMAL
from tests.rooms.disposal.archive import AUTHORITY, OTHER_AUTHORITY, somebody
from tests.rooms.mailbox.people import NORTH

from sjalvklar.casework import actions as casework
from sjalvklar.casework.models import Case, Note, Person, PersonIndex
from sjalvklar.casework.rules import ProtectionLevel, TwoFor
from sjalvklar.disposal import actions, queries
from sjalvklar.disposal.models import Item, Kept, Plan, Receipt
from sjalvklar.disposal.rules import HoldGround, HoldKind, RecordType, Why
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotAllowed, NotFound, NotNow
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust import keys, subjects
from sjalvklar.trust.queries import entries_about

pytestmark = pytest.mark.django_db(transaction=True)


def _planned(staff, at):
    return actions.plan(actor=staff.viewer("alva", at), authority_id=AUTHORITY, at=at)


def _decided(staff, at):
    plan = _planned(staff, at)
    actions.decide(actor=staff.viewer("arvid", at), plan_id=plan, at=at)
    return plan


def _kept(plan):
    return {(row.record, row.why): row.count for row in Kept.objects.filter(plan=plan)}


def test_a_plan_says_what_goes_and_why_the_rest_stays(staff, ended, at, later) -> None:
    goes = ended()
    ended(somebody("19600315"))
    ended(somebody("19610525", coordination=True))
    ended(somebody("20120401"))
    ended(AMAL.__class__(name="Okänd Exempel"))
    ended(somebody("19700202"), close=False)
    plan = _planned(staff, later)
    [item] = Item.objects.filter(plan=plan)
    assert (item.thing, item.rule, item.unit) == (goes, "case-file", NORTH)
    assert str(item.due) == "2031-11-24"
    assert str(item.gone_by) == "2032-12-31"
    kept = _kept(plan)
    assert kept["case", "born_on_day"] == 2
    assert kept["case", "child"] == 1
    assert kept["case", "born_unknown"] == 1
    assert kept["case", "open"] == 1
    shown = queries.sheet(staff.viewer("arvid", later), plan)
    assert [line.numbers for line in shown.goes] == [(Case.objects.get(pk=goes).number,)]
    assert "Amal" not in repr(shown)
    assert str(goes) not in repr(shown)
    assert Case.objects.count() == 6, "a plan erases nothing"


def test_that_a_seal_was_opened_for_the_plan_is_on_record(staff, ended, later) -> None:
    case = ended()
    _planned(staff, later)
    looked = [entry for entry in entries_about(f"case:{case}") if entry.action == "case.look_for_disposal"]
    assert [entry.actor_id for entry in looked] == ["disposal"]


def test_before_its_time_nothing_is_looked_at(staff, ended, at) -> None:
    case = ended()
    plan = _planned(staff, at + timedelta(days=365))
    assert not Item.objects.filter(plan=plan).exists()
    assert _kept(plan)["case", "not_yet"] == 1
    assert not [one for one in entries_about(f"case:{case}") if one.action == "case.look_for_disposal"]


def test_while_something_else_about_the_same_person_is_kept_nothing_about_them_goes(staff, ended, at, later) -> None:
    ended()
    ended(at=at + timedelta(days=1_000))
    plan = _planned(staff, later)
    assert not Item.objects.filter(plan=plan).exists()
    assert _kept(plan)["case", "same_person"] == 1


def test_two_old_cases_about_one_person_go_together(staff, ended, at, later) -> None:
    ended()
    ended(at=at + timedelta(days=3))
    _decided(staff, later)
    assert actions.carry_out(at=later) == 2
    assert not Case.objects.exists()


def test_the_one_who_planned_never_decides_and_nobody_else_may(staff, ended, later) -> None:
    ended()
    plan = _planned(staff, later)
    with pytest.raises(NotAllowed, match="another_decides"):
        actions.decide(actor=staff.viewer("alva", later), plan_id=plan, at=later)
    for name in ("asta", "ines", "jonas", "siv", "kim"):
        with pytest.raises(NotFound):
            actions.decide(actor=staff.viewer(name, later), plan_id=plan, at=later)
        with pytest.raises(NotFound):
            actions.plan(actor=staff.viewer(name, later), authority_id=AUTHORITY, at=later)
    with pytest.raises(NotFound):
        queries.sheet(staff.viewer("asta", later), plan)
    with pytest.raises(NotNow, match="plan_is_old"):
        actions.decide(actor=staff.viewer("arvid", later), plan_id=plan, at=later + timedelta(days=30))
    assert actions.carry_out(at=later) == 0
    assert Case.objects.count() == 1


def test_what_is_decided_is_erased_with_its_key_and_a_receipt_is_left(staff, ended, later) -> None:
    gone, kept = ended(), ended(somebody("19600315"))
    person, number = Case.objects.values_list("person_id", "number").get(pk=gone)
    plan = _decided(staff, later)
    assert actions.carry_out(at=later) == 1
    assert actions.carry_out(at=later) == 0
    assert list(Case.objects.values_list("pk", flat=True)) == [kept]
    assert not Person.objects.filter(pk=person).exists()
    assert not PersonIndex.objects.filter(person=person).exists()
    assert not Note.objects.filter(case=gone).exists()
    with pytest.raises(subjects.SubjectGone):
        subjects.cipher(person)
    assert {person, gone} <= keys.holder().destroyed_subjects()
    [receipt] = Receipt.objects.filter(plan=plan)
    assert (receipt.record, receipt.unit, receipt.count) == ("case", NORTH, 1)
    assert bytes(receipt.ids) == hashlib.sha256(f"{gone}\n".encode()).digest()
    assert Plan.objects.get(pk=plan).done_at == later
    assert not Item.objects.filter(plan=plan).exists(), "not even the number is left"
    assert entries_about(f"case:{gone}")[-1].action == "case.erase"
    assert number not in repr(queries.sheet(None, plan))


def test_what_was_counted_stays_counted(staff, ended, later) -> None:
    before = {what: tally.totals(what=what) for what in What}
    ended()
    _decided(staff, later)
    actions.carry_out(at=later)
    assert {what: tally.totals(what=what) for what in What} == before


def test_what_has_changed_since_it_was_planned_stays_and_the_plan_says_why(staff, ended, later) -> None:
    reopened, held = ended(), ended(somebody("19700202"))
    plan = _decided(staff, later)
    casework.reopen(actor=staff.viewer("jonas", later), case_id=reopened, at=later)
    number = Case.objects.get(pk=held).number
    actions.place(
        actor=staff.viewer("alva", later),
        authority_id=AUTHORITY,
        kind=HoldKind.CASE,
        what=number,
        ground=HoldGround.SUPERVISION,
        reference="IVO 3.1-17/2032",
        at=later,
    )
    assert actions.carry_out(at=later) == 0
    assert Case.objects.count() == 2
    stayed = {(line.why, line.count) for line in queries.sheet(None, plan).stayed}
    assert stayed == {(Why.OPEN, 1), (Why.ON_HOLD, 1)}


@pytest.mark.parametrize("kind", [HoldKind.CASE, HoldKind.PERSON, HoldKind.UNIT])
def test_nothing_on_hold_is_erased_until_another_person_has_lifted_it(staff, ended, later, kind) -> None:
    case = Case.objects.get(pk=ended())
    what = {HoldKind.CASE: case.number, HoldKind.PERSON: AMAL.number, HoldKind.UNIT: NORTH}[kind]
    alva, arvid = staff.viewer("alva", later), staff.viewer("arvid", later)
    hold = actions.place(
        actor=alva,
        authority_id=AUTHORITY,
        kind=kind,
        what=what,
        ground=HoldGround.COURT,
        reference="T 17-32",
        at=later,
    )
    plan = _decided(staff, later)
    assert _kept(plan)["case", "on_hold"] == 1
    assert actions.carry_out(at=later) == 0
    [row] = queries.hold_rows(arvid)
    assert AMAL.number not in repr(row)
    with pytest.raises(NotAllowed, match="another_decides"):
        actions.lift(actor=alva, hold_id=hold, at=later)
    with pytest.raises(NotFound):
        actions.lift(actor=staff.viewer("asta", later), hold_id=hold, at=later)
    actions.lift(actor=arvid, hold_id=hold, at=later)
    with pytest.raises(NotNow):
        actions.lift(actor=arvid, hold_id=hold, at=later)
    _decided(staff, later)
    assert actions.carry_out(at=later) == 1


def test_a_hold_of_one_board_keeps_nothing_of_anothers(staff, ended, later) -> None:
    case = Case.objects.get(pk=ended())
    actions.place(
        actor=staff.viewer("asta", later),
        authority_id=OTHER_AUTHORITY,
        kind=HoldKind.CASE,
        what=case.number,
        ground=HoldGround.COURT,
        reference="T 18-32",
        at=later,
    )
    _decided(staff, later)
    assert actions.carry_out(at=later) == 1


def test_a_protected_persons_case_is_in_no_plan_and_a_hold_says_nothing_of_it(staff, ended, at, later) -> None:
    samir = staff.ids["samir"]
    hidden = ended(
        AMAL.__class__(name="Amal Exempel", number=AMAL.number),
        level=ProtectionLevel.PROTECTED_REGISTRATION,
        second=samir,
    )
    plan = _decided(staff, later)
    assert not Item.objects.filter(plan=plan).exists()
    assert not Kept.objects.filter(plan=plan, record="case").exists()
    numbers = (Case.objects.get(pk=hidden).number, "2026-999999")
    said = {
        type(
            actions.place(
                actor=staff.viewer("alva", later),
                authority_id=AUTHORITY,
                kind=HoldKind.CASE,
                what=number,
                ground=HoldGround.COURT,
                reference="T 19-32",
                at=later,
            )
        )
        for number in numbers
    }
    assert len(said) == 1
    assert actions.carry_out(at=later) == 0
    assert Case.objects.filter(pk=hidden).exists()


def test_contacts_stand_in_the_plan_as_counts_and_go_by_the_boards_own_decision(staff, at) -> None:
    import secrets

    from sjalvklar.mailbox import actions as mailbox
    from sjalvklar.mailbox.models import Thread
    from sjalvklar.mailbox.rules import ContactFacts

    stored = mailbox.store_contact(
        nonce=secrets.token_bytes(24), unit_id=NORTH, text="Hej", answers=ContactFacts(language="sv"), at=at
    )
    then = at + timedelta(days=90)
    mailbox.erase_expired(at=then)
    plan = _planned(staff, then)
    assert _kept(plan)["contact", "past"] == 1
    hold = actions.place(
        actor=staff.viewer("alva", then),
        authority_id=AUTHORITY,
        kind=HoldKind.THREAD,
        what=str(stored.thread_id),
        ground=HoldGround.POLICE,
        reference="K 17-27",
        at=then,
    )
    assert mailbox.erase_expired(at=then + timedelta(days=1)) == 0
    actions.lift(actor=staff.viewer("arvid", then), hold_id=hold, at=then)
    assert mailbox.erase_expired(at=then + timedelta(days=2)) == 1
    assert not Thread.objects.exists()
    [receipt] = Receipt.objects.filter(record=RecordType.CONTACT.value)
    assert (receipt.count, receipt.decision, receipt.plan_id) == (1, "contacts-2026", None)
    assert bytes(receipt.ids) == hashlib.sha256(f"{stored.thread_id}\n".encode()).digest()
    assert stored.thread_id in keys.holder().destroyed_subjects()


def test_a_protected_persons_case_goes_when_two_who_are_named_agree_and_leaves_no_trace_in_the_plans(
    staff, ended, at, later
) -> None:
    who = AMAL.__class__(name="Amal Exempel", number=AMAL.number)
    level = ProtectionLevel.PROTECTED_REGISTRATION
    hidden = ended(who, level=level, second=staff.ids["samir"])
    person = Case.objects.get(pk=hidden).person_id
    jonas, samir = staff.viewer("jonas", later), staff.viewer("samir", later)
    early = at + timedelta(days=400)
    with pytest.raises(NotNow, match="not_due"):
        casework.ask(actor=staff.viewer("jonas", early), case_id=hidden, what=TwoFor.DISPOSE, at=early)
    with pytest.raises(NotFound):
        casework.ask(actor=staff.viewer("ines", later), case_id=hidden, what=TwoFor.DISPOSE, at=later)
    casework.ask(actor=jonas, case_id=hidden, what=TwoFor.DISPOSE, at=later)
    with pytest.raises(NotNow, match="nothing_asked"):
        casework.approve(actor=jonas, case_id=hidden, what=TwoFor.DISPOSE, at=later)
    with pytest.raises(NotFound):
        casework.approve(actor=staff.viewer("alva", later), case_id=hidden, what=TwoFor.DISPOSE, at=later)
    hold = actions.place(
        actor=staff.viewer("alva", later),
        authority_id=AUTHORITY,
        kind=HoldKind.UNIT,
        what=NORTH,
        ground=HoldGround.COURT,
        reference="T 20-32",
        at=later,
    )
    with pytest.raises(NotNow, match="not_due"):
        casework.approve(actor=samir, case_id=hidden, what=TwoFor.DISPOSE, at=later)
    actions.lift(actor=staff.viewer("arvid", later), hold_id=hold, at=later)
    casework.approve(actor=samir, case_id=hidden, what=TwoFor.DISPOSE, at=later)
    assert not Case.objects.exists()
    assert not Receipt.objects.exists()
    assert {hidden, person} <= keys.holder().destroyed_subjects()
    erased = entries_about(f"case:{hidden}")[-1]
    assert (erased.action, erased.unit, erased.detail["compartment"]) == ("case.erase", "", "protected")


def test_rows_of_the_record_go_by_the_boards_decision_and_their_leaves_stay(staff, ended, at, later) -> None:
    from dataclasses import replace

    from sjalvklar.disposal.queries import rules
    from sjalvklar.disposal.rules import Period
    from sjalvklar.trust.actions import tree
    from sjalvklar.trust.audit import erasures
    from sjalvklar.trust.models import AuditEntry, AuditLeaf

    ended()
    tree.sequence()
    said = queries.disposal()
    [contacts] = said.decisions
    log = replace(contacts, id="log-2026", record=RecordType.LOG, period=Period(years=5))
    rules._Kept.rules = replace(said, decisions=(contacts, log))
    old = AuditEntry.objects.filter(unit=NORTH, at__lte=at).count()
    leaves = AuditLeaf.objects.count()
    assert old > 3
    with clock.frozen(later):
        plan = _decided(staff, later)
        item = Item.objects.get(plan=plan, record="log", unit=NORTH)
        assert item.count == old
        assert str(item.until.date()) == "2027-01-11"
        actions.carry_out(at=later)
    assert not AuditEntry.objects.filter(unit=NORTH, at__lte=at).exists()
    assert AuditLeaf.objects.count() >= leaves
    receipt = Receipt.objects.get(plan=plan, record="log", unit=NORTH)
    assert (receipt.count, receipt.decision) == (old, "log-2026")
    tree.sequence()
    assert list(erasures.unaccounted(queries.covers)) == []
    Receipt.objects.filter(pk=receipt.pk).update(ids=bytes(32))  # as the database's owner could
    assert [decision for decision, _ in erasures.unaccounted(queries.covers)] == [str(plan)]


def test_the_environment_changes_the_days_of_a_decision_and_is_none_itself(at, settings) -> None:
    from pathlib import Path

    from sjalvklar.organisation.queries import municipality

    settings.MAILBOX_RETENTION_DAYS = 30
    assert queries.contacts_kept(NORTH, at) == timedelta(days=30)
    [said] = [one for one in queries.in_force(AUTHORITY, at) if one.record is RecordType.CONTACT]
    assert said.overridden
    settings.PACK_DIR = Path(__file__).parents[3] / "packs" / "stockholm"
    municipality.clear()
    assert queries.contacts_kept("jarva-anhorigstod", at) is None
    assert queries.limit(RecordType.CONTACT, "sdn-jarva", at) is None
