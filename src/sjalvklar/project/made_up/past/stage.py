# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who plays the stories: the units where made-up people meet relatives, and the people themselves."""

from __future__ import annotations

from dataclasses import dataclass

from sjalvklar.organisation.queries import organisation, staff
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.project.made_up import people
from sjalvklar.project.made_up.past.city import Place, Story
from sjalvklar.trust import keyring

_CRIME = "sig"  # the function of a social intervention group


@dataclass(frozen=True, slots=True)
class Stage:
    """`meeting` are those who meet relatives in each unit, in a lasting order; `noticing` those who only notice."""

    places: tuple[Place, ...]
    meeting: dict[str, tuple[Viewer, ...]]
    noticing: dict[str, tuple[Viewer, ...]]
    areas: tuple[str, ...]

    def one(self, unit: str, number: int) -> Viewer:
        there = self.meeting[unit]
        return there[number % len(there)]


def ready() -> Stage:
    """The units and people of this moment."""
    known = organisation()
    present = [staff.viewer(staff.staff_id(name) or 0) for name in people.present()]
    everybody = [viewer for viewer in present if viewer is not None]
    meeting: dict[str, list[Viewer]] = {}
    noticing: dict[str, list[Viewer]] = {}
    for viewer in everybody:
        for grant in viewer.grants:
            if grant.role is Role.CASE_OFFICER:
                noticing.setdefault(grant.unit_id, []).append(viewer)
            elif grant.role.answers:
                meeting.setdefault(grant.unit_id, []).append(viewer)
    receiving = [unit.id for unit in known.units if unit.receives_messages and unit.id in meeting]
    served = {row.unit: row.areas for row in known.provisions if row.unit and row.areas}
    crime = {row.unit for row in known.provisions if row.function == _CRIME}
    places = tuple(
        Place(unit, len(meeting[unit]), served.get(unit, ()), for_crime=unit in crime) for unit in receiving
    )
    return Stage(
        places=places,
        meeting={unit: tuple(who) for unit, who in meeting.items()},
        noticing={unit: tuple(who) for unit, who in noticing.items()},
        areas=tuple(sorted({area for place in places for area in place.areas})),
    )


def nonce(story: Story, *part: int) -> bytes:
    """A form's number: the same for the same thing done in the same installation, and nobody's to guess."""
    place = ".".join(map(str, (story.key, *part)))
    return keyring.current().derived(f"demo past {story.kind.value} {story.unit} {place}", length=16)
