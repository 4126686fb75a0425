# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""An incident from the first minute to its end, and after: open, hand over the lead, calm, close, open again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sjalvklar.incident import content, permissions
from sjalvklar.incident.actions import files
from sjalvklar.incident.content import Words
from sjalvklar.incident.models import CircleStaff, Duty, Family, Incident, IncidentTask, Ring
from sjalvklar.incident.queries import lists
from sjalvklar.incident.queries.template import template, zone
from sjalvklar.incident.rules import (
    FAMILY_TRANSITIONS,
    Circle,
    Deed,
    DutyState,
    FamilyDeed,
    FamilyState,
    Reached,
    State,
    check_everybody_settled,
    check_transition,
    checked_happened,
    checked_place,
)
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.rules import Actor

_DRAWS = 20


def open_incident(
    *,
    actor: Viewer,
    unit_id: str,
    kind: str,
    place: str,
    happened_at: datetime,
    nonce: bytes,
    at: datetime | None = None,
) -> UUID:
    """Open an incident and lead it. Everything else comes later; the same form opens one, and gives its id again.

    Raises NotFound("no_such_unit"), NotAllowed, Invalid with the field.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    unit = organisation.unit(unit_id)
    if unit is None:
        raise NotFound("no_such_unit")
    permissions.check_can_open(actor, unit_id, unit.authority_id)
    if kind not in {one.id for one in template().kinds}:
        raise Invalid("choose", field="kind")
    words = Words(checked_place(place))
    happened_at = checked_happened(happened_at, at)
    once = deeds.once(b"incident", str(actor.staff_id).encode(), nonce)
    try:
        with transaction.atomic():
            return _of_form(once) or _new(actor, unit_id, unit.authority_id, kind, words, happened_at, once, at)
    except IntegrityError:
        # The same form came twice at once, and the other was first.
        already = _of_form(once)
        if already is None:
            raise
        return already


def _of_form(once: bytes) -> UUID | None:
    return Incident.objects.filter(once=once).values_list("pk", flat=True).first()


def _new(
    actor: Viewer,
    unit_id: str,
    authority_id: str,
    kind: str,
    words: Words,
    happened_at: datetime,
    once: bytes,
    at: datetime,
) -> UUID:
    subject = subjects.make(actor=Actor.staff(actor.staff_id))
    incident = Incident.objects.create(
        id=subject,
        number=_number(authority_id, at),
        authority_id=authority_id,
        unit_id=unit_id,
        kind=kind,
        state=State.OPEN.value,
        happened_at=happened_at,
        words=content.seal_words(files.cipher(subject), words, subject),
        opened_at=at,
        opened_by_id=actor.staff_id,
        last_at=at,
        once=once,
    )
    files.give_lead(incident, actor.staff_id, by=actor.staff_id, at=at)
    Ring.objects.bulk_create(Ring(incident=incident, kind=circle.value) for circle in Circle)
    IncidentTask.objects.bulk_create(
        IncidentTask(incident=incident, task=task.id, due_at=task.after.counted_from(at, zone()))
        for task in template().tasks
    )
    made, facts = files.locked(actor, subject, at)
    files.record(actor, made, facts, "incident.open", at, kind=kind)
    files.count(What.INCIDENT_OPENED, unit_id, at)
    return subject


def _number(authority_id: str, at: datetime) -> str:
    year = at.astimezone(zone()).year
    for _ in range(_DRAWS):
        number = deeds.draw_number(year, "H")
        with deeds.beyond_the_desk():  # a number may be taken by an incident of another unit
            taken = Incident.objects.filter(authority_id=authority_id, number=number).exists()
        if not taken:
            return number
    raise NotNow("no_number")


def hand_over(
    *, actor: Viewer, incident_id: UUID, staff_id: int, leader_id: int | None, at: datetime | None = None
) -> None:
    """Let another lead from now. `leader_id` is who led on the page where this was decided: of two who hand it over at
    once, one is told that it has moved on. Raises NotFound, NotAllowed, NotNow("wrong_state"), Invalid."""
    at = at or clock.now()
    with transaction.atomic():
        incident, facts = files.locked(actor, incident_id, at)
        permissions.check_can_hand_over(actor, facts)
        if leader_id != facts.leader_id:
            raise NotNow("wrong_state")
        if staff_id not in {who.staff_id for who in lists.colleagues_in(incident.unit_id, at)}:
            raise Invalid("not_a_colleague", field="staff_id")
        files.record(actor, incident, facts, "incident.hand_over", at, to=staff_id)
        files.give_lead(incident, staff_id, by=actor.staff_id, at=at)
        files.touch(incident, at)


def calm(*, actor: Viewer, incident_id: UUID, at: datetime | None = None) -> None:
    """The first days are over; the dates go on. Raises NotFound, NotAllowed, NotNow."""
    _move(actor=actor, incident_id=incident_id, deed=Deed.CALM, at=at or clock.now())


def wake(*, actor: Viewer, incident_id: UUID, at: datetime | None = None) -> None:
    """It has flared up again. Raises NotFound, NotAllowed, NotNow."""
    _move(actor=actor, incident_id=incident_id, deed=Deed.WAKE, at=at or clock.now())


def _move(*, actor: Viewer, incident_id: UUID, deed: Deed, at: datetime) -> None:
    with transaction.atomic():
        incident, facts = files.locked(actor, incident_id, at)
        permissions.check_can_move(actor, facts)
        incident.state = check_transition(facts.state, deed).value
        incident.calm_at = at if deed is Deed.CALM else None
        files.record(actor, incident, facts, f"incident.{deed.value}", at)
        files.touch(incident, at, "state", "calm_at")


def close(*, actor: Viewer, incident_id: UUID, at: datetime | None = None) -> None:
    """End an incident. What families said yes to goes on, with the people of their circle; all else that was due ends,
    and whoever has no such family leaves their circle.

    Raises NotFound, NotAllowed, NotNow("wrong_state"; "not_all_reached": somebody has not been reached).
    """
    at = at or clock.now()
    with transaction.atomic():
        incident, facts = files.locked(actor, incident_id, at)
        permissions.check_can_move(actor, facts)
        state = check_transition(facts.state, Deed.CLOSE)
        # Whoever leads may see no family, and does not: they are moved, not shown.
        with deeds.beyond_the_desk():
            families = list(Family.objects.select_for_update().filter(incident=incident, state=FamilyState.OPEN.value))
            check_everybody_settled(sum(family.reached == Reached.NOT_YET.value for family in families))
            followed = [family for family in families if family.consent_at is not None]
            ended = [family for family in families if family.consent_at is None]
            _move_families(followed, FamilyDeed.CLOSE_WITH_CONSENT, at)
            _move_families(ended, FamilyDeed.CLOSE_WITHOUT, at)
            Duty.objects.filter(family__in=ended, state=DutyState.DUE.value).update(state=DutyState.ENDED.value)
        kept = {family.circle_id for family in followed}
        staying = CircleStaff.objects.filter(incident=incident, ends_at__isnull=True)
        files.leave_circles(list(staying.exclude(circle__in=kept)), at)
        incident.state, incident.closed_at, incident.closed_by_id = state.value, at, actor.staff_id
        files.record(actor, incident, facts, "incident.close", at, followed=len(followed))
        files.count(What.INCIDENT_CLOSED, incident.unit_id, at)
        files.touch(incident, at, "state", "closed_at", "closed_by")


def _move_families(families: list[Family], deed: FamilyDeed, at: datetime) -> None:
    for family in families:
        family.state = FAMILY_TRANSITIONS[FamilyState(family.state), deed].value
        family.last_at = max(at, family.last_at)
    Family.objects.bulk_update(families, ["state", "last_at"], batch_size=500)


def reopen(*, actor: Viewer, incident_id: UUID, at: datetime | None = None) -> None:
    """Go on with an incident that had ended; what was due and had ended is due again. Raises as `close`."""
    at = at or clock.now()
    with transaction.atomic():
        incident, facts = files.locked(actor, incident_id, at)
        permissions.check_can_reopen(actor, facts)
        incident.state = check_transition(facts.state, Deed.REOPEN).value
        incident.closed_at, incident.closed_by_id = None, None
        with deeds.beyond_the_desk():
            families = list(Family.objects.select_for_update().filter(incident=incident))
            _move_families(families, FamilyDeed.REOPEN, at)
            Duty.objects.filter(family__in=families, state=DutyState.ENDED.value).update(state=DutyState.DUE.value)
        files.record(actor, incident, facts, "incident.reopen", at)
        files.touch(incident, at, "state", "closed_at", "closed_by")
