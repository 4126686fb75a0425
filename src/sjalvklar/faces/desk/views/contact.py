# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One contact: read, answer, hand over, pass on, close, and the gate before a number is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import kept, rows, sent, words, writing
from sjalvklar.faces.desk.forms import Forms
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.views.errors import SENTENCES, desk_view
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox import queries
from sjalvklar.mailbox.rules import DESK_REASONS, Channel, CloseReason, SafeContact, State
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import UnitRow
from sjalvklar.writing.rules import Kind


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that was sent: where it is seen, and what it is."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the thread, ready to show. Addresses in it cannot be followed by a slip."""

    ours: bool
    by: str
    when: str
    moment: str
    text: str
    seen: bool
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """How the person wants to be contacted, without the number or address: (label, words) pairs."""

    meeting: str
    lines: tuple[tuple[str, str], ...]
    reaches_out: bool
    holds: bool
    stopped: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody it can be handed to. `away` says until when somebody is not there and who stands in; `stands_in` for
    whom somebody does it today."""

    staff_id: int
    name: str
    away: str
    stands_in: str


def way_to_meet(safe: SafeContact | mailbox.SafeSummary, *, holds: bool, stopped: bool = False) -> Wish:
    lines: list[tuple[str, str]] = []

    def add(label: str, text: str) -> None:
        if text:
            lines.append((label, text))

    channel = Channel(safe.channel)
    if channel is Channel.PHONE:
        add(gettext("Who may answer"), f"{words.ANSWERING[safe.who_may_answer]} {safe.who_knows}".strip())
        add(gettext("Voicemail"), str(words.VOICEMAIL[safe.voicemail]))
    add(gettext("When, in their words"), safe.when)
    add(gettext("Call yourselves"), safe.call_ourselves)
    add(gettext("Say this, so that they know it is you"), safe.our_phrase)
    add(gettext("They say this, so that you know it is them"), safe.their_phrase)
    add(gettext("If they say this, somebody is listening: end politely"), safe.stop_phrase)
    add(gettext("Language and interpreter"), safe.interpreter)
    if channel is not Channel.PORTAL and safe.valid_until is not None:
        add(gettext("Holds until"), words.day(safe.valid_until, words.local(clock.now()).date()))
    return Wish(
        meeting=words.meeting(channel, safe.days, safe.hours),
        lines=tuple(lines),
        reaches_out=channel is not Channel.PORTAL,
        holds=holds,
        stopped=stopped,
    )


def _facts(row: queries.Row) -> tuple[tuple[str, str], ...]:
    """What was said in the guide, as (label, words)."""
    said = [
        (gettext("Who writes"), words.who(row.who, child=row.child)),
        (gettext("Language"), words.language_name(row.language)),
        (gettext("Area"), words.area(row.area)),
        (gettext("Danger, as they said"), words.danger(row.danger)),
        (gettext("Fear, as they said"), words.fear(row.fear)),
        (gettext("Wrote"), words.moment(row.received_at)),
        (gettext("Answered by"), row.owner),
    ]
    return tuple((label, text) for label, text in said if text)


def _message(line: mailbox.Line, thread_id: UUID) -> Message:
    return Message(
        ours=line.ours,
        by=line.by if line.ours else gettext("The relative"),
        when=words.moment(line.at),
        moment=line.at.isoformat(),
        text=words.harmless(line.text),
        seen=bool(line.seen),
        files=tuple(FileLine(f"/desk/k/{thread_id}/f/{file.id}/", words.file(file)) for file in line.files),
    )


def _colleagues(now: Here, row: queries.Row) -> tuple[Hand, ...]:
    """Whom it can be handed to: those in the unit who meet relatives, except whoever has it. Who is away today stands
    last and cannot be chosen: the stand-in is."""
    at = clock.now()
    covers = [cover for cover in staff.covers(row.unit_id, since=at) if cover.starts_at <= at]
    away = {cover.absent_id: cover for cover in covers}
    today = words.local(at).date()

    def hand(staff_id: int, name: str) -> Hand:
        gone = away.get(staff_id)
        replaced = words.names(tuple(cover.absent for cover in covers if cover.substitute_id == staff_id))
        return Hand(
            staff_id,
            name,
            away=gettext("away until %(day)s, %(name)s stands in")
            % {"day": words.day(words.local(gone.ends_at - _MOMENT).date(), today), "name": gone.substitute}
            if gone
            else "",
            stands_in=gettext("stands in for %(name)s today") % {"name": replaced} if replaced else "",
        )

    people = [person for person in staff.staff_of(row.unit_id, at) if person.answers]
    hands = [hand(person.staff_id, person.name) for person in people if person.staff_id != row.owner_id]
    return tuple(sorted(hands, key=lambda one: bool(one.away)))


def _other_units(row: queries.Row) -> tuple[UnitRow, ...]:
    own = staff.unit(row.unit_id)
    if own is None:
        return ()
    return tuple(unit for unit in staff.units_of_authority(own.authority_id) if unit.id != row.unit_id)


_MOMENT = timedelta(seconds=1)  # the end of a stand-in is the first moment after it
_TAKEN = "taken"  # marks the message after which the contact's heading has the focus
FORMS = Forms(
    root="/desk/k/",
    names=frozenset({"answer", "hand", "pass", "close", "reveal"}),
    see=queries.row,
    sentences=SENTENCES,
)


@require_safe
@desk_view
def contact(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """The contact. Whoever has it, or stands in, reads it, and that is on record before it is shown; the rest of the
    unit sees what the row says. `kept` brings back what was typed; `wrong` says which form would not do, and why."""
    now = here(request)
    row = queries.row(now.viewer, thread_id)
    taken = any(message.extra_tags == _TAKEN for message in messages.get_messages(request))
    if "read" in row.may:
        conversation = mailbox.read(actor=now.viewer, thread_id=thread_id)
        row = conversation.row
        thread: tuple[Message, ...] | None = tuple(_message(line, thread_id) for line in conversation.messages)
        safe = conversation.safe
        wish: Wish | None = way_to_meet(safe, holds=safe.holds, stopped=safe.stopped)
        number = len(conversation.messages)
    else:
        thread, wish, number = None, None, 0
    context = _context(request, now, row, thread, wish, number)
    return render(request, "desk/contact.html", {**context, "taken": taken})


def _context(
    request: HttpRequest,
    now: Here,
    row: queries.Row,
    thread: tuple[Message, ...] | None,
    wish: Wish | None,
    number: int,
) -> dict[str, object]:
    typed = kept.found(request.GET.get("kept", ""), str(row.id))
    wrong = FORMS.wrong(request)
    own = staff.unit(row.unit_id)
    notes = [writing.Note(place, one.by, one.when, one.text) for place, one in enumerate(thread or (), start=1)]
    return {
        "here": now,
        "row": rows.line(row),
        "unit_name": own.name if own else "",
        "unit_id": row.unit_id,
        "can_open_case": thread is not None and now.viewer.answers_in(row.unit_id),
        "facts": _facts(row),
        "answered": row.state == State.ANSWERED,
        "due": words.moment(row.due_at) if row.due_at else "",
        "thread": thread,
        "wish": wish,
        "number": number,
        "typed": typed,
        "writing": writing.fields(now, Kind.THREAD, row.id, typed=typed, notes=notes) if thread is not None else {},
        "nonce": typed.get("nonce") or sent.new_nonce(),
        "wrong": wrong.form,
        "wrong_sentence": wrong.sentence,
        "colleagues": _colleagues(now, row) if "hand_over" in row.may else (),
        "other_units": _other_units(row) if "pass_on" in row.may else (),
        "reasons": [(reason.value, str(words.REASONS[reason])) for reason in DESK_REASONS],
        "news": f"/desk/k/{row.id}/news/?n={number}" if thread is not None else "",
    }


@require_safe
@desk_view
def contact_news(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Whether the relative has written more since the page was opened: 204 when not."""
    row = queries.row(here(request).viewer, thread_id)
    if not row.unread:
        return HttpResponse(status=204)
    return render(request, "desk/contact_news.html", {"row": rows.line(row)})


