# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Jonas has lost his phone. Ines, his head, and Karin from IT let him in again; neither could have done it alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.faces.desk.test_sign_in import (  # noqa: F401 - fixtures
    NEW,
    UNIT,
    come_in,
    desk,
    password,
    people,
    send,
)

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from sjalvklar.organisation import actions
from sjalvklar.organisation.actions import demo
from sjalvklar.organisation.models import Recovery, StaffMember
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust import queries as trust
from sjalvklar.trust.rules import Actor

IT = Actor.system("test")


def browser() -> Client:
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def jonas() -> int:
    return staff.staff_id("jonas") or 0


@pytest.fixture
def karin() -> int:
    """IT in another unit of the same authority."""
    return hired("karin", "sig-jarva", Role.IT_ADMINISTRATOR)


def hired(name: str, unit: str, role: Role) -> int:
    new = actions.create_staff(username=name, name=f"{name.title()} Ny", public_name=name.title(), actor=IT)
    since = clock.now() - timedelta(days=1)
    actions.grant(staff_id=new.staff_id, unit_id=unit, role=role, valid_from=since, actor=IT)
    return new.staff_id


def begun(lost: Client, username: str = "jonas") -> str:
    """The person sits down and gets a code to read out."""
    send(lost, "/desk/in/lost/", login=username)
    page = lost.get("/desk/in/lost/").content.decode()
    found = re.search(r">([a-z2-9]{4}-[a-z2-9]{4})<", page)
    assert found is not None
    return found[1]


def test_two_let_a_colleague_in_again_and_nobody_sees_a_password(
    desk: Client,  # noqa: F811
    jonas: int,
    karin: int,
    settings: Any,
) -> None:
    was_in, lost = browser(), browser()
    come_in(was_in, "jonas")
    code = begun(lost)
    come_in(desk, "ines")
    assert "Jonas Ek" in desk.get("/desk/duty/").content.decode()
    asked = send(desk, f"/desk/staff/{jonas}/sign-in/", code=f" {code.upper().replace('-', ' ')} ")
    assert asked["Location"].startswith("/desk/duty/")
    assert "Du har gått i god" in desk.get("/desk/duty/").content.decode()
    assert was_in.get("/desk/").status_code == 200  # nothing has ended yet
    assert "har gått i god för dig" in lost.get("/desk/in/lost/").content.decode()
    assert send(lost, "/desk/in/lost/done/")["Location"] == "/desk/in/lost/"  # one is not enough
    actions.approve_recovery(staff_id=jonas, code=code, actor=Actor.staff(karin))
    assert was_in.get("/desk/")["Location"].startswith("/desk/in/login/")
    assert password(browser(), "jonas").status_code == 200  # the old password is gone
    assert not Authenticator.objects.filter(user_id=jonas).exists()
    assert "Båda har gått i god" in lost.get("/desk/in/lost/").content.decode()
    assert send(lost, "/desk/in/lost/done/").status_code == 302
    assert lost.get("/desk/")["Location"] == "/desk/in/password/"
    assert lost.get("/desk/in/password/")["Location"] == "/desk/in/password/first/"
    assert "Ditt gamla lösenord gäller inte längre" in lost.get("/desk/in/password/first/").content.decode()
    assert send(lost, "/desk/in/password/first/", password1=NEW, password2=NEW).status_code == 302
    assert lost.get("/desk/")["Location"] == "/desk/in/security/"
    assert StaffMember.objects.get(pk=jonas).check_password(NEW)
    done = [entry.action for entry in trust.entries_about(f"staff:{jonas}")]
    assert [one for one in done if "recovery" in one] == [
        "staff.ask_recovery",
        "staff.approve_recovery",
        "staff.use_recovery",
    ]
    for page in (desk.get("/desk/duty/"), desk.get("/desk/staff/waiting/")):
        assert code not in page.content.decode()


def test_it_approves_on_a_page_of_its_own(desk: Client, jonas: int) -> None:  # noqa: F811
    lost = browser()
    code = begun(lost)
    hired("karin", UNIT, Role.UNIT_HEAD)
    come_in(desk, "ines")
    karin = staff.staff_id("karin") or 0
    actions.ask_for_recovery(staff_id=jonas, code=code, actor=Actor.staff(karin))
    page = desk.get("/desk/staff/waiting/").content.decode()
    assert "Jonas Ek" in page
    assert "Karin Ny" in page
    send(desk, f"/desk/staff/{jonas}/vouch/", code="aaaa-aaaa")
    assert "Ingen väntar med den koden" in desk.get("/desk/staff/waiting/").content.decode()
    send(desk, f"/desk/staff/{jonas}/vouch/", code=code)
    page = desk.get("/desk/staff/waiting/").content.decode()
    assert "Din kollega kan gå vidare" in page
    assert "Jonas Ek" not in page
    assert send(desk, f"/desk/staff/{jonas}/vouch/", code=code).status_code == 404


