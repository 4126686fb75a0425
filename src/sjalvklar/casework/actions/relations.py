# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is between two people in a case: noted, ended with its end, taken back when it was wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.casework import content, permissions
from sjalvklar.casework.actions import around, files
from sjalvklar.casework.actions.around import EdgeLine
from sjalvklar.casework.models import Case, Edge
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.rules import (
    Between,
    Deed,
    NoContact,
    RelationKind,
    check_between,
    check_transition,
    checked_day,
)
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import deeds


def relate(
    *,
    actor: Viewer,
    case_id: UUID,
    one: int,
    other: int,
    kind: RelationKind,
    nonce: bytes,
    since: str = "",
    until: str = "",
    ground: NoContact | None = None,
    at: datetime | None = None,
) -> None:
    """Note what `one` is to `other`, by their numbers. For NO_CONTACT `one` is who is kept from the other, with a
    ground. The same form notes it once.

    Raises NotFound, NotAllowed, NotNow("wrong_state"), Invalid as `check_between` and `checked_day`.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    day = around.today(at)
    new = Between(
        one,
        other,
        kind,
        checked_day(since, today=day, field="since"),
        checked_day(until, today=day, field="until"),
        ground if kind is RelationKind.NO_CONTACT else None,
    )
    with transaction.atomic():
        case, facts = _writable(actor, case_id, at)
        once = deeds.once(b"edge", case_id.bytes, nonce)
        if Edge.objects.filter(once=once).exists():
            return
        files.record(actor, case, facts, "case.relate", at, people=sorted(new.pair))
        there = around.everybody(case)
        keys = around.ciphers(there)
        known = around.known_of(there, keys)
        between = [line.between for line in around.edges(case, there, keys)]
        kept = check_between(new, between, around.children(there, known, keys, day))
        by_number = {person.number: person for person in there}
        first, second = by_number[kept.one], by_number[kept.other]
        name = uuid4()
        Edge.objects.create(
            id=name,
            case=case,
            one=first,
            other=second,
            body=content.seal_between(keys[first.person_id], keys[second.person_id], kept, name),
            at=at,
            staff_id=actor.staff_id,
            once=once,
        )


def _writable(actor: Viewer, case_id: UUID, at: datetime) -> tuple[Case, CaseFacts]:
    case, facts = files.locked(actor, case_id, at)
    permissions.check_can_write(actor, facts)
    check_transition(facts.state, Deed.WRITE)
    return case, facts


def end_relation(
    *, actor: Viewer, case_id: UUID, edge_id: UUID, version: int, until: str, at: datetime | None = None
) -> None:
    """It has ended, then. It stays with its end, and can be given another; without a day it holds again.

    Raises NotFound("no_such_relation"), NotAllowed, NotNow("wrong_state", "changed_meanwhile"), Invalid as
    `check_between` and `checked_day`.
    """
    at = at or clock.now()
    day = around.today(at)
    end = checked_day(until, today=day, field="until")
    with transaction.atomic():
        case, facts = _writable(actor, case_id, at)
        row = _edge(case, edge_id)
        around.check_unchanged(row.version, version)
        files.record(actor, case, facts, "case.end_relation", at, people=sorted({row.one.number, row.other.number}))
        there = around.everybody(case)
        keys = around.ciphers(there)
        lines = {line.id: line for line in around.edges(case, there, keys)}
        ended = replace(_line(lines, edge_id).between, until=end)
        others = [line.between for line in lines.values() if line.id != edge_id]
        check_between(ended, others, around.children(there, around.known_of(there, keys), keys, day))
        row.body = content.seal_between(keys[row.one.person_id], keys[row.other.person_id], ended, edge_id)
        row.version += 1
        row.save(update_fields=["body", "version"])


def _line(lines: dict[UUID, EdgeLine], edge_id: UUID) -> EdgeLine:
    if edge_id not in lines:
        raise NotFound("no_such_relation")
    return lines[edge_id]


def _edge(case: Case, edge_id: UUID) -> Edge:
    found = Edge.objects.filter(pk=edge_id, case=case).select_related("one", "other").first()
    if found is None:
        raise NotFound("no_such_relation")
    return found


def take_back_relation(
    *, actor: Viewer, case_id: UUID, edge_id: UUID, version: int, at: datetime | None = None
) -> None:
    """It was never so: it is taken away. What has been so is ended instead. Raises NotFound("no_such_relation"),
    NotAllowed, NotNow("wrong_state", "changed_meanwhile")."""
    at = at or clock.now()
    with transaction.atomic():
        case, facts = _writable(actor, case_id, at)
        row = _edge(case, edge_id)
        around.check_unchanged(row.version, version)
        files.record(
            actor, case, facts, "case.take_back_relation", at, people=sorted({row.one.number, row.other.number})
        )
        with deeds.beyond_the_desk():
            Edge.objects.filter(pk=row.pk).delete()
