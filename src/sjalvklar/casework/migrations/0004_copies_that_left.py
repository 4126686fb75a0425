# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_lower_and_unname_by_two"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOut",
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
                    "kind",
                    models.CharField(
                        choices=[("extract", "extract"), ("move", "move")],
                        help_text="For the person, or a system.",
                        max_length=10,
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("guardian", "guardian"),
                            ("representative", "representative"),
                            ("case_system", "case_system"),
                        ],
                        help_text="To whom.",
                        max_length=20,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("access_request", "access_request"),
                            ("party", "party"),
                            ("assessed_help", "assessed_help"),
                            ("one_file", "one_file"),
                        ],
                        help_text="Why.",
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(help_text="When.")),
                ("upto", models.PositiveIntegerField(help_text="The number of the newest note there was.")),
                ("masked", models.PositiveIntegerField(default=0, help_text="How many notes lack something.")),
                ("left_out", models.PositiveIntegerField(default=0, help_text="How many notes did not go along.")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handed_out",
                        to="casework.case",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who took it out.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "at"], name="hand_out_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "extract"), ("to__in", ["person", "guardian", "representative"])),
                            models.Q(("kind", "move"), ("left_out", 0), ("masked", 0), ("to__in", ["case_system"])),
                            _connector="OR",
                        ),
                        name="hand_out_goes_to_whom_it_may",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why__in", ["access_request", "party", "assessed_help", "one_file"])),
                        name="hand_out_why_is_known",
                    ),
                ],
            },
        ),
    ]
