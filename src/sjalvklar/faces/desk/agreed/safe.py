# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is safe, said anew: how, where and when somebody may be reached, with who said it. What was said before is not
shown, and is gone when the new is kept."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import kept, sent, words
from sjalvklar.faces.desk.agreed import doing
from sjalvklar.faces.desk.agreed.words import SAID_BY, SENTENCES
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.views.contact import way_to_meet
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.mailbox.rules import Channel, Days, Hours, SafeContact, Voicemail, WhoMayAnswer
from sjalvklar.support import actions, queries
from sjalvklar.support.rules import DocumentationMode, SaidBy
from sjalvklar.support.rules.times import day

FORMS = doing.forms("safe/", "safe")
Picked = TypeVar("Picked", bound=StrEnum)

CHANNELS: tuple[tuple[Channel, str | Promise], ...] = (
    (Channel.PORTAL, _("None: they get in touch with us")),
    (Channel.SMS, _("Text message")),
    (Channel.PHONE, _("Call")),
    (Channel.EMAIL, _("E-mail")),
    (Channel.POST, _("A letter")),
)
DAYS: tuple[tuple[Days, str | Promise], ...] = (
    (Days.ANY, _("Every day")),
    (Days.WEEKDAYS, _("Weekdays")),
    (Days.WEEKEND, _("Weekends")),
)
HOURS: tuple[tuple[Hours, str | Promise], ...] = (
    (Hours.ANY, _("Whenever")),
    (Hours.MORNING, _("8–12")),
    (Hours.AFTERNOON, _("12–17")),
    (Hours.EVENING, _("17–20")),
)
ANSWERING: tuple[tuple[WhoMayAnswer, str | Promise], ...] = (
    (WhoMayAnswer.ONLY_ME, _("Nobody but them")),
    (WhoMayAnswer.SOMEONE_WHO_KNOWS, _("One more, whom they have named")),
    (WhoMayAnswer.ANYONE, _("Anyone may answer")),
)
_WORDS = ("value", "when", "who_knows", "call_ourselves", "our_phrase", "their_phrase", "stop_phrase", "interpreter")


def _options(listed: tuple[tuple[StrEnum, str | Promise], ...]) -> list[tuple[str, str]]:
    return [(one.value, str(text)) for one, text in listed]


@require_safe
@desk_view
def safe(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The page; reading it is on record. No number or address is on it."""
    now = here(request)
    doing.see(now.viewer, support_id)
    found = actions.read_agreed(actor=now.viewer, support_id=support_id)
    typed, wrong = kept.found(request.GET.get("kept", ""), str(support_id)), FORMS.wrong(request)
    today = queries.today(clock.now())
    anonymous = found.row.mode is DocumentationMode.ANONYMOUS
    return render(
        request,
        "desk/agreed/safe.html",
        {
            "here": now,
            "view": "support",
            "row": rows.line(found.row),
            "root": FORMS.address(support_id),
            "may": "write" in found.row.may and not anonymous,
            "anonymous": anonymous,
            "in_file": found.row.case_id is not None,
            "case_id": found.row.case_id or "",
            "can_reveal": "reveal" in found.row.may and not anonymous and not found.stopped,
            "stopped": SENTENCES.get(found.stopped, SENTENCES["wrong_state"]) if found.stopped else "",
            "has_thread": found.has_thread,
            "wish": way_to_meet(found.safe, holds=found.holds) if found.safe and not found.stopped else None,
            "told": [
                (words.day(one.said_on, today), str(SAID_BY[one.said_by]), one.by, words.moment(one.at))
                for one in found.told
            ],
            "channels": _options(CHANNELS),
            "days": _options(DAYS),
            "hours": _options(HOURS),
            "answering": _options(ANSWERING),
            "voicemail": [(one.value, str(words.VOICEMAIL[one])) for one in Voicemail],
            "said_by": [(one.value, str(text)) for one, text in SAID_BY.items()],
            "said_on": typed.get("said_on") or today.isoformat(),
            "typed": typed,
            "nonce": typed.get("nonce") or sent.new_nonce(),
            "mark": meanwhile.mark(len(found.told)),
            "changed": wrong.code == meanwhile.CHANGED,
            "wrong": wrong.form,
            "wrong_field": wrong.field,
            "wrong_sentence": wrong.sentence,
            "errors": {wrong.field: wrong.sentence} if wrong.form else {},
        },
    )


def _picked(request: HttpRequest, name: str, kind: type[Picked], default: Picked) -> Picked:
    return sent.chosen(request, name, kind) if request.POST.get(name) else default


def _said(request: HttpRequest) -> SafeContact:
    until = request.POST.get("valid_until", "").strip()
    return SafeContact(
        channel=sent.chosen(request, "channel", Channel),
        days=_picked(request, "days", Days, Days.ANY),
        hours=_picked(request, "hours", Hours, Hours.ANY),
        who_may_answer=_picked(request, "who_may_answer", WhoMayAnswer, WhoMayAnswer.ONLY_ME),
        voicemail=_picked(request, "voicemail", Voicemail, Voicemail.NO),
        valid_until=day(until, field="valid_until") if until else None,
        **{name: request.POST.get(name, "")[:600] for name in _WORDS},
    )


@require_POST
@desk_view
def change(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """Keep what is safe now."""

    def deed(now: Here) -> None:
        actions.change_safe_contact(
            actor=now.viewer,
            support_id=support_id,
            safe=_said(request),
            said_by=sent.chosen(request, "said_by", SaidBy),
            said_on=day(request.POST.get("said_on", ""), field="said_on"),
            nonce=sent.nonce(request),
            shown=sent.shown(request),
        )

    told = gettext("Kept. What was said before is gone, and reminders follow the new.")
    return FORMS.done(request, support_id, "safe", told, deed)
