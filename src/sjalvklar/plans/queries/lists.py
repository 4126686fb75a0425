# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans and parts as rows, without opening a seal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from sjalvklar.casework import queries as casework
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import pages
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.queries.pages import Part, Place
from sjalvklar.organisation.rules.staff import Colleague, Role, UnitRow, Viewer
from sjalvklar.plans import permissions
from sjalvklar.plans.models import Commitment, Consent, Lead, Meeting, Party, PartyStaff, Plan
from sjalvklar.plans.permissions import PlanFacts
from sjalvklar.plans.queries import seen
from sjalvklar.plans.rules import State, stopped_at
from sjalvklar.trust import deeds
from sjalvklar.trust.access.words import Action

MOST_ROWS = 200
TOLD_FOR = timedelta(days=14)  # how long a party is told that a plan has ended


@dataclass(frozen=True, slots=True)
class Row:
    """A plan without content. `late`: commitments that are overdue, for whoever leads it; for the head of the unit,
    those that have gone up. `ending`: consents that end soon. `stopped`: parties whose consent has ended. The last two
    are for whoever may read it. `of_case`: the viewer may read the case it is in."""

    id: UUID
    case_id: UUID
    person_id: UUID
    number: str
    unit_id: str
    state: State
    began_at: datetime
    closed_at: datetime | None
    close_reason: str
    leader_id: int | None
    leader: str
    mine: bool
    of_case: bool
    late: int
    ending: int
    stopped: int
    next_meeting: datetime | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Short:
    """How it stands with a plan, in a word."""

    number: str
    state: State


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list, and what opens the rest; None at its end."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part that is the viewer's, without content."""

    id: UUID
    number: str
    unit: str
    kind: str
    next_meeting: datetime | None
    late: int


@dataclass(frozen=True, slots=True)
class EndedRow:
    """A part that was the viewer's until the plan ended, or the consent for it, told of for some days."""

    number: str
    unit: str
    ended_at: datetime


def lapsed(at: datetime) -> QuerySet[Consent]:
    """Consents that had ended by then, and nothing was done: no later one from the same person, and the party is still
    there."""
    later = Consent.objects.filter(party=OuterRef("party"), giver=OuterRef("giver"), ends_at__gt=OuterRef("ends_at"))
    return Consent.objects.filter(
        ~Exists(later),
        ends_at__lte=at,
        revoked_at__isnull=True,
        giver__lte=F("party__needed"),
        party__left_at__isnull=True,
        party__joint=True,
    )


def _late(ids: list[UUID], at: datetime, *, up: bool) -> dict[UUID, int]:
    """What is late by plan: raised commitments; for a head, those that have gone up, and consents that have ended.
    Counts alone come out of here, also to a head who may read none of them."""
    raised = {"up_at__isnull": False} if up else {"raised_at__isnull": False}
    if not ids:
        return {}
    with deeds.beyond_the_desk():
        rows = Commitment.objects.filter(party__plan__in=ids, settled_at__isnull=True, **raised)
        found = Counter(dict(rows.order_by().values_list("party__plan").annotate(Count("pk"))))
        if up:
            gone_up = lapsed(at).filter(plan__in=ids, up_at__isnull=False)
            found.update(dict(gone_up.order_by().values_list("plan").annotate(Count("pk"))))
        return dict(found)


def _ending(ids: list[UUID], at: datetime) -> QuerySet[Consent]:
    """Consents that end soon, as whoever leads has been told."""
    told = Consent.objects.filter(plan__in=ids, told_at__isnull=False, revoked_at__isnull=True, ends_at__gt=at)
    return told.filter(party__left_at__isnull=True)


def rows_of(viewer: Viewer, found: Iterable[Plan], at: datetime) -> tuple[Row, ...]:
    """Rows of plans that `seen.with_relations` gave."""
    rows = [(row, seen.facts(row)) for row in found]
    read = [row.pk for row, facts in rows if permissions.can_read(viewer, facts)]
    names = organisation.names({facts.leader_id for _, facts in rows if facts.leader_id is not None})
    late = _late(read, at, up=False) | _late([row.pk for row, _ in rows if row.pk not in read], at, up=True)
    parties = list(Party.objects.filter(plan__in=read, left_at__isnull=True))
    standing = seen.standings(parties, at)
    stopped: dict[UUID, int] = {}
    for party in parties:
        stopped[party.plan_id] = stopped.get(party.plan_id, 0) + (party.joint and not standing[party.pk].holds)
    soon = dict(_ending(read, at).order_by().values_list("plan").annotate(Count("pk")))
    meetings = Meeting.objects.filter(plan__in=read, held_at__isnull=True)
    next_on = dict(meetings.order_by().values_list("plan").annotate(Min("at")))
    return tuple(
        Row(
            id=row.pk,
            case_id=row.case_id,
            person_id=row.person_id,
            number=row.number,
            unit_id=row.unit_id,
            state=facts.state,
            began_at=row.began_at,
            closed_at=row.closed_at,
            close_reason=row.close_reason,
            leader_id=facts.leader_id,
            leader=names.get(facts.leader_id, "") if facts.leader_id is not None else "",
            mine=facts.leader_id == viewer.staff_id,
            of_case=facts.of_case,
            late=late.get(row.pk, 0),
            ending=soon.get(row.pk, 0),
            stopped=stopped.get(row.pk, 0),
            next_meeting=next_on.get(row.pk),
            may=permissions.may(viewer, facts),
        )
        for row, facts in rows
    )


