# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A contact with one talk, registered in six fields: what, how, when, how long, about what, and what comes next."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sjalvklar.casework import queries as casework
from sjalvklar.faces.desk import kept, refusals, sent, writing
from sjalvklar.faces.desk.shell import Here
from sjalvklar.faces.desk.support import doing, lists, words
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.faces.desk.words import Words, local
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Held, Who
from sjalvklar.support.rules import DocumentationMode, Source, Way
from sjalvklar.writing.rules import Kind

# How many days until what comes next; None closes.
COMING: dict[str, tuple[Words, int | None]] = {
    "none": (_("Nothing more: close it"), None),
    "week": (_("Follow up in a week"), 7),
    "two_weeks": (_("Follow up in two weeks"), 14),
    "month": (_("Follow up in a month"), 30),
}
_TYPED = ("service", "way", "starts", "minutes", "situation", "coming", "words", "named", "called", "channel", "value")
_TYPED_TOO = ("safe_when", "asked", "children_count", "informed", "offered", "talked", "talked_on")


def known(stated: str) -> UUID | None:
    """An id in an address. Raises Http404."""
    try:
        return UUID(stated) if stated else None
    except ValueError:
        raise Http404 from None


def safe_contact(request: HttpRequest) -> SafeContact | None:
    """How somebody is reached safely, as it was typed; None when nothing was. Raises Invalid("choose")."""
    value = request.POST.get("value", "").strip()
    if not value:
        return None
    channel = sent.chosen(request, "channel", Channel) if request.POST.get("channel") else Channel.SMS
    return SafeContact(channel, value[:600], when=request.POST.get("safe_when", "")[:300])


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def new(request: HttpRequest) -> HttpResponse:
    """Register a contact, alone, from a contact one has taken, or in a case."""
    now = lists.serving(request)
    if now.unit is None or not lists.can_begin(now):
        raise Http404
    contact = known(request.POST.get("contact", "") or request.GET.get("contact", ""))
    case = known(request.POST.get("case", "") or request.GET.get("case", ""))
    from_incident = "incident" in (request.POST.get("source", ""), request.GET.get("source", ""))
    case_row = casework.row(now.viewer, case) if case is not None else None
    kind, thing = _about(now.unit.id, contact, case)
    typed, wrong = {name: "" for name in (*_TYPED, *_TYPED_TOO)}, {}
    typed |= {"starts": local(clock.now()).strftime("%Y-%m-%dT%H:%M"), "minutes": "45", "coming": "none"}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            support_id = _register(request, now, contact, case)
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            wrong = {
                (refused.field if isinstance(refused, Invalid) else None) or "form": doing.FORMS.sentence(refused)
            }
        else:
            writing.gone(request, now, kind, thing)
            messages.success(request, gettext("Registered."))
            return HttpResponseRedirect(doing.FORMS.address(support_id))
    draft = writing.fields(now, kind, thing, typed=_sent(request, thing))["register"]
    if request.method != "POST":
        typed |= {name: value for name, value in draft.values.items() if name in typed}
    given = [one for one in queries.given_in(now.unit.id) if one.service.form.is_for_one]
    return render(
        request,
        "desk/support/new.html",
        {
            "here": now,
            "view": "support",
            "typed": typed,
            "wrong": wrong,
            "errors": [(FIELD_IDS.get(field, field), text) for field, text in wrong.items() if field != "form"],
            "nonce": request.POST.get("nonce") or draft.values.get("nonce") or sent.new_nonce(),
            "draft": draft,
            "contact": contact or "",
            "case": case or "",
            "source": Source.INCIDENT.value if from_incident else "",
            "case_number": case_row.number if case_row else "",
            "services": [
                (one.service.id, words.service(one.service.id), "" if case_row else str(words.MODES[one.mode]))
                for one in given
            ],
            "marked": case_row is None and any(one.standing.marked for one in given),
            "ways": [(way.value, str(text)) for way, text in words.WAYS.items()],
            "situations": words.situations(),
            "comings": [(name, str(text)) for name, (text, _days) in COMING.items()],
            "channels": [(channel.value, str(text)) for channel, text in CHANNELS.items()],
            "bands": doing.bands(_sent(request, thing)),
            "apply": words.how_to_apply(),
        },
    )


CHANNELS: dict[Channel, Words] = {
    Channel.SMS: _("Text message"),
    Channel.PHONE: _("Call"),
    Channel.EMAIL: _("E-mail"),
}
FIELD_IDS: dict[str, str] = {}


def _source(request: HttpRequest, contact: UUID | None) -> Source:
    """How the relative came: by what they wrote, after something that happened, or met by us."""
    if contact is not None:
        return Source.THREAD
    return Source.INCIDENT if request.POST.get("source") == Source.INCIDENT.value else Source.OWN


def _about(unit_id: str, contact: UUID | None, case: UUID | None) -> tuple[Kind, str]:
    """What a draft of the talk is about: whoever wrote, whom the case is about, or somebody new in the unit."""
    if contact is not None:
        return Kind.THREAD, str(contact)
    return (Kind.CASE, str(case)) if case is not None else (Kind.UNIT, unit_id)


def _sent(request: HttpRequest, thing: str) -> dict[str, str]:
    """What was sent and refused, now or by the button that saves a draft."""
    if request.method == "POST":
        return {name: str(value) for name, value in request.POST.items()}
    return kept.found(request.GET.get("kept", ""), thing)


def _register(request: HttpRequest, now: Here, contact: UUID | None, case: UUID | None) -> UUID:
    assert now.unit is not None
    named = request.POST.get("named") == "yes"
    service = request.POST.get("service", "")
    given = next((one for one in queries.given_in(now.unit.id) if one.service.id == service), None)
    if given is None:
        raise Invalid("service", field="service")
    mode = DocumentationMode.NAMED_WITHOUT_FILE if named else None
    if case is not None:
        mode = DocumentationMode.PERSONAL_FILE  # begun on a case's page it is part of the case, whatever the service
    keeps_name = (mode or given.mode) is DocumentationMode.NAMED_WITHOUT_FILE
    in_file = (mode or given.mode) is DocumentationMode.PERSONAL_FILE
    days = COMING.get(request.POST.get("coming", ""), (None, -1))[1]
    if days is not None and days < 0:
        raise Invalid("choose", field="coming")
    try:
        return actions.register(
            actor=now.viewer,
            unit_id=now.unit.id,
            beginning=Beginning(
                service,
                mode=mode,
                source=_source(request, contact),
                situation=request.POST.get("situation", ""),
                # What somebody wrote stands beside their name; beside somebody anonymous there is no place for it.
                who=Who(request.POST.get("called", "")[:300], safe_contact(request), contact if keeps_name else None),
                case_id=case if in_file else None,
            ),
            held=Held(
                sent.chosen(request, "way", Way),
                doing.when(request),
                sent.number(request, "minutes", "minutes"),
                writing.text(request, "words"),
            ),
            coming=None if days is None else actions.next_from(days, clock.now()),
            children=doing.children(request) if sent.yes(request, "asked") else None,
            nonce=sent.nonce(request),
        )
    except Invalid as refused:
        # The form's names for two fields that are called otherwise in the room.
        names = {"text": "words", "when": "safe_when", "case": "service"}
        raise Invalid(refused.code, field=names.get(refused.field or "", refused.field)) from None
