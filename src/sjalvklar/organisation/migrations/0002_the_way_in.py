# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0001_staff"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenSession",
            fields=[
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "session_key",
                    models.CharField(
                        help_text="SHA-256 of the cookie, in hex.", max_length=64, primary_key=True, serialize=False
                    ),
                ),
                (
                    "device",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="A coarse word for the device: no address, no version.",
                        max_length=40,
                    ),
                ),
                ("began_at", models.DateTimeField(help_text="When the person signed in.", null=True)),
                (
                    "seen_at",
                    models.DateTimeField(help_text="When the person last did something, to the minute.", null=True),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Nobody's to see.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "browser",
                    models.CharField(
                        help_text="SHA-256 of what that browser alone holds.", max_length=64, unique=True
                    ),
                ),
                ("code", models.CharField(help_text="What the person reads out; it opens nothing.", max_length=16)),
                ("began_at", models.DateTimeField(help_text="When the person began to wait.")),
                ("ends_at", models.DateTimeField(help_text="The first moment it no longer holds.")),
                ("asked_at", models.DateTimeField(help_text="When.", null=True)),
                (
                    "approved_at",
                    models.DateTimeField(help_text="When: from then on the old ways in are gone.", null=True),
                ),
                (
                    "used_at",
                    models.DateTimeField(help_text="When the person came in by it. It works once.", null=True),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("began_at"))), name="recovery_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at__isnull", True), ("approved_at__isnull", False), _connector="OR"),
                        name="recovery_is_used_when_approved",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="grant",
            name="from_city",
            field=models.BooleanField(
                default=False,
                help_text="Yes: the city's identity provider says so, and ends it when it no longer does.",
            ),
        ),
        migrations.AddField(
            model_name="opensession",
            name="staff",
            field=models.ForeignKey(
                help_text="Who, once signed in.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="recovery",
            name="approved_by",
            field=models.ForeignKey(
                help_text="The other who vouched.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="recovery",
            name="asked_by",
            field=models.ForeignKey(
                help_text="The head who vouched first.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="recovery",
            name="staff",
            field=models.ForeignKey(
                help_text="Who waits; empty when there is nobody of that name, which nobody is told.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recoveries",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="opensession",
            index=models.Index(fields=["staff", "seen_at"], name="session_by_staff"),
        ),
        migrations.AddIndex(
            model_name="recovery",
            index=models.Index(fields=["staff", "ends_at"], name="recovery_by_staff"),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(
                        ("asked_by__isnull", False),
                        models.Q(("approved_by", models.F("asked_by")), _negated=True),
                        models.Q(("approved_by", models.F("staff")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="recovery_takes_two_others",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_by__isnull", True),
                    models.Q(("asked_by", models.F("staff")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_vouches_for_themselves",
            ),
        ),
        # Django's own table of sessions, whose keys could be used as they stood.
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
    ]
