# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0007_whom_each_case_is_about"),
        ("organisation", "0005_the_city_ends_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="case_closed_says_when_who_why",
        ),
        migrations.AddField(
            model_name="joining",
            name="ended",
            field=models.ForeignKey(
                db_index=False,
                help_text="Which of the two cases was closed, to go on in the other.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="casework.case",
            ),
        ),
        migrations.AddField(
            model_name="joining",
            name="ended_at",
            field=models.DateTimeField(help_text="When.", null=True),
        ),
        migrations.AddField(
            model_name="joining",
            name="ended_by",
            field=models.ForeignKey(
                db_index=False,
                help_text="By whom.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="close_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("goal_reached", "goal_reached"),
                    ("person_ended", "person_ended"),
                    ("moved", "moved"),
                    ("no_contact", "no_contact"),
                    ("deceased", "deceased"),
                    ("opened_by_mistake", "opened_by_mistake"),
                    ("continued", "continued"),
                ],
                help_text="Why.",
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("close_reason", ""),
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                        ("state", "open"),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("state", "closed"),
                        (
                            "close_reason__in",
                            [
                                "goal_reached",
                                "person_ended",
                                "moved",
                                "no_contact",
                                "deceased",
                                "opened_by_mistake",
                                "continued",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="case_closed_says_when_who_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="joining",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended__isnull", True), ("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(
                        ("ended__isnull", False),
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("holds_from__isnull", False),
                        ("undone_at__isnull", True),
                        models.Q(("ended", models.F("case")), ("ended", models.F("other_case")), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="joining_goes_on_says_when_and_who",
            ),
        ),
    ]
