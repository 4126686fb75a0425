# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_a_case_goes_on_in_another"),
        ("organisation", "0005_the_city_ends_sessions"),
        ("support", "0005_which_time_a_reminder_is_of"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="support",
            name="support_closed_says_when_who_why",
        ),
        migrations.AlterField(
            model_name="support",
            name="close_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("one_talk", "one_talk"),
                    ("goal_reached", "goal_reached"),
                    ("person_ended", "person_ended"),
                    ("elsewhere", "elsewhere"),
                    ("no_contact", "no_contact"),
                    ("deceased", "deceased"),
                    ("not_support", "not_support"),
                    ("mistake", "mistake"),
                ],
                help_text="Why.",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("state", "closed"),
                        (
                            "close_reason__in",
                            [
                                "one_talk",
                                "goal_reached",
                                "person_ended",
                                "elsewhere",
                                "no_contact",
                                "deceased",
                                "not_support",
                                "mistake",
                            ],
                        ),
                    ),
                    models.Q(
                        models.Q(("state", "closed"), _negated=True),
                        ("close_reason", ""),
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="support_closed_says_when_who_why",
            ),
        ),
    ]
