# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0004_room_for_files")]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="stops",
            field=models.PositiveSmallIntegerField(
                default=0, db_default=0, help_text="For how many reasons nobody is shown how to reach them."
            ),
        ),
    ]
