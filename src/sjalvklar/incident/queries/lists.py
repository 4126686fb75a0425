# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents as rows, and the board: how many are reached in every circle, never who they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, Sum

from sjalvklar.incident import permissions
from sjalvklar.incident.ground import during
from sjalvklar.incident.models import CircleStaff, Duty, Family, Incident, Lead, Ring
from sjalvklar.incident.permissions import FamilyFacts, IncidentFacts
from sjalvklar.incident.queries import seen
from sjalvklar.incident.rules import Circle, DutyKind, DutyState, FamilyState, Reached, State
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Colleague, Viewer
from sjalvklar.trust.access.context import COMMAND, acting

MOST_ROWS = 100
NO_SUCH_CIRCLE = "no_such_circle"
_ORDER = {kind: place for place, kind in enumerate(Circle)}


@dataclass(frozen=True, slots=True)
class Row:
    """An incident without content. `late`: dates that nobody kept, told to whoever leads it, or to the head of the
    unit when it has closed; 0 for all others. `circle_id`: the one the viewer works in."""

    id: UUID
    number: str
    unit_id: str
    kind: str
    state: State
    happened_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    leader_id: int | None
    leader: str
    mine: bool
    circle_id: UUID | None
    circle: Circle | None
    late: int
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class InCircle:
    """Somebody who works in a circle now."""

    staff_id: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class CircleLine:
    """A circle on the board. Counts alone; `waits_since` is when the first of the unreached came to be known."""

    id: UUID
    kind: Circle
    families: int
    people: int
    unreached: int
    waits_since: datetime | None
    declined: int
    not_found: int
    without_contact: int
    late: int
    late_since: datetime | None
    next_due: datetime | None
    consented: int
    staff: tuple[InCircle, ...]

    @property
    def reached(self) -> int:
        return self.families - self.unreached - self.declined - self.not_found


@dataclass(frozen=True, slots=True)
class Board:
    """All circles of an incident: first those where somebody is late or has not been reached."""

    row: Row
    circles: tuple[CircleLine, ...]

    @property
    def unreached(self) -> int:
        return sum(line.unreached for line in self.circles)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.circles)

    @property
    def families(self) -> int:
        return sum(line.families for line in self.circles)

    @property
    def people(self) -> int:
        return sum(line.people for line in self.circles)


def _late(viewer: Viewer, rows: list[tuple[Incident, IncidentFacts]]) -> dict[UUID, int]:
    """Raised dates by incident, for those the viewer leads, or heads the unit of and it has closed."""
    mine = [
        incident.pk
        for incident, facts in rows
        if permissions.can_see_board(viewer, facts)
        or (facts.state is State.CLOSED and permissions.can_hand_over(viewer, facts))
    ]
    if not mine:
        return {}
    # A count of families that the viewer may not see: nothing else comes out of here.
    with acting(COMMAND):
        found = Duty.objects.filter(family__incident__in=mine, state=DutyState.DUE.value, raised_at__isnull=False)
        return dict(found.values_list("family__incident").annotate(n=Count("id")))


def rows_of(viewer: Viewer, found: Iterable[Incident], at: datetime) -> tuple[Row, ...]:
    """Rows of incidents that `seen.with_relations` gave."""
    rows = [(row, seen.facts(row)) for row in found]
    names = organisation.names({facts.leader_id for _, facts in rows if facts.leader_id is not None})
    mine = CircleStaff.objects.filter(during(at), staff_id=viewer.staff_id, incident__in=[row.pk for row, _ in rows])
    circles = {one.incident_id: one.circle for one in mine.select_related("circle")}
    late = _late(viewer, rows)
    return tuple(
        Row(
            id=row.pk,
            number=row.number,
            unit_id=row.unit_id,
            kind=row.kind,
            state=facts.state,
            happened_at=row.happened_at,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            leader_id=facts.leader_id,
            leader=names.get(facts.leader_id, "") if facts.leader_id is not None else "",
            mine=facts.leader_id == viewer.staff_id,
            circle_id=circles[row.pk].pk if row.pk in circles else None,
            circle=Circle(circles[row.pk].kind) if row.pk in circles else None,
            late=late.get(row.pk, 0),
            may=permissions.may(viewer, facts),
        )
        for row, facts in rows
    )


