# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done in a support: notes, talks, the step about children, what is offered, and how to apply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import content, stops
from sjalvklar.support.actions import booking, files, life, reminding
from sjalvklar.support.actions.life import Beginning, Next
from sjalvklar.support.models import Offer, Talk
from sjalvklar.support.queries import services
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import (
    Children,
    CloseReason,
    NextStep,
    OfferAnswer,
    TalkState,
    Way,
    checked_children,
    times,
)
from sjalvklar.support.rules.content import newly_known
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds


@dataclass(frozen=True, slots=True)
class Held:
    """A talk that has been held. `words` is how it went, in the relative's own words; it may be empty."""

    way: Way
    starts_at: datetime
    minutes: int
    words: str = ""


def write(
    *, actor: Viewer, support_id: UUID, text: str, nonce: bytes, seen: int | None = None, at: datetime | None = None
) -> None:
    """Add a note; the same words from the same form are kept once. `seen` is the newest note that the page showed.

    Of somebody anonymous nothing is kept that points at them. Raises Invalid (needed, too_long, personal_number_here,
    phone_here, email_here; came_meanwhile when a colleague has written since), NotFound, NotAllowed,
    NotNow("wrong_state").
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with files.writing(support_id, at, actor=actor) as one:
        kept = files.checked_words(text, files.mode_of(one.support))
        once = deeds.once(support_id.bytes, nonce, kept.encode())
        deeds.check_nothing_new(files.notes(one.support), once=once, seen=seen, by=actor.staff_id)
        files.record(actor, one, "support.write", at, note=one.support.notes_made + 1)
        files.append(one.support, actor.staff_id, kept, once=once, at=at)
        files.touched(one, at)


def hold_talk(
    *,
    actor: Viewer,
    support_id: UUID,
    held: Held,
    nonce: bytes,
    seen: int | None = None,
    at: datetime | None = None,
) -> None:
    """Register a talk that has been held. The same form registers one. Raises as `write`, and Invalid (not_yet_held,
    too_long_ago, minutes)."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with files.writing(support_id, at, actor=actor) as one:
        words = files.checked_words(held.words, files.mode_of(one.support)) if held.words.strip() else ""
        once = deeds.once(b"talk", support_id.bytes, nonce)
        if not Talk.objects.filter(once=once).exists():
            deeds.check_nothing_new(files.notes(one.support), once=once, seen=seen, by=actor.staff_id, field="words")
        _hold(actor, one, held, words, once, at)
        files.touched(one, at)


def _hold(actor: Viewer, one: Stands, held: Held, words: str, once: bytes, at: datetime) -> None:
    times.check_minutes(held.minutes)
    times.check_held(held.starts_at, at)
    if Talk.objects.filter(once=once).exists():
        return
    files.record(actor, one, "support.talk", at, way=held.way.value, minutes=held.minutes)
    Talk.objects.create(
        support=one.support,
        staff_id=actor.staff_id,
        way=held.way.value,
        state=TalkState.HELD.value,
        starts_at=held.starts_at,
        ends_at=held.starts_at + timedelta(minutes=held.minutes),
        at=at,
        once=once,
    )
    if words:
        files.append(one.support, actor.staff_id, words, once=deeds.once(b"words", once), at=at)
    files.count(What.TALK_HELD, one.support, at)


