# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Case files as disposal meets them (gallring). A protected person's is its named people's alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from sjalvklar.casework import content
from sjalvklar.casework.models import BreakGlass, Case, Involved, Joining, Note, Notice, Person, PersonIndex
from sjalvklar.casework.rules import Part, State
from sjalvklar.disposal import queries as disposal
from sjalvklar.disposal.actions import judged
from sjalvklar.disposal.rules import About, Marks, RecordType
from sjalvklar.disposal.sources import File
from sjalvklar.kernel import personal_numbers
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.queries import organisation
from sjalvklar.review import actions as review
from sjalvklar.trust import actions as trust
from sjalvklar.trust import subjects
from sjalvklar.trust.rules import Actor
from sjalvklar.trust.subjects import CannotOpen

_BY = "disposal"
_AT_ONCE = 500


def _zone() -> ZoneInfo:
    return organisation().municipality.zone


def file_of(case: Case, marks: Iterable[bytes]) -> File:
    """A case as disposal meets it. Its time is counted from the last note, or the deed that ended it if later."""
    moments = [moment for moment in (case.opened_at, case.last_note_at, case.closed_at) if moment is not None]
    person = frozenset(value.hex() for value in marks)
    return File(
        thing=case.pk,
        unit=case.unit_id,
        number=case.number,
        about=About(
            RecordType.CASE,
            case.authority_id,
            max(moments).astimezone(_zone()).date(),
            is_open=case.state == State.OPEN.value,
            begun=case.opened_at.astimezone(_zone()).date(),
        ),
        marks=Marks(case.authority_id, case.unit_id, number=case.number, person=person),
    )


def may_go(case_id: UUID, at: datetime) -> bool:
    """Whether one case may go now, by the rules, the holds and whatever else is kept: also a protected person's, which
    is in no plan."""
    source = CaseFiles()
    together = source.same_person(case_id) | {case_id}
    some = source.files_of(Case.objects.filter(pk__in=together))
    found = judged(source, some, disposal.disposal(), disposal.holds(), disposal.today(at))
    return any(file.thing == case_id and verdict.why.goes for file, verdict in found)


def is_held(case: Case) -> bool:
    """Whether the case is on hold: then nothing of it may go, by whatever way."""
    [file] = CaseFiles().files_of(Case.objects.filter(pk=case.pk))
    return disposal.holds().cover(file.marks)


def _numbers(people: Collection[UUID]) -> dict[UUID, list[bytes]]:
    subjects.steady()  # holds are compared with what is read here
    found: dict[UUID, list[bytes]] = {}
    rows = PersonIndex.objects.filter(person__in=people, field="number").values_list("person", "value")
    for person, value in rows:
        found.setdefault(person, []).append(bytes(value))
    return found


