# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0005_the_city_ends_sessions"),
        ("support", "0002_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="group",
            name="led_by",
            field=models.ForeignKey(
                db_index=False,
                help_text="Which adult leads it, when it is for children.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="oldest",
            field=models.PositiveSmallIntegerField(help_text="To which age.", null=True),
        ),
        migrations.AddField(
            model_name="group",
            name="youngest",
            field=models.PositiveSmallIntegerField(help_text="From which age, when it is for children.", null=True),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("led_by__isnull", True), ("oldest__isnull", True), ("youngest__isnull", True)),
                    models.Q(("led_by__isnull", False), ("oldest__lte", 17), ("youngest__lte", models.F("oldest"))),
                    _connector="OR",
                ),
                name="support_group_of_children_is_led",
            ),
        ),
    ]
