# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the guide found, in words: frozen cards that a template only has to lay out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sjalvklar.directory import queries as directory
from sjalvklar.directory.rules import Entry, OpenKind, OpenState, ShownWay, WayKind
from sjalvklar.faces.way_in import addresses, words
from sjalvklar.faces.way_in.journey import SKIPPED, Journey, Step
from sjalvklar.faces.way_in.questions import own_words, steps
from sjalvklar.guide import queries as guide
from sjalvklar.guide.rules import Guidance, Reason, ReasonKind, Result
from sjalvklar.kernel import clock
from sjalvklar.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class WayLine:
    """One way to reach someone. `href` is empty for what is not followed (a visiting address)."""

    kind: str
    value: SafeString | str
    href: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A receiver: who, when, how, what happens, what it costs, and why just this one."""

    name: SafeString
    role: str
    open: str
    is_open: bool
    ways: tuple[WayLine, ...]
    takes_calls: str
    what: str
    next: str
    costs: str
    anonymous: str
    need_not: tuple[str, ...]
    because: tuple[str, ...]
    languages: str
    marked: bool
    write: str
    writes_to: SafeString | str
    promise: str


@dataclass(frozen=True, slots=True)
class Found:
    """The whole result page."""

    emergency: Card | None
    first: Card
    others: tuple[Card, ...]
    tonight: tuple[str, ...]
    need_not: tuple[str, ...]
    say: tuple[str, ...]
    say_not: tuple[str, ...]
    more_serious: tuple[str, ...]
    child: bool
    write: str
    printed: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing the person has said, and where to change it."""

    words: str
    question: str
    change: str


def _zone() -> ZoneInfo:
    return organisation.organisation().municipality.zone


def _today() -> date:
    return clock.today(_zone())


def _text(key: str | None, language: str, **values: str) -> str:
    if key is None or not guide.has(key):
        return ""
    found = guide.text(key, language, **values)
    return found if isinstance(found, str) else " ".join(found)