class CaseFiles:
    """Personal case files (personakter)."""

    record = RecordType.CASE

    def files(self, authority_id: str, *, only: Collection[UUID] | None = None) -> Iterator[File]:
        cases = Case.objects.filter(authority=authority_id, protected=False).order_by("number")
        if only is not None:
            cases = cases.filter(pk__in=only)
        return self.files_of(cases)

    def files_of(self, cases: QuerySet[Case]) -> Iterator[File]:
        some: list[Case] = []
        for case in cases.iterator(chunk_size=_AT_ONCE):
            some.append(case)
            if len(some) == _AT_ONCE:
                yield from self._with_marks(some)
                some = []
        yield from self._with_marks(some)

    def _with_marks(self, cases: Collection[Case]) -> Iterator[File]:
        """What is on hold because of a person is so in every case where they are, also as somebody around another."""
        people = {case.pk: {case.person_id} for case in cases}
        for case_id, person in Involved.objects.filter(case__in=people).values_list("case", "person"):
            people[case_id].add(person)
        marks = _numbers({person for all_of_one in people.values() for person in all_of_one})
        for case in cases:
            yield file_of(case, [mark for person in sorted(people[case.pk]) for mark in marks.get(person, ())])

    def locked(self, thing: UUID) -> File | None:
        case = Case.objects.select_for_update().filter(pk=thing, protected=False).first()
        return None if case is None else next(self._with_marks([case]))

    def born(self, things: Collection[UUID]) -> dict[UUID, date | None]:
        with transaction.atomic():
            cases = list(Case.objects.filter(pk__in=things).select_related("person"))
            for case in cases:
                trust.record(
                    actor=Actor.system(_BY, None if case.protected else case.unit_id),
                    action="case.look_for_disposal",
                    object=f"case:{case.pk}",
                    basis=_BY,
                    detail={"compartment": "protected"} if case.protected else {},
                )
        ciphers = subjects.ciphers({case.person_id for case in cases})
        return {case.pk: _born(case, ciphers.get(case.person_id)) for case in cases}

    def same_person(self, thing: UUID) -> frozenset[UUID]:
        """By personal number, by the person's own row, and where it was noted that whom two cases are about is the
        same. Whoever has no number and was found to be nobody else is not known to be."""
        case = Case.objects.filter(pk=thing).first()
        if case is None:
            return frozenset()
        theirs = Case.objects.filter(authority=case.authority_id)
        found, ask = {thing}, {thing}
        while ask:
            about = theirs.filter(pk__in=ask).values("person")
            marks = PersonIndex.objects.filter(person__in=about, field="number").values("value")
            people = PersonIndex.objects.filter(field="number", value__in=marks).values("person")
            same = Q(person__in=people) | Q(person__in=about) | Q(pk__in=_joined(ask))
            ask = set(theirs.filter(same).values_list("pk", flat=True)) - found
            found |= ask
        return frozenset(found - {thing})

    def beside_the_unseen(self, things: Collection[UUID], *, but: Collection[UUID]) -> frozenset[UUID]:
        hidden = frozenset(Case.objects.filter(protected=True).exclude(pk__in=but).values_list("pk", flat=True))
        return frozenset(thing for thing in things if self.same_person(thing) & hidden)

    def erase(self, thing: UUID, *, decision: str, at: datetime) -> None:
        case = Case.objects.get(pk=thing)
        person: UUID = case.person_id
        detail: dict[str, str] = {"decision": decision}
        if case.protected:
            detail["compartment"] = "protected"
        trust.record(
            actor=Actor.system(_BY, None if case.protected else case.unit_id),
            action="case.erase",
            object=f"case:{thing}",
            basis=_BY,
            detail=detail,
            at=at,
        )
        alone = {person} if not Case.objects.filter(person=person).exclude(pk=thing).exists() else set()
        # Those around the person are there for this case alone, and go with it.
        gone = alone | _around([thing])
        subjects.bury([thing])
        _delete([thing])
        for one in sorted(gone):
            subjects.destroy(one, actor=Actor.system(_BY))
        Person.objects.filter(pk__in=gone).delete()

    def forget(self, ids: Collection[UUID]) -> int:
        """Cases and persons by id; a person takes every case about them along."""
        cases = set(Case.objects.filter(pk__in=ids).values_list("pk", flat=True))
        cases |= set(Case.objects.filter(person__in=ids).values_list("pk", flat=True))
        people = Person.objects.filter(pk__in=ids)
        # A case that is buried takes its person along, when nothing else is about them.
        alone = set(Case.objects.filter(pk__in=cases).values_list("person", flat=True))
        around = _around(cases)
        for case_id, person in Involved.objects.filter(person__in=ids).values_list("case", "person"):
            review.forget_person(f"case:{case_id}", str(person))
        _delete(cases)
        kept = set(Case.objects.filter(person__in=alone).values_list("person", flat=True))
        gone = set(people.values_list("pk", flat=True)) | (alone - kept) | around
        Person.objects.filter(pk__in=gone).delete()
        return len(cases) + len(gone)


def _joined(cases: Collection[UUID]) -> set[UUID]:
    """Cases about somebody who was found to be whom one of these is about."""
    same = Joining.objects.filter(
        Q(case__in=cases) | Q(other_case__in=cases),
        holds_from__isnull=False,
        undone_at__isnull=True,
        first__part=Part.RELATIVE.value,
        second__part=Part.RELATIVE.value,
    )
    return {one for pair in same.values_list("case", "other_case") for one in pair}


def _around(cases: Collection[UUID]) -> set[UUID]:
    """Those around the people whom the cases are about."""
    found = Involved.objects.filter(case__in=cases).exclude(person__in=Case.objects.values("person"))
    return set(found.values_list("person", flat=True))


def _delete(cases: Collection[UUID]) -> None:
    """Rows from the leaves inward; a note that puts another right goes before it. What readings of the cases were
    compared by goes too: it is made of names and numbers."""
    for case_id in cases:
        review.forget(f"case:{case_id}")
    Notice.objects.filter(case__in=cases).delete()
    BreakGlass.objects.filter(case__in=cases).delete()
    notes = Note.objects.filter(case__in=cases)
    while notes.exclude(pk__in=notes.filter(corrects__isnull=False).values("corrects")).delete()[0]:
        continue
    Case.objects.filter(pk__in=cases).delete()


def _born(case: Case, cipher: subjects.SubjectCipher | None) -> date | None:
    if cipher is None:
        return None
    try:
        number = content.open_identity(cipher, bytes(case.person.identity), case.person.pk).number
        return personal_numbers.parse(number, today=date.max).born if number else None
    except (CannotOpen, Invalid):
        return None
