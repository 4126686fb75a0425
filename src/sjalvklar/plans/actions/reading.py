# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opening the seals, on record first: the plan for whoever leads it or may read the case, a part for its party's own
people, and a part on paper for a party without an account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotAllowed, NotNow
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans import content, permissions
from sjalvklar.plans.actions import files
from sjalvklar.plans.content import Task
from sjalvklar.plans.models import Attendance, Commitment, Meeting, Note, Party, Words
from sjalvklar.plans.queries import lists, seen
from sjalvklar.plans.queries.settings import today
from sjalvklar.plans.rules import (
    About,
    Aim,
    CommitmentState,
    ConsentWay,
    Giver,
    MeetingResult,
    NoteKind,
    PartyKind,
    PartyNow,
    Share,
    SharedBy,
    Standing,
    check_may_share,
    needed_to_activate,
    standing,
)
from sjalvklar.trust import deeds, subjects
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent as it was written down."""

    giver: Giver
    kinds: tuple[Share, ...]
    starts_at: datetime
    ends_at: datetime
    way: ConsentWay
    interpreter: bool
    by: str
    at: datetime
    revoked_at: datetime | None
    holds: bool


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """Something that a party has taken on. `stopped`: it is open, and the party's consent does not hold."""

    id: UUID
    task: Task = field(repr=False)
    state: CommitmentState
    due_on: date
    settled_at: datetime | None
    by: str
    late: bool
    stopped: bool


