# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0006_a_support_ends_when_somebody_has_died"),
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
                ("at", models.DateTimeField(help_text="When.")),
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
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["support", "at"], name="support_hand_out_by_support")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to__in", ["person", "guardian", "representative"])),
                        name="support_hand_out_goes_to_whom_it_may",
                    )
                ],
            },
        ),
    ]
