# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders so far are of the time that their talk has now."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def note_times(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    talks = apps.get_model("support", "Talk").objects.filter(pk=OuterRef("talk"))
    apps.get_model("support", "Reminder").objects.update(talk_at=Subquery(talks.values("starts_at")))


_HELP = "The time of the talk that they are told."


class Migration(migrations.Migration):
    dependencies = [("support", "0004_what_is_agreed")]

    operations = [
        migrations.AddField("reminder", "talk_at", models.DateTimeField(null=True, help_text=_HELP)),
        migrations.RunPython(note_times, migrations.RunPython.noop),
        migrations.AlterField("reminder", "talk_at", models.DateTimeField(help_text=_HELP)),
    ]
