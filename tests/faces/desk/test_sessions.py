# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A session is one person's in one browser, can be ended from elsewhere, and a copy of its row opens nothing."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from tests.faces.desk.test_sign_in import (  # noqa: F401 - fixtures
    NEW,
    UNIT,
    come_in,
    desk,
    next_code,
    password,
    people,
    send,
)

from sjalvklar.faces.desk import words
from sjalvklar.kernel import clock
from sjalvklar.organisation import actions
from sjalvklar.organisation.actions import demo
from sjalvklar.organisation.models import OpenSession, StaffMember
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.sessions import at_rest, device
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust import queries as trust
from sjalvklar.trust.rules import Actor

IT = Actor.system("test")
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0"
    " Safari/537.36 Edg/156.0.3912.51"
)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 20_1 like Mac OS X) AppleWebKit/605.1.15 Version/20.1 Mobile Safari/604.1"


def another(**more: Any) -> Client:
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin", **more})


def also_in(username: str, **more: Any) -> Client:
    """The same person in one more browser; each needs a code of its own."""
    browser = another(**more)
    password(browser, username)
    assert send(browser, "/desk/in/confirm/", code=next_code(username)).status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/desk/").status_code == 200


def copied(browser: Client) -> Client:
    """A browser with the same cookies, as somebody who has stolen them has it."""
    thief = another()
    for name, morsel in browser.cookies.items():
        thief.cookies[name] = morsel.value
    return thief


def test_what_stands_in_the_database_opens_nothing(desk: Client) -> None:  # noqa: F811
    come_in(desk, "jonas")
    cookie = desk.cookies["desk_session"].value
    row = OpenSession.objects.get(staff__username="jonas")
    assert row.session_key == at_rest(cookie) != cookie
    assert cookie not in f"{row.session_key}{row.session_data}"
    thief = another()
    thief.cookies["desk_session"] = row.session_key
    assert not is_in(thief)


def test_a_session_made_for_somebody_before_the_sign_in_is_worth_nothing_after_it(desk: Client) -> None:  # noqa: F811
    desk.get("/desk/in/lost/")
    send(desk, "/desk/in/lost/", login="jonas")  # gives a session before anybody has signed in
    planted = desk.cookies["desk_session"].value
    attacker = another()
    attacker.cookies["desk_session"] = planted
    come_in(desk, "jonas")
    assert desk.cookies["desk_session"].value != planted
    assert not is_in(attacker)
    chosen = another()
    chosen.cookies["desk_session"] = "abcdefghijklmnopqrstuvwxyz012345"  # a key that an attacker thought of
    come_in_with = password(chosen, "jonas")
    assert come_in_with.status_code == 302
    assert chosen.cookies["desk_session"].value != "abcdefghijklmnopqrstuvwxyz012345"


def test_a_stolen_session_is_worth_nothing_after_signing_out(desk: Client) -> None:  # noqa: F811
    come_in(desk, "jonas")
    thief = copied(desk)
    assert is_in(thief)
    assert send(desk, "/desk/in/logout/")["Location"] == "/desk/in/login/"
    assert not is_in(thief)
    assert not OpenSession.objects.filter(staff__username="jonas").exists()


def test_where_one_is_signed_in_is_shown_by_kind_and_time_and_never_by_address(desk: Client) -> None:  # noqa: F811
    come_in(desk, "jonas")
    also_in("jonas", **{"User-Agent": EDGE})
    page = desk.get("/desk/in/security/").content.decode()
    assert "Edge på Windows" in page
    assert "Okänd enhet" in page  # the first browser said nothing of itself
    assert page.count("den här") == 1
    kept = " ".join(str(value) for row in OpenSession.objects.values_list() for value in row)
    assert "127.0.0" not in kept
    assert set(OpenSession.objects.values_list("device", flat=True)) == {"edge windows", ""}


def test_one_session_or_all_others_can_be_ended_and_nobody_elses(desk: Client) -> None:  # noqa: F811
    come_in(desk, "jonas")
    second, ines = also_in("jonas"), also_in("ines")
    theirs = OpenSession.objects.get(staff__username="ines").session_key
    send(desk, f"/desk/in/sessions/{theirs}/end/")
    assert is_in(ines)
    there = OpenSession.objects.filter(staff__username="jonas").exclude(
        session_key=at_rest(desk.cookies["desk_session"].value)
    )
    send(desk, f"/desk/in/sessions/{there.get().session_key}/end/")
    assert not is_in(second)
    assert is_in(desk)
    gone = send(desk, f"/desk/in/sessions/{theirs}/end/")
    assert gone["Location"] == "/desk/in/security/"
    done = [entry.action for entry in trust.entries_about(f"staff:{staff.staff_id('jonas')}")]
    assert done.count("staff.end_session") == 1


