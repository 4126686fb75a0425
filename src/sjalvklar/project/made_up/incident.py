# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One made-up incident in progress for the demo, thirty hours old, in the unit with people enough for it.

Nobody here exists and nothing here happened: no place, name or detail stands for anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sjalvklar.incident import actions, queries
from sjalvklar.incident.rules import AlertAnswer, Circle, DutyKind, DutyState, Family, Outcome, ToldBy, Way
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.project.made_up import office, people
from sjalvklar.trust import keyring

_AGE = timedelta(hours=30)
_NOTE = "De vill att rektorn får veta innan barnen kommer tillbaka. Jag ringer i morgon klockan tio."
# Circle, what they are called, relation, how they are reached, people, children; hours until reached (None: not yet).
_FAMILIES: tuple[tuple[Circle, str, str, str, int, int | None, int | None], ...] = (
    (Circle.BEREAVED, "Mor och två syskon", "mor", "Ring mostern först. Inte efter klockan nio.", 3, 1, 5),
    (Circle.BEREAVED, "Far, bor i en annan stad", "far", "", 1, 0, None),
    (Circle.BEREAVED, "Flickvän", "partner", "Bara sms.", 1, None, 20),
    (Circle.INJURED, "Ung man och hans föräldrar", "", "På sjukhuset. Fråga sköterskan på avdelningen.", 3, 0, 9),
    (Circle.SUSPECTS_FAMILY, "Mormor som han bor hos", "mormor", "Hon är hemma på förmiddagen.", 2, 1, None),
)


def make() -> int:
    """Make the incident; returns how many. None where too few meet relatives, or nothing is planned."""
    found = people.meeting_relatives()
    workers = [viewer for _, who in found if (viewer := staff.viewer(who.staff_id)) is not None]
    kinds = queries.template().kinds
    if len(workers) < 3 or not kinds:
        return 0
    unit_id, at = found[0][0], clock.now() - _AGE
    leader = workers[0]
    made = actions.open_incident(
        actor=leader,
        unit_id=unit_id,
        kind=kinds[0].id,
        place="Torget vid Påhittade backen",
        happened_at=at - timedelta(hours=1),
        nonce=_nonce(0),
        at=at,
    )
    rings = {kind: ring for ring, kind in queries.rings(made)}
    circles = {Circle.BEREAVED: workers[1], Circle.SUSPECTS_FAMILY: workers[2]}
    beside = _from_beside(leader, made, workers, at)
    if beside is not None:
        circles[Circle.INJURED] = beside
    for circle, worker in circles.items():
        actions.assign(actor=leader, circle_id=rings[circle], staff_id=worker.staff_id, at=at)
    _tonight(leader, made, at)
    _duty(leader, made, list(circles.values()), at)
    for place, (circle, called, relation, safe, adults, children, hours) in enumerate(_FAMILIES):
        if circle not in circles:
            continue
        words = Family(called, relation, safe)
        _family(circles[circle], rings[circle], place, words, adults, children, hours, at + timedelta(hours=1))
    return 1


def _from_beside(leader: Viewer, incident: UUID, workers: list[Viewer], at: datetime) -> Viewer | None:
    """Somebody of another unit of the authority, who meets relatives there and leads none."""
    here = {viewer.staff_id for viewer in workers}
    for who in queries.can_work(leader, queries.row(leader, incident, at=at), at=at):
        if who.staff_id not in here and not any(role.leads for role in who.roles):
            return staff.viewer(who.staff_id)
    return None


def _duty(leader: Viewer, incident: UUID, workers: list[Viewer], at: datetime) -> None:
    """Who is there now and through the night, and the day when they all meet afterwards."""
    since = (at + _AGE - timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    for role, worker in zip(("outreach", "local-room", "phone"), workers, strict=False):
        actions.put_on_duty(
            actor=leader,
            incident_id=incident,
            staff_id=worker.staff_id,
            role=role,
            starts_at=since,
            ends_at=since + timedelta(hours=10),
            at=at + timedelta(hours=12),
        )
    actions.plan_debrief(
        actor=leader, incident_id=incident, when=office.after(at + timedelta(days=3)), at=at + timedelta(hours=12)
    )


def _tonight(leader: Viewer, incident: UUID, at: datetime) -> None:
    later = at + timedelta(minutes=20)
    for one in queries.template().numbers:
        if one.alerted:
            actions.alert(actor=leader, incident_id=incident, whom=one.id, at=later)
    answers = {"region": AlertAnswer.READY_NOW, "primary-care": AlertAnswer.READY_TOMORROW}
    for number, (whom, answer) in enumerate(answers.items(), start=1):
        actions.answered(
            actor=leader, incident_id=incident, whom=whom, answer=answer, at=later + timedelta(minutes=9 * number)
        )
    for one in queries.template().numbers:
        if not one.alerted:
            actions.called(actor=leader, incident_id=incident, whom=one.id, was_answered=True, at=later)
    # Who answers journalists nobody has decided: something is always left.
    for task in queries.template().tasks:
        if task.id != "media":
            actions.do_task(actor=leader, incident_id=incident, task=task.id, at=later)
    actions.write_line(
        actor=leader, incident_id=incident, text="Lokalen är bemannad till i natt.", nonce=_nonce(1), at=later
    )
    actions.set_place(
        actor=leader,
        incident_id=incident,
        room="Biblioteket, ingången på baksidan",
        room_opens_at=at + timedelta(hours=6),
        schools=("En påhittad skola",),
        media=None,
        at=later,
    )


def _family(
    worker: Viewer,
    ring: UUID,
    place: int,
    words: Family,
    how_many: int,
    children: int | None,
    hours: int | None,
    at: datetime,
) -> None:
    made = actions.add_family(
        actor=worker,
        circle_id=ring,
        family=words,
        people=how_many,
        children=children,
        nonce=_nonce(2, place),
        at=at,
    )
    tried = at + timedelta(hours=1)
    actions.reach(
        actor=worker, family_id=made, way=Way.PHONE, outcome=Outcome.NO_ANSWER, nonce=_nonce(3, place), at=tried
    )
    if hours is None:
        return
    reached = at + timedelta(hours=hours)
    actions.reach(
        actor=worker,
        family_id=made,
        way=Way.VISIT,
        outcome=Outcome.REACHED,
        told_by=ToldBy.POLICE,
        nonce=_nonce(4, place),
        at=reached,
    )
    if place == 0:
        actions.consent(actor=worker, family_id=made, yes=True, at=reached)
        actions.write_note(actor=worker, family_id=made, text=_NOTE, nonce=_nonce(5), at=reached)
    for kind, step in ((DutyKind.CHECKPOINT, "h24"), (DutyKind.AUTHORITY, "police")):
        actions.settle(actor=worker, family_id=made, kind=kind, step=step, state=DutyState.DONE, at=reached)


def _nonce(*place: int) -> bytes:
    return keyring.current().derived(f"demo incident {'.'.join(map(str, place))}", length=16)
