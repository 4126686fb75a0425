# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who helps, here, now.

Two steps. `outline` finds who is meant, whatever the hour: rules by importance, each function given a unit, each unit
without a number given somebody who answers in its place. `arrange` puts them in order for one moment: among equally
important the open before the closed, and somebody who answers now before a door that is closed. The proof over every
hour of the week (`guide.walk`) runs the same two steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sjalvklar.directory.rules import Directory, Entry, OpenState, ReceiverKind, Visible
from sjalvklar.directory.rules.hours import UNKNOWN
from sjalvklar.guide.rules.questions import OUTSIDE, PROFESSIONAL, Answers, Guidebook, Reading, Rule
from sjalvklar.guide.rules.results import Guidance, Reason, ReasonKind, Result
from sjalvklar.organisation.rules import How, Organisation, Served, Shown, UnitProfile, shown

MOST = 5  # results shown, the emergency apart: more is a list, and a list is nobody
RELATIVES_ADVISER = "relatives_adviser"
FALLBACK_RULE = "fallback"
VAGUE_RULE = "vague"


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who may be shown, apart from time."""

    order: int
    seen: Visible
    unit: UnitProfile | None
    function: str | None
    rule_id: str
    served: How
    substitute: Visible | None
    reasons: tuple[Reason, ...]
    stands_for: tuple[str, ...] = ()
    marked: bool = False

    @property
    def id(self) -> str:
        return self.seen.receiver.id

    @property
    def answering(self) -> Visible:
        return self.substitute or self.seen


@dataclass(frozen=True, slots=True)
class Outline:
    """Everyone who is meant, by importance, apart from time; and who steps in when the first is closed."""

    leads: tuple[Lead, ...]
    fallback: Lead
    emergency: Lead | None
    write_to: UnitProfile = field(compare=False)

    def everyone(self) -> Iterable[Lead]:
        return (*self.leads, self.fallback, *((self.emergency,) if self.emergency else ()))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a lead stands at a moment: whether a person answers, and the open state behind it."""

    is_open: bool
    state: OpenState


@dataclass(frozen=True, slots=True)
class _Finder:
    guidebook: Guidebook
    organisation: Organisation
    directory: Directory
    reading: Reading
    day: date
    demo: bool

    def outline(self, rules: tuple[Rule, ...]) -> Outline:
        fallback = self.fallback(FALLBACK_RULE, 0, None)
        emergency = self.emergency() if self.reading.in_danger else None
        leads = [lead for rule in rules if (lead := self.lead(rule, fallback)) is not None]
        if self.reading.vague and not self.reading.child and not any(lead.unit for lead in leads):
            leads = [*self.somebody_to_ask(fallback), *leads]
        merged = _merge(leads)
        if emergency is not None:
            merged = tuple(lead for lead in merged if lead.id != emergency.id)
        return Outline(merged or (fallback,), fallback, emergency, self.write_to())

    def lead(self, rule: Rule, fallback: Lead) -> Lead | None:
        if rule.function is not None:
            return self.of_function(rule.function, rule.id, rule.order, fallback)
        seen = self.directory.visible(rule.receiver or "", demo=self.demo)
        if seen is None or not seen.ways or not self.reaches(seen, rule):
            return None
        unit = self.organisation.unit(seen.receiver.unit) if seen.receiver.unit else None
        reasons = (Reason(ReasonKind.CHILD),) if self.reading.child and seen.receiver.for_children else ()
        return Lead(rule.order, seen, unit, None, rule.id, How.NAMED, None, reasons)

    def reaches(self, seen: Visible, rule: Rule) -> bool:
        """Whether a named receiver takes in somebody from there."""
        receiver = seen.receiver
        if self.reading.outside:
            national = receiver.areas is None and receiver.kind is not ReceiverKind.MUNICIPAL
            return national or rule.names("where", OUTSIDE)
        return receiver.serves(self.reading.area.id if self.reading.area else None)

    def of_function(self, function: str, rule_id: str, order: int, fallback: Lead) -> Lead:
        area = self.reading.area
        if self.reading.outside:
            return self.fallback(rule_id, order, function, Reason(ReasonKind.OUTSIDE))
        served = self.organisation.who_does(function, area.id if area else None, self.day)
        sure = shown(served.provision.fact, demo=self.demo) if served.provision else Shown.SHOWN
        seen = self.directory.visible(served.unit.receiver, demo=self.demo)
        if served.how is How.FALLBACK or sure is Shown.HIDDEN or seen is None:
            why = Reason(ReasonKind.NOT_KNOWN_HERE, area.name) if area else Reason(ReasonKind.NO_PLACE)
            if served.bought and sure is not Shown.HIDDEN:
                why = Reason(ReasonKind.BOUGHT)
            return self.fallback(rule_id, order, function, why)
        reasons = [_how(served, area.name if area else None)]
        substitute = None
        if not seen.answers and fallback.seen.receiver.id != seen.receiver.id:
            substitute = fallback.seen
            reasons.append(Reason(ReasonKind.NUMBER_MISSING, substitute.receiver.name))
        marked = sure is Shown.SHOWN_WITH_MARK
        return Lead(order, seen, served.unit, function, rule_id, served.how, substitute, tuple(reasons), (), marked)

    def fallback(self, rule_id: str, order: int, function: str | None, *reasons: Reason) -> Lead:
        """The one who receives where nobody else is known."""
        unit = self.organisation.fallback
        seen = self.directory.visible(unit.receiver, demo=self.demo)
        if seen is None:  # its facts may not be shown: then its name alone, which one can still write to
            receiver = self.directory.by_id[unit.receiver]
            seen = Visible(receiver, (), None, False)
        stands_for = (function,) if function else ()
        return Lead(order, seen, unit, None, rule_id, How.FALLBACK, None, reasons, stands_for)

    def somebody_to_ask(self, fallback: Lead) -> list[Lead]:
        """What has happened is not said, so a person finds out together with them: never a guessed category."""
        adviser = self.of_function(RELATIVES_ADVISER, VAGUE_RULE, 0, fallback)
        vague = Reason(ReasonKind.VAGUE)
        return [replace(adviser, reasons=(vague, *adviser.reasons)), replace(fallback, reasons=(vague,))]

    def emergency(self) -> Lead | None:
        receiver = self.directory.emergency(demo=self.demo)
        seen = self.directory.visible(receiver.id, demo=self.demo) if receiver else None
        return Lead(0, seen, None, None, "emergency", How.NAMED, None, ()) if seen else None

    def write_to(self) -> UnitProfile:
        """Who reads what is written from a receiver that does not sit at the desk."""
        if self.reading.outside:
            return self.organisation.fallback
        area = self.reading.area
        unit = self.organisation.who_does(RELATIVES_ADVISER, area.id if area else None, self.day).unit
        return unit if unit.receives_messages else self.organisation.fallback


