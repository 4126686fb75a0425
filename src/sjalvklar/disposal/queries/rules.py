# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of the pack, and the holds, as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.conf import settings

from sjalvklar.disposal import pack
from sjalvklar.disposal.models import Hold
from sjalvklar.disposal.rules import Basis, Decision, Disposal, DisposalRule, HoldKind, Holds, Period, RecordType
from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.queries import municipality
from sjalvklar.trust import subjects


class _Kept:
    """The bundle that was read last, its rules, and how long contacts are kept in a unit on a day."""

    found: Bundle | None = None
    rules: Disposal = Disposal("")
    contacts: ClassVar[dict[tuple[str, date, int], timedelta | None]] = {}


def disposal() -> Disposal:
    """What the municipality's pack says."""
    found = municipality.read(settings.PACK_DIR)
    if _Kept.found is not found:
        _Kept.found, _Kept.rules = found, pack.build(found)
        _Kept.contacts.clear()
    return _Kept.rules


def contacts_kept(unit_id: str, at: datetime) -> timedelta | None:
    """How long after the last activity a unit's contacts are kept; None while nothing ends it.

    Remembered for the day: asked for each code that opens something, which must cost no more than one that opens
    nothing.
    """
    disposal()
    key = (unit_id, at.date(), settings.MAILBOX_RETENTION_DAYS)
    if key not in _Kept.contacts:
        authority = municipality.organisation().authority_of(unit_id)
        found = period(RecordType.CONTACT, authority.id if authority else "", at)
        _Kept.contacts[key] = None if found is None else timedelta(days=found.days or 366 * found.years)
    return _Kept.contacts[key]


def today(at: datetime) -> date:
    """The date where the municipality is."""
    return at.astimezone(municipality.organisation().municipality.zone).date()


def period(record: RecordType, authority_id: str, at: datetime) -> Period | None:
    """How long a kind of record is kept in an authority; None when nothing may be erased.

    SJALVKLAR_RETENTION_DAYS changes the days of a decision about contacts; where there is no decision it does nothing.
    """
    found = disposal().period(record, authority_id, today(at))
    if found is not None and record is RecordType.CONTACT and settings.MAILBOX_RETENTION_DAYS:
        return Period(days=settings.MAILBOX_RETENTION_DAYS)
    return found


def limit(record: RecordType, authority_id: str, at: datetime) -> datetime | None:
    """The last moment whose records are past their time; None when nothing may be erased."""
    found = period(record, authority_id, at)
    if found is None:
        return None
    if not found.years:
        return at - timedelta(days=found.days)
    zone = municipality.organisation().municipality.zone
    day = today(at)
    earliest = date(max(day.year - found.years - 1, 1), 1, 1)
    first = next(
        (
            one
            for one in (day - timedelta(days=back) for back in range((day - earliest).days))
            if found.after(one) <= day
        ),
        earliest,
    )
    return datetime.combine(first + timedelta(days=1), time(0), zone) - timedelta(microseconds=1)


def common_limit(record: RecordType, at: datetime) -> datetime | None:
    """The same for what belongs to no unit: the strictest of all authorities', and None as long as one has none."""
    found = [limit(record, authority.id, at) for authority in municipality.organisation().authorities]
    known = [one for one in found if one is not None]
    return min(known) if known and len(known) == len(found) else None


def holds() -> Holds:
    """What is on hold now."""
    subjects.steady()  # what is on hold by a personal number is compared with what people are found by
    rows = Hold.objects.filter(lifted_at__isnull=True).values_list("kind", "authority_id", "what")
    return Holds(frozenset((HoldKind(kind), authority, what) for kind, authority, what in rows))


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds for one kind of record in one authority today."""

    record: RecordType
    rule: DisposalRule | None
    decision: Decision | None
    period: Period | None
    overridden: bool

    @property
    def needs_decision(self) -> bool:
        return self.rule is not None and self.rule.basis is Basis.BOARD and self.decision is None


def in_force(authority_id: str, at: datetime) -> tuple[InForce, ...]:
    """Every kind of record, in the order of the words."""
    said, day = disposal(), today(at)
    found = []
    for record in RecordType:
        decided = said.period(record, authority_id, day)
        kept = period(record, authority_id, at)
        found.append(
            InForce(
                record,
                said.rule(record, day),
                said.decision(record, authority_id, day),
                kept,
                overridden=kept != decided,
            )
        )
    return tuple(found)
