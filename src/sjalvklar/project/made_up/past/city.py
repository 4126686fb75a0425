# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happens in a made-up city: stories, each told whole, the same for the same seed and the same day.

Nothing here touches the product. The mix of what things are about is the same in every unit but those that are for one
thing: nothing is said of any district, and no number here was ever counted anywhere.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sjalvklar.project.made_up.past import when, words

SEED = 1135
CONTACTS, SUPPORTS, CASES, ACTIVITIES, NOTICES = 2.5, 1.3, 0.14, 0.5, 2.5  # a month, for each share of the work
_TAKEN_IN_TIME = timedelta(hours=4)
_LANGUAGES = {"sv": 66, "ar": 10, "en": 10, "so": 7, "fi": 7}
_ABOUT = {
    "older": 20, "addiction": 16, "mental": 14, "crime": 14, "disability": 8, "detained": 8, "threatened": 5,
    "violence": 4, "extremism": 4, "relocate": 2, "homicide": 2, "": 3,
}  # fmt: skip
# In a social intervention group.
_ABOUT_IN_GROUPS = {"crime": 55, "detained": 20, "threatened": 12, "extremism": 8, "relocate": 5}
_WHO = {"parent": 38, "partner": 22, "child": 10, "sibling": 12, "friend": 8, "relative": 8, "": 2}
_SERVICES = {
    "support-talk": 50, "advice": 18, "crisis-support": 7, "authority-help": 9, "practical-help": 5, "respite-info": 7,
}  # fmt: skip


class Kind(StrEnum):
    CONTACT = "contact"
    SUPPORT = "support"
    CASE = "case"
    GROUP = "group"
    ACTIVITY = "activity"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the stories need it: how many meet relatives there, and whether it is for one thing only."""

    unit: str
    people: int
    areas: tuple[str, ...] = ()
    for_crime: bool = False

    @property
    def share(self) -> float:
        """Of the work: one alone has a share, the next two thirds of one."""
        return 1 + (self.people - 1) * 0.66


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done in a story, by the unit's person of that number."""

    at: datetime
    what: str
    who: int = 0
    text: str = ""
    on: date | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """One contact, support, case, group, activity or notice, from its beginning on. `key` is its own for ever."""

    kind: Kind
    key: int
    unit: str
    begins: datetime
    about: str = ""
    said: dict[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


def _one(dice: random.Random, weights: dict[str, int]) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]


@dataclass(frozen=True, slots=True)
class Span:
    """From which day to which moment, where. `decided` is the first day of support without a file."""

    first: date
    now: datetime
    zone: ZoneInfo
    decided: date

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def number(self, a_month: float, share: float, first: date) -> int:
        return round(a_month * share * max(0, (self.today - first).days) / 30.4)


def stories(places: Sequence[Place], span: Span, *, seed: int = SEED) -> list[Story]:
    """Everything that happens, unit by unit."""
    found: list[Story] = []
    since = max(span.first, span.decided)
    for place in places:
        dice = random.Random(f"{seed} {place.unit}")  # noqa: S311 - chance as in a play, not as in a lock
        counts = (
            (_contact, span.number(CONTACTS, place.share, span.first), span.first),
            (_support, span.number(SUPPORTS, place.share, since), since),
            (_case, span.number(CASES, place.share, span.first), span.first),
            (_activity, span.number(ACTIVITIES, place.share, since), since),
        )
        for tell, number, first in counts:
            for moment in when.moments(dice, number, first, span.today, span.zone):
                found.append(tell(dice, place, moment, span, len(found)))
        found.extend(_groups(dice, place, span, len(found)))
        found.extend(_just_now(dice, place, span, len(found)))
    return [story for story in found if story.begins < span.now]


