# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supports and what belongs to them. What is written, and how to reach somebody, is sealed under a key of the
support's own, or of the person whose case it is part of; in clear stand only what a list, a clock and a count need.

An anonymous support has nothing in `called`, and the database refuses anything there: there is no place for an
identity.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from sjalvklar.casework.rules import TO, CopyKind, Recipient
from sjalvklar.support.models.columns import choices, one_of, staff_member
from sjalvklar.support.rules import (
    CloseReason,
    DocumentationMode,
    NextStep,
    NoticeAnswer,
    OfferAnswer,
    Source,
    State,
    TalkState,
    Way,
)

_FILE = DocumentationMode.PERSONAL_FILE.value


class Support(models.Model):
    """One relative's support in one unit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    authority = models.ForeignKey(
        "organisation.Authority", on_delete=models.PROTECT, related_name="+", help_text="Whose: a wall."
    )
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Where."
    )
    service = models.CharField(max_length=60, help_text="Which service, by its id in the pack.")
    mode = models.CharField(
        max_length=20, choices=choices(DocumentationMode), help_text="What may be kept. Never changed."
    )
    state = models.CharField(max_length=10, choices=choices(State), help_text="Where it stands.")
    source = models.CharField(max_length=10, choices=choices(Source), help_text="How they came.")
    situation = models.CharField(max_length=40, blank=True, help_text="As in the guide; empty when not said.")
    case = models.ForeignKey(
        "casework.Case", null=True, on_delete=models.CASCADE, related_name="+", help_text="The file it is part of."
    )
    subject = models.UUIDField(null=True, help_text="The key of what is sealed; in a file the person's own instead.")
    called = models.BinaryField(
        null=True,
        help_text="What to call them and what is safe, sealed; in a file the latter. Never of the anonymous.",
    )
    children = models.BinaryField(null=True, help_text="The step about children, in numbers, sealed.")
    opened_at = models.DateTimeField(help_text="When.")
    opened_by = staff_member("By whom.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form opens one support.")
    due_at = models.DateTimeField(null=True, help_text="When somebody must have taken what waits.")
    escalated_at = models.DateTimeField(null=True, help_text="When the head was told that nobody had.")
    next_step = models.CharField(max_length=20, blank=True, choices=choices(NextStep), help_text="What comes next.")
    next_on = models.DateField(null=True, help_text="When, where the municipality is.")
    raised_at = models.DateTimeField(null=True, help_text="When the head was told that the day had passed.")
    apply_told_at = models.DateTimeField(null=True, help_text="When they were told how to apply for assessed help.")
    closed_at = models.DateTimeField(null=True, help_text="When it ended.")
    closed_by = staff_member("Who closed it.", null=True)
    close_reason = models.CharField(max_length=20, blank=True, choices=choices(CloseReason), help_text="Why.")
    last_activity_at = models.DateTimeField(help_text="Disposal is counted from here.")
    notes_made = models.PositiveIntegerField(default=0, help_text="The number of the newest note.")
    erase_noted_at = models.DateTimeField(null=True, help_text="When its time was first found to have passed.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("mode", DocumentationMode), name="support_mode_is_known"),
            models.CheckConstraint(condition=one_of("source", Source), name="support_source_is_known"),
            models.CheckConstraint(
                condition=~Q(mode=DocumentationMode.ANONYMOUS.value) | Q(called__isnull=True),
                name="support_anonymous_has_no_identity",
            ),
            models.CheckConstraint(
                condition=Q(mode=_FILE, case__isnull=False, subject__isnull=True)
                | (~Q(mode=_FILE) & Q(case__isnull=True, subject__isnull=False)),
                name="support_file_or_own_key",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING.value, due_at__isnull=False, next_step="", next_on__isnull=True)
                | Q(state=State.OPEN.value, next_on__isnull=False) & one_of("next_step", NextStep)
                | Q(state=State.CLOSED.value, next_step="", next_on__isnull=True),
                name="support_open_has_next_step_and_day",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED.value, closed_at__isnull=False, closed_by__isnull=False)
                & one_of("close_reason", CloseReason)
                | (~Q(state=State.CLOSED.value) & Q(closed_at__isnull=True, closed_by__isnull=True, close_reason="")),
                name="support_closed_says_when_who_why",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "next_on", "id"], name="support_by_unit"),
            models.Index(fields=["state", "due_at"], name="support_by_due"),
            models.Index(fields=["state", "next_on"], name="support_by_next"),
        ]


class Assignment(models.Model):
    """Who answers for a support, from one moment until another. The ground of every reading."""

    support = models.ForeignKey(
        Support, on_delete=models.CASCADE, related_name="assignments", db_index=False, help_text="Which."
    )
    staff = staff_member("Who.")
    starts_at = models.DateTimeField(help_text="The first moment.")
    ends_at = models.DateTimeField(null=True, help_text="The first moment after.")
    by = staff_member("Who decided it; nobody when the clock did.", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["support"], condition=Q(ends_at__isnull=True), name="support_has_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="support_assignment_ends_after",
            ),
        ]
        indexes = [
            models.Index(fields=["support", "ends_at"], name="support_owner_by_support"),
            models.Index(fields=["staff", "ends_at"], name="support_owner_by_staff"),
        ]


class Note(models.Model):
    """Something written in a support. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Bound inside the seal.")
    support = models.ForeignKey(
        Support, on_delete=models.CASCADE, related_name="notes", db_index=False, help_text="Where."
    )
    number = models.PositiveIntegerField(help_text="Order in the support, whatever the clock said.")
    body = models.BinaryField(help_text="The text, sealed.")
    staff = staff_member("Who wrote it.")
    at = models.DateTimeField(help_text="When it was stored.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same words from the same form, only once.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["support", "number"], name="support_note_number_once"),
        ]


