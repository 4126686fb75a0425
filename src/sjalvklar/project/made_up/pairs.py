# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which two of the demo's people can do what takes two, so that whoever tries the product need not look for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.project.made_up import people


def in_words() -> tuple[str, ...]:
    """One line for each thing that two can do together, in the first unit with people enough for it."""
    units = _by_unit()
    found = (_named(units), _glass(units), _log(units), _disposal(units), _recovery(units))
    return tuple(line for line in found if line)


def _by_unit() -> Mapping[str, Mapping[Role, list[str]]]:
    units: dict[str, dict[Role, list[str]]] = {}
    for username in people.present():
        viewer: Viewer | None = staff.viewer(staff.staff_id(username) or 0)
        for grant in viewer.grants if viewer else ():
            units.setdefault(grant.unit_id, defaultdict(list))[grant.role].append(username)
    return units


def _serving(unit: Mapping[Role, list[str]]) -> list[str]:
    return list(dict.fromkeys(who for role in Role if role.serves for who in unit.get(role, ())))


def _named(units: Mapping[str, Mapping[Role, list[str]]]) -> str:
    for unit in units.values():
        if len(both := _serving(unit)) > 1:
            return f"a protected person's case:  {both[0]} and {both[1]} know of it; one asks, the other agrees"
    return ""


def _glass(units: Mapping[str, Mapping[Role, list[str]]]) -> str:
    for unit in units.values():
        if (heads := unit.get(Role.UNIT_HEAD)) and (others := [who for who in _serving(unit) if who not in heads[:1]]):
            return f"an emergency opening:       {others[0]} makes it, {heads[0]} judges it"
    return ""


def _log(units: Mapping[str, Mapping[Role, list[str]]]) -> str:
    for unit in units.values():
        if (heads := unit.get(Role.UNIT_HEAD)) and (officers := unit.get(Role.SECURITY_OFFICER)):
            return f"the log review:             {heads[0]} reviews the unit, {officers[0]} what {heads[0]} has read"
    return ""


def _disposal(units: Mapping[str, Mapping[Role, list[str]]]) -> str:
    for unit in units.values():
        if len(both := unit.get(Role.RECORDS_OFFICER, [])) > 1:
            return f"what is erased:             {both[0]} plans it, {both[1]} decides it"
    return ""


def _recovery(units: Mapping[str, Mapping[Role, list[str]]]) -> str:
    for unit in units.values():
        heads, it = unit.get(Role.UNIT_HEAD, []), unit.get(Role.IT_ADMINISTRATOR, [])
        if heads and it and (lost := [who for who in _serving(unit) if who != heads[-1]]):
            return f"a lost way in:              {heads[-1]} and {it[0]} let {lost[0]} in again"
    return ""
