# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_told_of_many"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="people_made",
            field=models.PositiveSmallIntegerField(default=1, help_text="The newest number of somebody in it."),
        ),
        migrations.AddField(
            model_name="person",
            name="dead",
            field=models.BooleanField(default=False, help_text="Letters and offers of contact stop."),
        ),
        migrations.AddField(
            model_name="person",
            name="known",
            field=models.BinaryField(
                help_text="What they are called here, whether a child, when they died, sealed.", null=True
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="version",
            field=models.PositiveIntegerField(
                default=1, help_text="Of two who change at once, the later one is told."
            ),
        ),
        migrations.CreateModel(
            name="Involved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("relative", "relative"),
                            ("person_of_concern", "person_of_concern"),
                            ("child", "child"),
                            ("other", "other"),
                        ],
                        help_text="As what.",
                        max_length=20,
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="What they are told apart by in the case. Never used again."
                    ),
                ),
                ("at", models.DateTimeField(help_text="When they were noted.")),
                (
                    "once",
                    models.BinaryField(help_text="The same form, only once.", max_length=32, null=True, unique=True),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="By whom.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="involved",
                        to="casework.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="Who, under a key of their own.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="involved_as",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["relative", "person_of_concern", "child", "other"])),
                        name="involved_part_is_known",
                    ),
                    models.UniqueConstraint(fields=("case", "person"), name="involved_person_once_in_case"),
                    models.UniqueConstraint(fields=("case", "number"), name="involved_number_once_in_case"),
                    models.UniqueConstraint(
                        condition=models.Q(("part", "relative")),
                        fields=("case",),
                        name="involved_one_relative_in_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edge",
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
                ("body", models.BinaryField(help_text="Kind, since, until and why, sealed twice.")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="Of two who change at once, the later one is told."
                    ),
                ),
                ("at", models.DateTimeField(help_text="When it was noted.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        help_text="In which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edges",
                        to="casework.case",
                    ),
                ),
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
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        help_text="From whom.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edges_from",
                        to="casework.involved",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        help_text="To whom.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edges_to",
                        to="casework.involved",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True), name="edge_is_between_two"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Joining",
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
                    "ground",
                    models.CharField(
                        choices=[
                            ("same_number", "same_number"),
                            ("told", "told"),
                            ("papers", "papers"),
                            ("entered_twice", "entered_twice"),
                        ],
                        help_text="How it is known.",
                        max_length=20,
                    ),
                ),
                ("asked_at", models.DateTimeField(help_text="When.")),
                (
                    "ask_ends_at",
                    models.DateTimeField(
                        help_text="When it takes two: after this nobody can agree any more.", null=True
                    ),
                ),
                ("holds_from", models.DateTimeField(help_text="From when it holds.", null=True)),
                ("undone_at", models.DateTimeField(help_text="When it was undone.", null=True)),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The second person.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who found it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        help_text="The first one's.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="joinings",
                        to="casework.case",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who is shown.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.involved",
                    ),
                ),
                (
                    "other_case",
                    models.ForeignKey(
                        help_text="The second one's.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who is the same.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.involved",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who undid it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True), name="joining_is_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["same_number", "told", "papers", "entered_twice"])),
                        name="joining_ground_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="joining_two_are_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ask_ends_at__isnull", True), ("holds_from__isnull", False)),
                            models.Q(
                                ("approved_by__isnull", True),
                                ("ask_ends_at__isnull", False),
                                ("holds_from__isnull", True),
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("ask_ends_at__isnull", False),
                                ("holds_from__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="joining_by_two_waits_for_the_second",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="joining_undone_says_who",
                    ),
                ],
            },
        ),
    ]