def register(
    *,
    actor: Viewer,
    unit_id: str,
    beginning: Beginning,
    held: Held,
    coming: Next | None,
    children: Children | None = None,
    nonce: bytes,
    at: datetime | None = None,
) -> UUID:
    """A contact with one talk, in one form: the support is begun, the talk registered, and when nothing comes next it
    is closed again. `children` is what was said about them, when it was asked. The same form registers one. Raises as
    `open_support`, `hold_talk` and `ask_about_children`."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    times.check_minutes(held.minutes)
    times.check_held(held.starts_at, at)
    begun = deeds.once(b"support", str(actor.staff_id).encode(), nonce)
    try:
        with transaction.atomic():
            already = life.of_form(begun)
            if already is not None:
                return already
            support_id = life.open_support(
                actor=actor,
                unit_id=unit_id,
                beginning=beginning,
                coming=coming or Next(NextStep.FOLLOW_UP, services.today(at)),
                nonce=nonce,
                at=at,
            )
            with files.writing(support_id, at, actor=actor) as one:
                words = files.checked_words(held.words, files.mode_of(one.support)) if held.words.strip() else ""
                _hold(actor, one, held, words, deeds.once(b"talk", support_id.bytes, nonce), at)
                if children is not None:
                    ask_about_children(actor=actor, support_id=support_id, children=children, at=at)
                    one.support.refresh_from_db(fields=["children"])
                if coming is None:
                    files.record(actor, one, "support.close", at, reason=CloseReason.ONE_TALK.value)
                    life.end(one.support, CloseReason.ONE_TALK, by=actor.staff_id, at=at)
            return support_id
    except IntegrityError:
        already = life.of_form(begun)
        if already is None:
            raise
        return already


def settle(
    *, actor: Viewer, support_id: UUID, talk_id: UUID, state: TalkState, words: str = "", at: datetime | None = None
) -> None:
    """Say what became of a booked talk. Raises as `write`, Invalid("talk") for one that is not booked here, and
    Invalid("not_yet_held") for one that was held before it began."""
    at = at or clock.now()
    with files.writing(support_id, at, actor=actor) as one:
        talk = booking.booked(one, talk_id)
        if state is TalkState.BOOKED:
            raise Invalid("talk", field="talk")
        if state in {TalkState.HELD, TalkState.MISSED} and talk.starts_at > at:
            raise Invalid("not_yet_held", field="talk")
        kept = files.checked_words(words, files.mode_of(one.support)) if words.strip() else ""
        files.record(actor, one, "support.settle", at, state=state.value)
        talk.state, talk.video = state.value, None  # a link that leads nowhere any more is kept nowhere
        talk.save(update_fields=["state", "video"])
        reminding.drop(one.support, at, talk=talk)
        if kept:
            files.append(one.support, actor.staff_id, kept, once=deeds.once(b"settled", talk_id.bytes), at=at)
        if state is TalkState.HELD:
            files.count(What.TALK_HELD, one.support, at)
        files.touched(one, at)


def ask_about_children(
    *, actor: Viewer, support_id: UUID, children: Children, shown: str = "", at: datetime | None = None
) -> None:
    """The step about children: asked, how many, informed, offered support of their own, ages in bands, a talk held;
    numbers and yes or no, in every mode. `shown` marks what the page showed (`meanwhile.mark`): of two who note it at
    once, one is told. Raises as `write`, and Invalid (children_count, children_ages, talk_ahead).
    """
    at = at or clock.now()
    kept = checked_children(children, services.today(at))
    with files.writing(support_id, at, actor=actor) as one:
        files.record(actor, one, "support.children", at)
        cipher, sealed = files.cipher(one.support), one.support.children
        before = Children() if sealed is None else content.open_children(cipher, bytes(sealed), support_id)
        meanwhile.check_unchanged(shown, before)
        one.support.children = content.seal_children(cipher, kept, support_id)
        one.support.save(update_fields=["children"])
        if kept.asked and not before.asked:
            files.count(What.CHILDREN_ASKED, one.support, at)
        seen, offered = newly_known(before, kept)
        for what in [What.CHILD_KNOWN] * seen + [What.CHILD_OFFERED] * offered:
            files.count(what, one.support, at)
        if kept.talked and not before.talked:
            files.count(What.CHILD_TALK, one.support, at)
        files.touched(one, at)


def offer(*, actor: Viewer, support_id: UUID, service: str, answer: OfferAnswer, at: datetime | None = None) -> None:
    """That a service was offered, and what the relative said. The newest holds. Raises as `write`,
    NotNow("person_is_dead"), and Invalid("service")."""
    at = at or clock.now()
    with files.writing(support_id, at, actor=actor) as one:
        if services.catalogue().service(service) is None:
            raise Invalid("service", field="service")
        stops.check_lives(one.support)
        files.record(actor, one, "support.offer", at, service=service, answer=answer.value)
        Offer.objects.create(support=one.support, service=service, answer=answer.value, staff_id=actor.staff_id, at=at)
        counted = {OfferAnswer.WANTED: What.SERVICE_WANTED, OfferAnswer.DECLINED: What.SERVICE_DECLINED}
        if answer in counted:
            files.count(counted[answer], one.support, at)
        files.touched(one, at)


def tell_how_to_apply(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> None:
    """That the relative was told how to apply for help that is assessed, which is never decided here. Raises as
    `write`."""
    at = at or clock.now()
    with files.writing(support_id, at, actor=actor) as one:
        files.record(actor, one, "support.apply_told", at)
        if one.support.apply_told_at is None:
            files.count(What.HOW_TO_APPLY, one.support, at)
        one.support.apply_told_at = at
        one.support.save(update_fields=["apply_told_at"])
        files.touched(one, at)


def next_from(days: int, at: datetime, step: NextStep = NextStep.FOLLOW_UP) -> Next:
    """What comes next in so many days, for a form that asks no more."""
    on: date = services.today(at) + timedelta(days=days)
    return Next(step, on)
