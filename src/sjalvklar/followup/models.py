# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The room's tables. What a follow-up hangs on, and what somebody answered, is sealed under the key of the support, or
of the person whose case it is part of; in clear stand the days that lists and clocks need."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sjalvklar.followup.rules import COMING, AskedBy, AskingState, Questions, State

_COMING = sorted(state.value for state in COMING)


def _one_of(field: str, words: type) -> Q:
    return Q(**{f"{field}__in": [word.value for word in words]})  # type: ignore[attr-defined]


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


def _staff(why: str, *, null: bool = False) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+", db_index=False, help_text=why
    )


class FollowUp(models.Model):
    """A day on which somebody is to be in touch, or to ask whether something has happened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    support = models.ForeignKey(
        "support.Support", on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Of which support."
    )
    state = models.CharField(max_length=12, choices=_choices(State), help_text="Where it stands.")
    on = models.DateField(help_text="The day, where the municipality is.")
    what = models.BinaryField(help_text="What it hangs on, sealed.")
    made_at = models.DateTimeField(help_text="When it was agreed.")
    made_by = _staff("By whom.")
    raised_at = models.DateTimeField(null=True, help_text="When the head was told that the day had passed.")
    settled_at = models.DateTimeField(null=True, help_text="When somebody said what became of it.")
    settled_by = _staff("Who said it; nobody when it ended.", null=True)
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", State), name="followup_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=_COMING, settled_at__isnull=True)
                | ~Q(state__in=_COMING) & Q(settled_at__isnull=False),
                name="followup_settled_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["support", "on"], name="followup_by_support"),
            models.Index(fields=["on", "id"], condition=Q(state__in=_COMING), name="followup_coming"),
        ]


class Consent(models.Model):
    """That a relative wants us to go on after the support has ended, until a day. Taken back whenever they want."""

    support = models.ForeignKey(
        "support.Support", on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Of which support."
    )
    given_at = models.DateTimeField(help_text="When they said so.")
    given_to = _staff("To whom.")
    until = models.DateField(help_text="The last day, where the municipality is.")
    ended_at = models.DateTimeField(null=True, help_text="When it was taken back, or its time was out.")
    ended_by = _staff("Who was told; nobody when its time was out.", null=True)
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["support"], condition=Q(ended_at__isnull=True), name="followup_one_consent_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("given_at")), name="followup_consent_ends_after"
            ),
        ]


class Asking(models.Model):
    """Questions that somebody was given, and the answers. A code is kept as its finding, while it opens something."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    support = models.ForeignKey(
        "support.Support", on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Of which support."
    )
    subject = models.UUIDField(help_text="Under whose key the answers are sealed.")
    unit = models.CharField(max_length=60, help_text="For the count: the unit, by its id in the pack.")
    questions = models.CharField(max_length=12, choices=_choices(Questions), help_text="Which.")
    way = models.CharField(max_length=6, choices=_choices(AskedBy), help_text="How they are asked.")
    state = models.CharField(max_length=12, choices=_choices(AskingState), help_text="Where it stands.")
    finding = models.BinaryField(max_length=32, null=True, unique=True, help_text="What the code finds it by.")
    expires_at = models.DateTimeField(null=True, help_text="The first moment when the code opens nothing.")
    answers = models.BinaryField(null=True, help_text="What was answered, sealed. Numbers only.")
    made_at = models.DateTimeField(help_text="When it was handed over, or the talk was.")
    made_by = _staff("By whom.")
    answered_at = models.DateTimeField(null=True, help_text="When.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", AskingState), name="followup_asking_state_is_known"),
            models.CheckConstraint(condition=_one_of("questions", Questions), name="followup_questions_are_known"),
            models.CheckConstraint(condition=_one_of("way", AskedBy), name="followup_way_is_known"),
            models.CheckConstraint(
                condition=Q(state=AskingState.OPEN.value, answers__isnull=True, answered_at__isnull=True)
                | Q(state=AskingState.ANSWERED.value, answers__isnull=False, answered_at__isnull=False)
                | Q(
                    state__in=[AskingState.EXPIRED.value, AskingState.TAKEN_BACK.value],
                    answers__isnull=True,
                    answered_at__isnull=True,
                ),
                name="followup_answered_has_answers",
            ),
            models.CheckConstraint(
                condition=Q(finding__isnull=True, expires_at__isnull=True)
                | Q(
                    way=AskedBy.LINK.value,
                    state=AskingState.OPEN.value,
                    finding__isnull=False,
                    expires_at__isnull=False,
                ),
                name="followup_code_only_while_it_opens",
            ),
        ]
        indexes = [
            models.Index(fields=["support", "made_at"], name="followup_asking_by_support"),
            models.Index(
                fields=["expires_at"], condition=Q(expires_at__isnull=False), name="followup_asking_by_expiry"
            ),
        ]


class Proof(models.Model):
    """That a proof of contact was made, with how many days on it; never which, and never a copy."""

    support = models.ForeignKey(
        "support.Support", on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Of which support."
    )
    at = models.DateTimeField(help_text="When.")
    staff = _staff("By whom.")
    days = models.PositiveSmallIntegerField(help_text="How many days stand on it.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        indexes = [models.Index(fields=["support", "at"], name="followup_proof_by_support")]
