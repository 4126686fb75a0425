# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""An incident from the first minute: one person opens, leads, puts people in circles, and sees who is not reached."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.rooms.incident.night import PLACE, open_one, rings
from tests.rooms.mailbox.people import NORTH, SOUTH, fresh

from sjalvklar.incident import actions, queries
from sjalvklar.incident.models import CircleStaff, Family, Incident, Lead
from sjalvklar.incident.rules import AlertAnswer, Circle, Outcome, State, Way
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.trust.models import AuditEntry


def test_one_person_opens_it_alone_and_leads_it(staff, incident, at) -> None:
    row = queries.row(staff.viewer("jonas", at), incident, at=at)
    assert (row.state, row.mine, row.leader) == (State.OPEN, True, "Jonas Exempelsson")
    assert set(rings(incident)) == {circle.value for circle in Circle}
    sheet = actions.read(actor=staff.viewer("jonas", at), incident_id=incident, at=at)
    assert sheet.words.place == PLACE
    assert [task.task for task in sheet.tasks] == ["alert", "night"]
    assert PLACE.encode() not in bytes(Incident.objects.get().words)


def test_the_same_form_opens_one_incident(staff, at) -> None:
    nonce = fresh()
    assert open_one(staff, at, nonce=nonce) == open_one(staff, at, nonce=nonce)
    assert Incident.objects.count() == Lead.objects.count() == 1


def test_a_head_may_open_one_too_and_somebody_of_another_board_may_not(staff, at) -> None:
    assert open_one(staff, at, by="ines")
    for who in ("petra", "siv", "kim"):
        with pytest.raises((NotFound, NotAllowed)):
            open_one(staff, at, by=who)
    assert queries.may_open_in(staff.viewer("jonas", at)) == (NORTH,)
    assert queries.may_open_in(staff.viewer("petra", at)) == (SOUTH,)
    assert queries.may_open_in(staff.viewer("kim", at)) == ()


def test_what_was_typed_wrong_is_said_by_field(staff, at) -> None:
    given = {"unit_id": NORTH, "kind": "shooting", "place": "Torget", "happened_at": at, "nonce": fresh(), "at": at}
    for change, code, field in (
        ({"kind": "party"}, "choose", "kind"),
        ({"place": " "}, "needed", "place"),
        ({"place": "Hos 19900101-2385"}, "no_numbers", "place"),
        ({"happened_at": at + timedelta(hours=1)}, "not_yet", "when"),
        ({"happened_at": at - timedelta(days=2000)}, "too_long_ago", "when"),
    ):
        with pytest.raises(Invalid, match=code) as refused:
            actions.open_incident(actor=staff.viewer("jonas", at), **{**given, **change})
        assert refused.value.field == field


def test_the_board_says_how_many_are_not_reached_and_no_name(staff, incident, circles, add, at) -> None:
    first = add(people=4)
    add("Far", at=at + timedelta(hours=1))
    add("Mor till den misstänkte", by="lena", circle="suspects_family")
    later = at + timedelta(hours=2)
    actions.reach(
        actor=staff.viewer("samir", later),
        family_id=first,
        way=Way.VISIT,
        outcome=Outcome.REACHED,
        nonce=fresh(),
        at=later,
    )
    board = queries.board(staff.viewer("jonas", later), incident, at=later)
    bereaved, suspects, *others = board.circles
    assert (bereaved.kind, bereaved.families, bereaved.people, bereaved.unreached) == (Circle.BEREAVED, 2, 5, 1)
    assert (bereaved.waits_since, bereaved.without_contact) == (at + timedelta(hours=1), 1)
    assert (suspects.kind, suspects.unreached, suspects.waits_since) == (Circle.SUSPECTS_FAMILY, 1, at)
    assert (board.unreached, board.families, board.people) == (2, 3, 6)
    assert not any(line.families for line in others)
    assert "Amal" not in repr(board)
    assert [who.name for who in bereaved.staff] == ["Samir Exempelsson"]


