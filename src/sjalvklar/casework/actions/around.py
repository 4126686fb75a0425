# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every deed with the people in a case shares: finding one of them, opening what is kept, and keeping it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from sjalvklar.casework import content
from sjalvklar.casework.models import Case, Edge, Involved, Joining
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.queries import seen
from sjalvklar.casework.rules import Between, Known, NoContact, Part, ProtectionLevel, RelationKind, is_child
from sjalvklar.kernel.errors import NotFound, NotNow
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import subjects
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in a case, as whoever may read it sees them: by what they are called there, never by who they are.
    `version` goes along in a form; `cases`: numbers of others where they are known to be the same person."""

    number: int
    part: Part
    called: str = field(repr=False)
    minor: bool
    level: ProtectionLevel
    dead: bool
    died: str
    version: int
    at: datetime
    cases: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """What is between two of them."""

    id: UUID
    between: Between
    version: int


@dataclass(frozen=True, slots=True)
class JoinLine:
    """That two were found to be one person. In another case `case` is its id and number. `waits`: a second person has
    not agreed; `can_approve`: and that could be the viewer."""

    id: UUID
    first: int
    second: int
    case: tuple[UUID, str] | None
    ground: str
    asked_by_id: int
    at: datetime
    waits: bool
    can_approve: bool


@dataclass(frozen=True, slots=True)
class NoContactLine:
    """That two are to have no contact, now."""

    kept: int
    from_whom: int
    kept_called: str = field(repr=False)
    from_called: str = field(repr=False)
    kept_part: Part
    from_part: Part
    ground: NoContact
    since: str


def today(at: datetime) -> date:
    """The day where the municipality is."""
    return at.astimezone(organisation().municipality.zone).date()


def one(case: Case, number: int) -> Involved:
    """Raises NotFound("no_such_person")."""
    found = Involved.objects.filter(case=case, number=number).select_related("person").first()
    if found is None:
        raise NotFound("no_such_person")
    return found


def everybody(case: Case) -> list[Involved]:
    """All of them, in the order they were noted."""
    return list(Involved.objects.filter(case=case).select_related("person").order_by("number"))


def check_unchanged(version: int, stated: int) -> None:
    """Of two who change the same at once, the later one is told. Raises NotNow("changed_meanwhile")."""
    if version != stated:
        raise NotNow("changed_meanwhile")


def ciphers(people: Collection[Involved]) -> dict[UUID, subjects.SubjectCipher]:
    """Their keys, with one question. Call only after the deed is on record."""
    return subjects.ciphers({one.person_id for one in people})


def known_of(people: Collection[Involved], keys: Mapping[UUID, subjects.SubjectCipher]) -> dict[int, Known]:
    """What is known of each, by number."""
    return {
        one.number: content.open_known(keys[one.person_id], one.person.known, one.person_id)
        for one in people
        if one.person_id in keys
    }


def keep_known(person: Involved, known: Known) -> None:
    """Seal what is known of somebody, as a newer version."""
    row = person.person
    row.known = content.seal_known(subjects.cipher(row.pk), known, row.pk)
    row.version += 1
    row.save(update_fields=["known", "version", "dead"])


def edges(
    case: Case, people: Collection[Involved], keys: Mapping[UUID, subjects.SubjectCipher]
) -> tuple[EdgeLine, ...]:
    """What is between them, opened: what still holds first."""
    by_id = {one.pk: one for one in people}
    found = []
    for row in Edge.objects.filter(case=case).order_by("at", "id"):
        first, second = by_id[row.one_id], by_id[row.other_id]
        if first.person_id in keys and second.person_id in keys:
            numbers = first.number, second.number
            plain = content.open_between(
                keys[first.person_id], keys[second.person_id], bytes(row.body), row.pk, numbers
            )
            found.append(EdgeLine(row.pk, plain, row.version))
    return tuple(sorted(found, key=lambda line: (line.between.ended, min(line.between.pair), max(line.between.pair))))


def children(
    people: Collection[Involved],
    known: Mapping[int, Known],
    keys: Mapping[UUID, subjects.SubjectCipher],
    day: date,
) -> dict[int, bool]:
    """Who is a child, by number."""
    found = {}
    for person in people:
        number = ""
        if person.person_id in keys:
            number = content.open_identity(
                keys[person.person_id], bytes(person.person.identity), person.person_id
            ).number
        found[person.number] = is_child(Part(person.part), known.get(person.number, Known()), number, today=day)
    return found


def joinings(case: Case) -> list[Joining]:
    """Those that hold or wait, of this case and of it with others that the reader may read too."""
    found = Joining.objects.filter(Q(case=case) | Q(other_case=case), undone_at__isnull=True)
    return list(found.select_related("first", "second", "case", "other_case").order_by("asked_at", "id"))


def join_lines(actor: Viewer, case: Case, facts: CaseFacts, at: datetime) -> tuple[JoinLine, ...]:
    """The joinings as the actor may know of them: one with a case that they may not read is not there."""
    rows = joinings(case)
    others = {one for row in rows for one in (row.case_id, row.other_case_id)} - {case.pk}
    readable = set(seen.cases(actor, at, Action.READ).filter(pk__in=others).values_list("pk", flat=True))
    found = []
    for row in rows:
        here_first = row.case_id == case.pk
        away = row.other_case if here_first else row.case
        if away.pk != case.pk and away.pk not in readable:
            continue
        waits = row.holds_from is None
        if waits and (row.ask_ends_at is None or row.ask_ends_at <= at):
            continue
        mine, theirs = (row.first, row.second) if here_first else (row.second, row.first)
        found.append(
            JoinLine(
                id=row.pk,
                first=mine.number,
                second=theirs.number,
                case=(away.pk, away.number) if away.pk != case.pk else None,
                ground=row.ground,
                asked_by_id=row.asked_by_id,
                at=row.holds_from or row.asked_at,
                waits=waits,
                can_approve=waits and row.asked_by_id != actor.staff_id,
            )
        )
    return tuple(found)


def joined(lines: Collection[JoinLine]) -> dict[int, int]:
    """Whom each is shown as, in this case."""
    return {line.second: line.first for line in lines if line.case is None and not line.waits}


def shown_as_another(case: Case) -> frozenset[int]:
    """The numbers of those who were found to be somebody else in the same case."""
    found = Joining.objects.filter(case=case, other_case=case, holds_from__isnull=False, undone_at__isnull=True)
    return frozenset(found.values_list("second__number", flat=True))


def warnings_of(case: Case) -> tuple[NoContactLine, ...]:
    """Between whom there is to be no contact now. Call only after the deed is on record."""
    if not Edge.objects.filter(case=case).exists():
        return ()
    people = everybody(case)
    keys = ciphers(people)
    known, parts = known_of(people, keys), {one.number: Part(one.part) for one in people}
    return tuple(
        NoContactLine(
            kept=line.between.one,
            from_whom=line.between.other,
            kept_called=known[line.between.one].called,
            from_called=known[line.between.other].called,
            kept_part=parts[line.between.one],
            from_part=parts[line.between.other],
            ground=line.between.ground,
            since=line.between.since,
        )
        for line in edges(case, people, keys)
        if line.between.kind is RelationKind.NO_CONTACT and not line.between.ended and line.between.ground is not None
    )