def test_the_two_are_two_and_neither_is_the_colleague(jonas: int, karin: int) -> None:
    ines = staff.staff_id("ines") or 0
    code = begun(browser())
    for wrong in (jonas, karin):  # IT cannot be the first, nor can one vouch for oneself
        with pytest.raises(NotAllowed):
            actions.ask_for_recovery(staff_id=jonas, code=code, actor=Actor.staff(wrong))
    with pytest.raises(NotFound):
        actions.approve_recovery(staff_id=jonas, code=code, actor=Actor.staff(karin))
    actions.ask_for_recovery(staff_id=jonas, code=code, actor=Actor.staff(ines))
    with pytest.raises(NotNow, match="already_asked"):
        actions.ask_for_recovery(staff_id=jonas, code=code, actor=Actor.staff(ines))
    for wrong in (ines, jonas):
        with pytest.raises(NotAllowed):
            actions.approve_recovery(staff_id=jonas, code=code, actor=Actor.staff(wrong))
    elsewhere = hired("lena", "sodermalm-anhorigstod", Role.UNIT_HEAD)
    same = {row.authority_id for row in staff.units([UNIT, "sodermalm-anhorigstod"])}
    if len(same) == 2:
        with pytest.raises(NotAllowed, match="only_a_head_or_it"):
            actions.approve_recovery(staff_id=jonas, code=code, actor=Actor.staff(elsewhere))
    assert Authenticator.objects.filter(user_id=jonas).exists()
    with pytest.raises(NotAllowed, match="two_people"):
        actions.renew_sign_in(staff_id=jonas, actor=Actor.staff(ines))


def test_a_code_is_one_persons_and_has_its_time(jonas: int, karin: int) -> None:
    ines = Actor.staff(staff.staff_id("ines") or 0)
    lost = browser()
    code = begun(lost)
    with pytest.raises(Invalid, match="recovery_code"):
        actions.ask_for_recovery(staff_id=jonas, code="aaaa-aaaa", actor=ines)
    now = clock.now()
    with pytest.raises(Invalid, match="recovery_code"):
        actions.ask_for_recovery(staff_id=jonas, code=code, actor=ines, at=now + timedelta(hours=2, minutes=1))
    actions.ask_for_recovery(staff_id=jonas, code=code, actor=ines)
    actions.approve_recovery(staff_id=jonas, code=code, actor=Actor.staff(karin))
    with clock.frozen(now + timedelta(minutes=31)):
        assert send(lost, "/desk/in/lost/done/")["Location"] == "/desk/in/lost/"
        assert actions.forget_recoveries() == 1
        assert "Få en kod att läsa upp" in lost.get("/desk/in/lost/").content.decode()


def test_only_the_browser_that_waited_comes_in_and_once(jonas: int, karin: int) -> None:
    lost, other = browser(), browser()
    code = begun(lost)
    begun(other)  # somebody else begins in the same name
    actions.ask_for_recovery(staff_id=jonas, code=code, actor=Actor.staff(staff.staff_id("ines") or 0))
    actions.approve_recovery(staff_id=jonas, code=code, actor=Actor.staff(karin))
    assert send(other, "/desk/in/lost/done/")["Location"] == "/desk/in/lost/"
    assert send(lost, "/desk/in/lost/done/")["Location"] != "/desk/in/lost/"
    assert send(lost, "/desk/in/lost/done/")["Location"].startswith(("/desk/in/lost/", "/desk/in/password/"))
    assert Recovery.objects.filter(staff_id=jonas).exclude(used_at=None).count() == 1
    kept = Recovery.objects.exclude(used_at=None).get()
    with pytest.raises(NotNow):
        actions.use_recovery(secret=kept.browser)  # what stands in the database opens nothing


def test_a_name_that_is_nobodys_is_answered_alike(jonas: int) -> None:
    pages = []
    for name in ("jonas", "nobody", "", "\x00", "x" * 300):
        lost = browser()
        code = begun(lost, name)
        pages.append(re.sub(r'value="[^"]*"', "", lost.get("/desk/in/lost/").content.decode()).replace(code, ""))
        assert send(lost, "/desk/in/lost/done/")["Location"] == "/desk/in/lost/"
    assert len(set(pages)) == 1
    assert Recovery.objects.filter(staff=None).count() == 4


def test_beginning_is_slowed(jonas: int) -> None:
    lost = browser()
    for _ in range(10):
        begun(lost)
    send(lost, "/desk/in/lost/", login="jonas")
    assert "För många försök" in lost.get("/desk/in/lost/").content.decode()
    assert Recovery.objects.filter(staff_id=jonas).count() == 10


def test_who_comes_from_the_city_signs_in_there_and_gets_no_password(karin: int) -> None:
    from allauth.socialaccount.models import SocialAccount

    member = hired("amir", UNIT, Role.SOCIAL_WORKER)
    SocialAccount.objects.create(user_id=member, provider="city", uid="x")
    StaffMember.objects.filter(pk=member).update(temporary_until=None)
    lost = browser()
    code = begun(lost, "amir")
    actions.ask_for_recovery(staff_id=member, code=code, actor=Actor.staff(staff.staff_id("ines") or 0))
    actions.approve_recovery(staff_id=member, code=code, actor=Actor.staff(karin))
    assert send(lost, "/desk/in/lost/done/")["Location"] == "/desk/in/login/"
    assert not StaffMember.objects.get(pk=member).has_usable_password()
    assert demo.PASSWORD  # and no other way was made
    assert lost.get("/desk/")["Location"].startswith("/desk/in/login/")