def test_all_others_end_at_once(desk: Client) -> None:  # noqa: F811
    come_in(desk, "jonas")
    second = also_in("jonas")
    send(desk, "/desk/in/sessions/end/")
    assert not is_in(second)
    assert is_in(desk)


def test_a_new_password_ends_all_other_sessions(desk: Client) -> None:  # noqa: F811
    come_in(desk, "jonas")
    second = also_in("jonas")
    done = send(desk, "/desk/in/password/", oldpassword=demo.PASSWORD, password1=NEW, password2=NEW)
    assert done.status_code == 302
    assert is_in(desk)
    assert not is_in(second)
    assert OpenSession.objects.filter(staff__username="jonas").count() == 1


def test_a_session_ended_while_it_is_being_used_leads_to_the_sign_in(desk: Client, monkeypatch: Any) -> None:  # noqa: F811
    come_in(desk, "jonas")
    from sjalvklar.faces.desk.sign_in import views

    def ended_meanwhile(row: Any, **given: Any) -> Any:
        OpenSession.objects.all().delete()
        return ()

    monkeypatch.setattr(views.sessions, "open_sessions", ended_meanwhile)
    with clock.frozen(clock.now() + timedelta(minutes=2)):  # so that the session is written to
        answer = desk.get("/desk/in/security/")
    assert answer["Location"].startswith("/desk/in/login/")


def test_somebody_who_leaves_or_changes_role_is_met_so_at_the_next_request(desk: Client) -> None:  # noqa: F811
    come_in(desk, "jonas")
    jonas = staff.staff_id("jonas") or 0
    assert desk.get("/desk/unit/").status_code == 404
    since = clock.now() - timedelta(minutes=1)
    actions.grant(staff_id=jonas, unit_id=UNIT, role=Role.UNIT_HEAD, valid_from=since, actor=IT)
    assert desk.get("/desk/unit/").status_code == 200
    actions.end_grant(staff_id=jonas, unit_id=UNIT, role=Role.UNIT_HEAD, actor=IT)
    assert desk.get("/desk/unit/").status_code == 404
    actions.end_grant(staff_id=jonas, unit_id=UNIT, role=Role.RELATIVES_ADVISER, actor=IT)
    assert desk.get(f"/desk/?u={UNIT}").status_code == 404
    actions.close_account(staff_id=jonas, actor=IT)
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")
    assert not OpenSession.objects.filter(staff_id=jonas).exists()


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/desk/in/login/", {"login": "jonas", "password": demo.PASSWORD}),
        ("/desk/in/lost/", {"login": "jonas"}),
        ("/desk/in/lost/done/", {}),
        ("/desk/in/logout/", {}),
        ("/desk/in/passkey/", {"credential": "{}"}),
        ("/desk/in/confirm/", {"code": "123456"}),
        ("/desk/in/again/", {"password": demo.PASSWORD}),
        ("/desk/in/again/code/", {"code": "123456"}),
        ("/desk/in/sessions/end/", {}),
        ("/desk/in/sessions/x/end/", {}),
        ("/desk/in/password/", {"password1": NEW, "password2": NEW}),
        ("/desk/in/password/first/", {"password1": NEW, "password2": NEW}),
        ("/desk/in/codes/", {"code": "123456"}),
        ("/desk/in/codes/remove/", {}),
        ("/desk/in/recovery/new/", {}),
        ("/desk/in/passkeys/new/", {"credential": "{}"}),
        ("/desk/staff/1/sign-in/", {"code": "x"}),
        ("/desk/staff/1/vouch/", {"code": "x"}),
    ],
)
def test_no_form_of_the_sign_in_is_taken_without_its_token(desk: Client, path: str, given: dict[str, str]) -> None:  # noqa: F811
    come_in(desk, "jonas")
    refused = desk.post(path, given)
    assert refused.status_code == 403, path
    from_elsewhere = desk.post(path, given, headers={"Sec-Fetch-Site": "cross-site"})
    assert from_elsewhere.status_code == 403, path
    assert is_in(desk)


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver:x", "testserver\r\nX-Evil: 1", "testserver, evil.example"]
)
def test_another_host_name_is_not_answered(host: str) -> None:
    answer = Client().get("/desk/in/login/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
    forwarded = Client().get("/desk/", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
    assert forwarded["Location"].startswith("/desk/in/login/")


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "/desk/\r\nSet-Cookie: a=b",
        "\t//evil.example",
    ],
)
def test_signing_in_leads_nowhere_else_and_writes_no_header(desk: Client, to: str) -> None:  # noqa: F811
    send(desk, "/desk/in/login/", login="jonas", password=demo.PASSWORD, next=to)
    answer = send(desk, "/desk/in/confirm/", code=demo.code_now("jonas"), next=to)
    assert answer.status_code == 302
    assert not re.match(r"[\t ]*(?:[a-z]+:|[/\\]{2})", answer["Location"], re.IGNORECASE)
    assert "a" not in answer.cookies
    again = send(desk, "/desk/in/again/code/", code=next_code("jonas"), next=to)
    assert not re.match(r"[\t ]*(?:[a-z]+:|[/\\]{2})", again["Location"], re.IGNORECASE)


