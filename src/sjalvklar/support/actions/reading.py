# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a support, and seeing what to call somebody and how to reach them: on record before anything is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotAllowed, NotNow
from sjalvklar.mailbox.rules import SafeContact
from sjalvklar.mailbox.rules.safe_contact import from_plain
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import content, stops
from sjalvklar.support.actions import files
from sjalvklar.support.models import Note, Offer, Support, Talk
from sjalvklar.support.queries import lists
from sjalvklar.support.rules import Children, OfferAnswer, TalkState, Way
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note, opened."""

    number: int
    text: str = field(repr=False)
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One talk. `room` is its id in the pack."""

    id: UUID
    way: Way
    state: TalkState
    starts_at: datetime
    minutes: int
    room: str
    by: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What was said last to one service."""

    service: str
    answer: OfferAnswer
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A support as whoever may read it sees it; what to call somebody is seen by itself."""

    row: lists.Row
    notes: tuple[NoteLine, ...]
    talks: tuple[TalkLine, ...]
    offers: tuple[OfferLine, ...]
    children: Children
    has_called: bool
    apply_told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revealed:
    """What to call somebody, and how to reach them safely."""

    name: str = field(repr=False)
    safe: SafeContact = field(repr=False)
    thread: str = field(repr=False)


def read(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> File:
    """All of a support, to whoever answers for it or stands in. How to apply for assessed help is on the same page,
    and that it was shown is on record with the reading. Raises NotFound, NotAllowed, NotNow, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.held(actor, support_id, at)
        one.check(actor, Action.READ)
        files.record(actor, one, "support.read", at, apply="shown")
        support = one.support
        notes = list(Note.objects.filter(support=support).order_by("number"))
        talks = list(Talk.objects.filter(support=support).order_by("starts_at", "id"))
        offers = list(Offer.objects.filter(support=support).order_by("at", "id"))
        lines: tuple[Note | Talk | Offer, ...] = (*notes, *talks, *offers)
        names = people.names({line.staff_id for line in lines})
        return File(
            row=lists.rows_of(actor, [one], at)[0],
            notes=_notes(support, notes, names),
            talks=tuple(
                TalkLine(
                    talk.pk,
                    Way(talk.way),
                    TalkState(talk.state),
                    talk.starts_at,
                    int((talk.ends_at - talk.starts_at).total_seconds() // 60),
                    talk.room,
                    names.get(talk.staff_id, ""),
                )
                for talk in talks
            ),
            offers=tuple(
                {
                    line.service: OfferLine(
                        line.service, OfferAnswer(line.answer), names.get(line.staff_id, ""), line.at
                    )
                    for line in offers
                }.values()
            ),
            children=_children(support),
            has_called=support.called is not None,
            apply_told_at=support.apply_told_at,
        )


def look(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> tuple[lists.Row, File | None]:
    """The support, as `read`; for whoever may know of it and no more, its row, which nobody has been refused anything
    by seeing. Raises NotFound, SubjectGone."""
    at = at or clock.now()
    try:
        file = read(actor=actor, support_id=support_id, at=at)
    except (NotAllowed, NotNow):
        return lists.row(actor, support_id, at=at), None
    return file.row, file


def _notes(support: Support, notes: list[Note], names: dict[int, str]) -> tuple[NoteLine, ...]:
    if not notes:
        return ()
    cipher = files.cipher(support)
    return tuple(
        NoteLine(
            note.number,
            content.open_note(cipher, bytes(note.body), note.pk),
            names.get(note.staff_id, ""),
            note.at,
        )
        for note in notes
    )


def _children(support: Support) -> Children:
    if support.children is None:
        return Children()
    return content.open_children(files.cipher(support), bytes(support.children), support.pk)


def reveal(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> Revealed | None:
    """What to call somebody and how to reach them safely; None when nothing is kept. Raises NotFound, NotAllowed,
    NotNow("wrong_state", "by_case" for what stands in a file, or why nobody is to be reached now), SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.held(actor, support_id, at)
        one.check(actor, Action.REVEAL)
        stops.check_may_reach(support_id)
        files.record(actor, one, "support.reveal", at)
        if one.support.called is None:
            return None
        found = content.open_called(files.cipher(one.support), bytes(one.support.called), one.support.pk)
        return Revealed(found.name, from_plain(dict(found.safe)), found.thread)