def _how(served: Served, area: str | None) -> Reason:
    if served.how is How.BOUGHT:
        return Reason(ReasonKind.BOUGHT, served.sold_by)
    return Reason(ReasonKind.CITY_WIDE) if served.how is How.CITY_WIDE else Reason(ReasonKind.OWN, area)


def _merge(leads: Iterable[Lead]) -> tuple[Lead, ...]:
    """Each receiver once, where it is most important, with every function it stands in for."""
    found: dict[str, Lead] = {}
    for lead in sorted(leads, key=lambda lead: lead.order):
        before = found.get(lead.id)
        if before is None:
            found[lead.id] = lead
            continue
        found[lead.id] = replace(
            before,
            reasons=tuple(dict.fromkeys((*before.reasons, *lead.reasons))),
            stands_for=tuple(dict.fromkeys((*before.stands_for, *lead.stands_for))),
        )
    return tuple(found.values())


def outline(
    guidebook: Guidebook,
    organisation: Organisation,
    directory: Directory,
    reading: Reading,
    day: date,
    *,
    demo: bool,
) -> Outline:
    """Who is meant on a day, by importance, whatever the hour. Never empty."""
    rules = guidebook.of_bits(guidebook.matching(reading))
    return _Finder(guidebook, organisation, directory, reading, day, demo).outline(rules)


def arrange(found: Outline, standing: Callable[[Lead], Standing], *, child: bool) -> tuple[Lead, ...]:
    """The leads in the order of one moment, at most MOST, somebody who answers now first when there is anybody."""
    now = {lead.id: standing(lead) for lead in found.leads}
    leads = sorted(found.leads, key=lambda lead: (lead.order, _place(now[lead.id])))
    first = leads[0]
    if not now[first.id].is_open:
        other = _instead(leads, found.fallback, now, standing, child=child)
        if other is not None:
            why = Reason(ReasonKind.SHOWN_FIRST, first.seen.receiver.name, now[first.id].state)
            leads = [
                replace(other, reasons=(why, *other.reasons)),
                *(lead for lead in leads if lead.id != other.id),
            ]
    return tuple(leads[:MOST])


def _place(standing: Standing) -> int:
    if standing.is_open:
        return 0
    return 2 if standing.state.kind is UNKNOWN.kind else 1