def notices(place: Place, areas: Sequence[str], span: Span, *, seed: int = SEED) -> list[Story]:
    """What case officers in a unit notice."""
    dice = random.Random(f"{seed} notices {place.unit}")  # noqa: S311
    since = max(span.first, span.decided)
    found: list[Story] = []
    for number, moment in enumerate(
        when.moments(dice, span.number(NOTICES, place.people, since), since, span.today, span.zone)
    ):
        at = when.working(moment, dice, span.zone)
        said = {
            "answer": _one(dice, {"contact": 45, "not_now": 25, "informed": 22, "not_offered": 8}),
            "area": dice.choice(list(areas)) if areas else "",
            "name": dice.choice(words.NAMES[:24]),
            "phone": _phone(dice),
            "consent": _one(dice, {"yes": 85, "no": 15}),
        }
        taken = when.working(at + timedelta(minutes=dice.randint(20, 220)), dice, span.zone)
        met = when.later(taken, dice, span.zone, least=1, most=5)
        ended = when.later(met, dice, span.zone, least=4, most=30)
        steps = (
            Step(taken, "take", number),
            Step(met, "talk", number, dice.choice(words.NOTES), on=ended.date()),
            Step(ended, "close", number, _one(dice, {"goal_reached": 60, "elsewhere": 20, "no_contact": 20})),
        )
        if at < span.now:
            found.append(Story(Kind.NOTICE, number, place.unit, at, _one(dice, _ABOUT), said, steps))
    return found


def _about(dice: random.Random, place: Place) -> str:
    return _one(dice, _ABOUT_IN_GROUPS if place.for_crime else _ABOUT)


def _phone(dice: random.Random) -> str:
    """One of the numbers that PTS keeps for fiction."""
    return f"070-174 06 {dice.randint(5, 99):02d}"


def _contact(dice: random.Random, place: Place, moment: datetime, span: Span, key: int) -> Story:
    about, language = _about(dice, place), _one(dice, _LANGUAGES)
    child = language == "sv" and dice.random() < 0.07
    if child:
        text = dice.choice(words.CHILD)
    else:
        text = dice.choice(words.FIRST[about] if language == "sv" else words.IN_ANOTHER_LANGUAGE[language])
    said = {
        "language": language,
        "who": "child" if child else _one(dice, _WHO),
        "danger": _one(dice, {"no": 72, "unsure": 21, "now": 2, "": 5}),
        "fear": _one(dice, {"none": 34, "some": 44, "great": 16, "": 6}),
        "child": "yes" if child else "",
        "area": dice.choice(place.areas) if place.areas and dice.random() < 0.85 else "",
        "phone": "" if child or dice.random() < 0.7 else _phone(dice),
        "text": text,
    }
    return Story(Kind.CONTACT, key, place.unit, moment, about, said, tuple(_course(dice, place, moment, span, key)))


def _just_now(dice: random.Random, place: Place, span: Span, key: int) -> list[Story]:
    """What came in the last day and waits, or has been taken and not answered; one or two past what was promised."""
    found: list[Story] = []
    for number in range(dice.randint(1, 3) if place.people == 1 else 1):
        hours = dice.choice((0.3, 1.2, 2.5, 3.4, 7, 15, 27))
        story = _contact(dice, place, span.now - timedelta(hours=hours), span, key + number)
        later = _course(dice, place, span.now + timedelta(hours=1), span, key + number)
        if dice.random() < 0.4:
            later[0] = replace(later[0], at=span.now - timedelta(hours=hours / 2), number=int(hours > 8))
        found.append(replace(story, steps=tuple(later)))
    return found


def _course(dice: random.Random, place: Place, moment: datetime, span: Span, key: int) -> list[Step]:
    """Taken, answered, written in again or not, and ended; some late, some given to a colleague, some opened again."""
    who, steps = key % place.people, list[Step]()
    late = dice.random() < 0.1
    wait = dice.randint(20, 60) * 60 if late else dice.choice((15, 40, 90, 150, 200))
    at = moment + timedelta(minutes=wait)
    at = when.awake(at, dice, span.zone)
    steps.append(Step(at, "take", who, number=int(at - moment > _TAKEN_IN_TIME)))
    if dice.random() < 0.05 and place.people > 1:
        at += timedelta(minutes=30)
        who = (who + 1) % place.people
        steps.append(Step(at, "hand", who, number=(who - 1) % place.people))
    rounds = dice.choices((1, 2, 3, 5), (50, 30, 15, 5))[0]
    for turn in range(rounds):
        at = when.awake(at + timedelta(minutes=dice.randint(10, 300)), dice, span.zone)
        steps.append(Step(at, "answer", who, dice.choice(words.ANSWERS)))
        if turn + 1 < rounds:
            at += timedelta(hours=dice.randint(3, 110))
            steps.append(Step(at, "again", who, dice.choice(words.AGAIN)))
    steps.extend(_end(dice, at, who, span))
    return steps


