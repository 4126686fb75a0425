# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Holders' keys, the sealed copy of the keyring, and the record of what was done."""

from __future__ import annotations

from django.db import models

from sjalvklar.trust.rules import ActorKind


class HolderKey(models.Model):
    """The key pair of somebody who holds threads: a unit. The private half is sealed under the keyring's KEK."""

    holder = models.CharField(max_length=80, primary_key=True, help_text="Who: unit:<id>.")
    public = models.BinaryField(max_length=32, help_text="X25519 public key: anyone may seal to it.")
    sealed_private = models.BinaryField(help_text="X25519 private key, sealed under the KEK.")
    kek_version = models.PositiveIntegerField(help_text="Which version of the KEK it is sealed under.")
    made_at = models.DateTimeField(help_text="When it was made.")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(holder=""), name="holder_has_a_name")]


class KeyringCopy(models.Model):
    """The keyring sealed to the recovery key, whose private half exists only as three paper shares.

    It may lie in the database and its backups: without two of the shares it opens nothing.
    """

    recovery_public = models.BinaryField(max_length=32, primary_key=True, help_text="What it is sealed to.")
    name = models.UUIDField(help_text="Bound inside the seal.")
    sealed = models.BinaryField(help_text="The keyring file, sealed.")
    made_at = models.DateTimeField(help_text="When the copy was made.")


class AuditEntry(models.Model):
    """One deed: who, what, on what, on what ground. Never content, never an address on the network."""

    at = models.DateTimeField(help_text="When.")
    actor_kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind], help_text="What sort of somebody."
    )
    actor_id = models.CharField(max_length=80, blank=True, help_text="Staff number or command; empty for a relative.")
    unit = models.CharField(max_length=60, blank=True, help_text="The unit it was done in.")
    action = models.CharField(max_length=60, help_text="What was done.")
    object = models.CharField(max_length=100, help_text="On what: kind:id.")
    basis = models.CharField(max_length=60, help_text="On what ground: assignment, stand_in, head, code, timer, …")
    detail = models.JSONField(default=dict, help_text="Codes and ids only.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=[kind.value for kind in ActorKind]), name="audit_actor_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(action="") & ~models.Q(object=""), name="audit_says_what"),
        ]
        indexes = [
            models.Index(fields=["object", "id"], name="audit_by_object"),
            models.Index(fields=["actor_id", "id"], name="audit_by_actor"),
        ]
