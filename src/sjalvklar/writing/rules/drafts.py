# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which forms are kept while they are written, what of them, and which of two drafts is the newest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.writing.rules.headings import Writing

LIVES = timedelta(days=7)
"""A draft outlives a weekend and a sick day; what is known of somebody is written down without delay all the same."""
LONGEST = 200_000  # characters; what a note may hold is far less, and is said when the note is sent
_LONGEST_BESIDE = 200


class Kind(StrEnum):
    """What is written about, as the desk's addresses say it."""

    CASE = "c"
    SUPPORT = "s"
    THREAD = "k"
    FAMILY = "f"
    INCIDENT = "i"
    PLAN = "p"
    UNIT = "u"  # a contact that is being registered: there is no support yet


@dataclass(frozen=True, slots=True)
class Form:
    """A form where somebody writes. `text` is the field that holds the words, `more` others that do; `beside` what is
    kept with them; `page` where it stands under the thing's own page, and `at` where on it. Who somebody is and how
    they are reached is never among it: that is typed when it can be kept where it belongs. Nor is what the police
    decided, which is shown on request alone."""

    writing: Writing | None
    text: str = "text"
    beside: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    page: str = ""
    at: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, *self.more)


_SAFETY, _CHILD = "safety/", "child/"
_REGISTERED = Form(Writing.TALK, "words", ("service", "way", "starts", "minutes", "situation", "coming", "named"))

FORMS: Mapping[tuple[Kind, str], Form] = {
    (Kind.CASE, "write"): Form(Writing.NOTE, beside=("corrects",)),
    (Kind.CASE, "register"): _REGISTERED,
    (Kind.SUPPORT, "write"): Form(Writing.NOTE),
    (Kind.SUPPORT, "talk"): Form(Writing.TALK, "words", ("way", "starts", "minutes")),
    (Kind.SUPPORT, "own-plan"): Form(
        None, "wants", ("look_on",), ("helps", "they_do", "we_do"), page="own-plan/", at="write"
    ),
    (Kind.SUPPORT, "fear"): Form(None, "fear_words", ("level",), page=_SAFETY),
    (Kind.SUPPORT, "ask"): Form(None, "asked_words", ("party", "police_way", "asked_on"), page=_SAFETY),
    (Kind.SUPPORT, "agree"): Form(None, "measure_words", ("kind", "doer", "review_on"), page=_SAFETY),
    (Kind.SUPPORT, "ask_company"): Form(None, "company_words", ("company_way",), page=_SAFETY),
    (Kind.SUPPORT, "on"): Form(None, "signs", page=_SAFETY),
    (Kind.SUPPORT, "off"): Form(None, "why", page=_SAFETY),
    (Kind.SUPPORT, "concern"): Form(None, "words", ("to", "told", "ground"), page=_CHILD),
    (Kind.THREAD, "answer"): Form(Writing.ANSWER),
    (Kind.THREAD, "register"): _REGISTERED,
    (Kind.UNIT, "register"): _REGISTERED,
    (Kind.FAMILY, "note"): Form(Writing.FAMILY),
    (Kind.INCIDENT, "line"): Form(Writing.LOG),
    (Kind.PLAN, "note"): Form(Writing.PLAN),
    (Kind.PLAN, "hold"): Form(Writing.PLAN, beside=("meeting_id", "result")),
    (Kind.PLAN, "assess"): Form(Writing.ASSESSMENT, beside=("suits",)),
}


def form_of(kind: str, name: str) -> tuple[Kind, Form]:
    """Raises NotFound("no_such_form")."""
    try:
        found = Kind(kind)
        return found, FORMS[found, name]
    except (ValueError, KeyError):
        raise NotFound("no_such_form") from None


def checked_values(form: Form, typed: Mapping[str, str]) -> dict[str, str]:
    """What is kept of what was typed; empty when no word has been written. Raises Invalid("too_long")."""
    texts = {name: typed[name] for name in form.texts if typed.get(name, "").strip()}
    if not texts:
        return {}
    if sum(map(len, texts.values())) > LONGEST:
        raise Invalid("too_long", field=form.text)
    beside = {name: typed[name] for name in (*form.beside, "nonce") if typed.get(name)}
    return {**texts, **{name: value for name, value in beside.items() if len(value) <= _LONGEST_BESIDE}}


def check_is_the_newest(kept: tuple[int, str] | None, seen: int, page: str) -> None:
    """`kept` is the version that there is, and the page it was typed in. Raises NotNow("written_elsewhere") when
    another page has saved since this one was drawn: the same form is open in another window or on another computer.
    One that is gone there is kept anew: no words are lost."""
    if kept is not None and kept[0] != seen and kept[1] != page:
        raise NotNow("written_elsewhere")


def next_version(before: int | None, at: datetime) -> int:
    """A number that no other saving of this form has had, also when a draft went away in between."""
    made = int(at.astimezone(UTC).timestamp() * 1_000_000)
    return made if before is None else max(made, before + 1)