def late_dates(viewer: Viewer, *, at: datetime | None = None) -> int:
    """How many dates nobody has kept are the viewer's to see to: of families whose crisis contact they are, or that
    have none in their circle; of incidents they lead or stand in for; for a head, of those that have closed. Every
    page of the desk asks, so whoever has nothing to do with any is asked for first. A number alone comes out."""
    at = at or clock.now()
    people = {viewer.staff_id, *(absent for _, absent in viewer.stand_ins)}
    heads = [grant.unit_id for grant in viewer.grants if grant.role.leads]
    led = Lead.objects.filter(staff_id__in=people, ends_at__isnull=True).values("incident")
    mine = CircleStaff.objects.filter(during(at), staff_id=viewer.staff_id).values("circle")
    if not heads and not led.union(mine).exists():
        return 0
    closed = Q(family__incident__state=State.CLOSED.value)
    theirs = Q(family__circle__in=mine) & (Q(family__contact=viewer.staff_id) | Q(family__contact__isnull=True))
    theirs |= Q(family__incident__in=led) & ~closed | Q(family__incident__unit__in=heads) & closed
    with acting(COMMAND):
        raised = Duty.objects.filter(theirs, state=DutyState.DUE.value, raised_at__isnull=False)
        return raised.exclude(family__state=FamilyState.ENDED.value).count()


def row(viewer: Viewer, incident_id: UUID, *, at: datetime | None = None) -> Row:
    """One incident, without content. Raises NotFound("no_such_incident"), also for what the viewer may not know of."""
    at = at or clock.now()
    return rows_of(viewer, [seen.one(viewer, incident_id, at)[0]], at)[0]


def worklist(viewer: Viewer, *, closed: bool = False, at: datetime | None = None) -> tuple[Row, ...]:
    """The incidents the viewer may know of, newest first; those that have closed by themselves. One that has closed
    and still follows families stands among those that go on, for whoever works in its circle, and for the head when a
    date is late."""
    at = at or clock.now()
    found = seen.incidents(viewer, at).order_by("-happened_at", "id")
    ended = found.filter(state=State.CLOSED.value)
    if closed:
        return rows_of(viewer, seen.with_relations(ended, viewer, at)[:MOST_ROWS], at)
    going = found.exclude(state=State.CLOSED.value)
    rows = rows_of(viewer, seen.with_relations(going, viewer, at)[:MOST_ROWS], at)
    after = rows_of(viewer, seen.with_relations(ended, viewer, at)[:MOST_ROWS], at)
    return rows + tuple(row for row in after if row.late or row.circle_id)


def may_open_in(viewer: Viewer) -> tuple[str, ...]:
    """The units where the viewer may open an incident."""
    return tuple(sorted({g.unit_id for g in viewer.grants if permissions.can_open(viewer, g.unit_id, g.authority_id)}))


def in_circles(incident_id: UUID, at: datetime) -> dict[UUID, tuple[InCircle, ...]]:
    """Who works in each circle now, by name."""
    rows = list(CircleStaff.objects.filter(during(at), incident=incident_id))
    names = organisation.names({one.staff_id for one in rows})
    found: dict[UUID, list[InCircle]] = {}
    for one in sorted(rows, key=lambda one: names.get(one.staff_id, "")):
        found.setdefault(one.circle_id, []).append(InCircle(one.staff_id, names.get(one.staff_id, ""), one.starts_at))
    return {circle: tuple(people) for circle, people in found.items()}


def board(viewer: Viewer, incident_id: UUID, *, row: Row | None = None, at: datetime | None = None) -> Board:
    """Every circle in counts; `row` when it is at hand. Raises NotFound, NotAllowed for whoever does not lead it."""
    at = at or clock.now()
    if row is None or "board" not in row.may:
        incident, facts = seen.one(viewer, incident_id, at)
        permissions.check_can_see_board(viewer, facts)
        [row] = rows_of(viewer, [incident], at)
    circles = {ring.pk: Circle(ring.kind) for ring in Ring.objects.filter(incident=row.id)}
    people = in_circles(row.id, at)
    # Whoever leads may see no family; only these counts come out of here.
    with acting(COMMAND):
        counts, late, due = _counts(row.id, at)
    none: dict[str, Any] = {}
    lines = [
        CircleLine(
            id=ring,
            kind=kind,
            families=counts.get(ring, none).get("families", 0),
            people=counts.get(ring, none).get("everybody", 0),
            unreached=counts.get(ring, none).get("unreached", 0),
            waits_since=counts.get(ring, none).get("waits_since"),
            declined=counts.get(ring, none).get("declined", 0),
            not_found=counts.get(ring, none).get("not_found", 0),
            without_contact=counts.get(ring, none).get("without", 0),
            late=late[ring][0] if ring in late else 0,
            late_since=late[ring][1] if ring in late else None,
            next_due=due.get(ring),
            consented=counts.get(ring, none).get("consented", 0),
            staff=people.get(ring, ()),
        )
        for ring, kind in circles.items()
    ]
    lines.sort(key=lambda line: (not line.late, not line.unreached, not line.families, _ORDER[line.kind]))
    return Board(row, tuple(lines))


