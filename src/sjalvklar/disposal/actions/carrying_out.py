# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was decided is done: one thing at a time, each whole or not at all, and gone on with after any stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.disposal import queries, sources
from sjalvklar.disposal.actions.planning import about, counted, judged
from sjalvklar.disposal.actions.receipts import receipt
from sjalvklar.disposal.actions.returning import keep_erased
from sjalvklar.disposal.models import Item, Plan
from sjalvklar.disposal.queries.rules import today
from sjalvklar.disposal.rules import RecordType, State, Why
from sjalvklar.kernel import clock
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

_BY = Actor.system("disposal")


def carry_out(*, at: datetime | None = None, step: Callable[[str], None] = lambda _name: None) -> int:
    """Erase what is decided and not yet erased. Returns how many records went. Safe to run at any time, and twice.

    Each thing is looked at once more under the lock: what has been put on hold, opened again or changed since it was
    planned stays, and the plan says why. A plan is done when both registers know everything that went. `step` is told
    where it is.
    """
    at = at or clock.now()
    done = 0
    waiting = Plan.objects.filter(state=State.DECIDED.value, done_at__isnull=True).order_by("decided_at")
    for plan_id, authority_id in list(waiting.values_list("pk", "authority_id")):
        left = Item.objects.filter(plan_id=plan_id, erased_at__isnull=True, kept_because="")
        for item_id, record, until in list(left.order_by("pk").values_list("pk", "record", "until")):
            step("item")
            if until is None:
                done += _erase_one(item_id, RecordType(record), at)
            else:
                done += _erase_flow(item_id, RecordType(record), authority_id, at, step)
        step("registers")
        keep_erased()
        step("receipts")
        _finish(plan_id, at)
    return done


@transaction.atomic
def _erase_one(item_id: int, record: RecordType, at: datetime) -> bool:
    item = Item.objects.select_for_update().get(pk=item_id)
    source = sources.FILES[record]
    file = source.locked(item.thing)
    if file is not None:
        # What is about the same person and goes by the same decision keeps nothing, whichever is first.
        theirs = source.same_person(item.thing)
        with_it = Item.objects.filter(plan_id=item.plan_id, thing__in=theirs, kept_because="")
        together = [file, *source.files(file.about.authority, only=list(with_it.values_list("thing", flat=True)))]
        said, holds = queries.disposal(), queries.holds()
        verdicts = {one.thing: found for one, found in judged(source, iter(together), said, holds, today(at))}
        why = verdicts[item.thing].why
        if not why.goes:
            item.kept_because = why.value
            item.save(update_fields=["kept_because"])
            return False
        source.erase(item.thing, decision=str(item.plan_id), at=at)
    item.erased_at = at
    item.save(update_fields=["erased_at"])
    return file is not None


def _erase_flow(item_id: int, record: RecordType, authority_id: str, at: datetime, step: Callable[[str], None]) -> int:
    """Rows that go by time: some at a time, each time with a receipt of its own."""
    done = 0
    while True:
        step("some")
        with transaction.atomic():
            item = Item.objects.select_for_update().get(pk=item_id)
            lines = list(counted(sources.FLOWS[record], authority_id, at, queries.holds()))
            limit = next((limit for unit, _, _, limit in lines if unit == item.unit), None)
            held = any(unit == item.unit and count and why is Why.ON_HOLD for unit, why, count, _ in lines)
            why = Why.ON_HOLD if held else Why.PAST if limit is not None else Why.NO_DECISION
            if not why.goes or limit is None or item.until is None:
                item.kept_because = why.value
                item.save(update_fields=["kept_because"])
                return done
            gone = sources.FLOWS[record].erase(
                item.unit,
                min(item.until, limit),
                decision=str(item.plan_id),
                at=at,
            )
            if not gone:
                item.erased_at = at
                item.save(update_fields=["erased_at"])
                return done
            receipt(record, item.unit, gone, decision=item.decision, plan_id=item.plan_id, at=at)
            done += len(gone)


@transaction.atomic
def _finish(plan_id: UUID, at: datetime) -> None:
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.done_at is not None or plan.items.filter(erased_at__isnull=True, kept_because="").exists():
        return
    gone: dict[tuple[str, str, str], list[str]] = {}
    for record, unit, decision, thing in plan.items.filter(erased_at__isnull=False, until__isnull=True).values_list(
        "record", "unit", "decision", "thing"
    ):
        gone.setdefault((record, unit, decision), []).append(str(thing))
    for (record, unit, decision), ids in sorted(gone.items()):
        receipt(RecordType(record), unit, ids, decision=decision, plan_id=plan_id, at=at)
    plan.items.filter(erased_at__isnull=False).delete()
    plan.done_at = at
    plan.save(update_fields=["done_at"])
    trust.record(
        actor=_BY,
        action="disposal.done",
        object=about(plan_id),
        basis="disposal",
        detail={"files": sum(map(len, gone.values()))},
        at=at,
    )
