# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases of somebody who goes, or of a unit that does: given in one deed, or to the head when nobody gave them.

A head who gets a case this way may read it, since somebody must answer for it, and is asked to give it to another. A
protected one goes to the next of the named; when none is left the head names two (`protection.name_anew`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.casework import permissions
from sjalvklar.casework.actions import along, files
from sjalvklar.casework.ground import during
from sjalvklar.casework.models import Assignment, BreakGlass, Case
from sjalvklar.casework.queries import lists, seen
from sjalvklar.casework.rules import NoticeKind, State
from sjalvklar.kernel.errors import NotNow
from sjalvklar.organisation.belongings import Shares
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor

_TIMER, _PACK = "timer", "pack"


def give(*, actor: Viewer, staff_id: int, unit_id: str, shares: Shares, also_closed: bool, at: datetime) -> int:
    """Every ordinary case of one colleague in a unit to those who take over, by whoever may hand each of them over. A
    closed one that goes on in another goes with it, to the same.

    In the caller's transaction. Whoever gets several is told once. Raises NotNow("somebody_else_too") when none of
    those who were chosen can have one of them.
    """
    states = (State.OPEN, State.CLOSED) if also_closed else (State.OPEN,)
    theirs = seen.cases(actor, at, Action.HAND_OVER).filter(
        seen.owned_by(staff_id, at), unit_id=unit_id, protected=False
    )
    first: dict[int, list[Case]] = {}
    ids: list[UUID] = []
    for state in states:
        ids += theirs.filter(state=state.value).order_by("opened_at", "id").values_list("pk", flat=True)
    gone: set[UUID] = set()
    for case_id in ids:
        if case_id in gone:
            continue
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_hand_over(actor, facts)
        if facts.owner_id != staff_id or case.protected:
            raise NotNow("wrong_state")
        who = shares.next(but=[one for one in shares.people if seen.too_close(one, case.person_id)])
        if who is None:
            raise NotNow("somebody_else_too")
        files.record(actor, case, facts, "case.hand_over", at, to=who)
        files.give(case, who, by=actor.staff_id, at=at)
        gone.update(along.give(actor, case, who, of=staff_id, at=at))
        shares.gave(who)
        first.setdefault(who, []).append(case)
    for who, cases in first.items():
        kind = NoticeKind.HANDED if len(cases) == 1 else NoticeKind.HANDED_MANY
        files.tell(kind, cases[0], [who], by=actor.staff_id, at=at)
    return len(ids)


def left_behind(staff_id: int | None, *, at: datetime) -> int:
    """Open cases of somebody (or of this person) who does not work there any more, to whoever is there. How many."""
    given: dict[tuple[int, int], list[Case]] = {}
    for owner, unit_id in list(_owners(staff_id)):
        viewer = people.viewer(owner, at)
        if viewer is not None and unit_id in viewer.serving_unit_ids:
            continue
        theirs = Assignment.objects.filter(
            during(at), staff_id=owner, case__unit_id=unit_id, case__state=State.OPEN.value
        )
        for case_id in list(theirs.order_by("case__opened_at", "case_id").values_list("case_id", flat=True)):
            moved = _return_one(case_id, owner, viewer, at)
            if moved is not None:
                given.setdefault((owner, moved[1]), []).append(moved[0])
    for (owner, heir), cases in given.items():
        one, many = NoticeKind.GIVE_AWAY, NoticeKind.GIVE_AWAY_MANY
        files.tell(one if len(cases) == 1 else many, cases[0], [heir], by=owner, at=at)
    return sum(map(len, given.values()))


def _owners(only: int | None) -> Iterator[tuple[int, str]]:
    owned = Assignment.objects.filter(ends_at__isnull=True, case__state=State.OPEN.value)
    if only is not None:
        owned = owned.filter(staff_id=only)
    yield from owned.order_by().values_list("staff_id", "case__unit_id").distinct()


@transaction.atomic
def _return_one(case_id: UUID, owner: int, viewer: Viewer | None, at: datetime) -> tuple[Case, int] | None:
    """The case and who has it now; None when it stays."""
    case = Case.objects.select_for_update().filter(pk=case_id, state=State.OPEN.value).first()
    if case is None or files.owner_of(case, at) != owner:
        return None
    detail: dict[str, object] = {}
    if case.protected:
        named = lists.people_for(case, at)
        heir = None if owner in named else next(iter(named), None)
        detail["compartment"] = "protected"
    else:
        heir = _heir(case, owner, at)
        if heir is not None and viewer is not None and _is_borrowed(case, viewer, heir, at):
            return None
    if heir is None:
        return None
    _left_behind(case, owner, heir, at, **detail)
    if not case.protected:
        for closed in along.left_behind(case, heir, of=owner, at=at):
            _left_behind(closed, owner, heir, at)
    return case, heir


def _left_behind(case: Case, owner: int, heir: int, at: datetime, **detail: object) -> None:
    trust.record(
        actor=Actor.system(_TIMER, None if case.protected else case.unit_id),
        action="case.left_behind",
        object=files.about(case.pk),
        basis=_TIMER,
        detail={"from": owner, "to": heir, **detail},
        at=at,
    )
    files.give(case, heir, by=heir, at=at)


def _is_borrowed(case: Case, viewer: Viewer, heir: int, at: datetime) -> bool:
    """Whether it came to a head of another unit because its own has nobody, and still has nobody."""
    heads = any(grant.role is Role.UNIT_HEAD and grant.authority_id == case.authority_id for grant in viewer.grants)
    return heads and heir not in {who.staff_id for who in people.staff_of(case.unit_id, at)}


def _heir(case: Case, owner: int, at: datetime) -> int | None:
    """The head of the unit; another who leads there; whoever there meets relatives and has the fewest; the head of
    another unit of the authority, who gives it on. Never anybody too close to the person."""
    here = people.staff_of(case.unit_id, at)
    head = people.unit_head(case.unit_id, at)
    first = [] if head is None else [head]
    first += [who.staff_id for who in here if any(role.leads for role in who.roles)]
    answering = [who.staff_id for who in here if who.answers]
    first += sorted(answering, key=lambda who: (_how_many(who), who))
    for unit in people.units_of_authority(case.authority_id):
        beside = people.unit_head(unit.id, at) if unit.id != case.unit_id else None
        first += [] if beside is None else [beside]
    return next((who for who in first if who != owner and not seen.too_close(who, case.person_id)), None)


def _how_many(staff_id: int) -> int:
    return Assignment.objects.filter(staff_id=staff_id, ends_at__isnull=True, case__state=State.OPEN.value).count()


def move_unit(unit_id: str, to: str, *, at: datetime) -> int:
    """Everything of a unit that has ended to the one that took over, the closed too; owners, named people and reviews
    as they are. Both are one authority's. How many, without the protected: nobody is told of those."""
    counted = 0
    with transaction.atomic():
        for case in Case.objects.select_for_update().filter(unit_id=unit_id).order_by("opened_at", "id"):
            detail: dict[str, object] = {"from": unit_id, "to": to}
            trust.record(
                actor=Actor.system(_PACK, None if case.protected else to),
                action="case.move_unit",
                object=files.about(case.pk),
                basis=_PACK,
                detail={"compartment": "protected"} if case.protected else detail,
                at=at,
            )
            case.unit_id = to
            case.save(update_fields=["unit"])
            counted += not case.protected
        BreakGlass.objects.filter(unit_id=unit_id).update(unit_id=to)
    return counted
