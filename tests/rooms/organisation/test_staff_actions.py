# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from tests.rooms.organisation.staff_people import IT, NOW, Town, make_town

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation import actions
from sjalvklar.organisation.actions import demo
from sjalvklar.organisation.models import Grant, OnDuty, StaffMember, StandIn
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust import queries as trust
from sjalvklar.trust.rules import RELATIVE, Actor

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Seven people are hired in most tests, and none of them is being guessed at."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def test_a_new_account_gets_a_password_that_works_for_two_days_and_no_right(db: None) -> None:
    new = actions.create_staff(username="Amina", name="Amina Ek", public_name="Amina", actor=IT, at=NOW)
    member = StaffMember.objects.get(pk=new.staff_id)
    assert member.username == "amina"
    assert member.check_password(new.temporary_password)
    assert member.temporary_until == new.until == NOW + timedelta(hours=48)
    viewer = staff.viewer(new.staff_id, NOW)
    assert viewer is not None
    assert viewer.grants == ()
    assert [entry.action for entry in trust.entries_about(f"staff:{new.staff_id}")] == ["staff.create"]


def test_two_accounts_cannot_share_a_username_whatever_the_case(town: Town) -> None:
    with pytest.raises(Invalid, match="username_taken"):
        actions.create_staff(username="JONAS", name="Another", public_name="Jonas", actor=IT, at=NOW)
    assert StaffMember.objects.filter(username="jonas").count() == 1


@pytest.mark.parametrize("field", ["name", "public_name"])
@pytest.mark.parametrize("value", ["", "   ", "\u202e", "x" * 200])
def test_a_name_is_needed_and_may_not_be_endless(db: None, field: str, value: str) -> None:
    given = {"name": "A", "public_name": "A", field: value}
    with pytest.raises(Invalid, match="name"):
        actions.create_staff(username="a", actor=IT, at=NOW, **given)


def test_only_it_makes_accounts_and_unit_heads(town: Town) -> None:
    ines = Actor.staff(town.ines)
    with pytest.raises(NotAllowed, match="only_it"):
        actions.create_staff(username="a", name="A", public_name="A", actor=ines, at=NOW)
    with pytest.raises(NotAllowed, match="only_it"):
        actions.grant(staff_id=town.jonas, unit_id="north", role=Role.UNIT_HEAD, valid_from=NOW, actor=ines, at=NOW)
    with pytest.raises(NotAllowed, match="only_it"):
        actions.close_account(staff_id=town.jonas, actor=ines, at=NOW)


@pytest.mark.parametrize("who", ["jonas", "lena", "karin"])
def test_nobody_but_its_head_gives_roles_in_a_unit(town: Town, who: str) -> None:
    with pytest.raises(NotAllowed, match="only_the_head"):
        actions.grant(
            staff_id=town.farid,
            unit_id="north",
            role=Role.SOCIAL_WORKER,
            valid_from=NOW,
            actor=Actor.staff(getattr(town, who)),
            at=NOW,
        )


def test_a_relative_is_no_planner(town: Town) -> None:
    with pytest.raises(NotAllowed, match="not_staff"):
        actions.end_grant(staff_id=town.jonas, unit_id="north", role=Role.RELATIVES_ADVISER, actor=RELATIVE, at=NOW)


def test_the_same_role_is_not_given_twice_at_once_but_can_be_given_anew(town: Town) -> None:
    given: dict[str, Any] = {"staff_id": town.jonas, "unit_id": "north", "role": Role.RELATIVES_ADVISER}
    with pytest.raises(NotNow, match="already_granted"):
        actions.grant(**given, valid_from=NOW, actor=IT, at=NOW)
    actions.end_grant(**given, actor=IT, at=NOW)
    actions.grant(**given, valid_from=NOW, actor=IT, at=NOW)
    with pytest.raises(NotFound):
        actions.end_grant(staff_id=town.farid, unit_id="north", role=Role.SOCIAL_WORKER, actor=IT, at=NOW)


