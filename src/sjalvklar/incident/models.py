# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents, the circles in them, and the families. Who a family is and what is written of it is sealed under the
family's own key; the place and the incident's own log under the incident's. In clear stand only what a board counts.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

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

_ID = 60  # as an id in the pack


def _one_of(field: str, words: type) -> Q:
    return Q(**{f"{field}__in": [word.value for word in words]})  # type: ignore[attr-defined]


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words if word.value]  # type: ignore[attr-defined]


def _staff(why: str, *, null: bool = False) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+", db_index=False, help_text=why
    )


def _dated(name: str, *unique: str) -> list[models.BaseConstraint]:
    """Dated, and one at a time."""
    return [
        models.UniqueConstraint(fields=unique, condition=Q(ends_at__isnull=True), name=f"{name}_one_at_a_time"),
        models.CheckConstraint(
            condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name=f"{name}_ends_after_it_begins"
        ),
    ]


class Incident(models.Model):
    """Something that happened. The id also names the key that its place and log are sealed under."""

    id = models.UUIDField(primary_key=True, editable=False, help_text="As in the key store.")
    number = models.CharField(max_length=12, help_text="Year and digits drawn by chance.")
    authority = models.ForeignKey(
        "organisation.Authority", on_delete=models.PROTECT, related_name="+", help_text="Whose: a wall."
    )
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Who leads it."
    )
    kind = models.CharField(max_length=_ID, help_text="As in the pack.")
    state = models.CharField(max_length=10, choices=_choices(State), help_text="Where it stands.")
    happened_at = models.DateTimeField(help_text="When it happened, as far as is known.")
    words = models.BinaryField(help_text="Where it happened, and where the local room is, sealed.")
    room_opens_at = models.DateTimeField(null=True, help_text="When the local room opens.")
    media = _staff("Who answers journalists, so that nobody else has to.", null=True)
    debrief_at = models.DateTimeField(null=True, help_text="When those who worked meet afterwards.")
    debrief_held_at = models.DateTimeField(null=True, help_text="When that was done.")
    opened_at = models.DateTimeField(help_text="When it was opened here.")
    opened_by = _staff("By whom.")
    calm_at = models.DateTimeField(null=True, help_text="When the first days were over.")
    closed_at = models.DateTimeField(null=True, help_text="When it ended.")
    closed_by = _staff("Who ended it.", null=True)
    last_at = models.DateTimeField(help_text="The last deed in it: disposal is counted from here.")
    lines_made = models.PositiveIntegerField(default=0, help_text="The number of the newest line in its log.")
    families_made = models.PositiveIntegerField(default=0, help_text="The number of the newest family.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form opens one incident.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="incident_number_once_in_authority"),
            models.CheckConstraint(condition=_one_of("state", State), name="incident_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED.value, closed_at__isnull=False, closed_by__isnull=False)
                | ~Q(state=State.CLOSED.value) & Q(closed_at__isnull=True, closed_by__isnull=True),
                name="incident_closed_says_when_and_who",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "opened_at"], name="incident_by_unit")]


class Lead(models.Model):
    """Who leads an incident, from one moment until another."""

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="leads", db_index=False, help_text="Which."
    )
    staff = _staff("Who.")
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(null=True, help_text="The first moment after.")
    by = _staff("Who decided it; empty when the clock did.", null=True)

    class Meta:
        constraints = _dated("lead", "incident")
        indexes = [
            models.Index(fields=["incident", "ends_at"], name="lead_by_incident"),
            models.Index(fields=["staff", "ends_at"], name="lead_by_staff"),
        ]


