# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A child's own contact: begun with one talk, held or booked; on whose yes; and what guardians may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from sjalvklar.children import content
from sjalvklar.children.actions import place
from sjalvklar.children.actions.place import Place
from sjalvklar.children.models import Said
from sjalvklar.children.rules import (
    Guardians,
    Knows,
    OwnContact,
    check_can_have_own_contact,
    check_guardians,
    may_guardian_know,
)
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import actions as support
from sjalvklar.support.actions import Beginning, Held, Next, files
from sjalvklar.support.queries import today
from sjalvklar.support.rules import DocumentationMode, NextStep, Way, check_text
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds
from sjalvklar.trust.access.words import Action

LONGEST = 600
FOLLOW_UP_IN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class First:
    """The first talk: held when it has begun, else booked."""

    way: Way
    starts_at: datetime
    minutes: int
    room: str = ""


def _checked(words: str, mode: DocumentationMode, field: str) -> str:
    kept = words.strip()
    if len(kept) > LONGEST:
        raise Invalid("too_long_here", field=field)
    check_text(kept, mode, field=field)
    return kept


def register(
    *,
    actor: Viewer,
    unit_id: str,
    beginning: Beginning,
    own: OwnContact,
    first: First,
    nonce: bytes,
    at: datetime | None = None,
) -> UUID:
    """Begin a child's own contact with its first talk, held or booked, in one form; the same form registers one.

    Raises as `support.actions.open_support`, `hold_talk` and `book`, and as `make_own`.
    """
    at = at or clock.now()
    check_can_have_own_contact(own)
    booked = first.starts_at > at
    step = NextStep.TALK if booked else NextStep.FOLLOW_UP
    on: date = today(first.starts_at) if booked else today(at) + FOLLOW_UP_IN
    with transaction.atomic():
        support_id = support.open_support(
            actor=actor, unit_id=unit_id, beginning=beginning, coming=Next(step, on), nonce=nonce, at=at
        )
        if booked:
            support.book(
                actor=actor,
                support_id=support_id,
                way=first.way,
                starts_at=first.starts_at,
                minutes=first.minutes,
                room=first.room,
                nonce=nonce,
                at=at,
            )
        else:
            held = Held(first.way, first.starts_at, first.minutes)
            support.hold_talk(actor=actor, support_id=support_id, held=held, nonce=nonce, at=at)
        make_own(actor=actor, support_id=support_id, own=own, nonce=nonce, at=at)
        return support_id


def make_own(
    *,
    actor: Viewer,
    support_id: UUID,
    own: OwnContact,
    nonce: bytes,
    shown: str = "",
    at: datetime | None = None,
) -> None:
    """Say that a support is a child's own contact, and on whose yes; said again, the newest holds. The same form says
    it once. `shown` marks how often it had been said on the page (`meanwhile.mark`): of two at once, one is told.

    Raises NotFound, NotAllowed, NotNow, and Invalid (from_twelve, harm, harm_words, too_long_here, and of somebody
    anonymous what points at them).
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    check_can_have_own_contact(own)
    with transaction.atomic():
        found = place.of_support(actor, support_id, at, Action.WRITE)
        kept = OwnContact(own.band, own.consent, own.harm, _checked(own.words, found.mode, "words"))
        if kept.consent.value != "without":
            kept = OwnContact(own.band, own.consent)
        once = deeds.once(b"own", support_id.bytes, nonce)
        if Said.objects.filter(once=once).exists():
            return
        meanwhile.check_unchanged(shown, Said.objects.filter(support=support_id, kind=Said.OWN).count())
        found.record(actor, "children.own", at, consent=kept.consent.value)
        first = not Said.objects.filter(support=support_id, kind=Said.OWN).exists()
        _say(actor, found, Said.OWN, kept, once, at)
        if first:
            found.count(What.CHILD_CONTACT, at)


def judge(
    *,
    actor: Viewer,
    support_id: UUID,
    judged: Guardians,
    nonce: bytes,
    shown: str = "",
    at: datetime | None = None,
) -> None:
    """What guardians may know of a child's own contact: the child's wish, what was judged and what was decided, with
    who and when. Judged again, the newest holds. The same form judges once. `shown` as in `make_own`.

    Raises as `make_own`, Invalid (harm_tells_nothing, judge_first, childs_own_say), and Invalid("not_own") for a
    support that is no child's own.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    check_guardians(judged)
    with transaction.atomic():
        found = place.of_support(actor, support_id, at, Action.WRITE)
        words = _checked(judged.not_told, found.mode, "not_told")
        kept = Guardians(judged.wish, judged.mature, judged.harm, judged.may, words)
        if not Said.objects.filter(support=support_id, kind=Said.OWN).exists():
            raise Invalid("not_own", field="may")
        once = deeds.once(b"guardians", support_id.bytes, nonce)
        if Said.objects.filter(once=once).exists():
            return
        meanwhile.check_unchanged(shown, Said.objects.filter(support=support_id, kind=Said.GUARDIANS).count())
        found.record(actor, "children.guardians", at, may=kept.may.value)
        _say(actor, found, Said.GUARDIANS, kept, once, at)


def _say(actor: Viewer, found: Place, kind: str, said: OwnContact | Guardians, once: bytes, at: datetime) -> None:
    assert found.support is not None
    support_row = found.support.support
    rows = Said.objects.filter(support=support_row, kind=kind)
    row = uuid4()
    cipher = files.cipher(support_row)
    body = (
        content.seal_own(cipher, said, row)
        if isinstance(said, OwnContact)
        else content.seal_guardians(cipher, said, row)
    )
    Said.objects.create(
        id=row,
        support=support_row,
        kind=kind,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        body=body,
        staff_id=actor.staff_id,
        at=at,
        once=once,
    )
    support_row.last_activity_at = at
    support_row.save(update_fields=["last_activity_at"])


def judged_now(found: Place) -> Guardians | None:
    """What was judged last of guardians, opened. Only after the reading is on record."""
    assert found.support is not None
    newest = Said.objects.filter(support=found.support.support, kind=Said.GUARDIANS).order_by("-number").first()
    if newest is None:
        return None
    return content.open_guardians(files.cipher(found.support.support), bytes(newest.body), newest.pk)


def ask_for_guardian(*, actor: Viewer, support_id: UUID, asked: Knows, at: datetime | None = None) -> bool:
    """A guardian has asked: whether they may know that much now. That they asked, and what could be answered, is on
    record. Nothing, until somebody has judged. Raises NotFound, NotAllowed, NotNow, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        found = place.of_support(actor, support_id, at)
        found.record(actor, "children.guardian_asked", at, asked=asked.value)
        may = may_guardian_know(judged_now(found), asked)
        found.record(actor, "children.guardian_answered", at, asked=asked.value, may=may)
        return may
