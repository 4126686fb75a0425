# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Groups and what is done among people. Nobody is in these tables: a number, and counts."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from sjalvklar.support.models.columns import choices, one_of, staff_member
from sjalvklar.support.rules import Audience, SeatState, SessionState
from sjalvklar.support.rules.content import OLDEST_CHILD


class Group(models.Model):
    """A group that relatives come to, in one unit. Nobody in it is known here but by a number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Where."
    )
    service = models.CharField(max_length=60, help_text="Which service, by its id in the pack.")
    name = models.CharField(max_length=60, help_text="What the group is called.")
    places = models.PositiveSmallIntegerField(help_text="How many it has room for.")
    made_at = models.DateTimeField(help_text="When.")
    made_by = staff_member("By whom.")
    ended_at = models.DateTimeField(null=True, help_text="When it ended.")
    youngest = models.PositiveSmallIntegerField(null=True, help_text="From which age, when it is for children.")
    oldest = models.PositiveSmallIntegerField(null=True, help_text="To which age.")
    led_by = staff_member("Which adult leads it, when it is for children.", null=True)
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form makes one group.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="support_group_has_room"),
            models.CheckConstraint(
                condition=Q(youngest__isnull=True, oldest__isnull=True, led_by__isnull=True)
                | Q(youngest__lte=F("oldest"), oldest__lte=OLDEST_CHILD, led_by__isnull=False),
                name="support_group_of_children_is_led",
            ),
        ]
        indexes = [models.Index(fields=["unit", "ended_at", "made_at"], name="support_group_by_unit")]


class Seat(models.Model):
    """Somebody in a group, or in line for it: a number that they are given, and nothing else."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats", help_text="In which.")
    number = models.PositiveSmallIntegerField(help_text="What they are called there, in order of coming.")
    state = models.CharField(max_length=10, choices=choices(SeatState), help_text="How they stand.")
    at = models.DateTimeField(help_text="When they came.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="support_seat_number_once"),
            models.CheckConstraint(condition=one_of("state", SeatState), name="support_seat_state_is_known"),
        ]


class Session(models.Model):
    """One time that a group meets, and how many came: a count, never who."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="sessions", db_index=False, help_text="Which group."
    )
    staff = staff_member("Who leads it.")
    state = models.CharField(max_length=10, choices=choices(SessionState), help_text="What became of it.")
    starts_at = models.DateTimeField(help_text="When it begins.")
    ends_at = models.DateTimeField(help_text="The first moment after.")
    room = models.CharField(max_length=60, blank=True, help_text="Which room, by its id in the pack.")
    came = models.PositiveSmallIntegerField(null=True, help_text="How many came.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("state", SessionState), name="support_session_state_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="support_session_ends_after"),
            models.CheckConstraint(
                condition=Q(state=SessionState.HELD.value, came__isnull=False)
                | (~Q(state=SessionState.HELD.value) & Q(came__isnull=True)),
                name="support_session_held_is_counted",
            ),
        ]
        indexes = [
            models.Index(fields=["group", "starts_at"], name="support_session_by_group"),
            models.Index(fields=["room", "ends_at"], name="support_session_by_room"),
            models.Index(fields=["staff", "ends_at"], name="support_session_by_staff"),
        ]


class Activity(models.Model):
    """Something done out among people: a lecture, an open house, outreach. Counted, and nobody known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Whose."
    )
    service = models.CharField(max_length=60, help_text="Which service, by its id in the pack.")
    on = models.DateField(help_text="The day, where the municipality is.")
    place = models.CharField(max_length=80, help_text="Where.")
    audience = models.CharField(max_length=12, choices=choices(Audience), help_text="Whom.")
    people = models.PositiveIntegerField(help_text="How many were met.")
    led_to = models.PositiveIntegerField(help_text="How many of them wanted support.")
    staff = staff_member("Who noted it.")
    at = models.DateTimeField(help_text="When it was noted.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("audience", Audience), name="support_audience_is_known"),
            models.CheckConstraint(condition=Q(led_to__lte=F("people")), name="support_led_to_no_more_than_met"),
        ]
        indexes = [models.Index(fields=["unit", "-on", "-at"], name="support_activity_by_unit")]