def test_a_new_sign_in_ends_the_old_password_and_every_second_factor(town: Town) -> None:
    from allauth.mfa.models import Authenticator

    member = StaffMember.objects.get(pk=town.jonas)
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={"secret": "x"})
    before = member.get_session_auth_hash()
    new = actions.renew_sign_in(staff_id=town.jonas, actor=Actor.system("test"), at=NOW)
    member.refresh_from_db()
    assert member.check_password(new.temporary_password)
    assert member.get_session_auth_hash() != before  # so every open session ends
    assert not Authenticator.objects.filter(user=member).exists()
    assert trust.entries_about(f"staff:{town.jonas}")[-1].action == "staff.renew_sign_in"


@pytest.mark.parametrize(("head", "whose"), [("ines", "gunilla"), ("ines", "ines"), ("lena", "jonas")])
def test_a_head_does_not_open_other_units_by_renewing_a_sign_in(town: Town, head: str, whose: str) -> None:
    with pytest.raises(NotAllowed):
        actions.renew_sign_in(staff_id=getattr(town, whose), actor=Actor.staff(getattr(town, head)), at=NOW)


def test_one_chooses_only_ones_own_password_and_not_a_weak_one(town: Town) -> None:
    with pytest.raises(NotAllowed):
        actions.choose_password(
            staff_id=town.jonas, password="fyra ord som inte hör ihop", actor=Actor.staff(town.ines)
        )
    for weak in ("kort", "password1234", "x" * 11):
        with pytest.raises(Invalid, match="password"):
            actions.choose_password(staff_id=town.jonas, password=weak, actor=Actor.staff(town.jonas))
    actions.choose_password(staff_id=town.jonas, password="fyra ord som inte hör ihop", actor=Actor.staff(town.jonas))
    assert StaffMember.objects.get(pk=town.jonas).temporary_until is None


def stand_in(town: Town, **changed: Any) -> int:
    asked: dict[str, Any] = {
        "unit_id": "north",
        "absent_id": town.gunilla,
        "substitute_id": town.samir,
        "starts_at": NOW,
        "ends_at": NOW + DAY,
        "actor": Actor.staff(town.ines, "north"),
        "at": NOW,
    }
    return actions.set_stand_in(**{**asked, **changed})


def test_a_stand_in_is_noted_by_the_head_and_ends_when_said(town: Town) -> None:
    made = stand_in(town)
    actions.end_stand_in(stand_in_id=made, actor=Actor.staff(town.ines, "north"), at=NOW + timedelta(hours=2))
    assert StandIn.objects.get(pk=made).ends_at == NOW + timedelta(hours=2)
    ahead = stand_in(town, starts_at=NOW + 5 * DAY, ends_at=NOW + 6 * DAY)
    actions.end_stand_in(stand_in_id=ahead, actor=IT, at=NOW)
    assert not StandIn.objects.filter(pk=ahead).exists()
    with pytest.raises(NotFound):
        actions.end_stand_in(stand_in_id=ahead, actor=IT, at=NOW)


def test_what_a_stand_in_cannot_be(town: Town) -> None:
    with pytest.raises(Invalid, match="same_person"):
        stand_in(town, substitute_id=town.gunilla)
    with pytest.raises(Invalid, match="not_in_the_unit"):
        stand_in(town, substitute_id=town.farid)
    with pytest.raises(Invalid, match="not_in_the_unit"):
        stand_in(town, absent_id=town.karin)
    with pytest.raises(Invalid, match="has_ended"):
        stand_in(town, starts_at=NOW - 3 * DAY, ends_at=NOW - DAY)
    with pytest.raises(Invalid, match="ends_before_it_begins"):
        stand_in(town, ends_at=NOW)
    stand_in(town)
    with pytest.raises(NotNow, match="already_covered"):
        stand_in(town, substitute_id=town.jonas)
    for who in ("jonas", "lena", "karin"):
        with pytest.raises(NotAllowed):
            stand_in(town, absent_id=town.samir, substitute_id=town.jonas, actor=Actor.staff(getattr(town, who)))


