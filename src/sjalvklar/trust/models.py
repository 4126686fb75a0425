# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Holders' keys, the sealed copy of the keyring, and the record of what was done."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.db import models

from sjalvklar.trust.registers import IndexVersion as IndexVersion
from sjalvklar.trust.registers import KekVersion as KekVersion
from sjalvklar.trust.registers import SubjectErasure as SubjectErasure
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


def kept(value: Any) -> str:
    """JSON in the one way it is written here: keys in order, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class KeptJSON(models.TextField):  # type: ignore[type-arg]
    """JSON kept as the text it was written as, the same on every database, so that it can be hashed as it lies."""

    def get_prep_value(self, value: Any) -> str:
        return kept(value)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        return None if value is None else json.loads(value)


def new_salt() -> str:
    """128 random bits in hexadecimal."""
    return secrets.token_hex(16)


class AuditEntry(models.Model):
    """One deed: who, what, on what, on what ground. Never content, never an address on the network.

    Rows are only added. The salt is hashed with the rest, so that the leaf of an erased row says nothing.
    """

    salt = models.CharField(max_length=32, default=new_salt, help_text="128 random bits, in hexadecimal.")
    at = models.DateTimeField(help_text="When.")
    actor_kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind], help_text="What sort of somebody."
    )
    actor_id = models.CharField(max_length=80, blank=True, help_text="Staff number or command; empty for a relative.")
    unit = models.CharField(max_length=60, blank=True, help_text="The unit it was done in.")
    action = models.CharField(max_length=60, help_text="What was done.")
    object = models.CharField(max_length=100, help_text="On what: kind:id.")
    basis = models.CharField(max_length=60, help_text="On what ground: assignment, stand_in, head, code, timer, …")
    detail: models.Field[Any, Any] = KeptJSON(default=dict, help_text="Codes and ids only.")

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
            models.Index(fields=["at"], name="audit_by_time"),
        ]


class AuditLeaf(models.Model):
    """A row's place in the tree and its hash. Given by the sequencer, never by the deed, and never changed."""

    index = models.BigIntegerField(primary_key=True, help_text="Its place, counted from 0 without a gap.")
    entry = models.BigIntegerField(unique=True, help_text="The row's id; the row itself may have been erased.")
    hash = models.BinaryField(max_length=32, help_text="SHA-256 of 0x00 and the row's text.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(index__gte=0), name="leaf_has_a_place")]


class AuditCheckpoint(models.Model):
    """The tree's size and root, signed with a key that is not in the database."""

    size = models.BigIntegerField(primary_key=True, help_text="How many leaves it covers.")
    at = models.DateTimeField(help_text="When it was signed.")
    root = models.BinaryField(max_length=32, help_text="The root hash.")
    edge = models.BinaryField(help_text="Roots of the whole subtrees, to go on from: the largest first.")
    note = models.TextField(help_text="The signed text (C2SP tlog-checkpoint).")


class AuditCosignature(models.Model):
    """Somebody outside has seen this checkpoint and that it only adds to what they saw before."""

    size = models.BigIntegerField(help_text="The checkpoint.")
    name = models.CharField(max_length=120, help_text="Who: the name in the witness's key.")
    at = models.DateTimeField(help_text="When, as the witness says.")
    line = models.TextField(help_text="The signature line (C2SP tlog-cosignature, version 1).")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["size", "name"], name="one_cosignature_each")]


class AuditErasure(models.Model):
    """That a row was erased under a disposal decision. Written before the row may go; its leaf stays."""

    entry = models.BigIntegerField(primary_key=True, help_text="The row's id.")
    decision = models.CharField(max_length=80, help_text="The disposal decision.")
    at = models.DateTimeField(help_text="When.")