class Ring(models.Model):
    """One circle of an incident. It holds no word and no name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="circles", help_text="Of which.")
    kind = models.CharField(max_length=20, choices=_choices(Circle), help_text="Whose circle.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "kind"], name="circle_once_in_incident"),
            models.CheckConstraint(condition=_one_of("kind", Circle), name="circle_is_known"),
        ]


class CircleStaff(models.Model):
    """Who works in a circle, from one moment until another. The ground of every reading of a family."""

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Of which."
    )
    circle = models.ForeignKey(
        Ring, on_delete=models.CASCADE, related_name="staff_rows", db_index=False, help_text="Which circle."
    )
    staff = _staff("Who.")
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(null=True, help_text="The first moment after.")
    by = _staff("Who decided it.")

    class Meta:
        constraints = _dated("circle_staff", "incident", "staff")
        indexes = [
            models.Index(fields=["circle", "staff"], name="circle_staff_by_circle"),
            models.Index(fields=["incident", "staff"], name="circle_staff_by_incident"),
            models.Index(fields=["staff", "ends_at"], name="circle_staff_by_staff"),
        ]


class Family(models.Model):
    """A family or somebody alone in one circle. The id also names the key that everything of it is sealed under."""

    id = models.UUIDField(primary_key=True, editable=False, help_text="As in the key store.")
    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Of which."
    )
    circle = models.ForeignKey(Ring, on_delete=models.CASCADE, related_name="families", help_text="In which circle.")
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="As the incident's."
    )
    number = models.PositiveIntegerField(help_text="Order in the incident.")
    state = models.CharField(max_length=10, choices=_choices(FamilyState), help_text="Where the work stands.")
    body = models.BinaryField(help_text="What they are called, and how they are reached, sealed.")
    people = models.PositiveSmallIntegerField(help_text="How many they are.")
    children = models.PositiveSmallIntegerField(null=True, help_text="How many are under 18; empty until asked.")
    reached = models.CharField(max_length=10, blank=True, choices=_choices(Reached), help_text="What came of it.")
    reached_at = models.DateTimeField(null=True, help_text="When.")
    contact = _staff("The one named crisis contact, now.", null=True)
    consent_at = models.DateTimeField(null=True, help_text="When they said yes to the long time after.")
    made_at = models.DateTimeField(help_text="When we came to know of them.")
    made_by = _staff("Who wrote them down.")
    last_at = models.DateTimeField(help_text="The last deed.")
    notes_made = models.PositiveIntegerField(default=0, help_text="The number of the newest note.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form adds one family.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="family_number_once_in_incident"),
            models.CheckConstraint(condition=_one_of("state", FamilyState), name="family_state_is_known"),
            models.CheckConstraint(
                condition=Q(reached="", reached_at__isnull=True)
                | ~Q(reached="") & _one_of("reached", Reached) & Q(reached_at__isnull=False),
                name="family_reached_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=FamilyState.FOLLOW_UP.value) | Q(consent_at__isnull=False),
                name="family_follow_up_needs_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["incident", "circle", "number"], name="family_by_circle"),
            models.Index(fields=["incident", "state", "reached"], name="family_by_reached"),
            models.Index(fields=["contact", "state"], name="family_by_contact"),
        ]


class Contact(models.Model):
    """Who has been a family's named crisis contact, from one moment until another."""

    family = models.ForeignKey(
        Family, on_delete=models.CASCADE, related_name="contacts", db_index=False, help_text="Whose."
    )
    staff = _staff("Who.")
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(null=True, help_text="The first moment after.")
    by = _staff("Who decided it.")

    class Meta:
        constraints = _dated("contact", "family")
        indexes = [models.Index(fields=["family", "starts_at"], name="contact_by_family")]


class Reach(models.Model):
    """One attempt to reach a family, and what came of it. From lists only: nothing in it is anybody's words."""

    family = models.ForeignKey(
        Family, on_delete=models.CASCADE, related_name="reaches", db_index=False, help_text="Whom."
    )
    at = models.DateTimeField(help_text="When.")
    staff = _staff("Who.")
    way = models.CharField(max_length=12, choices=_choices(Way), help_text="How.")
    outcome = models.CharField(max_length=12, choices=_choices(Outcome), help_text="What came of it.")
    told_by = models.CharField(
        max_length=12, blank=True, choices=_choices(ToldBy), help_text="Who had told them what happened."
    )
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form is one attempt.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("way", Way), name="reach_way_is_known"),
            models.CheckConstraint(condition=_one_of("outcome", Outcome), name="reach_outcome_is_known"),
            models.CheckConstraint(condition=_one_of("told_by", ToldBy), name="reach_told_by_is_known"),
        ]
        indexes = [models.Index(fields=["family", "at"], name="reach_by_family")]


