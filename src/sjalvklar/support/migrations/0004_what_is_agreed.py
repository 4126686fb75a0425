# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0005_the_city_ends_sessions"),
        ("support", "0003_children"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnPlan",
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
                ("number", models.PositiveIntegerField(help_text="Which version.")),
                ("body", models.BinaryField(help_text="The plan, sealed.")),
                ("look_on", models.DateField(help_text="When it is looked at again, where the municipality is.")),
                (
                    "looked_at",
                    models.DateTimeField(help_text="When it was last looked at and left as it is.", null=True),
                ),
                ("raised_at", models.DateTimeField(help_text="When it was told that nobody had looked.", null=True)),
                ("replaced_at", models.DateTimeField(help_text="When the next version took its place.", null=True)),
                ("at", models.DateTimeField(help_text="When.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
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
                        choices=[("thread", "thread"), ("safe", "safe")], help_text="How.", max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "due"), ("done", "done"), ("could_not", "could_not"), ("dropped", "dropped")],
                        help_text="What became of it.",
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(help_text="The day, where the municipality is.")),
                ("raised_at", models.DateTimeField(help_text="When it was told that the day had passed.", null=True)),
                (
                    "settled_at",
                    models.DateTimeField(help_text="When it was done, could not be done or was taken off.", null=True),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReminderWish",
            fields=[
                (
                    "support",
                    models.OneToOneField(
                        help_text="In which support.",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="support.support",
                    ),
                ),
                ("wanted", models.BooleanField(help_text="Whether they said yes.")),
                (
                    "way",
                    models.CharField(
                        choices=[("thread", "thread"), ("safe", "safe")], help_text="How.", max_length=10
                    ),
                ),
                ("days_before", models.PositiveSmallIntegerField(help_text="How many days before.")),
                ("at", models.DateTimeField(help_text="When.")),
            ],
        ),
        migrations.CreateModel(
            name="SafetyTold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "said_by",
                    models.CharField(
                        choices=[
                            ("themselves", "themselves"),
                            ("in_writing", "in_writing"),
                            ("who_they_sent", "who_they_sent"),
                            ("we_stopped", "we_stopped"),
                        ],
                        help_text="Who said it.",
                        max_length=15,
                    ),
                ),
                ("said_on", models.DateField(help_text="When they said it, where the municipality is.")),
                ("at", models.DateTimeField(help_text="When it was noted.")),
                ("once", models.BinaryField(help_text="The same form, only once.", max_length=32, unique=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="support",
            name="support_anonymous_has_no_identity",
        ),
        migrations.AddField(
            model_name="talk",
            name="given_at",
            field=models.DateTimeField(help_text="When the relative was given the link.", null=True),
        ),
        migrations.AddField(
            model_name="talk",
            name="video",
            field=models.BinaryField(help_text="The link of one by video while it is booked, sealed.", null=True),
        ),
        migrations.AlterField(
            model_name="support",
            name="called",
            field=models.BinaryField(
                help_text="What to call them and what is safe, sealed; in a file the latter. Never of the anonymous.",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mode", "anonymous"), _negated=True), ("called__isnull", True), _connector="OR"
                ),
                name="support_anonymous_has_no_identity",
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("video__isnull", True), models.Q(("state", "booked"), ("way", "video")), _connector="OR"
                ),
                name="support_talk_link_while_booked",
            ),
        ),
        migrations.AddField(
            model_name="ownplan",
            name="staff",
            field=models.ForeignKey(
                db_index=False,
                help_text="Who wrote it down.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ownplan",
            name="support",
            field=models.ForeignKey(
                db_index=False,
                help_text="Of which support.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="own_plans",
                to="support.support",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="settled_by",
            field=models.ForeignKey(
                db_index=False,
                help_text="Who did it; nobody when the clock did.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="support",
            field=models.ForeignKey(
                db_index=False,
                help_text="In which support.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="support.support",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="talk",
            field=models.ForeignKey(
                db_index=False,
                help_text="Of which talk.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="support.talk",
            ),
        ),
        migrations.AddField(
            model_name="reminderwish",
            name="staff",
            field=models.ForeignKey(
                db_index=False,
                help_text="Whom they told.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="safetytold",
            name="staff",
            field=models.ForeignKey(
                db_index=False,
                help_text="Who noted it.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="safetytold",
            name="support",
            field=models.ForeignKey(
                db_index=False,
                help_text="In which support.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="support.support",
            ),
        ),
        migrations.AddIndex(
            model_name="ownplan",
            index=models.Index(
                condition=models.Q(("raised_at__isnull", True), ("replaced_at__isnull", True)),
                fields=["look_on"],
                name="support_own_plan_to_look_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownplan",
            constraint=models.UniqueConstraint(fields=("support", "number"), name="support_own_plan_number_once"),
        ),
        migrations.AddConstraint(
            model_name="ownplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("support",),
                name="support_own_plan_one_holds",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaced_at__isnull", True), ("replaced_at__gte", models.F("at")), _connector="OR"
                ),
                name="support_own_plan_replaced_after",
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(fields=["support", "on"], name="support_reminder_by_support"),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                condition=models.Q(("state", "due")), fields=["on"], name="support_reminder_due_by_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["thread", "safe"])), name="support_reminder_way_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("state", "due")),
                    models.Q(
                        ("state__in", ["due", "done", "could_not", "dropped"]),
                        models.Q(("state", "due"), _negated=True),
                        ("settled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="support_reminder_settled_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "due")), fields=("talk",), name="support_reminder_one_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderwish",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["thread", "safe"])), name="support_reminder_wish_way_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="safetytold",
            index=models.Index(fields=["support", "at"], name="support_told_by_support"),
        ),
        migrations.AddConstraint(
            model_name="safetytold",
            constraint=models.CheckConstraint(
                condition=models.Q(("said_by__in", ["themselves", "in_writing", "who_they_sent", "we_stopped"])),
                name="support_safety_told_by_is_known",
            ),
        ),
    ]
