# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people in a case: who is there, who they are behind the mask, who has died, who is forgotten.

Each has a secrecy of their own. Who somebody protected is can be seen, and their protection made weaker, only in a
case that is itself for named people: it takes two, and nowhere else are there two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.casework import content, ending, keeping, permissions, stops
from sjalvklar.casework.actions import around, files, reading
from sjalvklar.casework.actions.around import EdgeLine, JoinLine, NoContactLine, PersonLine
from sjalvklar.casework.models import Case, Edge, Involved, Joining, Person
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.queries import lists
from sjalvklar.casework.rules import (
    MOST_PEOPLE,
    Deed,
    ForgetGround,
    Identity,
    Known,
    Part,
    ProtectionLevel,
    check_transition,
    checked,
    checked_called,
    checked_day,
    wiped,
)
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.review import actions as review
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.rules import Actor


@dataclass(frozen=True, slots=True)
class Network:
    """The people in a case and what is between them, as whoever may read the case sees it."""

    row: lists.Row
    people: tuple[PersonLine, ...]
    edges: tuple[EdgeLine, ...]
    joinings: tuple[JoinLine, ...]
    warnings: tuple[NoContactLine, ...]

    @property
    def joined(self) -> dict[int, int]:
        """Whom each is shown as."""
        return around.joined(self.joinings)

    @property
    def bereaved(self) -> bool:
        """Whether somebody whom the relative is close to has died, so that they are called bereaved."""
        return any(one.dead and one.part is Part.PERSON_OF_CONCERN for one in self.people)


