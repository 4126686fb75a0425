# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The room's tables. What anybody said, was told or agreed on is sealed under the key of the support; in clear stand
only days and states that a list or the clock needs. No column holds a number about a person.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sjalvklar.safety.rules import AssessmentState, CompanyState, MeasureState


def _one_of(field: str, words: type) -> Q:
    return Q(**{f"{field}__in": [word.value for word in words]})  # type: ignore[attr-defined]


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


def _key() -> models.UUIDField[uuid.UUID, uuid.UUID]:
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")


def _support() -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        "support.Support", on_delete=models.CASCADE, related_name="+", db_index=False, help_text="In which support."
    )


def _staff(why: str, *, null: bool = False) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+", db_index=False, help_text=why
    )


def _once() -> models.BinaryField[bytes, bytes]:
    return models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")


class Fear(models.Model):
    """How afraid somebody said they were. Never changed; the newest holds."""

    id = _key()
    support = _support()
    body = models.BinaryField(help_text="The number they said and their words, sealed. Or that they did not want to.")
    staff = _staff("Who asked.")
    at = models.DateTimeField(help_text="When.")
    once = _once()

    class Meta:
        indexes = [models.Index(fields=["support", "at"], name="safety_fear_by_support")]


class Assessment(models.Model):
    """That the police were asked for a protection assessment (skyddsbedömning), and that they answered."""

    id = _key()
    support = _support()
    state = models.CharField(max_length=10, choices=_choices(AssessmentState), help_text="Asked, answered or not.")
    body = models.BinaryField(help_text="Who was asked, how, and what for, sealed.")
    asked_on = models.DateField(help_text="The day.")
    answer_by = models.DateField(help_text="The last day an answer is waited for without asking again.")
    raised_at = models.DateTimeField(null=True, help_text="When it was raised that the day had passed.")
    answered_on = models.DateField(null=True, help_text="The day of the answer, or when it was noted that none came.")
    decided = models.BinaryField(null=True, help_text="What they decided, sealed. Opened only on request.")
    stands = models.BinaryField(null=True, help_text="Whether they take measures, sealed: for the one rule that asks.")
    staff = _staff("Who noted it.")
    at = models.DateTimeField(help_text="When it was noted.")
    once = _once()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", AssessmentState), name="safety_assessment_state_known"),
            models.CheckConstraint(
                condition=Q(
                    state=AssessmentState.ASKED.value,
                    answered_on__isnull=True,
                    decided__isnull=True,
                    stands__isnull=True,
                )
                | ~Q(state=AssessmentState.ASKED.value)
                & Q(answered_on__isnull=False, decided__isnull=False, stands__isnull=False),
                name="safety_answered_says_when_and_what",
            ),
        ]
        indexes = [
            models.Index(fields=["support", "asked_on", "at"], name="safety_assessment_by_support"),
            models.Index(
                fields=["answer_by"],
                condition=Q(state=AssessmentState.ASKED.value, raised_at__isnull=True),
                name="safety_assessment_by_day",
            ),
        ]


class Difference(models.Model):
    """That fear and the answer of the police differ, once for each assessment: an offer that somebody is to make."""

    assessment = models.OneToOneField(
        Assessment, primary_key=True, on_delete=models.CASCADE, related_name="+", help_text="Which answer."
    )
    support = _support()
    at = models.DateTimeField(help_text="When it was seen.")
    answered_at = models.DateTimeField(null=True, help_text="When the relative had said what they want.")
    answered_by = _staff("Who asked them.", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="safety_difference_answered_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["support", "answered_at"], name="safety_difference_by_support")]


class Measure(models.Model):
    """A protective measure that was agreed on (skyddsåtgärd), with the day on which it is looked at again."""

    id = _key()
    support = _support()
    state = models.CharField(max_length=10, choices=_choices(MeasureState), help_text="Where it stands.")
    body = models.BinaryField(help_text="What, who does it, and in words, sealed.")
    review_on = models.DateField(null=True, help_text="The day it is looked at again; none when it is over.")
    raised_at = models.DateTimeField(null=True, help_text="When it was raised that the day had passed.")
    staff = _staff("Who noted it.")
    at = models.DateTimeField(help_text="When it was agreed.")
    changed_at = models.DateTimeField(help_text="When it got to where it stands.")
    once = _once()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", MeasureState), name="safety_measure_state_known"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[state.value for state in MeasureState if state.is_open], review_on__isnull=False
                )
                | Q(state__in=[state.value for state in MeasureState if not state.is_open], review_on__isnull=True),
                name="safety_open_measure_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["support", "at"], name="safety_measure_by_support"),
            models.Index(
                fields=["review_on"],
                condition=Q(review_on__isnull=False, raised_at__isnull=True),
                name="safety_measure_by_day",
            ),
        ]


