# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0004_copies_that_left"),
        ("organisation", "0005_the_city_ends_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "name",
                    models.CharField(
                        help_text="staff:number or room:id.", max_length=80, primary_key=True, serialize=False
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Support",
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
                ("service", models.CharField(help_text="Which service, by its id in the pack.", max_length=60)),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("anonymous", "anonymous"),
                            ("named_without_file", "named_without_file"),
                            ("personal_file", "personal_file"),
                        ],
                        help_text="What may be kept. Never changed.",
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("open", "open"), ("closed", "closed")],
                        help_text="Where it stands.",
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("thread", "thread"),
                            ("noticed", "noticed"),
                            ("own", "own"),
                            ("incident", "incident"),
                            ("walk_in", "walk_in"),
                        ],
                        help_text="How they came.",
                        max_length=10,
                    ),
                ),
                (
                    "situation",
                    models.CharField(blank=True, help_text="As in the guide; empty when not said.", max_length=40),
                ),
                (
                    "subject",
                    models.UUIDField(
                        help_text="The key of what is sealed; in a file the person's own instead.", null=True
                    ),
                ),
                (
                    "called",
                    models.BinaryField(
                        help_text="What to call them and what is safe, sealed. Never of the anonymous.", null=True
                    ),
                ),
                ("children", models.BinaryField(help_text="The step about children, in numbers, sealed.", null=True)),
                ("opened_at", models.DateTimeField(help_text="When.")),
                ("once", models.BinaryField(help_text="The same form opens one support.", max_length=32, unique=True)),
                ("due_at", models.DateTimeField(help_text="When somebody must have taken what waits.", null=True)),
                ("escalated_at", models.DateTimeField(help_text="When the head was told that nobody had.", null=True)),
                (
                    "next_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talk", "talk"),
                            ("they_come", "they_come"),
                            ("reach_out", "reach_out"),
                            ("find_out", "find_out"),
                            ("lead_on", "lead_on"),
                            ("follow_up", "follow_up"),
                        ],
                        help_text="What comes next.",
                        max_length=20,
                    ),
                ),
                ("next_on", models.DateField(help_text="When, where the municipality is.", null=True)),
                (
                    "raised_at",
                    models.DateTimeField(help_text="When the head was told that the day had passed.", null=True),
                ),
                (
                    "apply_told_at",
                    models.DateTimeField(help_text="When they were told how to apply for assessed help.", null=True),
                ),
                ("closed_at", models.DateTimeField(help_text="When it ended.", null=True)),
                (
                    "close_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("one_talk", "one_talk"),
                            ("goal_reached", "goal_reached"),
                            ("person_ended", "person_ended"),
                            ("elsewhere", "elsewhere"),
                            ("no_contact", "no_contact"),
                            ("not_support", "not_support"),
                            ("mistake", "mistake"),
                        ],
                        help_text="Why.",
                        max_length=20,
                    ),
                ),
                ("last_activity_at", models.DateTimeField(help_text="Disposal is counted from here.")),
                ("notes_made", models.PositiveIntegerField(default=0, help_text="The number of the newest note.")),
                (
                    "erase_noted_at",
                    models.DateTimeField(help_text="When its time was first found to have passed.", null=True),
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
                    "case",
                    models.ForeignKey(
                        help_text="The file it is part of.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.case",
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
                "indexes": [
                    models.Index(fields=["unit", "state", "next_on", "id"], name="support_by_unit"),
                    models.Index(fields=["state", "due_at"], name="support_by_due"),
                    models.Index(fields=["state", "next_on"], name="support_by_next"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["anonymous", "named_without_file", "personal_file"])),
                        name="support_mode_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["thread", "noticed", "own", "incident", "walk_in"])),
                        name="support_source_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode", "named_without_file"), ("called__isnull", True), _connector="OR"),
                        name="support_anonymous_has_no_identity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("mode", "personal_file"), ("subject__isnull", True)),
                            models.Q(
                                models.Q(("mode", "personal_file"), _negated=True),
                                ("case__isnull", True),
                                ("subject__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="support_file_or_own_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__isnull", False),
                                ("next_on__isnull", True),
                                ("next_step", ""),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                ("next_on__isnull", False),
                                ("state", "open"),
                                (
                                    "next_step__in",
                                    ["talk", "they_come", "reach_out", "find_out", "lead_on", "follow_up"],
                                ),
                            ),
                            models.Q(("next_on__isnull", True), ("next_step", ""), ("state", "closed")),
                            _connector="OR",
                        ),
                        name="support_open_has_next_step_and_day",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(help_text="Which service, by its id in the pack.", max_length=60)),
                (
                    "answer",
                    models.CharField(
                        choices=[("offered", "offered"), ("wanted", "wanted"), ("declined", "declined")],
                        help_text="What they said.",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(help_text="When.")),
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
                        related_name="offers",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["support", "service", "at"], name="support_offer_by_support")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["offered", "wanted", "declined"])),
                        name="support_offer_answer_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Noticed",
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
                (
                    "receipt",
                    models.CharField(
                        help_text="What the noticer is given: two by four digits.", max_length=9, unique=True
                    ),
                ),
                ("situation", models.CharField(blank=True, help_text="As in the guide.", max_length=40)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("contact", "contact"),
                            ("not_now", "not_now"),
                            ("informed", "informed"),
                            ("not_offered", "not_offered"),
                        ],
                        help_text="What came of it.",
                        max_length=12,
                    ),
                ),
                ("consent", models.BooleanField(help_text="To tell another authority, when it was one.", null=True)),
                ("at", models.DateTimeField(help_text="When.")),
                ("taken_at", models.DateTimeField(help_text="When somebody took it.", null=True)),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "from_unit",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Where they work.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who noticed.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which unit received it; none when nothing was sent.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
                (
                    "support",
                    models.OneToOneField(
                        help_text="What was opened.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["staff", "at"], name="support_notice_by_staff"),
                    models.Index(fields=["from_unit", "at"], name="support_notice_by_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["contact", "not_now", "informed", "not_offered"])),
                        name="support_notice_answer_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer", "contact"), ("support__isnull", True), _connector="OR"),
                        name="support_notice_sends_when_wanted",
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
                ("number", models.PositiveIntegerField(help_text="Order in the support, whatever the clock said.")),
                ("body", models.BinaryField(help_text="The text, sealed.")),
                ("at", models.DateTimeField(help_text="When it was stored.")),
                (
                    "once",
                    models.BinaryField(
                        help_text="The same words from the same form, only once.", max_length=32, unique=True
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
                        help_text="Where.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("support", "number"), name="support_note_number_once")
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
                        help_text="Who decided it; nobody when the clock did.",
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
                    "support",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["support", "ends_at"], name="support_owner_by_support"),
                    models.Index(fields=["staff", "ends_at"], name="support_owner_by_staff"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("support",),
                        name="support_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="support_assignment_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Talk",
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
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("room", "room"),
                            ("phone", "phone"),
                            ("video", "video"),
                            ("outdoors", "outdoors"),
                            ("visit", "visit"),
                        ],
                        help_text="How.",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("booked", "booked"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                            ("missed", "missed"),
                        ],
                        help_text="What became of it.",
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField(help_text="When it begins.")),
                ("ends_at", models.DateTimeField(help_text="The first moment after.")),
                ("room", models.CharField(blank=True, help_text="Which room, by its id in the pack.", max_length=60)),
                ("at", models.DateTimeField(help_text="When it was registered.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="With whom.",
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
                        related_name="talks",
                        to="support.support",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["support", "starts_at"], name="support_talk_by_support"),
                    models.Index(
                        condition=models.Q(("state", "booked")),
                        fields=["staff", "ends_at"],
                        name="support_talk_staff_taken",
                    ),
                    models.Index(
                        condition=models.Q(("state", "booked")),
                        fields=["room", "ends_at"],
                        name="support_talk_room_taken",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["room", "phone", "video", "outdoors", "visit"])),
                        name="support_talk_way_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["booked", "held", "cancelled", "missed"])),
                        name="support_talk_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="support_talk_ends_after"
                    ),
                ],
            },
        ),
    ]
