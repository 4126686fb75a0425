# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Persons, cases and who may open them. Who somebody is and what is written is sealed under that person's own key.

In clear stand only what a list needs: number, unit, dates, who answers for it, and that it is protected.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sjalvklar.casework.rules import (
    TO,
    Closeness,
    CloseReason,
    CopyKind,
    GlassReason,
    NoticeKind,
    Outcome,
    ProtectionLevel,
    Purpose,
    Recipient,
    State,
    TwoFor,
)


def one_of(field: str, words: type) -> Q:
    return Q(**{f"{field}__in": [word.value for word in words]})  # type: ignore[attr-defined]


def choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


def staff_member(why: str, *, null: bool = False) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+", db_index=False, help_text=why
    )


class Person(models.Model):
    """Somebody in a case, in one authority: whom it is about, or somebody around them. The id also names the key that
    everything is sealed under."""

    id = models.UUIDField(primary_key=True, editable=False, help_text="As in the key store.")
    authority = models.ForeignKey(
        "organisation.Authority", on_delete=models.PROTECT, related_name="+", help_text="Whose person: a wall."
    )
    identity = models.BinaryField(help_text="Name, personal number and ways to reach them, sealed.")
    protection = models.CharField(
        max_length=30,
        choices=choices(ProtectionLevel),
        default=ProtectionLevel.NONE.value,
        help_text="As Skatteverket marks them. Assumed identity has no mark and no field.",
    )
    known = models.BinaryField(
        null=True, help_text="What they are called here, whether a child, when they died, sealed."
    )
    dead = models.BooleanField(default=False, help_text="Letters and offers of contact stop.")
    version = models.PositiveIntegerField(default=1, help_text="Of two who change at once, the later one is told.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("protection", ProtectionLevel), name="person_protection_is_known")
        ]


class PersonIndex(models.Model):
    """What a person is found by: a keyed hash of the personal number, or of one word of the name."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="found_by", db_index=False, help_text="Who."
    )
    field = models.CharField(max_length=10, choices=[("number", "number"), ("name", "name")], help_text="By what.")
    value = models.BinaryField(max_length=32, help_text="Keyed hash; without the key it tells nothing.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(field__in=["number", "name"]), name="index_field_may_be_searched"),
            models.UniqueConstraint(fields=["person", "field", "value"], name="index_once_for_each_word"),
        ]
        indexes = [models.Index(fields=["field", "value"], name="index_by_value")]


class Case(models.Model):
    """A personal case file (personakt) in one unit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    number = models.CharField(max_length=11, help_text="Year and six digits drawn by chance.")
    authority = models.ForeignKey(
        "organisation.Authority", on_delete=models.PROTECT, related_name="+", help_text="Whose numbers it is in."
    )
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Where."
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases", help_text="About whom.")
    state = models.CharField(max_length=10, choices=choices(State), help_text="Where it stands.")
    protected = models.BooleanField(default=False, help_text="Known by its named people only.")
    naming = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="What a head is given to name new people by, instead of the id."
    )
    opened_at = models.DateTimeField(help_text="When.")
    opened_by = staff_member("By whom.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form opens one case.")
    closed_at = models.DateTimeField(null=True, help_text="When it ended.")
    closed_by = staff_member("Who closed it.", null=True)
    close_reason = models.CharField(max_length=30, blank=True, choices=choices(CloseReason), help_text="Why.")
    last_note_at = models.DateTimeField(null=True, help_text="Disposal is counted from here.")
    notes_made = models.PositiveIntegerField(default=0, help_text="The number of the newest note.")
    people_made = models.PositiveSmallIntegerField(default=1, help_text="The newest number of somebody in it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="case_number_once_in_authority"),
            models.CheckConstraint(condition=one_of("state", State), name="case_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN.value, closed_at__isnull=True, closed_by__isnull=True, close_reason="")
                | Q(state=State.CLOSED.value, closed_at__isnull=False, closed_by__isnull=False)
                & one_of("close_reason", CloseReason),
                name="case_closed_says_when_who_why",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "opened_at", "id"], name="case_by_unit")]


class Assignment(models.Model):
    """Who answers for a case, from one moment until another. The ground of every reading."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="assignments", db_index=False, help_text="Which."
    )
    staff = staff_member("Who.")
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(null=True, help_text="The first moment after.")
    by = staff_member("Who decided it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ends_at__isnull=True), name="case_has_one_owner"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="assignment_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "ends_at"], name="assignment_by_case"),
            models.Index(fields=["staff", "ends_at"], name="assignment_by_staff"),
        ]


class Note(models.Model):
    """Something written in a case. Never changed: what was wrong is put right by a new note that points at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes", db_index=False, help_text="Where.")
    number = models.PositiveIntegerField(help_text="Order in the case, whatever the clock said.")
    body = models.BinaryField(help_text="The text, sealed.")
    staff = staff_member("Who wrote it.")
    at = models.DateTimeField(help_text="When it was stored.")
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Which it puts right."
    )
    once = models.BinaryField(max_length=32, unique=True, help_text="The same words from the same form, only once.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="note_number_once_in_case")]


class NamedAccess(models.Model):
    """Somebody who may know of a protected case, from `starts_at`; empty until a second person has agreed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="named", db_index=False, help_text="Which.")
    staff = staff_member("Who.")
    starts_at = models.DateTimeField(
        null=True, help_text="The first moment; empty while it waits for a second person."
    )
    ends_at = models.DateTimeField(null=True, help_text="The first moment after.")
    by = staff_member("Who named them.")
    seconded_by = staff_member("The second person who agreed.", null=True)
    asked_at = models.DateTimeField(help_text="When they were named.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "staff"], condition=Q(ends_at__isnull=True), name="named_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(seconded_by__isnull=True) | ~Q(seconded_by=F("by")), name="nobody_seconds_themselves"
            ),
        ]
        indexes = [models.Index(fields=["staff", "ends_at"], name="named_by_staff")]


class BreakGlass(models.Model):
    """One case read without an assignment, for four hours, and what a second person said about it afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="glass", db_index=False, help_text="Which.")
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Who reviews it."
    )
    staff = staff_member("Who.")
    reason = models.CharField(max_length=20, choices=choices(GlassReason), help_text="Why, as a code.")
    text = models.BinaryField(help_text="Why, in words, sealed.")
    opened_at = models.DateTimeField(help_text="When.")
    ends_at = models.DateTimeField(help_text="The first moment after.")
    told = models.PositiveSmallIntegerField(help_text="How many were told at once.")
    review_due = models.DateTimeField(help_text="When a second person must have judged it.")
    reviewed_at = models.DateTimeField(null=True, help_text="When that was done.")
    reviewed_by = staff_member("Who judged it.", null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=choices(Outcome), help_text="What they decided.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="glass_ends_after_it_begins"),
            models.CheckConstraint(condition=one_of("reason", GlassReason), name="glass_reason_is_known"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, outcome="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & one_of("outcome", Outcome),
                name="glass_review_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("staff")), name="nobody_reviews_themselves"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "staff", "ends_at"], name="glass_by_case"),
            models.Index(
                fields=["staff", "review_due"], condition=Q(reviewed_at__isnull=True), name="glass_unreviewed"
            ),
            models.Index(fields=["unit", "review_due"], name="glass_by_unit"),
        ]


class TwoPerson(models.Model):
    """What one named person asked and another approved, about a protected case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="two", db_index=False, help_text="Which.")
    what = models.CharField(max_length=10, choices=choices(TwoFor), help_text="What takes two people.")
    who = staff_member("Who would be taken off the list.", null=True)
    level = models.CharField(
        max_length=30, blank=True, choices=choices(ProtectionLevel), help_text="Which weaker protection."
    )
    asked_by = staff_member("Who asked.")
    asked_at = models.DateTimeField(help_text="When.")
    ask_ends_at = models.DateTimeField(help_text="After this nobody can approve it any more.")
    approved_by = staff_member("Who approved.", null=True)
    approved_at = models.DateTimeField(null=True, help_text="When.")
    ends_at = models.DateTimeField(null=True, help_text="The first moment after the approval.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("what", TwoFor), name="two_for_what_is_known"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True, ends_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, ends_at__isnull=False)
                & ~Q(approved_by=F("asked_by")),
                name="two_are_two_people",
            ),
            models.CheckConstraint(
                condition=Q(what=TwoFor.UNNAME.value, who__isnull=False, level="")
                | Q(what=TwoFor.LOWER.value, who__isnull=True) & one_of("level", ProtectionLevel)
                | ~Q(what__in=[TwoFor.UNNAME.value, TwoFor.LOWER.value]) & Q(who__isnull=True, level=""),
                name="two_say_about_whom_or_what",
            ),
        ]
        indexes = [models.Index(fields=["case", "what", "ask_ends_at"], name="two_by_case")]


class HandOut(models.Model):
    """That a copy of a case left: to whom, why and by whom. Of the copy itself nothing is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="handed_out", db_index=False, help_text="Of which."
    )
    kind = models.CharField(max_length=10, choices=choices(CopyKind), help_text="For the person, or a system.")
    to = models.CharField(max_length=20, choices=choices(Recipient), help_text="To whom.")
    why = models.CharField(max_length=20, choices=choices(Purpose), help_text="Why.")
    staff = staff_member("Who took it out.")
    at = models.DateTimeField(help_text="When.")
    upto = models.PositiveIntegerField(help_text="The number of the newest note there was.")
    masked = models.PositiveIntegerField(default=0, help_text="How many notes lack something.")
    left_out = models.PositiveIntegerField(default=0, help_text="How many notes did not go along.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CopyKind.EXTRACT.value, to__in=[to.value for to in TO[CopyKind.EXTRACT]])
                | Q(kind=CopyKind.MOVE.value, to__in=[to.value for to in TO[CopyKind.MOVE]], masked=0, left_out=0),
                name="hand_out_goes_to_whom_it_may",
            ),
            models.CheckConstraint(condition=one_of("why", Purpose), name="hand_out_why_is_known"),
        ]
        indexes = [models.Index(fields=["case", "at"], name="hand_out_by_case")]


class Conflict(models.Model):
    """A personal number that a member of staff is too close to: only its keyed hash, never the number."""

    staff = staff_member("Who declared it.")
    closeness = models.CharField(max_length=10, choices=choices(Closeness), help_text="Own, family or household.")
    value = models.BinaryField(max_length=32, help_text="Keyed hash of the personal number.")
    declared_at = models.DateTimeField(help_text="When.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "value"], name="conflict_declared_once"),
            models.CheckConstraint(condition=one_of("closeness", Closeness), name="conflict_closeness_is_known"),
        ]


class Notice(models.Model):
    """Something a member of staff must be told, until they have seen it. Never leaves the desk."""

    staff = staff_member("Whom.")
    kind = models.CharField(max_length=20, choices=choices(NoticeKind), help_text="What.")
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="About which."
    )
    by = staff_member("Whose deed.", null=True)
    glass = models.ForeignKey(
        BreakGlass, null=True, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Which opening."
    )
    at = models.DateTimeField(help_text="When.")
    seen_at = models.DateTimeField(null=True, help_text="When they said that they have seen it.")

    class Meta:
        constraints = [models.CheckConstraint(condition=one_of("kind", NoticeKind), name="notice_kind_is_known")]
        indexes = [models.Index(fields=["staff", "at"], condition=Q(seen_at__isnull=True), name="notice_unseen")]