def test_only_whoever_leads_sees_the_board(staff, incident, circles, at) -> None:
    assert queries.board(staff.viewer("jonas", at), incident, at=at)
    for who in ("samir", "ines", "gunilla"):
        with pytest.raises(NotAllowed):
            queries.board(staff.viewer(who, at), incident, at=at)
    for who in ("bo", "petra", "stina", "siv", "kim"):
        with pytest.raises(NotFound):
            queries.board(staff.viewer(who, at), incident, at=at)


def test_the_head_lets_another_lead_and_the_first_sees_no_board_any_more(staff, incident, at) -> None:
    jonas, ines = staff.viewer("jonas", at), staff.viewer("ines", at)
    with pytest.raises(NotNow):
        actions.hand_over(actor=ines, incident_id=incident, staff_id=staff.ids["samir"], leader_id=None, at=at)
    with pytest.raises(Invalid, match="not_a_colleague"):
        actions.hand_over(
            actor=ines, incident_id=incident, staff_id=staff.ids["petra"], leader_id=jonas.staff_id, at=at
        )
    actions.hand_over(actor=ines, incident_id=incident, staff_id=staff.ids["samir"], leader_id=jonas.staff_id, at=at)
    later = at + timedelta(minutes=1)
    assert queries.board(staff.viewer("samir", later), incident, at=later)
    with pytest.raises(NotAllowed):
        queries.board(staff.viewer("jonas", later), incident, at=later)


def test_the_region_is_alerted_once_and_its_answer_stands(staff, incident, at) -> None:
    jonas = staff.viewer("jonas", at)
    given = {"actor": jonas, "incident_id": incident, "at": at}
    with pytest.raises(NotNow, match="not_alerted"):
        actions.answered(**given, whom="region", answer=AlertAnswer.COMING)
    with pytest.raises(Invalid):
        actions.alert(**given, whom="line")
    actions.alert(**given, whom="region")
    actions.alert(**{**given, "at": at + timedelta(minutes=5)}, whom="region")
    actions.answered(**given, whom="region", answer=AlertAnswer.NO_ANSWER)
    actions.answered(**{**given, "at": at + timedelta(minutes=9)}, whom="region", answer=AlertAnswer.READY_NOW)
    [line] = actions.read(**given).alerts
    assert (line.at, line.answer, line.answered_at) == (at, AlertAnswer.READY_NOW, at + timedelta(minutes=9))


def test_each_number_is_called_and_whether_anybody_answers_is_kept(staff, incident, at) -> None:
    given = {"actor": staff.viewer("jonas", at), "incident_id": incident}
    actions.called(**given, whom="line", was_answered=False, at=at)
    actions.called(**given, whom="line", was_answered=True, at=at + timedelta(minutes=3))
    [line] = actions.read(**given, at=at + timedelta(minutes=4)).calls
    assert (line.whom, line.answered, line.at) == ("line", True, at + timedelta(minutes=3))
    with pytest.raises(Invalid):
        actions.called(**given, whom="nobody", was_answered=True, at=at)


def test_nobody_is_on_duty_in_two_places_at_once(staff, incident, at) -> None:
    given = {
        "actor": staff.viewer("jonas", at),
        "incident_id": incident,
        "staff_id": staff.ids["samir"],
        "role": "outreach",
        "at": at,
    }
    hour = timedelta(hours=1)
    actions.put_on_duty(**given, starts_at=at, ends_at=at + 8 * hour)
    actions.put_on_duty(**given, starts_at=at, ends_at=at + 8 * hour)
    for change, code in (
        ({"role": "phone", "starts_at": at + 7 * hour, "ends_at": at + 9 * hour}, "busy"),
        ({"starts_at": at + 9 * hour, "ends_at": at + 9 * hour}, "ends_before"),
        ({"starts_at": at + 9 * hour, "ends_at": at + 40 * hour}, "too_long_a_shift"),
        ({"role": "piano", "starts_at": at + 9 * hour, "ends_at": at + 10 * hour}, "choose"),
        (
            {"staff_id": staff.ids["petra"], "starts_at": at + 9 * hour, "ends_at": at + 10 * hour},
            "not_a_colleague",
        ),
    ):
        with pytest.raises(Invalid, match=code):
            actions.put_on_duty(**{**given, **change})
    actions.put_on_duty(**given, starts_at=at + 8 * hour, ends_at=at + 10 * hour)
    first, second = actions.read(actor=given["actor"], incident_id=incident, at=at).shifts
    assert (first.now, second.now) == (True, False)
    actions.off_duty(actor=given["actor"], incident_id=incident, shift_id=first.id, at=at + hour)
    [left] = actions.read(actor=given["actor"], incident_id=incident, at=at + 2 * hour).shifts
    assert left.id == second.id


