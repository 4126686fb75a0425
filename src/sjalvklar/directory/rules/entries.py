# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of a receiver may be shown, and how it stands at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sjalvklar.directory.rules.hours import UNKNOWN, Hours, OpenState, open_state
from sjalvklar.directory.rules.receivers import Receiver, ReceiverKind, Way, WayKind
from sjalvklar.organisation.rules import Shown, shown

_A_PERSON = frozenset({WayKind.PHONE, WayKind.CHAT, WayKind.VISIT})
_FOR_A_CHILD = (WayKind.CHAT, WayKind.PHONE, WayKind.WEB, WayKind.VISIT)


@dataclass(frozen=True, slots=True)
class ShownWay:
    """A way as the public sees it. `marked`: not confirmed by the municipality."""

    kind: WayKind
    value: str
    tel: str | None
    marked: bool
    open: OpenState


@dataclass(frozen=True, slots=True)
class Entry:
    """A receiver as the public sees it at a moment. `marked`: something shown is not confirmed by the municipality."""

    receiver: Receiver
    name: str
    ways: tuple[ShownWay, ...]
    open: OpenState
    marked: bool
    costs: str
    anonymous: str
    languages: tuple[str, ...]
    hours: Hours | None

    @property
    def hours_known(self) -> bool:
        return self.hours is not None

    @property
    def reachable(self) -> bool:
        """Whether there is any way to it at all."""
        return bool(self.ways)

    @property
    def answers(self) -> bool:
        """Whether there is a way that leads to a person, and not only to a page."""
        return any(way.kind in _A_PERSON for way in self.ways)

    @property
    def is_open(self) -> bool:
        """Whether a person answers at this moment."""
        return self.open.is_open and self.answers

    def for_a_child(self) -> Entry:
        """The same with chat before phone: most young people would rather write (Bris)."""
        return replace(self, ways=tuple(sorted(self.ways, key=lambda way: _FOR_A_CHILD.index(way.kind))))


@dataclass(frozen=True)
class Visible:
    """What of a receiver may be shown, apart from time."""

    receiver: Receiver
    ways: tuple[tuple[Way, bool, Hours | None], ...]  # the way, whether marked, the hours that hold for it
    hours: Hours | None
    marked: bool

    @cached_property
    def answers(self) -> bool:
        return any(way.kind in _A_PERSON for way, _marked, _hours in self.ways)

    @cached_property
    def person_hours(self) -> tuple[Hours, ...]:
        """The known hours of every way that leads to a person."""
        known = (hours for way, _marked, hours in self.ways if way.kind in _A_PERSON and hours is not None)
        return tuple(dict.fromkeys(known))

    def at(self, at: datetime, zone: ZoneInfo) -> Entry:
        """How it stands at a moment (aware)."""
        states = {hours: open_state(hours, at, zone) for hours in {self.hours, *self.person_hours}}
        ways = tuple(
            ShownWay(way.kind, way.value, way.tel, marked, states[hours] if way.kind in _A_PERSON else UNKNOWN)
            for way, marked, hours in self.ways
        )
        people = [way.open for way in ways if way.kind in _A_PERSON]
        best = min(people, key=lambda state: state.rank) if people else states[self.hours]
        receiver = self.receiver
        return Entry(
            receiver,
            receiver.name,
            ways,
            best,
            self.marked,
            receiver.costs,
            receiver.anonymous,
            receiver.languages,
            self.hours,
        )


def visible(receiver: Receiver, *, demo: bool) -> Visible | None:
    """What of a receiver may be shown; None when not even that it exists.

    Numbers, hours and existence are separate facts: an unsure number hides the number, not the receiver.
    """
    known = shown(receiver.fact, demo=demo)
    if known is Shown.HIDDEN:
        return None
    marks = [known]

    def sure(hours: Hours | None) -> Hours | None:
        if hours is None:
            return None
        how = shown(hours.fact or receiver.fact, demo=demo)
        if how is Shown.HIDDEN:
            return None
        marks.append(how)
        return hours

    hours = sure(receiver.hours)
    ways: list[tuple[Way, bool, Hours | None]] = []
    for way in receiver.ways:
        how = shown(way.fact, demo=demo)
        if way.kind is WayKind.EMAIL or how is Shown.HIDDEN:
            continue
        marks.append(how)
        own = sure(way.hours) if way.hours is not None else hours
        ways.append((way, how is Shown.SHOWN_WITH_MARK, own))
    return Visible(receiver, tuple(ways), hours, Shown.SHOWN_WITH_MARK in marks)


@dataclass(frozen=True)
class Directory:
    """Every receiver of a pack, in the order of the pack."""

    receivers: tuple[Receiver, ...]
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Stockholm"))

    @cached_property
    def by_id(self) -> dict[str, Receiver]:
        return {receiver.id: receiver for receiver in self.receivers}

    @cached_property
    def _visible(self) -> dict[bool, dict[str, Visible]]:
        return {
            demo: {r.id: seen for r in self.receivers if (seen := visible(r, demo=demo)) is not None}
            for demo in (True, False)
        }

    def visible(self, receiver_id: str, *, demo: bool) -> Visible | None:
        """What of a receiver may be shown, apart from time."""
        return self._visible[demo].get(receiver_id)

    def entry(self, receiver_id: str, at: datetime, *, demo: bool) -> Entry | None:
        """A receiver as the public sees it at a moment; None when there is none, or it may not be shown."""
        seen = self._visible[demo].get(receiver_id)
        return seen.at(at, self.zone) if seen else None

    def entries(self, at: datetime, *, demo: bool, area: str | None = None) -> Iterator[Entry]:
        """Everyone that can be reached at all, in the order of the pack; with an area, those that serve it."""
        for receiver_id, seen in self._visible[demo].items():
            if seen.ways and (area is None or self.by_id[receiver_id].serves(area)):
                yield seen.at(at, self.zone)

    def emergency(self, *, demo: bool) -> Receiver | None:
        """Whom to call when somebody is in danger."""
        known = (self.by_id[receiver_id] for receiver_id in self._visible[demo])
        return next((receiver for receiver in known if receiver.kind is ReceiverKind.EMERGENCY), None)
