# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a form where somebody writes needs: the draft that is kept of it, headings to begin with, and what is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import get_language

from sjalvklar.faces.desk import sent, words
from sjalvklar.faces.desk.shell import Here
from sjalvklar.kernel.errors import NotFound
from sjalvklar.writing import actions, queries
from sjalvklar.writing.rules import FORMS, Form, Kind, drop_empty, form_of

_ROOMS = {
    Kind.CASE: "/desk/c/",
    Kind.SUPPORT: "/desk/s/",
    Kind.THREAD: "/desk/k/",
    Kind.FAMILY: "/desk/incidents/f/",
    Kind.INCIDENT: "/desk/incidents/i/",
    Kind.PLAN: "/desk/plans/p/",
}


_KINDS = {root: kind for kind, root in _ROOMS.items()}


@dataclass(frozen=True, slots=True)
class Note:
    """Something that has been written about the thing, ready to show."""

    number: int
    by: str
    when: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A form where somebody writes. `values` is what stands in it when the page is drawn; `other` what was saved in
    another window meanwhile, when that is something else. `unsaved`: it was sent and refused, and is in no draft yet.
    `seen` is the newest note on the page, and `came` those that somebody wrote while this was written."""

    form: str
    address: str
    version: int
    page: str
    saved: str
    values: Mapping[str, str] = field(repr=False)
    other: str = field(repr=False)
    templates: tuple[tuple[str, str], ...]
    unsaved: bool
    seen: int
    came: tuple[Note, ...]


def _language() -> str:
    return (get_language() or "sv")[:2]


def _plain(text: str) -> str:
    """The same words, however a browser ends its lines."""
    return "\n".join(text.split("\r\n")).strip()


def _words(form: Form, values: Mapping[str, str]) -> str:
    return "\n\n".join(filter(None, (_plain(values.get(name, "")) for name in form.texts)))


def standing(found: Mapping[str, Field]) -> dict[str, str]:
    """What stands in the forms of a page where no two have a field in common; the number of each is its own."""
    return {name: value for one in found.values() for name, value in one.values.items() if name != "nonce"}


def address(kind: Kind, thing: str, query: str = "") -> str:
    """Where drafts about it are sent."""
    return f"/desk/support/new/draft/{query}" if kind is Kind.UNIT else f"{_ROOMS[kind]}{thing}/draft/"


def fields(
    now: Here,
    kind: Kind,
    thing: object,
    *,
    support_form: str = "",
    typed: Mapping[str, str] | None = None,
    notes: Sequence[Note] = (),
    page: str = "",
) -> dict[str, Field]:
    """Every form about a thing where somebody writes, on its own page or on that `page` under it. `typed` was sent and
    refused just now: it stands before what was kept. `notes` are those on the page. Call when the reading of the thing
    is on record."""
    typed = typed or {}
    found = actions.mine(actor=now.viewer, kind=kind.value, thing=str(thing))
    newest = max((note.number for note in notes), default=0)
    made = {}
    for name, kept in found.items():
        form = FORMS[kind, name]
        if form.page != page:
            continue
        sent_now = typed.get("form") == name if typed.get("form") else bool(typed.get(form.text))
        values = typed if sent_now else kept.values
        draft = _words(form, kept.values)
        before = number_of(typed.get("seen", "")) if sent_now else None
        made[name] = Field(
            form=name,
            address=address(kind, str(thing), now.query),
            version=kept.version,
            page=sent.new_nonce(),
            saved=words.moment(kept.at) if kept.at else "",
            values=values,
            other=words.harmless(draft) if sent_now and draft != _words(form, values) else "",
            templates=tuple(
                (one.id, one.name.in_language(_language()))
                for one in (queries.fitting_here(form.writing, support_form) if form.writing else ())
            ),
            unsaved=sent_now,
            seen=newest,
            came=tuple(note for note in notes if before is not None and note.number > before),
        )
    return made


def number_of(stated: str) -> int | None:
    """A number that the page put in the form."""
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 9 else None


def seen(request: HttpRequest) -> int | None:
    """The newest note that the page showed; None when the form does not say."""
    return number_of(request.POST.get("seen", ""))


def headings(kind: str, form: str, template: str) -> tuple[str, ...]:
    """The lines of a template that may be chosen for that form; none when it may not."""
    _, fields_of = form_of(kind, form)
    for one in queries.templates():
        if one.id == template and fields_of.writing in one.writing:
            return tuple(line.in_language(_language()) for line in one.headings)
    return ()


def text(request: HttpRequest, name: str = "text") -> str:
    """What was written, without the headings under which nothing is."""
    return drop_empty(request.POST.get(name, ""), queries.lines_of())


def gone(request: HttpRequest, now: Here, kind: Kind, thing: str) -> None:
    """What was written has been kept where it belongs: no draft of it is left."""
    with suppress(NotFound):  # no form where somebody writes
        actions.discard(actor=now.viewer, kind=kind.value, thing=thing, form=request.POST.get("form", ""))


def was_sent(request: HttpRequest, now: Here, root: str, thing: object) -> None:
    """The same of something under `root`."""
    kind = _KINDS.get(root)
    if kind is not None:
        gone(request, now, kind, str(thing))
