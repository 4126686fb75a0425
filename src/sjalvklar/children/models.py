# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept beside a support or a contact. What was said, judged and decided is sealed; in clear stand only which
support, who and when, and where a concern stands."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from sjalvklar.children.rules import State

_DECIDED = [state.value for state in State if state is not State.CONSIDERING]


def _staff(why: str, *, null: bool = False) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+", db_index=False, help_text=why
    )


class Said(models.Model):
    """What was said or judged of a child's own contact, one row each time. The newest of each kind holds; none is
    changed."""

    OWN, GUARDIANS = "own", "guardians"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    support = models.ForeignKey(
        "support.Support", on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Of which contact."
    )
    kind = models.CharField(
        max_length=10,
        choices=[(OWN, OWN), (GUARDIANS, GUARDIANS)],
        help_text="Who said yes to it, or what guardians may know.",
    )
    number = models.PositiveIntegerField(help_text="Which in order, of its kind.")
    body = models.BinaryField(help_text="What, sealed.")
    staff = _staff("By whom.")
    at = models.DateTimeField(help_text="When.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["support", "kind", "number"], name="children_said_number_once"),
            models.CheckConstraint(condition=Q(kind__in=["own", "guardians"]), name="children_said_kind_is_known"),
        ]


class Concern(models.Model):
    """Concern for a child, in a support or in what somebody wrote: weighed, decided, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seals.")
    support = models.ForeignKey(
        "support.Support", null=True, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="In which."
    )
    thread = models.ForeignKey(
        "mailbox.Thread",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        help_text="Or in what.",
    )
    subject = models.UUIDField(null=True, help_text="The key of what is sealed; of a support's concern the support's.")
    state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in State], help_text="Where it stands."
    )
    begun_at = models.DateTimeField(help_text="When somebody began to weigh it.")
    begun_by = _staff("Who.")
    decided_at = models.DateTimeField(null=True, help_text="When it was decided, and sent when it was to be.")
    decided_by = _staff("Who decided.", null=True)
    weighed = models.BinaryField(null=True, help_text="What was weighed and decided, sealed.")
    asked_at = models.DateTimeField(null=True, help_text="When somebody asked what came of it.")
    given_at = models.DateTimeField(null=True, help_text="When the answer was noted.")
    answer = models.BinaryField(null=True, help_text="What the answer was and which day it came, sealed.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(support__isnull=False, thread__isnull=True, subject__isnull=True)
                | Q(support__isnull=True, thread__isnull=False, subject__isnull=False),
                name="children_concern_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.CONSIDERING.value,
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    weighed__isnull=True,
                )
                | Q(state__in=_DECIDED, decided_at__isnull=False, decided_by__isnull=False, weighed__isnull=False),
                name="children_concern_decided_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state=State.FEEDBACK_GIVEN.value, given_at__isnull=False, answer__isnull=False)
                | (~Q(state=State.FEEDBACK_GIVEN.value) & Q(given_at__isnull=True, answer__isnull=True)),
                name="children_concern_answer_is_noted",
            ),
            models.UniqueConstraint(
                fields=["support"],
                condition=Q(state=State.CONSIDERING.value),
                name="children_one_concern_weighed_in_a_support",
            ),
            models.UniqueConstraint(
                fields=["thread"],
                condition=Q(state=State.CONSIDERING.value),
                name="children_one_concern_weighed_in_a_thread",
            ),
        ]
        indexes = [
            models.Index(fields=["support", "begun_at"], name="children_concern_by_support"),
            models.Index(fields=["thread", "begun_at"], name="children_concern_by_thread"),
        ]
