# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was followed up, as it goes along in a copy of a support, or of the case it is part of: days, what became of
them, and the person's own answers. What a day hangs on does not go along: a release or a judgment is somebody else's.
To a guardian, or whoever acts for somebody, no answers go: whether one feels safe may be about them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sjalvklar.casework.attached import Plain
from sjalvklar.casework.rules import Recipient
from sjalvklar.followup import content
from sjalvklar.followup.models import Asking, FollowUp
from sjalvklar.followup.rules import AskingState
from sjalvklar.trust import subjects


class InSupports:
    """Follow-ups and answers in supports."""

    name = "follow_ups"

    def in_supports(self, supports: Collection[UUID], subject: UUID, to: Recipient) -> tuple[Plain, ...]:
        rows = FollowUp.objects.filter(support__in=supports).order_by("on", "id")
        asked = Asking.objects.filter(support__in=supports, state=AskingState.ANSWERED.value)
        found: list[Plain] = [{"on": row.on, "state": row.state} for row in rows]
        if to.acts_for_them:
            return tuple(found)
        for row in asked.order_by("answered_at", "id"):
            if row.answers is not None and row.answered_at is not None:
                answers = content.open_answers(subjects.cipher(row.subject), bytes(row.answers), row.pk)
                found.append({"answered": row.answered_at, "questions": row.questions, "answers": answers})
        return tuple(found)
