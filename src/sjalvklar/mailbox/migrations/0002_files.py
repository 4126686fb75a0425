# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mailbox", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
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
                ("number", models.PositiveIntegerField(help_text="Order in the thread.")),
                (
                    "kind",
                    models.CharField(
                        choices=[("jpeg", "jpeg"), ("png", "png"), ("heic", "heic"), ("pdf", "pdf"), ("text", "text")],
                        help_text="What it is, by its content.",
                        max_length=10,
                    ),
                ),
                ("steps", models.PositiveIntegerField(help_text="How large it is, in steps of 64 kB.")),
                ("copies", models.PositiveSmallIntegerField(help_text="How many pictures show it; one for a text.")),
                ("at", models.DateTimeField(help_text="When it was stored.")),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        help_text="With which message.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="mailbox.message",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Where.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="mailbox.thread",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["message"], name="attachment_by_message")],
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "number"), name="attachment_number_once_in_thread"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["jpeg", "png", "heic", "pdf", "text"])),
                        name="attachment_kind_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("copies__gte", 1)), name="attachment_can_be_shown"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttachmentPart",
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
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="0 is the file as it came; from 1 on what is shown of it."
                    ),
                ),
                ("body", models.BinaryField(help_text="The bytes, padded to 64 kB and sealed to the thread's key.")),
                (
                    "attachment",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which file.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="mailbox.attachment",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        help_text="Where.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mailbox.thread",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("attachment", "number"), name="part_once_in_attachment")
                ],
            },
        ),
    ]
