# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="up_at",
            field=models.DateTimeField(
                help_text="When the head was told that it has ended and nothing was done.", null=True
            ),
        ),
    ]
