# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0005_the_city_ends_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        editable=False, help_text="As in the key store.", primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(help_text="Year and digits drawn by chance.", max_length=12)),
                ("kind", models.CharField(help_text="As in the pack.", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("watch", "watch"), ("closed", "closed")],
                        help_text="Where it stands.",
                        max_length=10,
                    ),
                ),
                ("happened_at", models.DateTimeField(help_text="When it happened, as far as is known.")),
                ("words", models.BinaryField(help_text="Where it happened, and where the local room is, sealed.")),
                ("room_opens_at", models.DateTimeField(help_text="When the local room opens.", null=True)),
                ("debrief_at", models.DateTimeField(help_text="When those who worked meet afterwards.", null=True)),
                ("debrief_held_at", models.DateTimeField(help_text="When that was done.", null=True)),
                ("opened_at", models.DateTimeField(help_text="When it was opened here.")),
                ("calm_at", models.DateTimeField(help_text="When the first days were over.", null=True)),
                ("closed_at", models.DateTimeField(help_text="When it ended.", null=True)),
                ("last_at", models.DateTimeField(help_text="The last deed in it: disposal is counted from here.")),
                (
                    "lines_made",
                    models.PositiveIntegerField(default=0, help_text="The number of the newest line in its log."),
                ),
                (
                    "families_made",
                    models.PositiveIntegerField(default=0, help_text="The number of the newest family."),
                ),
                (
                    "once",
                    models.BinaryField(help_text="The same form opens one incident.", max_length=32, unique=True),
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
                    "media",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who answers journalists, so that nobody else has to.",
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
                        help_text="Who leads it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "state", "opened_at"], name="incident_by_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("authority", "number"), name="incident_number_once_in_authority"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "watch", "closed"])), name="incident_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="incident_closed_says_when_and_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Family",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        editable=False, help_text="As in the key store.", primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="Order in the incident.")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("follow_up", "follow_up"), ("ended", "ended")],
                        help_text="Where the work stands.",
                        max_length=10,
                    ),
                ),
                ("body", models.BinaryField(help_text="What they are called, and how they are reached, sealed.")),
                ("people", models.PositiveSmallIntegerField(help_text="How many they are.")),
                (
                    "children",
                    models.PositiveSmallIntegerField(help_text="How many are under 18; empty until asked.", null=True),
                ),
                (
                    "reached",
                    models.CharField(
                        blank=True,
                        choices=[("reached", "reached"), ("declined", "declined"), ("not_found", "not_found")],
                        help_text="What came of it.",
                        max_length=10,
                    ),
                ),
                ("reached_at", models.DateTimeField(help_text="When.", null=True)),
                (
                    "consent_at",
                    models.DateTimeField(help_text="When they said yes to the long time after.", null=True),
                ),
                ("made_at", models.DateTimeField(help_text="When we came to know of them.")),
                ("last_at", models.DateTimeField(help_text="The last deed.")),
                ("notes_made", models.PositiveIntegerField(default=0, help_text="The number of the newest note.")),
                ("once", models.BinaryField(help_text="The same form adds one family.", max_length=32, unique=True)),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The one named crisis contact, now.",
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
                        help_text="Who wrote them down.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        help_text="As the incident's.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="incident.incident",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["incident", "state", "reached"], name="family_by_reached"),
                    models.Index(fields=["contact", "state"], name="family_by_contact"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "number"), name="family_number_once_in_incident"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "follow_up", "ended"])), name="family_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reached", ""), ("reached_at__isnull", True)),
                            models.Q(
                                models.Q(("reached", ""), _negated=True),
                                ("reached__in", ["", "reached", "declined", "not_found"]),
                                ("reached_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="family_reached_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "follow_up"), _negated=True),
                            ("consent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="family_follow_up_needs_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("whom", models.CharField(help_text="As in the pack.", max_length=60)),
                ("at", models.DateTimeField(help_text="When they were alerted.")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("coming", "coming"),
                            ("ready_now", "ready_now"),
                            ("ready_tomorrow", "ready_tomorrow"),
                            ("calls_back", "calls_back"),
                            ("cannot", "cannot"),
                            ("no_answer", "no_answer"),
                        ],
                        help_text="What they said.",
                        max_length=16,
                    ),
                ),
                ("answered_at", models.DateTimeField(help_text="When.", null=True)),
                (
                    "answer_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who took the answer.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
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
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="incident.incident",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "whom"), name="alerted_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answer_by__isnull", True), ("answered_at__isnull", True)),
                            models.Q(
                                (
                                    "answer__in",
                                    ["coming", "ready_now", "ready_tomorrow", "calls_back", "cannot", "no_answer"],
                                ),
                                ("answer_by__isnull", False),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="alert_answer_says_when_and_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.CharField(help_text="As in the pack.", max_length=60)),
                ("due_at", models.DateTimeField(help_text="By when.")),
                ("done_at", models.DateTimeField(help_text="When it was done.", null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="By whom.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="incident.incident",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("incident", "task"), name="task_once_in_incident")],
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
                        help_text="Who decided it; empty when the clock did.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leads",
                        to="incident.incident",
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
                "indexes": [
                    models.Index(fields=["incident", "ends_at"], name="lead_by_incident"),
                    models.Index(fields=["staff", "ends_at"], name="lead_by_staff"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)), fields=("incident",), name="lead_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="lead_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("whom", models.CharField(help_text="As in the pack.", max_length=60)),
                ("at", models.DateTimeField(help_text="When.")),
                ("answered", models.BooleanField(help_text="Whether a person answered.")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who called.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="incident.incident",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["incident", "whom", "at"], name="call_by_incident")],
            },
        ),
        migrations.CreateModel(
            name="LogLine",
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
                ("number", models.PositiveIntegerField(help_text="Order, whatever the clock said.")),
                ("body", models.BinaryField(help_text="The text, sealed.")),
                ("at", models.DateTimeField(help_text="When it was stored.")),
                (
                    "once",
                    models.BinaryField(
                        help_text="The same words from the same form, only once.", max_length=32, unique=True
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="incident.incident",
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
                "constraints": [models.UniqueConstraint(fields=("incident", "number"), name="log_line_number_once")],
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
                ("number", models.PositiveIntegerField(help_text="Order, whatever the clock said.")),
                ("body", models.BinaryField(help_text="The text, sealed.")),
                ("at", models.DateTimeField(help_text="When it was stored.")),
                (
                    "once",
                    models.BinaryField(
                        help_text="The same words from the same form, only once.", max_length=32, unique=True
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of whom.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="incident.family",
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
                "constraints": [models.UniqueConstraint(fields=("family", "number"), name="family_note_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Reach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(help_text="When.")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("visit", "visit"),
                            ("phone", "phone"),
                            ("local_room", "local_room"),
                            ("hospital", "hospital"),
                            ("school", "school"),
                            ("by_other", "by_other"),
                        ],
                        help_text="How.",
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "reached"),
                            ("no_answer", "no_answer"),
                            ("later", "later"),
                            ("declined", "declined"),
                            ("not_found", "not_found"),
                        ],
                        help_text="What came of it.",
                        max_length=12,
                    ),
                ),
                (
                    "told_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("police", "police"),
                            ("hospital", "hospital"),
                            ("family", "family"),
                            ("us", "us"),
                            ("media", "media"),
                            ("not_told", "not_told"),
                        ],
                        help_text="Who had told them what happened.",
                        max_length=12,
                    ),
                ),
                ("once", models.BinaryField(help_text="The same form is one attempt.", max_length=32, unique=True)),
                (
                    "family",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Whom.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reaches",
                        to="incident.family",
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
                "indexes": [models.Index(fields=["family", "at"], name="reach_by_family")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("way__in", ["visit", "phone", "local_room", "hospital", "school", "by_other"])
                        ),
                        name="reach_way_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["reached", "no_answer", "later", "declined", "not_found"])
                        ),
                        name="reach_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("told_by__in", ["", "police", "hospital", "family", "us", "media", "not_told"])
                        ),
                        name="reach_told_by_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ring",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("bereaved", "bereaved"),
                            ("injured", "injured"),
                            ("suspects_family", "suspects_family"),
                            ("neighbours", "neighbours"),
                            ("school", "school"),
                        ],
                        help_text="Whose circle.",
                        max_length=20,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="circles",
                        to="incident.incident",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "kind"), name="circle_once_in_incident"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["bereaved", "injured", "suspects_family", "neighbours", "school"])
                        ),
                        name="circle_is_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="family",
            name="circle",
            field=models.ForeignKey(
                help_text="In which circle.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="families",
                to="incident.ring",
            ),
        ),
        migrations.CreateModel(
            name="CircleStaff",
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
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="incident.incident",
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Which circle.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_rows",
                        to="incident.ring",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["circle", "staff"], name="circle_staff_by_circle"),
                    models.Index(fields=["incident", "staff"], name="circle_staff_by_incident"),
                    models.Index(fields=["staff", "ends_at"], name="circle_staff_by_staff"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("incident", "staff"),
                        name="circle_staff_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="circle_staff_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(help_text="As in the pack.", max_length=60)),
                ("starts_at", models.DateTimeField(help_text="From.")),
                ("ends_at", models.DateTimeField(help_text="Until.")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who put them there.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In which.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shifts",
                        to="incident.incident",
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
                "indexes": [models.Index(fields=["incident", "ends_at"], name="shift_by_incident")],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "staff", "role", "starts_at"), name="shift_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="shift_ends_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("checkpoint", "checkpoint"), ("authority", "authority")],
                        help_text="Which sort.",
                        max_length=10,
                    ),
                ),
                ("step", models.CharField(help_text="As in the pack.", max_length=60)),
                ("due_at", models.DateTimeField(help_text="By when.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "due"),
                            ("done", "done"),
                            ("declined", "declined"),
                            ("not_needed", "not_needed"),
                            ("ended", "ended"),
                        ],
                        help_text="Where it stands.",
                        max_length=10,
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(help_text="When it was done, or turned out not to be needed.", null=True),
                ),
                (
                    "raised_at",
                    models.DateTimeField(help_text="When the clock told whoever leads that it is late.", null=True),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="By whom.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        db_index=False,
                        help_text="For whom.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="incident.family",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("raised_at__isnull", True), ("state", "due")),
                        fields=["kind", "due_at"],
                        name="duty_to_raise",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("family", "kind", "step"), name="duty_once_for_a_family"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["checkpoint", "authority"])), name="duty_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["due", "done", "declined", "not_needed", "ended"])),
                        name="duty_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                    "family",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Whose.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="incident.family",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["family", "starts_at"], name="contact_by_family")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)), fields=("family",), name="contact_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                        ),
                        name="contact_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="family",
            index=models.Index(fields=["incident", "circle", "number"], name="family_by_circle"),
        ),
    ]
