# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeyringCopy",
            fields=[
                (
                    "recovery_public",
                    models.BinaryField(
                        help_text="What it is sealed to.", max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.UUIDField(help_text="Bound inside the seal.")),
                ("sealed", models.BinaryField(help_text="The keyring file, sealed.")),
                ("made_at", models.DateTimeField(help_text="When the copy was made.")),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(help_text="When.")),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[("staff", "staff"), ("relative", "relative"), ("system", "system")],
                        help_text="What sort of somebody.",
                        max_length=10,
                    ),
                ),
                (
                    "actor_id",
                    models.CharField(
                        blank=True, help_text="Staff number or command; empty for a relative.", max_length=80
                    ),
                ),
                ("unit", models.CharField(blank=True, help_text="The unit it was done in.", max_length=60)),
                ("action", models.CharField(help_text="What was done.", max_length=60)),
                ("object", models.CharField(help_text="On what: kind:id.", max_length=100)),
                (
                    "basis",
                    models.CharField(
                        help_text="On what ground: assignment, stand_in, head, code, timer, …", max_length=60
                    ),
                ),
                ("detail", models.JSONField(default=dict, help_text="Codes and ids only.")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["object", "id"], name="audit_by_object"),
                    models.Index(fields=["actor_id", "id"], name="audit_by_actor"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("actor_kind__in", ["staff", "relative", "system"])),
                        name="audit_actor_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", ""), _negated=True), models.Q(("object", ""), _negated=True)
                        ),
                        name="audit_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HolderKey",
            fields=[
                (
                    "holder",
                    models.CharField(help_text="Who: unit:<id>.", max_length=80, primary_key=True, serialize=False),
                ),
                ("public", models.BinaryField(help_text="X25519 public key: anyone may seal to it.", max_length=32)),
                ("sealed_private", models.BinaryField(help_text="X25519 private key, sealed under the KEK.")),
                ("kek_version", models.PositiveIntegerField(help_text="Which version of the KEK it is sealed under.")),
                ("made_at", models.DateTimeField(help_text="When it was made.")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("holder", ""), _negated=True), name="holder_has_a_name")
                ],
            },
        ),
    ]
