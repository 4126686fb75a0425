# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One person plans what will go, another decides. Nothing is erased here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.disposal import permissions, queries, sources
from sjalvklar.disposal.models import Item, Kept, Plan
from sjalvklar.disposal.queries import KeptLine
from sjalvklar.disposal.queries.rules import today
from sjalvklar.disposal.rules import Decision, Disposal, Holds, RecordType, State, Verdict, Why
from sjalvklar.disposal.sources import Counted, File, Files
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust import actions as trust
from sjalvklar.trust.access.context import COMMAND, acting
from sjalvklar.trust.rules import Actor

LASTS = timedelta(days=30)
_AT_ONCE = 500


def about(plan_id: UUID) -> str:
    """The plan's name in the record."""
    return f"disposal:{plan_id}"


def plan(*, actor: Viewer, authority_id: str, at: datetime | None = None) -> UUID:
    """Find out what may go in an authority today and what stays, and keep that as a plan. Its id.

    Whoever plans sees numbers and counts; the files are looked at by the product itself, which is put on record for
    each. Raises NotFound.
    """
    at = at or clock.now()
    permissions.check_can_plan(actor, authority_id)
    with transaction.atomic():
        made = Plan(authority_id=authority_id, state=State.PLANNED.value, day=today(at), made_at=at)
        made.made_by_id = actor.staff_id
        made.save(force_insert=True)
        with acting(COMMAND):
            goes, stays = _looked_through(authority_id, at)
        Item.objects.bulk_create(
            [_item(made, *found) for found in goes[0]] + [_flow(made, *one) for one in goes[1]], 500
        )
        Kept.objects.bulk_create(
            [
                Kept(plan=made, record=record.value, unit=unit, why=why.value, count=count)
                for (record, unit, why), count in sorted(stays.items())
            ]
        )
        trust.record(
            actor=Actor.staff(actor.staff_id),
            action="disposal.plan",
            object=about(made.pk),
            basis="records_officer",
            detail={"authority": authority_id, "goes": len(goes[0]) + sum(one[3] for one in goes[1])},
            at=at,
        )
    return made.pk


def preview(*, authority_id: str, at: datetime | None = None) -> tuple[KeptLine, ...]:
    """What a plan would say today, as counts for each unit and reason, without making one. For the command line: that
    seals were opened to find out is on record."""
    at = at or clock.now()
    (files, flows), stays = _looked_through(authority_id, at)
    for file, verdict in files:
        stays[file.about.record, file.unit, verdict.why] += 1
    for record, unit, _until, count, *_ in flows:
        stays[record, unit, Why.PAST] += count
    return tuple(KeptLine(record, unit, why, count) for (record, unit, why), count in sorted(stays.items()))


_Flow = tuple[RecordType, str, datetime, int, date, str, str]
_Stays = Counter[tuple[RecordType, str, Why]]


def _looked_through(authority_id: str, at: datetime) -> tuple[tuple[list[tuple[File, Verdict]], list[_Flow]], _Stays]:
    said, holds = queries.disposal(), queries.holds()
    stays: _Stays = Counter()
    files: list[tuple[File, Verdict]] = []
    for source in sources.FILES.values():
        for file, verdict in judged(source, source.files(authority_id), said, holds, today(at)):
            if verdict.why.goes:
                files.append((file, verdict))
            else:
                stays[source.record, file.unit, verdict.why] += 1
    flows: list[_Flow] = []
    for kept in (*sources.COUNTED.values(), *sources.FLOWS.values()):
        rule, decision = said.rule(kept.record, today(at)), said.decision(kept.record, authority_id, today(at))
        for unit, why, count, limit in counted(kept, authority_id, at, holds):
            if count and why.goes and limit is not None and rule is not None and kept.record in sources.FLOWS:
                name = decision.id if decision else ""
                flows.append((kept.record, unit, limit, count, today(at), rule.id, name))
            elif count:
                stays[kept.record, unit, why if limit else _without(rule is None, _keeps(decision))] += count
    return (files, flows), stays


def counted(
    kept: Counted, authority_id: str, at: datetime, holds: Holds
) -> Iterator[tuple[str, Why, int, datetime | None]]:
    """How many in each unit, and in none, with the moment that they go by."""
    limit = queries.limit(kept.record, authority_id, at)
    for unit, why, count in kept.counts(authority_id, limit, holds):
        yield unit, why, count, limit
    flow = sources.FLOWS.get(kept.record)
    if flow is not None:
        limit = queries.common_limit(kept.record, at)
        for unit, why, count in flow.nowhere(limit, holds):
            yield unit, why, count, limit