def _end(dice: random.Random, at: datetime, who: int, span: Span) -> list[Step]:
    if dice.random() < 0.1:
        return [Step(at + timedelta(hours=dice.randint(2, 60)), "close_self", who)]
    why = _one(dice, {"helped": 45, "continues_elsewhere": 22, "no_reply": 28, "already_open": 3, "not_a_contact": 2})
    closed = when.later(at, dice, span.zone, least=14 if why == "no_reply" else 2, most=30)
    steps = [Step(closed, "close", who, why)]
    if dice.random() < 0.07:  # and then there was something more
        back = closed + timedelta(days=dice.randint(3, 25), hours=dice.randint(0, 9))
        steps.append(Step(back, "again", who, words.AGAIN[-1]))
        taken = when.awake(back + timedelta(minutes=70), dice, span.zone)
        steps.append(Step(taken, "take", who))
        steps.append(Step(taken + timedelta(minutes=dice.randint(10, 60)), "answer", who, words.ANSWERS[1]))
        steps.append(Step(when.later(back, dice, span.zone, least=12, most=30), "close", who, "helped"))
    return steps


def _support(dice: random.Random, place: Place, moment: datetime, span: Span, key: int) -> Story:
    about = _about(dice, place)
    service = "support-talk" if place.for_crime and dice.random() < 0.7 else _one(dice, _SERVICES)
    who, at = key % place.people, when.working(moment, dice, span.zone) + timedelta(hours=1)  # a talk was just held
    talks = dice.choices((1, 2, 4, 6, 10), (38, 22, 20, 14, 6))[0]
    said = {
        "service": service,
        "source": _one(dice, {"walk_in": 45, "own": 35, "thread": 20}),
        "name": dice.choice(words.NAMES),
        "phone": _phone(dice),
        "way": _one(dice, {"room": 45, "phone": 35, "video": 6, "outdoors": 9, "visit": 5}),
        "children": "" if dice.random() < 0.25 else str(dice.choices((0, 1, 2, 3), (50, 22, 20, 8))[0]),
        "children_offered": "yes" if dice.random() < 0.7 else "",
        "offer": _one(dice, {"": 60, "group": 26, "practical-help": 7, "authority-help": 7}),
        "offer_answer": _one(dice, {"wanted": 55, "declined": 25, "offered": 20}),
        "apply": "yes" if dice.random() < 0.15 else "",
        "plan": "yes" if talks > 2 and dice.random() < 0.5 else "",
        "text": dice.choice(words.NOTES),
    }
    steps, begins = [], at
    for number in range(1, talks):
        at = when.later(at, dice, span.zone, least=6, most=21)
        slips = when.later(at, dice, span.zone, least=2, most=18) if dice.random() < 0.18 else at
        steps.append(Step(slips, "talk", who, dice.choice(words.NOTES), on=at.date(), number=number))
        at = slips
    if talks > 1:
        at = when.later(at, dice, span.zone, least=3, most=25)
        reason = _one(dice, {"goal_reached": 48, "person_ended": 20, "elsewhere": 14, "no_contact": 18})
        steps.append(Step(at, "close", who, reason, on=at.date()))
        if dice.random() < 0.06:
            back = when.later(at, dice, span.zone, least=20, most=120)
            again = when.later(back, dice, span.zone, least=5, most=9)
            ended = when.later(again, dice, span.zone, least=5, most=20)
            steps.append(Step(back, "reopen", who, on=again.date()))
            steps.append(Step(again, "talk", who, dice.choice(words.NOTES), on=again.date(), number=talks))
            steps.append(Step(ended, "close", who, "goal_reached", on=ended.date()))
    return Story(Kind.SUPPORT, key, place.unit, begins, about, {**said, "by": str(who)}, tuple(steps))


