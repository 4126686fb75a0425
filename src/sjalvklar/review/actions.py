# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Going through a month, noting what readings are compared by, and deciding about what was found.

Everything a reviewer does is on record, and comes up in no review of theirs.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.organisation.queries import staff as organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.review import permissions, queries
from sjalvklar.review.marks import marks_of
from sjalvklar.review.models import Decision, Finding, Incident, Mark, Round
from sjalvklar.review.queries import FindingPage, FindingRow
from sjalvklar.review.queries import readings as record
from sjalvklar.review.rules import find
from sjalvklar.review.rules.readings import HERE
from sjalvklar.review.rules.thresholds import Thresholds, Why
from sjalvklar.review.rules.words import NEXT, REASONS, Outcome, Reason
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

CLOCK = Actor.system("review")
_MOST_ENTRIES = 100


def note_staff(staff_id: int, *, surname: str = "", address: str = "", number: str = "", actor: Actor) -> None:
    """What a member of staff's readings are compared by, from the personnel system. Only keyed hashes are kept."""
    whose = f"staff:{staff_id}"
    with transaction.atomic():
        kept = _note(whose, surname=surname, address=address, number=number)
        trust.record(actor=actor, action="review.note", object=whose, basis="review", detail={"marks": kept})


def note_subject(object: str, *, person: str = "", surname: str = "", address: str = "", number: str = "") -> None:
    """Whom a case is about, as marks; with `person`, somebody else in it. For a protected person give no address: it
    is kept nowhere, not even so.

    The caller's deed, that who it is was written down, is the one on record.
    """
    with transaction.atomic():
        _note(f"{object}/{person}" if person else object, surname=surname, address=address, number=number)


def _note(whose: str, **given: str) -> int:
    marks = marks_of(**given)
    Mark.objects.filter(whose=whose).delete()
    Mark.objects.bulk_create(Mark(whose=whose, kind=kind.value, value=value) for kind, value in sorted(marks))
    return len(marks)


def forget(object: str) -> None:
    """Take away what an object's readings were compared by: when it is erased. The caller puts that on record."""
    Mark.objects.filter(Q(whose=object) | Q(whose__startswith=f"{object}/")).delete()
    Incident.objects.filter(object=object).delete()


def forget_person(object: str, person: str) -> None:
    """Take away what readings of the object were compared by of somebody in it whom it is not about."""
    Mark.objects.filter(whose=f"{object}/{person}").delete()


def note_incident(object: str, *, happened: datetime, actor: Actor) -> None:
    """Something happened that makes people curious: a death, a shooting, a headline."""
    with transaction.atomic():
        Incident.objects.get_or_create(object=object, at=happened)
        trust.record(actor=actor, action="review.note_incident", object=object, basis="review")


def note_nothing(*, actor: Actor) -> None:
    """Somebody noted an incident about a number that no case has: that they did is on record all the same."""
    trust.record(actor=actor, action="review.note_incident", object="case:none", basis="review")


def make_rounds(
    month: date,
    *,
    actor: Actor = CLOCK,
    at: datetime | None = None,
    given: Thresholds | None = None,
    chance: random.Random | None = None,
) -> int:
    """Go through a month for every unit that had readings in it. Returns how many findings were made.

    A month that has been gone through is left as it is, so it may be asked for again. Raises Invalid("month") for one
    that is not over.
    """
    at = at or clock.now()
    first = month.replace(day=1)
    begins = datetime.combine(first, time(0), HERE)
    ends = datetime.combine(_next(first), time(0), HERE)
    if at < ends:
        raise Invalid("month", field="month")
    done = set(Round.objects.filter(month=first).values_list("unit", flat=True))
    known = record.readings(ends)
    units: dict[str, int] = defaultdict(int, {"": 0})  # that nothing was read about the protected is told too
    for one in known:
        if one.at >= begins:
            units[one.reviewed_in] += not one.refused
    if not units.keys() - done:
        return 0
    found = find.find(known, record.facts(ends), begins=begins, ends=ends, given=given)
    # Which rows the sample takes must not be for those who are sampled to reckon out.
    drawn = find.sample(known, begins=begins, ends=ends, chance=chance or random.SystemRandom(), given=given)
    with transaction.atomic():
        return sum(
            _make_round(unit, first, units[unit], [one for one in (*found, *drawn) if one.unit == unit], actor, at)
            for unit in sorted(units.keys() - done)
        )


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _make_round(unit: str, month: date, readings: int, found: list[find.Found], actor: Actor, at: datetime) -> int:
    order = {why: number for number, why in enumerate(Why)}
    with transaction.atomic():
        made, fresh = Round.objects.get_or_create(
            unit=unit, month=month, defaults={"made_at": at, "readings": readings}
        )
        if not fresh:
            return 0
        Finding.objects.bulk_create(
            Finding(
                round=made,
                staff=one.staff,
                object=one.object,
                why=[why.value for why in sorted(one.why, key=order.__getitem__)],
                weight=one.weight,
                first_at=one.readings[0].at,
                last_at=one.readings[-1].at,
                readings=one.times,
                entries=[reading.entry for reading in one.readings[:_MOST_ENTRIES]],
            )
            for one in found
        )
        trust.record(
            actor=actor,
            action="review.round",
            object=f"round:{made.pk}",
            basis="timer",
            detail={"findings": len(found), "month": month.isoformat()},
            at=at,
        )
    return len(found)


