# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_copies_that_left")]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_kind_is_known"),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("glass", "glass"),
                    ("glass_reviewed", "glass_reviewed"),
                    ("handed", "handed"),
                    ("handed_many", "handed_many"),
                    ("named", "named"),
                    ("asked", "asked"),
                    ("approved", "approved"),
                    ("give_away", "give_away"),
                    ("give_away_many", "give_away_many"),
                ],
                help_text="What.",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "glass",
                            "glass_reviewed",
                            "handed",
                            "handed_many",
                            "named",
                            "asked",
                            "approved",
                            "give_away",
                            "give_away_many",
                        ],
                    )
                ),
                name="notice_kind_is_known",
            ),
        ),
    ]
