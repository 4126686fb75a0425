# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way in, on the real pages: what opens, what does not, and that what does not always looks the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from tests.kept import once

from sjalvklar.kernel import clock
from sjalvklar.organisation import actions, queries
from sjalvklar.organisation.actions import demo
from sjalvklar.organisation.models import StaffMember
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust import queries as trust
from sjalvklar.trust.rules import Actor

IT = Actor.system("test")
UNIT = "jarva-anhorigstod"
NEW = "fyra ord som inte hör ihop"
PEOPLE = {
    "staff": [
        {
            "username": "jonas",
            "name": "Jonas Ek",
            "public_name": "Jonas",
            "roles": [{"unit": UNIT, "role": "relatives_adviser"}],
        },
        {
            "username": "ines",
            "name": "Ines Berg",
            "public_name": "Ines",
            "roles": [{"unit": UNIT, "role": "unit_head"}],
        },
    ]
}


def _make_people() -> None:
    actions.apply_pack(queries.organisation(), actor=IT)
    demo.make_demo_staff(PEOPLE, actor=IT, zone=ZoneInfo("Europe/Stockholm"))


@pytest.fixture(autouse=True)
def people(db: None, settings: Any) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    once("Stockholm with Jonas and Ines", _make_people)
    yield
    cache.clear()


@pytest.fixture
def desk() -> Client:
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def send(desk: Client, path: str, **given: str) -> Any:
    """Post as the page would: with the token of a page of ours."""
    if "desk_csrf" not in desk.cookies:
        desk.get("/desk/in/login/")
    token = desk.cookies["desk_csrf"].value
    return desk.post(path, {**given, "csrfmiddlewaretoken": token})


def password(desk: Client, username: str, password: str = demo.PASSWORD) -> Any:
    return send(desk, "/desk/in/login/", login=username, password=password)


def come_in(desk: Client, username: str) -> None:
    assert password(desk, username)["Location"] == "/desk/in/confirm/"
    answer = send(desk, "/desk/in/confirm/", code=demo.code_now(username))
    assert answer["Location"] == "/desk/"