@require_POST
@desk_view
def take(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    refused = FORMS.attempt(
        request, thread_id, "take", lambda now: mailbox.take(actor=now.viewer, thread_id=thread_id)
    )
    if refused is None:
        said = gettext("You have taken it. It is yours until you answer, hand over or close.")
        messages.success(request, said, extra_tags=_TAKEN)
    return refused or HttpResponseRedirect(FORMS.address(thread_id))


@require_POST
@desk_view
def answer(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        mailbox.answer(
            actor=now.viewer,
            thread_id=thread_id,
            text=writing.text(request),
            nonce=sent.nonce(request),
            seen=writing.seen(request),
        )

    return FORMS.done(request, thread_id, "answer", gettext("The answer is there for the relative to read."), deed)


@require_POST
@desk_view
def keep(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Show what is new without losing what is being typed."""
    queries.row(here(request).viewer, thread_id)
    return FORMS.again(request, thread_id, at="new")


@require_POST
@desk_view
def hand_over(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        mailbox.hand_to_colleague(actor=now.viewer, thread_id=thread_id, staff_id=sent.person(request))

    refused = FORMS.attempt(request, thread_id, "hand", deed)
    if refused is None:
        to = sent.person(request)
        name = staff.names([to]).get(to, "")
        messages.success(request, gettext("Handed to %(name)s.") % {"name": name})
    return refused or HttpResponseRedirect(_back(request))


@require_POST
@desk_view
def pass_on(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        unit_id = request.POST.get("unit_id", "")
        if not unit_id:
            raise Invalid("choose", field="unit_id")
        mailbox.pass_to_unit(actor=now.viewer, thread_id=thread_id, unit_id=unit_id)

    refused = FORMS.attempt(request, thread_id, "pass", deed)
    if refused is None:
        there = staff.unit(request.POST.get("unit_id", ""))
        messages.success(
            request, gettext("Passed on. It waits at %(unit)s now.") % {"unit": there.name if there else ""}
        )
    return refused or HttpResponseRedirect(_back(request))


@require_POST
@desk_view
def close(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        mailbox.close(actor=now.viewer, thread_id=thread_id, reason=sent.chosen(request, "reason", CloseReason))

    return FORMS.done(request, thread_id, "close", gettext("Closed."), deed, _back(request))


def _back(request: HttpRequest) -> str:
    """The list somebody works from: their own when they meet relatives, else the unit's."""
    now = here(request)
    return f"/desk/mine/{now.query}" if now.answers else f"/desk/unit/{now.query}"


@require_POST
@desk_view
def reveal(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """The number or address, shown once after a tick that the wishes have been read today, and put on record.

    The one page that answers a POST with a page: nothing in an address or in history may bring the number back.
    """
    found: list[SafeContact] = []

    def deed(now: Here) -> None:
        found.append(
            mailbox.reveal_safe_contact(
                actor=now.viewer, thread_id=thread_id, ticked=request.POST.get("read_today") == "yes"
            )
        )

    refused = FORMS.attempt(request, thread_id, "reveal", deed)
    if refused is not None:
        return refused
    now = here(request)
    row = queries.row(now.viewer, thread_id)
    return render(
        request,
        "desk/revealed.html",
        {"here": now, "row": rows.line(row), "wish": way_to_meet(found[0], holds=True), "value": found[0].value},
    )
