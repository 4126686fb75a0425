# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A made-up case, a group with its line and its meetings, and what is done out among people."""

from __future__ import annotations

from datetime import date, timedelta

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import CloseReason, Identity
from sjalvklar.followup.queries import zone
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Refused
from sjalvklar.kernel.personal_numbers import check_digit
from sjalvklar.project.made_up.past import when
from sjalvklar.project.made_up.past.city import Step, Story
from sjalvklar.project.made_up.past.stage import Stage, nonce
from sjalvklar.support import actions, queries
from sjalvklar.support.rules import Audience, SeatState


def play_case(stage: Stage, story: Story, steps: tuple[Step, ...]) -> None:
    """Tell it as far as it has come."""
    said = story.said
    number = test_number(said["born"], said["number"]) if said["born"] else ""
    with clock.frozen(story.begins):
        case = casework.open_case(
            actor=stage.one(story.unit, int(said["by"])),
            unit_id=story.unit,
            identity=Identity(said["name"], number, said["phone"]),
            nonce=nonce(story),
        )
    for place, step in enumerate(steps):
        actor = stage.one(story.unit, step.who)
        with clock.frozen(step.at):
            if step.what == "note":
                casework.write_note(actor=actor, case_id=case, text=step.text, nonce=nonce(story, place))
            else:
                casework.close(actor=actor, case_id=case, reason=CloseReason(step.text))


def test_number(born: str, last: str) -> str:
    """Of the birth numbers from 980 to 999, which Skatteverket gives to nobody: they are for tests."""
    return f"{born}{last}{check_digit(f'{born[2:]}{last}')}"


def play_group(stage: Stage, story: Story, steps: tuple[Step, ...]) -> None:
    """Tell it as far as it has come: who wants to come, in line when it is full; when it met, and how many came."""
    said, actor = story.said, stage.one(story.unit, int(story.said["by"]))
    if "group" not in {one.service.id for one in queries.given_in(story.unit, at=story.begins)}:
        return
    with clock.frozen(story.begins):
        group = actions.make_group(
            actor=actor,
            unit_id=story.unit,
            service="group",
            name=said["name"],
            places=int(said["places"]),
            nonce=nonce(story),
        )
    first = date.fromisoformat(said["first"])
    for place, step in enumerate(steps):
        with clock.frozen(step.at):
            match step.what:
                case "enrol":
                    _number, state = actions.enrol(actor=actor, group_id=group, nonce=nonce(story, place))
                    if state is SeatState.PLACE and step.number == 2:
                        actions.leave(actor=actor, group_id=group, number=_number)
                case "plan":
                    day = first + timedelta(days=14 * step.number)
                    starts_at = when.at(day, int(said["hour"]), 0, zone())
                    try:
                        actions.plan_session(
                            actor=actor, group_id=group, starts_at=starts_at, minutes=90, nonce=nonce(story, place)
                        )
                    except Refused:
                        continue  # whoever leads it is taken just then
                case "came":
                    sessions = queries.group(actor, group).sessions
                    planned = {one.starts_at.astimezone(zone()).date(): one.id for one in sessions}
                    if step.on in planned:
                        actions.settle_session(
                            actor=actor, group_id=group, session_id=planned[step.on], came=step.number
                        )
                case "end":
                    actions.end_group(actor=actor, group_id=group)


def play_activity(stage: Stage, story: Story) -> None:
    """A lecture, an open house, or outreach."""
    said = story.said
    if said["service"] not in {one.service.id for one in queries.given_in(story.unit, at=story.begins)}:
        return
    with clock.frozen(story.begins):
        actions.note_activity(
            actor=stage.one(story.unit, int(said["by"])),
            unit_id=story.unit,
            service=said["service"],
            on=queries.today(),
            place=said["place"],
            audience=Audience(said["audience"]),
            people_met=int(said["met"]),
            led_to=int(said["led_to"]),
            nonce=nonce(story),
        )
