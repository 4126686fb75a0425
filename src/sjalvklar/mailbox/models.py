# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Threads and what belongs to them. What people wrote is sealed; what the work list needs stands in clear.

Which facts stand in clear, and why, is in docs/threat-model.md.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sjalvklar.mailbox.rules import OWED, Channel, CloseReason, Days, Hours, State, Turn
from sjalvklar.mailbox.rules.files import Kind

_WAITING = Q(state=State.WAITING.value)
_CLOSED = Q(state=State.CLOSED.value)


class Thread(models.Model):
    """One relative's contact with one unit, from the first word until it is erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    finding = models.BinaryField(
        max_length=32, unique=True, help_text="Finds the thread from its code: HMAC(pepper, Argon2id(code))."
    )
    pepper = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="Which version of the pepper its code was made under."
    )
    nonce_id = models.BinaryField(
        max_length=32, unique=True, help_text="Finds the thread from the form it came in: one form, one thread."
    )
    public = models.BinaryField(max_length=32, help_text="X25519 public key that everything in it is sealed to.")
    safe_contact = models.BinaryField(help_text="How the person may be contacted, sealed to the thread's key.")
    safe_contact_name = models.UUIDField(help_text="Bound inside the seal of the safe contact.")
    unit = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # the lists' own indexes begin with it
        help_text="The unit that holds it.",
    )
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in State], help_text="Where it stands."
    )

    situation = models.CharField(max_length=40, blank=True, help_text="As chosen in the guide; empty when not said.")
    who = models.CharField(max_length=40, blank=True, help_text="As chosen in the guide: parent, sibling, …")
    danger = models.CharField(max_length=10, blank=True, help_text="As said: now, unsure, no.")
    child = models.BooleanField(default=False, help_text="Whether the writer is under 18.")
    area = models.CharField(max_length=60, blank=True, help_text="The area said, by its id in the pack.")
    language = models.CharField(max_length=20, help_text="What the person writes in.")
    fear = models.CharField(max_length=10, blank=True, help_text="How afraid they say they are: none, some, great.")
    channel = models.CharField(
        max_length=10,
        choices=[(channel.value, channel.value) for channel in Channel],
        default=Channel.PORTAL.value,
        help_text="How they want to be answered; the number or address itself is sealed.",
    )
    days = models.CharField(
        max_length=10, choices=[(days.value, days.value) for days in Days], default=Days.ANY.value, help_text="When."
    )
    hours = models.CharField(
        max_length=10,
        choices=[(hours.value, hours.value) for hours in Hours],
        default=Hours.ANY.value,
        help_text="When.",
    )

    turn = models.PositiveSmallIntegerField(help_text="Who is answered first: 0 first, 1 soon, 2 in turn.")
    rank = models.PositiveSmallIntegerField(help_text="Place in a list: 0 or 1 while an answer is owed, then 8, 9.")
    sort_at = models.DateTimeField(help_text="Place within the rank: when its turn comes.")
    received_at = models.DateTimeField(help_text="When the first message came.")
    waiting_since = models.DateTimeField(null=True, help_text="Since when an answer is owed; empty when none is.")
    due_at = models.DateTimeField(null=True, help_text="When the promised answer is due; empty when none is owed.")
    take_by = models.DateTimeField(null=True, help_text="When it goes to the unit head if nobody has taken it.")
    last_activity_at = models.DateTimeField(help_text="When somebody last did something in it.")
    messages_made = models.PositiveIntegerField(default=0, help_text="The number of the newest message.")
    unread = models.BooleanField(default=True, help_text="The relative wrote something nobody at the desk has read.")

    stops = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="For how many reasons nobody is shown how to reach them."
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The named person who answers for it.",
    )
    owned_at = models.DateTimeField(null=True, help_text="Since when.")
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Who gave it to the owner, until the owner has read it.",
    )
    escalated_at = models.DateTimeField(null=True, help_text="When it went to the unit head because nobody took it.")
    first_answer_at = models.DateTimeField(null=True, help_text="When the relative first got an answer.")
    confirmed_at = models.DateTimeField(null=True, help_text="When the code was first used: it is not shown again.")

    closed_at = models.DateTimeField(null=True, help_text="When it ended.")
    closed_by = models.CharField(max_length=80, blank=True, help_text="staff:<number> or relative.")
    close_reason = models.CharField(
        max_length=30, blank=True, choices=[(reason.value, reason.value) for reason in CloseReason], help_text="Why."
    )
    erase_noted_at = models.DateTimeField(
        null=True, help_text="When it was found past its time; erased when that still holds a day later."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="thread_state_is_known"
            ),
            models.CheckConstraint(condition=Q(turn__in=[int(turn) for turn in Turn]), name="thread_turn_is_known"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, owned_at__isnull=True)
                | Q(owner__isnull=False, owned_at__isnull=False),
                name="thread_owner_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="", close_reason="") & ~_CLOSED
                | Q(closed_at__isnull=False) & ~Q(closed_by="") & ~Q(close_reason="") & _CLOSED,
                name="thread_closed_says_when_who_why",
            ),
            models.CheckConstraint(
                condition=Q(waiting_since__isnull=False, due_at__isnull=False)
                & Q(state__in=sorted(state.value for state in OWED))
                | Q(waiting_since__isnull=True, due_at__isnull=True)
                & ~Q(state__in=sorted(state.value for state in OWED)),
                name="thread_owed_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(take_by__isnull=False) & _WAITING | Q(take_by__isnull=True) & ~_WAITING,
                name="thread_waiting_has_a_limit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.TAKEN.value, State.ANSWERED.value]) | Q(owner__isnull=False),
                name="thread_taken_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(handed_by__isnull=True) | Q(owner__isnull=False), name="thread_handed_has_an_owner"
            ),
        ]
        indexes = [
            # Each list of the desk reads one of these from its beginning: a page costs the same however many wait.
            # They are whole, not partial by state: SQLite cannot prove a partial index from a bound parameter.
            models.Index(fields=["unit", "state", "rank", "sort_at", "id"], name="thread_by_state"),
            models.Index(fields=["unit", "rank", "sort_at", "id"], name="thread_by_unit"),
            models.Index(fields=["owner", "unit", "rank", "sort_at", "id"], name="thread_by_owner"),
            # The timer's questions: what has nobody, what went to the head, and what is past its time.
            models.Index(fields=["owner", "take_by"], condition=Q(take_by__isnull=False), name="thread_unowned"),
            # The rank stands in it too, else SQLite counts what went to the head by reading all that is open.
            models.Index(fields=["unit", "rank"], condition=Q(escalated_at__isnull=False), name="thread_escalated"),
            models.Index(fields=["last_activity_at"], name="thread_by_activity"),
            models.Index(
                fields=["erase_noted_at"], condition=Q(erase_noted_at__isnull=False), name="thread_past_its_time"
            ),
        ]


class Wrap(models.Model):
    """A thread's private key, wrapped to one who may open it. Destroying every wrap destroys the thread."""

    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="wraps", db_index=False, help_text="Whose key."
    )
    holder = models.CharField(max_length=80, help_text="code, or unit:<id>.")
    wrapped = models.BinaryField(help_text="The key, sealed.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "holder"], name="wrap_once_for_each_holder")]


class Message(models.Model):
    """Something written in a thread, sealed to the thread's key, with a number of its own in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="messages", db_index=False, help_text="Where."
    )
    number = models.PositiveIntegerField(help_text="Order in the thread, whatever the clock said.")
    from_relative = models.BooleanField(help_text="Whether the relative wrote it.")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Who at the desk.",
    )
    once = models.BinaryField(max_length=32, unique=True, help_text="The same words from the same form, only once.")
    body = models.BinaryField(help_text="The text, padded to 512 bytes and sealed.")
    at = models.DateTimeField(help_text="When it was stored.")
    read_at = models.DateTimeField(null=True, help_text="When the other side first read it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="message_number_once_in_thread"),
            models.CheckConstraint(
                condition=Q(from_relative=True, staff__isnull=True) | Q(from_relative=False, staff__isnull=False),
                name="message_is_from_one_side",
            ),
        ]


class Attachment(models.Model):
    """A file that the relative sent with a message. What it is called and what it says it is are kept nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="attachments", db_index=False, help_text="Where."
    )
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="attachments", db_index=False, help_text="With which message."
    )
    number = models.PositiveIntegerField(help_text="Order in the thread.")
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in Kind], help_text="What it is, by its content."
    )
    steps = models.PositiveIntegerField(help_text="How large it is, in steps of 64 kB.")
    copies = models.PositiveSmallIntegerField(help_text="How many pictures show it; one for a text.")
    at = models.DateTimeField(help_text="When it was stored.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="attachment_number_once_in_thread"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="attachment_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(copies__gte=1), name="attachment_can_be_shown"),
        ]
        indexes = [models.Index(fields=["message"], name="attachment_by_message")]


