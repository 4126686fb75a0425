# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages that are the same for everyone but in a few places: put together once, and filled in for each reader.

The form to write in, and the page with the code, are what everybody gets who writes to us. A mould holds the
template's own words and nothing of anyone: what differs stands in it as a named gap, also the addresses that carry a
journey, so that it is the same page whatever somebody has answered on the way to it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from sjalvklar.faces.way_in import addresses
from sjalvklar.faces.way_in.journey import Journey
from sjalvklar.faces.way_in.shell import shell
from sjalvklar.organisation import queries as organisation
from sjalvklar.organisation.rules import Organisation

_MARK = "\ue000"  # for private use, so in nobody's words (Unicode 23.5)
_MOST = 500

Said = tuple[Hashable, ...]
_made: dict[Said, tuple[str, ...]] = {}
_made_for: Organisation | None = None


def gap(name: str) -> str:
    """What stands in a mould where `name` will be filled in."""
    return f"{_MARK}{name}{_MARK}"


def _kept() -> dict[Said, tuple[str, ...]]:
    """The moulds of the pack that is read; those of another are forgotten."""
    global _made, _made_for
    now = organisation.organisation()
    if _made_for is not now:
        _made, _made_for = {}, now
    return _made


def page(
    template: str,
    journey: Journey,
    *,
    same: Said,
    context: Callable[[], Mapping[str, Any]],
    filled: Mapping[str, str],
) -> HttpResponse:
    """The page of a template, filled in. `same` is all that `context` depends on but the language and the pack.

    `filled` has a value for each gap; it is escaped as a template would.
    """
    kept, key = _kept(), (template, get_language(), journey.language, journey.child, *same)
    parts = kept.get(key)
    if parts is None:
        frame = shell(journey.language, lambda code: gap(f"in {code}"), child=journey.child, plain=True)
        parts = tuple(render_to_string(f"way_in/{template}", {"shell": frame, **context()}).split(_MARK))
        if len(kept) < _MOST:
            kept[key] = parts
    values = {f"in {code}": address for code, address in addresses.journey_in(journey, _codes()).items()}
    values |= {name: conditional_escape(value) for name, value in filled.items()}
    # Split at its marks, a mould's every other part is the name of a gap.
    return HttpResponse("".join([values[part] if place % 2 else part for place, part in enumerate(parts)]))


def _codes() -> list[str]:
    return [each.code for each in organisation.organisation().municipality.languages]
