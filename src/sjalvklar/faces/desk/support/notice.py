# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notice and offer, from any unit: six fields on a telephone, and a receipt that says how it stands."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sjalvklar.faces.desk import refusals, sent
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import doing, rows, words
from sjalvklar.faces.desk.support.register import CHANNELS, safe_contact
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation.queries import organisation, staff
from sjalvklar.organisation.rules.staff import UnitRow
from sjalvklar.support import actions, permissions, queries
from sjalvklar.support.actions import Notice, Sent, Why
from sjalvklar.support.rules import NoticeAnswer

_TYPED = ("situation", "area", "answer", "called", "channel", "value", "safe_when", "consent", "from")


def _units(now: Here) -> tuple[UnitRow, ...]:
    """The units that whoever looks notices from; for others there is no such page."""
    units = staff.units(permissions.units_to_notice_from(now.viewer))
    if not units:
        raise Http404
    return units


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def new(request: HttpRequest) -> HttpResponse:
    """Say that a relative was noticed, and what came of it."""
    now = here(request)
    units = _units(now)
    typed, wrong = dict.fromkeys(_TYPED, ""), {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:1000] for name in _TYPED}
        try:
            noticed = _notice(request, now, typed["from"] or units[0].id)
        except NotFound:
            raise
        except Refused as refused:
            refusals.note(request, refused)
            field = (refused.field if isinstance(refused, Invalid) else None) or "form"
            wrong = {{"when": "safe_when"}.get(field, field): doing.FORMS.sentence(refused)}
        else:
            return HttpResponseRedirect(f"/desk/support/noticed/{noticed.id}/{_why(noticed)}")
    day = queries.today()
    return render(
        request,
        "desk/support/notice.html",
        {
            "here": now,
            "view": "notice",
            "units": units,
            "typed": typed,
            "wrong": wrong,
            "errors": [(field, _asked(field) + text) for field, text in wrong.items() if field != "form"],
            "asks_consent": "consent" in wrong or bool(typed["consent"]),
            "nonce": request.POST.get("nonce") or sent.new_nonce(),
            "situations": words.situations(),
            "areas": [(area.id, area.name) for area in organisation().areas_on(day)],
            "answers": [(answer.value, str(text)) for answer, text in words.ANSWERS.items()],
            "channels": [(channel.value, str(text)) for channel, text in CHANNELS.items()],
        },
    )


def _asked(field: str) -> str:
    """The question again, where the sentence alone does not say what is to be chosen."""
    return gettext("I offered support. The answer:") + " " if field == "answer" else ""


def _why(sent: Sent) -> str:
    return f"?why={sent.why.value}" if sent.why is not None else ""


def _notice(request: HttpRequest, now: Here, from_unit: str) -> Sent:
    consent = {"yes": True, "no": False}.get(request.POST.get("consent", ""))
    answer = sent.chosen(request, "answer", NoticeAnswer)
    wanted = answer is NoticeAnswer.CONTACT
    return actions.notice(
        actor=now.viewer,
        from_unit=from_unit,
        notice=Notice(
            answer,
            request.POST.get("situation", ""),
            request.POST.get("area", ""),
            request.POST.get("called", "")[:300] if wanted else "",
            safe_contact(request) if wanted else None,
            consent,
        ),
        nonce=sent.nonce(request),
    )


@require_safe
@desk_view
def mine(request: HttpRequest) -> HttpResponse:
    """What one has noticed, and how it stands: received, taken, and never more."""
    now = here(request)
    _units(now)
    lines = tuple(map(rows.noticed_line, queries.noticed_by(now.viewer)))
    return render(request, "desk/support/noticed.html", {"here": now, "view": "notice", "rows": lines})


@require_safe
@desk_view
def receipt(request: HttpRequest, noticed_id: UUID) -> HttpResponse:
    """One of one's own: the receipt, how it stands, and what to tell the relative."""
    now = here(request)
    row = queries.noticed(now.viewer, noticed_id)
    asked = request.GET.get("why", "")
    why = Why(asked) if asked in set(Why) and not row.received else None
    return render(
        request,
        "desk/support/receipt.html",
        {
            "here": now,
            "view": "notice",
            "row": rows.noticed_line(row),
            "received": row.received,
            "why": str(words.NOT_SENT[why]) if why else "",
            "way_in": request.build_absolute_uri("/"),
        },
    )
