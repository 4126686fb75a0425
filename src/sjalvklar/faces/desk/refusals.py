# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every no that the desk says goes on record: who asked, for what address, when. Never what was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest

from sjalvklar.kernel.errors import NotAllowed, NotFound, Refused
from sjalvklar.trust import actions as trust

# The open page asks these by itself, every ten seconds, also when what it shows has been passed on. They tell nothing
# of what is not the reader's, and nobody's asking would be told from the page's.
_BY_THE_PAGE = frozenset({"desk_news", "desk_contact_news"})
_GUESSES = frozenset({"recovery_code"})  # input that is a secret, and was the wrong one
# What an address names, by the name of the part; the most particular last.
_KINDS = {
    "staff_id": "staff",
    "plan_id": "disposal",
    "hold_id": "hold",
    "round_id": "round",
    "finding_id": "finding",
    "glass_id": "glass",
    "thread_id": "thread",
    "case_id": "case",
    "incident_id": "incident",
    "circle_id": "circle",
    "family_id": "family",
    "sig_id": "sig",
    "party_id": "party",
}
# What is being written has one address for all: what it is about, by the room in it.
_ROOMS = {"c": "case", "k": "thread", "incidents/f": "family", "incidents/i": "incident", "plans/p": "sig"}


def note(request: HttpRequest, refused: Exception) -> None:
    """A view said no. What may not be seen and what is not there leave the same row; input that will not do, and what
    came too late, are no refusals. Nobody's signed in: nothing to note, the gate has sent them to sign in."""
    code = refused.code if isinstance(refused, Refused) else ""
    if not isinstance(refused, (Http404, NotFound, NotAllowed)) and code not in _GUESSES:
        return
    match, staff_id = request.resolver_match, request.user.pk
    page = (match.url_name if match else None) or "desk"
    if staff_id is None or page in _BY_THE_PAGE:
        return
    named = [f"{kind}:{match.kwargs[part]}" for part, kind in _KINDS.items() if match and part in match.kwargs]
    if match and match.kwargs.get("room") in _ROOMS:
        named.append(f"{_ROOMS[match.kwargs['room']]}:{match.kwargs['thing']}")
    why = "" if isinstance(refused, NotFound) else code
    trust.refuse_deed(staff_id=staff_id, page=page, object=named[-1] if named else f"page:{page}", why=why)


def note_sign_in(request: HttpRequest, why: str, whose: Callable[[], int | None] = lambda: None) -> None:
    """Somebody was not let in, or could not show again who they are."""
    from sjalvklar.faces.desk.sign_in.adapters import network_of

    trust.refuse_sign_in(place=network_of(request), why=why, whose=whose)
