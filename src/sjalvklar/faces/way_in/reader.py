# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which language the reader reads. The address says; the browser's wish counts only where the address is silent."""

from __future__ import annotations

from sjalvklar.faces.way_in.journey import unseal
from sjalvklar.faces.way_in.shell import public_languages
from sjalvklar.kernel import languages
from sjalvklar.trust.keys import KeyHolderAway

_LONGEST_WISH = 200


def spoken(code: str) -> str | None:
    """The code when it is one of the pack's public languages."""
    return code if any(each.code == code for each in public_languages()) else None


def wished(accept_language: str) -> str:
    """The best of the pack's languages for an Accept-Language header (RFC 9110 12.5.4); its first when none fits."""
    offered = [each.code for each in public_languages()]
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept_language[:_LONGEST_WISH].lower().split(",")):
        tag, _, weight = part.partition(";")
        primary = tag.strip().split("-")[0]
        if primary in offered:
            wishes.append((-_weight(weight), place, primary))
    wishes = [wish for wish in wishes if wish[0] < 0]
    return min(wishes)[2] if wishes else (offered[0] if offered else languages.SOURCE)


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def language_of(path: str, accept_language: str = "") -> str:
    """The language of whatever stands at a path, also when nothing does."""
    parts = [part for part in path.split("/", 4) if part]
    if parts[:1] == ["i"] and len(parts) > 1:
        try:
            journey = unseal(parts[1])
        except KeyHolderAway:
            journey = None
        found = spoken(journey.language) if journey else None
    else:
        found = next((code for part in parts[:2] if (code := spoken(part))), None)
    return found or wished(accept_language)
