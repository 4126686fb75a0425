# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person's own copy of a case (registerutdrag), gone through note by note before it leaves.

That a copy leaves is on record before anything is opened, and of the copy itself nothing is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.casework import attached, permissions
from sjalvklar.casework.actions import files, joining, people, reading, same, sifting
from sjalvklar.casework.actions.reading import AccessLine
from sjalvklar.casework.actions.sifting import ExtractNote, Unsifted
from sjalvklar.casework.models import Case, HandOut
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.rules import (
    Choice,
    CloseReason,
    CopyKind,
    Identity,
    NoContact,
    Part,
    ProtectionLevel,
    Purpose,
    Recipient,
    RelationKind,
    Treatment,
    as_joined,
    as_seen_from,
    check_asked,
)
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff as colleagues
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.words import Action

_NONE: Mapping[str, Mapping[int, Choice]] = {}


@dataclass(frozen=True, slots=True)
class OwnEdge:
    """What is between the person and somebody else: `kind` is what that one is to them. Who it is stands there only
    when it was decided that they go along."""

    kind: RelationKind
    called: str = field(repr=False)
    since: str
    until: str
    ground: NoContact | None


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything that is kept about a person in one case, as it is handed to them, and in `also` in each that it goes
    on from or in: the person has one history, however many cases it was written in. A support without a file has no
    `number`, nobody around the person, and of who they are at most what to call them."""

    number: str
    authority: str
    unit: str
    opened_at: datetime
    closed_at: datetime | None
    close_reason: CloseReason | None
    level: ProtectionLevel
    identity: Identity = field(repr=False)
    notes: tuple[ExtractNote, ...]
    place: tuple[OwnEdge, ...]
    others_left_out: int
    attached: Mapping[str, tuple[attached.Plain, ...]] = field(repr=False)
    access: tuple[AccessLine, ...]
    to: Recipient
    why: Purpose
    by: str
    at: datetime
    also: tuple[Extract, ...] = field(default=(), repr=False)


def prepare(
    *, actor: Viewer, case_id: UUID, to: Recipient = Recipient.PERSON, at: datetime | None = None
) -> tuple[Unsifted, ...]:
    """The notes that would go to whom, for whoever is to go through them before a copy leaves; on record as a reading.

    Raises NotFound, NotAllowed, SubjectGone.
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_prepare(actor, facts)
        files.record(actor, case, facts, "case.read", at)
        return _unsifted(case, to)


def _unsifted(case: Case, to: Recipient) -> tuple[Unsifted, ...]:
    """The case's own notes, then those of the rooms above. Call only after the deed is on record."""
    own = [
        Unsifted(line.number, "", line.at, line.staff_id, line.by, line.corrects, line.text)
        for line in reading.notes_of(case)
        if line.text
    ]
    return (*own, *sifting.written_above(attached.notes(case.pk, to)))


def prepare_also(
    *, actor: Viewer, case_id: UUID, to: Recipient = Recipient.PERSON, at: datetime | None = None
) -> tuple[tuple[UUID, str, tuple[Unsifted, ...]], ...]:
    """The notes of each case that goes on in this one, or that this one goes on in, with its id and number: what
    goes along in the person's copy besides. On record in each. Raises as `prepare`."""
    at = at or clock.now()
    with transaction.atomic():
        others = same.those_together(actor, case_id, at, Action.PREPARE)
        held = joining.locked(actor, others, at)
        found = []
        for one in others:
            case, facts = held[one]
            permissions.check_can_prepare(actor, facts)
            files.record(actor, case, facts, "case.read", at)
            found.append((case.pk, case.number, _unsifted(case, to)))
        return tuple(found)


def preview(
    *,
    actor: Viewer,
    case_id: UUID,
    to: Recipient,
    choices: Mapping[int, Choice],
    also: Mapping[str, Mapping[int, Choice]] = _NONE,
    at: datetime | None = None,
) -> tuple[ExtractNote, ...]:
    """The notes that have been decided about, as they would go out: in this case, and by number in those `also` in the
    copy. On record as a reading.

    Raises Invalid with the note and the part of it in the field ("note-3.words", "note-2026-123456-3.words"), and as
    `prepare`.
    """
    found = sifting.treated_notes(prepare(actor=actor, case_id=case_id, to=to, at=at), choices, to)
    if any(also.values()):
        for _, number, lines in prepare_also(actor=actor, case_id=case_id, to=to, at=at):
            found += sifting.treated_notes(lines, also.get(number, {}), to, case=number)
    return found


