# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files in a thread: sealed, on record, seen by whoever answers for it, and gone with it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.rooms.mailbox.people import INTAKE, People
from tests.rooms.mailbox.sent_files import picture

from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow, Refused
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.actions import Opened
from sjalvklar.mailbox.files.looking import Looked, look
from sjalvklar.mailbox.models import Attachment, AttachmentPart, Message, Thread
from sjalvklar.mailbox.rules import CloseReason
from sjalvklar.mailbox.rules.files import MOST_BEFORE_ANSWER, MOST_IN_THREAD, STEP, Kind
from sjalvklar.trust import actions as trust
from sjalvklar.trust.models import AuditEntry

if TYPE_CHECKING:
    from sjalvklar.mailbox.actions import Stored

COPY = picture("PNG", (8, 8))


def one(content: bytes = b"as it came", kind: Kind = Kind.PNG, copies: Sequence[bytes] = (COPY,)) -> Looked:
    """A file that has been looked at."""
    return Looked(kind, content, tuple(copies))


@pytest.fixture
def amal(write: Callable[..., Stored], at: datetime) -> Opened:
    stored = write()
    assert stored.receipt
    opened = actions.open_by_receipt(stored.receipt, at=at)
    assert opened
    return opened


def send(opened: Opened, *files: Looked, text: str = "", at: datetime, nonce: bytes | None = None) -> None:
    actions.send_files(opened, text=text, files=files, nonce=nonce or secrets.token_bytes(24), at=at)


def only() -> UUID:
    found: UUID = Attachment.objects.get().pk
    return found


def recorded(action: str) -> list[dict[str, Any]]:
    return list(AuditEntry.objects.filter(action=action).order_by("id").values("actor_id", "detail", "basis"))


