# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0004_a_key_for_each_person")]

    operations = [
        migrations.CreateModel(
            name="IndexVersion",
            fields=[
                (
                    "field",
                    models.CharField(
                        help_text="number, phone, name or mark.", max_length=10, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(help_text="The version.")),
            ],
        ),
    ]
