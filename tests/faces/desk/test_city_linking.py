# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Jonas has an account made here and comes to want the city to open it: only he can, and only having shown both."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from tests.faces.desk.providers.own import CLIENT, SECRET, Own, own
from tests.faces.desk.test_city_openid import CONSULTANT, FILE, HEAD, STRONG
from tests.faces.desk.test_sign_in import come_in, password, people, send  # noqa: F401 - fixture

from sjalvklar.faces.desk.sign_in.city.claims import identity
from sjalvklar.faces.desk.sign_in.views import PasskeySignIn
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotAllowed, NotFound, NotNow
from sjalvklar.organisation import actions
from sjalvklar.organisation.models import Grant, OpenSession, StaffMember
from sjalvklar.organisation.queries import linked, staff
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust import queries as trust
from sjalvklar.trust.rules import Actor

IT = Actor.system("test")
UNIT = "jarva-anhorigstod"


@pytest.fixture
def provider(tmp_path: Path, settings: Any) -> Iterator[Own]:
    with own() as provider:
        file = tmp_path / "sign-in.yaml"
        file.write_text(FILE.format(issuer=provider.address, client=CLIENT), encoding="utf-8")
        settings.CITY_SIGN_IN, settings.CITY_SECRET = str(file), SECRET
        yield provider


@pytest.fixture
def desk() -> Client:
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def jonas() -> int:
    found = staff.staff_id("jonas")
    assert found is not None
    return found