class AttachmentPart(models.Model):
    """One sealed part of a file: the file itself, or one of the pictures that show it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.CASCADE, related_name="parts", db_index=False, help_text="Of which file."
    )
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+", help_text="Where.")
    number = models.PositiveSmallIntegerField(help_text="0 is the file as it came; from 1 on what is shown of it.")
    body = models.BinaryField(help_text="The bytes, padded to 64 kB and sealed to the thread's key.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "number"], name="part_once_in_attachment")]


class FilesHeld(models.Model):
    """How much room all files take together: one row, added to with each, and weighed anew by the clock."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="Always 1.")
    bytes = models.BigIntegerField(default=0, help_text="As they are kept, sealed, with the pictures of them.")
    weighed_at = models.DateTimeField(null=True, help_text="When they were last counted through.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="files_are_held_in_one_house")]


class Draft(models.Model):
    """What somebody typed into a form that would not do yet, sealed with a key that only their address line holds."""

    id = models.BinaryField(max_length=16, primary_key=True, help_text="Made from the key; gives nothing of it away.")
    sealed = models.BinaryField(help_text="What was typed.")
    expires_at = models.DateTimeField(help_text="After this it does not open, and is erased.")
    made_at = models.DateTimeField(help_text="When. A draft from the future is erased too.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="draft_ends_after_it_begins")
        ]
        indexes = [models.Index(fields=["expires_at"], name="draft_by_end")]