def _counts(
    incident_id: UUID, at: datetime
) -> tuple[dict[UUID, dict[str, Any]], dict[UUID, tuple[int, datetime]], dict[UUID, datetime]]:
    going = ~Q(state=FamilyState.ENDED.value)
    unreached = Q(reached=Reached.NOT_YET.value)
    counted = (
        Family.objects.filter(incident=incident_id)
        .values("circle")
        .annotate(
            families=Count("id"),
            everybody=Sum("people"),
            unreached=Count("id", filter=unreached),
            waits_since=Min("made_at", filter=unreached),
            declined=Count("id", filter=Q(reached=Reached.DECLINED.value)),
            not_found=Count("id", filter=Q(reached=Reached.NOT_FOUND.value)),
            without=Count("id", filter=Q(contact__isnull=True) & going),
            consented=Count("id", filter=Q(consent_at__isnull=False)),
        )
    )
    duties = Duty.objects.filter(
        family__incident=incident_id, kind=DutyKind.CHECKPOINT.value, state=DutyState.DUE.value
    )
    by_circle = duties.values("family__circle").annotate(
        late=Count("id", filter=Q(due_at__lte=at)),
        since=Min("due_at", filter=Q(due_at__lte=at)),
        next=Min("due_at", filter=Q(due_at__gt=at)),
    )
    found = list(by_circle)
    return (
        {one["circle"]: dict(one) for one in counted},
        {one["family__circle"]: (one["late"], one["since"]) for one in found if one["late"]},
        {one["family__circle"]: one["next"] for one in found if one["next"] is not None},
    )


def can_work(viewer: Viewer, row: Row, *, at: datetime | None = None) -> tuple[Colleague, ...]:
    """Whom whoever leads can put in a circle or on duty: those of the authority who meet relatives or lead a unit; the
    incident's own unit first. Empty for those who may not decide it."""
    at = at or clock.now()
    unit = organisation.unit(row.unit_id)
    if unit is None or not row.may & {"assign", "hand_over"}:
        return ()
    return colleagues(unit.authority_id, unit.id, at)


def colleagues(authority_id: str, unit_id: str, at: datetime) -> tuple[Colleague, ...]:
    """Those who serve in the unit, and then those in the other units of the authority; nobody twice."""
    units = [unit_id, *(unit.id for unit in organisation.units_of_authority(authority_id) if unit.id != unit_id)]
    there, found = organisation.staff_of_units(units, at), dict[int, Colleague]()
    for unit in units:
        for who in there[unit]:
            if who.serves:
                found.setdefault(who.staff_id, who)
    return tuple(found.values())


def been_in(incident_id: UUID) -> dict[int, Circle]:
    """Who is or has been in a circle of the incident, and in which."""
    rows = CircleStaff.objects.filter(incident=incident_id).values_list("staff_id", "circle__kind")
    return {staff: Circle(kind) for staff, kind in rows}


def circle(viewer: Viewer, circle_id: UUID, *, at: datetime | None = None) -> tuple[Ring, FamilyFacts]:
    """A circle, and how the viewer stands to what is in it. Raises NotFound("no_such_circle") for all who do not work
    in it now."""
    at = at or clock.now()
    ring = Ring.objects.select_related("incident").filter(pk=circle_id).first()
    if ring is None:
        raise NotFound(NO_SUCH_CIRCLE)
    been = CircleStaff.objects.filter(incident=ring.incident_id, staff_id=viewer.staff_id)
    rows = list(been.values_list("circle", "starts_at", "ends_at"))
    facts = FamilyFacts(
        ring.incident.unit_id,
        ring.incident.authority_id,
        FamilyState.OPEN,
        in_circle=any(one == ring.pk and since <= at and (not until or until > at) for one, since, until in rows),
        in_another=any(one != ring.pk for one, _, _ in rows),
    )
    if not permissions.can_read_family(viewer, facts):
        raise NotFound(NO_SUCH_CIRCLE)
    return ring, facts


def colleagues_in(unit_id: str, at: datetime) -> tuple[Colleague, ...]:
    """Those who serve in the unit: one of them leads."""
    return tuple(who for who in organisation.staff_of(unit_id, at) if who.serves)


def can_lead(row: Row, people: tuple[Colleague, ...], *, at: datetime | None = None) -> tuple[Colleague, ...]:
    """Those among them whom the lead can be handed over to: they serve in its unit, and do not lead already."""
    at = at or clock.now()
    serving = {who.staff_id for who in colleagues_in(row.unit_id, at)} - {row.leader_id}
    return tuple(who for who in people if who.staff_id in serving)


def rings(incident_id: UUID) -> tuple[tuple[UUID, Circle], ...]:
    """The circles of an incident, in their order."""
    found = Ring.objects.filter(incident=incident_id).values_list("pk", "kind")
    return tuple(sorted(((ring, Circle(kind)) for ring, kind in found), key=lambda one: _ORDER[one[1]]))
