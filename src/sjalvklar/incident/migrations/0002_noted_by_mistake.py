# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models

OUTCOMES = ["reached", "no_answer", "later", "declined", "not_found", "mistake"]


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="reach", name="reach_outcome_is_known"),
        migrations.AlterField(
            model_name="reach",
            name="outcome",
            field=models.CharField(
                choices=[(one, one) for one in OUTCOMES], help_text="What came of it.", max_length=12
            ),
        ),
        migrations.AddConstraint(
            model_name="reach",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", OUTCOMES)), name="reach_outcome_is_known"
            ),
        ),
    ]
