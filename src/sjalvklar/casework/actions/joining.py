# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two were found to be one person, in a case or in two; and it is undone when it was wrong.

A joining is a link and moves nothing: each keeps what was noted of them, under their own key, so that undoing it loses
nothing. Cases are never poured together; each note stays in the case where it was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sjalvklar.casework import ending, permissions, stops
from sjalvklar.casework.actions import around, files, life
from sjalvklar.casework.models import Case, Involved, Joining
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.queries import lists
from sjalvklar.casework.rules import (
    ASK_LASTS,
    Deed,
    JoinGround,
    NoticeKind,
    Part,
    ProtectionLevel,
    check_transition,
    numbers,
    shown_as,
)
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import deeds

Held = tuple[Case, CaseFacts]


def locked(actor: Viewer, case_ids: Iterable[UUID], at: datetime) -> dict[UUID, Held]:
    """The cases, held in one order whoever asks, so that two who join at once wait for each other and no more."""
    return {case_id: files.locked(actor, case_id, at) for case_id in sorted(set(case_ids))}


def _check_writable(actor: Viewer, held: Iterable[Held]) -> None:
    for _, facts in held:
        permissions.check_can_write(actor, facts)
        check_transition(facts.state, Deed.WRITE)


def join(
    *,
    actor: Viewer,
    case_id: UUID,
    first: int,
    second: int,
    ground: JoinGround,
    nonce: bytes,
    other_case: str = "",
    at: datetime | None = None,
) -> bool:
    """`second`, in the same case or in the one with the number `other_case`, is the same person as `first`. By whoever
    may write in both. When either is protected, or a case is, it takes two: it holds when another named person agrees.

    True when it holds at once. Raises NotFound, NotAllowed, NotNow("wrong_state", "protect_first"), Invalid:
    joined_to_oneself, already_joined, no_such_person ("second"), no_such_other_case ("other_case"), relative_stays.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    wanted = _case_numbered(actor, case_id, other_case, at)
    with transaction.atomic():
        held = locked(actor, {case_id, wanted}, at)
        try:
            _check_writable(actor, held.values())
        except (NotAllowed, NotNow):
            if wanted != case_id:  # what may not be written in is not told apart from what is not there
                permissions.check_can_write(actor, held[case_id][1])
                raise Invalid("no_such_other_case", field="other_case") from None
            raise
        once = deeds.once(b"join", case_id.bytes, nonce)
        already = Joining.objects.filter(once=once).first()
        if already is not None:
            return already.holds_from is not None
        case, away = held[case_id][0], held[wanted][0]
        kept, same = around.one(case, first), _second(away, second)
        _check_pair(kept, same)
        by_two = _takes_two(held.values(), (kept, same))
        if by_two and not all(one.protected for one, _ in held.values()):
            raise NotNow("protect_first")
        for one, standing in held.values():
            files.record(actor, one, standing, "case.join", at, people=[first, second], waits=by_two)
        Joining.objects.create(
            case=case,
            other_case=away,
            first=kept,
            second=same,
            ground=ground.value,
            asked_by_id=actor.staff_id,
            asked_at=at,
            ask_ends_at=at + ASK_LASTS if by_two else None,
            holds_from=None if by_two else at,
            once=once,
        )
        if by_two:
            files.tell(NoticeKind.ASKED, case, lists.people_for(case, at), by=actor.staff_id, at=at)
        else:
            _tell_of_death(case, away, by=actor.staff_id, at=at)
        return not by_two


def _tell_of_death(case: Case, other: Case, *, by: int, at: datetime) -> None:
    """Two cases are about one person now, who may be noted as dead in one of them: that holds in both."""
    there = stops.together(case.pk)
    if case != other and other.pk in there and stops.has_died(case.pk):
        ending.has_died(there, by=by, at=at)


def _case_numbered(actor: Viewer, case_id: UUID, stated: str, at: datetime) -> UUID:
    if not stated.strip():
        return case_id
    number = numbers.read(stated)
    found = next((one for one in lists.numbered(actor, number, at=at)), None) if number else None
    if found is None or found == case_id:
        raise Invalid("no_such_other_case", field="other_case")
    return found


def _second(case: Case, number: int) -> Involved:
    try:
        return around.one(case, number)
    except NotFound:
        raise Invalid("no_such_person", field="second") from None


def _check_pair(kept: Involved, same: Involved) -> None:
    if kept.pk == same.pk:
        raise Invalid("joined_to_oneself", field="second")
    there = Joining.objects.filter(undone_at__isnull=True)
    if (
        there.filter(Q(first=kept, second=same) | Q(first=same, second=kept))
        .filter(Q(holds_from__isnull=False) | Q(ask_ends_at__gt=clock.now()))
        .exists()
    ):
        raise Invalid("already_joined", field="second")
    if kept.case_id != same.case_id:
        return
    if same.part == Part.RELATIVE.value:
        raise Invalid("relative_stays", field="second")
    if _is_joined(kept, same):
        raise Invalid("already_joined", field="second")


def _is_joined(kept: Involved, same: Involved) -> bool:
    """Whether, in one case, the second is shown as somebody already, or the first as the second: somebody in a ring of
    joinings would be shown as nobody."""
    if kept.case_id != same.case_id:
        return False
    there = Joining.objects.filter(undone_at__isnull=True, holds_from__isnull=False)
    within = there.filter(case=kept.case_id, other_case=kept.case_id)
    joined = {row.second.number: row.first.number for row in within.select_related("first", "second")}
    return same.number in joined or shown_as(joined, kept.number) == same.number


def _takes_two(held: Iterable[Held], people: Iterable[Involved]) -> bool:
    return any(case.protected for case, _ in held) or any(
        one.person.protection != ProtectionLevel.NONE.value for one in people
    )


def _found(actor: Viewer, case_id: UUID, joining_id: UUID) -> Joining:
    found = (
        Joining.objects.select_for_update(of=("self",))
        .filter(Q(case=case_id) | Q(other_case=case_id), pk=joining_id, undone_at__isnull=True)
        .select_related("first", "second")
        .first()
    )
    if found is None:
        raise NotFound("no_such_joining")
    return found


def sides_of(case_id: UUID, joining_id: UUID) -> set[UUID]:
    """Both cases of a joining, to be held before it is looked at; only the one asked about when there is none."""
    found = Joining.objects.filter(pk=joining_id).values_list("case", "other_case").first()
    return {case_id, *(found or ())}


def approve_join(*, actor: Viewer, case_id: UUID, joining_id: UUID, at: datetime | None = None) -> None:
    """Be the second person: named for both cases, and not who asked. Raises NotFound, NotAllowed,
    NotNow("nothing_asked")."""
    at = at or clock.now()
    with transaction.atomic():
        held = locked(actor, sides_of(case_id, joining_id), at)
        for _, facts in held.values():
            permissions.check_can_open_together(actor, facts)
        row = _found(actor, case_id, joining_id)
        waits = row.holds_from is None and row.ask_ends_at is not None and row.ask_ends_at > at
        if not waits or row.asked_by_id == actor.staff_id or _is_joined(row.first, row.second):
            raise NotNow("nothing_asked")
        for case, facts in held.values():
            files.record(actor, case, facts, "case.approve_join", at, asked_by=row.asked_by_id)
        row.approved_by_id, row.holds_from = actor.staff_id, at
        row.save(update_fields=["approved_by", "holds_from"])
        _tell_of_death(row.case, row.other_case, by=actor.staff_id, at=at)
        files.tell(NoticeKind.APPROVED, held[case_id][0], [row.asked_by_id], by=actor.staff_id, at=at)


def undo_join(*, actor: Viewer, case_id: UUID, joining_id: UUID, at: datetime | None = None) -> None:
    """They are two people: shown as two again, with all that was noted of each. By whoever may write in both cases. A
    case that was closed to go on in the other is open again; each note stays where it was written.

    Raises NotFound, NotAllowed, NotNow("wrong_state").
    """
    at = at or clock.now()
    with transaction.atomic():
        held = locked(actor, sides_of(case_id, joining_id), at)
        permissions.check_can_read(actor, held[case_id][1])
        row = _found(actor, case_id, joining_id)
        ended = held.get(row.ended_id) if row.ended_id is not None else None
        _check_writable(actor, [one for one in held.values() if one is not ended])
        if ended is not None:
            permissions.check_can_reopen(actor, ended[1])
        for case, facts in held.values():
            files.record(actor, case, facts, "case.undo_join", at, people=[row.first.number, row.second.number])
        row.undone_by_id, row.undone_at = actor.staff_id, at
        row.ended, row.ended_at, row.ended_by = None, None, None
        row.save(update_fields=["undone_by", "undone_at", "ended", "ended_at", "ended_by"])
        if ended is not None:
            life.open_again(*ended, actor=actor, at=at)
