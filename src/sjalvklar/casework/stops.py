# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why whom a case is about may not be reached now. Rooms above say so when the product is loaded: casework knows none
of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from django.db.models import F, Q

from sjalvklar.casework import content
from sjalvklar.casework.models import Case, Joining, Note
from sjalvklar.casework.rules import Part
from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox import queries as mailbox
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.subjects import SubjectGone

# Answers with the refusal's code while the one whom those cases are about is not to be reached, else with nothing.
Stop = Callable[[Collection[UUID]], str]

STOPS: list[Stop] = []
CONTACT = "not_to_be_reached"


def tell(stop: Stop) -> None:
    """What a room above may stop. Called once by each, when it is ready."""
    STOPS.append(stop)


def why_not(case_id: UUID) -> str:
    """The first reason not to reach whom the case is about, in it, in the others about the same person, or in the
    contacts that they were opened from; empty when there is none."""
    there = together(case_id)
    return next((code for code in (stop(there) for stop in STOPS) if code), "") or of_contacts(there)


def contact_of(case: Case) -> UUID | None:
    """The contact that a case was opened from, which stands in its first note; None when there was none. Call only
    after the deed is on record, for somebody who may read the case. Raises SubjectGone."""
    first = Note.objects.filter(case=case).order_by("number").first()
    if first is None:
        return None
    contact = content.open_note(subjects.cipher(case.person_id), bytes(first.body), first.pk)[1]
    return UUID(contact) if contact else None


def of_contacts(there: Collection[UUID]) -> str:
    """That a contact which one of the cases was opened from is not to be reached. Nobody is shown what is opened here,
    so that it is no reading."""
    with deeds.beyond_the_desk():
        for case in Case.objects.filter(pk__in=there):
            try:
                contact = contact_of(case)
            except SubjectGone:
                continue
            if contact is not None and mailbox.is_stopped(contact):
                return CONTACT
    return ""


def together(case_id: UUID) -> tuple[UUID, ...]:
    """The case, and the others of its authority that were found to be about the same person: who is in danger in one
    of them is in all, whether they go on in one another or not. Asked beyond the desk: that somebody is not to be
    reached is told, and nothing else; and of what is for named people not even that to others."""
    found = [case_id]
    with deeds.beyond_the_desk():
        protected = Case.objects.filter(pk=case_id, protected=True).exists()
        ask = {case_id}
        while ask:
            pairs = Joining.objects.filter(
                Q(case__in=ask) | Q(other_case__in=ask),
                holds_from__isnull=False,
                undone_at__isnull=True,
                first__part=Part.RELATIVE.value,
                second__part=Part.RELATIVE.value,
                case__authority=F("other_case__authority"),  # between boards somebody decides what is told
            ).values_list("case", "other_case")
            near = {one for pair in pairs for one in pair} - set(found)
            there = Case.objects.filter(pk__in=near) if near else Case.objects.none()
            ask = set((there if protected else there.filter(protected=False)).values_list("pk", flat=True))
            found += sorted(ask)
    return tuple(found)


def has_died(case_id: UUID) -> bool:
    """Whether whom the case is about has died, as is noted in it or in another about the same person."""
    there = together(case_id)
    with deeds.beyond_the_desk():
        return Case.objects.filter(pk__in=there, person__dead=True).exists()


def check_may_reach(case_id: UUID) -> None:
    """Raises NotNow with the reason."""
    code = why_not(case_id)
    if code:
        raise NotNow(code)