class Talk(models.Model):
    """A talk that is booked or has been held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    support = models.ForeignKey(
        Support, on_delete=models.CASCADE, related_name="talks", db_index=False, help_text="In which support."
    )
    staff = staff_member("With whom.")
    way = models.CharField(max_length=10, choices=choices(Way), help_text="How.")
    state = models.CharField(max_length=10, choices=choices(TalkState), help_text="What became of it.")
    starts_at = models.DateTimeField(help_text="When it begins.")
    ends_at = models.DateTimeField(help_text="The first moment after.")
    room = models.CharField(max_length=60, blank=True, help_text="Which room, by its id in the pack.")
    video = models.BinaryField(null=True, help_text="The link of one by video while it is booked, sealed.")
    given_at = models.DateTimeField(null=True, help_text="When the relative was given the link.")
    at = models.DateTimeField(help_text="When it was registered.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("way", Way), name="support_talk_way_is_known"),
            models.CheckConstraint(
                condition=Q(video__isnull=True) | Q(way=Way.VIDEO.value, state=TalkState.BOOKED.value),
                name="support_talk_link_while_booked",
            ),
            models.CheckConstraint(condition=one_of("state", TalkState), name="support_talk_state_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="support_talk_ends_after"),
        ]
        indexes = [
            models.Index(fields=["support", "starts_at"], name="support_talk_by_support"),
            models.Index(
                fields=["staff", "ends_at"], condition=Q(state=TalkState.BOOKED.value), name="support_talk_staff_taken"
            ),
            models.Index(
                fields=["room", "ends_at"], condition=Q(state=TalkState.BOOKED.value), name="support_talk_room_taken"
            ),
        ]


class Place(models.Model):
    """Somebody or some room that can be taken: one row to hold while a time is looked for, so that two who book at
    once do so one after the other."""

    name = models.CharField(primary_key=True, max_length=80, help_text="staff:number or room:id.")


class Offer(models.Model):
    """A service that was offered, and what the relative said. The newest holds."""

    support = models.ForeignKey(
        Support, on_delete=models.CASCADE, related_name="offers", db_index=False, help_text="In which support."
    )
    service = models.CharField(max_length=60, help_text="Which service, by its id in the pack.")
    answer = models.CharField(max_length=10, choices=choices(OfferAnswer), help_text="What they said.")
    staff = staff_member("Who asked.")
    at = models.DateTimeField(help_text="When.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("answer", OfferAnswer), name="support_offer_answer_is_known")
        ]
        indexes = [models.Index(fields=["support", "service", "at"], name="support_offer_by_support")]


class Noticed(models.Model):
    """That somebody in whatever unit noticed a relative and offered support, with what the noticer may know of it
    afterwards: that it was received, and that it was taken."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    receipt = models.CharField(max_length=9, unique=True, help_text="What the noticer is given: two by four digits.")
    staff = staff_member("Who noticed.")
    from_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Where they work."
    )
    to_unit = models.ForeignKey(
        "organisation.Unit",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Which unit received it; none when nothing was sent.",
    )
    situation = models.CharField(max_length=40, blank=True, help_text="As in the guide.")
    answer = models.CharField(max_length=12, choices=choices(NoticeAnswer), help_text="What came of it.")
    consent = models.BooleanField(null=True, help_text="To tell another authority, when it was one.")
    support = models.OneToOneField(
        Support, null=True, on_delete=models.SET_NULL, related_name="+", help_text="What was opened."
    )
    at = models.DateTimeField(help_text="When.")
    taken_at = models.DateTimeField(null=True, help_text="When somebody took it.")
    once = models.BinaryField(max_length=32, unique=True, help_text="The same form, only once.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("answer", NoticeAnswer), name="support_notice_answer_is_known"),
            models.CheckConstraint(
                condition=Q(answer=NoticeAnswer.CONTACT.value) | Q(support__isnull=True),
                name="support_notice_sends_when_wanted",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "at"], name="support_notice_by_staff"),
            models.Index(fields=["from_unit", "at"], name="support_notice_by_unit"),
        ]


class HandOut(models.Model):
    """That a copy of a support left, to whom and by whom. Of the copy itself nothing is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, help_text="Random: tells no order.")
    support = models.ForeignKey(
        Support, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Of which."
    )
    to = models.CharField(max_length=20, choices=choices(Recipient), help_text="To whom.")
    staff = staff_member("Who took it out.")
    at = models.DateTimeField(help_text="When.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to__in=[to.value for to in TO[CopyKind.EXTRACT]]),
                name="support_hand_out_goes_to_whom_it_may",
            ),
        ]
        indexes = [models.Index(fields=["support", "at"], name="support_hand_out_by_support")]
