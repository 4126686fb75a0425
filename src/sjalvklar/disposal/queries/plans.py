# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans, holds and receipts, for the records officers of their authority."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sjalvklar.disposal import permissions
from sjalvklar.disposal.models import Hold, Plan, Receipt
from sjalvklar.disposal.rules import HoldGround, HoldKind, RecordType, State, Why, hash_of
from sjalvklar.kernel.errors import NotFound
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Viewer

_MOST = 200


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list."""

    id: UUID
    authority_id: str
    state: State
    day: date
    made_at: datetime
    made_by: str
    decided_at: datetime | None
    decided_by: str
    done_at: datetime | None
    may_decide: bool


@dataclass(frozen=True, slots=True)
class NumberLine:
    """How many of a kind go in a unit, by when, by which rule, and what they are called where they have a number."""

    record: RecordType
    unit: str
    count: int
    gone_by: date
    rule: str
    decision: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """How many of a kind stay in a unit, and why."""

    record: RecordType
    unit: str
    why: Why
    count: int


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What was erased."""

    record: RecordType
    unit: str
    count: int
    ids: str
    at: datetime
    decision: str


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A plan, whole: what goes, what stays and why, and what came of it."""

    row: PlanRow
    goes: tuple[NumberLine, ...]
    kept: tuple[KeptLine, ...]
    stayed: tuple[KeptLine, ...]
    receipts: tuple[ReceiptLine, ...]


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold in force. `what` is empty for a person: the hash says nothing to anybody."""

    id: UUID
    authority_id: str
    kind: HoldKind
    what: str
    ground: HoldGround
    reference: str
    placed_at: datetime
    placed_by: str
    may_lift: bool


def _row(viewer: Viewer | None, plan: Plan, names: dict[int, str]) -> PlanRow:
    open_to_all = plan.state == State.PLANNED.value
    may = viewer is None or permissions.can_decide(viewer, plan.authority_id, by=plan.made_by_id)
    return PlanRow(
        plan.pk,
        plan.authority_id,
        State(plan.state),
        plan.day,
        plan.made_at,
        names.get(plan.made_by_id, ""),
        plan.decided_at,
        names.get(plan.decided_by_id or 0, ""),
        plan.done_at,
        open_to_all and may,
    )


def plan_rows(viewer: Viewer) -> tuple[PlanRow, ...]:
    """The newest plans of the viewer's authorities."""
    plans = list(Plan.objects.filter(authority__in=permissions.authorities(viewer)).order_by("-made_at", "id")[:_MOST])
    names = staff.names({who for plan in plans for who in (plan.made_by_id, plan.decided_by_id) if who})
    return tuple(_row(viewer, plan, names) for plan in plans)


def sheet(viewer: Viewer | None, plan_id: UUID) -> PlanSheet:
    """A plan, whole. Without a viewer for the command line, which sees everything. Raises NotFound."""
    plan = Plan.objects.filter(pk=plan_id).first()
    if plan is None:
        raise NotFound("no_such_plan")
    if viewer is not None:
        permissions.check_can_know(viewer, plan.authority_id, State(plan.state))
    names = staff.names({who for who in (plan.made_by_id, plan.decided_by_id) if who})
    grouped: dict[tuple[str, str, str, str], list[tuple[date, str, int]]] = {}
    stayed: Counter[tuple[str, str, str]] = Counter()
    for item in plan.items.filter(erased_at__isnull=True).order_by("record", "unit", "number"):
        if item.kept_because:
            stayed[item.record, item.unit, item.kept_because] += item.count
            continue
        key = (item.record, item.unit, item.rule, item.decision)
        grouped.setdefault(key, []).append((item.gone_by, item.number, item.count))
    return PlanSheet(
        _row(viewer, plan, names),
        tuple(
            NumberLine(
                RecordType(record),
                unit,
                sum(count for _, _, count in found),
                min(gone_by for gone_by, _, _ in found),
                rule,
                decision,
                tuple(number for _, number, _ in found if number),
            )
            for (record, unit, rule, decision), found in grouped.items()
        ),
        tuple(
            KeptLine(RecordType(row.record), row.unit, Why(row.why), row.count)
            for row in plan.kept.order_by("record", "unit", "why")
        ),
        tuple(
            KeptLine(RecordType(record), unit, Why(why), count)
            for (record, unit, why), count in sorted(stayed.items())
        ),
        tuple(
            ReceiptLine(RecordType(row.record), row.unit, row.count, bytes(row.ids).hex(), row.at, row.decision)
            for row in Receipt.objects.filter(plan=plan).order_by("record", "unit")
        ),
    )


def covers(decision: str, chunks: list[list[int]]) -> bool:
    """Whether a plan that was decided has a receipt for each of these sets of the record's rows, and for no more."""
    try:
        plan = Plan.objects.filter(pk=UUID(decision), state=State.DECIDED.value).first()
    except ValueError:
        return False
    if plan is None:
        return False
    kept = Counter(
        bytes(ids) for ids in plan.receipts.filter(record=RecordType.LOG.value).values_list("ids", flat=True)
    )
    return kept == Counter(hash_of([str(entry) for entry in chunk]) for chunk in chunks)


def hold_rows(viewer: Viewer) -> tuple[HoldRow, ...]:
    """The holds in force in the viewer's authorities."""
    rows = list(
        Hold.objects.filter(authority__in=permissions.authorities(viewer), lifted_at__isnull=True).order_by(
            "-placed_at", "id"
        )[:_MOST]
    )
    names = staff.names({row.placed_by_id for row in rows})
    return tuple(
        HoldRow(
            row.pk,
            row.authority_id,
            HoldKind(row.kind),
            "" if row.kind == HoldKind.PERSON.value else row.what,
            HoldGround(row.ground),
            row.reference,
            row.placed_at,
            names.get(row.placed_by_id, ""),
            permissions.can_decide(viewer, row.authority_id, by=row.placed_by_id),
        )
        for row in rows
    )
