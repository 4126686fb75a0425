# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every reading is on record before anything is opened; when it cannot be recorded, nothing is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from tests.rooms.mailbox.people import NORTH, fresh, make_people

from sjalvklar.kernel.errors import Refused
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.models import Message, Thread
from sjalvklar.mailbox.rules import Channel, CloseReason, SafeContact
from sjalvklar.trust.access.context import acting, staff
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.queries import entries_about

SQLITE = """CREATE TRIGGER refuse_record BEFORE INSERT ON trust_auditentry
    BEGIN SELECT RAISE(ABORT, 'no record can be written'); END"""
POSTGRESQL = """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no record can be written'; END $$;
    CREATE TRIGGER refuse_record BEFORE INSERT ON trust_auditentry FOR EACH ROW EXECUTE FUNCTION refuse()"""


@pytest.fixture
def nothing_can_be_recorded(db: None) -> None:
    """The table of records refuses every row, as a full disk or a lost right would."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


@pytest.fixture
def taken(write, people, at) -> actions.Stored:
    stored = write(safe_contact=SafeContact(channel=Channel.PHONE, value="070-174 06 05"))
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    return stored


def test_what_cannot_be_put_on_record_is_not_read(taken, people, at, nothing_can_be_recorded, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(threads, "private_for_desk", lambda thread: opened.append("key"))
    with pytest.raises(DatabaseError, match="no record"):
        actions.read(actor=people.jonas, thread_id=taken.thread_id, at=at)
    assert not opened, "the key was opened before the reading was on record"


@pytest.mark.parametrize(
    "deed",
    [
        lambda who, thread, at: actions.reveal_safe_contact(actor=who, thread_id=thread, ticked=True, at=at),
        lambda who, thread, at: actions.answer(actor=who, thread_id=thread, text="Hej", nonce=fresh(), at=at),
        lambda who, thread, at: actions.close(actor=who, thread_id=thread, reason=CloseReason.HELPED, at=at),
        lambda who, thread, at: actions.pass_to_unit(actor=who, thread_id=thread, unit_id="norr-intag", at=at),
        lambda who, thread, at: actions.hand_to_colleague(actor=who, thread_id=thread, staff_id=who.staff_id, at=at),
    ],
)
def test_no_deed_is_done_that_cannot_be_put_on_record(taken, people, at, nothing_can_be_recorded, deed) -> None:
    before = Thread.objects.values().get()
    with pytest.raises(DatabaseError, match="no record"), transaction.atomic():
        deed(people.jonas, taken.thread_id, at)
    assert Thread.objects.values().get() == before
    assert Message.objects.count() == 1


def test_a_contact_that_cannot_be_put_on_record_is_not_acknowledged(write, nothing_can_be_recorded) -> None:
    with pytest.raises(DatabaseError, match="no record"):
        write()


def test_every_deed_leaves_its_row_with_who_what_and_on_what_ground(taken, write, people, at) -> None:
    thread = taken.thread_id
    actions.read(actor=people.jonas, thread_id=thread, at=at)
    actions.reveal_safe_contact(actor=people.jonas, thread_id=thread, ticked=True, at=at)
    actions.answer(actor=people.jonas, thread_id=thread, text="Hej", nonce=fresh(), at=at)
    opened = actions.open_by_receipt(taken.receipt, at=at)
    actions.write_again(opened, text="Hej igen", nonce=fresh(), at=at)
    actions.change_safe_contact(opened, safe_contact=SafeContact(), at=at)
    actions.hand_to_colleague(actor=people.ines, thread_id=thread, staff_id=people.ids["samir"], at=at)
    actions.close(actor=people.samir, thread_id=thread, reason=CloseReason.HELPED, at=at)
    actions.close_by_relative(opened, at=at)
    jonas, ines, samir = (str(people.ids[name]) for name in ("jonas", "ines", "samir"))
    assert [(e.action, e.actor_kind, e.actor_id, e.basis) for e in entries_about(f"thread:{thread}")] == [
        ("contact.store", "relative", "", "code"),
        ("contact.take", "staff", jonas, "queue"),
        ("contact.read", "staff", jonas, "assignment"),
        ("contact.reveal", "staff", jonas, "assignment"),
        ("contact.answer", "staff", jonas, "assignment"),
        ("contact.write_again", "relative", "", "code"),
        ("contact.change_wishes", "relative", "", "code"),
        ("contact.hand_over", "staff", ines, "head"),
        ("contact.close", "staff", samir, "assignment"),
        ("contact.close_as_relative", "relative", "", "code"),
    ]
    assert {e.unit for e in entries_about(f"thread:{thread}")} == {NORTH}


def test_a_refused_reading_leaves_no_trace_of_having_happened(taken, people, at) -> None:
    before = AuditEntry.objects.count()
    for who in (people.samir, people.ines, people.petra):
        with pytest.raises(Refused):
            actions.read(actor=who, thread_id=taken.thread_id, at=at)
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_was_shown_is_on_disk(at) -> None:
    from sjalvklar.mailbox.rules import ContactFacts

    people = make_people()
    stored = actions.store_contact(nonce=fresh(), unit_id=NORTH, text="a", answers=ContactFacts(), at=at)
    actions.take(actor=people.jonas, thread_id=stored.thread_id, at=at)
    actions.read(actor=people.jonas, thread_id=stored.thread_id, at=at)
    connection.close()
    assert AuditEntry.objects.filter(action="contact.read").count() == 1


@pytest.fixture
def the_right_is_revoked(db: None) -> Iterator[None]:
    """As the app's role in production, and its right to add to the record taken away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE)
            yield
            return
        for sql in (
            "CREATE ROLE sjalvklar_revoked",
            "GRANT ALL ON ALL TABLES IN SCHEMA public TO sjalvklar_revoked",
            "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO sjalvklar_revoked",
            "REVOKE INSERT ON trust_auditentry FROM sjalvklar_revoked",
            "SET LOCAL ROLE sjalvklar_revoked",
        ):
            cursor.execute(sql)
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_a_role_that_may_not_add_to_the_record_reads_nothing(
    taken, people, at, the_right_is_revoked, monkeypatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(threads, "private_for_desk", lambda thread: opened.append("key"))
    jonas = people.jonas
    refused = pytest.raises(DatabaseError, match=r"no record|permission denied")
    with refused, transaction.atomic(), acting(staff(jonas.staff_id)):
        actions.read(actor=jonas, thread_id=taken.thread_id, at=at)
    assert not opened
