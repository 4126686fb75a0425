# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A browser is found or brought; without one the tests fail and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from sjalvklar.project.cli import chromium
from sjalvklar.project.cli.plain import Plain


def _program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / name
    made.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    made.chmod(0o755)
    return made


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A search path with nothing on it, and a home with no browser."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SJALVKLAR_CHROMIUM", raising=False)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    return tmp_path / "bin"


def test_a_browser_that_only_complains_is_not_one(path: Path) -> None:
    _program(path, "chromium-browser", "echo 'install the snap' >&2; exit 1")
    chrome = _program(path, "google-chrome", "echo 'Google Chrome 156.0'")
    assert chromium.find() == str(chrome)


def test_playwrights_own_is_the_last_that_is_looked_for(path: Path) -> None:
    own = _program(
        path.parent / "home/.cache/ms-playwright/chromium-1200/chrome-linux", "chrome", "echo 'Chromium 150'"
    )
    assert chromium.find() == str(own)
    system = _program(path, "chromium", "echo 'Chromium 156'")
    assert chromium.find() == str(system)


def test_one_that_is_named_is_taken_and_one_that_does_not_run_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = _program(path.parent / "mine", "browser", "echo 'Chromium 1'")
    monkeypatch.setenv("SJALVKLAR_CHROMIUM", str(named))
    assert chromium.find() == str(named)
    named.unlink()
    with pytest.raises(Plain, match="not a browser that runs"):
        chromium.find()


def test_without_one_and_without_a_way_to_get_one_it_is_said_loudly(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium.sys, "executable", str(_program(path, "python", "echo 'no network' >&2; exit 1")))
    said: list[str] = []
    with pytest.raises(Plain, match="THERE IS NO BROWSER") as refusal:
        chromium.bring(said.append)
    assert "no network" in str(refusal.value)
    assert said


def test_one_that_could_be_installed_is_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = path.parent / "home/.cache/ms-playwright/chromium-1/chrome-linux"
    browser = f"{place}/chrome"
    install = f"/bin/mkdir -p {place}; printf '#!/bin/sh\\necho Chromium 9\\n' > {browser}; /bin/chmod +x {browser}"
    monkeypatch.setattr(chromium.sys, "executable", str(_program(path, "python", install)))
    assert chromium.bring(lambda line: None) == str(place / "chrome")


def test_the_real_browser_opens_a_page(browser: object) -> None:
    from playwright.sync_api import Browser

    assert isinstance(browser, Browser)
    page = browser.new_page()
    page.set_content("<h1>Välkommen</h1>")
    assert page.locator("h1").inner_text() == "Välkommen"
    page.close()
