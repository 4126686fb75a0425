# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done for the incident as a whole: the duty list, the local room, alerts and calls, tasks, the debrief."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.incident import content, permissions
from sjalvklar.incident.actions import files
from sjalvklar.incident.models import Alert, Incident, IncidentTask, LineCall, LogLine, Shift
from sjalvklar.incident.permissions import IncidentFacts
from sjalvklar.incident.queries import lists
from sjalvklar.incident.queries.template import template
from sjalvklar.incident.rules import AlertAnswer, checked_line, checked_note
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import deeds

LONGEST_SHIFT = timedelta(hours=24)
MOST_SCHOOLS = 10


def _leading(actor: Viewer, incident_id: UUID, at: datetime) -> tuple[Incident, IncidentFacts]:
    incident, facts = files.locked(actor, incident_id, at)
    permissions.check_can_lead(actor, facts)
    return incident, facts


def _one_to_call(whom: str, *, alerted: bool = False) -> None:
    if not any(one.id == whom and (one.alerted or not alerted) for one in template().numbers):
        raise Invalid("choose", field="whom")


def put_on_duty(
    *,
    actor: Viewer,
    incident_id: UUID,
    staff_id: int,
    role: str,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime | None = None,
) -> None:
    """Somebody is on duty in the incident for some hours. Twice is once. Raises NotFound, NotAllowed, NotNow, Invalid:
    not_a_colleague, choose, ends_before, too_long_a_shift, busy (they are on duty then already)."""
    at = at or clock.now()
    if ends_at <= starts_at:
        raise Invalid("ends_before", field="ends_at")
    if ends_at - starts_at > LONGEST_SHIFT:
        raise Invalid("too_long_a_shift", field="ends_at")
    if role not in {one.id for one in template().roles}:
        raise Invalid("choose", field="role")
    with transaction.atomic():
        incident, facts = _leading(actor, incident_id, at)
        if staff_id not in {who.staff_id for who in lists.colleagues(incident.authority_id, incident.unit_id, at)}:
            raise Invalid("not_a_colleague", field="staff_id")
        theirs = Shift.objects.filter(incident=incident, staff_id=staff_id)
        if theirs.filter(role=role, starts_at=starts_at, ends_at=ends_at).exists():
            return
        if theirs.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
            raise Invalid("busy", field="staff_id")
        files.record(actor, incident, facts, "incident.put_on_duty", at, who=staff_id, role=role)
        Shift.objects.create(
            incident=incident,
            staff_id=staff_id,
            role=role,
            starts_at=starts_at,
            ends_at=ends_at,
            by_id=actor.staff_id,
        )
        files.touch(incident, at)


def off_duty(*, actor: Viewer, incident_id: UUID, shift_id: int, at: datetime | None = None) -> None:
    """A shift ends now; one that has not begun is taken away. Raises NotFound, NotAllowed, NotNow."""
    at = at or clock.now()
    with transaction.atomic():
        incident, facts = _leading(actor, incident_id, at)
        shift = Shift.objects.filter(incident=incident, pk=shift_id).first()
        if shift is None or shift.ends_at <= at:
            return
        files.record(actor, incident, facts, "incident.off_duty", at, who=shift.staff_id)
        shift.ends_at = max(at, shift.starts_at + timedelta(minutes=1))
        shift.save(update_fields=["ends_at"])
        files.touch(incident, at)


def set_place(
    *,
    actor: Viewer,
    incident_id: UUID,
    room: str,
    room_opens_at: datetime | None,
    schools: tuple[str, ...],
    media: int | None,
    shown: str = "",
    at: datetime | None = None,
) -> None:
    """Where the local room is and when it opens, which schools are told, and who answers journalists. `shown` marks
    what the page showed (`meanwhile.mark`): of two who change it at once, one is told. Raises Invalid:
    too_long_here, no_numbers, not_a_colleague."""
    at = at or clock.now()
    room = checked_line(room, "room")
    named = tuple(line for line in (checked_line(one, "schools") for one in schools) if line)
    if len(named) > MOST_SCHOOLS:
        raise Invalid("too_many", field="schools")
    with transaction.atomic():
        incident, facts = _leading(actor, incident_id, at)
        known = {who.staff_id for who in lists.colleagues(incident.authority_id, incident.unit_id, at)}
        if media is not None and media not in known:
            raise Invalid("not_a_colleague", field="media")
        files.record(actor, incident, facts, "incident.set_place", at)
        cipher = files.cipher(incident.pk)
        before = content.open_words(cipher, bytes(incident.words), incident.pk)
        opens = incident.room_opens_at.isoformat() if incident.room_opens_at else ""
        meanwhile.check_unchanged(shown, before.room, before.schools, opens, incident.media_id)
        words = replace(before, room=room, schools=named)
        incident.words = content.seal_words(cipher, words, incident.pk)
        incident.room_opens_at, incident.media_id = room_opens_at, media
        files.touch(incident, at, "words", "room_opens_at", "media")