def make_last_month(*, at: datetime | None = None) -> int:
    """For the clock: the month that is over is gone through once."""
    at = at or clock.now()
    today = at.astimezone(HERE).date()
    month = date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
    return 0 if Round.objects.filter(month=month).exists() else make_rounds(month, at=at)


def look_through(
    *, actor: Viewer, round_id: int, left_only: bool = False, start: int = 0, most: int | None = None
) -> tuple[FindingRow, ...]:
    """The queue of a round, as a reviewer sees it: that it was looked at is on record. Raises NotFound."""
    with transaction.atomic():
        found = queries.queue(actor, round_id, left_only=left_only, start=start, most=most)
        unit = Round.objects.values_list("unit", flat=True).get(pk=round_id)
        _record(actor, unit, "review.list", f"round:{round_id}", clock.now())
        return found


def look(*, actor: Viewer, finding_id: UUID) -> FindingPage:
    """A finding, as a reviewer sees it: that it was looked at is on record. Raises NotFound."""
    with transaction.atomic():
        page = queries.finding(actor, finding_id)
        _record(actor, page.row.unit, "review.read", f"finding:{finding_id}", clock.now())
        return page


def decide(
    *,
    actor: Viewer,
    finding_id: UUID,
    outcome: Outcome,
    reason: Reason,
    after: int | None = None,
    at: datetime | None = None,
) -> None:
    """A reviewer's decision. It is added to those before it, and is on record as a deed of its own.

    `after`: how many decisions there were when the reviewer saw it. The same decision sent twice is made once. Raises
    NotFound (an own deed is nobody's own to judge), Invalid("choose") for a ground that goes with another decision,
    and NotNow("wrong_state") when it does not follow on the last decision, or somebody else decided meanwhile.
    """
    at = at or clock.now()
    if reason not in REASONS[outcome]:
        raise Invalid("choose", field="decision")
    with transaction.atomic():
        list(Finding.objects.select_for_update().filter(pk=finding_id).values_list("pk"))
        one = Finding.objects.filter(pk=finding_id).select_related("round").first()
        if one is None or not queries.can_see(actor, finding_id):
            raise NotFound("no_such_finding")
        unit = organisation.unit(one.round.unit) if one.round.unit else None
        permissions.check_can_decide(actor, one.round.unit, unit.authority_id if unit else None, one.staff)
        made = list(Decision.objects.filter(finding=one).order_by("id").values_list("by", "outcome", "reason"))
        if after is not None and after != len(made):
            if after == len(made) - 1 and made[-1] == (actor.staff_id, outcome.value, reason.value):
                return
            raise NotNow("wrong_state")
        if outcome not in NEXT[Outcome(made[-1][1]) if made else None]:
            raise NotNow("wrong_state")
        Decision.objects.create(finding=one, by=actor.staff_id, at=at, outcome=outcome.value, reason=reason.value)
        detail: Mapping[str, str] = {"outcome": outcome.value, "reason": reason.value}
        _record(actor, one.round.unit, "review.decide", f"finding:{one.pk}", at, detail)


def _record(
    actor: Viewer, unit: str, action: str, about: str, at: datetime, detail: Mapping[str, str] | None = None
) -> None:
    by = Actor.staff(actor.staff_id, unit or None)
    trust.record(actor=by, action=action, object=about, basis="review", detail=detail, at=at)
