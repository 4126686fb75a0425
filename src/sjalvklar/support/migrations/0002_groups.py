# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0005_the_city_ends_sessions"),
        ("support", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Random: tells no order.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("service", models.CharField(help_text="Which service, by its id in the pack.", max_length=60)),
                ("name", models.CharField(help_text="What the group is called.", max_length=60)),
                ("places", models.PositiveSmallIntegerField(help_text="How many it has room for.")),
                ("made_at", models.DateTimeField(help_text="When.")),
                ("ended_at", models.DateTimeField(help_text="When it ended.", null=True)),
                ("once", models.BinaryField(help_text="The same form makes one group.", max_length=32, unique=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="By whom.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Where.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "ended_at", "made_at"], name="support_group_by_unit")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="support_group_has_room")
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(help_text="What they are called there, in order of coming."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("place", "place"), ("waiting", "waiting"), ("left", "left")],
                        help_text="How they stand.",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(help_text="When they came.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "group",
                    models.ForeignKey(
                        help_text="In which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="support.group",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "number"), name="support_seat_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["place", "waiting", "left"])),
                        name="support_seat_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Random: tells no order.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("booked", "booked"), ("held", "held"), ("cancelled", "cancelled")],
                        help_text="What became of it.",
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField(help_text="When it begins.")),
                ("ends_at", models.DateTimeField(help_text="The first moment after.")),
                ("room", models.CharField(blank=True, help_text="Which room, by its id in the pack.", max_length=60)),
                ("came", models.PositiveSmallIntegerField(help_text="How many came.", null=True)),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which group.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="support.group",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who leads it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["group", "starts_at"], name="support_session_by_group"),
                    models.Index(fields=["room", "ends_at"], name="support_session_by_room"),
                    models.Index(fields=["staff", "ends_at"], name="support_session_by_staff"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["booked", "held", "cancelled"])),
                        name="support_session_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="support_session_ends_after"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came__isnull", False), ("state", "held")),
                            models.Q(models.Q(("state", "held"), _negated=True), ("came__isnull", True)),
                            _connector="OR",
                        ),
                        name="support_session_held_is_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Random: tells no order.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("service", models.CharField(help_text="Which service, by its id in the pack.", max_length=60)),
                ("on", models.DateField(help_text="The day, where the municipality is.")),
                ("place", models.CharField(help_text="Where.", max_length=80)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("parents", "parents"),
                            ("young", "young"),
                            ("relatives", "relatives"),
                            ("association", "association"),
                            ("school", "school"),
                            ("staff", "staff"),
                            ("public", "public"),
                        ],
                        help_text="Whom.",
                        max_length=12,
                    ),
                ),
                ("people", models.PositiveIntegerField(help_text="How many were met.")),
                ("led_to", models.PositiveIntegerField(help_text="How many of them wanted support.")),
                ("at", models.DateTimeField(help_text="When it was noted.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who noted it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Whose.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "-on", "-at"], name="support_activity_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "audience__in",
                                ["parents", "young", "relatives", "association", "school", "staff", "public"],
                            )
                        ),
                        name="support_audience_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("led_to__lte", models.F("people"))), name="support_led_to_no_more_than_met"
                    ),
                ],
            },
        ),
    ]
