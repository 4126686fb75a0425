# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("support", "0002_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Asking",
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
                ("subject", models.UUIDField(help_text="Under whose key the answers are sealed.")),
                ("unit", models.CharField(help_text="For the count: the unit, by its id in the pack.", max_length=60)),
                (
                    "questions",
                    models.CharField(
                        choices=[("wellbeing", "wellbeing"), ("experience", "experience")],
                        help_text="Which.",
                        max_length=12,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("link", "link"), ("paper", "paper"), ("talk", "talk")],
                        help_text="How they are asked.",
                        max_length=6,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("answered", "answered"),
                            ("expired", "expired"),
                            ("taken_back", "taken_back"),
                        ],
                        help_text="Where it stands.",
                        max_length=12,
                    ),
                ),
                (
                    "finding",
                    models.BinaryField(help_text="What the code finds it by.", max_length=32, null=True, unique=True),
                ),
                (
                    "expires_at",
                    models.DateTimeField(help_text="The first moment when the code opens nothing.", null=True),
                ),
                ("answers", models.BinaryField(help_text="What was answered, sealed. Numbers only.", null=True)),
                ("made_at", models.DateTimeField(help_text="When it was handed over, or the talk was.")),
                ("answered_at", models.DateTimeField(help_text="When.", null=True)),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "made_by",
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
                        help_text="Of which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["support", "made_at"], name="followup_asking_by_support"),
                    models.Index(
                        condition=models.Q(("expires_at__isnull", False)),
                        fields=["expires_at"],
                        name="followup_asking_by_expiry",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "answered", "expired", "taken_back"])),
                        name="followup_asking_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("questions__in", ["wellbeing", "experience"])),
                        name="followup_questions_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["link", "paper", "talk"])), name="followup_way_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answers__isnull", True), ("state", "open")),
                            models.Q(
                                ("answered_at__isnull", False), ("answers__isnull", False), ("state", "answered")
                            ),
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answers__isnull", True),
                                ("state__in", ["expired", "taken_back"]),
                            ),
                            _connector="OR",
                        ),
                        name="followup_answered_has_answers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expires_at__isnull", True), ("finding__isnull", True)),
                            models.Q(
                                ("expires_at__isnull", False),
                                ("finding__isnull", False),
                                ("state", "open"),
                                ("way", "link"),
                            ),
                            _connector="OR",
                        ),
                        name="followup_code_only_while_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_at", models.DateTimeField(help_text="When they said so.")),
                ("until", models.DateField(help_text="The last day, where the municipality is.")),
                (
                    "ended_at",
                    models.DateTimeField(help_text="When it was taken back, or its time was out.", null=True),
                ),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who was told; nobody when its time was out.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_to",
                    models.ForeignKey(
                        db_index=False,
                        help_text="To whom.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("support",),
                        name="followup_one_consent_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("given_at")), _connector="OR"
                        ),
                        name="followup_consent_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("due", "due"),
                            ("contacted", "contacted"),
                            ("not_reached", "not_reached"),
                            ("declined", "declined"),
                            ("moved", "moved"),
                            ("ended", "ended"),
                        ],
                        help_text="Where it stands.",
                        max_length=12,
                    ),
                ),
                ("on", models.DateField(help_text="The day, where the municipality is.")),
                ("what", models.BinaryField(help_text="What it hangs on, sealed.")),
                ("made_at", models.DateTimeField(help_text="When it was agreed.")),
                (
                    "raised_at",
                    models.DateTimeField(help_text="When the head was told that the day had passed.", null=True),
                ),
                ("settled_at", models.DateTimeField(help_text="When somebody said what became of it.", null=True)),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="By whom.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who said it; nobody when it ended.",
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
                        help_text="Of which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["support", "on"], name="followup_by_support"),
                    models.Index(
                        condition=models.Q(("state__in", ["due", "expected"])),
                        fields=["on", "id"],
                        name="followup_coming",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["expected", "due", "contacted", "not_reached", "declined", "moved", "ended"],
                            )
                        ),
                        name="followup_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state__in", ["due", "expected"])),
                            models.Q(
                                models.Q(("state__in", ["due", "expected"]), _negated=True),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="followup_settled_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(help_text="When.")),
                ("days", models.PositiveSmallIntegerField(help_text="How many days stand on it.")),
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
                        help_text="Of which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["support", "at"], name="followup_proof_by_support")],
            },
        ),
    ]
