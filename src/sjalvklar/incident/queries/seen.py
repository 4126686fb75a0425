# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which incidents and families a viewer may know of, and how the viewer stands to each.

What is hidden is left out by the database, in the same question and on the same path whether something is or not.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from sjalvklar.incident import ground, permissions
from sjalvklar.incident.ground import FAMILIES, INCIDENTS, Asking, during
from sjalvklar.incident.models import Family, Incident, Lead
from sjalvklar.incident.permissions import NO_SUCH_FAMILY, NO_SUCH_INCIDENT, FamilyFacts, IncidentFacts
from sjalvklar.incident.rules import FamilyState, State
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.ground import visible
from sjalvklar.trust.access.words import Action


def incidents(viewer: Viewer, at: datetime, action: Action = Action.KNOW) -> QuerySet[Incident]:
    """The incidents where the viewer may do that; to know of them unless said."""
    return Incident.objects.filter(visible(INCIDENTS, Asking.by(viewer, at), action))


def families(viewer: Viewer, at: datetime, action: Action = Action.KNOW) -> QuerySet[Family]:
    """The families where the viewer may do that."""
    return Family.objects.filter(visible(FAMILIES, Asking.by(viewer, at), action))


def _true(condition: Q) -> Combinable:
    return ExpressionWrapper(condition, output_field=BooleanField())


def with_relations(rows: QuerySet[Incident], viewer: Viewer, at: datetime) -> QuerySet[Incident]:
    """The rows with how the viewer stands to each: `leader_id`, `in_circle`."""
    leader = Lead.objects.filter(during(at), incident=OuterRef("pk")).order_by("-starts_at", "-id")
    return rows.annotate(
        leader_id=Subquery(leader.values("staff_id")[:1]),
        in_circle=_true(ground.in_a_circle(Asking.by(viewer, at))),
    )


def facts(incident: Incident) -> IncidentFacts:
    """What permissions need, from a row that `with_relations` gave."""
    found = vars(incident)
    return IncidentFacts(
        incident.unit_id, incident.authority_id, State(incident.state), found["leader_id"], found["in_circle"]
    )


def one(viewer: Viewer, incident_id: UUID, at: datetime) -> tuple[Incident, IncidentFacts]:
    """One incident and how the viewer stands to it. Raises NotFound("no_such_incident"), also for a hidden one."""
    row = with_relations(incidents(viewer, at), viewer, at).filter(pk=incident_id).first()
    if row is None:
        raise NotFound(NO_SUCH_INCIDENT)
    return row, facts(row)


def families_with_relations(rows: QuerySet[Family], viewer: Viewer, at: datetime) -> QuerySet[Family]:
    """The rows with how the viewer stands to each: `in_circle`, `in_another`."""
    asking = Asking.by(viewer, at)
    return rows.select_related("incident", "circle").annotate(
        in_circle=_true(ground.in_its_circle(asking)), in_another=_true(ground.in_another_circle(asking))
    )


def family_facts(family: Family) -> FamilyFacts:
    """What permissions need, from a row that `families_with_relations` gave."""
    found = vars(family)
    return FamilyFacts(
        family.unit_id,
        family.incident.authority_id,
        FamilyState(family.state),
        found["in_circle"],
        found["in_another"],
    )


def one_family(viewer: Viewer, family_id: UUID, at: datetime) -> tuple[Family, FamilyFacts]:
    """One family and how the viewer stands to it. Raises NotFound("no_such_family"), also for a hidden one."""
    row = families_with_relations(families(viewer, at), viewer, at).filter(pk=family_id).first()
    if row is None:
        raise NotFound(NO_SUCH_FAMILY)
    return row, family_facts(row)


def may_write_of(viewer: Viewer, family_id: UUID, *, at: datetime) -> bool:
    """For the rooms above: whether the viewer may write about a family now. Raises NotFound("no_such_family")."""
    return permissions.can_write_family(viewer, one_family(viewer, family_id, at)[1])
