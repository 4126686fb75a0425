# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0002_dispose_by_two"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="twoperson",
            name="two_for_what_is_known",
        ),
        migrations.AddField(
            model_name="twoperson",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[("none", "none"), ("marked", "marked"), ("protected_registration", "protected_registration")],
                help_text="Which weaker protection.",
                max_length=30,
            ),
        ),
        migrations.AddField(
            model_name="twoperson",
            name="who",
            field=models.ForeignKey(
                db_index=False,
                help_text="Who would be taken off the list.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="twoperson",
            name="what",
            field=models.CharField(
                choices=[
                    ("reveal", "reveal"),
                    ("lift", "lift"),
                    ("lower", "lower"),
                    ("unname", "unname"),
                    ("dispose", "dispose"),
                ],
                help_text="What takes two people.",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="twoperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("what__in", ["reveal", "lift", "lower", "unname", "dispose"])),
                name="two_for_what_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="twoperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", ""), ("what", "unname"), ("who__isnull", False)),
                    models.Q(
                        ("what", "lower"),
                        ("who__isnull", True),
                        ("level__in", ["none", "marked", "protected_registration"]),
                    ),
                    models.Q(
                        models.Q(("what__in", ["unname", "lower"]), _negated=True),
                        ("level", ""),
                        ("who__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="two_say_about_whom_or_what",
            ),
        ),
    ]
