# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0002_files")]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="pepper",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, help_text="Which version of the pepper its code was made under."
            ),
        ),
    ]
