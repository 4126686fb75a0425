# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every deed with a plan shares: finding it held, its record, its seals, its parties."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import QuerySet

from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans import content, permissions
from sjalvklar.plans.models import Consent, Lead, Note, Party, PartyStaff, Plan
from sjalvklar.plans.permissions import NO_SUCH_PART, NO_SUCH_PLAN, PartFacts, PlanFacts
from sjalvklar.plans.queries import seen
from sjalvklar.plans.queries.settings import zone
from sjalvklar.plans.rules import NoteKind, PartyKind, PartyNow, Standing, State
from sjalvklar.tally import actions as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.rules import Actor


def about(row: Plan | Party) -> str:
    """Its name in the record: the case's, so that the person's own list of who has had to do with them has it too."""
    return f"case:{row.case_id}"


def locked(actor: Viewer, plan_id: UUID, at: datetime) -> tuple[Plan, PlanFacts]:
    """The plan, held by this transaction until it ends, and how the actor stands to it. Raises NotFound."""
    list(Plan.objects.select_for_update().filter(pk=plan_id).values_list("pk"))
    row = seen.with_relations(Plan.objects.filter(pk=plan_id), actor, at).first()
    if row is None:
        raise NotFound(NO_SUCH_PLAN)
    return row, seen.facts(row)


def leading(actor: Viewer, plan_id: UUID, at: datetime) -> tuple[Plan, PlanFacts]:
    """The same, by whoever leads it. Raises NotFound, NotAllowed, NotNow."""
    plan, facts = locked(actor, plan_id, at)
    permissions.check_can_lead(actor, facts)
    return plan, facts


def locked_part(actor: Viewer, party_id: UUID, at: datetime) -> tuple[Party, PartFacts]:
    """A part held, and how the actor stands to it. Raises NotFound("no_such_part")."""
    list(Party.objects.select_for_update().filter(pk=party_id).values_list("pk"))
    row = seen.parts_with_relations(Party.objects.filter(pk=party_id), actor, at).first()
    if row is None:
        raise NotFound(NO_SUCH_PART)
    return row, seen.part_facts(row)


def of_plan(plan: Plan, party_id: UUID, *, also_left: bool = False) -> Party:
    """A party of that plan. Raises Invalid("choose")."""
    found = Party.objects.filter(plan=plan, pk=party_id)
    party = (found if also_left else found.filter(left_at__isnull=True)).first()
    if party is None:
        raise Invalid("choose", field="party_id")
    return party


def is_protected(row: Plan | Party) -> bool:
    """Whether the case is a protected person's. Asked beyond the desk: not everybody who acts here sees the case."""
    with deeds.beyond_the_desk():
        return type(row).objects.filter(pk=row.pk, case__protected=True).exists()


def basis(actor: Viewer, facts: PlanFacts) -> str:
    """On what ground somebody did something with a plan."""
    if facts.leader_id == actor.staff_id:
        return "leads"
    if facts.leader_id is not None and (facts.unit_id, facts.leader_id) in actor.stand_ins:
        return "stand_in"
    if facts.of_case:
        return "assignment"
    return "head" if actor.leads(facts.unit_id) else "unit"


def record(actor: Viewer, plan: Plan, facts: PlanFacts, action: str, at: datetime, **detail: object) -> None:
    """Put a deed with the plan on record. What is about a protected person says so, and names no unit."""
    _record(actor, plan, plan.unit_id, basis(actor, facts), action, at, {"plan": str(plan.pk), **detail})


def record_part(actor: Viewer, party: Party, action: str, at: datetime, **detail: object) -> None:
    """Put a deed by a party's own people on record, in their unit."""
    _record(actor, party, party.unit_id, "party", action, at, {"party": str(party.pk), **detail})


def _record(
    actor: Viewer,
    row: Plan | Party,
    unit: str | None,
    basis: str,
    action: str,
    at: datetime,
    detail: dict[str, object],
) -> None:
    protected = is_protected(row)
    if protected:
        detail["compartment"] = "protected"
    trust.record(
        actor=Actor.staff(actor.staff_id, None if protected else unit),
        action=action,
        object=about(row),
        basis=basis,
        detail=detail,
        at=at,
    )


def count(what: What, plan: Plan, at: datetime) -> None:
    """Count a deed in the caller's transaction. Of whom is not kept, and nothing is counted of somebody protected."""
    if not is_protected(plan):
        tally.count(what=what, unit=plan.unit_id, at=at, zone=zone())


def cipher(row: Plan | Party) -> subjects.SubjectCipher:
    """The person's key. Call only after the deed is on record. Raises SubjectGone."""
    return subjects.cipher(row.person_id)


def touch(plan: Plan, at: datetime, *fields: str) -> None:
    """Keep what was changed, and that something was done."""
    plan.last_at = max(at, plan.last_at)
    plan.save(update_fields=[*fields, "last_at"])


def follow(plan: Plan) -> None:
    """The parties' own rows say what a wall must know of the plan."""
    Party.objects.filter(plan=plan).update(joint=State(plan.state).is_joint, needed=plan.needed)


def give_lead(plan: Plan, staff_id: int, *, by: int | None, at: datetime) -> None:
    """End the present lead and begin another."""
    Lead.objects.filter(plan=plan, ends_at__isnull=True).update(ends_at=at)
    Lead.objects.create(plan=plan, staff_id=staff_id, starts_at=at, by_id=by)


def parties_now(plan: Plan, at: datetime) -> tuple[dict[UUID, Standing], list[PartyNow]]:
    """How it stands with each party that has not left: its consents, and as the steps look at it."""
    rows = list(Party.objects.filter(plan=plan, left_at__isnull=True))
    found = seen.standings(rows, at)
    return found, [PartyNow(PartyKind(row.kind), row.named, found[row.pk].holds) for row in rows]


def standing_of(party: Party, at: datetime) -> Standing:
    """How it stands with the consents of one party."""
    return seen.standings([party], at)[party.pk]


def consents_of(party: Party, at: datetime) -> list[int]:
    """The consents that something is shared under now, by their ids."""
    rows = Consent.objects.filter(party=party, giver__lte=party.needed).order_by("giver", "id")
    return [row.pk for row in rows if seen.given(row).holds(at)]


def leave(party: Party, at: datetime, *, staff_id: int | None = None) -> None:
    """Nobody, or not this one, takes part for the party any more."""
    taking_part = PartyStaff.objects.filter(party=party, ends_at__isnull=True)
    (taking_part if staff_id is None else taking_part.filter(staff_id=staff_id)).update(ends_at=at)


def notes(plan: Plan) -> QuerySet[Note]:
    """What has been written in it."""
    return Note.objects.filter(plan=plan)


def append(plan: Plan, kind: NoteKind, staff_id: int, text: str, *, once: bytes, at: datetime) -> None:
    """Add a note, once for each form. The caller keeps `notes_made`."""
    if Note.objects.filter(once=once).exists():
        return
    plan.notes_made += 1
    name = uuid4()
    Note.objects.create(
        id=name,
        plan=plan,
        number=plan.notes_made,
        kind=kind.value,
        body=content.seal_text(cipher(plan), text, name, table="plans_note"),
        staff_id=staff_id,
        at=at,
        once=once,
    )