def alert(*, actor: Viewer, incident_id: UUID, whom: str, at: datetime | None = None) -> None:
    """The region, primary care or another was alerted now. Twice is once. Raises Invalid("choose")."""
    at = at or clock.now()
    _one_to_call(whom, alerted=True)
    with transaction.atomic():
        incident, facts = _leading(actor, incident_id, at)
        if Alert.objects.filter(incident=incident, whom=whom).exists():
            return
        files.record(actor, incident, facts, "incident.alert", at, whom=whom)
        Alert.objects.create(incident=incident, whom=whom, at=at, by_id=actor.staff_id)
        files.touch(incident, at)


def answered(*, actor: Viewer, incident_id: UUID, whom: str, answer: AlertAnswer, at: datetime | None = None) -> None:
    """What they answered. A later answer stands in the place of an earlier one; both are on record. Raises
    NotNow("not_alerted")."""
    at = at or clock.now()
    with transaction.atomic():
        incident, facts = _leading(actor, incident_id, at)
        found = Alert.objects.filter(incident=incident, whom=whom).first()
        if found is None:
            raise NotNow("not_alerted")
        files.record(actor, incident, facts, "incident.answered", at, whom=whom, answer=answer.value)
        found.answer, found.answered_at, found.answer_by_id = answer.value, at, actor.staff_id
        found.save(update_fields=["answer", "answered_at", "answer_by"])
        files.touch(incident, at)


def called(*, actor: Viewer, incident_id: UUID, whom: str, was_answered: bool, at: datetime | None = None) -> None:
    """A number was called to see whether anybody answers. Raises Invalid("choose")."""
    at = at or clock.now()
    _one_to_call(whom)
    with transaction.atomic():
        incident, facts = _leading(actor, incident_id, at)
        files.record(actor, incident, facts, "incident.called", at, whom=whom, answered=was_answered)
        LineCall.objects.create(incident=incident, whom=whom, at=at, by_id=actor.staff_id, answered=was_answered)
        files.touch(incident, at)


def do_task(*, actor: Viewer, incident_id: UUID, task: str, done: bool = True, at: datetime | None = None) -> None:
    """A task for the whole incident is done, or is not after all. Twice is once."""
    at = at or clock.now()
    with transaction.atomic():
        incident, facts = _leading(actor, incident_id, at)
        # PostgreSQL refuses even to look for a NUL.
        found = IncidentTask.objects.filter(incident=incident, task=task).first() if task.isprintable() else None
        if found is None:
            raise Invalid("no_such_step", field="task")
        if (found.done_at is not None) == done:
            return
        files.record(actor, incident, facts, "incident.task", at, task=task, done=done)
        found.done_at, found.done_by_id = (at, actor.staff_id) if done else (None, None)
        found.save(update_fields=["done_at", "done_by"])
        files.touch(incident, at)


def plan_debrief(*, actor: Viewer, incident_id: UUID, when: datetime, at: datetime | None = None) -> None:
    """When those who worked meet afterwards."""
    _debrief(actor=actor, incident_id=incident_id, at=at or clock.now(), when=when)


def held_debrief(*, actor: Viewer, incident_id: UUID, at: datetime | None = None) -> None:
    """They have met. What was said stays there: only that it was held is kept."""
    _debrief(actor=actor, incident_id=incident_id, at=at or clock.now(), when=None)


def _debrief(*, actor: Viewer, incident_id: UUID, at: datetime, when: datetime | None) -> None:
    with transaction.atomic():
        incident, facts = _leading(actor, incident_id, at)
        files.record(actor, incident, facts, "incident.debrief" if when else "incident.debriefed", at)
        if when is None:
            incident.debrief_held_at = at
        else:
            incident.debrief_at, incident.debrief_held_at = when, None
        files.touch(incident, at, "debrief_at", "debrief_held_at")


def write_line(
    *, actor: Viewer, incident_id: UUID, text: str, nonce: bytes, seen: int | None = None, at: datetime | None = None
) -> None:
    """Add a line to the incident's log, which everybody in any circle reads: nothing of a family belongs there. The
    same words from the same form are kept once. Raises Invalid; came_meanwhile when a colleague has written since the
    line `seen`, the newest that the page showed."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    kept = checked_note(text)
    with transaction.atomic():
        incident, facts = _leading(actor, incident_id, at)
        once = deeds.once(b"line", incident_id.bytes, nonce, kept.encode())
        if LogLine.objects.filter(once=once).exists():
            return
        deeds.check_nothing_new(LogLine.objects.filter(incident=incident), once=once, seen=seen, by=actor.staff_id)
        incident.lines_made += 1
        files.record(actor, incident, facts, "incident.write", at, line=incident.lines_made)
        name = uuid4()
        LogLine.objects.create(
            id=name,
            incident=incident,
            number=incident.lines_made,
            body=content.seal_text(files.cipher(incident.pk), kept, name, table="incident_logline"),
            staff_id=actor.staff_id,
            at=at,
            once=once,
        )
        files.touch(incident, at, "lines_made")
