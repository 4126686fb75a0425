# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happens at the public door: an answer is taken once, sealed to the support, and the code is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sjalvklar.followup import content
from sjalvklar.followup.actions.asking import count_answers
from sjalvklar.followup.models import Asking
from sjalvklar.followup.queries import door
from sjalvklar.followup.rules import AskingDeed, AskingState, Questions, check_asking, codes, questions
from sjalvklar.kernel import clock
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.access import context
from sjalvklar.trust.rules import RELATIVE
from sjalvklar.trust.subjects import SubjectGone


def answer(*, code: str, given: Mapping[str, str], address: str = "", at: datetime | None = None) -> bool:
    """Take the answers of whoever has the code; False for a code that opens nothing, whatever the reason.

    On record that it was answered, never what. Raises Invalid (choose, nothing_answered), guessing.Busy.
    """
    at = at or clock.now()
    found = door.asked(code, address=address, at=at)
    if found is None:
        return False
    answers = questions.checked(found.questions, given)
    with transaction.atomic():
        finding = codes.finding(codes.read(code))
        context.about(asking=found.id)
        row = Asking.objects.select_for_update().filter(finding=finding, state=AskingState.OPEN.value).first()
        if row is None:
            return False  # the same form came twice at once, and the other was first
        try:
            cipher = subjects.cipher(row.subject)
        except SubjectGone:
            return False
        row.state = check_asking(AskingState.OPEN, AskingDeed.ANSWER).value
        row.answers = content.seal_answers(cipher, answers, row.pk)
        row.answered_at, row.finding, row.expires_at = at, None, None
        trust.record(
            actor=RELATIVE,
            action="followup.answer",
            object=f"asking:{row.pk}",
            basis="code",
            detail={"questions": Questions(row.questions).value},
            at=at,
        )
        row.save(update_fields=["state", "answers", "answered_at", "finding", "expires_at"])
        count_answers(row.unit, answers, at)
    return True
