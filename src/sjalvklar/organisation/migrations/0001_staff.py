# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Authority",
            fields=[
                (
                    "id",
                    models.SlugField(help_text="As in the pack.", max_length=60, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(help_text="The board's name, for the desk.", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="StaffMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(help_text="Sign-in name, in lower case.", max_length=80, unique=True)),
                ("name", models.CharField(help_text="Full name, seen by colleagues only.", max_length=120)),
                ("public_name", models.CharField(help_text="First name, as relatives see it.", max_length=60)),
                (
                    "language",
                    models.CharField(
                        choices=[("sv", "Svenska"), ("en", "English")],
                        default="sv",
                        help_text="The desk's language.",
                        max_length=2,
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(default=True, help_text="No: cannot sign in, and open sessions end."),
                ),
                (
                    "temporary_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Until when a handed-out password works; empty when the person chose it.",
                        null=True,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("username", ""), _negated=True), name="staff_has_a_username"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["sv", "en"])), name="staff_language_is_one_of_the_desk"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.SlugField(help_text="As in the pack.", max_length=60, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(help_text="Name at the desk.", max_length=200)),
                (
                    "receives_messages",
                    models.BooleanField(default=False, help_text="Whether relatives can write to it here."),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        help_text="Whose unit it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="organisation.authority",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(help_text="The first moment.")),
                ("ends_at", models.DateTimeField(help_text="The first moment after.")),
                (
                    "absent",
                    models.ForeignKey(
                        help_text="Whose contacts it is about.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        help_text="Who takes care of them.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="Where.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand_ins",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["substitute", "ends_at"], name="stand_in_by_substitute"),
                    models.Index(fields=["unit", "ends_at"], name="stand_in_by_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="stand_in_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("substitute")), _negated=True),
                        name="nobody_stands_in_for_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(help_text="The first moment.")),
                ("ends_at", models.DateTimeField(help_text="The first moment after.")),
                (
                    "staff",
                    models.ForeignKey(
                        help_text="Who.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="Where.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "ends_at"], name="duty_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="duty_ends_after_it_begins"
                    ),
                    models.UniqueConstraint(fields=("unit", "staff", "starts_at"), name="duty_is_noted_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("relatives_adviser", "relatives_adviser"),
                            ("social_worker", "social_worker"),
                            ("unit_head", "unit_head"),
                        ],
                        help_text="As what.",
                        max_length=40,
                    ),
                ),
                ("valid_from", models.DateTimeField(help_text="The first moment it holds.")),
                (
                    "valid_to",
                    models.DateTimeField(blank=True, help_text="The first moment it no longer holds.", null=True),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        help_text="Who.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="Where.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "role"], name="grant_by_unit_and_role")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="grant_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["relatives_adviser", "social_worker", "unit_head"])),
                        name="grant_role_is_a_known_role",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("staff", "unit", "role"),
                        name="grant_is_open_once",
                    ),
                ],
            },
        ),
    ]