@dataclass(frozen=True, slots=True)
class WordsLine:
    """Something shared with a party or told by it."""

    number: int
    text: str = field(repr=False)
    from_party: bool
    kind: Share
    way: SharedBy
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party as whoever leads sees it."""

    id: UUID
    kind: PartyKind
    about: About = field(repr=False)
    unit_id: str
    unit: str
    named: bool
    left_at: datetime | None
    standing: Standing
    consents: tuple[ConsentLine, ...]
    commitments: tuple[CommitmentLine, ...]
    words: tuple[WordsLine, ...]
    staff: tuple[tuple[int, str], ...]
    can_take_part: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting: planned, or held. `came`: the parties and whether they came."""

    id: int
    at: datetime
    held_at: datetime | None
    result: MeetingResult | None
    passed: bool
    came: tuple[tuple[UUID, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note of the plan."""

    number: int
    kind: NoteKind
    text: str = field(repr=False)
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan, whole. `needed` is whose yes it takes; `left` what is missing before it can be active."""

    row: lists.Row
    aim: Aim = field(repr=False)
    needed: Giver
    parties: tuple[PartyLine, ...]
    meetings: tuple[MeetingLine, ...]
    notes: tuple[NoteLine, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartSheet:
    """A party's part: the plan's frame, its own people, what it has taken on, dates, and what was shared with it or
    told by it. Nothing of the case, and no word of another party."""

    id: UUID
    number: str
    kind: PartyKind
    about: About = field(repr=False)
    unit: str
    leader: str
    until: datetime | None
    kinds: tuple[Share, ...]
    goals: str = field(repr=False)
    commitments: tuple[CommitmentLine, ...]
    meetings: tuple[MeetingLine, ...]
    words: tuple[WordsLine, ...]
    at: datetime


def read(*, actor: Viewer, plan_id: UUID, at: datetime | None = None) -> Sheet:
    """The plan, whole. Raises NotFound, NotAllowed, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        plan, facts = seen.one(actor, plan_id, at)
        permissions.check_can_read(actor, facts)
        files.record(actor, plan, facts, "plan.read", at)
        cipher = files.cipher(plan)
        [row] = lists.rows_of(actor, [plan], at)
        parties = list(seen.with_all(Party.objects.filter(plan=plan)))
        notes = list(Note.objects.filter(plan=plan).order_by("-number"))
        names = _names(notes, parties)
        writes = permissions.can_lead(actor, facts)
        lines = tuple(_party(one, cipher, names, at, writes=writes) for one in parties)
        going = [line for line in lines if line.left_at is None]
        meetings = _meetings(plan.pk, at, with_people=True)
        return Sheet(
            row,
            content.open_aim(cipher, bytes(plan.body), plan.pk),
            Giver(plan.needed),
            lines,
            meetings,
            tuple(
                NoteLine(
                    one.number,
                    NoteKind(one.kind),
                    content.open_text(cipher, bytes(one.body), one.pk, table="plans_note"),
                    names.get(one.staff_id, ""),
                    one.at,
                )
                for one in notes
            ),
            needed_to_activate(
                [PartyNow(line.kind, line.named, line.standing.holds) for line in going],
                commitments=sum(len(line.commitments) for line in going),
                next_meeting=any(one.held_at is None for one in meetings),
            ),
        )


def look(*, actor: Viewer, plan_id: UUID, at: datetime | None = None) -> tuple[lists.Row, Sheet | None]:
    """The plan, as `read`; for whoever may know of it and no more, its row, which nobody has been refused anything by
    seeing. Raises NotFound, SubjectGone."""
    at = at or clock.now()
    try:
        sheet = read(actor=actor, plan_id=plan_id, at=at)
    except NotAllowed:
        return lists.row(actor, plan_id, at=at), None
    return sheet.row, sheet


def _names(notes: list[Note], parties: list[Party]) -> dict[int, str]:
    whom: set[int | None] = {one.staff_id for one in notes}
    for party in parties:
        whom |= {one.staff_id for one in party.words.all()} | {one.staff_id for one in party.consents.all()}
        whom |= {one.staff_id for one in party.staff_rows.all()}
        whom |= {one.settled_by_id for one in party.commitments.all()}
    return people.names(who for who in whom if who is not None)


def _party(
    party: Party,
    cipher: subjects.SubjectCipher,
    names: dict[int, str],
    at: datetime,
    *,
    writes: bool,
) -> PartyLine:
    """A party that `seen.with_all` gave."""
    now = standing([seen.given(one) for one in party.consents.all()], needed=party.needed, at=at)
    taking_part = tuple((one.staff_id, names.get(one.staff_id, "")) for one in party.staff_rows.all())
    able = lists.can_take_part(party, at) if writes and party.left_at is None else ()
    mine = {who for who, _ in taking_part}
    return PartyLine(
        id=party.pk,
        kind=PartyKind(party.kind),
        about=content.open_about(cipher, bytes(party.body), party.pk),
        unit_id=party.unit_id or "",
        unit=party.unit.name if party.unit is not None else "",
        named=party.named,
        left_at=party.left_at,
        standing=now,
        consents=tuple(
            ConsentLine(
                Giver(one.giver),
                tuple(kind for kind in Share if kind in one.kinds),
                one.starts_at,
                one.ends_at,
                ConsentWay(one.way),
                one.interpreter,
                names.get(one.staff_id, ""),
                one.at,
                one.revoked_at,
                seen.given(one).holds(at),
            )
            for one in party.consents.all()
        ),
        commitments=_commitments(party.commitments.all(), cipher, names, at, stopped=not now.holds),
        words=_words(party.words.all(), cipher, names),
        staff=taking_part,
        can_take_part=tuple((who.staff_id, who.name) for who in able if who.staff_id not in mine),
    )


def _commitments(
    found: Iterable[Commitment], cipher: subjects.SubjectCipher, names: dict[int, str], at: datetime, *, stopped: bool
) -> tuple[CommitmentLine, ...]:
    day = today(at)
    return tuple(
        CommitmentLine(
            one.pk,
            content.open_task(cipher, bytes(one.body), one.pk),
            state := CommitmentState(one.state),
            one.due_on,
            one.settled_at,
            names.get(one.settled_by_id or 0, ""),
            state.is_open and one.due_on < day,
            state.is_open and stopped,
        )
        for one in found
    )


def _words(found: Iterable[Words], cipher: subjects.SubjectCipher, names: dict[int, str]) -> tuple[WordsLine, ...]:
    return tuple(
        WordsLine(
            one.number,
            content.open_text(cipher, bytes(one.body), one.pk, table="plans_words"),
            one.from_party,
            Share(one.kind),
            SharedBy(one.way),
            names.get(one.staff_id, ""),
            one.at,
        )
        for one in found
    )


def _meetings(plan_id: UUID, at: datetime, *, with_people: bool) -> tuple[MeetingLine, ...]:
    rows = list(Meeting.objects.filter(plan=plan_id).order_by("-at"))
    came: dict[int, list[tuple[UUID, bool]]] = {}
    if with_people:
        for one in Attendance.objects.filter(meeting__in=rows):
            came.setdefault(one.meeting_id, []).append((one.party_id, one.came))
    return tuple(
        MeetingLine(
            one.pk,
            one.at,
            one.held_at,
            MeetingResult(one.result) if one.result and with_people else None,
            one.at <= at,
            tuple(came.get(one.pk, ())),
        )
        for one in rows
    )


def read_part(*, actor: Viewer, party_id: UUID, at: datetime | None = None) -> PartSheet:
    """A part, for the party's own people while consent holds. Raises NotFound("no_such_part"), SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        party, facts = seen.one_part(actor, party_id, at)
        permissions.check_part(actor, facts, Action.READ)
        files.record_part(actor, party, "plan.read_part", at)
        return _part(party, at, goals="")


def _part(party: Party, at: datetime, *, goals: str) -> PartSheet:
    cipher = files.cipher(party)
    now = files.standing_of(party, at)
    settled = Commitment.objects.filter(party=party).values_list("settled_by_id", flat=True)
    told = Words.objects.filter(party=party).values_list("staff_id", flat=True)
    # What is no longer said yes to is not shown any more either, though it was shared once.
    shown = Q(from_party=True) | Q(kind__in=[kind.value for kind in now.kinds])
    leader = lists.leader_of(party.plan_id, at)
    names = people.names(who for who in (*settled, *told, leader) if who is not None)
    return PartSheet(
        id=party.pk,
        number=party.number,
        kind=PartyKind(party.kind),
        about=content.open_about(cipher, bytes(party.body), party.pk),
        unit=party.unit.name if party.unit is not None else "",
        leader=names.get(leader or 0, ""),
        until=now.until,
        kinds=tuple(kind for kind in Share if kind in now.kinds),
        goals=goals,
        commitments=_commitments(party.commitments.order_by("due_on", "at", "id"), cipher, names, at, stopped=False),
        meetings=_meetings(party.plan_id, at, with_people=False),
        words=_words(party.words.filter(shown).order_by("-number"), cipher, names),
        at=at,
    )


def take_sheet(*, actor: Viewer, plan_id: UUID, party_id: UUID, nonce: bytes, at: datetime | None = None) -> PartSheet:
    """A party's part on paper, for one without an account: only while consent holds, on record, and noted among what
    was shared with it. Goals go along when that was said yes to. Raises NotFound, NotAllowed, NotNow("no_consent";
    "reads_here" for a unit whose people take part here)."""
    at = at or clock.now()
    deeds.check_nonce(nonce)
    with transaction.atomic():
        plan, facts = files.locked(actor, plan_id, at)
        permissions.check_can_share(actor, facts)
        party = files.of_plan(plan, party_id)
        now = files.standing_of(party, at)
        check_may_share(now)
        if party.staff_rows.filter(ends_at__isnull=True).exists():
            raise NotNow("reads_here")
        under = files.consents_of(party, at)
        kinds = sorted(now.kinds)
        files.record(actor, plan, facts, "plan.take_sheet", at, party=str(party_id), kinds=kinds, under=under)
        goals = content.open_aim(files.cipher(plan), bytes(plan.body), plan.pk).aim if Share.GOALS in now.kinds else ""
        sheet = _part(party, at, goals=goals)
        once = deeds.once(b"sheet", party_id.bytes, nonce)
        if not Words.objects.filter(once=once).exists():
            party.words_made += 1
            party.save(update_fields=["words_made"])
            name = uuid4()
            Words.objects.create(
                id=name,
                party=party,
                number=party.words_made,
                from_party=False,
                kind=(Share.GOALS if goals else Share.PLAN).value,
                way=SharedBy.SHEET.value,
                consents=under,
                # What was on it is what the plan says then: the words are that a sheet was taken out.
                body=content.seal_text(files.cipher(plan), "", name, table="plans_words"),
                staff_id=actor.staff_id,
                at=at,
                once=once,
            )
        files.touch(plan, at)
        return sheet
