# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which plans and parts a viewer may know of, and how the viewer stands to each.

What is hidden is left out by the database, in the same question and on the same path whether something is or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from sjalvklar.casework.ground import KEPT_FROM, OF_READABLE
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans import ground
from sjalvklar.plans.ground import PARTS, PLANS, Asking, during
from sjalvklar.plans.models import Commitment, Consent, Lead, Party, PartyStaff, Plan, Words
from sjalvklar.plans.permissions import NO_SUCH_PART, NO_SUCH_PLAN, PartFacts, PlanFacts
from sjalvklar.plans.rules import Given, Giver, Share, Standing, State, standing
from sjalvklar.trust.access.ground import visible
from sjalvklar.trust.access.words import Action


def plans(viewer: Viewer, at: datetime, action: Action = Action.KNOW) -> QuerySet[Plan]:
    """The plans where the viewer may do that; to know of them unless said."""
    return Plan.objects.filter(visible(PLANS, Asking.by(viewer, at), action))


def parts(viewer: Viewer, at: datetime, action: Action = Action.KNOW) -> QuerySet[Party]:
    """The parts that are the viewer's now."""
    return Party.objects.filter(visible(PARTS, Asking.by(viewer, at), action))


def led_by(staff_id: int, at: datetime) -> Q:
    """What somebody leads, whoever asks."""
    return Q(Exists(Lead.objects.filter(during(at), plan=OuterRef("pk"), staff_id=staff_id)))


def _true(condition: Q) -> Combinable:
    return ExpressionWrapper(condition, output_field=BooleanField())


def with_relations(rows: QuerySet[Plan], viewer: Viewer, at: datetime) -> QuerySet[Plan]:
    """The rows with how the viewer stands to each: `leader_id`, `of_case`, `kept_from`."""
    asking = Asking.by(viewer, at)
    leader = Lead.objects.filter(during(at), plan=OuterRef("pk")).order_by("-starts_at", "-id")
    return rows.annotate(
        leader_id=Subquery(leader.values("staff_id")[:1]),
        of_case=_true(OF_READABLE.q(asking)),
        kept_from=_true(KEPT_FROM.q(asking)),
    )


def facts(plan: Plan) -> PlanFacts:
    """What permissions need, from a row that `with_relations` gave."""
    found = vars(plan)
    return PlanFacts(
        plan.unit_id,
        plan.authority_id,
        State(plan.state),
        found["leader_id"],
        found["of_case"],
        found["kept_from"],
    )


def one(viewer: Viewer, plan_id: UUID, at: datetime) -> tuple[Plan, PlanFacts]:
    """One plan and how the viewer stands to it. Raises NotFound("no_such_plan"), also for a hidden one."""
    row = with_relations(plans(viewer, at), viewer, at).filter(pk=plan_id).first()
    if row is None:
        raise NotFound(NO_SUCH_PLAN)
    return row, facts(row)


def parts_with_relations(rows: QuerySet[Party], viewer: Viewer, at: datetime) -> QuerySet[Party]:
    """The rows with how the viewer stands to each: `is_taking_part`, `kept_from`."""
    asking = Asking.by(viewer, at)
    return rows.select_related("unit").annotate(
        is_taking_part=_true(ground.takes_part(asking)), kept_from=_true(KEPT_FROM.q(asking))
    )


def part_facts(party: Party) -> PartFacts:
    """What permissions need, from a row that `parts_with_relations` gave."""
    found = vars(party)
    unit = party.unit
    return PartFacts(
        unit.id if unit is not None else "",
        unit.authority_id if unit is not None else "",
        found["is_taking_part"],
        found["kept_from"],
    )


def one_part(viewer: Viewer, party_id: UUID, at: datetime) -> tuple[Party, PartFacts]:
    """One part. Raises NotFound("no_such_part"), also for a hidden one and one whose consent has ended."""
    row = parts_with_relations(parts(viewer, at), viewer, at).filter(pk=party_id).first()
    if row is None:
        raise NotFound(NO_SUCH_PART)
    return row, part_facts(row)


def with_all(parties: QuerySet[Party]) -> QuerySet[Party]:
    """Parties with what each has, in the order it is shown, asked once for all of them."""
    return (
        parties.select_related("unit")
        .order_by("added_at", "id")
        .prefetch_related(
            Prefetch("staff_rows", PartyStaff.objects.filter(ends_at__isnull=True).order_by("starts_at", "id")),
            Prefetch("consents", Consent.objects.order_by("giver", "-at", "-id")),
            Prefetch("commitments", Commitment.objects.order_by("due_on", "at", "id")),
            Prefetch("words", Words.objects.order_by("-number")),
        )
    )


def given(row: Consent) -> Given:
    """A consent as the rules read it."""
    kinds = frozenset(Share(kind) for kind in row.kinds)
    return Given(Giver(row.giver), kinds, row.starts_at, row.ends_at, row.revoked_at)


def given_for(parties: Iterable[Party]) -> dict[UUID, list[Given]]:
    """Every consent for each party."""
    found: dict[UUID, list[Given]] = {party.pk: [] for party in parties}
    for row in Consent.objects.filter(party__in=list(found)):
        found[row.party_id].append(given(row))
    return found


def standings(parties: Iterable[Party], at: datetime) -> dict[UUID, Standing]:
    """How it stands with the consents of each party, at a moment."""
    found = {party.pk: party for party in parties}
    by_party = given_for(found.values())
    return {pk: standing(rows, needed=found[pk].needed, at=at) for pk, rows in by_party.items()}


def sealed_under(viewer: Viewer, plan_id: UUID, *, at: datetime) -> UUID:
    """For the rooms above: whose key seals what is in it. Raises NotFound("no_such_plan")."""
    person: UUID = one(viewer, plan_id, at)[0].person_id
    return person
