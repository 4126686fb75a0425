# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's past is made while somebody already looks around: the newest first, a few stories at a time.

Each portion is one transaction with its own rows of the record and the word of how far it has come, so that a demo
that is stopped goes on where it was. Everything is done by the rooms' own actions, sealed and on record as when people
do it; only the moment is another. Until all of it is there no row of the record gets its place: then all of them get
theirs in the order of their times, and the first checkpoint is signed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Refused
from sjalvklar.organisation.queries import organisation
from sjalvklar.project.made_up.past import city, contacts, gone, others, supports
from sjalvklar.project.made_up.past.city import Kind, Place, Span, Story
from sjalvklar.project.made_up.past.stage import Stage, ready
from sjalvklar.support import queries as support
from sjalvklar.support.rules import DocumentationMode
from sjalvklar.trust import actions as trust
from sjalvklar.trust import queries as record
from sjalvklar.trust.access import context
from sjalvklar.trust.actions import tree
from sjalvklar.trust.rules import Actor

_DEMO = Actor.system("demo")
_ABOUT = "demo:past"
_BEGUN, _MADE, _DONE = "demo.past_begun", "demo.past", "demo.past_done"
_AT_ONCE = 3  # stories in one transaction: nobody who writes waits longer for it than for a colleague's answer
_A_ROUND = 20.0  # seconds of each round of the clock, which has other things to do
_BREATH = 0.03
_LOOKING_BACK = {"Putting the record in its tree", "Going through last month's readings"}


@dataclass(frozen=True, slots=True)
class HowFar:
    """Of how many stories how many have been made."""

    made: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.made // self.total if self.total else 0


def begin(months: int) -> None:
    """Note that so many months are to be made, up to this moment. Nothing is made yet."""
    detail = {"months": months, "now": clock.now().isoformat()}
    trust.record(actor=_DEMO, action=_BEGUN, object=_ABOUT, basis="demo", detail=detail)


def how_far() -> HowFar | None:
    """How far it has come; None when all of it is there, and where none was wanted."""
    newest = record.newest_about(_ABOUT)
    if newest is None or newest.action == _DONE:
        return None
    return HowFar(int(newest.detail.get("made", 0)), int(newest.detail.get("total", 0)))


def go_on(stopping: threading.Event | None = None, *, seconds: float = _A_ROUND) -> bool:
    """Make portions for a while, one at least. Whether everything is there."""
    far = how_far()
    if far is None:
        return True
    last = time.monotonic() + seconds
    with context.acting(context.COMMAND):
        begun = record.entries_about(_ABOUT)[0].detail
        now, made = datetime.fromisoformat(begun["now"]), far.made
        stage = ready()
        stories = _stories(stage, now, int(begun["months"]))
        while made < len(stories):
            if stopping is not None and stopping.is_set():
                return False
            made = _portion(stage, stories, made, now)
            if made < len(stories) and time.monotonic() >= last:
                return False
            time.sleep(_BREATH)
        _finish(len(stories))
    return True


def before(deeds: Mapping[str, Callable[[], object]], *, stopping: threading.Event) -> dict[str, Callable[[], object]]:
    """The clock's deeds in a demo: the past is one of them, and what looks back on all of it waits for it."""

    def later(deed: Callable[[], object]) -> Callable[[], object]:
        return lambda: deed() if how_far() is None else None

    waiting = {name: later(deed) if name in _LOOKING_BACK else deed for name, deed in deeds.items()}
    return {**waiting, "Making the demo's past": lambda: go_on(stopping)}


def _portion(stage: Stage, stories: list[Story], made: int, now: datetime) -> int:
    portion = stories[made : made + _AT_ONCE]
    with transaction.atomic():
        for story in portion:
            with suppress(Refused), transaction.atomic():
                _play(stage, story, now)
        detail = {"made": made + len(portion), "total": len(stories)}
        trust.record(actor=_DEMO, action=_MADE, object=_ABOUT, basis="demo", detail=detail)
    return made + len(portion)


def _play(stage: Stage, story: Story, now: datetime) -> None:
    steps = tuple(step for step in story.steps if step.at < now)
    match story.kind:
        case Kind.CONTACT:
            contacts.play(stage, story, steps)
        case Kind.SUPPORT:
            supports.play(stage, story, steps)
        case Kind.NOTICE:
            supports.play_notice(stage, story, steps)
        case Kind.CASE:
            others.play_case(stage, story, steps)
        case Kind.GROUP:
            others.play_group(stage, story, steps)
        case Kind.ACTIVITY:
            others.play_activity(stage, story)
    gone.erase_in_time(story, max((step.at for step in steps), default=story.begins), now)


def _finish(total: int) -> None:
    trust.record(actor=_DEMO, action=_DONE, object=_ABOUT, basis="demo", detail={"made": total, "total": total})
    tree.sequence_history()
    tree.checkpoint_when_due()


def _stories(stage: Stage, now: datetime, months: int) -> list[Story]:
    zone = organisation().municipality.zone
    today = now.astimezone(zone).date()
    first = today - timedelta(days=round(30.44 * months))
    span = Span(first, now, zone, _decided(stage, first, today))
    told = city.stories(stage.places, span)
    for unit, noticing in sorted(stage.noticing.items()):
        told += city.notices(Place(unit, len(noticing)), stage.areas, span)
    return sorted(told, key=lambda story: (story.begins, story.kind, story.unit, story.key), reverse=True)


def _decided(stage: Stage, first: date, today: date) -> date:
    """The first day that some unit gave support without a file, as the pack's boards have decided; else tomorrow."""
    day = first
    while day <= today:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=organisation().municipality.zone)
        for place in stage.places:
            if any(one.mode is not DocumentationMode.PERSONAL_FILE for one in support.given_in(place.unit, at=noon)):
                return day
        day += timedelta(days=7)
    return today + timedelta(days=1)
