# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting facts."""

from __future__ import annotations

import uuid

from django.db import models

from sjalvklar.tally.rules import What


class Fact(models.Model):
    """One deed, counted. It has a day and no hour, and a random key, so that it cannot be laid beside the deed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="Random: tells no order.")
    what = models.CharField(max_length=30, choices=[(what.value, what.value) for what in What], help_text="What.")
    unit = models.CharField(max_length=60, help_text="The unit, by its id in the pack.")
    on = models.DateField(help_text="The day, where the municipality is.")
    situation = models.CharField(max_length=40, blank=True, help_text="As the relative chose; empty when not said.")
    language = models.CharField(max_length=20, blank=True, help_text="The language written in.")
    child = models.BooleanField(null=True, help_text="Whether the relative is under 18, when it was asked.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(what__in=[what.value for what in What]), name="tally_counts_known_deeds"
            )
        ]
        indexes = [models.Index(fields=["what", "on"], name="tally_by_what_and_day")]
