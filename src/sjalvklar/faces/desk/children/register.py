# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A child's own contact in six fields: what, how, when, how long, how old, and who has said yes.

What comes next follows from the talk: one that is booked is next, and after one that was held comes following it up.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sjalvklar.children import actions
from sjalvklar.children.actions import First
from sjalvklar.faces.desk import refusals, sent
from sjalvklar.faces.desk.children import one
from sjalvklar.faces.desk.children import words as said
from sjalvklar.faces.desk.shell import Here
from sjalvklar.faces.desk.support import doing, lists, register
from sjalvklar.faces.desk.support import words as support
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.faces.desk.words import local
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.mailbox import queries as mailbox
from sjalvklar.support import queries
from sjalvklar.support.actions import Beginning, Who
from sjalvklar.support.rules import DocumentationMode, Source, Way

_TYPED = ("service", "way", "starts", "minutes", "band", "consent", "harm", "why")
_REACH = ("named", "called", "channel", "value", "safe_when")
_ROOM = "room:"
# The form's names for fields that are called otherwise in the rooms.
_FIELDS = {"when": "safe_when", "words": "why", "room": "way"}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def new(request: HttpRequest) -> HttpResponse:
    """Register a child's own contact, alone or from what the child wrote."""
    now = lists.serving(request)
    if now.unit is None or not lists.can_begin(now):
        raise Http404
    contact = register.known(request.POST.get("contact", "") or request.GET.get("contact", ""))
    typed, wrong = {name: "" for name in (*_TYPED, *_REACH)}, {}
    typed |= {"starts": local(clock.now()).strftime("%Y-%m-%dT%H:%M"), "minutes": "30", "consent": "child"}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:20_000] for name in typed}
        try:
            support_id = _register(request, now, contact)
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            field = refused.field if isinstance(refused, Invalid) else None
            wrong = {_FIELDS.get(field or "form", field or "form"): one.FORMS.sentence(refused)}
        else:
            messages.success(request, gettext("Registered."))
            return HttpResponseRedirect(doing.FORMS.address(support_id))
    given = [found for found in queries.given_in(now.unit.id) if found.service.form.is_for_one]
    rooms = [(f"{_ROOM}{room.id}", room.name) for room in queries.rooms_in(now.unit.id)]
    ways = [(way.value, str(text)) for way, text in support.WAYS.items() if not rooms or way is not Way.ROOM]
    return render(
        request,
        "desk/children/new.html",
        {
            "here": now,
            "view": "support",
            "typed": typed,
            "wrong": wrong,
            "errors": [(field, text) for field, text in wrong.items() if field != "form"],
            "nonce": request.POST.get("nonce") or sent.new_nonce(),
            "contact": contact or "",
            "services": [
                (found.service.id, f"{support.service(found.service.id)} ({str(support.MODES[found.mode]).lower()})")
                for found in given
            ],
            "ways": [*rooms, *ways],
            "bands": one.bands(),
            "consents": [(each.value, str(text)) for each, text in said.CONSENTS.items()],
            "harms": [(each.value, str(text)) for each, text in said.HARMS.items()],
            "law_own": one.laws("own-consent"),
            "channels": [(channel.value, str(text)) for channel, text in register.CHANNELS.items()],
        },
    )


def _register(request: HttpRequest, now: Here, contact: UUID | None) -> UUID:
    assert now.unit is not None
    named = request.POST.get("named") == "yes"
    service = request.POST.get("service", "")
    given = next((found for found in queries.given_in(now.unit.id) if found.service.id == service), None)
    if given is None:
        raise Invalid("service", field="service")
    mode = DocumentationMode.NAMED_WITHOUT_FILE if named else None
    keeps_name = (mode or given.mode) is DocumentationMode.NAMED_WITHOUT_FILE
    written = mailbox.row(now.viewer, contact) if contact else None
    way = request.POST.get("way", "")
    room = way.removeprefix(_ROOM) if way.startswith(_ROOM) else ""
    return actions.register(
        actor=now.viewer,
        unit_id=now.unit.id,
        beginning=Beginning(
            service,
            mode=mode,
            source=Source.THREAD if written else Source.OWN,
            situation=written.situation if written else "",
            # What the child wrote stands beside a name; beside somebody anonymous there is no place for it.
            who=Who(
                request.POST.get("called", "")[:300],
                register.safe_contact(request),
                contact if keeps_name else None,
            ),
        ),
        own=one.own_contact(request),
        first=First(
            Way.ROOM if room else sent.chosen(request, "way", Way),
            doing.when(request),
            sent.number(request, "minutes", "minutes"),
            room,
        ),
        nonce=sent.nonce(request),
    )
