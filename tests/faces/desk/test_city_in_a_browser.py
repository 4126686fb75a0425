# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same ways in, in a real browser: its cookie rules and the page's policy let them through as they are."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests
from tests.faces.desk.providers.openid import CLIENT, SECRET
from tests.faces.desk.providers.running import running
from tests.faces.desk.providers.saml import CONTEXT
from tests.faces.desk.test_city_openid import FILE as OPENID
from tests.faces.desk.test_city_saml import FILE as SAML
from tests.faces.desk.test_sessions import EDGE

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page
    from tests.live import Live

Start = Callable[..., "Live"]
Make = Callable[..., "BrowserContext"]


def opened(start_live: Start, new_context: Make, file: Path, written: str) -> tuple[Live, Page, list[str]]:
    """A product that knows the provider, and the sign-in page; what the browser complained of is collected."""
    live = start_live(also={"SJALVKLAR_SIGN_IN": str(file), "SJALVKLAR_SIGN_IN_SECRET": SECRET})
    base = f"http://localhost:{live.port}"
    file.write_text(written.replace("address: http://localhost", f"address: {base}"), encoding="utf-8")
    page = new_context(base_url=base, user_agent=EDGE).new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if _is_ours(said, base) else None)
    page.goto("/desk/duty/")  # and afterwards here
    return live, page, complaints


def _is_ours(said: Any, base: str) -> bool:
    """An error on a page of ours: what the provider's own pages lack is not ours to mend."""
    return bool(said.type == "error" and str(said.location.get("url", "")).startswith(base))


def is_in(page: Page) -> None:
    page.wait_for_url("**/desk/duty/")
    assert page.get_by_role("heading", level=1).inner_text() == "I tjänst och ersättare"
    page.goto("/desk/in/security/")
    assert "Edge på Windows" in page.content()


def test_openid_in_a_browser(start_live: Start, new_context: Make, tmp_path: Path) -> None:
    with running("openid") as provider:
        said: dict[str, Any] = {
            "name": "Jonas Ek",
            "given_name": "Jonas",
            "amr": ["mfa"],
            "auth_time": int(time.time()),
        }
        said["realm"] = {"groups": ["sjk-jarva-konsulent"]}
        requests.put(f"{provider}/users/jonas-1", json=said, timeout=10).raise_for_status()
        file = tmp_path / "sign-in.yaml"
        live, page, complaints = opened(start_live, new_context, file, OPENID.format(issuer=provider, client=CLIENT))
        page.get_by_role("link", name="Logga in med Stockholms stad").click()
        page.wait_for_url(f"{provider}/**")
        page.fill("input[name=sub]", "jonas-1")
        page.locator("input[name=sub]").press("Enter")
        is_in(page)
        assert not complaints
        live.stop()


def test_saml_in_a_browser(start_live: Start, new_context: Make, tmp_path: Path) -> None:
    with running("saml", str(tmp_path)) as provider:
        (tmp_path / "idp.xml").write_text(requests.get(f"{provider}/metadata", timeout=30).text, encoding="utf-8")
        file = tmp_path / "sign-in.yaml"
        written = SAML.format(provider=provider, context=CONTEXT)
        live, page, complaints = opened(start_live, new_context, file, written)
        ours = requests.get(f"http://localhost:{live.port}/desk/in/city/saml/metadata/", timeout=30)
        requests.put(f"{provider}/sp", data=ours.content, timeout=30).raise_for_status()

        page.get_by_role("link", name="Logga in med Stockholms stad").click()
        page.get_by_role("button", name="Go on").click()
        is_in(page)
        assert not complaints
        live.stop()
