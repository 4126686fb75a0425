# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opening the seals, on record first: the incident, a circle with what its families are called, one family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, Q

from sjalvklar.incident import content, permissions
from sjalvklar.incident.actions import files
from sjalvklar.incident.actions.sheets import (
    AlertLine,
    CallLine,
    CircleSheet,
    DutyLine,
    FamilyRow,
    FamilySheet,
    Line,
    ReachLine,
    Sheet,
    ShiftLine,
    TaskLine,
)
from sjalvklar.incident.models import (
    Alert,
    Duty,
    Family,
    Incident,
    IncidentTask,
    LineCall,
    LogLine,
    Note,
    Reach,
    Shift,
)
from sjalvklar.incident.queries import lists, seen
from sjalvklar.incident.rules import (
    AlertAnswer,
    Circle,
    DutyKind,
    DutyState,
    FamilyState,
    Outcome,
    Reached,
    State,
    ToldBy,
    Way,
)
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotAllowed
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import subjects

ON_A_PAGE = 25
_MOST_LINES = 50


def read(*, actor: Viewer, incident_id: UUID, at: datetime | None = None) -> Sheet:
    """The incident. Raises NotFound, NotAllowed, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        incident, facts = seen.one(actor, incident_id, at)
        permissions.check_can_read(actor, facts)
        files.record(actor, incident, facts, "incident.read", at)
    return _sheet(incident, lists.rows_of(actor, [incident], at)[0], at)


def look(*, actor: Viewer, incident_id: UUID, at: datetime | None = None) -> tuple[lists.Row, Sheet | None]:
    """The incident, as `read`; for whoever may know of it and no more, its row, which nobody has been refused anything
    by seeing. Raises NotFound, SubjectGone."""
    at = at or clock.now()
    try:
        sheet = read(actor=actor, incident_id=incident_id, at=at)
    except NotAllowed:
        return lists.row(actor, incident_id, at=at), None
    return sheet.row, sheet


def _sheet(incident: Incident, row: lists.Row, at: datetime) -> Sheet:
    cipher = files.cipher(incident.pk)
    shifts = list(Shift.objects.filter(incident=incident, ends_at__gt=at).order_by("starts_at", "id")[:_MOST_LINES])
    tasks = list(IncidentTask.objects.filter(incident=incident).order_by("due_at", "id"))
    lines = list(LogLine.objects.filter(incident=incident).order_by("-number")[:_MOST_LINES])
    whom: set[int | None] = set()
    whom.update(one.staff_id for one in shifts)
    whom.update(one.staff_id for one in lines)
    whom.update(one.done_by_id for one in tasks)
    whom.add(incident.media_id)
    names = people.names(who for who in whom if who is not None)
    calls: dict[str, CallLine] = {}
    for one in LineCall.objects.filter(incident=incident).order_by("at", "id"):
        calls[one.whom] = CallLine(one.whom, one.at, one.answered)
    return Sheet(
        row=row,
        words=content.open_words(cipher, bytes(incident.words), incident.pk),
        room_opens_at=incident.room_opens_at,
        media_id=incident.media_id,
        media=names.get(incident.media_id or 0, ""),
        debrief_at=incident.debrief_at,
        debrief_held_at=incident.debrief_held_at,
        shifts=tuple(
            ShiftLine(
                one.pk,
                one.staff_id,
                names.get(one.staff_id, ""),
                one.role,
                one.starts_at,
                one.ends_at,
                one.starts_at <= at,
            )
            for one in shifts
        ),
        alerts=tuple(
            AlertLine(one.whom, one.at, AlertAnswer(one.answer) if one.answer else None, one.answered_at)
            for one in Alert.objects.filter(incident=incident).order_by("at", "id")
        ),
        calls=tuple(calls.values()),
        tasks=tuple(
            TaskLine(
                one.task,
                one.due_at,
                one.done_at,
                names.get(one.done_by_id or 0, ""),
                one.done_at is None and one.due_at <= at,
            )
            for one in tasks
        ),
        lines=tuple(
            Line(
                one.number,
                content.open_text(cipher, bytes(one.body), one.pk, table="incident_logline"),
                names.get(one.staff_id, ""),
                one.at,
            )
            for one in lines
        ),
    )


def read_circle(*, actor: Viewer, circle_id: UUID, page: int = 1, at: datetime | None = None) -> CircleSheet:
    """A page of a circle: first those nobody has reached, who have waited longest, then those with a late date.

    Raises NotFound("no_such_circle") for everybody who does not work in it now.
    """
    at = at or clock.now()
    with transaction.atomic():
        ring, _ = lists.circle(actor, circle_id, at=at)
        incident, facts = seen.one(actor, ring.incident_id, at)
        files.record(actor, incident, facts, "incident.read_circle", at)
    order = _order(ring.pk, at)
    pages = max(1, -(-len(order) // ON_A_PAGE))
    page = min(max(page, 1), pages)
    on_it = order[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    kept = Family.objects.in_bulk([one.id for one in on_it])
    rows = [kept[one.id] for one in on_it if one.id in kept]
    waiting = {one.id: one for one in on_it}
    tries = dict(
        Reach.objects.filter(family__in=[row.pk for row in rows]).values_list("family").annotate(n=Count("id"))
    )
    ciphers = subjects.ciphers({row.pk for row in rows})
    names = people.names(row.contact_id for row in rows if row.contact_id is not None)
    return CircleSheet(
        id=ring.pk,
        kind=Circle(ring.kind),
        row=lists.rows_of(actor, [incident], at)[0],
        families=tuple(
            FamilyRow(
                id=row.pk,
                number=row.number,
                called=content.open_family(ciphers[row.pk], bytes(row.body), row.pk).called,
                people=row.people,
                state=FamilyState(row.state),
                reached=Reached(row.reached),
                made_at=row.made_at,
                attempts=tries.get(row.pk, 0),
                contact=names.get(row.contact_id or 0, ""),
                mine=row.contact_id == actor.staff_id,
                late=waiting[row.pk].late,
                next_due=waiting[row.pk].next_due,
            )
            for row in rows
            if row.pk in ciphers
        ),
        total=len(order),
        page=page,
        pages=pages,
        staff=lists.in_circles(incident.pk, at).get(ring.pk, ()),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a family stands in its circle's list."""

    id: UUID
    reached_at: datetime | None
    number: int
    late: int
    next_due: datetime | None

    @property
    def order(self) -> tuple[object, ...]:
        reached = (0, "") if self.reached_at is None else (1, self.reached_at.isoformat())
        return (*reached, -self.late, self.next_due is None, self.next_due or self.reached_at or "", self.number)


