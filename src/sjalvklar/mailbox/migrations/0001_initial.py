# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0001_staff"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BinaryField(
                        help_text="Made from the key; gives nothing of it away.",
                        max_length=16,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sealed", models.BinaryField(help_text="What was typed.")),
                ("expires_at", models.DateTimeField(help_text="After this it does not open, and is erased.")),
                ("made_at", models.DateTimeField(help_text="When. A draft from the future is erased too.")),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="draft_by_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="draft_ends_after_it_begins"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Thread",
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
                    "finding",
                    models.BinaryField(
                        help_text="Finds the thread from its code: HMAC(pepper, Argon2id(code)).",
                        max_length=32,
                        unique=True,
                    ),
                ),
                (
                    "nonce_id",
                    models.BinaryField(
                        help_text="Finds the thread from the form it came in: one form, one thread.",
                        max_length=32,
                        unique=True,
                    ),
                ),
                (
                    "public",
                    models.BinaryField(
                        help_text="X25519 public key that everything in it is sealed to.", max_length=32
                    ),
                ),
                (
                    "safe_contact",
                    models.BinaryField(help_text="How the person may be contacted, sealed to the thread's key."),
                ),
                ("safe_contact_name", models.UUIDField(help_text="Bound inside the seal of the safe contact.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("taken", "taken"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                        ],
                        help_text="Where it stands.",
                        max_length=10,
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        blank=True, help_text="As chosen in the guide; empty when not said.", max_length=40
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        blank=True, help_text="As chosen in the guide: parent, sibling, …", max_length=40
                    ),
                ),
                ("danger", models.CharField(blank=True, help_text="As said: now, unsure, no.", max_length=10)),
                ("child", models.BooleanField(default=False, help_text="Whether the writer is under 18.")),
                (
                    "area",
                    models.CharField(blank=True, help_text="The area said, by its id in the pack.", max_length=60),
                ),
                ("language", models.CharField(help_text="What the person writes in.", max_length=20)),
                (
                    "fear",
                    models.CharField(
                        blank=True, help_text="How afraid they say they are: none, some, great.", max_length=10
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "portal"),
                            ("phone", "phone"),
                            ("sms", "sms"),
                            ("email", "email"),
                            ("post", "post"),
                        ],
                        default="portal",
                        help_text="How they want to be answered; the number or address itself is sealed.",
                        max_length=10,
                    ),
                ),
                (
                    "days",
                    models.CharField(
                        choices=[("any", "any"), ("weekdays", "weekdays"), ("weekend", "weekend")],
                        default="any",
                        help_text="When.",
                        max_length=10,
                    ),
                ),
                (
                    "hours",
                    models.CharField(
                        choices=[
                            ("any", "any"),
                            ("morning", "morning"),
                            ("afternoon", "afternoon"),
                            ("evening", "evening"),
                        ],
                        default="any",
                        help_text="When.",
                        max_length=10,
                    ),
                ),
                (
                    "turn",
                    models.PositiveSmallIntegerField(help_text="Who is answered first: 0 first, 1 soon, 2 in turn."),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        help_text="Place in a list: 0 or 1 while an answer is owed, then 8, 9."
                    ),
                ),
                (
                    "sort_at",
                    models.DateTimeField(help_text="Place within the rank: when its turn comes."),
                ),
                ("received_at", models.DateTimeField(help_text="When the first message came.")),
                (
                    "waiting_since",
                    models.DateTimeField(help_text="Since when an answer is owed; empty when none is.", null=True),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        help_text="When the promised answer is due; empty when none is owed.", null=True
                    ),
                ),
                (
                    "take_by",
                    models.DateTimeField(help_text="When it goes to the unit head if nobody has taken it.", null=True),
                ),
                ("last_activity_at", models.DateTimeField(help_text="When somebody last did something in it.")),
                (
                    "messages_made",
                    models.PositiveIntegerField(default=0, help_text="The number of the newest message."),
                ),
                (
                    "unread",
                    models.BooleanField(
                        default=True, help_text="The relative wrote something nobody at the desk has read."
                    ),
                ),
                ("owned_at", models.DateTimeField(help_text="Since when.", null=True)),
                (
                    "escalated_at",
                    models.DateTimeField(help_text="When it went to the unit head because nobody took it.", null=True),
                ),
                (
                    "first_answer_at",
                    models.DateTimeField(help_text="When the relative first got an answer.", null=True),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(help_text="When the code was first used: it is not shown again.", null=True),
                ),
                ("closed_at", models.DateTimeField(help_text="When it ended.", null=True)),
                ("closed_by", models.CharField(blank=True, help_text="staff:<number> or relative.", max_length=80)),
                (
                    "close_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("helped", "helped"),
                            ("continues_elsewhere", "continues_elsewhere"),
                            ("no_reply", "no_reply"),
                            ("already_open", "already_open"),
                            ("not_a_contact", "not_a_contact"),
                            ("by_relative", "by_relative"),
                        ],
                        help_text="Why.",
                        max_length=30,
                    ),
                ),
                (
                    "erase_noted_at",
                    models.DateTimeField(
                        help_text="When it was found past its time; erased when that still holds a day later.",
                        null=True,
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who gave it to the owner, until the owner has read it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The named person who answers for it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The unit that holds it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "state", "rank", "sort_at", "id"], name="thread_by_state"),
                    models.Index(fields=["unit", "rank", "sort_at", "id"], name="thread_by_unit"),
                    models.Index(fields=["owner", "unit", "rank", "sort_at", "id"], name="thread_by_owner"),
                    models.Index(
                        condition=models.Q(("take_by__isnull", False)),
                        fields=["owner", "take_by"],
                        name="thread_unowned",
                    ),
                    models.Index(
                        condition=models.Q(("escalated_at__isnull", False)),
                        fields=["unit", "rank"],
                        name="thread_escalated",
                    ),
                    models.Index(fields=["last_activity_at"], name="thread_by_activity"),
                    models.Index(
                        condition=models.Q(("erase_noted_at__isnull", False)),
                        fields=["erase_noted_at"],
                        name="thread_past_its_time",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "taken", "answered", "closed"])),
                        name="thread_state_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("turn__in", [0, 1, 2])), name="thread_turn_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owned_at__isnull", True), ("owner__isnull", True)),
                            models.Q(("owned_at__isnull", False), ("owner__isnull", False)),
                            _connector="OR",
                        ),
                        name="thread_owner_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("close_reason", ""),
                                ("closed_at__isnull", True),
                                ("closed_by", ""),
                                models.Q(("state", "closed"), _negated=True),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(("closed_by", ""), _negated=True),
                                models.Q(("close_reason", ""), _negated=True),
                                ("state", "closed"),
                            ),
                            _connector="OR",
                        ),
                        name="thread_closed_says_when_who_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__isnull", False),
                                ("waiting_since__isnull", False),
                                ("state__in", ["taken", "waiting"]),
                            ),
                            models.Q(
                                ("due_at__isnull", True),
                                ("waiting_since__isnull", True),
                                models.Q(("state__in", ["taken", "waiting"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="thread_owed_has_a_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("take_by__isnull", False), ("state", "waiting")),
                            models.Q(("take_by__isnull", True), models.Q(("state", "waiting"), _negated=True)),
                            _connector="OR",
                        ),
                        name="thread_waiting_has_a_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["taken", "answered"]), _negated=True),
                            ("owner__isnull", False),
                            _connector="OR",
                        ),
                        name="thread_taken_has_an_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handed_by__isnull", True), ("owner__isnull", False), _connector="OR"),
                        name="thread_handed_has_an_owner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                ("number", models.PositiveIntegerField(help_text="Order in the thread, whatever the clock said.")),
                ("from_relative", models.BooleanField(help_text="Whether the relative wrote it.")),
                (
                    "once",
                    models.BinaryField(
                        help_text="The same words from the same form, only once.", max_length=32, unique=True
                    ),
                ),
                ("body", models.BinaryField(help_text="The text, padded to 512 bytes and sealed.")),
                ("at", models.DateTimeField(help_text="When it was stored.")),
                ("read_at", models.DateTimeField(help_text="When the other side first read it.", null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who at the desk.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Where.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="mailbox.thread",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "number"), name="message_number_once_in_thread"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_relative", True), ("staff__isnull", True)),
                            models.Q(("from_relative", False), ("staff__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_is_from_one_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wrap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(help_text="code, or unit:<id>.", max_length=80)),
                ("wrapped", models.BinaryField(help_text="The key, sealed.")),
                (
                    "thread",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Whose key.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wraps",
                        to="mailbox.thread",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "holder"), name="wrap_once_for_each_holder")
                ],
            },
        ),
    ]
