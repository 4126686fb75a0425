# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incidents behind PostgreSQL's own walls: all that may be done can be done as the app's role, and no circle is there
for another, whatever is asked of the tables themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.rooms.casework.staff import MONDAY_MORNING, Staff, make_staff
from tests.rooms.incident.night import rings
from tests.rooms.mailbox.people import NORTH, fresh

from sjalvklar.incident import actions, queries
from sjalvklar.incident.models import Alert, Contact, Duty, Family, Incident, LogLine, Note, Reach, Shift
from sjalvklar.incident.rules import AlertAnswer, DutyKind, DutyState, Outcome, Way
from sjalvklar.incident.rules import Family as Words
from sjalvklar.kernel import clock
from sjalvklar.trust.access.context import COMMAND, acting
from sjalvklar.trust.access.context import staff as somebody

AT = MONDAY_MORNING
OF_A_FAMILY = (Family, Note, Reach, Duty, Contact)
OF_AN_INCIDENT = (LogLine, Alert, Shift)


@pytest.fixture
def house(transactional_db: None) -> Iterator[Staff]:
    """Granö's staff, committed, and the connection as the app's role."""
    from sjalvklar.project.cli.roles import APP

    people = make_staff()
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] += f" -c role={APP}"
    try:
        yield people
    finally:
        connection.close()
        options = connection.settings_dict["OPTIONS"]["options"]
        connection.settings_dict["OPTIONS"]["options"] = options.removesuffix(f" -c role={APP}")


Does = Callable[..., Any]


@pytest.fixture
def does(house: Staff) -> Does:
    """One request: `does("jonas", deed, …)` with the deed's own arguments, as that person, at that moment."""

    def does(who: str, deed: Callable[..., Any], *given: Any, at: Any = AT, ask: bool = False, **named: Any) -> Any:
        with clock.frozen(at), acting(somebody(house.ids[who])):
            viewer = house.viewer(who, at)
            return deed(viewer, *given, **named) if ask else deed(actor=viewer, **named)

    return does


def test_everything_in_an_incident_can_be_done_as_the_apps_role_and_no_circle_sees_another(
    house: Staff, does: Does
) -> None:
    ids = house.ids
    given = {"unit_id": NORTH, "kind": "shooting", "place": "Torget", "happened_at": AT, "nonce": fresh()}
    incident = does("jonas", actions.open_incident, **given)
    with acting(COMMAND):
        circles = rings(incident)
    for who, circle in (("samir", "bereaved"), ("lena", "suspects_family"), ("gunilla", "neighbours")):
        does("jonas", actions.assign, circle_id=circles[circle], staff_id=ids[who])
    led = {"incident_id": incident}
    does("jonas", actions.write_line, **led, text="Avspärrat.", nonce=fresh())
    does("jonas", actions.alert, **led, whom="region")
    does("jonas", actions.answered, **led, whom="region", answer=AlertAnswer.COMING)
    does("jonas", actions.called, **led, whom="line", was_answered=False)
    does("jonas", actions.do_task, **led, task="alert")
    shift = {"staff_id": ids["samir"], "role": "outreach", "starts_at": AT, "ends_at": AT + timedelta(hours=8)}
    does("jonas", actions.put_on_duty, **led, **shift)
    does("jonas", actions.set_place, **led, room="Huset", room_opens_at=AT, schools=(), media=ids["ines"])
    does("jonas", actions.plan_debrief, **led, when=AT)

    families = {}
    for who, circle in (("samir", "bereaved"), ("lena", "suspects_family")):
        one = does(who, actions.add_family, circle_id=circles[circle], family=Words("En mor"), nonce=fresh())
        families[who] = one
        about = {"family_id": one}
        does(who, actions.write_note, **about, text="Ett.", nonce=fresh())
        does(who, actions.reach, **about, way=Way.VISIT, outcome=Outcome.REACHED, nonce=fresh())
        does(who, actions.settle, **about, kind=DutyKind.CHECKPOINT, step="h24", state=DutyState.DONE)
        does(who, actions.change_family, **about, family=Words("Modern"), people=2, children=1)
        assert does(who, actions.read_family, **about).contact_id == ids[who]
        assert len(does(who, actions.read_circle, circle_id=circles[circle]).families) == 1
    does("samir", actions.consent, family_id=families["samir"], yes=True)
    board = does("jonas", queries.board, incident, ask=True)
    assert (board.families, board.unreached) == (2, 0)

    for who, seen in (("samir", "samir"), ("lena", "lena"), ("gunilla", None), ("jonas", None), ("ines", None)):
        with clock.frozen(AT), acting(somebody(ids[who])):
            for table in OF_A_FAMILY:
                column = "pk" if table is Family else "family_id"
                expected = {families[seen]} if seen else set()
                assert set(table.objects.values_list(column, flat=True)) == expected, (who, table)
            assert Family.objects.update(people=9) == len([seen] if seen else [])
            # The place and the duty list are for whoever leads and whoever works in a circle; not for the head.
            assert all(table.objects.exists() for table in OF_AN_INCIDENT) is (who != "ines")
    for who in ("petra", "stina", "bo", "kim", "siv"):
        with clock.frozen(AT), acting(somebody(ids[who])):
            for table in (*OF_A_FAMILY, *OF_AN_INCIDENT, Incident):
                assert not table.objects.exists(), (who, table)

    does("jonas", actions.calm, **led)
    does("jonas", actions.close, **led)
    with clock.frozen(AT), acting(somebody(ids["lena"])):
        assert not Family.objects.exists()
    does("samir", actions.write_note, family_id=families["samir"], text="Två.", nonce=fresh())
    does("jonas", actions.reopen, **led)
    does("ines", actions.hand_over, **led, staff_id=ids["samir"], leader_id=ids["jonas"])
    does("samir", actions.unassign, circle_id=circles["bereaved"], staff_id=ids["samir"])
    with acting(COMMAND):
        assert Family.objects.get(pk=families["samir"]).contact_id is None
        assert actions.raise_overdue(at=AT + timedelta(days=400)) > 0
        actions.keep_led(at=AT)
    assert does("samir", queries.late_dates, ask=True) > 0, "who leads sees how many, not whose"
    assert {does(who, queries.late_dates, ask=True) for who in ("lena", "jonas", "ines", "petra")} == {0}


def test_nobody_puts_a_family_where_they_do_not_work(house: Staff, does: Does) -> None:
    given = {"unit_id": NORTH, "kind": "shooting", "place": "Torget", "happened_at": AT, "nonce": fresh()}
    incident = does("jonas", actions.open_incident, **given)
    with acting(COMMAND):
        circles = rings(incident)
    does("jonas", actions.assign, circle_id=circles["bereaved"], staff_id=house.ids["samir"])
    one = does("samir", actions.add_family, circle_id=circles["bereaved"], family=Words("En"), nonce=fresh())
    for who in ("jonas", "lena", "ines", "petra"):
        with clock.frozen(AT), acting(somebody(house.ids[who])):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Note.objects.create(family_id=one, number=9, body=b"", staff_id=house.ids[who], at=AT, once=fresh())
            assert Family.objects.filter(pk=one).update(people=3) == 0
