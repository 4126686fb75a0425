# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans, their parties and what each has taken on. What is written is sealed under the key of the person the case is
about, and goes with the case; in clear stand only what a list, a clock, a count and a wall need.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sjalvklar.plans.rules import (
    CloseReason,
    CommitmentState,
    ConsentWay,
    Giver,
    MeetingResult,
    NoteKind,
    PartyKind,
    Share,
    SharedBy,
    State,
)


def _one_of(field: str, words: type) -> Q:
    return Q(**{f"{field}__in": [word.value for word in words]})  # type: ignore[attr-defined]


def _choices(words: type) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


def _staff(why: str, *, null: bool = False) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+", db_index=False, help_text=why
    )


def _random() -> models.UUIDField[uuid.UUID, uuid.UUID]:
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")


def _dated(name: str, *unique: str) -> list[models.BaseConstraint]:
    """Dated, and one at a time."""
    return [
        models.UniqueConstraint(fields=unique, condition=Q(ends_at__isnull=True), name=f"{name}_one_at_a_time"),
        models.CheckConstraint(
            condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name=f"{name}_ends_after_it_begins"
        ),
    ]


class Plan(models.Model):
    """A plan in a case. Whoever takes part for a party never sees this row."""

    id = _random()
    number = models.CharField(max_length=12, help_text="Year and digits drawn by chance.")
    authority = models.ForeignKey(
        "organisation.Authority", on_delete=models.PROTECT, related_name="+", help_text="Whose: a wall."
    )
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Who leads it."
    )
    case = models.ForeignKey(
        "casework.Case", on_delete=models.CASCADE, related_name="+", db_index=False, help_text="In which case."
    )
    person = models.ForeignKey(
        "casework.Person", on_delete=models.CASCADE, related_name="+", help_text="Whose key it is sealed under."
    )
    state = models.CharField(max_length=12, choices=_choices(State), help_text="Where it stands.")
    needed = models.PositiveSmallIntegerField(help_text="How many must say yes: the first so many of those who can.")
    body = models.BinaryField(help_text="Whom it is for, what it is to lead to, and who the guardians are, sealed.")
    began_at = models.DateTimeField(help_text="When it was asked for.")
    began_by = _staff("By whom.")
    active_at = models.DateTimeField(null=True, help_text="When it last became active.")
    closed_at = models.DateTimeField(null=True, help_text="When it ended.")
    closed_by = _staff("Who ended it.", null=True)
    close_reason = models.CharField(max_length=20, blank=True, choices=_choices(CloseReason), help_text="Why.")
    last_at = models.DateTimeField(help_text="The last deed in it.")
    notes_made = models.PositiveIntegerField(default=0, help_text="The number of the newest note.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form begins one plan.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="sig_plan_number_once_in_authority"),
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state=State.CLOSED.value), name="sig_plan_one_at_a_time_in_a_case"
            ),
            models.CheckConstraint(condition=_one_of("state", State), name="sig_plan_state_is_known"),
            models.CheckConstraint(condition=_one_of("needed", Giver), name="sig_plan_needed_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED.value, closed_at__isnull=False, closed_by__isnull=False)
                & _one_of("close_reason", CloseReason)
                | ~Q(state=State.CLOSED.value) & Q(closed_at__isnull=True, closed_by__isnull=True, close_reason=""),
                name="sig_plan_closed_says_when_who_why",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="sig_plan_by_unit"),
            models.Index(fields=["case", "began_at"], name="sig_plan_by_case"),
        ]


class Lead(models.Model):
    """Who leads a plan (samordnare), from one moment until another."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="leads", db_index=False, help_text="Which.")
    staff = _staff("Who.")
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(null=True, help_text="The first moment after.")
    by = _staff("Who decided it; nobody when the clock did.", null=True)

    class Meta:
        constraints = _dated("sig_lead", "plan")
        indexes = [
            models.Index(fields=["plan", "ends_at"], name="sig_lead_by_plan"),
            models.Index(fields=["staff", "ends_at"], name="sig_lead_by_staff"),
        ]


class Party(models.Model):
    """One party of the resource group, and its part of the plan. It holds, beside the plan, what a wall must know
    without seeing the plan: the case, the person, whether the plan is worked in, and how many must say yes."""

    id = _random()
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parties", help_text="Of which.")
    case = models.ForeignKey(
        "casework.Case", on_delete=models.CASCADE, related_name="+", db_index=False, help_text="As the plan's."
    )
    person = models.ForeignKey(
        "casework.Person", on_delete=models.CASCADE, related_name="+", db_index=False, help_text="As the plan's."
    )
    number = models.CharField(max_length=12, help_text="As the plan's.")
    needed = models.PositiveSmallIntegerField(help_text="As the plan's.")
    joint = models.BooleanField(help_text="Whether the plan stands where parties have a part.")
    kind = models.CharField(max_length=20, choices=_choices(PartyKind), help_text="Which sort.")
    unit = models.ForeignKey(
        "organisation.Unit",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The unit of the municipality that it is; empty for others.",
    )
    body = models.BinaryField(help_text="What it is called, and its named person, sealed.")
    named = models.BooleanField(help_text="Whether somebody is named.")
    added_at = models.DateTimeField(help_text="When it was added.")
    left_at = models.DateTimeField(null=True, help_text="When it left.")
    words_made = models.PositiveIntegerField(default=0, help_text="The number of the newest words with it.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form adds one.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("kind", PartyKind), name="sig_party_kind_is_known"),
            models.CheckConstraint(condition=_one_of("needed", Giver), name="sig_party_needed_is_known"),
        ]


class PartyStaff(models.Model):
    """Who takes part for a party, from one moment until another. The ground of every reading of a part."""

    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, related_name="staff_rows", db_index=False, help_text="For which."
    )
    staff = _staff("Who.")
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(null=True, help_text="The first moment after.")
    by = _staff("Who decided it.")

    class Meta:
        constraints = _dated("sig_party_staff", "party", "staff")
        indexes = [models.Index(fields=["staff", "ends_at"], name="sig_party_staff_by_staff")]


class Consent(models.Model):
    """One person's written consent for one party. It holds no word and no name; it is never made longer."""

    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, related_name="consents", db_index=False, help_text="For which party."
    )
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="In which.")
    giver = models.PositiveSmallIntegerField(
        choices=[(giver.value, giver.name) for giver in Giver], help_text="Who said yes."
    )
    kinds = models.JSONField(help_text="What may be shared.")
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(help_text="The first moment after.")
    way = models.CharField(max_length=12, choices=_choices(ConsentWay), help_text="How it was given.")
    interpreter = models.BooleanField(help_text="Whether an interpreter was there.")
    at = models.DateTimeField(help_text="When it was written down here.")
    staff = _staff("Who saw it and wrote it down.")
    revoked_at = models.DateTimeField(null=True, help_text="When it was taken back.")
    revoked_by = _staff("Who wrote that down.", null=True)
    told_at = models.DateTimeField(null=True, help_text="When whoever leads was told that it ends soon.")
    up_at = models.DateTimeField(null=True, help_text="When the head was told that it has ended and nothing was done.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form is one consent.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("giver", Giver), name="sig_consent_giver_is_known"),
            models.CheckConstraint(condition=_one_of("way", ConsentWay), name="sig_consent_way_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="sig_consent_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="sig_consent_revoked_says_who",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "giver", "ends_at"], name="sig_consent_by_party"),
            models.Index(
                fields=["ends_at"],
                condition=Q(told_at__isnull=True, revoked_at__isnull=True),
                name="sig_consent_to_tell_of",
            ),
        ]


