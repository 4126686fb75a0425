# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disposal", "0002_incidents"),
    ]

    operations = [
        migrations.AlterField(
            model_name="item",
            name="record",
            field=models.CharField(
                choices=[
                    ("case", "case"),
                    ("incident", "incident"),
                    ("support", "support"),
                    ("contact", "contact"),
                    ("log", "log"),
                    ("review", "review"),
                    ("draft", "draft"),
                    ("session", "session"),
                    ("statistics", "statistics"),
                ],
                help_text="What kind of record.",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="kept",
            name="record",
            field=models.CharField(
                choices=[
                    ("case", "case"),
                    ("incident", "incident"),
                    ("support", "support"),
                    ("contact", "contact"),
                    ("log", "log"),
                    ("review", "review"),
                    ("draft", "draft"),
                    ("session", "session"),
                    ("statistics", "statistics"),
                ],
                help_text="What kind of record.",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="record",
            field=models.CharField(
                choices=[
                    ("case", "case"),
                    ("incident", "incident"),
                    ("support", "support"),
                    ("contact", "contact"),
                    ("log", "log"),
                    ("review", "review"),
                    ("draft", "draft"),
                    ("session", "session"),
                    ("statistics", "statistics"),
                ],
                help_text="What kind of record.",
                max_length=12,
            ),
        ),
    ]
