# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans, decisions, what came of them, and holds. Ids and counts only: no name, no word."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sjalvklar.disposal.rules import HoldGround, HoldKind, RecordType, State, Why


def _one_of(field: str, words: type) -> Q:
    return Q(**{f"{field}__in": [word.value for word in words]})  # type: ignore[attr-defined]


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


def _staff(why: str, *, null: bool = False) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+", db_index=False, help_text=why
    )


def _authority() -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        "organisation.Authority", on_delete=models.PROTECT, related_name="+", help_text="Whose: a wall."
    )


class Plan(models.Model):
    """What one authority may erase on one day, planned by one person and decided by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random.")
    authority = _authority()
    state = models.CharField(max_length=10, choices=_choices(State), help_text="Where it stands.")
    day = models.DateField(help_text="The day it was made for, where the municipality is.")
    made_at = models.DateTimeField(help_text="When it was made.")
    made_by = _staff("Who planned it.")
    decided_at = models.DateTimeField(null=True, help_text="When it was decided.")
    decided_by = _staff("Who decided it: never who planned it.", null=True)
    done_at = models.DateTimeField(null=True, help_text="When everything was erased, and both registers knew it.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", State), name="plan_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.PLANNED.value, decided_at__isnull=True, decided_by__isnull=True)
                | Q(state=State.DECIDED.value, decided_at__isnull=False, decided_by__isnull=False),
                name="plan_decided_says_when_and_who",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("made_by")),
                name="nobody_decides_their_own_plan",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(state=State.DECIDED.value), name="plan_is_done_when_decided"
            ),
        ]
        indexes = [models.Index(fields=["authority", "made_at"], name="plan_by_authority")]


class Item(models.Model):
    """One thing that a plan says will go. Taken away when it has gone: what is left of it is the receipt."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items", db_index=False, help_text="Which.")
    record = models.CharField(max_length=12, choices=_choices(RecordType), help_text="What kind of record.")
    unit = models.CharField(max_length=60, help_text="In which unit.")
    thing = models.UUIDField(help_text="Its id in its own room.")
    number = models.CharField(max_length=20, blank=True, help_text="What it is called at the desk.")
    due = models.DateField(help_text="The first day it may go.")
    gone_by = models.DateField(help_text="The last day it may be left.")
    rule = models.CharField(max_length=60, help_text="By which rule.")
    decision = models.CharField(max_length=60, blank=True, help_text="By which decision of the board, if any.")
    until = models.DateTimeField(null=True, help_text="For rows that go by time: everything before.")
    count = models.PositiveIntegerField(default=1, help_text="How many records it is.")
    erased_at = models.DateTimeField(null=True, help_text="When it was erased.")
    kept_because = models.CharField(
        max_length=20, blank=True, choices=_choices(Why), help_text="Why it stayed after all, when it came to it."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "record", "thing"], name="item_once_in_plan"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(kept_because=""), name="item_is_erased_or_kept"
            ),
        ]


class Kept(models.Model):
    """How many of a kind a plan leaves in a unit, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="kept", db_index=False, help_text="Which.")
    record = models.CharField(max_length=12, choices=_choices(RecordType), help_text="What kind of record.")
    unit = models.CharField(max_length=60, help_text="In which unit.")
    why = models.CharField(max_length=20, choices=_choices(Why), help_text="Why.")
    count = models.PositiveIntegerField(help_text="How many.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "record", "unit", "why"], name="kept_once_for_each_reason")
        ]


class Receipt(models.Model):
    """What was erased: how many of which kind, on which decision, and a hash of the ids. Never what it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random.")
    plan = models.ForeignKey(
        Plan, null=True, on_delete=models.PROTECT, related_name="receipts", help_text="The plan that was decided."
    )
    decision = models.CharField(max_length=60, blank=True, help_text="The board's decision, when one was needed.")
    record = models.CharField(max_length=12, choices=_choices(RecordType), help_text="What kind of record.")
    unit = models.CharField(max_length=60, help_text="In which unit.")
    count = models.PositiveIntegerField(help_text="How many.")
    ids = models.BinaryField(max_length=32, help_text="SHA-256 of the ids, sorted.")
    at = models.DateTimeField(help_text="When it was all gone.")

    class Meta:
        indexes = [models.Index(fields=["unit", "at"], name="receipt_by_unit")]


class Hold(models.Model):
    """Something that may not be erased for now. Placed by one person, lifted by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random.")
    authority = _authority()
    kind = models.CharField(max_length=10, choices=_choices(HoldKind), help_text="What it is about.")
    what = models.CharField(
        max_length=64, help_text="Number, id, unit, or keyed hash. Whether it exists is not asked."
    )
    ground = models.CharField(max_length=20, choices=_choices(HoldGround), help_text="Why.")
    reference = models.CharField(max_length=60, help_text="Under which number that is registered.")
    placed_at = models.DateTimeField(help_text="From when.")
    placed_by = _staff("Who placed it.")
    lifted_at = models.DateTimeField(null=True, help_text="When it was lifted.")
    lifted_by = _staff("Who lifted it: never who placed it.", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("kind", HoldKind), name="hold_kind_is_known"),
            models.CheckConstraint(condition=_one_of("ground", HoldGround), name="hold_ground_is_known"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_by=F("placed_by")),
                name="hold_is_lifted_by_another",
            ),
        ]
        indexes = [models.Index(fields=["authority"], condition=Q(lifted_at__isnull=True), name="hold_in_force")]
