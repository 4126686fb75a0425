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
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Random: tells no order.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.CharField(help_text="Year and six digits drawn by chance.", max_length=11)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed")], help_text="Where it stands.", max_length=10
                    ),
                ),
                ("protected", models.BooleanField(default=False, help_text="Known by its named people only.")),
                (
                    "naming",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="What a head is given to name new people by, instead of the id.",
                        unique=True,
                    ),
                ),
                ("opened_at", models.DateTimeField(help_text="When.")),
                ("once", models.BinaryField(help_text="The same form opens one case.", max_length=32, unique=True)),
                ("closed_at", models.DateTimeField(help_text="When it ended.", null=True)),
                (
                    "close_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("goal_reached", "goal_reached"),
                            ("person_ended", "person_ended"),
                            ("moved", "moved"),
                            ("no_contact", "no_contact"),
                            ("deceased", "deceased"),
                            ("opened_by_mistake", "opened_by_mistake"),
                        ],
                        help_text="Why.",
                        max_length=30,
                    ),
                ),
                ("last_note_at", models.DateTimeField(help_text="Disposal is counted from here.", null=True)),
                ("notes_made", models.PositiveIntegerField(default=0, help_text="The number of the newest note.")),
                (
                    "authority",
                    models.ForeignKey(
                        help_text="Whose numbers it is in.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.authority",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who closed it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="By whom.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Where.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "state", "opened_at", "id"], name="case_by_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("authority", "number"), name="case_number_once_in_authority"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed"])), name="case_state_is_known"
                    ),
                    models.CheckConstraint(
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
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="case_closed_says_when_who_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakGlass",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("danger", "danger"),
                            ("child", "child"),
                            ("person_here", "person_here"),
                            ("owner_away", "owner_away"),
                            ("other", "other"),
                        ],
                        help_text="Why, as a code.",
                        max_length=20,
                    ),
                ),
                ("text", models.BinaryField(help_text="Why, in words, sealed.")),
                ("opened_at", models.DateTimeField(help_text="When.")),
                ("ends_at", models.DateTimeField(help_text="The first moment after.")),
                ("told", models.PositiveSmallIntegerField(help_text="How many were told at once.")),
                ("review_due", models.DateTimeField(help_text="When a second person must have judged it.")),
                ("reviewed_at", models.DateTimeField(help_text="When that was done.", null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("justified", "justified"), ("not_justified", "not_justified")],
                        help_text="What they decided.",
                        max_length=20,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who judged it.",
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
                        help_text="Who.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who reviews it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="glass",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "staff", "ends_at"], name="glass_by_case"),
                    models.Index(
                        condition=models.Q(("reviewed_at__isnull", True)),
                        fields=["staff", "review_due"],
                        name="glass_unreviewed",
                    ),
                    models.Index(fields=["unit", "review_due"], name="glass_by_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("opened_at"))), name="glass_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["danger", "child", "person_here", "owner_away", "other"])),
                        name="glass_reason_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                ("outcome__in", ["justified", "not_justified"]),
                            ),
                            _connector="OR",
                        ),
                        name="glass_review_says_who_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by__isnull", True),
                            models.Q(("reviewed_by", models.F("staff")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_reviews_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(help_text="The first moment.")),
                ("ends_at", models.DateTimeField(help_text="The first moment after.", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who decided it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "ends_at"], name="assignment_by_case"),
                    models.Index(fields=["staff", "ends_at"], name="assignment_by_staff"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)), fields=("case",), name="case_has_one_owner"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="assignment_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "closeness",
                    models.CharField(
                        choices=[("own", "own"), ("family", "family"), ("household", "household")],
                        help_text="Own, family or household.",
                        max_length=10,
                    ),
                ),
                ("value", models.BinaryField(help_text="Keyed hash of the personal number.", max_length=32)),
                ("declared_at", models.DateTimeField(help_text="When.")),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who declared it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("staff", "value"), name="conflict_declared_once"),
                    models.CheckConstraint(
                        condition=models.Q(("closeness__in", ["own", "family", "household"])),
                        name="conflict_closeness_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "starts_at",
                    models.DateTimeField(
                        help_text="The first moment; empty while it waits for a second person.", null=True
                    ),
                ),
                ("ends_at", models.DateTimeField(help_text="The first moment after.", null=True)),
                ("asked_at", models.DateTimeField(help_text="When they were named.")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who named them.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named",
                        to="casework.case",
                    ),
                ),
                (
                    "seconded_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The second person who agreed.",
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
                        help_text="Who.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["staff", "ends_at"], name="named_by_staff")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("case", "staff"),
                        name="named_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seconded_by__isnull", True),
                            models.Q(("seconded_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_seconds_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                ("number", models.PositiveIntegerField(help_text="Order in the case, whatever the clock said.")),
                ("body", models.BinaryField(help_text="The text, sealed.")),
                ("at", models.DateTimeField(help_text="When it was stored.")),
                (
                    "once",
                    models.BinaryField(
                        help_text="The same words from the same form, only once.", max_length=32, unique=True
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Where.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="casework.case",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which it puts right.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.note",
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
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="note_number_once_in_case")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("glass", "glass"),
                            ("glass_reviewed", "glass_reviewed"),
                            ("handed", "handed"),
                            ("named", "named"),
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("give_away", "give_away"),
                        ],
                        help_text="What.",
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(help_text="When.")),
                ("seen_at", models.DateTimeField(help_text="When they said that they have seen it.", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Whose deed.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="About which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "glass",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which opening.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.breakglass",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Whom.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True)), fields=["staff", "at"], name="notice_unseen"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["glass", "glass_reviewed", "handed", "named", "asked", "approved", "give_away"],
                            )
                        ),
                        name="notice_kind_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        editable=False, help_text="As in the key store.", primary_key=True, serialize=False
                    ),
                ),
                ("identity", models.BinaryField(help_text="Name, personal number and ways to reach them, sealed.")),
                (
                    "protection",
                    models.CharField(
                        choices=[
                            ("none", "none"),
                            ("marked", "marked"),
                            ("protected_registration", "protected_registration"),
                        ],
                        default="none",
                        help_text="As Skatteverket marks them. Assumed identity has no mark and no field.",
                        max_length=30,
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        help_text="Whose person: a wall.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.authority",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("protection__in", ["none", "marked", "protected_registration"])),
                        name="person_protection_is_known",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="person",
            field=models.ForeignKey(
                help_text="About whom.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="casework.person",
            ),
        ),
        migrations.CreateModel(
            name="PersonIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "field",
                    models.CharField(
                        choices=[("number", "number"), ("name", "name")], help_text="By what.", max_length=10
                    ),
                ),
                (
                    "value",
                    models.BinaryField(help_text="Keyed hash; without the key it tells nothing.", max_length=32),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found_by",
                        to="casework.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["field", "value"], name="index_by_value")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("field__in", ["number", "name"])), name="index_field_may_be_searched"
                    ),
                    models.UniqueConstraint(fields=("person", "field", "value"), name="index_once_for_each_word"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TwoPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("reveal", "reveal"), ("lift", "lift")],
                        help_text="To see who it is, or to lift it.",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(help_text="When.")),
                ("ask_ends_at", models.DateTimeField(help_text="After this nobody can approve it any more.")),
                ("approved_at", models.DateTimeField(help_text="When.", null=True)),
                ("ends_at", models.DateTimeField(help_text="The first moment after the approval.", null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who approved.",
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
                        help_text="Who asked.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="two",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "what", "ask_ends_at"], name="two_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["reveal", "lift"])), name="two_for_what_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", True), ("approved_by__isnull", True), ("ends_at__isnull", True)
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("ends_at__isnull", False),
                                models.Q(("approved_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="two_are_two_people",
                    ),
                ],
            },
        ),
    ]