def back(desk: Client, provider: Own, out: str, groups: tuple[str, ...] = (CONSULTANT,), **more: Any) -> Any:
    """Out to the provider from an address of ours, and back with what it says."""
    asked = desk.get(out)
    assert asked.status_code == 302, asked.content
    assert asked["Location"].startswith(provider.address), asked["Location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked["Location"]).query).items()}
    said = {"sub": "jonas-1", "name": "Jonas Ek", "given_name": "Jonas", "preferred_username": "jonek"}
    said |= {"realm": {"groups": list(groups)}, "auth_time": int(time.time()), "nonce": query["nonce"], **STRONG}
    provider.says = {**said, **more}
    provider.asked.append(str(query))
    return desk.get(f"/desk/in/city/back/?code=c&state={query['state']}")


def link(desk: Client, provider: Own, groups: tuple[str, ...] = (CONSULTANT,), **more: Any) -> Any:
    came = back(desk, provider, "/desk/in/link/out/", groups, **more)
    assert came["Location"] == "/desk/in/link/", came.content
    return send(desk, "/desk/in/link/")


def done_to(staff_id: int) -> list[str]:
    return [entry.action for entry in trust.entries_about(f"staff:{staff_id}")]


def roles(staff_id: int) -> set[Role]:
    viewer = staff.viewer(staff_id)
    return {grant.role for grant in viewer.grants} if viewer else set()


def test_who_has_shown_both_is_linked_by_pressing_and_the_city_alone_opens_the_account(
    desk: Client, provider: Own
) -> None:
    elsewhere = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    come_in(desk, "jonas")
    page = desk.get("/desk/in/security/").content.decode()
    assert "Låt Stockholms stad öppna ditt konto" in page
    assert "inte ångra det själv" in desk.get("/desk/in/link/").content.decode()
    came = back(desk, provider, "/desk/in/link/out/")
    assert "'prompt': 'login', 'max_age': '0'" in provider.asked[1]
    shown = desk.get(came["Location"]).content.decode()
    assert "Är det här du, båda gångerna?" in shown
    assert "jonek" in shown
    assert not SocialAccount.objects.exists()  # nothing is tied together by coming back
    assert send(desk, "/desk/in/link/")["Location"] == "/desk/in/login/"
    assert "Från och med nu loggar du in med Stockholms stad" in desk.get("/desk/in/login/").content.decode()
    assert SocialAccount.objects.get().user_id == jonas()
    assert "staff.link_city" in done_to(jonas())
    assert not OpenSession.objects.filter(staff_id=jonas()).exists()
    assert password(elsewhere, "jonas").status_code == 200  # a wrong password, as it looks
    assert not StaffMember.objects.get(pk=jonas()).has_usable_password()
    assert back(desk, provider, "/desk/in/city/")["Location"] == "/desk/"
    assert desk.get("/desk/").status_code == 200
    assert "Stockholms stad öppnar ditt konto" in desk.get("/desk/in/security/").content.decode()
    assert StaffMember.objects.filter(name="Jonas Ek").count() == 1
    for own_password in ("/desk/in/password/", "/desk/in/password/first/"):
        assert desk.get(own_password)["Location"] == "/desk/in/security/"


def test_a_role_that_both_give_goes_with_the_city_from_then_on_and_who_leaves_there_is_out_here(
    desk: Client, provider: Own
) -> None:
    come_in(desk, "jonas")
    link(desk, provider)
    assert Grant.objects.get(staff_id=jonas(), valid_to=None).from_city
    back(desk, provider, "/desk/in/city/")
    assert roles(jonas()) == {Role.RELATIVES_ADVISER}
    refused = back(desk, provider, "/desk/in/city/", ("something else",))
    assert "Du har ingen roll här" in refused.content.decode()
    assert roles(jonas()) == set()
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")
    assert "desk/in/confirm" not in password(desk, "jonas").headers.get("Location", "")


def test_what_only_one_side_gives_is_as_it_was_or_begins(desk: Client, provider: Own) -> None:
    actions.grant(staff_id=jonas(), unit_id="sig-jarva", role=Role.SOCIAL_WORKER, valid_from=clock.now(), actor=IT)
    come_in(desk, "jonas")
    link(desk, provider, (HEAD,))
    assert roles(jonas()) == {Role.RELATIVES_ADVISER, Role.SOCIAL_WORKER, Role.UNIT_HEAD}
    assert set(Grant.objects.filter(from_city=True).values_list("role", flat=True)) == {Role.UNIT_HEAD.value}


def test_an_account_the_city_had_opened_for_the_same_person_is_closed_so_that_nobody_is_two(
    desk: Client, provider: Own
) -> None:
    back(desk, provider, "/desk/in/city/")
    second = SocialAccount.objects.get().user_id
    assert second != jonas()
    another = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    come_in(another, "jonas")
    link(another, provider)
    assert SocialAccount.objects.get().user_id == jonas()
    assert not StaffMember.objects.get(pk=second).is_active
    assert roles(second) == set()
    assert "staff.close_account" in done_to(second)
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")


def test_what_it_has_closed_is_not_opened_by_linking(desk: Client, provider: Own) -> None:
    back(desk, provider, "/desk/in/city/")
    actions.close_account(staff_id=SocialAccount.objects.get().user_id, actor=IT)
    another = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    come_in(another, "jonas")
    assert link(another, provider)["Location"] == "/desk/in/security/"
    assert not linked.is_from_city(jonas())
    assert another.get("/desk/").status_code == 200


def test_without_a_role_from_the_city_nothing_is_linked_since_nothing_would_open(desk: Client, provider: Own) -> None:
    come_in(desk, "jonas")
    link(desk, provider, ("something else",))
    assert "ger dig ingen roll här" in desk.get("/desk/in/security/").content.decode()
    assert not SocialAccount.objects.exists()
    assert "desk/in/confirm" in password(Client(enforce_csrf_checks=True), "jonas")["Location"]


def test_a_fresh_second_factor_is_asked_for_at_each_step(desk: Client, provider: Own) -> None:
    come_in(desk, "jonas")
    came = back(desk, provider, "/desk/in/link/out/")
    assert came["Location"] == "/desk/in/link/"
    session = desk.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()
    assert desk.get("/desk/in/link/")["Location"].startswith("/desk/in/again/")
    assert send(desk, "/desk/in/link/")["Location"].startswith("/desk/in/again/")
    assert desk.get("/desk/in/link/out/")["Location"].startswith("/desk/in/again/")
    assert not SocialAccount.objects.exists()


def test_a_provider_that_did_not_ask_anew_links_nothing(desk: Client, provider: Own) -> None:
    come_in(desk, "jonas")
    came = back(desk, provider, "/desk/in/link/out/", auth_time=int(time.time()) - 3600)
    assert came.status_code == 403
    assert "kvar inloggad här" in came.content.decode()
    assert send(desk, "/desk/in/link/")["Location"] == "/desk/in/link/"
    assert not SocialAccount.objects.exists()
    assert desk.get("/desk/").status_code == 200


def test_an_answer_to_one_persons_question_links_nobody_elses_account(desk: Client, provider: Own) -> None:
    come_in(desk, "jonas")
    asked = desk.get("/desk/in/link/out/")
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked["Location"]).query).items()}
    provider.says = {"sub": "jonas-1", "nonce": query["nonce"], "realm": {"groups": [CONSULTANT]}, **STRONG}
    provider.says["auth_time"] = int(time.time())
    send(desk, "/desk/in/logout/")
    come_in(desk, "ines")
    assert desk.get(f"/desk/in/city/back/?code=c&state={query['state']}").status_code == 403
    assert not SocialAccount.objects.exists()


