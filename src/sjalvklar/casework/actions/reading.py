# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a case, seeing who it is about, searching, and the person's own list of who has: all on record first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from sjalvklar.casework import content, permissions, stops
from sjalvklar.casework.actions import around, files
from sjalvklar.casework.actions.around import NoContactLine
from sjalvklar.casework.actions.same import SameLine, same_as
from sjalvklar.casework.models import Case, Involved, Note, Notice, PersonIndex
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.queries import lists, seen
from sjalvklar.casework.rules import Identity, Part, ProtectionLevel, Recipient, SearchKind, name_words, numbers
from sjalvklar.kernel import clock, personal_numbers
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds
from sjalvklar.trust import queries as record
from sjalvklar.trust.access.words import Action
from sjalvklar.trust.rules import Actor, ActorKind

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note, opened. `corrects` and `corrected_by` are numbers of notes; `contact` the thread it came from."""

    number: int
    text: str = field(repr=False)
    by: str
    at: datetime
    corrects: int | None
    corrected_by: int | None
    contact: str = field(repr=False)
    staff_id: int


@dataclass(frozen=True, slots=True)
class File:
    """A case as whoever may read it sees it; who it is about is masked."""

    row: lists.Row
    level: ProtectionLevel
    notes: tuple[NoteLine, ...]
    warnings: tuple[NoContactLine, ...] = ()
    dead: bool = False
    bereaved: bool = False
    people: int = 1
    same: tuple[SameLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave. `more`: too many to show, so that one writes more; how many is never said."""

    kind: SearchKind
    rows: tuple[lists.Row, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One line of a person's own list: when, what, by whom as the public knows them, in which role (the ground)."""

    at: datetime
    action: str
    by: str
    basis: str


def read(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> File:
    """The notes of a case, to whoever answers for it, stands in, is named, or has broken the glass.

    On record before anything is opened, in one transaction: (2001:454) 10 §. What the actor was to be told about the
    case has then been seen. Raises NotFound, NotAllowed, SubjectGone.
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_read(actor, facts)
        files.record(actor, case, facts, "case.read", at)
        Notice.objects.filter(case=case, staff_id=actor.staff_id, seen_at__isnull=True).update(seen_at=at)
        row = lists.line(actor, case, facts, at)
        others = around.shown_as_another(case)
        there = [one for one in around.everybody(case) if one.number not in others]
        return File(
            row,
            ProtectionLevel(case.person.protection),
            notes_of(case),
            warnings=around.warnings_of(case),
            dead=stops.has_died(case.pk),
            bereaved=any(one.person.dead and one.part == Part.PERSON_OF_CONCERN.value for one in there),
            people=len(there),
            same=same_as(actor, case, facts, at),
        )


def look(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> tuple[lists.Row, File | None]:
    """The case, as `read`; for whoever may know of it and no more, its row, which nobody has been refused anything by
    seeing. Raises NotFound, SubjectGone."""
    at = at or clock.now()
    try:
        file = read(actor=actor, case_id=case_id, at=at)
    except NotAllowed:
        return lists.row(actor, case_id, at=at), None
    return file.row, file


def notes_of(case: Case) -> tuple[NoteLine, ...]:
    """The notes of a case, opened. Call only after the deed is on record."""
    rows = list(Note.objects.filter(case=case).select_related("corrects").order_by("number"))
    if not rows:
        return ()
    cipher = files.cipher(case)
    names = people.names(row.staff_id for row in rows)
    corrected = {row.corrects.number: row.number for row in rows if row.corrects is not None}
    found = []
    for row in rows:
        text, contact = content.open_note(cipher, bytes(row.body), row.pk)
        right = row.corrects.number if row.corrects is not None else None
        by = names.get(row.staff_id, "")
        found.append(NoteLine(row.number, text, by, row.at, right, corrected.get(row.number), contact, row.staff_id))
    return tuple(found)


def reveal(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> Identity:
    """Who a case is about. For a protected person only while another named person's approval lasts.

    Raises NotFound, NotAllowed, NotNow with why nobody is to be reached now, SubjectGone.
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_reveal(actor, facts)
        check_may_reach(case, facts)
        files.record(actor, case, facts, "case.reveal", at)
        return files.identity_of(case)


def check_may_reach(case: Case, facts: CaseFacts) -> None:
    """Who somebody is also says how they are reached. Whoever has broken the glass is not stopped: it takes who
    somebody is to send help to them, and the opening is told of at once and judged. Raises NotNow with the reason."""
    if not facts.glass:
        stops.check_may_reach(case.pk)


def reveal_names(*, actor: Viewer, after: str | None = None, at: datetime | None = None) -> dict[UUID, str]:
    """The names of one page of one's own open cases, so that one can tell them apart, each on record. Not the
    protected, nor of those who are not to be reached now. Raises Invalid("cursor")."""
    at = at or clock.now()
    with transaction.atomic():
        found: dict[UUID, str] = {}
        for row in lists.page(actor, view=lists.View.MINE, after=after, at=at).rows:
            if row.protected or "reveal" not in row.may:
                continue
            case, facts = files.locked(actor, row.id, at)
            if stops.why_not(row.id) and not facts.glass:
                continue
            files.record(actor, case, facts, "case.reveal_name", at)
            found[row.id] = files.identity_of(case).name
        return found


def search(*, actor: Viewer, text: str, at: datetime | None = None) -> Found:
    """Cases the actor may know of, by name, personal number or case number; nothing else can be searched with.

    That somebody searched, and with what kind of word, is on record whatever is found; the word never is. What is
    hidden is left out by the database before anything is counted. Raises Invalid("search").
    """
    at = at or clock.now()
    kind, wanted = _understood(text, at)
    with transaction.atomic():
        known = _matching(seen.cases(actor, at), kind, wanted)
        ids = list(known.order_by("-opened_at", "-id").values_list("pk", flat=True)[: MOST_FOUND + 1])
        trust.record(
            actor=Actor.staff(actor.staff_id),
            action="case.search",
            object="search:case",
            basis="search",
            detail={"kind": kind.value, "found": len(ids)},
            at=at,
        )
        if len(ids) > MOST_FOUND:
            return Found(kind, (), more=True)
        rows = []
        for case_id in ids:
            case, facts = files.locked(actor, case_id, at)
            files.record(actor, case, facts, "case.found", at, kind=kind.value)
            rows.append(lists.row(actor, case_id, at=at))
        return Found(kind, tuple(rows), more=False)


def _matching(cases: QuerySet[Case], kind: SearchKind, wanted: str) -> QuerySet[Case]:
    """By whom the case is about, or by anybody around them; but nobody who is protected finds the way to a case that
    is not for named people."""
    if kind is SearchKind.CASE:
        return cases.filter(number=wanted)
    field = "number" if kind is SearchKind.NUMBER else "name"
    about, there = Q(), Q(person__protection=ProtectionLevel.NONE.value) | Q(case__protected=True)
    for values in content.looked_for(field, wanted):
        found = PersonIndex.objects.filter(field=field, value__in=values).values("person")
        about, there = about & Q(person__in=found), there & Q(person__in=found)
    return cases.filter(about | Q(pk__in=Involved.objects.filter(there).values("case")))


def _understood(text: str, at: datetime) -> tuple[SearchKind, str]:
    number = numbers.read(text)
    if number is not None:
        return SearchKind.CASE, number
    if any(char.isdigit() for char in text):
        try:
            today = at.astimezone(organisation().municipality.zone).date()
            person = personal_numbers.parse(text, today=today)
        except Invalid:
            raise Invalid("search", field="q") from None
        return SearchKind.NUMBER, person.twelve
    if not 0 < len(name_words(text)) <= 8 or len(text) > 200:
        raise Invalid("search", field="q")
    return SearchKind.NAME, text


def find_for_glass(*, actor: Viewer, text: str, at: datetime | None = None) -> UUID:
    """The one case that a personal number or case number is of, when the actor may break its glass.

    On record like every search. Raises Invalid("search") for anything else, names too, and NotFound("no_such_case")
    alike for none, several, a protected one and one the actor is too close to.
    """
    at = at or clock.now()
    kind, wanted = _understood(text, at)
    if kind is SearchKind.NAME:
        raise Invalid("search", field="q")
    with transaction.atomic():
        found = _matching(seen.cases(actor, at, Action.BREAK_GLASS), kind, wanted)
        ids = list(found.order_by("state", "-opened_at").values_list("pk", "state")[:3])
        trust.record(
            actor=Actor.staff(actor.staff_id),
            action="case.search",
            object="search:glass",
            basis="search",
            detail={"kind": kind.value, "found": min(len(ids), 1)},
            at=at,
        )
    still_open = [case for case, state in ids if state == "open"]
    if len(still_open) == 1:
        return still_open[0]
    if len(ids) == 1:
        return ids[0][0]
    raise NotFound("no_such_case")


_ON_THE_LIST = frozenset(
    {
        "case.open",
        "case.read",
        "case.write",
        "case.correct",
        "case.reveal",
        "case.reveal_name",
        "case.change_identity",
        "case.found",
        "case.hand_over",
        "case.close",
        "case.reopen",
        "case.break_glass",
        "case.access_list",
        "case.people",
        "case.add_person",
        "case.change_person",
        "case.change_person_identity",
        "case.reveal_person",
        "case.protect_person",
        "case.person_died",
        "case.person_lives",
        "case.forget_person",
        "case.relate",
        "case.end_relation",
        "case.take_back_relation",
        "case.join",
        "case.approve_join",
        "case.undo_join",
        "case.go_on_from",
        "case.extract",
        "case.move_out",
        "safety.read",
        "safety.see_number",
        "safety.see_police",
        "plan.begin",
        "plan.read",
        "plan.share",
        "plan.take_sheet",
        "plan.read_part",
        "plan.say",
        "followup.prove",
        "followup.read",
        "support.open",
        "support.plan_paper",
        "support.read",
        "support.read_agreed",
        "support.safe_contact",
        "support.write",
    }
)
_WITH_THE_FILE = frozenset(
    action for action in _ON_THE_LIST if action.startswith("case.") and action != "case.protect_person"
)


def access_list(*, actor: Viewer, case_id: UUID, at: datetime | None = None) -> tuple[AccessLine, ...]:
    """Who has had to do with a person's case, newest first, to hand to that person. Neutral: it says nothing of why.

    For whoever answers for the case, its head, or those named for it. Raises NotFound, NotAllowed.
    """
    at = at or clock.now()
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_list_access(actor, facts)
        files.record(actor, case, facts, "case.access_list", at)
        return lines_of_access(files.about(case_id), listed(Recipient.PERSON))


def listed(to: Recipient) -> frozenset[str]:
    """Which deeds with a case are on the list that goes to whom.

    To whoever acts for the person go the deeds with the file alone: that somebody read of safety, of a plan or of a
    child's own contact would tell that there is one.
    """
    return _WITH_THE_FILE if to.acts_for_them else _ON_THE_LIST


def lines_of_access(about: str, deeds_listed: frozenset[str]) -> tuple[AccessLine, ...]:
    """The list itself, of a case or of a support without a file, by its name in the record. Call only after the deed
    is on record."""
    with deeds.beyond_the_desk():
        entries = record.entries_about(about)
    rows = [e for e in entries if e.action in deeds_listed and e.actor_kind == ActorKind.STAFF.value]
    names = people.public_names(int(entry.actor_id) for entry in rows)
    return tuple(
        AccessLine(entry.at, entry.action, names.get(int(entry.actor_id), ""), entry.basis) for entry in reversed(rows)
    )
