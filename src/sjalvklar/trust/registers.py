# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the database remembers of keys that are not in it: part of the room's tables (`models`)."""

from __future__ import annotations

from django.db import models


class SubjectErasure(models.Model):
    """A person whose key was destroyed. The id points at nobody any more; it is kept so that no backup revives it."""

    subject = models.UUIDField(primary_key=True, help_text="The id of the destroyed key.")
    at = models.DateTimeField(help_text="When it was decided.")


class KekVersion(models.Model):
    """Under which version of the KEK a unit's new key must be sealed: one row, moved on by each rotation.

    Whoever seals one locks this row first, so that none is left under a version that is about to be destroyed.
    """

    only = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="Always 1.")
    version = models.PositiveIntegerField(help_text="The newest version that a rotation has begun with.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="one_kek_version")]


class IndexVersion(models.Model):
    """Under which version of the index keys everything of a field is kept. Without a row it is the first.

    Moved on in the transaction that indexes all of it anew, so that it is never true of some rows only.
    """

    field = models.CharField(max_length=10, primary_key=True, help_text="number, phone, name or mark.")
    version = models.PositiveIntegerField(help_text="The version.")