class Company(models.Model):
    """That somebody is with the relative when a crime is reported to the police."""

    id = _key()
    support = _support()
    state = models.CharField(max_length=10, choices=_choices(CompanyState), help_text="Where it stands.")
    body = models.BinaryField(help_text="Going along or calling together, and in words, sealed.")
    planned_on = models.DateField(null=True, help_text="The day it is planned for.")
    number = models.BinaryField(null=True, help_text="The police's number of the report, sealed. Opened on request.")
    staff = _staff("Who noted it.")
    at = models.DateTimeField(help_text="When it was asked for.")
    changed_at = models.DateTimeField(help_text="When it got to where it stands.")
    once = _once()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", CompanyState), name="safety_company_state_known"),
            models.CheckConstraint(
                condition=Q(planned_on__isnull=False) | ~Q(state=CompanyState.PLANNED.value),
                name="safety_planned_company_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(state=CompanyState.DONE.value),
                name="safety_number_of_what_is_done",
            ),
        ]
        indexes = [models.Index(fields=["support", "at"], name="safety_company_by_support")]


class Caution(models.Model):
    """What those who meet somebody must heed, from one moment until somebody ends it."""

    id = _key()
    support = _support()
    body = models.BinaryField(help_text="Chosen sentences and own words, sealed.")
    staff = _staff("Who wrote it.")
    at = models.DateTimeField(help_text="From when.")
    ended_at = models.DateTimeField(null=True, help_text="Until when.")
    ended_by = _staff("Who ended it.", null=True)
    once = _once()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("at"), ended_by__isnull=False),
                name="safety_caution_ended_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["support", "ended_at"], name="safety_caution_by_support")]


class Violence(models.Model):
    """That there are signs of violence in the home, from one moment until somebody says why there no longer are."""

    id = _key()
    support = _support()
    signs = models.BinaryField(null=True, help_text="What was seen, sealed; it need not be said.")
    on_at = models.DateTimeField(help_text="From when.")
    on_by = _staff("Who said so.")
    handed_at = models.DateTimeField(null=True, help_text="When those who know violence were told.")
    handed_by = _staff("Who told them.", null=True)
    handed_to = models.CharField(max_length=60, blank=True, help_text="Which unit, by its id in the pack.")
    consent = models.BooleanField(null=True, help_text="That the relative agreed, when it is another authority.")
    off_at = models.DateTimeField(null=True, help_text="Until when.")
    off_by = _staff("Who said so.", null=True)
    why = models.BinaryField(null=True, help_text="Why not any longer, sealed.")
    once = _once()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["support"], condition=Q(off_at__isnull=True), name="safety_one_violence_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(off_at__isnull=True, off_by__isnull=True, why__isnull=True)
                | Q(off_at__gte=F("on_at"), off_by__isnull=False, why__isnull=False),
                name="safety_violence_ends_with_a_why",
            ),
            models.CheckConstraint(
                condition=Q(handed_at__isnull=True, handed_by__isnull=True, handed_to="")
                | Q(handed_at__isnull=False, handed_by__isnull=False) & ~Q(handed_to=""),
                name="safety_handed_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["support", "off_at"], name="safety_violence_by_support")]
