# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="mark",
            name="whose",
            field=models.CharField(help_text="staff:id, the object: kind:id, or kind:id/person.", max_length=100),
        ),
    ]
