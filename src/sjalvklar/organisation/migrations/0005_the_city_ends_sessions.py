# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_case_officers"),
    ]

    operations = [
        migrations.CreateModel(
            name="SaidOnce",
            fields=[
                (
                    "mark",
                    models.CharField(
                        help_text="SHA-256 of whose word it is and its number.",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("ends_at", models.DateTimeField(help_text="From when on it would be too old to be taken at all.")),
            ],
        ),
        migrations.AddField(
            model_name="opensession",
            name="city_sid",
            field=models.CharField(
                blank=True,
                default="",
                help_text="A mark of the identity provider's own name for the session that it came from, so that it "
                "can end it.",
                max_length=64,
            ),
        ),
    ]
