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
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.mailbox import codes, content, permissions
from sjalvklar.mailbox.actions import threads
from sjalvklar.mailbox.actions.relative import Opened, entered
from sjalvklar.mailbox.actions.threads import FileFacts
from sjalvklar.mailbox.files.looking import Looked
from sjalvklar.mailbox.models import Attachment, AttachmentPart, FilesHeld, Thread
from sjalvklar.mailbox.pace import PACE
from sjalvklar.mailbox.rules import checked_text
from sjalvklar.mailbox.rules.files import (
    MOST_BEFORE_ANSWER,
    MOST_IN_THREAD,
    Kind,
    OriginalReason,
    check_fits,
    check_number,
    steps_of,
)
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import RELATIVE, Actor

ORIGINAL = 0
_NO_PICTURE = 2**15  # more than any file has
_WEIGHED_EVERY = timedelta(minutes=10)
_log = logging.getLogger("sjalvklar.files")


def check_room(opened: Opened, *, files: int, size: int, address: str = "", at: datetime | None = None) -> bytes:
    """Before any of them is looked at, which costs us much: that so many files, so large together, would find room.

    `address` is where the sender is on the network; it is used in memory only. Returns a mark of that place, empty
    when somebody at the desk has taken the thread. Raises NotNow as `send_files` does, and `files_often` when many
    have come from that place to threads that nobody has taken.
    """
    with transaction.atomic():
        thread = entered(opened, at or clock.now())
        _room(thread, files)
        taken = _taken(thread)
        held = FilesHeld.objects.filter(pk=1).values_list("bytes", flat=True).first() or 0
        check_fits(in_thread=_weight(thread) + size, in_house=held + size, house=settings.FILES_ROOM, taken=taken)
    return b"" if taken else PACE.take(address, files)


def were_sent(
    opened: Opened, *, text: str, originals: Sequence[bytes], nonce: bytes, at: datetime | None = None
) -> bool:
    """Whether `send_files` has stored just this, from the same form, already: it is asked before room is looked for,
    so that nobody whose answer was lost on the way is told that what came through did not. Raises NotFound("gone")."""
    codes.check_nonce(nonce)
    with transaction.atomic():
        thread = entered(opened, at or clock.now())
        return threads.is_there(thread, _words(text), nonce=nonce, carrying=_carrying(map(_mark, originals)))


def _words(text: str) -> str:
    return checked_text(text) if text.strip() else ""


def _mark(original: bytes) -> str:
    return hashlib.sha256(original).hexdigest()


def _carrying(marks: Iterable[str]) -> str:
    return " ".join(sorted(set(marks)))


def _taken(thread: Thread) -> bool:
    """Whether somebody at the desk has begun with it."""
    return thread.owner_id is not None or thread.first_answer_at is not None


def _weight(thread: Thread) -> int:
    """How much room its files take, in bytes as they are kept."""
    found = AttachmentPart.objects.filter(thread=thread).aggregate(all=Sum(Length("body")))["all"]
    return int(found or 0)


def _house() -> FilesHeld:
    """The one row, held until the transaction ends: whoever sends files waits here for whoever just did."""
    return FilesHeld.objects.select_for_update().get_or_create(pk=1)[0]


def weigh_files(*, at: datetime | None = None) -> int:
    """What the clock does: count through what all files take, now that some have been erased. Returns whether it had
    changed. A house that is nearly full is said in the log."""
    at = at or clock.now()
    with transaction.atomic():
        house = _house()
        if house.weighed_at is not None and timedelta() <= at - house.weighed_at < _WEIGHED_EVERY:
            return 0
        before = house.bytes
        house.bytes = int(AttachmentPart.objects.aggregate(all=Sum(Length("body")))["all"] or 0)
        house.weighed_at = at
        house.save()
    if house.bytes > settings.FILES_ROOM * 0.7:
        _log.warning("files take %d %% of SJALVKLAR_FILES_GB", 100 * house.bytes // settings.FILES_ROOM)
    return int(house.bytes != before)


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
    desk has taken the thread; files_full; files_house: there is no room for anybody's) and NotFound("gone").
    """
    at = at or clock.now()
    codes.check_nonce(nonce)
    text = _words(text)
    each = {_mark(one.original): one for one in files}
    check_number(len(each), sum(len(one.original) for one in each.values()))
    with transaction.atomic():
        thread = entered(opened, at)
        message = threads.append(thread, text, nonce=nonce, at=at, carrying=_carrying(each))
        if message is None:
            return
        before = _room(thread, len(each))
        more = sum(
            _store(thread, message, number, one, at) for number, one in enumerate(each.values(), start=before + 1)
        )
        house = _house()
        house.bytes += more
        check_fits(in_thread=_weight(thread), in_house=house.bytes, house=settings.FILES_ROOM, taken=_taken(thread))
        house.save(update_fields=["bytes"])
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
    if not _taken(thread) and held + more > MOST_BEFORE_ANSWER:
        raise NotNow("files_wait")
    return held


def _store(thread: Thread, message: UUID, number: int, one: Looked, at: datetime) -> int:
    """Returns how much room it takes."""
    made = Attachment.objects.create(
        thread=thread,
        message_id=message,
        number=number,
        kind=one.kind.value,
        steps=steps_of(len(one.original)),
        copies=len(one.copies),
        at=at,
    )
    public, room = bytes(thread.public), 0
    for place, part in enumerate((one.original, *one.copies)):
        name = uuid4()
        body = content.seal_part(public, part, name=name)
        AttachmentPart.objects.create(id=name, attachment=made, thread=thread, number=place, body=body)
        room += len(body)
    return room


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
