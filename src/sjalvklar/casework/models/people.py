# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people in a case, and what is between them. Who each is lies sealed under a key of their own (`Person`); what is
between two is sealed under both keys, so that it opens only while both are there.

`Involved` is what the policies of the others ask, so it holds no word and no name.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from sjalvklar.casework.models.cases import Case, Person, choices, one_of, staff_member
from sjalvklar.casework.rules import JoinGround, Part


class Involved(models.Model):
    """Somebody in a case, and as what: the relative it is about, the person they worry about, a child, another."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="involved", db_index=False, help_text="In which."
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="involved_as", help_text="Who, under a key of their own."
    )
    part = models.CharField(max_length=20, choices=choices(Part), help_text="As what.")
    number = models.PositiveSmallIntegerField(help_text="What they are told apart by in the case. Never used again.")
    at = models.DateTimeField(help_text="When they were noted.")
    by = staff_member("By whom.")
    once = models.BinaryField(max_length=32, null=True, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("part", Part), name="involved_part_is_known"),
            models.UniqueConstraint(fields=["case", "person"], name="involved_person_once_in_case"),
            models.UniqueConstraint(fields=["case", "number"], name="involved_number_once_in_case"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(part=Part.RELATIVE.value), name="involved_one_relative_in_case"
            ),
        ]


class Edge(models.Model):
    """What is between two people in a case: of which kind, since when and until when, sealed under both their keys."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="edges", help_text="In which.")
    one = models.ForeignKey(
        Involved, on_delete=models.CASCADE, related_name="edges_from", db_index=False, help_text="From whom."
    )
    other = models.ForeignKey(
        Involved, on_delete=models.CASCADE, related_name="edges_to", db_index=False, help_text="To whom."
    )
    body = models.BinaryField(help_text="Kind, since, until and why, sealed twice.")
    version = models.PositiveIntegerField(default=1, help_text="Of two who change at once, the later one is told.")
    at = models.DateTimeField(help_text="When it was noted.")
    staff = staff_member("By whom.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(one=F("other")), name="edge_is_between_two")]


class Joining(models.Model):
    """That two in a case, or in two cases, were found to be one person; never more than a link, so that it can be
    undone and nothing is lost. `second` is then shown as `first` in the same case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="joinings", help_text="The first one's.")
    other_case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", help_text="The second one's.")
    first = models.ForeignKey(
        Involved, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Who is shown."
    )
    second = models.ForeignKey(
        Involved, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Who is the same."
    )
    ground = models.CharField(max_length=20, choices=choices(JoinGround), help_text="How it is known.")
    asked_by = staff_member("Who found it.")
    asked_at = models.DateTimeField(help_text="When.")
    ask_ends_at = models.DateTimeField(null=True, help_text="When it takes two: after this nobody can agree any more.")
    approved_by = staff_member("The second person.", null=True)
    holds_from = models.DateTimeField(null=True, help_text="From when it holds.")
    undone_by = staff_member("Who undid it.", null=True)
    undone_at = models.DateTimeField(null=True, help_text="When it was undone.")
    ended = models.ForeignKey(
        Case,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        help_text="Which of the two cases was closed, to go on in the other.",
    )
    ended_at = models.DateTimeField(null=True, help_text="When.")
    ended_by = staff_member("By whom.", null=True)
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="joining_is_of_two"),
            models.CheckConstraint(condition=one_of("ground", JoinGround), name="joining_ground_is_known"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")), name="joining_two_are_two"
            ),
            models.CheckConstraint(
                condition=Q(ask_ends_at__isnull=True, holds_from__isnull=False)
                | Q(ask_ends_at__isnull=False, holds_from__isnull=True, approved_by__isnull=True)
                | Q(ask_ends_at__isnull=False, holds_from__isnull=False, approved_by__isnull=False),
                name="joining_by_two_waits_for_the_second",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="joining_undone_says_who",
            ),
            models.CheckConstraint(
                condition=Q(ended__isnull=True, ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended__isnull=False, ended_at__isnull=False, ended_by__isnull=False, holds_from__isnull=False)
                & Q(undone_at__isnull=True)
                & (Q(ended=F("case")) | Q(ended=F("other_case"))),
                name="joining_goes_on_says_when_and_who",
            ),
        ]