def test_nobody_links_before_they_are_in_and_pressing_alone_does_nothing(desk: Client, provider: Own) -> None:
    for path in ("/desk/in/link/", "/desk/in/link/out/"):
        assert desk.get(path)["Location"].startswith("/desk/in/login/"), path
    password(desk, "jonas")  # without the second factor
    for path in ("/desk/in/link/", "/desk/in/link/out/"):
        assert desk.get(path)["Location"].startswith("/desk/in/login/"), path
    come_in(desk, "jonas")
    assert send(desk, "/desk/in/link/")["Location"] == "/desk/in/link/"
    assert not SocialAccount.objects.exists()


def test_without_a_city_there_is_nothing_to_link(desk: Client) -> None:
    come_in(desk, "jonas")
    assert desk.get("/desk/in/link/")["Location"] == "/desk/in/security/"
    assert desk.get("/desk/in/link/out/")["Location"] == "/desk/in/login/"


def test_it_takes_the_link_away_and_that_opens_nothing_by_itself(desk: Client, provider: Own) -> None:
    come_in(desk, "jonas")
    link(desk, provider)
    back(desk, provider, "/desk/in/city/")
    with pytest.raises(NotAllowed):
        actions.unlink_city(staff_id=jonas(), actor=Actor.staff(jonas()))
    with pytest.raises(NotNow, match="from_city"):
        actions.renew_sign_in(staff_id=jonas(), actor=IT)
    with pytest.raises(NotNow, match="from_city"):
        actions.choose_password(staff_id=jonas(), password="fyra ord som inte hör ihop", actor=Actor.staff(jonas()))
    actions.unlink_city(staff_id=jonas(), actor=IT)
    assert desk.get("/desk/")["Location"].startswith("/desk/in/login/")
    assert roles(jonas()) == set()  # what the city gave
    assert "staff.unlink_city" in done_to(jonas())
    assert password(desk, "jonas").status_code == 200
    with pytest.raises(NotFound):
        actions.unlink_city(staff_id=jonas(), actor=IT)
    assert actions.renew_sign_in(staff_id=jonas(), actor=IT).temporary_password
    assert identity(provider.address, "jonas-1") not in str(trust.entries_about(f"staff:{jonas()}"))


def test_only_ones_own_account_and_only_once() -> None:
    with pytest.raises(NotAllowed):
        actions.link_city(
            staff_id=jonas(), identity="a", roles=[(UNIT, Role.RELATIVES_ADVISER)], actor=Actor.staff(jonas() + 1)
        )
    actions.link_city(
        staff_id=jonas(), identity="a", roles=[(UNIT, Role.RELATIVES_ADVISER)], actor=Actor.staff(jonas())
    )
    with pytest.raises(NotNow):
        actions.link_city(
            staff_id=jonas(), identity="b", roles=[(UNIT, Role.RELATIVES_ADVISER)], actor=Actor.staff(jonas())
        )


def test_a_passkey_made_here_opens_a_linked_account_no_more(desk: Client, provider: Own) -> None:
    """As it stands once the browser has shown the passkey; a real one is shown in test_passkey.py."""
    come_in(desk, "jonas")
    link(desk, provider)
    request = RequestFactory().post("/desk/in/passkey/")
    SessionMiddleware(lambda _: HttpResponse()).process_request(request)
    request._messages = SessionStorage(request)  # type: ignore[attr-defined]
    view = PasskeySignIn()
    view.setup(request)
    key = Authenticator(user=StaffMember.objects.get(pk=jonas()), type=Authenticator.Type.WEBAUTHN, data={})
    shown = SimpleNamespace(cleaned_data={"credential": key})
    with translation.override("sv"):
        assert view.form_valid(shown)["Location"] == "/desk/in/login/"
    assert "_auth_user_id" not in request.session
    assert "Ditt konto öppnas av Stockholms stad" in str(next(iter(request._messages)))  # type: ignore[attr-defined]
