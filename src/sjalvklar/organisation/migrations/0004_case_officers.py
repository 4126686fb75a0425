# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_roles_without_content"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="grant",
            name="grant_role_is_a_known_role",
        ),
        migrations.AlterField(
            model_name="grant",
            name="role",
            field=models.CharField(
                choices=[
                    ("relatives_adviser", "relatives_adviser"),
                    ("social_worker", "social_worker"),
                    ("unit_head", "unit_head"),
                    ("case_officer", "case_officer"),
                    ("it_administrator", "it_administrator"),
                    ("security_officer", "security_officer"),
                    ("records_officer", "records_officer"),
                ],
                help_text="As what.",
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "relatives_adviser",
                            "social_worker",
                            "unit_head",
                            "case_officer",
                            "it_administrator",
                            "security_officer",
                            "records_officer",
                        ],
                    )
                ),
                name="grant_role_is_a_known_role",
            ),
        ),
    ]
