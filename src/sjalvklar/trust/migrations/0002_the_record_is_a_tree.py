# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from typing import Any

from django.db import migrations, models

import sjalvklar.trust.models


def salt_each(apps: Any, editor: Any) -> None:
    """Rows from before have no salt: random bits from the database itself, for each its own."""
    random = {
        "sqlite": "lower(hex(randomblob(16)))",
        "postgresql": "replace(gen_random_uuid()::text, '-', '')",
    }[editor.connection.vendor]
    editor.execute(f"UPDATE trust_auditentry SET salt = {random}")  # noqa: S608 - one of the two above


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditCheckpoint",
            fields=[
                (
                    "size",
                    models.BigIntegerField(help_text="How many leaves it covers.", primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(help_text="When it was signed.")),
                ("root", models.BinaryField(help_text="The root hash.", max_length=32)),
                (
                    "edge",
                    models.BinaryField(help_text="Roots of the whole subtrees, to go on from: the largest first."),
                ),
                ("note", models.TextField(help_text="The signed text (C2SP tlog-checkpoint).")),
            ],
        ),
        migrations.CreateModel(
            name="AuditCosignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField(help_text="The checkpoint.")),
                ("name", models.CharField(help_text="Who: the name in the witness's key.", max_length=120)),
                ("at", models.DateTimeField(help_text="When, as the witness says.")),
                ("line", models.TextField(help_text="The signature line (C2SP tlog-cosignature, version 1).")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("size", "name"), name="one_cosignature_each")],
            },
        ),
        migrations.CreateModel(
            name="AuditErasure",
            fields=[
                ("entry", models.BigIntegerField(help_text="The row's id.", primary_key=True, serialize=False)),
                ("decision", models.CharField(help_text="The disposal decision.", max_length=80)),
                ("at", models.DateTimeField(help_text="When.")),
            ],
        ),
        migrations.CreateModel(
            name="AuditLeaf",
            fields=[
                (
                    "index",
                    models.BigIntegerField(
                        help_text="Its place, counted from 0 without a gap.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.BigIntegerField(
                        help_text="The row's id; the row itself may have been erased.", unique=True
                    ),
                ),
                ("hash", models.BinaryField(help_text="SHA-256 of 0x00 and the row's text.", max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("index__gte", 0)), name="leaf_has_a_place")
                ],
            },
        ),
        migrations.AddField(
            model_name="auditentry",
            name="salt",
            field=models.CharField(
                default=sjalvklar.trust.models.new_salt, help_text="128 random bits, in hexadecimal.", max_length=32
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="detail",
            field=sjalvklar.trust.models.KeptJSON(default=dict, help_text="Codes and ids only."),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["at"], name="audit_by_time"),
        ),
        migrations.RunPython(salt_each, migrations.RunPython.noop),
    ]
