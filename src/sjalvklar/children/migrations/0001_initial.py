# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mailbox", "0004_room_for_files"),
        ("support", "0003_children"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Concern",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Bound inside the seals.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "subject",
                    models.UUIDField(
                        help_text="The key of what is sealed; of a support's concern the support's.", null=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("considering", "considering"),
                            ("reported", "reported"),
                            ("not_reported", "not_reported"),
                            ("feedback_asked", "feedback_asked"),
                            ("feedback_given", "feedback_given"),
                        ],
                        help_text="Where it stands.",
                        max_length=16,
                    ),
                ),
                ("begun_at", models.DateTimeField(help_text="When somebody began to weigh it.")),
                (
                    "decided_at",
                    models.DateTimeField(help_text="When it was decided, and sent when it was to be.", null=True),
                ),
                ("weighed", models.BinaryField(help_text="What was weighed and decided, sealed.", null=True)),
                ("asked_at", models.DateTimeField(help_text="When somebody asked what came of it.", null=True)),
                ("given_at", models.DateTimeField(help_text="When the answer was noted.", null=True)),
                (
                    "answer",
                    models.BinaryField(help_text="What the answer was and which day it came, sealed.", null=True),
                ),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who decided.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Or in what.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mailbox.thread",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["support", "begun_at"], name="children_concern_by_support"),
                    models.Index(fields=["thread", "begun_at"], name="children_concern_by_thread"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject__isnull", True), ("support__isnull", False), ("thread__isnull", True)),
                            models.Q(("subject__isnull", False), ("support__isnull", True), ("thread__isnull", False)),
                            _connector="OR",
                        ),
                        name="children_concern_in_one_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "considering"),
                                ("weighed__isnull", True),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["reported", "not_reported", "feedback_asked", "feedback_given"]),
                                ("weighed__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="children_concern_decided_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer__isnull", False), ("given_at__isnull", False), ("state", "feedback_given")
                            ),
                            models.Q(
                                models.Q(("state", "feedback_given"), _negated=True),
                                ("answer__isnull", True),
                                ("given_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="children_concern_answer_is_noted",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "considering")),
                        fields=("support",),
                        name="children_one_concern_weighed_in_a_support",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "considering")),
                        fields=("thread",),
                        name="children_one_concern_weighed_in_a_thread",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Said",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("own", "own"), ("guardians", "guardians")],
                        help_text="Who said yes to it, or what guardians may know.",
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="Which in order, of its kind.")),
                ("body", models.BinaryField(help_text="What, sealed.")),
                ("at", models.DateTimeField(help_text="When.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="By whom.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which contact.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("support", "kind", "number"), name="children_said_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["own", "guardians"])), name="children_said_kind_is_known"
                    ),
                ],
            },
        ),
    ]