def _instead(
    leads: list[Lead],
    fallback: Lead,
    now: dict[str, Standing],
    standing: Callable[[Lead], Standing],
    *,
    child: bool,
) -> Lead | None:
    """Who answers now, when the first is closed: for a child somebody meant for children, else the fallback."""
    open_now = [lead for lead in leads if now[lead.id].is_open]
    if child:
        for_children = next((lead for lead in open_now if lead.seen.receiver.for_children), None)
        if for_children is not None:
            return for_children
    same = next((lead for lead in leads if lead.id == fallback.id), None)
    if same is not None and now[same.id].is_open:
        return same
    if same is None and standing(fallback).is_open:
        return fallback
    return open_now[0] if open_now else None


def advise(
    guidebook: Guidebook,
    organisation: Organisation,
    directory: Directory,
    answers: Answers,
    at: datetime,
    *,
    demo: bool = False,
) -> Guidance:
    """Who helps somebody who has said this, at this moment (aware). Never raises, never empty.

    `demo` shows what is probable, with a mark; without it only what is sure is shown.
    """
    day = at.astimezone(organisation.municipality.zone).date()
    area = organisation.current_area(answers.where, day) if answers.where else None
    reading = guidebook.read(answers, area)
    found = outline(guidebook, organisation, directory, reading, day, demo=demo)
    entries: dict[str, Entry] = {}

    def entry(seen: Visible) -> Entry:
        receiver_id = seen.receiver.id
        if receiver_id not in entries:
            shown_now = seen.at(at, directory.zone)
            entries[receiver_id] = shown_now.for_a_child() if reading.child else shown_now
        return entries[receiver_id]

    def standing(lead: Lead) -> Standing:
        answering = entry(lead.answering)
        return Standing(answering.is_open, answering.open)

    leads = arrange(found, standing, child=reading.child)
    page = _Page(guidebook, organisation, reading, found.write_to)
    return Guidance(
        emergency=page.result(found.emergency, entry) if found.emergency else None,
        results=tuple(page.result(lead, entry) for lead in leads),
        situation=reading.situation,
        child=reading.child,
        professional=reading.professional,
        vague=reading.vague,
        area=reading.area,
        outside=reading.outside,
        tonight_keys=page.situation_keys("tonight"),
        need_not_keys=page.situation_keys("need_not"),
        say_keys=() if reading.child else page.situation_keys("say"),
        say_not_keys=() if reading.child else page.situation_keys("say_not"),
        more_serious_keys=() if reading.child else page.situation_keys("more_serious"),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """From leads to results: the keys of the texts, and the names they speak of."""

    guidebook: Guidebook
    organisation: Organisation
    reading: Reading
    write_to: UnitProfile

    def situation_keys(self, part: str) -> tuple[str, ...]:
        name = PROFESSIONAL if self.reading.professional else self.reading.situation
        key = self.guidebook.first_key(f"situations.{name}.{part}", child=self.reading.child)
        return (key,) if key else ()

    def result(self, lead: Lead, entry: Callable[[Visible], Entry]) -> Result:
        texts = keys_of(self.guidebook, lead, child=self.reading.child)
        unit = lead.unit
        name = unit.name if unit else lead.seen.receiver.name
        values = {"receiver": lead.seen.receiver.name, "unit": name}
        values["area"] = self.reading.area.name if self.reading.area else self.organisation.municipality.short
        return Result(
            entry=entry(lead.seen),
            name=name,
            unit=unit,
            function=lead.function,
            rule_id=lead.rule_id,
            because_key=texts.because,
            because_values=values,
            served=lead.served,
            substitute=entry(lead.substitute) if lead.substitute else None,
            reasons=lead.reasons,
            stands_for=lead.stands_for,
            write_to=unit if unit is not None and unit.receives_messages else self.write_to,
            what_key=texts.what,
            next_key=texts.next,
            need_not_key=texts.need_not,
            function_name_key=texts.function_name,
            fact_marked=lead.marked,
        )


@dataclass(frozen=True, slots=True)
class Texts:
    """The keys of the texts on one result; None where there is no such text."""

    because: str
    what: str | None
    next: str | None
    need_not: str | None
    function_name: str | None


def keys_of(guidebook: Guidebook, lead: Lead, *, child: bool) -> Texts:
    """Which texts a result shows: the unit's own before the receiver's before the function's."""
    unit, function, receiver = lead.unit, lead.function, lead.seen.receiver.id

    def key(part: str) -> str | None:
        of_unit = f"units.{unit.id}.{part}" if unit else None
        of_function = f"functions.{function}.{part}" if function else None
        return guidebook.first_key(of_unit, f"receivers.{receiver}.{part}", of_function, child=child)

    what = key("what")
    because = guidebook.first_key(f"rules.{lead.rule_id}.because", child=child)
    if because is None and lead.rule_id == "emergency":
        because = what
    return Texts(
        because=because or f"rules.{lead.rule_id}.because",
        what=what,
        next=key("next"),
        need_not=key("need_not"),
        function_name=guidebook.first_key(f"functions.{function}.name", child=child) if function else None,
    )
