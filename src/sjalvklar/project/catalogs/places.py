# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the catalogs are, and whether they are compiled: asked at every start, so without loading what reads them."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import to_locale

from sjalvklar.kernel import languages

LOCALE = Path(__file__).resolve().parents[2] / "locale"
# English is what the sources say; Django gives a missing English sentence as it stands, never in Swedish.
CODES: tuple[str, ...] = tuple(code for code in languages.CODES if code != "en")


def po_path(code: str, folder: Path = LOCALE) -> Path:
    return folder / to_locale(code) / "LC_MESSAGES" / "django.po"


def parts(folder: Path = LOCALE) -> list[Path]:
    """The Swedish of each room, as its author wrote it beside the sentence."""
    return sorted((folder / "sv" / "parts").glob("*.po"))


def stale(code: str, folder: Path = LOCALE) -> bool:
    """Whether the compiled catalog is older than what it is compiled from."""
    sources = [po_path(code, folder)] + (parts(folder) if code == languages.SOURCE else [])
    there = [source.stat().st_mtime_ns for source in sources if source.exists()]
    compiled = po_path(code, folder).with_suffix(".mo")
    return bool(there) and (not compiled.exists() or compiled.stat().st_mtime_ns < max(there))