class Commitment(models.Model):
    """Something that a party has taken on, by a day."""

    id = _random()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="commitments", help_text="Which party.")
    body = models.BinaryField(help_text="What, and who does it, sealed.")
    state = models.CharField(max_length=10, choices=_choices(CommitmentState), help_text="Where it stands.")
    due_on = models.DateField(help_text="By when, where the municipality is.")
    at = models.DateTimeField(help_text="When it was agreed.")
    settled_at = models.DateTimeField(null=True, help_text="When it was done, or turned out not to be.")
    settled_by = _staff("Who said so.", null=True)
    raised_at = models.DateTimeField(null=True, help_text="When the clock told whoever leads that it is late.")
    up_at = models.DateTimeField(null=True, help_text="When the clock told the head of the unit.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form is one.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("state", CommitmentState), name="sig_commitment_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in CommitmentState if one.is_open], settled_at__isnull=True)
                | Q(
                    state__in=[one.value for one in CommitmentState if not one.is_open],
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                ),
                name="sig_commitment_settled_says_when_and_who",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(settled_at__isnull=True, up_at__isnull=True),
                name="sig_commitment_to_raise",
            )
        ]


class Meeting(models.Model):
    """A follow-up: planned, and held. What was said is a note of the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="meetings", help_text="Of which.")
    at = models.DateTimeField(help_text="When it is.")
    held_at = models.DateTimeField(null=True, help_text="When it was written down that it was held.")
    result = models.CharField(max_length=10, blank=True, choices=_choices(MeetingResult), help_text="What came of it.")
    raised_at = models.DateTimeField(null=True, help_text="When the clock told that its day had passed.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "at"], name="sig_meeting_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, result="")
                | Q(held_at__isnull=False) & _one_of("result", MeetingResult),
                name="sig_meeting_held_says_what_came_of_it",
            ),
        ]


class Attendance(models.Model):
    """Whether a party was at a meeting."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attendance", db_index=False, help_text="Which."
    )
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Who.")
    came = models.BooleanField(help_text="Whether they came.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="sig_attendance_once")]


class Words(models.Model):
    """Something shared with a party, or that it told: what, how, when, by whom, and under which consents. Never
    changed."""

    id = _random()
    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, related_name="words", db_index=False, help_text="With which."
    )
    number = models.PositiveIntegerField(help_text="Order with the party.")
    from_party = models.BooleanField(help_text="Whether the party told it.")
    kind = models.CharField(max_length=20, choices=_choices(Share), help_text="What it is about.")
    way = models.CharField(max_length=10, choices=_choices(SharedBy), help_text="How.")
    consents = models.JSONField(help_text="Under which consents, by their ids.")
    body = models.BinaryField(help_text="The text, sealed.")
    staff = _staff("Who wrote it.")
    at = models.DateTimeField(help_text="When.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same words from the same form, only once.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "number"], name="sig_words_number_once_with_party"),
            models.CheckConstraint(condition=_one_of("kind", Share), name="sig_words_kind_is_known"),
            models.CheckConstraint(condition=_one_of("way", SharedBy), name="sig_words_way_is_known"),
        ]


class Note(models.Model):
    """Something written of the plan, for whoever leads it and whoever may read the case. Never changed."""

    id = _random()
    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="notes", db_index=False, help_text="Of which."
    )
    number = models.PositiveIntegerField(help_text="Order in the plan.")
    kind = models.CharField(max_length=12, choices=_choices(NoteKind), help_text="What it is about.")
    body = models.BinaryField(help_text="The text, sealed.")
    staff = _staff("Who wrote it.")
    at = models.DateTimeField(help_text="When.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same words from the same form, only once.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="sig_plan_note_number_once"),
            models.CheckConstraint(condition=_one_of("kind", NoteKind), name="sig_plan_note_kind_is_known"),
        ]
