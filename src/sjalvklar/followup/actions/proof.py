# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A dated proof of contact (intyg om kontakt): on the relative's own wish, with the days they choose; never why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.followup.actions import files
from sjalvklar.followup.models import FollowUp, Proof
from sjalvklar.followup.queries.schedules import zone
from sjalvklar.followup.rules import State
from sjalvklar.followup.rules import proof as rules
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import stops
from sjalvklar.support.actions import files as supports
from sjalvklar.support.queries import talks_held_on
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import DocumentationMode
from sjalvklar.tally.rules import What
from sjalvklar.trust import deeds
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the paper, and nothing else does. `name` is empty for whoever shows it."""

    authority: str
    unit: str
    days: tuple[date, ...]
    name: str = field(repr=False)
    made_on: date
    by: str


def days_of_contact(one: Stands) -> tuple[date, ...]:
    """The days on which contact is on record: talks that were held, and follow-ups when somebody was reached."""
    settled = FollowUp.objects.filter(support=one.support, state=State.CONTACTED.value)
    met = {at.astimezone(zone()).date() for at in settled.values_list("settled_at", flat=True) if at}
    return tuple(sorted(met | set(talks_held_on(one.support.pk))))


def may_be_named(one: Stands) -> bool:
    """Whether there is anybody to name: of somebody anonymous nothing is known, and nothing is written."""
    return files.mode_of(one.support) is not DocumentationMode.ANONYMOUS


def prove(
    *,
    actor: Viewer,
    support_id: UUID,
    days: Collection[date],
    name: str = "",
    nonce: bytes,
    at: datetime | None = None,
) -> Sheet:
    """What the paper says, once it is on record that it was made. The name is kept nowhere. The same form is counted
    once. Raises NotFound, NotAllowed, NotNow("wrong_state", "person_is_dead"), Invalid (days, no_place_for_it,
    too_long_here, personal_number_here)."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with transaction.atomic():
        one = supports.held(actor, support_id, at)
        one.check(actor, Action.READ)
        stops.check_lives(one.support)  # it is made when they ask for it, and never for anybody else
        chosen = rules.checked_days(days, days_of_contact(one))
        kept = rules.checked_name(name, may_be_named=may_be_named(one))
        files.record(actor, one, "followup.prove", at, days=len(chosen))
        once = deeds.once(b"proof", support_id.bytes, nonce)
        _, new = Proof.objects.get_or_create(
            once=once, defaults={"support": one.support, "at": at, "staff_id": actor.staff_id, "days": len(chosen)}
        )
        if new:
            files.count(What.PROOF_OF_CONTACT, one.support, at)
        unit = people.unit(one.support.unit_id)
        whose = organisation().authority_of(one.support.unit_id)
        return Sheet(
            authority=whose.name if whose else "",
            unit=unit.name if unit else "",
            days=chosen,
            name=kept,
            made_on=at.astimezone(zone()).date(),
            by=people.names({actor.staff_id}).get(actor.staff_id, ""),
        )
