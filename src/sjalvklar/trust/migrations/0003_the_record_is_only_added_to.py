# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from typing import Any

from django.db import migrations

from sjalvklar.trust.audit import guards


def put_up(apps: Any, editor: Any) -> None:
    guards.put_up(editor.connection.alias)


def take_down(apps: Any, editor: Any) -> None:
    guards.take_down(editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("trust", "0002_the_record_is_a_tree")]

    operations = [migrations.RunPython(put_up, take_down)]
