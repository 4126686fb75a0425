# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files in a thread: sent by whoever holds the code, seen at the desk as pictures, taken out as they came only by an
act of its own.

They lie in rows of the database, sealed, and not beside it: so a file is stored with its message and its row in the
record or not at all, goes with the backup, and is erased with its thread. A file has ten megabytes at most, which a
row holds whole on both databases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.mailbox import codes, content, permissions
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.actions.relative import Opened, entered
from sjalvklar.mailbox.actions.threads import FileFacts
from sjalvklar.mailbox.files.looking import Looked
from sjalvklar.mailbox.models import Attachment, AttachmentPart, Thread
from sjalvklar.mailbox.rules import checked_text
from sjalvklar.mailbox.rules.files import (
    MOST_BEFORE_ANSWER,
    MOST_IN_THREAD,
    Kind,
    OriginalReason,
    check_number,
    steps_of,
)
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import RELATIVE, Actor

ORIGINAL = 0
_NO_PICTURE = 2**15  # more than any file has


def send_files(
    opened: Opened,
    *,
    text: str,
    files: Sequence[Looked],
    nonce: bytes,
    actor: Actor = RELATIVE,
    at: datetime | None = None,
) -> None:
    """A further message that carries files; its text may be empty. The same from the same form is kept once, and so
    is a file that is chosen twice.

    Message, files, their copies and the row in the record are one transaction: all are stored or none is.
    Raises Invalid (too_long, files_none, files_many, files_large), NotNow (files_wait: no more before somebody at the
    desk has taken the thread; files_full) and NotFound("gone").
    """
    at = at or clock.now()
    codes.check_nonce(nonce)
    text = checked_text(text) if text.strip() else ""
    each = {hashlib.sha256(one.original).hexdigest(): one for one in files}
    check_number(len(each), sum(len(one.original) for one in each.values()))
    with transaction.atomic():
        thread = entered(opened, at)
        message = threads.append(thread, text, nonce=nonce, at=at, carrying=" ".join(sorted(each)))
        if message is None:
            return
        before = _room(thread, len(each))
        for number, one in enumerate(each.values(), start=before + 1):
            _store(thread, message, number, one, at)
        threads.note_new_words(thread, at, actor=actor, basis="code")
        trust.record(
            actor=Actor(actor.kind, actor.id, thread.unit_id),
            action="contact.send_files",
            object=threads.about(thread.id),
            basis="code",
            detail={"files": len(each)},
            at=at,
        )
        thread.save()


def _room(thread: Thread, more: int) -> int:
    """How many files the thread holds. Raises NotNow when there is no room for more."""
    held = Attachment.objects.filter(thread=thread).count()
    if held + more > MOST_IN_THREAD:
        raise NotNow("files_full")
    if thread.owner_id is None and thread.first_answer_at is None and held + more > MOST_BEFORE_ANSWER:
        raise NotNow("files_wait")
    return held


def _store(thread: Thread, message: UUID, number: int, one: Looked, at: datetime) -> None:
    made = Attachment.objects.create(
        thread=thread,
        message_id=message,
        number=number,
        kind=one.kind.value,
        steps=steps_of(len(one.original)),
        copies=len(one.copies),
        at=at,
    )
    public = bytes(thread.public)
    for place, part in enumerate((one.original, *one.copies)):
        name = uuid4()
        AttachmentPart.objects.create(
            id=name,
            attachment=made,
            thread=thread,
            number=place,
            body=content.seal_part(public, part, name=name),
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as the desk sees it. `copy` is one of its pictures, or its text in UTF-8; empty when none was asked."""

    file: FileFacts
    copy: bytes = field(repr=False)


def _found(actor: Viewer, thread_id: UUID, file_id: UUID, number: int) -> tuple[Thread, FileFacts]:
    """The file, when the one who asks may see that part of it. The caller has a transaction and opens nothing before
    it is on record."""
    thread = threads.locked(thread_id)
    found = Attachment.objects.filter(pk=file_id, thread=thread).first()
    facts = threads.facts(thread)
    if number == ORIGINAL:
        permissions.check_can_reveal(actor, facts)
    else:
        permissions.check_can_read(actor, facts)
    if found is None or number > found.copies:
        raise NotFound("no_such_file")
    return thread, FileFacts(found.id, found.number, Kind(found.kind), found.steps, found.copies)


def open_file(
    *, actor: Viewer, thread_id: UUID, file_id: UUID, number: int | None = None, at: datetime | None = None
) -> Shown:
    """What may be shown of a file, to whoever may read its thread: its facts, and for a text all of it; with `number`
    one of its pictures, from 1 on.

    The opening is on record before anything is opened. Raises NotFound, NotAllowed("take_first").
    """
    at = at or clock.now()
    with transaction.atomic():
        place = 1 if number is None else number or _NO_PICTURE
        thread, file = _found(actor, thread_id, file_id, place)
        if number is None:
            _record(actor, thread, "contact.open_attachment", at, {"file": file.number})
        else:
            _record(actor, thread, "contact.show_sheet", at, {"file": file.number, "sheet": number})
        if number is None and file.kind is not Kind.TEXT:
            return Shown(file, b"")
        return Shown(file, _part(thread, file_id, place))


def take_original(
    *, actor: Viewer, thread_id: UUID, file_id: UUID, reason: str, ticked: bool, at: datetime | None = None
) -> Shown:
    """The file itself, as it came, to whoever answers for the thread, has said why, and has ticked that it may harm.

    On record with the reason before it is opened. Raises Invalid("choose", field "reason"), Invalid("not_ticked"),
    NotFound, NotAllowed("take_first"), NotNow("wrong_state").
    """
    at = at or clock.now()
    with transaction.atomic():
        thread, file = _found(actor, thread_id, file_id, ORIGINAL)
        if reason not in set(OriginalReason):
            raise Invalid("choose", field="reason")
        if not ticked:
            raise Invalid("not_ticked", field="ticked")
        _record(actor, thread, "contact.take_original", at, {"file": file.number, "reason": reason})
        return Shown(file, _part(thread, file_id, ORIGINAL))


def may_take_original(*, actor: Viewer, thread_id: UUID, file_id: UUID) -> FileFacts:
    """The facts of a file whose original the one who asks may take out. Raises as `take_original` does."""
    with transaction.atomic():
        return _found(actor, thread_id, file_id, ORIGINAL)[1]


def _record(actor: Viewer, thread: Thread, action: str, at: datetime, detail: dict[str, object]) -> None:
    facts = threads.facts(thread)
    trust.record(
        actor=Actor.staff(actor.staff_id, facts.unit_id),
        action=action,
        object=threads.about(thread.id),
        basis=threads.basis(actor, facts),
        detail=detail,
        at=at,
    )


def _part(thread: Thread, file_id: UUID, number: int) -> bytes:
    private = threads.private_for_desk(thread)
    part = AttachmentPart.objects.get(attachment_id=file_id, number=number)
    return content.open_part(private, bytes(part.body), name=part.id)