class Duty(models.Model):
    """Something due for a family: a date to be in touch on, or a step in the list of authorities."""

    family = models.ForeignKey(
        Family, on_delete=models.CASCADE, related_name="duties", db_index=False, help_text="For whom."
    )
    kind = models.CharField(max_length=10, choices=_choices(DutyKind), help_text="Which sort.")
    step = models.CharField(max_length=_ID, help_text="As in the pack.")
    due_at = models.DateTimeField(help_text="By when.")
    state = models.CharField(max_length=10, choices=_choices(DutyState), help_text="Where it stands.")
    settled_at = models.DateTimeField(null=True, help_text="When it was done, or turned out not to be needed.")
    settled_by = _staff("By whom.", null=True)
    raised_at = models.DateTimeField(null=True, help_text="When the clock told whoever leads that it is late.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "kind", "step"], name="duty_once_for_a_family"),
            models.CheckConstraint(condition=_one_of("kind", DutyKind), name="duty_kind_is_known"),
            models.CheckConstraint(condition=_one_of("state", DutyState), name="duty_state_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["kind", "due_at"],
                condition=Q(state=DutyState.DUE.value, raised_at__isnull=True),
                name="duty_to_raise",
            ),
            models.Index(
                fields=["family"],
                condition=Q(state=DutyState.DUE.value, raised_at__isnull=False),
                name="duty_raised",
            ),
        ]


class Note(models.Model):
    """Something written of a family. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    family = models.ForeignKey(
        Family, on_delete=models.CASCADE, related_name="notes", db_index=False, help_text="Of whom."
    )
    number = models.PositiveIntegerField(help_text="Order, whatever the clock said.")
    body = models.BinaryField(help_text="The text, sealed.")
    staff = _staff("Who wrote it.")
    at = models.DateTimeField(help_text="When it was stored.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same words from the same form, only once.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "number"], name="family_note_number_once")]


class LogLine(models.Model):
    """Something written of the incident as a whole, by whoever leads it. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="lines", db_index=False, help_text="Of which."
    )
    number = models.PositiveIntegerField(help_text="Order, whatever the clock said.")
    body = models.BinaryField(help_text="The text, sealed.")
    staff = _staff("Who wrote it.")
    at = models.DateTimeField(help_text="When it was stored.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same words from the same form, only once.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="log_line_number_once")]


class IncidentTask(models.Model):
    """Something to be done for the incident as a whole."""

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="tasks", db_index=False, help_text="In which."
    )
    task = models.CharField(max_length=_ID, help_text="As in the pack.")
    due_at = models.DateTimeField(help_text="By when.")
    done_at = models.DateTimeField(null=True, help_text="When it was done.")
    done_by = _staff("By whom.", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "task"], name="task_once_in_incident")]


class Shift(models.Model):
    """Somebody on duty in the incident, in a role, for some hours."""

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="shifts", db_index=False, help_text="In which."
    )
    staff = _staff("Who.")
    role = models.CharField(max_length=_ID, help_text="As in the pack.")
    starts_at = models.DateTimeField(help_text="From.")
    ends_at = models.DateTimeField(help_text="Until.")
    by = _staff("Who put them there.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "staff", "role", "starts_at"], name="shift_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["incident", "ends_at"], name="shift_by_incident")]


class Alert(models.Model):
    """That the region, primary care or another was alerted, and what they answered."""

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="alerts", db_index=False, help_text="In which."
    )
    whom = models.CharField(max_length=_ID, help_text="As in the pack.")
    at = models.DateTimeField(help_text="When they were alerted.")
    by = _staff("By whom.")
    answer = models.CharField(max_length=16, blank=True, choices=_choices(AlertAnswer), help_text="What they said.")
    answered_at = models.DateTimeField(null=True, help_text="When.")
    answer_by = _staff("Who took the answer.", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "whom"], name="alerted_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answer_by__isnull=True)
                | _one_of("answer", AlertAnswer) & Q(answered_at__isnull=False, answer_by__isnull=False),
                name="alert_answer_says_when_and_who",
            ),
        ]


class LineCall(models.Model):
    """That a number was called, to see whether anybody answers."""

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="calls", db_index=False, help_text="In which."
    )
    whom = models.CharField(max_length=_ID, help_text="As in the pack.")
    at = models.DateTimeField(help_text="When.")
    by = _staff("Who called.")
    answered = models.BooleanField(help_text="Whether a person answered.")

    class Meta:
        indexes = [models.Index(fields=["incident", "whom", "at"], name="call_by_incident")]