def next_code(username: str) -> str:
    """A code that is not the one of this half minute, which was used to come in."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    newest = max(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(demo.totp_secret(username), newest)))


def hire() -> actions.NewStaff:
    new = actions.create_staff(username="amina", name="Amina Al", public_name="Amina", actor=IT)
    since = clock.now() - timedelta(days=1)
    actions.grant(staff_id=new.staff_id, unit_id=UNIT, role=Role.SOCIAL_WORKER, valid_from=since, actor=IT)
    return new


def test_password_and_code_open_the_desk_and_it_is_on_record(desk: Client) -> None:
    come_in(desk, "jonas")
    assert desk.get("/desk/").status_code == 200
    done = [entry.action for entry in trust.entries_about(f"staff:{staff.staff_id('jonas')}")]
    assert "staff.sign_in" in done


def test_a_password_alone_opens_nothing(desk: Client) -> None:
    password(desk, "jonas")
    for path in ("/desk/", "/desk/in/security/", "/desk/in/password/", "/desk/in/passkeys/new/", "/desk/duty/"):
        assert desk.get(path)["Location"].startswith("/desk/in/login/"), path


def test_a_code_works_once(desk: Client) -> None:
    code = demo.code_now("jonas")
    password(desk, "jonas")
    assert send(desk, "/desk/in/confirm/", code=code).status_code == 302
    again = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    password(again, "jonas")
    cache.clear()  # as another process would see it
    refused = send(again, "/desk/in/confirm/", code=code)
    assert refused.status_code == 200
    assert "fungerar inte" in refused.content.decode()


def page_without_tokens(answer: Any) -> str:
    return re.sub(r'value="[^"]*"', "", answer.content.decode())


def test_an_unknown_name_a_wrong_password_and_a_closed_account_are_answered_alike(desk: Client) -> None:
    actions.close_account(staff_id=staff.staff_id("ines") or 0, actor=IT)
    new = hire()
    StaffMember.objects.filter(pk=new.staff_id).update(temporary_until=datetime(2020, 1, 1, tzinfo=UTC))
    answers = [
        password(desk, "jonas", "not this"),
        password(desk, "nobody", "not this"),
        password(desk, "ines"),
        password(desk, "amina", new.temporary_password),  # its two days have passed
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({page_without_tokens(answer) for answer in answers}) == 1
    assert "stämmer inte" in answers[0].content.decode()


def test_guessing_is_slowed_for_that_place_and_account_only(desk: Client) -> None:
    for _ in range(5):
        password(desk, "jonas", "guess")
    assert "För många försök" in password(desk, "jonas").content.decode()
    elsewhere = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"}, REMOTE_ADDR="198.51.100.7")
    come_in(elsewhere, "jonas")
    assert password(desk, "ines").status_code == 302


def test_no_address_is_kept_anywhere_the_cache_can_be_read(desk: Client, settings: Any) -> None:
    password(desk, "jonas", "guess")
    kept = " ".join(str(key) for key in cache._cache)  # type: ignore[attr-defined]
    assert "127.0.0" not in kept
    settings.TRUSTED_PROXIES = 2
    from sjalvklar.faces.desk.sign_in.adapters import network_of

    def of(forwarded: str) -> str:
        from django.test import RequestFactory

        return network_of(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}))

    assert of("203.0.113.9, 198.51.100.7, 10.0.0.1") == of("198.51.100.99, 10.0.0.2")  # the same /24
    assert of("203.0.113.9, 192.0.2.7, 10.0.0.1") != of("198.51.100.99, 10.0.0.2")
    assert of("nonsense") == of("")  # fewer than our own proxies: the line's own address


def test_a_new_colleague_chooses_a_password_then_a_second_factor_then_comes_in(
    desk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    new = hire()
    assert password(desk, "amina", new.temporary_password)["Location"] == "/desk/"
    assert desk.get("/desk/")["Location"] == "/desk/in/password/"
    assert desk.get("/desk/in/security/")["Location"] == "/desk/in/password/"
    weak = send(desk, "/desk/in/password/", oldpassword=new.temporary_password, password1="kort", password2="kort")
    assert weak.status_code == 200
    chosen = send(desk, "/desk/in/password/", oldpassword=new.temporary_password, password1=NEW, password2=NEW)
    assert chosen.status_code == 302
    assert desk.get("/desk/")["Location"] == "/desk/in/security/"
    page = desk.get("/desk/in/codes/").content.decode()
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    with django_capture_on_commit_callbacks(execute=True):
        assert send(desk, "/desk/in/codes/", code=code)["Location"] == "/desk/in/recovery/"
    shown = desk.get("/desk/in/recovery/")
    assert shown.status_code == 200, shown["Location"]
    codes = re.findall(r'<li class="ltr">(\d{8})</li>', shown.content.decode())
    assert len(codes) == 10
    assert desk.get("/desk/").status_code == 200
    assert codes[0] not in desk.get("/desk/in/recovery/").content.decode()  # shown once
    kept = Authenticator.objects.get(user_id=new.staff_id, type="totp").data
    assert secret not in str(kept)  # sealed at rest
    again = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    password(again, "amina", NEW)
    assert send(again, "/desk/in/confirm/", code=codes[0])["Location"] == "/desk/"
    third = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    password(third, "amina", NEW)
    assert send(third, "/desk/in/confirm/", code=codes[0]).status_code == 200  # a recovery code works once


def test_a_session_that_knew_only_the_password_is_not_let_in_by_anothers_second_factor(desk: Client) -> None:
    new = hire()
    StaffMember.objects.filter(pk=new.staff_id).update(temporary_until=None)
    password(desk, "amina", new.temporary_password)
    assert desk.get("/desk/")["Location"] == "/desk/in/security/"
    Authenticator.objects.create(user_id=new.staff_id, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")
    assert desk.get("/desk/in/security/")["Location"].startswith("/desk/in/login/")


def test_a_renewed_sign_in_ends_open_sessions_at_once(desk: Client) -> None:
    come_in(desk, "jonas")
    actions.renew_sign_in(staff_id=staff.staff_id("jonas") or 0, actor=IT)
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")


def test_the_last_second_factor_cannot_be_taken_away(desk: Client) -> None:
    come_in(desk, "jonas")
    page = desk.get("/desk/in/codes/remove/").content.decode()
    assert "Lägg till ett annat sätt" in page
    send(desk, "/desk/in/codes/remove/")
    assert Authenticator.objects.filter(user__username="jonas", type="totp").exists()


def test_what_concerns_the_sign_in_asks_again_after_ten_minutes(desk: Client, monkeypatch: Any) -> None:
    come_in(desk, "jonas")
    assert desk.get("/desk/in/passkeys/new/").status_code == 200
    session = desk.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**record, "at": record["at"] - 601} for record in records]
    session.save()
    asked = desk.get("/desk/in/passkeys/new/")
    assert asked["Location"].startswith("/desk/in/again/")
    assert send(desk, "/desk/in/again/", password=demo.PASSWORD)["Location"] == "/desk/in/again/code/"  # no password
    again = asked["Location"]
    assert again.startswith("/desk/in/again/code/?next=")
    assert "lösenord" not in desk.get(again).content.decode()
    done = send(desk, "/desk/in/again/code/", code=next_code("jonas"), next="/desk/in/passkeys/new/")
    assert done["Location"] == "/desk/in/passkeys/new/", done.content
    assert desk.get("/desk/in/passkeys/new/").status_code == 200


@pytest.mark.parametrize("minutes", [61, 8 * 60 + 1])
def test_a_session_ends_after_an_hour_away_and_after_eight_hours_in_all(desk: Client, minutes: int) -> None:
    come_in(desk, "jonas")
    start = clock.now()
    steps = [minutes] if minutes < 100 else [*range(30, minutes - 10, 30), minutes]
    for step in steps[:-1]:
        with clock.frozen(start + timedelta(minutes=step)):
            assert desk.get("/desk/").status_code == 200, step
    with clock.frozen(start + timedelta(minutes=steps[-1])):
        assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")


def test_a_page_that_asks_for_news_is_nobody_being_there(desk: Client) -> None:
    come_in(desk, "jonas")
    start = clock.now()
    for step in range(10, 61, 10):
        with clock.frozen(start + timedelta(minutes=step)):
            desk.get("/desk/news/?view=waiting", headers={"HX-Request": "true"})
    with clock.frozen(start + timedelta(minutes=61)):
        gone = desk.get("/desk/news/?view=waiting", headers={"HX-Request": "true"})
        assert gone["HX-Redirect"] == "/desk/in/login/"


def test_signing_out_is_a_post(desk: Client) -> None:
    come_in(desk, "jonas")
    assert desk.get("/desk/in/logout/").status_code == 405
    assert desk.get("/desk/").status_code == 200
    assert send(desk, "/desk/in/logout/")["Location"] == "/desk/in/login/"
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")


@pytest.mark.parametrize("path", ["/desk/", "/desk/nothing", "/desk/k/x/", "/desk/in/nothing/", "/desk"])
def test_without_sign_in_what_exists_and_what_does_not_look_alike(desk: Client, path: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 302
    assert answer["Location"].split("?")[0] in {"/desk/in/login/", "/desk/"}


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(desk: Client, away: str) -> None:
    send(desk, "/desk/in/login/", login="jonas", password=demo.PASSWORD, next=away)
    assert send(desk, "/desk/in/confirm/", code=demo.code_now("jonas"))["Location"] == "/desk/"


def test_a_post_without_our_token_is_refused(desk: Client) -> None:
    come_in(desk, "jonas")
    for path in ("/desk/duty/add/", "/desk/language/", "/desk/in/logout/"):
        assert desk.post(path, {"language": "en"}).status_code == 403, path
    assert desk.get("/desk/").status_code == 200


def test_the_public_door_sets_no_cookie_and_the_desks_cookies_stay_at_the_desk(desk: Client) -> None:
    come_in(desk, "jonas")
    for name in ("desk_session", "desk_csrf"):
        cookie = desk.cookies[name]
        assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"], cookie["max-age"]) == (
            "/desk",
            True,
            "Lax",
            "",
        )
    public = Client()
    public.get("/sv")
    assert not public.cookies


def test_no_page_of_the_sign_in_librarys_own_is_reachable() -> None:
    def views(patterns: Any) -> Iterator[Any]:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from views(pattern.url_patterns)
            else:
                yield pattern.callback

    for view in views(get_resolver().url_patterns):
        kind = getattr(view, "view_class", None)
        module = kind.__module__ if kind else view.__module__
        assert not module.startswith("allauth"), view
        template = getattr(kind, "template_name", None)
        assert template is None or template.startswith("desk/"), view


def test_the_demo_panel_is_there_in_the_demo_and_nowhere_else(desk: Client, settings: Any) -> None:
    assert "påhittade" not in desk.get("/desk/in/login/").content.decode()
    settings.DEMO = True
    page = desk.get("/desk/in/login/").content.decode()
    assert "påhittade" in page
    assert 'data-fill="jonas"' in page
