# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""All that the demo holds when it opens, made once; duty and stand-ins roll on at every start."""

from __future__ import annotations

from collections.abc import Callable

from sjalvklar.organisation import queries
from sjalvklar.organisation.actions import demo as staff
from sjalvklar.project.made_up import (
    cases,
    children,
    followup,
    incident,
    month,
    past,
    people,
    plans,
    safety,
    support,
    threads,
)
from sjalvklar.trust.actions import tree
from sjalvklar.trust.rules import Actor


def make(say: Callable[[str], None], *, months: int = 0) -> None:
    """Make the people and the threads that are not there yet; roll duty and stand-ins on from today.

    With `months`, that much of a past is made afterwards, by the clock (see `past`).
    """
    fresh = not people.present()
    zone = queries.organisation().municipality.zone
    count = staff.make_demo_staff(people.in_the_pack(), actor=Actor.system("demo"), zone=zone)
    if not (fresh and count):
        return
    made = f"{threads.make()} made-up messages, {cases.make()} made-up cases, {support.make()} made-up supports"
    going_on = f" and {incidents} made-up incident" if (incidents := incident.make()) else ""
    for room in (plans, safety, followup, children, month):
        room.make()
    if months:
        past.begin(months)
    else:
        tree.sequence_history()
    say(f"{count} made-up people, {made}{going_on} to try with")
