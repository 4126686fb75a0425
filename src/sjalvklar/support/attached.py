# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports as they go along in a copy, of the case they are part of or of one without a file: what, when, talks and
answers, the plan in the person's own words, and the notes. To the person a note goes as a case's own notes do, when
somebody has gone through it; to the case system it goes whole.

What rooms above keep in supports goes along in both: each tells of itself once, here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict
from typing import Any, Protocol
from uuid import UUID

from sjalvklar.casework import attached
from sjalvklar.casework.attached import Plain, Written
from sjalvklar.casework.rules import Recipient
from sjalvklar.organisation.queries import staff as people
from sjalvklar.support import content
from sjalvklar.support.models import Note, Offer, OwnPlan, Reminder, ReminderWish, SafetyTold, Support, Talk
from sjalvklar.trust import subjects
from sjalvklar.trust.subjects import SubjectCipher

HeldBack = Callable[[Collection[UUID], Recipient], Collection[UUID]]


class InSupports(Protocol):
    """A room that keeps something in supports. `name` is what its part is called in a copy ("safety")."""

    name: str

    def in_supports(self, supports: Collection[UUID], subject: UUID, to: Recipient) -> tuple[Plain, ...]:
        """What goes along to whom, oldest first; nothing of anybody else in it. `supports` are all one person's, whose
        key `subject` is. Asked when the copy is on record, as whoever takes it out."""


_HELD_BACK: list[HeldBack] = []
_ROOMS: dict[str, InSupports] = {}


def hold_back(asked: HeldBack) -> None:
    """A room above says which supports do not go along to whom. Called once by each, when it is ready."""
    _HELD_BACK.append(asked)


def held_back(supports: Collection[UUID], to: Recipient) -> frozenset[UUID]:
    """Those of the supports that do not go along to whom."""
    return frozenset(one for asked in _HELD_BACK for one in asked(supports, to))


def tell(room: InSupports) -> None:
    """Called once by each room that keeps something in supports, when it is ready: it then goes along in the copy of a
    support without a file, and of the case that a support is part of."""
    _ROOMS[room.name] = room
    attached.tell(_InCases(room))


def of(support_id: UUID, subject: UUID, to: Recipient) -> dict[str, tuple[Plain, ...]]:
    """What is kept in a support without a file and goes along to whom, by what each part is called."""
    return {name: _ROOMS[name].in_supports((support_id,), subject, to) for name in sorted(_ROOMS)}


class _InCases:
    """The same of the supports that are part of a case."""

    def __init__(self, room: InSupports) -> None:
        self.name = room.name
        self._room = room

    def in_case(self, case_id: UUID, to: Recipient) -> tuple[Plain, ...]:
        supports, subject = _going_along(case_id, to)
        return self._room.in_supports(supports, subject, to) if subject is not None else ()


def _going_along(case_id: UUID, to: Recipient) -> tuple[tuple[UUID, ...], UUID | None]:
    """The supports of a case that go along to whom, and the key of the person it is about; none when there are no
    supports."""
    known = dict(Support.objects.filter(case=case_id).values_list("pk", "case__person_id"))
    left_out = held_back(known, to) if known else frozenset()
    going = tuple(one for one in known if one not in left_out)
    return going, known[going[0]] if going else None


