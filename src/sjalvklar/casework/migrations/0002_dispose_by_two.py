# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="twoperson",
            name="two_for_what_is_known",
        ),
        migrations.AlterField(
            model_name="twoperson",
            name="what",
            field=models.CharField(
                choices=[("reveal", "reveal"), ("lift", "lift"), ("dispose", "dispose")],
                help_text="To see who, lift it, or erase it.",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="twoperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("what__in", ["reveal", "lift", "dispose"])), name="two_for_what_is_known"
            ),
        ),
    ]