def row(viewer: Viewer, plan_id: UUID, *, at: datetime | None = None) -> Row:
    """One plan, without content. Raises NotFound("no_such_plan"), also for what the viewer may not know of."""
    at = at or clock.now()
    return rows_of(viewer, [seen.one(viewer, plan_id, at)[0]], at)[0]


def sees(viewer: Viewer, plan_id: UUID, *, at: datetime | None = None) -> bool:
    """Whether the viewer may know of a plan now."""
    try:
        row(viewer, plan_id, at=at)
    except NotFound:
        return False
    return True


def _place(row: Row) -> Place:
    """Where a plan that goes on stands: where something is late, where a meeting is booked, the others."""
    if row.late:
        return 0, row.began_at, row.id
    return (1, row.next_meeting, row.id) if row.next_meeting is not None else (2, row.began_at, row.id)


def page(
    viewer: Viewer,
    *,
    closed: bool = False,
    after: str | None = None,
    limit: int = pages.ON_A_PAGE,
    at: datetime | None = None,
) -> Page:
    """The plans the viewer leads, or knows of as a head, from a place in the list on: where something is late first,
    then by the next meeting; those that have closed by themselves, the last closed first. Raises Invalid("cursor")."""
    at = at or clock.now()
    known = seen.with_relations(seen.plans(viewer, at), viewer, at)
    ended = Q(state=State.CLOSED.value)
    if closed:
        found, following = pages.of([Part(known.filter(ended), "closed_at", newest_first=True)], after, limit)
        return Page(rows_of(viewer, found, at), following)
    begun = pages.place(after) if after else None
    # What is late is no column: they are few enough, in one unit, to be put in order here.
    rows = sorted(rows_of(viewer, known.exclude(ended), at), key=_place)
    rest = [row for row in rows if begun is None or _place(row) > begun]
    return Page(tuple(rest[:limit]), pages.text_of(_place(rest[limit - 1])) if len(rest) > limit else None)


def worklist(viewer: Viewer, *, closed: bool = False, at: datetime | None = None) -> tuple[Row, ...]:
    """The beginning of a list, as `page`."""
    return page(viewer, closed=closed, limit=MOST_ROWS, at=at).rows


def in_case(viewer: Viewer, case_id: UUID, *, at: datetime | None = None) -> tuple[Row, ...]:
    """The plans of a case that the viewer may know of, the newest first."""
    at = at or clock.now()
    found = seen.plans(viewer, at).filter(case=case_id).order_by("-began_at", "id")
    return rows_of(viewer, seen.with_relations(found, viewer, at), at)


def shorts_in(viewer: Viewer, case_id: UUID, *, at: datetime | None = None) -> tuple[Short, ...]:
    """The plans of a case in a word each, the newest first."""
    found = seen.plans(viewer, at or clock.now()).filter(case=case_id).order_by("-began_at", "id")
    return tuple(Short(number, State(state)) for number, state in found.values_list("number", "state"))


def can_begin(viewer: Viewer, case_id: UUID, *, at: datetime | None = None) -> bool:
    """Whether the viewer may begin a plan in the case, and none is there. Raises NotFound("no_such_case")."""
    at = at or clock.now()
    case = casework.row(viewer, case_id, at=at)
    unit = organisation.unit(case.unit_id)
    if unit is None or "write" not in case.may:
        return False
    begins = PlanFacts(unit.id, unit.authority_id, State.ACTUALISED, of_case="read" in case.may)
    open_now = seen.plans(viewer, at).filter(case=case_id).exclude(state=State.CLOSED.value)
    return permissions.can_begin(viewer, begins) and not open_now.exists()


