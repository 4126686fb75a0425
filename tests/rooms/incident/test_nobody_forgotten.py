# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever leads an incident goes, or their unit does: somebody leads it the same moment, and the families stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tests.rooms.casework.staff import Staff
from tests.rooms.mailbox.people import IT, NORTH, fresh

from sjalvklar.incident import actions, queries
from sjalvklar.incident.models import Duty, Family, Incident
from sjalvklar.incident.rules import DutyKind, DutyState, Outcome, Way
from sjalvklar.organisation.actions import apply_pack, end_grant, grant, hand_over_all
from sjalvklar.organisation.belongings import Kind
from sjalvklar.organisation.queries import leaving, organisation
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.models import AuditEntry

MERGED = "norr-stod"


def test_the_head_sees_who_leads_how_much_and_gives_it_to_another_with_the_rest(
    staff: Staff, incident: UUID, at: datetime
) -> None:
    ines, jonas, samir = staff.viewer("ines", at), staff.ids["jonas"], staff.ids["samir"]
    theirs = leaving.load(ines, unit_id=NORTH, staff_id=jonas, at=at).held
    assert {one.kind: one.open for one in theirs}[Kind.INCIDENT] == 1
    assert jonas in {one.staff_id for one in leaving.loads(ines, unit_id=NORTH, at=at) if one.open}
    assert hand_over_all(actor=ines, unit_id=NORTH, staff_id=jonas, to=[samir], at=at) == 1
    assert queries.row(staff.viewer("samir", at), incident, at=at).mine
    assert AuditEntry.objects.filter(action="incident.hand_over", actor_id=str(ines.staff_id)).count() == 1


def test_an_incident_is_the_heads_the_moment_its_leaders_role_ends(staff: Staff, incident: UUID, at: datetime) -> None:
    jonas, unit, role = staff.ids["jonas"], NORTH, Role.RELATIVES_ADVISER
    end_grant(staff_id=jonas, unit_id=unit, role=role, actor=IT, at=at)
    assert queries.row(staff.viewer("ines", at), incident, at=at).mine


def late(staff: Staff, at: datetime) -> dict[str, int]:
    found = {who: queries.late_dates(staff.viewer(who, at), at=at) for who in staff.ids}
    return {who: number for who, number in found.items() if number}


def reach(staff: Staff, family: UUID, at: datetime) -> None:
    samir = staff.viewer("samir", at)
    actions.reach(actor=samir, family_id=family, way=Way.VISIT, outcome=Outcome.REACHED, nonce=fresh(), at=at)


def test_a_date_nobody_kept_is_a_number_for_whoever_answers_for_it_and_for_nobody_else(
    staff: Staff, incident: UUID, add: Callable[..., UUID], at: datetime
) -> None:
    family = add()
    day_after = at + timedelta(hours=25)
    assert late(staff, day_after) == {}, "not before the clock has told of it"
    actions.raise_overdue(at=day_after)
    assert late(staff, day_after) == {"jonas": 1, "samir": 1}, (
        "who leads, and who works in a circle where none is named"
    )
    reach(staff, family, day_after)
    actions.settle(
        actor=staff.viewer("samir", day_after),
        family_id=family,
        kind=DutyKind.CHECKPOINT,
        step="h24",
        state=DutyState.DONE,
        at=day_after,
    )
    assert late(staff, day_after) == {}


def test_a_family_followed_after_the_end_is_forgotten_by_nobody_a_year_later(
    staff: Staff, incident: UUID, add: Callable[..., UUID], at: datetime
) -> None:
    family = add()
    reach(staff, family, at)
    actions.consent(actor=staff.viewer("samir", at), family_id=family, yes=True, at=at)
    jonas = {"actor": staff.viewer("jonas", at), "incident_id": incident, "at": at}
    actions.calm(**jonas)
    actions.close(**jonas)
    going = {
        who: [row.id for row in queries.worklist(staff.viewer(who, at), at=at)] for who in ("samir", "ines", "jonas")
    }
    assert going == {"samir": [incident], "ines": [], "jonas": []}
    Duty.objects.exclude(step="y1").update(state=DutyState.DONE.value)
    later = at + timedelta(days=400)
    actions.raise_overdue(at=later)
    assert late(staff, later) == {"samir": 1, "ines": 1}
    [row] = queries.worklist(staff.viewer("ines", later), at=later)
    assert (row.id, row.late) == (incident, 1)
    end_grant(staff_id=staff.ids["samir"], unit_id=NORTH, role=Role.RELATIVES_ADVISER, actor=IT, at=later)
    assert late(staff, later + timedelta(minutes=1)) == {"ines": 1}


def test_an_incident_and_its_families_go_on_in_the_unit_that_took_over(
    staff: Staff, incident: UUID, add: Callable[..., UUID], at: datetime
) -> None:
    family, before = add(), organisation()
    north = before.unit(NORTH)
    assert north
    last, after = date(2026, 11, 30), datetime(2026, 12, 1, 8, tzinfo=UTC)
    new = replace(north, id=MERGED, name="Stödet i Norr", predecessors=(NORTH,))
    apply_pack(replace(before, units=(*before.units, new)), actor=IT, at=at)
    for who, role in (("jonas", Role.RELATIVES_ADVISER), ("samir", Role.RELATIVES_ADVISER), ("ines", Role.UNIT_HEAD)):
        grant(
            staff_id=staff.ids[who], unit_id=MERGED, role=role, valid_from=at + timedelta(hours=1), actor=IT, at=after
        )
    units = tuple(replace(unit, valid_to=last) if unit.id == NORTH else unit for unit in before.units)
    apply_pack(replace(before, units=(*units, new)), actor=IT, at=after)
    assert Incident.objects.get().unit_id == Family.objects.get().unit_id == MERGED
    assert queries.row(staff.viewer("jonas", after), incident, at=after).mine
    assert actions.read_family(actor=staff.viewer("samir", after), family_id=family, at=after).words.called
    [moved] = AuditEntry.objects.filter(action="incident.move_unit")
    assert (moved.actor_id, moved.detail) == ("pack", {"from": NORTH, "to": MERGED})
