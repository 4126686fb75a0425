# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Coming back with a code: reading the answer, writing again, saying how we may make contact, ending it."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse

from sjalvklar.faces.way_in import addresses, caller, forms, numbers, opening, reader
from sjalvklar.faces.way_in.conversation import Talk, talk
from sjalvklar.faces.way_in.journey import Journey, Note, Step
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import see, takes
from sjalvklar.faces.way_in.views.contact import kept_words
from sjalvklar.faces.way_in.views.errors import error_page, not_kept
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow, Refused
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.guessing import Busy
from sjalvklar.mailbox.rules import LONGEST_MESSAGE
from sjalvklar.mailbox.rules.receipt import parse
from sjalvklar.organisation import queries as organisation


@takes
def code(request: HttpRequest, language: str) -> HttpResponse:
    """Where a code is written."""
    if reader.spoken(language) is None:
        raise Http404
    return enter(request, Journey(language=language, step=Step.CODE))


def enter(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The code's one field; a wrong, an expired and a closed code lead to the very same answer."""
    if request.method == "POST":
        return _opened(request, journey)
    bare = Journey(step=Step.CODE, note=journey.note, draft=journey.draft)
    return page(
        request,
        "enter.html",
        shell(journey.language, lambda code: addresses.journey(bare.but(language=code))),
        {"note": journey.note.value, "kept": bool(journey.draft), "home": addresses.start(journey.language)},
    )


def _opened(request: HttpRequest, journey: Journey) -> HttpResponse:
    again = Journey(language=journey.language, step=Step.CODE, draft=journey.draft)
    try:
        receipt = parse(request.POST.get("k", "")[:500])
    except Invalid as refused:
        note = Note.WRONG_CODE if refused.code == "code_check" else Note.MISCOUNTED
        return see(addresses.journey(again.but(note=note)))
    try:
        opened = actions.open_by_receipt(receipt, address=caller.address(request))
    except Busy:
        return error_page(request, 429)
    if opened is None:
        return see(addresses.journey(again.but(note=Note.WRONG_CODE)))
    return opening.put(see(addresses.messages(journey.language, "o")), opening.Opening(opened, draft=journey.draft))


def asleep(request: HttpRequest, language: str, note: Note = Note.ASLEEP) -> HttpResponse:
    """To the code's field; what was being written is kept for half an hour."""
    enter_again = Journey(language=language, step=Step.CODE, note=note)
    if request.method == "POST":
        written = forms.read(request.POST)
        try:
            enter_again = enter_again.but(draft=kept(written))
        except (Invalid, NotNow) as refused:
            return opening.drop(_words_to_copy(request, enter_again, written, not_kept(refused)))
    return opening.drop(see(addresses.journey(enter_again)))


def _words_to_copy(request: HttpRequest, journey: Journey, written: forms.Written, status: int) -> HttpResponse:
    """The code's field, and what was being written where it can be copied, when it cannot be kept."""
    context = {"note": journey.note.value, "words": written.text, "to": addresses.journey(journey)}
    home = {"home": addresses.start(journey.language)}
    return page(request, "enter.html", shell(journey.language, plain=True), {**context, **home}, status=status)


@takes
def messages(request: HttpRequest, language: str) -> HttpResponse:
    """The thread: newest answer first, and a place to write again."""
    if reader.spoken(language) is None:
        raise Http404
    carried = opening.of(request)
    if carried is None:
        return asleep(request, language)
    try:
        if request.method == "POST":
            return _written(request, language, carried)
        return _shown(request, language, carried, earlier=False)
    except NotFound:
        return asleep(request, language, Note.GONE)


@takes
def room(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """The rooms behind the thread: d done, o just opened, a all of it, s safe contact, e the end."""
    if reader.spoken(language) is None:
        raise Http404
    carried = opening.of(request)
    if carried is None:
        return asleep(request, language, Note.NO_COOKIE if name in {"d", "o"} else Note.ASLEEP)
    try:
        match name:
            case "d":
                return _done(request, language, carried)
            case "a":
                return _shown(request, language, carried, earlier=True)
            case "s":
                return _safe(request, language, carried)
            case "e":
                return _end(request, language, carried)
            case _:
                return see(addresses.messages(language))
    except NotFound:
        return asleep(request, language, Note.GONE)


def _talk(language: str, carried: opening.Opening, *, earlier: bool = False) -> Talk:
    """The thread from the desk's last answer on, as somebody may look on; what was sent this moment is shown too."""
    read = actions.read_as_relative(carried.opened, earlier=earlier)
    if carried.note == "sent" and not read.messages:
        whole = actions.read_as_relative(carried.opened, earlier=True)
        newest = max(whole.messages, key=lambda line: line.number)
        read = replace(read, messages=(newest,), earlier=read.earlier - 1)
    return talk(read, language)


def inside(
    request: HttpRequest,
    template: str,
    language: str,
    carried: opening.Opening,
    name: str,
    context: dict[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page behind the code, whose cookie lives for another half hour."""
    frame = shell(language, lambda code: addresses.messages(code, name), plain=True)
    response = page(request, template, frame, {"rooms": _rooms(language), **context}, status=status)
    return opening.put(response, carried.but())


def _rooms(language: str) -> dict[str, str]:
    return {
        "all": addresses.messages(language, "a"),
        "safe": addresses.messages(language, "s"),
        "files": addresses.messages(language, "f"),
        "end": addresses.messages(language, "e"),
        "thread": addresses.messages(language),
    }


def _shown(request: HttpRequest, language: str, carried: opening.Opening, *, earlier: bool) -> HttpResponse:
    if request.method == "POST":
        return see(addresses.messages(language))
    return _thread(request, language, carried, kept_words(carried.draft) or forms.Written(), earlier=earlier)


def _thread(
    request: HttpRequest,
    language: str,
    carried: opening.Opening,
    written: forms.Written,
    *,
    earlier: bool = False,
    status: int = 200,
) -> HttpResponse:
    errors = forms.check_text(written.text) if carried.note == "unfinished" else {}
    return inside(
        request,
        "thread.html",
        language,
        carried,
        "a" if earlier else "",
        {
            "talk": _talk(language, carried, earlier=earlier),
            "written": written,
            "errors": errors,
            "listed": tuple(errors.items()),
            "note": carried.note,
            "number": numbers.fresh(),
            "longest": LONGEST_MESSAGE,
        },
        status=status,
    )


def kept(written: forms.Written) -> str:
    """What was typed, kept for half an hour; its key. Raises Invalid("too_long") and NotNow("too_many")."""
    return numbers.to_text(actions.keep_draft(written.as_draft()))


def _written(request: HttpRequest, language: str, carried: opening.Opening) -> HttpResponse:
    written = forms.read(request.POST)
    number = numbers.opened(request.POST.get("n", ""))
    if forms.check_text(written.text) or number is None:
        return _again(request, language, carried, written, "stale" if number is None else "unfinished")
    try:
        actions.write_again(carried.opened, text=written.text, nonce=number)
    except NotFound:
        return asleep(request, language, Note.GONE)
    except Refused:
        return _again(request, language, carried, written, "ended")
    return opening.put(see(addresses.messages(language)), carried.but(note="sent"))


def _again(
    request: HttpRequest, language: str, carried: opening.Opening, written: forms.Written, note: str
) -> HttpResponse:
    """To the thread again, with what was typed. What cannot be kept stands in the answer itself."""
    try:
        draft = kept(written)
    except (Invalid, NotNow) as refused:
        return _thread(request, language, carried.but(note=note), written, status=not_kept(refused))
    return opening.put(see(addresses.messages(language)), carried.but(draft=draft, note=note))


def _done(request: HttpRequest, language: str, carried: opening.Opening) -> HttpResponse:
    if request.method == "POST":
        return see(addresses.messages(language, "d"))
    page = inside(request, "done.html", language, carried, "d", {"talk": _talk(language, carried)})
    return opening.put(page, carried.but(note="sent"))


def _safe(request: HttpRequest, language: str, carried: opening.Opening) -> HttpResponse:
    today = clock.today(organisation.organisation().municipality.zone)
    if request.method == "POST":
        written = forms.read(request.POST)
        if forms.check_safe(written, today):
            try:
                with_words = carried.but(draft=kept(written), note="unfinished")
            except (Invalid, NotNow) as refused:
                return _wishes(request, language, carried, written, status=not_kept(refused))
            return opening.put(see(addresses.messages(language, "s")), with_words)
        actions.change_safe_contact(carried.opened, safe_contact=forms.safe_contact(written))
        return opening.put(see(addresses.messages(language)), carried.but(note="safe"))
    return _wishes(request, language, carried, kept_words(carried.draft))


def _wishes(
    request: HttpRequest,
    language: str,
    carried: opening.Opening,
    typed: forms.Written | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The wishes for contact: as they were typed, with what is wrong in them, else as we know them."""
    today = clock.today(organisation.organisation().municipality.zone)
    written = typed or forms.from_safe_contact(actions.read_as_relative(carried.opened).safe_contact)
    errors = forms.check_safe(written, today) if typed else {}
    return inside(
        request,
        "safe_contact.html",
        language,
        carried,
        "s",
        {"safe": forms.safe_fields(written, errors), "errors": errors, "listed": tuple(errors.items())},
        status=status,
    )


def _end(request: HttpRequest, language: str, carried: opening.Opening) -> HttpResponse:
    if request.method == "POST":
        actions.close_by_relative(carried.opened)
        return opening.drop(see(addresses.journey(Journey(language=language, step=Step.CLOSED))))
    return inside(request, "end.html", language, carried, "e", {"talk": _talk(language, carried)})


def closed(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The thread has been ended by its owner."""
    if request.method == "POST":
        return see(addresses.journey(journey))
    frame = shell(journey.language, lambda code: addresses.journey(journey.but(language=code)))
    return page(request, "closed.html", frame, {"home": addresses.start(journey.language)})
