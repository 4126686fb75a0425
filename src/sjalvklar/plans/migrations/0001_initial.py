# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0005_told_of_many"),
        ("organisation", "0005_the_city_ends_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
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
                ("number", models.CharField(help_text="Year and digits drawn by chance.", max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("actualised", "actualised"),
                            ("assessed", "assessed"),
                            ("consented", "consented"),
                            ("active", "active"),
                            ("followed_up", "followed_up"),
                            ("closed", "closed"),
                        ],
                        help_text="Where it stands.",
                        max_length=12,
                    ),
                ),
                (
                    "needed",
                    models.PositiveSmallIntegerField(
                        help_text="How many must say yes: the first so many of those who can."
                    ),
                ),
                (
                    "body",
                    models.BinaryField(
                        help_text="Whom it is for, what it is to lead to, and who the guardians are, sealed."
                    ),
                ),
                ("began_at", models.DateTimeField(help_text="When it was asked for.")),
                ("active_at", models.DateTimeField(help_text="When it last became active.", null=True)),
                ("closed_at", models.DateTimeField(help_text="When it ended.", null=True)),
                (
                    "close_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("goal_reached", "goal_reached"),
                            ("not_suited", "not_suited"),
                            ("no_consent", "no_consent"),
                            ("other_help", "other_help"),
                            ("moved", "moved"),
                            ("no_contact", "no_contact"),
                            ("deceased", "deceased"),
                        ],
                        help_text="Why.",
                        max_length=20,
                    ),
                ),
                ("last_at", models.DateTimeField(help_text="The last deed in it.")),
                ("notes_made", models.PositiveIntegerField(default=0, help_text="The number of the newest note.")),
                ("once", models.BinaryField(help_text="The same form begins one plan.", max_length=32, unique=True)),
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
                    "began_by",
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
                        help_text="In which case.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "closed_by",
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
                    "person",
                    models.ForeignKey(
                        help_text="Whose key it is sealed under.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who leads it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "state"], name="sig_plan_by_unit"),
                    models.Index(fields=["case", "began_at"], name="sig_plan_by_case"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("authority", "number"), name="sig_plan_number_once_in_authority"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("case",),
                        name="sig_plan_one_at_a_time_in_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["actualised", "assessed", "consented", "active", "followed_up", "closed"])
                        ),
                        name="sig_plan_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needed__in", [1, 2, 3])), name="sig_plan_needed_is_known"
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
                                        "goal_reached",
                                        "not_suited",
                                        "no_consent",
                                        "other_help",
                                        "moved",
                                        "no_contact",
                                        "deceased",
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
                        name="sig_plan_closed_says_when_who_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
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
                ("number", models.CharField(help_text="As the plan's.", max_length=12)),
                ("needed", models.PositiveSmallIntegerField(help_text="As the plan's.")),
                ("joint", models.BooleanField(help_text="Whether the plan stands where parties have a part.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("social_services", "social_services"),
                            ("school", "school"),
                            ("police", "police"),
                            ("health_care", "health_care"),
                            ("probation", "probation"),
                            ("other", "other"),
                        ],
                        help_text="Which sort.",
                        max_length=20,
                    ),
                ),
                ("body", models.BinaryField(help_text="What it is called, and its named person, sealed.")),
                ("named", models.BooleanField(help_text="Whether somebody is named.")),
                ("added_at", models.DateTimeField(help_text="When it was added.")),
                ("left_at", models.DateTimeField(help_text="When it left.", null=True)),
                (
                    "words_made",
                    models.PositiveIntegerField(default=0, help_text="The number of the newest words with it."),
                ),
                ("once", models.BinaryField(help_text="The same form adds one.", max_length=32, unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        help_text="As the plan's.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        help_text="As the plan's.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="casework.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="The unit of the municipality that it is; empty for others.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["social_services", "school", "police", "health_care", "probation", "other"])
                        ),
                        name="sig_party_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needed__in", [1, 2, 3])), name="sig_party_needed_is_known"
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
                ("number", models.PositiveIntegerField(help_text="Order in the plan.")),
                (
                    "kind",
                    models.CharField(
                        choices=[("assessment", "assessment"), ("meeting", "meeting"), ("note", "note")],
                        help_text="What it is about.",
                        max_length=12,
                    ),
                ),
                ("body", models.BinaryField(help_text="The text, sealed.")),
                ("at", models.DateTimeField(help_text="When.")),
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
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="sig_plan_note_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["assessment", "meeting", "note"])),
                        name="sig_plan_note_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(help_text="When it is.")),
                ("held_at", models.DateTimeField(help_text="When it was written down that it was held.", null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("go_on", "go_on"), ("change", "change"), ("end", "end")],
                        help_text="What came of it.",
                        max_length=10,
                    ),
                ),
                (
                    "raised_at",
                    models.DateTimeField(help_text="When the clock told that its day had passed.", null=True),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "at"), name="sig_meeting_once_at_a_time"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_at__isnull", True), ("result", "")),
                            models.Q(("held_at__isnull", False), ("result__in", ["go_on", "change", "end"])),
                            _connector="OR",
                        ),
                        name="sig_meeting_held_says_what_came_of_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lead",
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
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leads",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["plan", "ends_at"], name="sig_lead_by_plan"),
                    models.Index(fields=["staff", "ends_at"], name="sig_lead_by_staff"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)), fields=("plan",), name="sig_lead_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="sig_lead_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "giver",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "OWN"), (2, "GUARDIAN"), (3, "SECOND_GUARDIAN")], help_text="Who said yes."
                    ),
                ),
                ("kinds", models.JSONField(help_text="What may be shared.")),
                ("starts_at", models.DateTimeField(help_text="The first moment.")),
                ("ends_at", models.DateTimeField(help_text="The first moment after.")),
                (
                    "way",
                    models.CharField(
                        choices=[("paper", "paper"), ("electronic", "electronic")],
                        help_text="How it was given.",
                        max_length=12,
                    ),
                ),
                ("interpreter", models.BooleanField(help_text="Whether an interpreter was there.")),
                ("at", models.DateTimeField(help_text="When it was written down here.")),
                ("revoked_at", models.DateTimeField(help_text="When it was taken back.", null=True)),
                (
                    "told_at",
                    models.DateTimeField(help_text="When whoever leads was told that it ends soon.", null=True),
                ),
                ("once", models.BinaryField(help_text="The same form is one consent.", max_length=32, unique=True)),
                (
                    "revoked_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who wrote that down.",
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
                        help_text="Who saw it and wrote it down.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        help_text="For which party.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="plans.party",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["party", "giver", "ends_at"], name="sig_consent_by_party"),
                    models.Index(
                        condition=models.Q(("revoked_at__isnull", True), ("told_at__isnull", True)),
                        fields=["ends_at"],
                        name="sig_consent_to_tell_of",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("giver__in", [1, 2, 3])), name="sig_consent_giver_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["paper", "electronic"])), name="sig_consent_way_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))),
                        name="sig_consent_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="sig_consent_revoked_says_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Words",
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
                ("number", models.PositiveIntegerField(help_text="Order with the party.")),
                ("from_party", models.BooleanField(help_text="Whether the party told it.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("plan", "plan"),
                            ("goals", "goals"),
                            ("situation", "situation"),
                            ("family", "family"),
                            ("safety", "safety"),
                            ("school_work", "school_work"),
                            ("health", "health"),
                        ],
                        help_text="What it is about.",
                        max_length=20,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("desk", "desk"), ("sheet", "sheet"), ("meeting", "meeting"), ("phone", "phone")],
                        help_text="How.",
                        max_length=10,
                    ),
                ),
                ("consents", models.JSONField(help_text="Under which consents, by their ids.")),
                ("body", models.BinaryField(help_text="The text, sealed.")),
                ("at", models.DateTimeField(help_text="When.")),
                (
                    "once",
                    models.BinaryField(
                        help_text="The same words from the same form, only once.", max_length=32, unique=True
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        help_text="With which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="plans.party",
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
                "constraints": [
                    models.UniqueConstraint(fields=("party", "number"), name="sig_words_number_once_with_party"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["plan", "goals", "situation", "family", "safety", "school_work", "health"])
                        ),
                        name="sig_words_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["desk", "sheet", "meeting", "phone"])),
                        name="sig_words_way_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
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
                ("body", models.BinaryField(help_text="What, and who does it, sealed.")),
                (
                    "state",
                    models.CharField(
                        choices=[("agreed", "agreed"), ("moved", "moved"), ("done", "done"), ("not_done", "not_done")],
                        help_text="Where it stands.",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(help_text="By when, where the municipality is.")),
                ("at", models.DateTimeField(help_text="When it was agreed.")),
                (
                    "settled_at",
                    models.DateTimeField(help_text="When it was done, or turned out not to be.", null=True),
                ),
                (
                    "raised_at",
                    models.DateTimeField(help_text="When the clock told whoever leads that it is late.", null=True),
                ),
                ("up_at", models.DateTimeField(help_text="When the clock told the head of the unit.", null=True)),
                ("once", models.BinaryField(help_text="The same form is one.", max_length=32, unique=True)),
                (
                    "settled_by",
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
                    "party",
                    models.ForeignKey(
                        help_text="Which party.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="plans.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True), ("up_at__isnull", True)),
                        fields=["due_on"],
                        name="sig_commitment_to_raise",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["agreed", "moved", "done", "not_done"])),
                        name="sig_commitment_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state__in", ["agreed", "moved"])),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("state__in", ["done", "not_done"]),
                            ),
                            _connector="OR",
                        ),
                        name="sig_commitment_settled_says_when_and_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("came", models.BooleanField(help_text="Whether they came.")),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="plans.meeting",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.party",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("meeting", "party"), name="sig_attendance_once")],
            },
        ),
        migrations.CreateModel(
            name="PartyStaff",
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        help_text="For which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_rows",
                        to="plans.party",
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
                "indexes": [models.Index(fields=["staff", "ends_at"], name="sig_party_staff_by_staff")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("party", "staff"),
                        name="sig_party_staff_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="sig_party_staff_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
