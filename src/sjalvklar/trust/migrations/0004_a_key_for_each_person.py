# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0003_the_record_is_only_added_to")]

    operations = [
        migrations.CreateModel(
            name="SubjectErasure",
            fields=[
                (
                    "subject",
                    models.UUIDField(help_text="The id of the destroyed key.", primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(help_text="When it was decided.")),
            ],
        ),
        migrations.CreateModel(
            name="KekVersion",
            fields=[
                (
                    "only",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="Always 1.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(help_text="The newest version that a rotation has begun with."),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", 1)), name="one_kek_version"),
                ],
            },
        ),
    ]
