# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, help_text="Random: tells no order.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("contact", "contact"),
                            ("wrote_again", "wrote_again"),
                            ("answer", "answer"),
                            ("first_answer", "first_answer"),
                            ("late_answer", "late_answer"),
                            ("escalated", "escalated"),
                            ("passed", "passed"),
                            ("closed", "closed"),
                            ("closed_by_relative", "closed_by_relative"),
                            ("reopened", "reopened"),
                            ("erased", "erased"),
                        ],
                        help_text="What.",
                        max_length=30,
                    ),
                ),
                ("unit", models.CharField(help_text="The unit, by its id in the pack.", max_length=60)),
                ("on", models.DateField(help_text="The day, where the municipality is.")),
                (
                    "situation",
                    models.CharField(
                        blank=True, help_text="As the relative chose; empty when not said.", max_length=40
                    ),
                ),
                ("language", models.CharField(blank=True, help_text="The language written in.", max_length=20)),
                (
                    "child",
                    models.BooleanField(help_text="Whether the relative is under 18, when it was asked.", null=True),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["what", "on"], name="tally_by_what_and_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__in",
                                [
                                    "contact",
                                    "wrote_again",
                                    "answer",
                                    "first_answer",
                                    "late_answer",
                                    "escalated",
                                    "passed",
                                    "closed",
                                    "closed_by_relative",
                                    "reopened",
                                    "erased",
                                ],
                            )
                        ),
                        name="tally_counts_known_deeds",
                    )
                ],
            },
        ),
    ]