def people(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> Network:
    """Everybody in a case by what they are called there, on record before anything is opened.

    Raises NotFound, NotAllowed, SubjectGone.
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_read(actor, facts)
        files.record(actor, case, facts, "case.people", at)
        return network_of(actor, case, facts, at)


def network_of(actor: Viewer, case: Case, facts: CaseFacts, at: datetime) -> Network:
    """The same, for whoever has put their reading on record."""
    there = around.everybody(case)
    keys = around.ciphers(there)
    known = around.known_of(there, keys)
    children = around.children(there, known, keys, around.today(at))
    joins = around.join_lines(actor, case, facts, at)
    elsewhere: dict[int, tuple[tuple[UUID, str], ...]] = {}
    for line in joins:
        if line.case is not None and not line.waits:
            elsewhere[line.first] = (*elsewhere.get(line.first, ()), line.case)
    return Network(
        row=lists.row(actor, case.pk, at=at),
        people=tuple(
            PersonLine(
                number=one.number,
                part=Part(one.part),
                called=known[one.number].called,
                minor=children[one.number],
                level=ProtectionLevel(one.person.protection),
                dead=one.person.dead,
                died=known[one.number].died,
                version=one.person.version,
                at=one.at,
                cases=elsewhere.get(one.number, ()),
            )
            for one in there
            if one.number in known
        ),
        edges=around.edges(case, there, keys),
        joinings=joins,
        warnings=around.warnings_of(case),
    )


def no_contact(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> tuple[NoContactLine, ...]:
    """Who is to have no contact with whom, for a page where somebody in the case is about to be contacted. On record
    when there is anything to open. Raises NotFound, NotAllowed."""
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_read(actor, facts)
        if not Edge.objects.filter(case=case).exists():
            return ()
        files.record(actor, case, facts, "case.people", at)
        return around.warnings_of(case)


def add_person(
    *,
    actor: Viewer,
    case_id: UUID,
    part: Part,
    called: str,
    nonce: bytes,
    minor: bool = False,
    identity: Identity | None = None,
    level: ProtectionLevel = ProtectionLevel.NONE,
    at: datetime | None = None,
) -> int:
    """Note somebody around the person, with a key of their own; returns their number in the case. They may have no
    name and no personal number at all. The same form notes them once.

    Raises NotFound, NotAllowed, NotNow("wrong_state", "too_many_people"), Invalid with the field: choose ("part"),
    choose_called, and as `open_case` for the identity.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    if part is Part.RELATIVE:
        raise Invalid("choose", field="part")
    kept = checked(identity or Identity(), level=level, today=around.today(at))
    name = checked_called(called, needed=level is not ProtectionLevel.NONE)
    with transaction.atomic():
        case, facts = _writable(actor, case_id, at)
        once = deeds.once(b"person", case_id.bytes, nonce)
        already = Involved.objects.filter(once=once).values_list("number", flat=True).first()
        if already is not None:
            return already
        newest = Involved.objects.filter(case=case).order_by("-number").values_list("number", flat=True).first() or 0
        if Involved.objects.filter(case=case).count() >= MOST_PEOPLE:
            raise NotNow("too_many_people")
        number = max(newest, case.people_made) + 1
        files.record(actor, case, facts, "case.add_person", at, person=number, part=part.value)
        subject = subjects.make(actor=Actor.staff(actor.staff_id))
        person = Person(id=subject, authority_id=case.authority_id, protection=level.value)
        person.known = content.seal_known(subjects.cipher(subject), Known(name, minor), subject)
        # Nobody sees who it is by a policy until they are in the case: the row and the place come first.
        person.identity = content.seal_identity(subjects.cipher(subject), kept, subject)
        person.save(force_insert=True)
        Involved.objects.create(
            case=case, person=person, part=part.value, number=number, at=at, by_id=actor.staff_id, once=once
        )
        case.people_made = number
        case.save(update_fields=["people_made"])
        # The last deed with the case: it is gone from here for whoever is too close to this person.
        files.keep_identity(person, kept)
        files.tell_too_close(case, facts.owner_id, at)
        return number


def _writable(actor: Viewer, case_id: UUID, at: datetime) -> tuple[Case, CaseFacts]:
    case, facts = files.locked(actor, case_id, at)
    permissions.check_can_write(actor, facts)
    check_transition(facts.state, Deed.WRITE)
    return case, facts


def change_person(
    *,
    actor: Viewer,
    case_id: UUID,
    number: int,
    version: int,
    called: str,
    minor: bool,
    part: Part,
    at: datetime | None = None,
) -> None:
    """What somebody is called in the case, and as what they are there. `version` is the one on the page: when somebody
    else has changed it since, this one is told and nothing is written over.

    Raises NotFound, NotAllowed, NotNow("wrong_state", "changed_meanwhile"), Invalid("choose", "choose_called").
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = _writable(actor, case_id, at)
        person = around.one(case, number)
        protected = person.person.protection != ProtectionLevel.NONE.value
        name = checked_called(called, needed=protected and person.part != Part.RELATIVE.value)
        if (part is Part.RELATIVE) != (person.part == Part.RELATIVE.value):
            raise Invalid("choose", field="part")
        around.check_unchanged(person.person.version, version)
        files.record(actor, case, facts, "case.change_person", at, person=number)
        known = content.open_known(subjects.cipher(person.person_id), person.person.known, person.person_id)
        around.keep_known(person, replace(known, called=name, minor=minor))
        if person.part != part.value:
            person.part = part.value
            person.save(update_fields=["part"])


def _check_may_see(actor: Viewer, facts: CaseFacts, person: Involved) -> None:
    permissions.check_can_reveal(actor, facts)
    if person.person.protection != ProtectionLevel.NONE.value and not facts.protected:
        raise NotNow("protect_first")


def reveal_person(*, actor: Viewer, case_id: UUID, number: int, at: datetime | None = None) -> Identity:
    """Who somebody in a case is. Of somebody protected only in a case for named people, and there as `reveal`.

    Raises NotFound, NotAllowed, NotNow("protect_first", and of whom the case is about as `reveal`), SubjectGone.
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_read(actor, facts)
        person = around.one(case, number)
        _check_may_see(actor, facts, person)
        if person.person_id == case.person_id:
            reading.check_may_reach(case, facts)
        files.record(actor, case, facts, "case.reveal_person", at, person=number)
        return _identity(person)


def _identity(person: Involved) -> Identity:
    return content.open_identity(subjects.cipher(person.person_id), bytes(person.person.identity), person.person_id)


def change_person_identity(
    *, actor: Viewer, case_id: UUID, number: int, identity: Identity, shown: str = "", at: datetime | None = None
) -> None:
    """Put right who somebody around the person is, by somebody who may see it now. `shown` marks what the page
    showed, as for `change_identity`. Raises as `reveal_person`, and Invalid with the field. Whom the case is about is
    put right with `change_identity`."""
    at = at or clock.now()
    with transaction.atomic():
        case, facts = _writable(actor, case_id, at)
        person = around.one(case, number)
        _check_may_see(actor, facts, person)
        if person.part == Part.RELATIVE.value:
            raise NotNow("wrong_state")
        level = ProtectionLevel(person.person.protection)
        kept = checked(identity, level=level, today=around.today(at))
        files.record(actor, case, facts, "case.change_person_identity", at, person=number)
        meanwhile.check_unchanged(shown, _identity(person))
        files.keep_identity(person.person, kept)
        files.tell_too_close(case, facts.owner_id, at)


def protect_person(
    *, actor: Viewer, case_id: UUID, number: int, level: ProtectionLevel, at: datetime | None = None
) -> None:
    """Somebody around the person is protected, or their protection has changed. To hide more holds at once, and what
    the level forbids is wiped; to hide less takes two, as to see who they are.

    Raises NotFound, NotAllowed, NotNow("wrong_state", "protect_first"), Invalid("choose_called").
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = _writable(actor, case_id, at)
        person = around.one(case, number)
        if person.part == Part.RELATIVE.value:
            raise NotNow("wrong_state")  # the case itself is protected then: `protect`
        if level.is_weaker_than(ProtectionLevel(person.person.protection)):
            _check_may_see(actor, facts, person)
        files.record(actor, case, facts, "case.protect_person", at, person=number, level=level.value)
        known = content.open_known(subjects.cipher(person.person_id), person.person.known, person.person_id)
        checked_called(known.called, needed=level is not ProtectionLevel.NONE)
        identity = _identity(person)
        person.person.protection = level.value
        files.keep_identity(person.person, wiped(identity, level))


def note_death(
    *, actor: Viewer, case_id: UUID, number: int, version: int, died: str, at: datetime | None = None
) -> None:
    """Somebody in the case has died, on a day as precisely as it is known, or not. Letters and offers of contact to
    them stop; the case goes on. When it is whom the case is about, what they had said yes to ends. Raises NotFound,
    NotAllowed, NotNow("wrong_state", "changed_meanwhile"), Invalid("partial_date", "not_come")."""
    _life(actor=actor, case_id=case_id, number=number, version=version, dead=True, died=died, at=at)


def undo_death(*, actor: Viewer, case_id: UUID, number: int, version: int, at: datetime | None = None) -> None:
    """It was wrong: they live. On record, as that it was noted. What ended with it does not come back by itself.
    Raises as `note_death`."""
    _life(actor=actor, case_id=case_id, number=number, version=version, dead=False, died="", at=at)


def _life(
    *, actor: Viewer, case_id: UUID, number: int, version: int, dead: bool, died: str, at: datetime | None
) -> None:
    at = at or clock.now()
    kept = checked_day(died, today=around.today(at), field="died")
    with transaction.atomic():
        case, facts = _writable(actor, case_id, at)
        person = around.one(case, number)
        around.check_unchanged(person.person.version, version)
        action = "case.person_died" if dead else "case.person_lives"
        files.record(actor, case, facts, action, at, person=number)
        known = content.open_known(subjects.cipher(person.person_id), person.person.known, person.person_id)
        person.person.dead = dead
        around.keep_known(person, replace(known, died=kept))
        if dead and person.part == Part.RELATIVE.value:
            ending.has_died(stops.together(case.pk), by=actor.staff_id, at=at)


def forget_person(
    *,
    actor: Viewer,
    case_id: UUID,
    number: int,
    ground: ForgetGround,
    confirmed: bool,
    at: datetime | None = None,
) -> None:
    """Take somebody around the person out of the case for ever: their key is destroyed, and what was between them and
    others with it. Notes are the case's, and stay. Not while the case is on hold.

    Raises NotFound, NotAllowed, NotNow("wrong_state", "on_hold"), Invalid("confirm_forget").
    """
    at = at or clock.now()
    if not confirmed:
        raise Invalid("confirm_forget", field="confirmed")
    with transaction.atomic():
        case, facts = _writable(actor, case_id, at)
        person = around.one(case, number)
        if person.part == Part.RELATIVE.value:
            raise NotNow("wrong_state")
        with deeds.beyond_the_desk():  # that there is a hold is the archivist's, and is told by no more than this
            if keeping.is_held(case):
                raise NotNow("on_hold")
        files.record(actor, case, facts, "case.forget_person", at, person=number, ground=ground.value)
        subject: UUID = person.person_id
        subjects.destroy(subject, actor=Actor.staff(actor.staff_id))
        with deeds.beyond_the_desk():
            Joining.objects.filter(first=person).delete()
            Joining.objects.filter(second=person).delete()
            review.forget_person(files.about(case_id), str(subject))
            Person.objects.filter(pk=subject).delete()
