# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what is kept of children in a support or a contact: on record before anything is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.children import content
from sjalvklar.children.actions import place
from sjalvklar.children.actions.place import Place
from sjalvklar.children.models import Concern, Said
from sjalvklar.children.rules import Answer, Deed, Guardians, OwnContact, State, Weighed, deeds_in
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support.actions import files
from sjalvklar.support.rules import DocumentationMode
from sjalvklar.trust.access.words import Action


@dataclass(frozen=True, slots=True)
class OwnLine:
    """On whose yes a child's own contact rests, said by whom and when."""

    own: OwnContact
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """What guardians may know, judged by whom and when."""

    judged: Guardians
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """One concern, opened. `weighed` when it is decided, `answer` and `came_on` when somebody has answered; `may` what
    can be done with it."""

    id: UUID
    state: State
    begun_at: datetime
    begun_by: str
    decided_at: datetime | None
    decided_by: str
    weighed: Weighed | None
    asked_at: datetime | None
    answer: Answer | None
    came_on: date | None
    may: frozenset[Deed]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is kept here of one support or contact. `own` and `judged` in a support that is a child's own contact,
    newest first; `may_write` whether something can be said there now."""

    mode: DocumentationMode
    may_write: bool
    own: tuple[OwnLine, ...]
    judged: tuple[JudgedLine, ...]
    concerns: tuple[ConcernLine, ...]


def read(*, actor: Viewer, support_id: UUID, at: datetime | None = None) -> Sheet:
    """What is kept in a support. Raises NotFound("no_such_support"), NotAllowed, NotNow, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        found = place.of_support(actor, support_id, at)
        found.record(actor, "children.read", at)
        assert found.support is not None
        rows = list(Said.objects.filter(support=support_id).order_by("-number"))
        concerns = list(Concern.objects.filter(support=support_id).order_by("-begun_at", "-id"))
        names = _names([*rows], concerns)
        cipher = files.cipher(found.support.support)
        return Sheet(
            mode=found.mode,
            may_write=found.support.can(actor, Action.WRITE),
            own=tuple(
                OwnLine(content.open_own(cipher, bytes(row.body), row.pk), names.get(row.staff_id, ""), row.at)
                for row in rows
                if row.kind == Said.OWN
            ),
            judged=tuple(
                JudgedLine(
                    content.open_guardians(cipher, bytes(row.body), row.pk), names.get(row.staff_id, ""), row.at
                )
                for row in rows
                if row.kind == Said.GUARDIANS
            ),
            concerns=_concerns(found, concerns, names),
        )


def read_contact(*, actor: Viewer, thread_id: UUID, at: datetime | None = None) -> Sheet:
    """The concerns in what somebody wrote. Raises NotFound("no_such_thread"), NotAllowed("take_first"),
    SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        found = place.of_contact(actor, thread_id, at)
        found.record(actor, "children.read", at)
        concerns = list(Concern.objects.filter(thread=thread_id).order_by("-begun_at", "-id"))
        return Sheet(found.mode, False, (), (), _concerns(found, concerns, _names([], concerns)))


def _names(rows: list[Said], concerns: list[Concern]) -> dict[int, str]:
    decided = {one.decided_by_id for one in concerns if one.decided_by_id is not None}
    return people.names({row.staff_id for row in rows} | {one.begun_by_id for one in concerns} | decided)


def _concerns(found: Place, rows: list[Concern], names: dict[int, str]) -> tuple[ConcernLine, ...]:
    lines = []
    for row in rows:
        weighed, answer, came_on = None, None, None
        if row.weighed is not None:
            weighed = content.open_weighed(found.cipher(row), bytes(row.weighed), row.pk)
        if row.answer is not None:
            answer, came_on = content.open_answer(found.cipher(row), bytes(row.answer), row.pk)
        lines.append(
            ConcernLine(
                id=row.pk,
                state=State(row.state),
                begun_at=row.begun_at,
                begun_by=names.get(row.begun_by_id, ""),
                decided_at=row.decided_at,
                decided_by=names.get(row.decided_by_id, "") if row.decided_by_id is not None else "",
                weighed=weighed,
                asked_at=row.asked_at,
                answer=answer,
                came_on=came_on,
                may=deeds_in(State(row.state)),
            )
        )
    return tuple(lines)
