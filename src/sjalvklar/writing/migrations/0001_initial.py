# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0007_whom_each_case_is_about"),
        ("incident", "0001_initial"),
        ("mailbox", "0004_room_for_files"),
        ("organisation", "0005_the_city_ends_sessions"),
        ("plans", "0001_initial"),
        ("support", "0003_children"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Bound inside the seal.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("form", models.CharField(help_text="Which form.", max_length=20)),
                ("page", models.CharField(help_text="Which drawing of the page it was typed in.", max_length=32)),
                (
                    "version",
                    models.BigIntegerField(help_text="Another for each saving: a window that is behind is told so."),
                ),
                (
                    "wrapped",
                    models.BinaryField(
                        help_text="The key to it, for the unit; none where a person's key seals.", null=True
                    ),
                ),
                ("sealed", models.BinaryField(help_text="The words, sealed.")),
                ("at", models.DateTimeField(help_text="When it was saved last.")),
                ("expires_at", models.DateTimeField(help_text="When it goes.")),
                (
                    "case",
                    models.ForeignKey(
                        help_text="About which case.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        help_text="About which family.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="incident.family",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        help_text="About which incident.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="incident.incident",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        help_text="About which plan.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        help_text="Whose words.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        help_text="About which support.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        help_text="About which contact.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mailbox.thread",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="In which unit a contact is being registered.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="writing_draft_by_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("case__isnull", False),
                                ("family__isnull", True),
                                ("incident__isnull", True),
                                ("plan__isnull", True),
                                ("support__isnull", True),
                                ("thread__isnull", True),
                                ("unit__isnull", True),
                            ),
                            models.Q(
                                ("case__isnull", True),
                                ("family__isnull", True),
                                ("incident__isnull", True),
                                ("plan__isnull", True),
                                ("support__isnull", False),
                                ("thread__isnull", True),
                                ("unit__isnull", True),
                            ),
                            models.Q(
                                ("case__isnull", True),
                                ("family__isnull", True),
                                ("incident__isnull", True),
                                ("plan__isnull", True),
                                ("support__isnull", True),
                                ("thread__isnull", False),
                                ("unit__isnull", True),
                            ),
                            models.Q(
                                ("case__isnull", True),
                                ("family__isnull", False),
                                ("incident__isnull", True),
                                ("plan__isnull", True),
                                ("support__isnull", True),
                                ("thread__isnull", True),
                                ("unit__isnull", True),
                            ),
                            models.Q(
                                ("case__isnull", True),
                                ("family__isnull", True),
                                ("incident__isnull", False),
                                ("plan__isnull", True),
                                ("support__isnull", True),
                                ("thread__isnull", True),
                                ("unit__isnull", True),
                            ),
                            models.Q(
                                ("case__isnull", True),
                                ("family__isnull", True),
                                ("incident__isnull", True),
                                ("plan__isnull", False),
                                ("support__isnull", True),
                                ("thread__isnull", True),
                                ("unit__isnull", True),
                            ),
                            models.Q(
                                ("case__isnull", True),
                                ("family__isnull", True),
                                ("incident__isnull", True),
                                ("plan__isnull", True),
                                ("support__isnull", True),
                                ("thread__isnull", True),
                                ("unit__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="writing_draft_about_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("at"))),
                        name="writing_draft_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("case__isnull", False)),
                        fields=("staff", "case", "form"),
                        name="writing_draft_once_for_a_case",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("support__isnull", False)),
                        fields=("staff", "support", "form"),
                        name="writing_draft_once_for_a_support",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("thread__isnull", False)),
                        fields=("staff", "thread", "form"),
                        name="writing_draft_once_for_a_thread",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("family__isnull", False)),
                        fields=("staff", "family", "form"),
                        name="writing_draft_once_for_a_family",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("incident__isnull", False)),
                        fields=("staff", "incident", "form"),
                        name="writing_draft_once_for_a_incident",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("plan__isnull", False)),
                        fields=("staff", "plan", "form"),
                        name="writing_draft_once_for_a_plan",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", False)),
                        fields=("staff", "unit", "form"),
                        name="writing_draft_once_for_a_unit",
                    ),
                ],
            },
        ),
    ]