def _lines(keys: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(line for key in keys if guide.has(key) for line in guide.lines(key, language))


def way_line(way: ShownWay, language: str) -> WayLine:
    """A way as it is shown. Numbers are dialled, pages are opened without telling them where from."""
    match way.kind:
        case WayKind.PHONE:
            href = f"tel:{way.tel}"
        case WayKind.EMAIL:
            href = f"mailto:{way.value}"
        case WayKind.VISIT:
            href = ""
        case _:
            href = way.value
    value = words.named(way.value, language) if way.kind is WayKind.VISIT else way.value
    return WayLine(way.kind.value, value, href, way.marked)


def open_words(state: OpenState, language: str) -> str:
    return words.opening(state, _zone(), language)


def costs_words(costs: str) -> str:
    return pgettext("cost", "Nothing") if costs == "free" else ""


def anonymous_words(anonymous: str, *, writable: bool = False) -> str:
    match anonymous:
        case "yes":
            return _("You need not say it")
        case "no":
            return _("They will ask for it")
        case _:
            if writable:
                return _("You need not say it when you write here. On the phone, ask first.")
            return _("Ask before you say it")


def _spoken(spoken: tuple[str, ...], language: str) -> str:
    return words.listed([words.language_name(each, language) for each in spoken], language)


def entry_card(entry: Entry, language: str) -> Card:
    """A receiver of the directory, without anybody's journey behind it."""
    receiver = entry.receiver
    return Card(
        name=words.named(entry.name, language),
        role="",
        open=open_words(entry.open, language),
        is_open=entry.open.is_open,
        ways=tuple(way_line(way, language) for way in entry.ways),
        takes_calls="",
        what=_text(f"receivers.{receiver.id}.what", language) or _text(f"units.{receiver.unit}.what", language),
        next=_text(f"receivers.{receiver.id}.next", language) or _text(f"units.{receiver.unit}.next", language),
        costs=costs_words(entry.costs),
        anonymous=anonymous_words(entry.anonymous),
        need_not=(),
        because=(),
        languages=_spoken(entry.languages, language),
        marked=entry.marked,
        write="",
        writes_to="",
        promise="",
    )


def _promise(result: Result) -> str:
    """How soon an answer is promised to whoever writes."""
    if result.write_to is None or result.write_to.promise is None:
        return ""
    hours = round(result.write_to.promise.hours)
    if result.write_to.promise.counted == "open":
        return _("You have an answer within %(hours)s hours, counted when they are open.") % {"hours": hours}
    return _("You have an answer within %(hours)s hours, also at weekends.") % {"hours": hours}


def _takes_calls(result: Result) -> str:
    """Who answers, when the number shown is somebody else's."""
    if result.substitute is None:
        return ""
    return _("We do not have their own number, so %(name)s takes your call.") % {"name": result.substitute.name}


def card(result: Result, journey: Journey) -> Card:
    """One result of the guide."""
    language = journey.language
    municipality = organisation.organisation().municipality.short
    values = {**result.because_values, "municipality": municipality}
    because = (
        _text(result.because_key, language, **values),
        *(line for reason in result.reasons if (line := reason_words(reason, result.name, language))),
    )
    # Only the municipality's own are written to here: nobody may think that Bris reads it and has promised a time.
    write = (
        addresses.journey(journey.but(step=Step.WRITE, unit=result.write_to.id, question=""))
        if result.unit is not None
        else ""
    )
    role = _text(result.function_name_key, language)
    need_not = _lines((result.need_not_key,), language) if result.need_not_key else ()
    return Card(
        name=words.named(result.name, language),
        role="" if role == result.name else role,
        open=open_words(result.open, language),
        is_open=result.open.is_open,
        ways=tuple(way_line(way, language) for way in result.ways),
        takes_calls=_takes_calls(result),
        what=_text(result.what_key, language),
        next=_text(result.next_key, language),
        costs=costs_words(result.costs),
        anonymous=anonymous_words(result.anonymous, writable=bool(write)),
        need_not=need_not,
        because=tuple(line for line in because if line),
        languages=_spoken(result.languages, language),
        marked=result.marked,
        write=write,
        writes_to=words.named(result.unit.name, language) if result.unit and result.unit == result.write_to else "",
        promise=_promise(result) if write else "",
    )


def reason_words(reason: Reason, name: str, language: str) -> str:
    """Why this one was chosen or stands first, beyond the pack's own because."""
    said = {"name": reason.name or "", "receiver": name}
    match reason.kind:
        case ReasonKind.BOUGHT if reason.name:
            return _("Your area has it done by %(name)s.") % said
        case ReasonKind.BOUGHT:
            return _("Your area has somebody else do this. We do not know who, so this one helps you on.")
        case ReasonKind.CITY_WIDE:
            return _("The same place serves the whole municipality.")
        case ReasonKind.SHOWN_FIRST if reason.open is None or reason.open.kind is OpenKind.UNKNOWN:
            return _("We do not know when %(name)s is open, so we show one that is open first.") % said
        case ReasonKind.SHOWN_FIRST if reason.open is not None:
            opens = words.opening(reason.open, _zone(), language)
            return _("%(name)s is closed now (%(opens)s), so we show one that is open first.") % {
                **said,
                "opens": opens,
            }
        case ReasonKind.NOT_KNOWN_HERE:
            return _("We do not know who does this in %(name)s, so this one helps you on.") % said
        case ReasonKind.OUTSIDE:
            return _("You live in another municipality. You may ask here, and they help you find your own.")
        case ReasonKind.NO_PLACE:
            return _("You have not said where you live, so we show the one that is for everybody.")
        case _:
            return ""


def result_page(guidance: Guidance, journey: Journey) -> Found:
    """Everything on the result page, in the reader's language."""
    language = journey.language
    cards = [card(result, journey) for result in guidance.results]
    write = next((each.write for each in cards if each.write), "")
    if not write:
        fallback = organisation.organisation().municipality.fallback_unit
        write = addresses.journey(journey.but(step=Step.WRITE, unit=fallback, question=""))
    return Found(
        emergency=card(guidance.emergency, journey) if guidance.emergency else None,
        first=cards[0],
        others=tuple(cards[1:]),
        tonight=_lines(guidance.tonight_keys, language),
        need_not=_lines(guidance.need_not_keys, language),
        say=_lines(guidance.say_keys, language),
        say_not=_lines(guidance.say_not_keys, language),
        more_serious=_lines(guidance.more_serious_keys, language),
        child=guidance.child,
        write=write,
        printed=words.full_date(clock.now(), _zone(), language),
    )


def said(journey: Journey) -> tuple[Said, ...]:
    """What the person has answered, in the words of the answers."""
    told = []
    for step in steps(journey.child):
        answer = journey.answer_to(step.id)
        if answer is None or answer == SKIPPED:
            label = _("Not said")
        elif step.kind == "place":
            area = organisation.organisation().current_area(answer, _today())
            label = area.name if area is not None else _("Another municipality")
        else:
            label = own_words(f"options.{step.id}.{answer}.label", journey.language, child=journey.child)
        change = addresses.journey(journey.but(step=Step.ASK, question=step.id, changing=True, preset=""))
        title = own_words(f"questions.{step.id}.title", journey.language, child=journey.child)
        told.append(Said(label or _("Not said"), title, change))
    return tuple(told)


def cards_for_children(language: str) -> tuple[Card, ...]:
    """Who a child can turn to at once, chat before phone."""
    open_first = sorted(
        (entry for entry in directory.receivers() if entry.receiver.for_children), key=lambda e: not e.open.is_open
    )
    return tuple(entry_card(entry, language) for entry in open_first)
