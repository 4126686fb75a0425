# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sending pictures and files in a thread that is open. What they are is looked at before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sjalvklar.faces.way_in import addresses, caller, forms, numbers, opening, reader
from sjalvklar.faces.way_in.arriving import Arrived, arrive
from sjalvklar.faces.way_in.journey import Note
from sjalvklar.faces.way_in.views.answers import see, takes
from sjalvklar.faces.way_in.views.contact import kept_words
from sjalvklar.faces.way_in.views.errors import not_kept
from sjalvklar.faces.way_in.views.thread import asleep, inside, kept
from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.files import looking
from sjalvklar.mailbox.files.looking import Looked
from sjalvklar.mailbox.rules import LONGEST_MESSAGE
from sjalvklar.mailbox.rules.files import LARGEST_FILE, LARGEST_TOGETHER, MOST_FILES, MOST_PAGES, kind_of
from sjalvklar.trust.access.context import let_go

Found = TypeVar("Found")
_MIB = 1024 * 1024
_FAULT = re.compile(r"([a-z_]{1,20})\.([0-9])")
_ACCEPTED = "image/jpeg,image/png,image/heic,image/heif,application/pdf,text/plain,.heic,.txt"


class _Faulty(Exception):
    """Nothing is sent. `note` says why: codes with the file's place, 0 for all of them, as in "file_office.2"."""

    def __init__(self, *faults: tuple[str, int]) -> None:
        self.note = "f:" + "-".join(f"{code}.{place}" for code, place in faults)


@takes
def files(request: HttpRequest, language: str) -> HttpResponse:
    """Where files are chosen, and sent."""
    if reader.spoken(language) is None:
        raise Http404
    arrived = arrive(request) if request.method == "POST" else Arrived()
    carried = opening.of(request)
    if carried is None:
        return asleep(request, language)
    try:
        if request.method == "POST":
            return _sent(request, language, carried, arrived)
        return _shown(request, language, carried, kept_words(carried.draft) or forms.Written())
    except NotFound:
        return asleep(request, language, Note.GONE)


def _sent(request: HttpRequest, language: str, carried: opening.Opening, arrived: Arrived) -> HttpResponse:
    written = forms.read(request.POST)
    number = numbers.opened(request.POST.get("n", ""))
    try:
        if number is not None and "w" in request.POST and written.text.strip():
            # Whatever there is no room for, there is for words.
            actions.write_again(carried.opened, text=written.text, nonce=number)
            return opening.put(see(addresses.messages(language)), carried.but(note="sent"))
        _check(arrived, written)
        if number is None:
            return _again(request, language, carried, written, "stale")
        if not actions.were_sent(carried.opened, text=written.text, originals=arrived.files, nonce=number):
            looked = _looked(request, carried, arrived)
            actions.send_files(carried.opened, text=written.text, files=looked, nonce=number)
    except _Faulty as faulty:
        return _again(request, language, carried, written, faulty.note)
    except (Invalid, NotNow) as refused:
        return _again(request, language, carried, written, _Faulty((refused.code, 0)).note)
    return opening.put(see(addresses.messages(language)), carried.but(note="sent"))


def _check(arrived: Arrived, written: forms.Written) -> None:
    """Raises _Faulty unless the words, and each file by what it is, will do."""
    if arrived.large:
        raise _Faulty(("files_large", 0))
    if not arrived.whole:
        raise _Faulty(("cut", 0))
    if written.text.strip() and forms.check_text(written.text):
        raise _Faulty(("too_long", 0))
    if not arrived.files:
        raise _Faulty(("files_none", 0))
    if len(arrived.files) > MOST_FILES:
        raise _Faulty(("files_many", 0))
    _check_each(arrived.files, kind_of)


def _looked(request: HttpRequest, carried: opening.Opening, arrived: Arrived) -> list[Looked]:
    """The files with what may be shown of them. Raises _Faulty, and NotNow when there is no room for them."""
    place = actions.check_room(
        carried.opened,
        files=len(arrived.files),
        size=sum(map(len, arrived.files)),
        address=caller.address(request),
    )
    let_go()  # a file may be looked at for long, and the database is held meanwhile by nobody
    return _check_each(arrived.files, lambda content: looking.look(content, place))


