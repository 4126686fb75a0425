# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0002_noted_by_mistake"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("raised_at__isnull", False), ("state", "due")),
                fields=["family"],
                name="duty_raised",
            ),
        ),
    ]
