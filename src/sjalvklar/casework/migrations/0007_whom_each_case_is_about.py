# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from typing import Any

from django.db import migrations

FROM_BEFORE = """
INSERT INTO casework_involved (case_id, person_id, part, number, at, by_id)
SELECT id, person_id, 'relative', 1, opened_at, opened_by_id FROM casework_case AS c
WHERE NOT EXISTS (SELECT 1 FROM casework_involved AS i WHERE i.case_id = c.id AND i.part = 'relative')
"""


def note_whom(apps: Any, editor: Any) -> None:
    """Whom a case from before is about is its relative, with the number that the first in a new case gets."""
    editor.execute(FROM_BEFORE)


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_people_in_a_case")]

    operations = [migrations.RunPython(note_whom, migrations.RunPython.noop)]