def _keeps(decision: Decision | None) -> bool:
    """Whether the board has decided to keep. Where it has decided a time, it is another board that has not."""
    return decision is not None and decision.keeps


def _without(no_rule: bool, kept: bool) -> Why:
    if no_rule:
        return Why.NO_RULE
    return Why.BOARD_KEEPS if kept else Why.NO_DECISION


def judged(
    source: Files, files: Iterator[File], said: Disposal, holds: Holds, day: date
) -> Iterator[tuple[File, Verdict]]:
    """What becomes of each: by its time, then holds, then birth, then whatever else is kept about the same person.

    The seals are opened for those only whose birth decides. While something that is in no plan is kept about the same
    person the time has not passed, whatever is on hold: any other reason would tell that it exists.
    """
    due: list[tuple[File, Verdict]] = []
    for file in files:
        verdict = said.due(file.about, day)
        if verdict.why.goes:
            due.append((file, verdict))
        else:
            yield file, verdict
    things = [file.thing for file, _ in due]
    unseen = source.beside_the_unseen(things, but=things)
    past: list[tuple[File, Verdict]] = []
    for file, verdict in due:
        if file.thing in unseen:
            yield file, replace(verdict, why=Why.NOT_YET)
        elif holds.cover(file.marks):
            yield file, replace(verdict, why=Why.ON_HOLD)
        else:
            past.append((file, verdict))
    going: dict[UUID, tuple[File, Verdict]] = {}
    for start in range(0, len(past), _AT_ONCE):
        some = past[start : start + _AT_ONCE]
        asked = said.asks_for_birth(source.record, day)
        births = source.born([file.thing for file, _ in some]) if asked else {}
        for file, _ in some:
            verdict = said.judge(replace(file.about, born=births.get(file.thing)), day)
            if verdict.why.goes:
                going[file.thing] = (file, verdict)
            else:
                yield file, verdict
    # One that stays keeps the others about the same person, and those keep others.
    theirs = {thing: source.same_person(thing) for thing in going}
    while True:
        staying = [thing for thing in going if not theirs[thing] <= going.keys()]
        for thing in staying:
            file, verdict = going.pop(thing)
            yield file, replace(verdict, why=Why.SAME_PERSON)
        if not staying:
            break
    yield from going.values()


def _item(plan: Plan, file: File, verdict: Verdict) -> Item:
    assert verdict.due is not None
    assert verdict.gone_by is not None
    return Item(
        plan=plan,
        record=file.about.record.value,
        unit=file.unit,
        thing=file.thing,
        number=file.number,
        due=verdict.due,
        gone_by=verdict.gone_by,
        rule=verdict.rule,
        decision=verdict.decision,
    )


def _flow(
    plan: Plan, record: RecordType, unit: str, limit: datetime, count: int, day: date, rule: str, decision: str
) -> Item:
    return Item(
        plan=plan,
        record=record.value,
        unit=unit,
        thing=uuid4(),
        due=day,
        gone_by=day,
        rule=rule,
        decision=decision,
        until=limit,
        count=count,
    )


def decide(*, actor: Viewer, plan_id: UUID, at: datetime | None = None) -> None:
    """Decide that what the plan says is erased: by a named person who is not the one who planned it.

    What has changed since it was planned is looked at again before anything goes. A plan older than thirty days is
    made anew. Raises NotFound, NotAllowed("another_decides"), NotNow("wrong_state", "plan_is_old").
    """
    at = at or clock.now()
    with transaction.atomic():
        found = Plan.objects.select_for_update().filter(pk=plan_id).first()
        if found is None:
            raise NotFound("no_such_plan")
        permissions.check_can_decide(actor, found.authority_id, by=found.made_by_id)
        if found.state != State.PLANNED.value:
            raise NotNow("wrong_state")
        if not found.made_at <= at < found.made_at + LASTS:
            raise NotNow("plan_is_old")
        found.state, found.decided_at = State.DECIDED.value, at
        found.decided_by_id = actor.staff_id
        found.save(update_fields=["state", "decided_at", "decided_by"])
        trust.record(
            actor=Actor.staff(actor.staff_id),
            action="disposal.decide",
            object=about(plan_id),
            basis="records_officer",
            detail={"authority": found.authority_id},
            at=at,
        )
