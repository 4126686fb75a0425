# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The people in a case: a drawing and a list that say the same, one person's own page, and what is done there.

Nobody's name behind the mask is on these pages but the one that was just asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.casework import actions, queries
from sjalvklar.casework.actions import Network
from sjalvklar.casework.rules import ForgetGround, Identity, JoinGround, NoContact, Part, ProtectionLevel, RelationKind
from sjalvklar.faces.desk import kept, sent
from sjalvklar.faces.desk.cases import lists, people_rows, rows
from sjalvklar.faces.desk.cases import people_words as said
from sjalvklar.faces.desk.cases import words as case_words
from sjalvklar.faces.desk.forms import Forms
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import meanwhile, personal_numbers
from sjalvklar.kernel.errors import Invalid, NotFound

EVERYBODY = Forms(
    root="/desk/c/",
    names=frozenset({"add", "relate"}),
    see=queries.check_known,
    sentences={**case_words.SENTENCES, **said.SENTENCES},
    page="people/",
)
_ASKS_AGAIN = ("approve", "forget")
_OF_ONE = frozenset({"change", "level", "dead", "same", "forget", "edge"})


def _of_one(number: int) -> Forms:
    return replace(EVERYBODY, names=_OF_ONE, page=f"people/{number}/")


@require_safe
@desk_view
def people(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everybody in the case, drawn and listed, on record before it is shown."""
    now = here(request)
    found = actions.people(actor=now.viewer, case_id=case_id)
    typed = kept.found(request.GET.get("kept", ""), str(case_id))
    wrong = EVERYBODY.wrong(request)
    return render(
        request,
        "desk/cases/people.html",
        {
            **_shared(now, found),
            "people": people_rows.rows(found),
            "drawing": people_rows.drawing(found),
            "typed": typed,
            "wrong": wrong,
            "nonce": typed.get("nonce") or sent.new_nonce(),
            "parts": [(part.value, str(text)) for part, text in said.PARTS.items() if part is not Part.RELATIVE],
            "levels": lists.levels(),
            "names": people_rows.names(found),
            "kinds": [(kind.value, str(text)) for kind, text in said.KINDS.items()],
            "grounds": [(ground.value, str(text)) for ground, text in said.NO_CONTACT.items()],
        },
    )


def _shared(now: Here, found: Network) -> dict[str, object]:
    return {
        "here": now,
        "view": "cases",
        "row": rows.line(found.row),
        "can_write": "write" in found.row.may,
        "warnings": [said.warning(line) for line in found.warnings],
        "bereaved": found.bereaved,
    }


@require_safe
@desk_view
def person(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """One of them, with what is between them and others, and what can be done."""
    now = here(request)
    found = actions.people(actor=now.viewer, case_id=case_id)
    line = next((one for one in found.people if one.number == number), None)
    if line is None:
        raise NotFound("no_such_person")
    typed = kept.found(request.GET.get("kept", ""), str(case_id))
    is_relative = line.part is Part.RELATIVE
    return render(
        request,
        "desk/cases/person.html",
        {
            **_shared(now, found),
            "one": people_rows.row(found, line),
            "line": line,
            "is_relative": is_relative,
            "again": bool(request.GET.get("again")) and step_up.is_fresh(request),
            "can_reveal": "reveal" in found.row.may and (line.level is ProtectionLevel.NONE or found.row.protected),
            "typed": typed,
            "wrong": _of_one(number).wrong(request),
            "nonce": typed.get("nonce") or sent.new_nonce(),
            "edges": people_rows.edges(found, number),
            "joinings": people_rows.joinings(found, number),
            "others": [pair for pair in people_rows.names(found, all_of_them=True) if pair[0] != str(number)],
            "parts": [(part.value, str(text)) for part, text in said.PARTS.items() if part is not Part.RELATIVE],
            "levels": lists.levels(),
            "join_grounds": [(ground.value, str(text)) for ground, text in said.JOIN_GROUNDS.items()],
            "forget_grounds": [(ground.value, str(text)) for ground, text in said.FORGET_GROUNDS.items()],
        },
    )


@require_POST
@desk_view
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        actions.add_person(
            actor=now.viewer,
            case_id=case_id,
            part=sent.chosen(request, "part", Part),
            called=request.POST.get("called", "")[:1000],
            minor=sent.yes(request, "minor"),
            identity=lists.identity(request),
            level=sent.chosen(request, "level", ProtectionLevel)
            if request.POST.get("level")
            else ProtectionLevel.NONE,
            nonce=sent.nonce(request),
        )

    return EVERYBODY.done(request, case_id, "add", gettext("The person is noted."), deed)


@require_POST
@desk_view
def relate(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        kind = sent.chosen(request, "kind", RelationKind)
        actions.relate(
            actor=now.viewer,
            case_id=case_id,
            one=sent.number(request, "one", "choose"),
            other=sent.number(request, "other", "choose"),
            kind=kind,
            since=request.POST.get("since", "")[:40],
            until=request.POST.get("until", "")[:40],
            ground=sent.chosen(request, "ground", NoContact) if kind is RelationKind.NO_CONTACT else None,
            nonce=sent.nonce(request),
        )

    return EVERYBODY.done(request, case_id, "relate", gettext("The relation is noted."), deed)


Deed = Callable[[Here], object]


@require_POST
@desk_view
def person_do(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """What is done with one of them, by the name of its form. What cannot be undone, and what one is the second person
    to, asks again who one is, before it is looked at whether there is such a case."""
    if request.POST.get("do") in _ASKS_AGAIN and not step_up.is_fresh(request):
        return step_up.ask(request, back=_of_one(number).address(case_id, again="yes"), typed={})
    about: dict[str, Any] = {"case_id": case_id, "number": number}

    def change(now: Here) -> None:
        stated = request.POST.get("part", "")
        actions.change_person(
            actor=now.viewer,
            version=sent.number(request, "version", "choose"),
            called=request.POST.get("called", "")[:1000],
            minor=sent.yes(request, "minor"),
            part=sent.chosen(request, "part", Part) if stated else Part.RELATIVE,
            **about,
        )

    def level(now: Here) -> None:
        actions.protect_person(actor=now.viewer, level=sent.chosen(request, "level", ProtectionLevel), **about)

    def dead(now: Here) -> None:
        actions.note_death(
            actor=now.viewer,
            version=sent.number(request, "version", "choose"),
            died=request.POST.get("died", "")[:40],
            **about,
        )

    def alive(now: Here) -> None:
        actions.undo_death(actor=now.viewer, version=sent.number(request, "version", "choose"), **about)

    def forget(now: Here) -> None:
        actions.forget_person(
            actor=now.viewer,
            ground=sent.chosen(request, "ground", ForgetGround),
            confirmed=sent.yes(request, "confirmed"),
            **about,
        )

    def same(now: Here) -> None:
        away = request.POST.get("other_case", "")[:40]
        second = sent.number_or_nothing(request, "second", "no_such_person")
        if second is None and not away.strip():
            raise Invalid("choose", field="second")
        holds = actions.join(
            actor=now.viewer,
            case_id=case_id,
            first=number,
            second=second or 1,
            other_case=away,
            ground=sent.chosen(request, "ground", JoinGround),
            nonce=sent.nonce(request),
        )
        if not holds:
            waits.append(gettext("Asked. It holds when another named person has agreed, within half an hour."))

    def undo(now: Here) -> None:
        actions.undo_join(actor=now.viewer, case_id=case_id, joining_id=_uuid(request, "joining"))

    def approve(now: Here) -> None:
        actions.approve_join(actor=now.viewer, case_id=case_id, joining_id=_uuid(request, "joining"))

    def end(now: Here) -> None:
        actions.end_relation(
            actor=now.viewer,
            case_id=case_id,
            edge_id=_uuid(request, "edge"),
            version=sent.number(request, "version", "choose"),
            until=request.POST.get("until", "")[:40],
        )

    def take_back(now: Here) -> None:
        actions.take_back_relation(
            actor=now.viewer,
            case_id=case_id,
            edge_id=_uuid(request, "edge"),
            version=sent.number(request, "version", "choose"),
        )

    waits: list[str] = []
    deeds: dict[str, tuple[str, Deed, str]] = {
        "change": ("change", change, gettext("Changed.")),
        "level": ("level", level, gettext("The protection is noted.")),
        "dead": ("dead", dead, gettext("It is noted. Letters and offers of contact stop.")),
        "alive": ("dead", alive, gettext("It is undone.")),
        "forget": ("forget", forget, gettext("The person is forgotten in this case.")),
        "same": ("same", same, gettext("They are noted as the same person. It can be undone.")),
        "undo": ("same", undo, gettext("They are two people again.")),
        "approve": ("same", approve, gettext("You have agreed.")),
        "end": ("edge", end, gettext("The relation has got its end.")),
        "take_back": ("edge", take_back, gettext("The relation is taken away.")),
    }
    form, deed, told = deeds.get(request.POST.get("do", ""), ("change", _nothing, ""))
    forms = _of_one(number)
    refused = forms.attempt(request, case_id, form, deed)
    if refused is not None:
        return refused
    messages.success(request, waits[0] if waits else told)
    return HttpResponseRedirect(EVERYBODY.address(case_id) if form == "forget" else forms.address(case_id))


def _nothing(_: Here) -> None:
    raise Invalid("choose", field="do")


def _uuid(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


@require_POST
@desk_view
def reveal(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Who somebody is, shown once and put on record: the answer to a POST, which no history brings back."""
    found: list[Identity] = []
    refused = _of_one(number).attempt(
        request,
        case_id,
        "reveal",
        lambda now: found.append(actions.reveal_person(actor=now.viewer, case_id=case_id, number=number)),
    )
    return refused or _revealed(request, case_id, number, found[0], {}, mark=meanwhile.mark(found[0]))


def _revealed(
    request: HttpRequest,
    case_id: UUID,
    number: int,
    who: Identity,
    wrong: dict[str, str],
    *,
    mark: str,
    newest: Identity | None = None,
) -> HttpResponse:
    now = here(request)
    network = actions.people(actor=now.viewer, case_id=case_id)
    line = next((one for one in network.people if one.number == number), None)
    if line is None:
        raise NotFound("no_such_person")
    near = [one for one in network.warnings if number in (one.kept, one.from_whom)]
    written = personal_numbers.written(who.number) if who.number and not wrong else who.number
    return render(
        request,
        "desk/cases/person_revealed.html",
        {
            **_shared(now, network),
            "warnings": [said.warning(one) for one in near],
            "one": people_rows.row(network, line),
            "who": {**asdict(who), "number": written},
            "is_empty": who.is_empty,
            "wrong": wrong,
            "mark": mark,
            "newest": lists.lines_of(newest) if newest else "",
            "dead": line.dead,
            "can_write": "write" in network.row.may and line.part is not Part.RELATIVE,
        },
    )


@require_POST
@desk_view
def identity(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Put right who somebody is. What was typed is shown again when it will not do, and kept nowhere."""
    typed = lists.identity(request)
    wrong: dict[str, str] = {}
    newest: list[Identity] = []

    def deed(now: Here) -> None:
        try:
            actions.change_person_identity(
                actor=now.viewer, case_id=case_id, number=number, identity=typed, shown=sent.shown(request)
            )
        except Invalid as refused:
            wrong[refused.field or "form"] = EVERYBODY.sentence(refused)
            if refused.code == meanwhile.CHANGED:
                # What stands there now is seen as it was the first time: on record.
                newest.append(actions.reveal_person(actor=now.viewer, case_id=case_id, number=number))

    refused = _of_one(number).attempt(request, case_id, "identity", deed)
    if refused is not None:
        return refused
    if wrong:
        mark = meanwhile.mark(newest[0]) if newest else sent.shown(request)
        return _revealed(request, case_id, number, typed, wrong, mark=mark, newest=newest[0] if newest else None)
    messages.success(request, gettext("Changed."))
    return HttpResponseRedirect(_of_one(number).address(case_id))
