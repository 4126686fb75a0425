# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts: what somebody at the desk has typed and not sent. Nothing of it stands in clear but whose it is, what it is
about, which form it belongs to and when it goes.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sjalvklar.writing.rules import Kind

ABOUT = {
    Kind.CASE: "case",
    Kind.SUPPORT: "support",
    Kind.THREAD: "thread",
    Kind.FAMILY: "family",
    Kind.INCIDENT: "incident",
    Kind.PLAN: "plan",
    Kind.UNIT: "unit",
}
"""By which column a draft says what it is about."""


def _about(table: str, why: str) -> models.ForeignKey[object, object]:
    """Gone with it."""
    return models.ForeignKey(table, null=True, on_delete=models.CASCADE, related_name="+", help_text=why)


def _one_thing() -> Q:
    found = Q()
    for name in ABOUT.values():
        found |= Q(**{f"{other}__isnull": other != name for other in ABOUT.values()})
    return found


class Draft(models.Model):
    """What one person has typed in one form about one thing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", help_text="Whose words."
    )
    case = _about("casework.Case", "About which case.")
    support = _about("support.Support", "About which support.")
    thread = _about("mailbox.Thread", "About which contact.")
    family = _about("incident.Family", "About which family.")
    incident = _about("incident.Incident", "About which incident.")
    plan = _about("plans.Plan", "About which plan.")
    unit = _about("organisation.Unit", "In which unit a contact is being registered.")
    form = models.CharField(max_length=20, help_text="Which form.")
    page = models.CharField(max_length=32, help_text="Which drawing of the page it was typed in.")
    version = models.BigIntegerField(help_text="Another for each saving: a window that is behind is told so.")
    wrapped = models.BinaryField(null=True, help_text="The key to it, for the unit; none where a person's key seals.")
    sealed = models.BinaryField(help_text="The words, sealed.")
    at = models.DateTimeField(help_text="When it was saved last.")
    expires_at = models.DateTimeField(help_text="When it goes.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_thing(), name="writing_draft_about_one_thing"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="writing_draft_ends_after_it_begins"),
            *(
                models.UniqueConstraint(
                    fields=["staff", name, "form"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"writing_draft_once_for_a_{name}",
                )
                for name in ABOUT.values()
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="writing_draft_by_end")]