# --- What is stored -------------------------------------------------------------------------------------------------
def test_a_file_is_sealed_in_steps_of_64_kb_and_its_words_stand_nowhere(amal: Opened, at: datetime) -> None:
    secret = b"Kalle Anka bor i Ankeborg"
    send(amal, one(secret + bytes(STEP)), text="Titta.", at=at)
    with connection.cursor() as cursor:
        for table in ("mailbox_attachment", "mailbox_attachmentpart", "mailbox_message", "trust_auditentry"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of ours
            assert secret[:12] not in b"".join(
                bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            )
    original, copy = (bytes(body) for body in AttachmentPart.objects.order_by("number").values_list("body", flat=True))
    assert (len(original) - 48, len(copy) - 48) == (2 * STEP, STEP)
    assert Attachment.objects.get().steps == 2
    assert recorded("contact.send_files")[0]["detail"] == {"files": 1}


def test_a_part_opens_nowhere_but_where_it_belongs(people: People, amal: Opened, at: datetime) -> None:
    send(amal, one(), at=at)
    AttachmentPart.objects.filter(number=0).update(number=9)
    AttachmentPart.objects.filter(number=1).update(number=0)  # the copy in the place of the original is still the copy
    first, last = AttachmentPart.objects.order_by("number")
    AttachmentPart.objects.filter(pk=first.pk).update(body=last.body)
    actions.take(actor=people.jonas, thread_id=amal.thread_id, at=at)
    from sjalvklar.trust.envelope import CannotOpen

    with pytest.raises(CannotOpen):
        actions.take_original(
            actor=people.jonas, thread_id=amal.thread_id, file_id=only(), reason="evidence", ticked=True, at=at
        )


def test_the_same_from_the_same_form_is_kept_once(amal: Opened, at: datetime) -> None:
    nonce = secrets.token_bytes(24)
    send(amal, one(), one(), text="En.", nonce=nonce, at=at)
    send(amal, one(), text="En.", nonce=nonce, at=at)
    assert Attachment.objects.count() == 1
    send(amal, one(b"another"), text="En.", nonce=nonce, at=at)
    assert Attachment.objects.count() == 2


def test_the_relative_sees_that_it_came_and_an_answer_is_owed(people: People, amal: Opened, at: datetime) -> None:
    actions.take(actor=people.jonas, thread_id=amal.thread_id, at=at)
    actions.answer(actor=people.jonas, thread_id=amal.thread_id, text="Hej.", nonce=secrets.token_bytes(16), at=at)
    send(amal, one(), one(b"text", Kind.TEXT, [b"text"]), at=at)
    talk = actions.read_as_relative(amal, at=at)
    newest = talk.messages[-1]
    assert newest.text == ""
    assert [(file.kind, file.steps, file.copies) for file in newest.files] == [(Kind.PNG, 1, 1), (Kind.TEXT, 1, 1)]
    assert Thread.objects.get().state == "taken"
    assert Thread.objects.get().unread


def test_there_is_an_end_to_how_many_a_thread_holds(people: People, amal: Opened, at: datetime) -> None:
    for number in range(MOST_BEFORE_ANSWER):
        send(amal, one(b"%d" % number), at=at)
    with pytest.raises(NotNow, match="files_wait"):
        send(amal, one(b"one more"), at=at)
    actions.take(actor=people.jonas, thread_id=amal.thread_id, at=at)
    for number in range(MOST_IN_THREAD - MOST_BEFORE_ANSWER):
        send(amal, one(b"later %d" % number), at=at)
    with pytest.raises(NotNow, match="files_full"):
        send(amal, one(b"one more"), at=at)
    assert Attachment.objects.count() == MOST_IN_THREAD


@pytest.mark.parametrize(
    ("files", "text", "code"),
    [
        ([], "Hej", "files_none"),
        ([one(b"%d" % n) for n in range(4)], "", "files_many"),
        ([one()], "x" * 20_001, "too_long"),
    ],
)
def test_what_cannot_be_sent_stores_nothing(
    amal: Opened, at: datetime, files: list[Looked], text: str, code: str
) -> None:
    before = Message.objects.count()
    with pytest.raises(Invalid, match=code):
        send(amal, *files, text=text, at=at)
    assert (Message.objects.count(), Attachment.objects.count()) == (before, 0)


def test_when_the_record_cannot_be_written_nothing_is_stored(
    amal: Opened, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_said: object) -> None:
        raise OSError

    monkeypatch.setattr(trust, "record", refuse)
    before = Message.objects.count()
    with pytest.raises(OSError):
        send(amal, one(), text="Hej.", at=at)
    assert (Message.objects.count(), Attachment.objects.count(), AttachmentPart.objects.count()) == (before, 0, 0)


def test_a_thread_that_has_ended_takes_no_file(amal: Opened, at: datetime) -> None:
    actions.close_by_relative(amal, at=at)
    with pytest.raises(NotFound, match="gone"):
        send(amal, one(), at=at)


# --- What is seen ---------------------------------------------------------------------------------------------------
def test_whoever_has_the_thread_sees_the_copy_and_that_is_on_record(
    people: People, amal: Opened, at: datetime
) -> None:
    sent = picture("JPEG")
    send(amal, look(sent), at=at)
    actions.take(actor=people.jonas, thread_id=amal.thread_id, at=at)
    [line] = [
        line for line in actions.read(actor=people.jonas, thread_id=amal.thread_id, at=at).messages if line.files
    ]
    file = line.files[0].id
    page = actions.open_file(actor=people.jonas, thread_id=amal.thread_id, file_id=file, at=at)
    assert (page.file.kind, page.copy) == (Kind.JPEG, b"")
    shown = actions.open_file(actor=people.jonas, thread_id=amal.thread_id, file_id=file, number=1, at=at)
    assert shown.copy[:3] == b"\xff\xd8\xff"
    assert shown.copy != sent
    assert [each["detail"] for each in recorded("contact.open_attachment")] == [{"file": 1}]
    assert [each["detail"] for each in recorded("contact.show_sheet")] == [{"file": 1, "sheet": 1}]
    for number in (2, 40):
        with pytest.raises(NotFound):
            actions.open_file(actor=people.jonas, thread_id=amal.thread_id, file_id=file, number=number, at=at)


def test_a_text_is_shown_as_its_words(people: People, amal: Opened, at: datetime) -> None:
    send(amal, look("Hej å".encode()), at=at)
    actions.take(actor=people.jonas, thread_id=amal.thread_id, at=at)
    assert actions.open_file(
        actor=people.jonas, thread_id=amal.thread_id, file_id=only(), at=at
    ).copy.decode() == "Hej å"  # fmt: skip


@pytest.mark.parametrize("who", ["samir", "ines", "gunilla", "petra", "stina"])
def test_nobody_else_sees_it_or_learns_that_it_is_there(people: People, amal: Opened, at: datetime, who: str) -> None:
    send(amal, one(), at=at)
    actions.take(actor=people.jonas, thread_id=amal.thread_id, at=at)
    viewer, file = people.viewer(who), only()
    for another in (file, uuid4()):
        with pytest.raises((NotFound, NotAllowed)) as seen:
            actions.open_file(actor=viewer, thread_id=amal.thread_id, file_id=another, number=1, at=at)
        with pytest.raises((NotFound, NotAllowed)) as taken:
            actions.take_original(
                actor=viewer, thread_id=amal.thread_id, file_id=another, reason="evidence", ticked=True, at=at
            )
        expected = "take_first" if who in {"samir", "ines"} else "no_such_thread"
        assert (seen.value.code, taken.value.code) == (expected, expected)
    assert recorded("contact.open_attachment") == recorded("contact.take_original") == []


def test_a_file_is_found_in_its_own_thread_only(
    people: People, amal: Opened, write: Callable[..., Stored], at: datetime
) -> None:
    send(amal, one(), at=at)
    other = write("En annan.").thread_id
    actions.take(actor=people.jonas, thread_id=other, at=at)
    with pytest.raises(NotFound, match="no_such_file"):
        actions.open_file(actor=people.jonas, thread_id=other, file_id=only(), number=1, at=at)


# --- What is taken out ----------------------------------------------------------------------------------------------
def test_the_file_as_it_came_takes_a_reason_and_a_tick_and_is_on_record(
    people: People, amal: Opened, at: datetime
) -> None:
    send(amal, one(b"as it came"), at=at)
    actions.take(actor=people.jonas, thread_id=amal.thread_id, at=at)

    def take(reason: str, *, ticked: bool) -> bytes:
        return actions.take_original(
            actor=people.jonas, thread_id=amal.thread_id, file_id=only(), reason=reason, ticked=ticked, at=at
        ).copy

    for reason, ticked, code in (("", True, "choose"), ("because", True, "choose"), ("evidence", False, "not_ticked")):
        with pytest.raises(Invalid, match=code):
            take(reason, ticked=ticked)
    assert recorded("contact.take_original") == []
    assert take("evidence", ticked=True) == b"as it came"
    assert [each["detail"] for each in recorded("contact.take_original")] == [{"file": 1, "reason": "evidence"}]
    actions.close(actor=people.jonas, thread_id=amal.thread_id, reason=CloseReason.HELPED, at=at)
    with pytest.raises(Refused, match="wrong_state"):
        take("evidence", ticked=True)


# --- What becomes of it ---------------------------------------------------------------------------------------------
def test_a_thread_that_is_passed_on_takes_its_files_along(people: People, amal: Opened, at: datetime) -> None:
    send(amal, one(b"as it came"), at=at)
    actions.take(actor=people.jonas, thread_id=amal.thread_id, at=at)
    actions.pass_to_unit(actor=people.jonas, thread_id=amal.thread_id, unit_id=INTAKE, at=at)
    with pytest.raises(NotFound):
        actions.open_file(actor=people.jonas, thread_id=amal.thread_id, file_id=only(), number=1, at=at)
    actions.take(actor=people.gunilla, thread_id=amal.thread_id, at=at)
    assert actions.open_file(
        actor=people.gunilla, thread_id=amal.thread_id, file_id=only(), number=1, at=at
    ).copy == COPY  # fmt: skip


def test_files_are_erased_with_their_thread(amal: Opened, at: datetime) -> None:
    send(amal, one(), at=at)
    late = at + timedelta(days=200)
    actions.erase_expired(at=late)
    assert actions.erase_expired(at=late + timedelta(days=2)) == 1
    assert (Thread.objects.count(), Attachment.objects.count(), AttachmentPart.objects.count()) == (0, 0, 0)