def my_parts(viewer: Viewer, *, at: datetime | None = None) -> tuple[PartRow, ...]:
    """The parts that the viewer takes part for now: with consent that holds."""
    at = at or clock.now()
    rows = list(seen.parts(viewer, at).select_related("unit").order_by("added_at", "id")[:MOST_ROWS])
    ids = [row.pk for row in rows]
    late = Commitment.objects.filter(party__in=ids, settled_at__isnull=True, raised_at__isnull=False)
    counts = dict(late.order_by().values_list("party").annotate(Count("pk")))
    meetings = Meeting.objects.filter(plan__in=[row.plan_id for row in rows], held_at__isnull=True)
    next_on = dict(meetings.order_by().values_list("plan").annotate(Min("at")))
    return tuple(
        PartRow(
            row.pk,
            row.number,
            row.unit.name if row.unit is not None else "",
            row.kind,
            next_on.get(row.plan_id),
            counts.get(row.pk, 0),
        )
        for row in rows
    )


def ended_lately(viewer: Viewer, *, at: datetime | None = None) -> tuple[EndedRow, ...]:
    """Plans that the viewer took part in until they ended, for some days: that they ended and when, and nothing else,
    to those who would still see their part if it had gone on."""
    at = at or clock.now()
    mine = PartyStaff.objects.filter(staff_id=viewer.staff_id, ends_at__isnull=True).values_list("party", flat=True)
    ids = list(mine)
    if not ids:
        return ()
    with deeds.beyond_the_desk():
        ended = Q(plan__state=State.CLOSED.value, plan__closed_at__gt=at - TOLD_FOR, plan__closed_at__lte=at)
        rows = list(Party.objects.filter(ended, pk__in=ids, left_at__isnull=True).select_related("plan", "unit"))
        holds = seen.standings(rows, at)
        rows = [row for row in rows if holds[row.pk].holds and not kept_from(viewer.staff_id, row, at)]
    return tuple(
        EndedRow(row.number, row.unit.name, row.plan.closed_at or at)
        for row in rows
        if row.unit is not None and viewer.roles_in(row.unit.pk)
    )


def stopped_lately(viewer: Viewer, *, at: datetime | None = None) -> tuple[EndedRow, ...]:
    """Parts that were the viewer's until the consent ended or was taken back, for some days: that the work has
    stopped and since when, to those who would still see their part if it held. Not why, and nothing of it."""
    at = at or clock.now()
    mine = PartyStaff.objects.filter(staff_id=viewer.staff_id, ends_at__isnull=True).values_list("party", flat=True)
    ids = list(mine)
    if not ids:
        return ()
    with deeds.beyond_the_desk():
        rows = list(Party.objects.filter(pk__in=ids, left_at__isnull=True, joint=True).select_related("unit"))
        given = seen.given_for(rows)
        before = {row.pk: stopped_at(given[row.pk], needed=row.needed, at=at) for row in rows}
        found = [
            (row, since)
            for row in rows
            if (since := before[row.pk]) is not None
            and since > at - TOLD_FOR
            and not kept_from(viewer.staff_id, row, at)
        ]
    return tuple(
        EndedRow(row.number, row.unit.name, since)
        for row, since in found
        if row.unit is not None and viewer.roles_in(row.unit.pk)
    )


def goes_on(viewer: Viewer, *, at: datetime | None = None) -> bool:
    """Whether there is anything in the list of plans for the viewer: what they lead, stand in for or take part in, or,
    for a head, something in the unit. Every page of the desk asks, so what costs least is asked first."""
    at = at or clock.now()
    people = {viewer.staff_id, *(absent for _, absent in viewer.stand_ins)}
    led = list(Lead.objects.filter(staff_id__in=people, ends_at__isnull=True).values_list("plan", flat=True))
    if led and Plan.objects.filter(pk__in=led).exclude(state=State.CLOSED.value).exists():
        return True
    taking_part = PartyStaff.objects.filter(staff_id=viewer.staff_id, ends_at__isnull=True)
    if taking_part.exists() and (
        seen.parts(viewer, at).exists() or ended_lately(viewer, at=at) or stopped_lately(viewer, at=at)
    ):
        return True
    heads = any(grant.role.leads for grant in viewer.grants)
    return heads and seen.plans(viewer, at).exclude(state=State.CLOSED.value).exists()