def _order(circle_id: UUID, at: datetime) -> list[_Place]:
    """The circle's families in the order they are shown; for whoever was let into the circle."""
    due = Duty.objects.filter(
        family__circle=circle_id, kind=DutyKind.CHECKPOINT.value, state=DutyState.DUE.value
    ).values("family")
    counted = due.annotate(late=Count("id", filter=Q(due_at__lte=at)), next=Min("due_at"))
    dates = {one["family"]: (one["late"], one["next"]) for one in counted}
    families = Family.objects.filter(circle=circle_id).values_list("pk", "reached_at", "number")
    found = [_Place(pk, reached, number, *dates.get(pk, (0, None))) for pk, reached, number in families]
    return sorted(found, key=lambda one: one.order)


def read_family(*, actor: Viewer, family_id: UUID, at: datetime | None = None) -> FamilySheet:
    """One family, whole. Raises NotFound("no_such_family"), SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        row, facts = seen.one_family(actor, family_id, at)
        permissions.check_can_read_family(actor, facts)
        files.record_family(actor, row, "family.read", at)
    cipher = files.cipher(row.pk)
    reaches = list(Reach.objects.filter(family=row).order_by("-at", "-id")[:_MOST_LINES])
    duties = list(Duty.objects.filter(family=row).order_by("due_at", "id"))
    notes = list(Note.objects.filter(family=row).order_by("-number")[:_MOST_LINES])
    whom: set[int | None] = set()
    whom.update(one.staff_id for one in reaches)
    whom.update(one.staff_id for one in notes)
    whom.update(one.settled_by_id for one in duties)
    whom.add(row.contact_id)
    names = people.names(who for who in whom if who is not None)

    def due(kind: DutyKind) -> tuple[DutyLine, ...]:
        return tuple(
            DutyLine(
                one.step,
                one.due_at,
                DutyState(one.state),
                one.settled_at,
                names.get(one.settled_by_id or 0, ""),
                one.state == DutyState.DUE.value and one.due_at <= at,
            )
            for one in duties
            if one.kind == kind.value
        )

    return FamilySheet(
        id=row.pk,
        number=row.number,
        circle_id=row.circle_id,
        circle=Circle(row.circle.kind),
        incident_id=row.incident_id,
        incident_number=row.incident.number,
        incident_state=State(row.incident.state),
        words=content.open_family(cipher, bytes(row.body), row.pk),
        people=row.people,
        children=row.children,
        state=facts.state,
        reached=Reached(row.reached),
        reached_at=row.reached_at,
        made_at=row.made_at,
        contact_id=row.contact_id,
        contact=names.get(row.contact_id or 0, ""),
        consent_at=row.consent_at,
        reaches=tuple(
            ReachLine(one.at, names.get(one.staff_id, ""), Way(one.way), Outcome(one.outcome), ToldBy(one.told_by))
            for one in reaches
        ),
        checkpoints=due(DutyKind.CHECKPOINT),
        authorities=due(DutyKind.AUTHORITY),
        notes=tuple(
            Line(
                one.number,
                content.open_text(cipher, bytes(one.body), one.pk, table="incident_note"),
                names.get(one.staff_id, ""),
                one.at,
            )
            for one in notes
        ),
        staff=lists.in_circles(row.incident_id, at).get(row.circle_id, ()),
        may_write=permissions.can_write_family(actor, facts),
    )
