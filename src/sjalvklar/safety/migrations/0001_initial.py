# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("support", "0003_children"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
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
                        choices=[("asked", "asked"), ("answered", "answered"), ("unanswered", "unanswered")],
                        help_text="Asked, answered or not.",
                        max_length=10,
                    ),
                ),
                ("body", models.BinaryField(help_text="Who was asked, how, and what for, sealed.")),
                ("asked_on", models.DateField(help_text="The day.")),
                (
                    "answered_on",
                    models.DateField(
                        help_text="The day of the answer, or when it was noted that none came.", null=True
                    ),
                ),
                (
                    "decided",
                    models.BinaryField(help_text="What they decided, sealed. Opened only on request.", null=True),
                ),
                (
                    "stands",
                    models.BinaryField(
                        help_text="Whether they take measures, sealed: for the one rule that asks.", null=True
                    ),
                ),
                ("at", models.DateTimeField(help_text="When it was noted.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who noted it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["support", "asked_on", "at"], name="safety_assessment_by_support")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "answered", "unanswered"])),
                        name="safety_assessment_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_on__isnull", True),
                                ("decided__isnull", True),
                                ("stands__isnull", True),
                                ("state", "asked"),
                            ),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("answered_on__isnull", False),
                                ("decided__isnull", False),
                                ("stands__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="safety_answered_says_when_and_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Caution",
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
                ("body", models.BinaryField(help_text="Chosen sentences and own words, sealed.")),
                ("at", models.DateTimeField(help_text="From when.")),
                ("ended_at", models.DateTimeField(help_text="Until when.", null=True)),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who ended it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who wrote it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["support", "ended_at"], name="safety_caution_by_support")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__gte", models.F("at")), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="safety_caution_ended_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Company",
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
                            ("asked", "asked"),
                            ("planned", "planned"),
                            ("done", "done"),
                            ("not_wanted", "not_wanted"),
                        ],
                        help_text="Where it stands.",
                        max_length=10,
                    ),
                ),
                ("body", models.BinaryField(help_text="Going along or calling together, and in words, sealed.")),
                ("planned_on", models.DateField(help_text="The day it is planned for.", null=True)),
                (
                    "number",
                    models.BinaryField(
                        help_text="The police's number of the report, sealed. Opened on request.", null=True
                    ),
                ),
                ("at", models.DateTimeField(help_text="When it was asked for.")),
                ("changed_at", models.DateTimeField(help_text="When it got to where it stands.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who noted it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["support", "at"], name="safety_company_by_support")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "planned", "done", "not_wanted"])),
                        name="safety_company_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_on__isnull", False),
                            models.Q(("state", "planned"), _negated=True),
                            _connector="OR",
                        ),
                        name="safety_planned_company_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__isnull", True), ("state", "done"), _connector="OR"),
                        name="safety_number_of_what_is_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fear",
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
                    "body",
                    models.BinaryField(
                        help_text="The number they said and their words, sealed. Or that they did not want to."
                    ),
                ),
                ("at", models.DateTimeField(help_text="When.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who asked.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["support", "at"], name="safety_fear_by_support")],
            },
        ),
        migrations.CreateModel(
            name="Measure",
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
                            ("agreed", "agreed"),
                            ("in_force", "in_force"),
                            ("ended", "ended"),
                            ("refused", "refused"),
                        ],
                        help_text="Where it stands.",
                        max_length=10,
                    ),
                ),
                ("body", models.BinaryField(help_text="What, who does it, and in words, sealed.")),
                (
                    "review_on",
                    models.DateField(help_text="The day it is looked at again; none when it is over.", null=True),
                ),
                (
                    "raised_at",
                    models.DateTimeField(help_text="When it was raised that the day had passed.", null=True),
                ),
                ("at", models.DateTimeField(help_text="When it was agreed.")),
                ("changed_at", models.DateTimeField(help_text="When it got to where it stands.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who noted it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["support", "at"], name="safety_measure_by_support"),
                    models.Index(
                        condition=models.Q(("raised_at__isnull", True), ("review_on__isnull", False)),
                        fields=["review_on"],
                        name="safety_measure_by_day",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["agreed", "in_force", "ended", "refused"])),
                        name="safety_measure_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("review_on__isnull", False), ("state__in", ["agreed", "in_force"])),
                            models.Q(("review_on__isnull", True), ("state__in", ["ended", "refused"])),
                            _connector="OR",
                        ),
                        name="safety_open_measure_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Violence",
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
                ("signs", models.BinaryField(help_text="What was seen, sealed; it need not be said.", null=True)),
                ("on_at", models.DateTimeField(help_text="From when.")),
                ("handed_at", models.DateTimeField(help_text="When those who know violence were told.", null=True)),
                (
                    "handed_to",
                    models.CharField(blank=True, help_text="Which unit, by its id in the pack.", max_length=60),
                ),
                (
                    "consent",
                    models.BooleanField(
                        help_text="That the relative agreed, when it is another authority.", null=True
                    ),
                ),
                ("off_at", models.DateTimeField(help_text="Until when.", null=True)),
                ("why", models.BinaryField(help_text="Why not any longer, sealed.", null=True)),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "handed_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who told them.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "off_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who said so.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who said so.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["support", "off_at"], name="safety_violence_by_support")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("off_at__isnull", True)),
                        fields=("support",),
                        name="safety_one_violence_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("off_at__isnull", True), ("off_by__isnull", True), ("why__isnull", True)),
                            models.Q(
                                ("off_at__gte", models.F("on_at")), ("off_by__isnull", False), ("why__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="safety_violence_ends_with_a_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handed_at__isnull", True), ("handed_by__isnull", True), ("handed_to", "")),
                            models.Q(
                                ("handed_at__isnull", False),
                                ("handed_by__isnull", False),
                                models.Q(("handed_to", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="safety_handed_to_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "assessment",
                    models.OneToOneField(
                        help_text="Which answer.",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="safety.assessment",
                    ),
                ),
                ("at", models.DateTimeField(help_text="When it was seen.")),
                (
                    "answered_at",
                    models.DateTimeField(help_text="When the relative had said what they want.", null=True),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who asked them.",
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
                        help_text="In which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["support", "answered_at"], name="safety_difference_by_support")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="safety_difference_answered_by_somebody",
                    )
                ],
            },
        ),
    ]
