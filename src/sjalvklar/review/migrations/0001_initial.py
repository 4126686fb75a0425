# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2


import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object", models.CharField(help_text="About what: kind:id.", max_length=100)),
                ("at", models.DateTimeField(help_text="When it happened.")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("object", "at"), name="an_incident_once")],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("whose", models.CharField(help_text="staff:id, or the object: kind:id.", max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[("surname", "surname"), ("address", "address"), ("number", "number")],
                        help_text="surname, address or number.",
                        max_length=10,
                    ),
                ),
                ("value", models.BinaryField(help_text="HMAC-SHA-256 under a key for this alone.", max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("whose", "kind", "value"), name="a_mark_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["surname", "address", "number"])), name="mark_of_a_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(blank=True, help_text="The unit, or empty.", max_length=60)),
                ("month", models.DateField(help_text="The month's first day.")),
                ("made_at", models.DateTimeField(help_text="When the readings were gone through.")),
                ("readings", models.PositiveIntegerField(help_text="How many there were.")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("unit", "month"), name="one_round_a_month")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="Its id.", primary_key=True, serialize=False)),
                ("staff", models.CharField(help_text="Who read: the staff number.", max_length=80)),
                (
                    "object",
                    models.CharField(blank=True, help_text="About what; empty for a whole day.", max_length=100),
                ),
                ("why", models.JSONField(help_text="Codes, in the order of the rules.")),
                ("weight", models.PositiveSmallIntegerField(help_text="How much it weighs; 0 for the random sample.")),
                ("first_at", models.DateTimeField(help_text="The first of the readings.")),
                ("last_at", models.DateTimeField(help_text="The last of the readings.")),
                ("readings", models.PositiveIntegerField(help_text="How many readings.")),
                ("entries", models.JSONField(help_text="Their numbers in the record, at most a hundred.")),
                (
                    "round",
                    models.ForeignKey(
                        help_text="The round.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="review.round",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["round", "-weight"], name="finding_by_weight")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.BigIntegerField(help_text="The reviewer's staff number.")),
                ("at", models.DateTimeField(help_text="When.")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("justified", "justified"),
                            ("explain", "explain"),
                            ("breach", "breach"),
                            ("reported", "reported"),
                        ],
                        help_text="What was decided.",
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("task", "task"),
                            ("stood_in", "stood_in"),
                            ("asked", "asked"),
                            ("emergency", "emergency"),
                            ("mistake", "mistake"),
                            ("no_answer", "no_answer"),
                            ("no_reason", "no_reason"),
                        ],
                        help_text="On what ground.",
                        max_length=20,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        help_text="Of what.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="review.finding",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["finding", "-id"], name="decision_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["justified", "explain", "breach", "reported"])),
                        name="outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                ["task", "stood_in", "asked", "emergency", "mistake", "no_answer", "no_reason"],
                            )
                        ),
                        name="reason_known",
                    ),
                ],
            },
        ),
    ]
