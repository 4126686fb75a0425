# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows about the municipality's own people. Areas, provisions and receivers are data in the pack, not rows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from sjalvklar.organisation.rules.staff import Role

_SLUG = 60


class Authority(models.Model):
    """A board's own administration: a wall that no shared access crosses (OSL 8 kap. 1-2 §§)."""

    id = models.SlugField(primary_key=True, max_length=_SLUG, help_text="As in the pack.")
    name = models.CharField(max_length=200, help_text="The board's name, for the desk.")


class Unit(models.Model):
    """Where people work. Its rules (promise, hours, languages) are in the pack under the same id."""

    id = models.SlugField(primary_key=True, max_length=_SLUG, help_text="As in the pack.")
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="units", help_text="Whose unit it is."
    )
    name = models.CharField(max_length=200, help_text="Name at the desk.")
    receives_messages = models.BooleanField(default=False, help_text="Whether relatives can write to it here.")


class StaffMember(AbstractBaseUser):
    """Somebody who can sign in at the desk. There is no superuser: every right is a dated grant."""

    username = models.CharField(max_length=80, unique=True, help_text="Sign-in name, in lower case.")
    name = models.CharField(max_length=120, help_text="Full name, seen by colleagues only.")
    public_name = models.CharField(max_length=60, help_text="First name, as relatives see it.")
    language = models.CharField(
        max_length=2, choices=[("sv", "Svenska"), ("en", "English")], default="sv", help_text="The desk's language."
    )
    is_active = models.BooleanField(default=True, help_text="No: cannot sign in, and open sessions end.")
    temporary_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when a handed-out password works; empty when the person chose it."
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = ""
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "public_name"]
    objects = BaseUserManager["StaffMember"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(username=""), name="staff_has_a_username"),
            models.CheckConstraint(condition=Q(language__in=["sv", "en"]), name="staff_language_is_one_of_the_desk"),
        ]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.public_name


class Grant(models.Model):
    """A role in a unit from one moment until (not including) another."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="grants", help_text="Who.")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants", help_text="Where.")
    role = models.CharField(max_length=40, choices=[(role.value, role.value) for role in Role], help_text="As what.")
    valid_from = models.DateTimeField(help_text="The first moment it holds.")
    valid_to = models.DateTimeField(null=True, blank=True, help_text="The first moment it no longer holds.")
    from_city = models.BooleanField(
        default=False, help_text="Yes: the city's identity provider says so, and ends it when it no longer does."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="grant_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="grant_role_is_a_known_role"
            ),
            models.UniqueConstraint(
                fields=["staff", "unit", "role"], condition=Q(valid_to__isnull=True), name="grant_is_open_once"
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="grant_by_unit_and_role")]


class StandIn(models.Model):
    """A colleague does what belongs to an absent one, in one unit, for a stated time."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stand_ins", help_text="Where.")
    absent = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="absences", help_text="Whose contacts it is about."
    )
    substitute = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="substitutions", help_text="Who takes care of them."
    )
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(help_text="The first moment after.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="stand_in_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="nobody_stands_in_for_themselves"),
        ]
        indexes = [
            models.Index(fields=["substitute", "ends_at"], name="stand_in_by_substitute"),
            models.Index(fields=["unit", "ends_at"], name="stand_in_by_unit"),
        ]


class OnDuty(models.Model):
    """Who is there, when: shown to relatives as a first name."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties", help_text="Where.")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="duties", help_text="Who.")
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(help_text="The first moment after.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_it_begins"),
            models.UniqueConstraint(fields=["unit", "staff", "starts_at"], name="duty_is_noted_once"),
        ]
        indexes = [models.Index(fields=["unit", "ends_at"], name="duty_by_unit")]


class OpenSession(AbstractBaseSession):
    """Somebody's time at the desk in one browser. What the browser holds is not here: only its SHA-256 is."""

    session_key = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the cookie, in hex.")
    staff = models.ForeignKey(
        StaffMember, on_delete=models.CASCADE, null=True, related_name="sessions", help_text="Who, once signed in."
    )
    device = models.CharField(
        max_length=40, blank=True, default="", help_text="A coarse word for the device: no address, no version."
    )
    began_at = models.DateTimeField(null=True, help_text="When the person signed in.")
    seen_at = models.DateTimeField(null=True, help_text="When the person last did something, to the minute.")
    city_sid = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="A mark of the identity provider's own name for the session that it came from, so that it "
        "can end it.",
    )

    class Meta:
        indexes = [models.Index(fields=["staff", "seen_at"], name="session_by_staff")]

    def __str__(self) -> str:
        return f"session {self.session_key[:6]}"


class SaidOnce(models.Model):
    """A word of the identity provider's that has been taken, and is not taken again."""

    mark = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of whose word it is and its number.")
    ends_at = models.DateTimeField(help_text="From when on it would be too old to be taken at all.")


class Recovery(models.Model):
    """Somebody without any way in waits in one browser until two different people have vouched for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Nobody's to see.")
    staff = models.ForeignKey(
        StaffMember,
        on_delete=models.CASCADE,
        null=True,
        related_name="recoveries",
        help_text="Who waits; empty when there is nobody of that name, which nobody is told.",
    )
    browser = models.CharField(max_length=64, unique=True, help_text="SHA-256 of what that browser alone holds.")
    code = models.CharField(max_length=16, help_text="What the person reads out; it opens nothing.")
    began_at = models.DateTimeField(help_text="When the person began to wait.")
    ends_at = models.DateTimeField(help_text="The first moment it no longer holds.")
    asked_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="+", help_text="The head who vouched first."
    )
    asked_at = models.DateTimeField(null=True, help_text="When.")
    approved_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="+", help_text="The other who vouched."
    )
    approved_at = models.DateTimeField(null=True, help_text="When: from then on the old ways in are gone.")
    used_at = models.DateTimeField(null=True, help_text="When the person came in by it. It works once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("began_at")), name="recovery_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (Q(asked_by__isnull=False) & ~Q(approved_by=F("asked_by")) & ~Q(approved_by=F("staff"))),
                name="recovery_takes_two_others",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | ~Q(asked_by=F("staff")), name="nobody_vouches_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(approved_at__isnull=False), name="recovery_is_used_when_approved"
            ),
        ]
        indexes = [models.Index(fields=["staff", "ends_at"], name="recovery_by_staff")]
