# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is agreed with the relative: the plan in their own words, reminders, and that what is safe has changed.

The plan is sealed as the support is. In clear stand days and what became of a reminder, which a list and a clock need;
never how somebody is reached.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from sjalvklar.support.models.columns import choices, one_of, staff_member
from sjalvklar.support.models.one import Support, Talk
from sjalvklar.support.rules import ReminderState, ReminderWay, SaidBy


class OwnPlan(models.Model):
    """One version of the plan. What was written is never changed: a new version takes its place, and it stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    support = models.ForeignKey(
        Support, on_delete=models.CASCADE, related_name="own_plans", db_index=False, help_text="Of which support."
    )
    number = models.PositiveIntegerField(help_text="Which version.")
    body = models.BinaryField(help_text="The plan, sealed.")
    look_on = models.DateField(help_text="When it is looked at again, where the municipality is.")
    looked_at = models.DateTimeField(null=True, help_text="When it was last looked at and left as it is.")
    raised_at = models.DateTimeField(null=True, help_text="When it was told that nobody had looked.")
    replaced_at = models.DateTimeField(null=True, help_text="When the next version took its place.")
    staff = staff_member("Who wrote it down.")
    at = models.DateTimeField(help_text="When.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["support", "number"], name="support_own_plan_number_once"),
            models.UniqueConstraint(
                fields=["support"], condition=Q(replaced_at__isnull=True), name="support_own_plan_one_holds"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True) | Q(replaced_at__gte=F("at")),
                name="support_own_plan_replaced_after",
            ),
        ]
        indexes = [
            models.Index(
                fields=["look_on"],
                condition=Q(replaced_at__isnull=True, raised_at__isnull=True),
                name="support_own_plan_to_look_at",
            ),
        ]


class ReminderWish(models.Model):
    """Whether somebody wants to be reminded of talks. Without a row nobody is."""

    support = models.OneToOneField(
        Support, primary_key=True, on_delete=models.CASCADE, related_name="+", help_text="In which support."
    )
    wanted = models.BooleanField(help_text="Whether they said yes.")
    way = models.CharField(max_length=10, choices=choices(ReminderWay), help_text="How.")
    days_before = models.PositiveSmallIntegerField(help_text="How many days before.")
    staff = staff_member("Whom they told.")
    at = models.DateTimeField(help_text="When.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("way", ReminderWay), name="support_reminder_wish_way_is_known"),
        ]


class Reminder(models.Model):
    """That somebody is to be reminded of one talk, on a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    support = models.ForeignKey(
        Support, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="In which support."
    )
    talk = models.ForeignKey(
        Talk, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Of which talk."
    )
    way = models.CharField(max_length=10, choices=choices(ReminderWay), help_text="How.")
    state = models.CharField(max_length=10, choices=choices(ReminderState), help_text="What became of it.")
    on = models.DateField(help_text="The day, where the municipality is.")
    talk_at = models.DateTimeField(help_text="The time of the talk that they are told.")
    raised_at = models.DateTimeField(null=True, help_text="When it was told that the day had passed.")
    settled_at = models.DateTimeField(null=True, help_text="When it was done, could not be done or was taken off.")
    settled_by = staff_member("Who did it; nobody when the clock did.", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("way", ReminderWay), name="support_reminder_way_is_known"),
            models.CheckConstraint(
                condition=Q(state=ReminderState.DUE.value, settled_at__isnull=True)
                | one_of("state", ReminderState) & ~Q(state=ReminderState.DUE.value) & Q(settled_at__isnull=False),
                name="support_reminder_settled_says_when",
            ),
            models.UniqueConstraint(
                fields=["talk"], condition=Q(state=ReminderState.DUE.value), name="support_reminder_one_due"
            ),
        ]
        indexes = [
            models.Index(fields=["support", "on"], name="support_reminder_by_support"),
            models.Index(
                fields=["on"], condition=Q(state=ReminderState.DUE.value), name="support_reminder_due_by_day"
            ),
        ]


class SafetyTold(models.Model):
    """That somebody said anew what is safe: who, and when. What was safe before is gone."""

    support = models.ForeignKey(
        Support, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="In which support."
    )
    said_by = models.CharField(max_length=15, choices=choices(SaidBy), help_text="Who said it.")
    said_on = models.DateField(help_text="When they said it, where the municipality is.")
    staff = staff_member("Who noted it.")
    at = models.DateTimeField(help_text="When it was noted.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("said_by", SaidBy), name="support_safety_told_by_is_known"),
        ]
        indexes = [models.Index(fields=["support", "at"], name="support_told_by_support")]
