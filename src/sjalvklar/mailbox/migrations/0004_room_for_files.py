# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0003_the_peppers_version")]

    operations = [
        migrations.CreateModel(
            name="FilesHeld",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="Always 1.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "bytes",
                    models.BigIntegerField(
                        default=0, help_text="As they are kept, sealed, with the pictures of them."
                    ),
                ),
                ("weighed_at", models.DateTimeField(help_text="When they were last counted through.", null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="files_are_held_in_one_house")
                ],
            },
        ),
    ]