def extract(
    *,
    actor: Viewer,
    case_id: UUID,
    to: Recipient,
    why: Purpose,
    choices: Mapping[int, Choice],
    confirmed: bool,
    others: Collection[int] = (),
    also: Mapping[str, Mapping[int, Choice]] = _NONE,
    at: datetime | None = None,
) -> Extract:
    """What is kept about the person, for themselves or whoever acts for them. `confirmed`: whoever takes it out has
    just shown who they are again. Of a protected person it takes two (see `permissions.check_can_hand_out`).

    `others` are the numbers of those around the person who go along by what they are called: nobody unless said, and
    nobody protected ever. Of what is between people only the person's own goes along.

    `choices` says of every note, by number, whether it goes along whole, in part or not. Which contact the case was
    opened from never does. Raises NotNow("confirm_first"), NotFound, NotAllowed, SubjectGone, and Invalid: choose
    (to, why), choose_each ("note-3"), and as `preview`.

    Cases that go on in one another go along together (`also`), as far as whoever takes it out may hand out each.
    """
    at = at or clock.now()
    sifting.confirm(confirmed)
    check_asked(CopyKind.EXTRACT, to, why)
    with transaction.atomic():
        ids = (case_id, *same.those_together(actor, case_id, at, Action.HAND_OUT))
        held = joining.locked(actor, ids, at)
        for _, facts in held.values():
            permissions.check_can_hand_out(actor, facts)
        asked = _Asked(actor, to, why, at)
        case, facts = held[case_id]
        whole = asked.of(case, facts, choices, frozenset(others))
        rest = [asked.of(*held[one], also.get(held[one][0].number, {}), frozenset(), besides=True) for one in ids[1:]]
        return replace(whole, also=tuple(rest))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A copy that was asked for: by whom, to whom, why and when."""

    actor: Viewer
    to: Recipient
    why: Purpose
    at: datetime

    def of(
        self,
        case: Case,
        facts: CaseFacts,
        choices: Mapping[int, Choice],
        others: frozenset[int],
        *,
        besides: bool = False,
    ) -> Extract:
        """What is kept in one case, on record there first."""
        number = case.number if besides else ""
        row = put_on_record(self.actor, case, facts, CopyKind.EXTRACT, self.to, self.why, self.at)
        lines = _unsifted(case, self.to)
        notes = sifting.every_note(lines, choices, self.to, case=number)
        row.masked = sum(note.treatment is Treatment.MASK for note in notes)
        row.left_out = sum(note.treatment is Treatment.LEAVE_OUT for note in notes)
        row.save(force_insert=True)
        place = _place(people.network_of(self.actor, case, facts, self.at), others, self.to)
        return Extract(
            number=case.number,
            authority=case.authority.name,
            unit=case.unit.name,
            opened_at=case.opened_at,
            closed_at=case.closed_at,
            close_reason=CloseReason(case.close_reason) if case.close_reason else None,
            level=ProtectionLevel(case.person.protection),
            identity=files.identity_of(case),
            notes=notes,
            place=place,
            others_left_out=sum(not edge.called for edge in place),
            attached=attached.of(case.pk, self.to),
            access=reading.lines_of_access(files.about(case.pk), reading.listed(self.to)),
            to=self.to,
            why=self.why,
            by=colleagues.public_names([self.actor.staff_id]).get(self.actor.staff_id, ""),
            at=self.at,
        )


def _place(network: people.Network, others: frozenset[int], to: Recipient) -> tuple[OwnEdge, ...]:
    """The person's own place among the people in the case. That there is to be no contact with somebody does not go to
    whoever acts for the person: it may be them."""
    there = {line.number: line for line in network.people}
    relative = next(line.number for line in network.people if line.part is Part.RELATIVE)
    found = []
    for edge in as_joined([line.between for line in network.edges], network.joined):
        if relative not in edge.pair or (to.acts_for_them and edge.kind is RelationKind.NO_CONTACT):
            continue
        number, kind = as_seen_from(edge, relative)
        shown = number in others and there[number].level is ProtectionLevel.NONE
        found.append(OwnEdge(kind, there[number].called if shown else "", edge.since, edge.until, edge.ground))
    return tuple(found)


def put_on_record(
    actor: Viewer, case: Case, facts: CaseFacts, kind: CopyKind, to: Recipient, why: Purpose, at: datetime
) -> HandOut:
    """The deed on record, and the row that says so in the case; the row is not stored yet."""
    row = HandOut(
        case=case,
        kind=kind.value,
        to=to.value,
        why=why.value,
        staff_id=actor.staff_id,
        at=at,
        upto=case.notes_made,
    )
    action = "case.extract" if kind is CopyKind.EXTRACT else "case.move_out"
    files.record(actor, case, facts, action, at, to=to.value, why=why.value, copy=str(row.pk), upto=case.notes_made)
    return row