def test_the_duty_list_takes_nobody_twice_at_once(town: Town) -> None:
    asked: dict[str, Any] = {"unit_id": "north", "staff_id": town.jonas, "actor": IT, "at": NOW}
    made = actions.put_on_duty(**asked, starts_at=NOW, ends_at=NOW + DAY)
    with pytest.raises(NotNow, match="already_on_duty"):
        actions.put_on_duty(**asked, starts_at=NOW + DAY / 2, ends_at=NOW + 2 * DAY)
    actions.put_on_duty(**asked, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
    actions.take_off_duty(duty_id=made, actor=IT, at=NOW + DAY / 4)
    assert OnDuty.objects.get(pk=made).ends_at == NOW + DAY / 4
    with pytest.raises(Invalid, match="not_in_the_unit"):
        actions.put_on_duty(unit_id="north", staff_id=town.farid, starts_at=NOW, ends_at=NOW + DAY, actor=IT, at=NOW)


def test_the_database_itself_refuses_what_cannot_be(town: Town) -> None:
    rows: list[Any] = [
        Grant(staff_id=town.jonas, unit_id="beside", role="social_worker", valid_from=NOW, valid_to=NOW),
        Grant(staff_id=town.jonas, unit_id="beside", role="superuser", valid_from=NOW),
        Grant(staff_id=town.jonas, unit_id="north", role="relatives_adviser", valid_from=NOW),
        StandIn(unit_id="north", absent_id=town.jonas, substitute_id=town.jonas, starts_at=NOW, ends_at=NOW + DAY),
        StandIn(unit_id="north", absent_id=town.jonas, substitute_id=town.samir, starts_at=NOW, ends_at=NOW),
        OnDuty(unit_id="north", staff_id=town.jonas, starts_at=NOW, ends_at=NOW - DAY),
        StaffMember(username="", name="x", public_name="x"),
        StaffMember(username="y", name="x", public_name="x", language="de"),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_deed_that_is_undone_leaves_no_audit_row_and_the_other_way_round(town: Town) -> None:
    before = len(trust.entries_about(f"staff:{town.gunilla}"))

    def undone() -> None:
        with transaction.atomic():
            stand_in(town)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert len(trust.entries_about(f"staff:{town.gunilla}")) == before
    assert not StandIn.objects.exists()


DEMO: dict[str, Any] = {
    "staff": [
        {
            "username": "amina",
            "name": "Amina",
            "public_name": "Amina",
            "roles": [{"unit": "north", "role": "unit_head"}],
        },
        {
            "username": "olle",
            "name": "Olle",
            "public_name": "Olle",
            "roles": [{"unit": "north", "role": "social_worker", "from": "2026-01-01"}],
        },
    ],
    "duty": [
        {"unit": "north", "staff": "olle", "days": ["sun", "mon"], "from": "08:00", "to": "17:00"},
        {"unit": "north", "staff": "amina", "from": "20:00", "to": "06:00"},
    ],
    "stand_ins": [{"unit": "north", "absent": "olle", "substitute": "amina", "from_day": -1, "to_day": 1}],
}
ZONE = ZoneInfo("Europe/Stockholm")


def test_made_up_staff_are_the_same_at_every_start_and_the_duty_list_rolls_on(town: Town) -> None:
    with clock.frozen(NOW):  # a Sunday, 10.00 in Stockholm
        assert demo.make_demo_staff(DEMO, actor=IT, zone=ZONE) == 2
        people, grants = StaffMember.objects.count(), Grant.objects.count()
        assert [name.first_name for name in staff.on_duty("north")] == ["Olle"]
        olle = staff.staff_id("olle")
        assert staff.viewer(staff.staff_id("amina") or 0).acts_for(olle, "north")  # type: ignore[union-attr]
    with clock.frozen(NOW + 30 * DAY + timedelta(hours=12)):  # a Tuesday, 22.00
        demo.make_demo_staff(DEMO, actor=IT, zone=ZONE)
        assert [name.first_name for name in staff.on_duty("north")] == ["Amina"]
    assert (StaffMember.objects.count(), Grant.objects.count()) == (people, grants)
    assert authenticate(None, username="olle", password=demo.PASSWORD) is not None


def test_made_up_staff_are_refused_in_production(town: Town, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(NotAllowed, match="never_in_production"):
        demo.make_demo_staff(DEMO, actor=IT, zone=ZONE)
    with pytest.raises(NotAllowed):
        demo.code_now("olle")
