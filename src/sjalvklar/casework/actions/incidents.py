# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Something has happened that makes people curious about somebody: who reads afterwards comes up in the log review."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sjalvklar.casework.actions import files
from sjalvklar.casework.models import Case
from sjalvklar.casework.rules import numbers
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.review import actions as review
from sjalvklar.review import permissions
from sjalvklar.review import queries as reviewers
from sjalvklar.trust import deeds
from sjalvklar.trust.rules import Actor


def note_incident(*, actor: Viewer, number: str, happened: datetime, at: datetime | None = None) -> None:
    """Note that something happened around the person whose case has that number, in what the actor reviews.

    Whether there is such a case is not told, by the answer nor by the record's rows of a unit: a protected case is as
    no case. Raises NotFound for whoever reviews nothing, Invalid("case_number"), Invalid("not_yet").
    """
    at = at or clock.now()
    if not reviewers.units_to_review(actor):
        raise NotFound("no_such_round")
    wanted = numbers.read(number)
    if wanted is None:
        raise Invalid("case_number", field="number")
    if happened > at:
        raise Invalid("not_yet", field="day")
    by = Actor.staff(actor.staff_id)
    with transaction.atomic():
        # Whoever reviews may not open cases, and does not: nothing comes out of here.
        with deeds.beyond_the_desk():
            numbered = Case.objects.filter(number=wanted).values_list("pk", "unit_id", "authority_id")
            found = [pk for pk, unit, authority in numbered if permissions.can_see_round(actor, unit, authority)]
        for pk in found:
            review.note_incident(files.about(pk), happened=happened, actor=by)
        if not found:
            review.note_nothing(actor=by)
