# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passkeys, with Chromium's own virtual authenticator: added, signed in with, renamed, removed."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect
from tests.faces.desk.staff import sign_in
from tests.live import Live


def with_authenticator(page: Page, *, verifies: bool = True) -> None:
    """A platform authenticator that asks for a finger, which is always given."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": verifies,
                "isUserVerified": verifies,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_added_opens_the_desk_alone_and_is_removed_but_never_as_the_last_way(
    new_context: Callable[..., BrowserContext], desk_live: Live
) -> None:
    page = new_context(base_url=f"http://localhost:{desk_live.port}").new_page()
    with_authenticator(page)
    sign_in(page, desk_live, "farid", at="/desk/in/security/")
    page.get_by_role("link", name="Lägg till en nyckel").click()
    page.get_by_label("Ett namn, så att du vet vilken det är").fill("Farids dator")
    page.get_by_role("button", name="Lägg till nyckeln").click()
    expect(page.get_by_role("heading", name="Reservkoder")).to_be_visible()
    page.goto("/desk/in/security/")
    expect(page.get_by_text("Farids dator").first).to_be_visible()

    with page.expect_navigation():
        page.get_by_role("button", name="Logga ut").click()
    page.goto("/desk/duty/")
    page.get_by_role("button", name="Logga in med nyckel").click()
    page.wait_for_url("**/desk/duty/")  # where one was on the way to, with neither name, password nor code

    page.goto("/desk/in/security/")
    page.get_by_role("link", name="Byt namn").click()
    page.get_by_label("Namn").fill("Kontorsdatorn")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Kontorsdatorn").first).to_be_visible()

    page.get_by_role("link", name="Ta bort kodappen").click()
    page.get_by_role("button", name="Ta bort kodappen").click()
    page.wait_for_url("**/desk/in/security/")
    expect(page.get_by_role("link", name="Ta bort Kontorsdatorn")).to_have_count(0)
    done = desk_live.python(
        "from sjalvklar.trust import queries; from sjalvklar.organisation.queries import staff;"
        "print([e.action for e in queries.entries_about(f\"staff:{staff.staff_id('farid')}\")])"
    )
    for deed in ("webauthn_added", "totp_deactivated", "sign_in"):
        assert f"staff.{deed}" in done


def test_a_passkey_is_the_second_factor_after_a_password_too(
    new_context: Callable[..., BrowserContext], desk_live: Live
) -> None:
    page = new_context(base_url=f"http://localhost:{desk_live.port}").new_page()
    with_authenticator(page)
    sign_in(page, desk_live, "lena", at="/desk/in/passkeys/new/")
    page.get_by_role("button", name="Lägg till nyckeln").click()
    expect(page.get_by_role("heading", name="Reservkoder")).to_be_visible()
    page.get_by_role("button", name="Logga ut").click()
    page.fill("#id_login", "lena")
    page.fill("#id_password", "sjalvklar-demo-2026")
    page.get_by_role("button", name="Gå vidare").click()
    page.get_by_role("button", name="Använd en nyckel").click()
    page.wait_for_url("**/desk/")


def test_a_key_that_asks_for_nothing_is_no_passkey(
    new_context: Callable[..., BrowserContext], desk_live: Live
) -> None:
    """A key that whoever holds it can use would be a single factor."""
    page = new_context(base_url=f"http://localhost:{desk_live.port}").new_page()
    with_authenticator(page, verifies=False)
    sign_in(page, desk_live, "hodan", at="/desk/in/passkeys/new/")
    page.get_by_role("button", name="Lägg till nyckeln").click()
    expect(page.locator("form[data-passkey] .wrong")).to_be_visible()
    page.goto("/desk/in/security/")
    expect(page.get_by_role("link", name="Byt namn")).to_have_count(0)


def test_where_passkeys_cannot_be_the_page_says_so_instead_of_offering_one(
    new_context: Callable[..., BrowserContext], desk_live: Live
) -> None:
    page = new_context().new_page()
    page.goto(f"http://127.0.0.1:{desk_live.port}/desk/in/login/")
    expect(page.get_by_role("button", name="Gå vidare")).to_be_visible()
    expect(page.get_by_role("button", name="Logga in med nyckel")).to_be_hidden()
