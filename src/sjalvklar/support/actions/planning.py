# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan in the relative's own words: a new version takes the place of the former, which stays as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import content
from sjalvklar.support.actions import files
from sjalvklar.support.models import OwnPlan as Version
from sjalvklar.support.queries import services
from sjalvklar.support.rules import OwnPlan, check_look, checked_plan
from sjalvklar.trust import deeds
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A plan as a paper has it: what was agreed, when, and with whom by first name. Nobody else's name, and the unit's
    only when it was asked for."""

    plan: OwnPlan
    made_on: date
    look_on: date
    by: str
    unit: str


def _holds(support_id: UUID) -> Version | None:
    return Version.objects.filter(support=support_id, replaced_at__isnull=True).first()


def write_plan(
    *,
    actor: Viewer,
    support_id: UUID,
    plan: OwnPlan,
    look_on: date,
    number: int,
    nonce: bytes,
    at: datetime | None = None,
) -> None:
    """Keep a version of the plan; the same form keeps one. `number` is the version that the page showed, 0 for none:
    of two who write at once, one is told.

    Raises NotFound, NotAllowed, NotNow("wrong_state", "plan_moved_on"), Invalid with the field (needed, too_long,
    passed, too_far, and what points at somebody where nobody may be known).
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with files.writing(support_id, at, actor=actor) as one:
        once = deeds.once(b"own plan", support_id.bytes, nonce)
        if Version.objects.filter(once=once).exists():
            return
        check_look(look_on, services.today(at))
        kept = checked_plan(plan, files.mode_of(one.support))
        before = _holds(support_id)
        if (before.number if before is not None else 0) != number:
            raise NotNow("plan_moved_on")
        files.record(actor, one, "support.plan", at, version=number + 1)
        if before is not None:
            before.replaced_at = max(at, before.at)
            before.save(update_fields=["replaced_at"])
        name = uuid4()
        Version.objects.create(
            id=name,
            support=one.support,
            number=number + 1,
            body=content.seal_plan(files.cipher(one.support), kept, name),
            look_on=look_on,
            staff_id=actor.staff_id,
            at=at,
            once=once,
        )
        files.touched(one, at)


def look_again(*, actor: Viewer, support_id: UUID, number: int, look_on: date, at: datetime | None = None) -> None:
    """That they have looked at the plan together and left it as it is, and when they look again. Raises as
    `write_plan`, and Invalid("no_plan")."""
    at = at or clock.now()
    with files.writing(support_id, at, actor=actor) as one:
        check_look(look_on, services.today(at))
        found = _holds(support_id)
        if found is None:
            raise Invalid("no_plan", field="look_on")
        if found.number != number:
            raise NotNow("plan_moved_on")
        files.record(actor, one, "support.look_at_plan", at)
        found.look_on, found.looked_at, found.raised_at = look_on, at, None
        found.save(update_fields=["look_on", "looked_at", "raised_at"])
        files.touched(one, at)


def plan_paper(*, actor: Viewer, support_id: UUID, with_unit: bool, at: datetime | None = None) -> PlanPaper:
    """The plan that holds, for a paper to the relative; on record before it is opened. Raises NotFound, NotAllowed,
    NotNow("wrong_state"), Invalid("no_plan"), SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        one = files.held(actor, support_id, at)
        one.check(actor, Action.READ)
        found = _holds(support_id)
        if found is None:
            raise Invalid("no_plan", field="paper")
        files.record(actor, one, "support.plan_paper", at, version=found.number)
        unit = people.unit(one.support.unit_id) if with_unit else None
        return PlanPaper(
            plan=content.open_plan(files.cipher(one.support), bytes(found.body), found.pk),
            made_on=services.today(found.at),
            look_on=found.look_on,
            by=people.public_names([found.staff_id]).get(found.staff_id, ""),
            unit=unit.name if unit is not None else "",
        )
