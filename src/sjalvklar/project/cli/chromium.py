# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real Chromium for the tests: found, or installed where that can be done. Never skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sjalvklar.project.cli.plain import Plain

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = ("/Applications/Chromium.app/Contents/MacOS/Chromium",)
_MAC_CHROME = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
# What a browser for tests has no use for. A list given here takes the place of Playwright's own, so what Playwright
# turns off to be quick and alike from one run to the next stands here too.
_WITHOUT = (
    "OptimizationHints",
    "MediaRouter",
    "DialMediaRouteProvider",
    "GlobalMediaControls",
    "Translate",
    "AutofillServerCommunication",
    "HttpsUpgrades",
    "PaintHolding",
    "RenderDocument",
    "BoundaryEventDispatchTracksNodeRemoval",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "SpareRendererForSitePerProcess",
    "IsolateOrigins",
    "site-per-process",
    # What lies ready under the address bar for whoever writes there: each window has two processes more for it, and
    # nobody writes there. All three, or the one that is left brings them back.
    "WebUIOmniboxPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxAimPopup",
)
_FONTS = ("fonts-noto-core", "fonts-noto-mono")  # Arabic must be drawn, not shown as boxes


def works(path: str) -> bool:
    """Whether the program is there and is a browser: Ubuntu's chromium-browser can be a stub that only complains."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and any(char.isdigit() for char in said.stdout)


def _candidates() -> Iterator[str]:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield found
    if sys.platform == "darwin":
        yield from (*_MAC, *_MAC_CHROME)
    yield from _playwrights_own()


def _playwrights_own() -> Iterator[str]:
    """Where `playwright install chromium` puts it."""
    stated = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    places = [
        Path(stated) if stated else Path.home() / ".cache" / "ms-playwright",
        Path.home() / "Library" / "Caches" / "ms-playwright",
    ]
    for place in places:
        for pattern in (
            "chromium-*/chrome-linux*/chrome",
            "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
        ):
            yield from (str(path) for path in sorted(place.glob(pattern), reverse=True))


def find() -> str | None:
    """The path of a Chromium that runs, or None. SJALVKLAR_CHROMIUM names one; then no other is looked for."""
    stated = os.environ.get("SJALVKLAR_CHROMIUM")
    if stated:
        if not works(stated):
            raise Plain(f"SJALVKLAR_CHROMIUM names {stated}, which is not a browser that runs.")
        return stated
    return next((path for path in _candidates() if works(path)), None)


def bring(say: Callable[[str], None]) -> str:
    """Find a Chromium or install one. Raises Plain, loudly, when neither can be done."""
    found = find()
    if found:
        return found
    attempts: list[str] = []
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("There is no Chromium here; installing Debian's …")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium", *_FONTS]):
            attempts.append(_attempt(["apt-get", *words], quiet))
        found = find()
        if found:
            return found
    say("Asking Playwright for a Chromium …")
    attempts.append(_attempt([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ)))
    found = find()
    if found:
        return found
    said = "\n".join(attempt for attempt in attempts if attempt)
    raise Plain(
        "\n*** THERE IS NO BROWSER, AND NONE COULD BE INSTALLED. ***\n"
        "The tests use a real Chromium and are not passed without one.\n"
        "Debian or Ubuntu: sudo apt install chromium.  Anywhere: set SJALVKLAR_CHROMIUM to a Chromium or Chrome.\n"
        f"What was tried said:\n{said}"
    )


def _attempt(words: list[str], environment: dict[str, str]) -> str:
    """Run an installer; its last lines when it failed, nothing when it went well."""
    try:
        done = subprocess.run(
            words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{words[0]}: {error}"
    last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
    return f"{' '.join(words[:3])}: {last}" if done.returncode else ""


def arguments() -> list[str]:
    """Flags for a quiet headless browser that talks to nobody but the page's own server."""
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--disable-gpu",
        "--in-process-gpu",  # what is drawn without a GPU needs no process of its own
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-default-apps",
        "--disable-domain-reliability",
        f"--disable-features={','.join(_WITHOUT)}",
        # One process draws what one reader opens, as on an old phone: a new one for every page is most of its cost.
        "--disable-site-isolation-trials",
        "--renderer-process-limit=1",
        "--disable-dev-shm-usage",
    ]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet
