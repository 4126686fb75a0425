# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0003_roles_without_content"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="Random.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("decided", "decided")],
                        help_text="Where it stands.",
                        max_length=10,
                    ),
                ),
                ("day", models.DateField(help_text="The day it was made for, where the municipality is.")),
                ("made_at", models.DateTimeField(help_text="When it was made.")),
                ("decided_at", models.DateTimeField(help_text="When it was decided.", null=True)),
                (
                    "done_at",
                    models.DateTimeField(
                        help_text="When everything was erased, and both registers knew it.", null=True
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        help_text="Whose: a wall.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.authority",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who decided it: never who planned it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who planned it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["authority", "made_at"], name="plan_by_authority")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "decided"])), name="plan_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "planned")),
                            models.Q(
                                ("decided_at__isnull", False), ("decided_by__isnull", False), ("state", "decided")
                            ),
                            _connector="OR",
                        ),
                        name="plan_decided_says_when_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_their_own_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", True), ("state", "decided"), _connector="OR"),
                        name="plan_is_done_when_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Kept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "record",
                    models.CharField(
                        choices=[
                            ("case", "case"),
                            ("contact", "contact"),
                            ("log", "log"),
                            ("review", "review"),
                            ("draft", "draft"),
                            ("session", "session"),
                            ("statistics", "statistics"),
                        ],
                        help_text="What kind of record.",
                        max_length=12,
                    ),
                ),
                ("unit", models.CharField(help_text="In which unit.", max_length=60)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("past", "past"),
                            ("not_yet", "not_yet"),
                            ("no_rule", "no_rule"),
                            ("no_decision", "no_decision"),
                            ("board_keeps", "board_keeps"),
                            ("open", "open"),
                            ("on_hold", "on_hold"),
                            ("same_person", "same_person"),
                            ("born_unknown", "born_unknown"),
                            ("born_on_day", "born_on_day"),
                            ("area", "area"),
                            ("child", "child"),
                        ],
                        help_text="Why.",
                        max_length=20,
                    ),
                ),
                ("count", models.PositiveIntegerField(help_text="How many.")),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept",
                        to="disposal.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "record", "unit", "why"), name="kept_once_for_each_reason")
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "record",
                    models.CharField(
                        choices=[
                            ("case", "case"),
                            ("contact", "contact"),
                            ("log", "log"),
                            ("review", "review"),
                            ("draft", "draft"),
                            ("session", "session"),
                            ("statistics", "statistics"),
                        ],
                        help_text="What kind of record.",
                        max_length=12,
                    ),
                ),
                ("unit", models.CharField(help_text="In which unit.", max_length=60)),
                ("thing", models.UUIDField(help_text="Its id in its own room.")),
                ("number", models.CharField(blank=True, help_text="What it is called at the desk.", max_length=20)),
                ("due", models.DateField(help_text="The first day it may go.")),
                ("gone_by", models.DateField(help_text="The last day it may be left.")),
                ("rule", models.CharField(help_text="By which rule.", max_length=60)),
                (
                    "decision",
                    models.CharField(blank=True, help_text="By which decision of the board, if any.", max_length=60),
                ),
                ("until", models.DateTimeField(help_text="For rows that go by time: everything before.", null=True)),
                ("count", models.PositiveIntegerField(default=1, help_text="How many records it is.")),
                ("erased_at", models.DateTimeField(help_text="When it was erased.", null=True)),
                (
                    "kept_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("past", "past"),
                            ("not_yet", "not_yet"),
                            ("no_rule", "no_rule"),
                            ("no_decision", "no_decision"),
                            ("board_keeps", "board_keeps"),
                            ("open", "open"),
                            ("on_hold", "on_hold"),
                            ("same_person", "same_person"),
                            ("born_unknown", "born_unknown"),
                            ("born_on_day", "born_on_day"),
                            ("area", "area"),
                            ("child", "child"),
                        ],
                        help_text="Why it stayed after all, when it came to it.",
                        max_length=20,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="disposal.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "record", "thing"), name="item_once_in_plan"),
                    models.CheckConstraint(
                        condition=models.Q(("erased_at__isnull", True), ("kept_because", ""), _connector="OR"),
                        name="item_is_erased_or_kept",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="Random.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True, help_text="The board's decision, when one was needed.", max_length=60
                    ),
                ),
                (
                    "record",
                    models.CharField(
                        choices=[
                            ("case", "case"),
                            ("contact", "contact"),
                            ("log", "log"),
                            ("review", "review"),
                            ("draft", "draft"),
                            ("session", "session"),
                            ("statistics", "statistics"),
                        ],
                        help_text="What kind of record.",
                        max_length=12,
                    ),
                ),
                ("unit", models.CharField(help_text="In which unit.", max_length=60)),
                ("count", models.PositiveIntegerField(help_text="How many.")),
                ("ids", models.BinaryField(help_text="SHA-256 of the ids, sorted.", max_length=32)),
                ("at", models.DateTimeField(help_text="When it was all gone.")),
                (
                    "plan",
                    models.ForeignKey(
                        help_text="The plan that was decided.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="disposal.plan",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "at"], name="receipt_by_unit")],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="Random.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("case", "case"), ("thread", "thread"), ("person", "person"), ("unit", "unit")],
                        help_text="What it is about.",
                        max_length=10,
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        help_text="Number, id, unit, or keyed hash. Whether it exists is not asked.", max_length=64
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("court", "court"),
                            ("supervision", "supervision"),
                            ("police", "police"),
                            ("handing_out", "handing_out"),
                            ("kept_by_law", "kept_by_law"),
                        ],
                        help_text="Why.",
                        max_length=20,
                    ),
                ),
                ("reference", models.CharField(help_text="Under which number that is registered.", max_length=60)),
                ("placed_at", models.DateTimeField(help_text="From when.")),
                ("lifted_at", models.DateTimeField(help_text="When it was lifted.", null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        help_text="Whose: a wall.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.authority",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who lifted it: never who placed it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who placed it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at__isnull", True)), fields=["authority"], name="hold_in_force"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["case", "thread", "person", "unit"])),
                        name="hold_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__in", ["court", "supervision", "police", "handing_out", "kept_by_law"])
                        ),
                        name="hold_ground_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                models.Q(("lifted_by", models.F("placed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hold_is_lifted_by_another",
                    ),
                ],
            },
        ),
    ]
