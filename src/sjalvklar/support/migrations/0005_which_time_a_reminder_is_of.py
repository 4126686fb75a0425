# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from typing import Any

from django.db import migrations, models

FROM_BEFORE = """
UPDATE support_reminder SET talk_at = (SELECT starts_at FROM support_talk AS t WHERE t.id = support_reminder.talk_id)
"""
_HELP = "The time of the talk that they are told."


def note_times(apps: Any, editor: Any) -> None:
    """Reminders from before are of the time that their talk has now."""
    editor.execute(FROM_BEFORE)


class Migration(migrations.Migration):
    dependencies = [("support", "0004_what_is_agreed")]

    operations = [
        migrations.AddField("reminder", "talk_at", models.DateTimeField(null=True, help_text=_HELP)),
        migrations.RunPython(note_times, migrations.RunPython.noop),
        migrations.AlterField("reminder", "talk_at", models.DateTimeField(help_text=_HELP)),
    ]
