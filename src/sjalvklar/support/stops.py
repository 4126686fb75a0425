# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why somebody may not be reached now. Rooms above say so when the product is loaded: support knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from sjalvklar.casework import stops as of_cases
from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox import queries as mailbox
from sjalvklar.support import content
from sjalvklar.support.models import Support
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.subjects import SubjectGone

# Answers with the refusal's code while the one whom those supports are for is not to be reached, else with nothing.
# Asked beyond the desk, on behalf of somebody who may not read them: that it is so is told, and nothing else.
Stop = Callable[[Collection[UUID]], str]

STOPS: list[Stop] = []


def tell(stop: Stop) -> None:
    """What a room above may stop."""
    STOPS.append(stop)


def why_not(support_id: UUID) -> str:
    """The first reason not to reach whom the support is for; empty when there is none. What was seen in another
    support that began with the same contact, or in a case that was opened from it, is one."""
    with deeds.beyond_the_desk():
        support = Support.objects.filter(pk=support_id).first()
        if support is None:
            return ""
        if support.case_id is None:
            return _seen((support_id,)) or _of_contact(support)
        cases = of_cases.together(support.case_id)
        return _seen(_in(cases)) or of_cases.of_contacts(cases)


def _in(case_ids: Collection[UUID]) -> tuple[UUID, ...]:
    return tuple(Support.objects.filter(case__in=case_ids).values_list("pk", flat=True))


def _seen(there: Collection[UUID]) -> str:
    with deeds.beyond_the_desk():
        return next((code for code in (stop(there) for stop in STOPS) if code), "")


def contact_of(support: Support) -> UUID | None:
    """The contact that a support began with, or that its case was opened from; None when there was none. Call only
    after the deed is on record. Raises SubjectGone."""
    if support.case is not None:
        return of_cases.contact_of(support.case)
    if support.called is None or support.subject is None:
        return None
    found = content.open_called(subjects.cipher(support.subject), bytes(support.called), support.pk).thread
    return UUID(found) if found else None


def _of_contact(support: Support) -> str:
    """Nobody is shown what is opened here, so that it is no reading."""
    try:
        contact = contact_of(support)
    except SubjectGone:
        return ""
    return of_cases.CONTACT if contact is not None and mailbox.is_stopped(contact) else ""


def for_one_person(support_id: UUID) -> tuple[UUID, ...]:
    """The support, and the others of its case and of the other cases about the same person: whom one of them may not
    reach, none of them does. Asked beyond the desk, as the reasons are."""
    with deeds.beyond_the_desk():
        case = Support.objects.filter(pk=support_id).values_list("case", flat=True).first()
        return (support_id,) if case is None else about_one_person(case)


def about_one_person(case_id: UUID) -> tuple[UUID, ...]:
    """The supports in a case and in the other cases about the same person, asked so too."""
    with deeds.beyond_the_desk():
        return _in(of_cases.together(case_id))


def in_cases(case_ids: Collection[UUID]) -> str:
    """The first reason of any support in those cases: whom one of them may not reach, they do not reach either."""
    with deeds.beyond_the_desk():
        there = _in(case_ids)
    return _seen(there)


def check_lives(support: Support) -> None:
    """Raises NotNow("person_is_dead") when whom the file is about has died."""
    if support.case_id is not None and of_cases.has_died(support.case_id):
        raise NotNow("person_is_dead")


def check_may_reach(support_id: UUID) -> None:
    """Raises NotNow with the reason."""
    code = why_not(support_id)
    if code:
        raise NotNow(code)