def test_a_device_is_a_coarse_word() -> None:
    assert device(EDGE) == "edge windows"
    assert device(PHONE) == "safari ios"
    assert device("curl/9") == device("") == ""
    assert words.device("edge") == "Edge"


# --- What is most sensitive asks again -----------------------------------------------------------------------------
def test_with_a_fresh_second_factor_the_view_is_reached_and_after_ten_minutes_it_is_asked_for(
    desk: Client,  # noqa: F811
) -> None:
    come_in(desk, "ines")
    jonas = staff.staff_id("jonas")
    assert send(desk, f"/desk/staff/{jonas}/sign-in/", code="aaaa-aaaa")["Location"].startswith("/desk/duty/")
    for seconds in (601, -3600):  # too long ago; and from a clock that has been set back since
        session = desk.session
        records = session["account_authentication_methods"]
        session["account_authentication_methods"] = [{**one, "at": time.time() - seconds} for one in records]
        session.save()
        asked = send(desk, f"/desk/staff/{jonas}/sign-in/", code="aaaa-aaaa")["Location"]
        assert asked.startswith("/desk/in/again/code/?next=%2Fdesk%2Fduty%2F"), seconds
    done = send(desk, "/desk/in/again/code/", code=next_code("ines"), next="/desk/duty/")
    assert done["Location"] == "/desk/duty/"
    assert send(desk, f"/desk/staff/{jonas}/sign-in/", code="aaaa-aaaa")["Location"].startswith("/desk/duty/")


def test_what_was_typed_waits_and_opens_for_the_same_person_on_the_same_page_only(desk: Client) -> None:  # noqa: F811
    from urllib.parse import parse_qs, urlsplit

    from sjalvklar.faces.desk.sign_in import step_up

    come_in(desk, "jonas")
    jonas, ines = (StaffMember.objects.get(username=name) for name in ("jonas", "ines"))

    def request(method: str, path: str, who: StaffMember, **given: str) -> Any:
        made = getattr(RequestFactory(), method)(path, given)
        made.user, made.session = who, {}
        return made

    @step_up.step_up_required
    def view(request: Any) -> Any:
        raise AssertionError("not reached")

    asked = view(request("post", "/desk/c/1/glass/", jonas, reason="life", text="Barnet är borta", password="hemligt"))
    back = parse_qs(urlsplit(asked["Location"]).query)["next"][0]
    assert "Barnet" not in asked["Location"]
    assert step_up.typed(request("get", back, jonas)) == {"reason": "life", "text": "Barnet är borta"}
    assert step_up.typed(request("get", back, ines)) == {}
    assert step_up.typed(request("get", back.replace("/c/1/", "/c/2/"), jonas)) == {}
    for bad in ("", "x", "å" * 20, "A" * 65, "%00"):
        assert step_up.typed(request("get", f"/desk/c/1/glass/?typed={bad}", jonas)) == {}
    nothing = view(request("get", "/desk/c/1/glass/?u=x", jonas))
    assert parse_qs(urlsplit(nothing["Location"]).query)["next"] == ["/desk/c/1/glass/?u=x"]