def _check_each(contents: tuple[bytes, ...], check: Callable[[bytes], Found]) -> list[Found]:
    """What the check finds of each. Raises _Faulty with all that are refused."""
    found, faults = [], []
    for place, content in enumerate(contents, start=1):
        try:
            found.append(check(content))
        except Invalid as refused:
            faults.append((refused.code, place if len(contents) > 1 else 0))
    if faults:
        raise _Faulty(*faults)
    return found


def _again(
    request: HttpRequest, language: str, carried: opening.Opening, written: forms.Written, note: str
) -> HttpResponse:
    """To the page again, with what was typed. The files have to be chosen anew: no browser lets us do that."""
    try:
        draft = kept(written) if written.text.strip() else ""
    except (Invalid, NotNow) as refused:
        return _shown(request, language, replace(carried, note=note), written, status=not_kept(refused))
    return opening.put(see(addresses.messages(language, "f")), carried.but(draft=draft, note=note))


def _shown(
    request: HttpRequest,
    language: str,
    carried: opening.Opening,
    written: forms.Written,
    *,
    status: int = 200,
) -> HttpResponse:
    faults = [(found[1], int(found[2])) for found in _FAULT.finditer(carried.note) if carried.note.startswith("f:")]
    errors = {"t" if code == "too_long" else "f": "" for code, _place in faults}
    listed = tuple(("t" if code == "too_long" else "f", _sentence(code, place)) for code, place in faults)
    for field, sentence in listed:
        errors[field] = f"{errors[field]} {sentence}".strip()
    return inside(
        request,
        "files.html",
        language,
        carried,
        "f",
        {
            "written": written,
            "errors": errors,
            "listed": listed,
            "stale": carried.note == "stale",
            "number": numbers.fresh(),
            "longest": LONGEST_MESSAGE,
            "accepted": _ACCEPTED,
            "most": MOST_FILES,
            "megabytes": LARGEST_FILE // _MIB,
        },
        status=status,
    )


def _sentence(code: str, place: int) -> str:
    """What is wrong, and what to do instead; of several files, which."""
    said = _words(code)
    return _("File %(number)s: %(fault)s") % {"number": place, "fault": said} if place else said


def _words(code: str) -> str:
    match code:
        case "too_long":
            return forms.text_words(code)
        case "files_none":
            return _("Choose at least one file.")
        case "file_empty":
            return _("The file is empty. Choose another one.")
        case "file_office":
            return _(
                "Files from Word, Excel and similar programs cannot be sent. Save it as PDF, or take a picture of it."
            )
        case "file_large":
            return _("The file is larger than %(most)s MB. Take a picture of it, or send a part of it.") % {
                "most": LARGEST_FILE // _MIB
            }
        case "file_long":
            return _("The text is too long. Save it as PDF, or send it in parts.")
        case "file_pixels":
            return _("The picture has too many dots. Send a smaller one, or a screenshot of it.")
        case "file_pages":
            return _("The PDF has more than %(most)s pages. Send it in parts.") % {"most": MOST_PAGES}
        case "file_locked":
            return _("The PDF is locked with a password. Save it without the password, or take pictures of the pages.")
        case "file_heavy":
            return _("The file takes too long to open. Take a picture of it, or save it as PDF once more.")
        case "file_broken":
            return _("The file cannot be opened; it may be damaged. Choose it again, or take a picture of it.")
        case "files_many":
            return _("Choose at most %(most)s files at a time.") % {"most": MOST_FILES}
        case "files_large":
            return _("Together the files are larger than %(most)s MB. Send them one at a time.") % {
                "most": LARGEST_TOGETHER // _MIB
            }
        case "files_wait":
            return _("No more files fit until someone has begun to read what you have sent. You can go on writing.")
        case "files_full":
            return _("No more files fit here. Write to us about it, and we find another way.")
        case "files_house":
            return _("There is no room for more files right now. You can go on writing: words always come through.")
        case "files_often":
            return _("Many files have come from where you are. Send yours in an hour. Words always come through.")
        case "busy":
            return _("Many are sending files right now. Choose the files again and press Send in a minute.")
        case "cut":
            return _("Not everything came through. Choose the files again and press Send.")
        case _:
            return _("Only pictures, PDF and plain text can be sent. Take a picture of it, or save it as PDF.")