def test_the_place_the_log_and_the_debrief(staff, incident, circles, at) -> None:
    given = {"actor": staff.viewer("jonas", at), "incident_id": incident, "at": at}
    actions.set_place(
        **given, room="Biblioteket", room_opens_at=at, schools=("Norra skolan", " "), media=staff.ids["ines"]
    )
    nonce = fresh()
    for _ in range(2):
        actions.write_line(**given, text="Polisen har spärrat av.", nonce=nonce)
    actions.do_task(**given, task="alert")
    actions.plan_debrief(**given, when=at + timedelta(days=2))
    actions.held_debrief(**{**given, "at": at + timedelta(days=2)})
    sheet = actions.read(actor=staff.viewer("samir", at), incident_id=incident, at=at)
    assert (sheet.words.room, sheet.words.schools, sheet.media) == (
        "Biblioteket",
        ("Norra skolan",),
        "Ines Exempelsson",
    )
    assert [line.text for line in sheet.lines] == ["Polisen har spärrat av."]
    assert [task.task for task in sheet.tasks if task.done_at] == ["alert"]
    assert sheet.debrief_held_at == at + timedelta(days=2)
    for deed, more in (
        (actions.write_line, {"text": "Jag också", "nonce": fresh()}),
        (actions.do_task, {"task": "night"}),
        (actions.alert, {"whom": "region"}),
    ):
        with pytest.raises(NotAllowed):
            deed(**{**given, "actor": staff.viewer("samir", at)}, **more)


def test_whoever_has_left_the_unit_leads_nothing_and_works_in_no_circle(staff, incident, circles, add, at) -> None:
    from sjalvklar.organisation.models import Grant

    family = add()
    actions.name_contact(actor=staff.viewer("samir", at), family_id=family, staff_id=staff.ids["samir"], at=at)
    Grant.objects.filter(staff_id__in=[staff.ids["jonas"], staff.ids["samir"]]).update(valid_to=at)
    assert actions.keep_led(at=at) == 2
    assert actions.keep_led(at=at) == 0
    row = queries.row(staff.viewer("ines", at), incident, at=at)
    assert row.mine
    assert not CircleStaff.objects.filter(staff_id=staff.ids["samir"], ends_at__isnull=True).exists()
    assert Family.objects.get().contact_id is None
    [line] = [one for one in queries.board(staff.viewer("ines", at), incident, at=at).circles if one.families]
    assert line.without_contact == 1


def test_every_deed_and_reading_is_on_record(staff, incident, circles, add, at) -> None:
    family = add()
    actions.read(actor=staff.viewer("jonas", at), incident_id=incident, at=at)
    actions.read_circle(actor=staff.viewer("samir", at), circle_id=circles["bereaved"], at=at)
    actions.read_family(actor=staff.viewer("samir", at), family_id=family, at=at)
    rows = AuditEntry.objects.filter(object__in=[f"incident:{incident}", f"family:{family}"]).order_by("id")
    assert list(rows.values_list("action", "basis")) == [
        ("incident.open", "leads"),
        *[("incident.assign", "leads")] * 3,
        ("family.add", "circle"),
        ("incident.read", "leads"),
        ("incident.read_circle", "circle"),
        ("family.read", "circle"),
    ]
    assert "bereaved" not in str(list(rows.values_list("detail", flat=True)))