class Supports:
    """Supports themselves."""

    name = "supports"

    def in_supports(self, supports: Collection[UUID], subject: UUID, to: Recipient) -> tuple[Plain, ...]:
        found = list(Support.objects.filter(pk__in=supports).order_by("opened_at", "id"))
        talks: dict[UUID, list[Plain]] = defaultdict(list)
        for talk in Talk.objects.filter(support__in=found).order_by("starts_at", "id"):
            minutes = int((talk.ends_at - talk.starts_at).total_seconds() // 60)
            talks[talk.support_id].append(
                {"at": talk.starts_at, "minutes": minutes, "way": talk.way, "state": talk.state}
            )
        offers: dict[UUID, list[Plain]] = defaultdict(list)
        for offer in Offer.objects.filter(support__in=found).order_by("at", "id"):
            offers[offer.support_id].append({"at": offer.at, "service": offer.service, "answer": offer.answer})
        cipher = subjects.cipher(subject)
        plans = {} if to.acts_for_them else _plans(found, cipher)
        whole = _whole(found, cipher) if to is Recipient.CASE_SYSTEM else {}
        own = _told(found, cipher) if to is Recipient.PERSON else {}
        return tuple(
            {
                "service": support.service,
                "state": support.state,
                "opened": support.opened_at,
                **({"closed": support.closed_at, "reason": support.close_reason} if support.closed_at else {}),
                **({"next": support.next_on} if support.next_on else {}),
                "talks": talks[support.pk],
                "offers": offers[support.pk],
                **({"plans": plans[support.pk]} if plans.get(support.pk) else {}),
                **({"notes": whole[support.pk]} if whole.get(support.pk) else {}),
                **own.get(support.pk, {}),
            }
            for support in found
        )


def _told(supports: list[Support], cipher: SubjectCipher) -> dict[UUID, dict[str, Any]]:
    """What the person has said of how they are reached, of reminders and of children. To nobody else: whoever acts for
    them may be whom it is to be kept from."""
    found: dict[UUID, dict[str, Any]] = {}
    wishes = {row.support_id: row for row in ReminderWish.objects.filter(support__in=supports)}
    reminded: dict[UUID, list[Plain]] = defaultdict(list)
    for one in Reminder.objects.filter(support__in=supports).order_by("on", "id"):
        reminded[one.support_id].append({"on": one.on, "way": one.way, "state": one.state})
    told: dict[UUID, list[Plain]] = defaultdict(list)
    for said in SafetyTold.objects.filter(support__in=supports).order_by("at", "id"):
        told[said.support_id].append({"on": said.said_on, "by": said.said_by})
    for support in supports:
        kept: dict[str, Any] = {}
        if support.called is not None:
            called = content.open_called(cipher, bytes(support.called), support.pk)
            kept["safe"] = dict(called.safe)
        if told[support.pk]:
            kept["safe_told"] = told[support.pk]
        if support.children is not None:
            kept["children"] = asdict(content.open_children(cipher, bytes(support.children), support.pk))
        if (wish := wishes.get(support.pk)) is not None:
            kept["reminders"] = {"at": wish.at, "wanted": wish.wanted, "way": wish.way, "days": wish.days_before}
        if reminded[support.pk]:
            kept["reminded"] = reminded[support.pk]
        found[support.pk] = kept
    return found


def notes_in_case(case_id: UUID, to: Recipient) -> tuple[Written, ...]:
    """What is written in the supports of a case that go along to whom."""
    supports, subject = _going_along(case_id, to)
    if subject is None:
        return ()
    rows = Note.objects.filter(support__in=supports).order_by("at", "id")
    return tuple(Written(row.pk, Supports.name, row.at, row.staff_id, text) for row, text in opened(rows, subject))


def opened(rows: Iterable[Note], subject: UUID) -> Iterator[tuple[Note, str]]:
    """Notes with what is written in them, all of one person."""
    found = list(rows)
    cipher = subjects.cipher(subject) if found else None
    for row in found:
        if cipher is not None:
            yield row, content.open_note(cipher, bytes(row.body), row.pk)


def _whole(supports: list[Support], cipher: SubjectCipher) -> dict[UUID, list[Plain]]:
    """The notes as they are, by support, oldest first."""
    rows = list(Note.objects.filter(support__in=supports).order_by("number"))
    names = people.names({row.staff_id for row in rows})
    found: dict[UUID, list[Plain]] = defaultdict(list)
    for row in rows:
        by = {"id": row.staff_id, "name": names.get(row.staff_id, "")}
        text = content.open_note(cipher, bytes(row.body), row.pk)
        found[row.support_id].append({"at": row.at, "by": by, "text": text})
    return found


def _plans(supports: list[Support], cipher: SubjectCipher) -> dict[UUID, list[Plain]]:
    """The plan in their own words, every version, oldest first. To a guardian, or whoever acts for somebody, none
    goes: what somebody wants may be about them."""
    found: dict[UUID, list[Plain]] = defaultdict(list)
    for row in OwnPlan.objects.filter(support__in=supports).order_by("support", "number"):
        plan = content.open_plan(cipher, bytes(row.body), row.pk)
        found[row.support_id].append({"at": row.at, "look_on": row.look_on, **asdict(plan)})
    return found
