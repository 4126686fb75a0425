# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One support: what is written, talks, what was offered, how to apply, and everything that can be done with it.

Whoever may not know of a support gets the page of what is not there, whatever they ask and by whatever method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.casework import actions as in_the_file
from sjalvklar.casework import queries as casework
from sjalvklar.children import queries as about
from sjalvklar.faces.desk import kept, sent, words, writing
from sjalvklar.faces.desk.cases import people_words
from sjalvklar.faces.desk.children import words as about_children
from sjalvklar.faces.desk.safety.page import heeded
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import doing, further, rows
from sjalvklar.faces.desk.support import words as said
from sjalvklar.faces.desk.support.register import CHANNELS
from sjalvklar.faces.desk.views.contact import way_to_meet
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.queries import staff
from sjalvklar.safety import actions as safety
from sjalvklar.safety import queries as safety_queries
from sjalvklar.support import actions, queries, stops
from sjalvklar.support.actions import File, Held, Revealed
from sjalvklar.support.rules import CloseReason, OfferAnswer, State, TalkState, Way
from sjalvklar.writing.rules import Kind


@require_safe
@desk_view
def support(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The support. Whoever may read it does, on record before it is shown; others in the unit see the row."""
    now = here(request)
    row, file = actions.look(actor=now.viewer, support_id=support_id)
    return render(request, "desk/support/support.html", _context(request, now, row, file))


def _context(request: HttpRequest, now: Here, row: queries.Row, file: File | None) -> dict[str, object]:
    typed = kept.found(request.GET.get("kept", ""), str(row.id))
    wrong = doing.FORMS.wrong(request)
    unit = staff.unit(row.unit_id)
    today = queries.today(clock.now())
    state, child = safety_queries.state(row), about.standing(row)
    notes = [
        writing.Note(note.number, note.by, words.moment(note.at), words.harmless(note.text))
        for note in (file.notes if file else ())
    ]
    return {
        "here": now,
        "view": "support",
        "row": rows.line(row),
        "is_open": row.state is State.OPEN,
        "is_waiting": row.state is State.WAITING,
        "owner_id": row.owner_id if row.owner_id is not None else "",
        "case_id": row.case_id or "",
        "warnings": _warnings(now, row) if file else (),
        "dead": bool(row.case_id and casework.has_died(now.viewer, row.case_id)),
        "mode": row.mode.value,
        "mode_said": str(said.MODES[row.mode]),
        "mode_hint": str(said.MODE_HINTS[row.mode]),
        "what": said.what_it_is(row.service),
        "facts": _facts(row, unit.name if unit else ""),
        "further": further.pages(row, state, child) if file else (),
        "heeded": heeded(safety.warnings(actor=now.viewer, support_id=row.id, row=row)) if file else (),
        "stopped": state.violence,
        "stopped_elsewhere": str(said.ELSEWHERE) if file and not state.violence and stops.why_not(row.id) else "",
        "file": file,
        "notes": [(note.number, note.by, note.when, note.text) for note in notes],
        "writing": _writing(now, row, typed, notes) if file else {},
        "talks": _talks(row, file) if file else (),
        "offers": [(said.service(line.service), str(said.OFFERS[line.answer])) for line in file.offers]
        if file
        else (),
        "apply": said.how_to_apply(),
        "apply_told": words.moment(file.apply_told_at) if file and file.apply_told_at else "",
        "children": about_children.step(file.children) if file else "",
        "is_a_child": child.own,
        "bands": doing.bands(typed if wrong.form == "children" else {}),
        "typed": typed,
        "nonce": typed.get("nonce") or sent.new_nonce(),
        "next_mark": meanwhile.mark(row.next_step, row.next_on),
        "children_mark": meanwhile.mark(file.children) if file else "",
        "changed": wrong.code == meanwhile.CHANGED,
        "wrong": wrong.form,
        "wrong_field": wrong.field,
        "wrong_sentence": wrong.sentence,
        "steps": [(step.value, str(text)) for step, text in said.STEPS.items()],
        "next_step": typed.get("next_step") or (row.next_step.value if row.next_step else ""),
        "next_on": typed.get("next_on") or (row.next_on or today + timedelta(days=7)).isoformat(),
        "ways": [(way.value, str(text)) for way, text in said.WAYS.items()],
        "rooms": [(room.id, room.name) for room in queries.rooms_in(row.unit_id)],
        "starts": typed.get("starts") or words.local(clock.now()).strftime("%Y-%m-%dT%H:%M"),
        "book_at": typed.get("starts") or doing.next_morning(today),
        "all_services": [(one.id, said.service(one.id)) for one in queries.catalogue().services],
        "answers": [(answer.value, str(text)) for answer, text in said.OFFERS.items()],
        "reasons": [(reason.value, str(text)) for reason, text in said.CLOSE_REASONS.items()],
        "colleagues": [
            (who.staff_id, who.name)
            for who in staff.staff_of(row.unit_id)
            if who.answers and who.staff_id != row.owner_id
        ]
        if "hand_over" in row.may
        else (),
    }


def _writing(
    now: Here, row: queries.Row, typed: Mapping[str, str], notes: Sequence[writing.Note]
) -> dict[str, writing.Field]:
    service = queries.catalogue().service(row.service)
    form = service.form.value if service is not None else ""
    return writing.fields(now, Kind.SUPPORT, row.id, support_form=form, typed=typed, notes=notes)


def _warnings(now: Here, row: queries.Row) -> tuple[str, ...]:
    """With whom there is to be no contact, in the file it is part of."""
    found = in_the_file.no_contact(actor=now.viewer, case_id=row.case_id) if row.case_id else ()
    return tuple(map(people_words.warning, found))


def _facts(row: queries.Row, unit: str) -> tuple[tuple[str, str], ...]:
    found = [
        (gettext("Answers for it"), row.owner or gettext("Nobody")),
        (gettext("Next"), rows.line(row).coming),
        (gettext("About"), rows.situation(row.situation)),
        (gettext("How they came"), str(said.SOURCES[row.source])),
        (gettext("Unit"), unit),
        (gettext("Begun"), words.moment(row.opened_at)),
    ]
    return tuple((label, text) for label, text in found if text)


def _talks(row: queries.Row, file: File) -> list[dict[str, object]]:
    rooms = {room.id: room.name for room in queries.rooms_in(row.unit_id)}
    now = clock.now()
    return [
        {
            "id": talk.id,
            "when": words.moment(talk.starts_at),
            "about": ", ".join(
                filter(
                    None,
                    (
                        rooms.get(talk.room) or str(said.WAYS[talk.way]),
                        gettext("%(n)s min") % {"n": talk.minutes},
                        talk.by,
                    ),
                )
            ),
            "state": str(said.TALK_STATES[talk.state]),
            "booked": talk.state is TalkState.BOOKED,
            "begun": talk.starts_at <= now,
        }
        for talk in file.talks
    ]


@require_POST
@desk_view
def take(request: HttpRequest, support_id: UUID) -> HttpResponse:
    return doing.FORMS.done(
        request,
        support_id,
        "take",
        gettext("It is yours."),
        lambda now: actions.take(actor=now.viewer, support_id=support_id),
    )


@require_POST
@desk_view
def write(request: HttpRequest, support_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        actions.write(
            actor=now.viewer,
            support_id=support_id,
            text=writing.text(request),
            nonce=sent.nonce(request),
            seen=writing.seen(request),
        )

    return doing.FORMS.done(request, support_id, "write", gettext("The note is kept."), deed)


@require_POST
@desk_view
def talk(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """A talk that has been held."""

    def deed(now: Here) -> None:
        held = Held(
            sent.chosen(request, "way", Way),
            doing.when(request),
            sent.number(request, "minutes", "minutes"),
            writing.text(request, "words"),
        )
        actions.hold_talk(
            actor=now.viewer,
            support_id=support_id,
            held=held,
            nonce=sent.nonce(request),
            seen=writing.seen(request),
        )

    return doing.FORMS.done(request, support_id, "talk", gettext("Registered."), deed)


@require_POST
@desk_view
def book(request: HttpRequest, support_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        actions.book(
            actor=now.viewer,
            support_id=support_id,
            way=sent.chosen(request, "way", Way),
            starts_at=doing.when(request),
            minutes=sent.number(request, "minutes", "minutes"),
            room=request.POST.get("room", ""),
            nonce=sent.nonce(request),
        )

    return doing.FORMS.done(request, support_id, "book", gettext("Booked."), deed)


@require_POST
@desk_view
def settle(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """What became of a booked talk."""

    def deed(now: Here) -> None:
        try:
            talk_id = UUID(request.POST.get("talk", ""))
        except ValueError:
            raise Invalid("talk", field="talk") from None
        state = sent.chosen(request, "state", TalkState)
        actions.settle(actor=now.viewer, support_id=support_id, talk_id=talk_id, state=state)

    return doing.FORMS.done(request, support_id, "settle", gettext("Noted."), deed)


@require_POST
@desk_view
def children(request: HttpRequest, support_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        actions.ask_about_children(
            actor=now.viewer, support_id=support_id, children=doing.children(request), shown=sent.shown(request)
        )

    return doing.FORMS.done(request, support_id, "children", gettext("Noted."), deed)


@require_POST
@desk_view
def offer(request: HttpRequest, support_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        actions.offer(
            actor=now.viewer,
            support_id=support_id,
            service=request.POST.get("service", ""),
            answer=sent.chosen(request, "answer", OfferAnswer),
        )

    return doing.FORMS.done(request, support_id, "offer", gettext("Noted."), deed)


@require_POST
@desk_view
def apply(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The relative was told how to apply for help that is assessed."""
    return doing.FORMS.done(
        request,
        support_id,
        "apply",
        gettext("Noted."),
        lambda now: actions.tell_how_to_apply(actor=now.viewer, support_id=support_id),
    )


@require_POST
@desk_view
def coming(request: HttpRequest, support_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        actions.set_next(
            actor=now.viewer, support_id=support_id, coming=doing.coming(request), shown=sent.shown(request)
        )

    return doing.FORMS.done(request, support_id, "next", gettext("Noted."), deed)


@require_POST
@desk_view
def reveal(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """What to call somebody and how to reach them, shown once and put on record. No address brings it back."""
    found: list[Revealed | None] = []
    refused = doing.FORMS.attempt(
        request,
        support_id,
        "reveal",
        lambda now: found.append(actions.reveal(actor=now.viewer, support_id=support_id)),
    )
    if refused is not None:
        return refused
    now = here(request)
    who = found[0]
    return render(
        request,
        "desk/support/revealed.html",
        {
            "here": now,
            "view": "support",
            "row": rows.line(queries.row(now.viewer, support_id)),
            "who": who,
            "channel": str(CHANNELS.get(who.safe.channel, "")) if who and who.safe.reaches_out else "",
            "wish": way_to_meet(who.safe, holds=True) if who else None,
            "holds": bool(who and who.safe.holds_on(queries.today(clock.now()))),
        },
    )


@require_POST
@desk_view
def hand_over(request: HttpRequest, support_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        owner = sent.person_or_nobody(request, "owner_id")
        to = sent.person(request)
        actions.hand_over(actor=now.viewer, support_id=support_id, staff_id=to, owner_id=owner)

    now = here(request)
    back = f"/desk/support/{'' if now.answers else 'unit/'}{now.query}"
    return doing.FORMS.done(request, support_id, "hand", gettext("Handed over."), deed, back)


@require_POST
@desk_view
def close(request: HttpRequest, support_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        actions.close(actor=now.viewer, support_id=support_id, reason=sent.chosen(request, "reason", CloseReason))

    return doing.FORMS.done(request, support_id, "close", gettext("Closed."), deed)


@require_POST
@desk_view
def reopen(request: HttpRequest, support_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        actions.reopen(actor=now.viewer, support_id=support_id, coming=doing.coming(request))

    return doing.FORMS.done(request, support_id, "reopen", gettext("It is open again."), deed)
