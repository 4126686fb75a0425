# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every deed with a case shares: finding it locked, its record, its seals, and telling people at the desk."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sjalvklar.casework import content
from sjalvklar.casework.ground import during
from sjalvklar.casework.models import Assignment, BreakGlass, Case, Involved, Notice, Person, PersonIndex
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.queries import lists, seen
from sjalvklar.casework.rules import FORBIDDEN, Identity, NoticeKind, Part, ProtectionLevel
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.review import actions as review
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.rules import Actor


def about(case_id: UUID) -> str:
    """The case's name in the record."""
    return f"case:{case_id}"


def locked(actor: Viewer, case_id: UUID, at: datetime) -> tuple[Case, CaseFacts]:
    """The case, held by this transaction until it ends, and how the actor stands to it.

    Raises NotFound("no_such_case"): what does not exist and what is hidden are told apart by the permission alone, on
    the same path.
    """
    list(Case.objects.select_for_update().filter(pk=case_id).values_list("pk"))
    row = seen.with_relations(Case.objects.filter(pk=case_id).select_related("person"), actor, at).first()
    if row is None:
        raise NotFound("no_such_case")
    return row, seen.facts(row)


def basis(actor: Viewer, facts: CaseFacts) -> str:
    """On what ground somebody did something with it, for the record and for the person's own list."""
    if facts.protected:
        return "named"
    if facts.owner_id == actor.staff_id:
        return "assignment"
    if facts.owner_id is not None and (facts.unit_id, facts.owner_id) in actor.stand_ins:
        return "stand_in"
    if facts.glass:
        return "glass"
    return "head" if actor.leads(facts.unit_id) else "authority"


def record(actor: Viewer, case: Case, facts: CaseFacts, action: str, at: datetime, **detail: object) -> None:
    """Put a deed with the case on record. What is about a protected case says so, and names no unit: whoever reviews a
    unit's record must not learn there that it exists."""
    if case.protected:
        detail["compartment"] = "protected"
    trust.record(
        actor=Actor.staff(actor.staff_id, None if case.protected else facts.unit_id),
        action=action,
        object=about(case.pk),
        basis=basis(actor, facts),
        detail=detail,
        at=at,
    )


def cipher(case: Case) -> subjects.SubjectCipher:
    """The person's key. Call only after the deed is on record. Raises SubjectGone."""
    return subjects.cipher(case.person_id)


def identity_of(case: Case) -> Identity:
    """Who it is about, opened. Call only after the deed is on record."""
    return content.open_identity(cipher(case), bytes(case.person.identity), case.person_id)


def keep_identity(person: Person, identity: Identity) -> None:
    """Seal who somebody is, and what they are found by. What their protection forbids is refused even here."""
    if any(getattr(identity, part) for part in FORBIDDEN[ProtectionLevel(person.protection)]):
        raise Invalid("not_kept", field="identity")
    # Asked before: whoever turns out to be too close to them sees none of it once they can be found.
    about_them = list(Case.objects.filter(person=person).values_list("pk", flat=True))
    beside = Involved.objects.filter(person=person).exclude(part=Part.RELATIVE.value)
    as_another = list(beside.values_list("case_id", flat=True))
    person.identity = content.seal_identity(subjects.cipher(person.pk), identity, person.pk)
    person.save()
    wanted = content.found_by(identity)
    kept = {(row.field, bytes(row.value)): row.pk for row in PersonIndex.objects.filter(person=person)}
    PersonIndex.objects.filter(pk__in=[pk for found, pk in kept.items() if found not in wanted]).delete()
    PersonIndex.objects.bulk_create(
        PersonIndex(person=person, field=field, value=value) for field, value in sorted(wanted - kept.keys())
    )
    for case_id in about_them:
        compare_by(case_id, identity)
    for case_id in as_another:
        compare_by(case_id, identity, other=person.pk)


def compare_by(case_id: UUID, identity: Identity, *, other: UUID | None = None) -> None:
    """What the log review compares readings of the case by: keyed hashes, of what may be kept of the person at all.
    `other`: somebody whom the case is not about, and who is in it."""
    review.note_subject(
        about(case_id),
        person=str(other) if other else "",
        surname=" ".join(identity.name.split()[1:]),
        address=identity.address,
        number=identity.number,
    )


def give(case: Case, staff_id: int, *, by: int, at: datetime) -> None:
    """End the present assignment and begin another."""
    Assignment.objects.filter(case=case, ends_at__isnull=True).update(ends_at=at)
    Assignment.objects.create(case=case, staff_id=staff_id, starts_at=at, by_id=by)


def tell(
    kind: NoticeKind,
    case: Case,
    whom: Iterable[int | None],
    *,
    by: int,
    at: datetime,
    glass: BreakGlass | None = None,
) -> int:
    """Tell people at the desk, on their next page; never whoever did it. Returns how many."""
    told = {who for who in whom if who is not None and who != by}
    # Drawn by chance: numbers in a row would tell how much others are told of cases one may not know of.
    with deeds.beyond_the_desk():
        Notice.objects.bulk_create(
            Notice(id=secrets.randbits(62), staff_id=who, kind=kind.value, case=case, by_id=by, glass=glass, at=at)
            for who in sorted(told)
        )
    return len(told)


def tell_too_close(case: Case, owner_id: int | None, at: datetime) -> None:
    """When whoever answers for a case may not see it, the head of the unit is asked to give it to another.

    Of a protected case the head knows nothing: then it is the other named people.
    """
    with deeds.beyond_the_desk():  # whoever is too close is often who acts, and sees nothing of the case any more
        close = owner_id is not None and seen.too_close(owner_id, case.person_id)
    if owner_id is None or not close:
        return
    whom = lists.people_for(case, at) if case.protected else [people.unit_head(case.unit_id, at)]
    tell(NoticeKind.GIVE_AWAY, case, whom, by=owner_id, at=at)


def owner_of(case: Case, at: datetime) -> int | None:
    """Who answers for it now."""
    found = case.assignments.filter(during(at)).order_by("-starts_at", "-id").values_list("staff_id", flat=True)
    return found.first()


def year(at: datetime) -> int:
    """The year where the municipality is."""
    return at.astimezone(organisation().municipality.zone).year