def _case(dice: random.Random, place: Place, moment: datetime, span: Span, key: int) -> Story:
    at, who = when.working(moment, dice, span.zone), key % place.people
    name = f"{dice.choice(words.NAMES)} {dice.choice(words.SURNAMES)}"
    born = date(1940, 1, 1) + timedelta(days=dice.randrange(365 * 64))
    said = {
        "name": name if dice.random() < 0.94 else "",
        "born": born.strftime("%Y%m%d") if dice.random() < 0.7 else "",
        "number": str(dice.randint(980, 999)),
        "phone": _phone(dice) if dice.random() < 0.6 else "",
        "by": str(who),
    }
    steps, begins = [Step(at, "note", who, words.CASE_NOTES[0])], at
    for _ in range(dice.randint(0, 7)):
        at = when.later(at, dice, span.zone, least=7, most=45)
        steps.append(Step(at, "note", who, dice.choice(words.CASE_NOTES[1:3])))
    at = when.later(at, dice, span.zone, least=10, most=60)
    steps += [Step(at, "note", who, words.CASE_NOTES[3]), Step(at, "close", who, "goal_reached")]
    return Story(Kind.CASE, key, place.unit, begins, "", said, tuple(steps))


def _activity(dice: random.Random, place: Place, moment: datetime, span: Span, key: int) -> Story:
    met = dice.randint(4, 60)
    said = {
        "service": _one(dice, {"lecture": 30, "drop-in": 40, "outreach": 30}),
        "place": dice.choice(words.PLACES),
        "audience": _one(dice, {"parents": 30, "relatives": 35, "school": 10, "association": 10, "public": 15}),
        "met": str(met),
        "led_to": str(dice.randint(0, max(1, met // 8))),
        "by": str(dice.randrange(place.people)),
    }
    return Story(Kind.ACTIVITY, key, place.unit, when.working(moment, dice, span.zone), "", said)


def _groups(dice: random.Random, place: Place, span: Span, key: int) -> list[Story]:
    """A group each term, in spring and in autumn, that meets every other week."""
    found: list[Story] = []
    for year in range(span.first.year, span.today.year + 1):
        for month in (2, 9):
            begins = date(year, month, dice.randint(1, 14))
            weekday, places = dice.randint(0, 3), dice.choice((6, 8, 10))
            begins += timedelta(days=(weekday - begins.weekday()) % 7)
            if not max(span.first, span.decided) <= begins < span.today:
                continue
            made = when.at(begins - timedelta(days=20), 10, dice.randrange(60), span.zone)
            who = dice.randrange(place.people)
            steps = [
                Step(made + timedelta(days=1 + day, minutes=number), "enrol", who, number=number)
                for number, day in enumerate(sorted(dice.choices(range(35), k=places + dice.randint(0, 6))))
            ]
            hour = dice.choice((10, 13, 17))
            for turn in range(7):
                meets = when.at(begins + timedelta(days=14 * turn), hour, 0, span.zone)
                steps.append(Step(made + timedelta(days=3, minutes=turn), "plan", who, number=turn))
                came = dice.randint(max(2, places - 4), places)
                steps.append(Step(meets + timedelta(hours=2), "came", who, on=meets.date(), number=came))
            steps.append(Step(when.at(begins + timedelta(days=14 * 6 + 3), 12, 0, span.zone), "end", who))
            term = f"{'våren' if month == 2 else 'hösten'} {year}"
            said = {"name": f"{dice.choice(words.GROUPS)}, {term}", "places": str(places), "hour": str(hour)}
            said |= {"first": begins.isoformat(), "by": str(who)}
            steps.sort(key=lambda step: step.at)
            found.append(Story(Kind.GROUP, key + len(found), place.unit, made, "", said, tuple(steps)))
    return found