def to_see_to(viewer: Viewer, *, at: datetime | None = None) -> int | None:
    """How much is late, or about to end, in the plans that go on for the viewer: those they lead, stand in for or take
    part in, and, for a head, those of the unit. None when there is none: then nothing points at the list. What costs
    least is asked first."""
    at = at or clock.now()
    people = {viewer.staff_id, *(absent for _, absent in viewer.stand_ins)}
    led = Lead.objects.filter(staff_id__in=people, ends_at__isnull=True).values("staff_id")
    taking_part = PartyStaff.objects.filter(staff_id=viewer.staff_id, ends_at__isnull=True).values("staff_id")
    if not any(grant.role.leads for grant in viewer.grants) and not led.union(taking_part).exists():
        return None
    going = seen.with_relations(seen.plans(viewer, at).exclude(state=State.CLOSED.value), viewer, at)
    rows = list(going[:MOST_ROWS])
    known, read = [row.pk for row in rows], [row.pk for row in rows if permissions.can_read(viewer, seen.facts(row))]
    parts = list(seen.parts(viewer, at).values_list("pk", flat=True)[:MOST_ROWS])
    if not known and not parts and not ended_lately(viewer, at=at) and not stopped_lately(viewer, at=at):
        return None
    mine = Commitment.objects.filter(party__in=parts, settled_at__isnull=True, raised_at__isnull=False)
    late = [_late(read, at, up=False), _late([one for one in known if one not in read], at, up=True)]
    consents = _ending(read, at).count() + lapsed(at).filter(plan__in=read).count() if read else 0
    return sum(n for found in late for n in found.values()) + consents + (mine.count() if parts else 0)


def plan_of(viewer: Viewer, party_id: UUID, *, at: datetime | None = None) -> UUID:
    """The plan that a party is in, for whoever may read the plan. Raises NotFound("no_such_plan")."""
    at = at or clock.now()
    readable = seen.plans(viewer, at, Action.READ).values("pk")
    found = Party.objects.filter(pk=party_id, plan__in=readable).values_list("plan_id", flat=True).first()
    if found is None:
        raise NotFound(permissions.NO_SUCH_PLAN)
    return found


def ordinary(plan_ids: list[UUID]) -> list[UUID]:
    """Those that are not about a protected person, in the same order. Asked beyond the desk: whoever leads a plan need
    not see its case."""
    with deeds.beyond_the_desk():
        found = set(Plan.objects.filter(pk__in=plan_ids, case__protected=False).values_list("pk", flat=True))
    return [plan for plan in plan_ids if plan in found]


def colleagues_in(unit_id: str, at: datetime) -> tuple[Colleague, ...]:
    """Those who serve in a unit: one of them leads."""
    return tuple(who for who in organisation.staff_of(unit_id, at) if who.serves)


def can_lead(viewer: Viewer, plan_id: UUID, *, at: datetime | None = None) -> tuple[Colleague, ...]:
    """Whom a plan can be handed over to: those who serve in its unit, are not too close to the person, and for a
    protected one are named. Raises NotFound("no_such_plan")."""
    at = at or clock.now()
    return others_for(row(viewer, plan_id, at=at), at=at)


def others_for(row: Row, *, at: datetime | None = None) -> tuple[Colleague, ...]:
    """Whom a plan can be handed over to, from its row."""
    at = at or clock.now()
    colleagues = [who for who in colleagues_in(row.unit_id, at) if who.staff_id != row.leader_id]
    kept = those_kept_from(colleagues, row, at)
    return tuple(who for who in colleagues if who.staff_id not in kept)


def those_kept_from(colleagues: Iterable[Colleague], about: Row | Party, at: datetime) -> frozenset[int]:
    """Those of some of whom `kept_from` says so, asked once for all."""
    staff = {who.staff_id for who in colleagues}
    return (
        casework.those_kept_from(staff, case_id=about.case_id, person_id=about.person_id, at=at)
        if staff
        else frozenset()
    )


def kept_from(staff_id: int, about: Plan | Party, at: datetime) -> bool:
    """Whether the plan may not be somebody's: they are too close to the person, or not named by a protected one."""
    return casework.kept_from(staff_id, case_id=about.case_id, person_id=about.person_id, at=at)


def party_units() -> tuple[UnitRow, ...]:
    """The municipality's units that can be a party: those of every board."""
    return tuple(sorted(organisation.all_units(), key=lambda unit: unit.name))


def may_take_part(who: Colleague) -> bool:
    """Whether somebody's roles in a unit let them take part for it."""
    return any(role.serves or role is Role.CASE_OFFICER for role in who.roles)


def can_take_part(party: Party, at: datetime) -> tuple[Colleague, ...]:
    """Who can take part for a party: those who serve in its unit or are case officers there, none of them kept from
    the person."""
    if party.unit_id is None:
        return ()
    able = [who for who in organisation.staff_of(party.unit_id, at) if may_take_part(who)]
    kept = those_kept_from(able, party, at)
    return tuple(who for who in able if who.staff_id not in kept)


def leader_of(plan_id: UUID, at: datetime) -> int | None:
    """Who leads it now."""
    return Lead.objects.filter(plan=plan_id, ends_at__isnull=True).values_list("staff_id", flat=True).first()
