# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The marks readings are compared by, incidents, the rounds of each month, findings and the decisions about them."""

from __future__ import annotations

import uuid

from django.db import models

from sjalvklar.review.rules.words import Kind, Outcome, Reason


class Mark(models.Model):
    """A keyed hash of a surname, an address or a personal number, of a member of staff or of whom a case is about.

    Equal marks say that two are alike; without the key they say nothing else, and the key is not in the database.
    """

    whose = models.CharField(max_length=100, help_text="staff:id, the object: kind:id, or kind:id/person.")
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in Kind], help_text="surname, address or number."
    )
    value = models.BinaryField(max_length=32, help_text="HMAC-SHA-256 under a key for this alone.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whose", "kind", "value"], name="a_mark_once"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in Kind]), name="mark_of_a_kind"),
        ]


class Incident(models.Model):
    """Something happened that makes people curious: who reads first, afterwards, is looked at."""

    object = models.CharField(max_length=100, help_text="About what: kind:id.")
    at = models.DateTimeField(help_text="When it happened.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "at"], name="an_incident_once")]


class Round(models.Model):
    """The review of one unit for one month. The empty unit is what is about protected persons."""

    unit = models.CharField(max_length=60, blank=True, help_text="The unit, or empty.")
    month = models.DateField(help_text="The month's first day.")
    made_at = models.DateTimeField(help_text="When the readings were gone through.")
    readings = models.PositiveIntegerField(help_text="How many there were.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="one_round_a_month")]


class Finding(models.Model):
    """Readings that somebody should look at: why is told by codes, never by content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="Its id.")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="findings", help_text="The round.")
    staff = models.CharField(max_length=80, help_text="Who read: the staff number.")
    object = models.CharField(max_length=100, blank=True, help_text="About what; empty for a whole day.")
    why = models.JSONField(help_text="Codes, in the order of the rules.")
    weight = models.PositiveSmallIntegerField(help_text="How much it weighs; 0 for the random sample.")
    first_at = models.DateTimeField(help_text="The first of the readings.")
    last_at = models.DateTimeField(help_text="The last of the readings.")
    readings = models.PositiveIntegerField(help_text="How many readings.")
    entries = models.JSONField(help_text="Their numbers in the record, at most a hundred.")

    class Meta:
        indexes = [models.Index(fields=["round", "-weight"], name="finding_by_weight")]


class Decision(models.Model):
    """What a reviewer decided. Never changed: who thinks again decides again, and the last counts."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="decisions", help_text="Of what.")
    by = models.BigIntegerField(help_text="The reviewer's staff number.")
    at = models.DateTimeField(help_text="When.")
    outcome = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in Outcome], help_text="What was decided."
    )
    reason = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in Reason], help_text="On what ground."
    )

    class Meta:
        indexes = [models.Index(fields=["finding", "-id"], name="decision_latest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(outcome__in=[o.value for o in Outcome]), name="outcome_known"),
            models.CheckConstraint(condition=models.Q(reason__in=[r.value for r in Reason]), name="reason_known"),
        ]
