# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A made-up support, and one that began with a notice, through the support room's own actions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sjalvklar.followup import actions as followup
from sjalvklar.followup import queries as schedules
from sjalvklar.followup.rules import AskedBy, Questions
from sjalvklar.followup.rules import State as FollowUpState
from sjalvklar.kernel import clock
from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.project.made_up.past import when
from sjalvklar.project.made_up.past.city import Step, Story
from sjalvklar.project.made_up.past.stage import Stage, nonce
from sjalvklar.safety import actions as safety
from sjalvklar.safety.rules import Said
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Held, Next, Notice, Who
from sjalvklar.support.queries import View
from sjalvklar.support.rules import (
    Children,
    CloseReason,
    DocumentationMode,
    NextStep,
    NoticeAnswer,
    OfferAnswer,
    Source,
    Way,
)

_WELLBEING = ("sleep", "energy", "company", "safe", "own_time")
_AFRAID = {"crime", "threatened", "violence", "detained", "homicide"}


def play(stage: Stage, story: Story, steps: tuple[Step, ...]) -> None:
    """Tell it as far as it has come; nothing where the boards have not decided that it may be given without a file."""
    said, actor = story.said, stage.one(story.unit, int(story.said["by"]))
    given = {one.service.id: one.mode for one in queries.given_in(story.unit, at=story.begins)}
    service = said["service"] if said["service"] in given else "support-talk"
    if given.get(service, DocumentationMode.PERSONAL_FILE) is DocumentationMode.PERSONAL_FILE:
        return
    named = given[service] is DocumentationMode.NAMED_WITHOUT_FILE
    who = Who(said["name"], SafeContact(Channel.SMS, said["phone"])) if named else Who()
    with clock.frozen(story.begins):
        one = actions.register(
            actor=actor,
            unit_id=story.unit,
            beginning=Beginning(service, source=Source(said["source"]), situation=story.about, who=who),
            held=Held(Way(said["way"]), when.talk(story.begins, 50), 45, said["text"]),
            coming=_coming(story.steps, 0),
            children=_children(said["children"], offered=bool(said["children_offered"])),
            nonce=nonce(story),
        )
        if not story.steps:
            return
        if said["offer"]:
            answer = OfferAnswer(said["offer_answer"])
            actions.offer(actor=actor, support_id=one, service=said["offer"], answer=answer)
        if said["apply"]:
            actions.tell_how_to_apply(actor=actor, support_id=one)
        if said["plan"]:
            _plan(actor, story, one)
    for number, step in enumerate(steps):
        with clock.frozen(step.at):
            _step(stage.one(story.unit, step.who), story, one, step, number)


def _children(said: str, *, offered: bool) -> Children | None:
    """What was said of them; None when nobody asked."""
    return Children(True, int(said), True, offered and said != "0") if said else None


def _coming(steps: tuple[Step, ...], number: int) -> Next | None:
    """What was agreed to come next, on the day it was to come: some come later than that."""
    following = steps[number] if number < len(steps) else None
    if following is None or following.on is None:
        return None
    return Next(NextStep.TALK if following.what == "talk" else NextStep.FOLLOW_UP, following.on)


def _plan(actor: Viewer, story: Story, support: UUID) -> None:
    start = queries.today()
    steps = [one.step.id for one in schedules.suggested(story.about, start) if one.on > start][:3]
    if steps:
        followup.plan(actor=actor, support_id=support, start=start, steps=steps, nonce=nonce(story, 500))


def _step(actor: Viewer, story: Story, support: UUID, step: Step, number: int) -> None:
    today = queries.today()
    match step.what:
        case "talk":
            held = Held(Way(story.said["way"]), when.talk(step.at, 50), 45, step.text)
            actions.hold_talk(actor=actor, support_id=support, held=held, nonce=nonce(story, number))
            if story.said["plan"]:
                _settle(actor, support, today)
            _over_time(actor, story, support, step.number)
            coming = _coming(story.steps, number + 1)
            if coming is not None:
                actions.set_next(actor=actor, support_id=support, coming=coming)
        case "close":
            actions.close(actor=actor, support_id=support, reason=CloseReason(step.text))
        case "reopen" if step.on is not None:
            actions.reopen(actor=actor, support_id=support, coming=Next(NextStep.TALK, step.on))


def _over_time(actor: Viewer, story: Story, support: UUID, number: int) -> None:
    """How somebody has it and how afraid they are, asked again: better, mostly, and not in a straight line."""
    turn = (story.key + number) % 3
    if story.said["plan"] and number % 2:
        answers = {field: str(min(4, number // 2 + (turn + place) % 3)) for place, field in enumerate(_WELLBEING)}
        given, once = answers, nonce(story, 700 + number)
        followup.note(
            actor=actor, support_id=support, kind=Questions.WELLBEING, way=AskedBy.TALK, given=given, nonce=once
        )
    if story.about in _AFRAID:
        level = None if turn == 2 and number > 2 else max(1, 9 - number - turn)  # some days nobody wants to say
        safety.say_fear(actor=actor, support_id=support, said=Said(level), nonce=nonce(story, 800 + number))


def _settle(actor: Viewer, support: UUID, today: date) -> None:
    """The days that have come since last time: who came today has been reached."""
    for line in followup.read(actor=actor, support_id=support).coming:
        if line.state is FollowUpState.DUE and line.on <= today:
            outcome = FollowUpState.CONTACTED
            followup.settle(actor=actor, support_id=support, followup_id=line.id, outcome=outcome)


def play_notice(stage: Stage, story: Story, steps: tuple[Step, ...]) -> None:
    """Somebody was noticed; whoever wanted to be contacted waits until somebody takes it, and soon has what they
    came for."""
    said, noticing = story.said, stage.noticing[story.unit][0]
    wants = NoticeAnswer(said["answer"]) is NoticeAnswer.CONTACT
    safe = SafeContact(Channel.PHONE, said["phone"]) if wants else None
    notice = Notice(
        NoticeAnswer(said["answer"]), story.about, said["area"], said["name"], safe, consent=said["consent"] == "yes"
    )
    with clock.frozen(story.begins):
        sent = actions.notice(actor=noticing, from_unit=story.unit, notice=notice, nonce=nonce(story))
        to = next((place.unit for place in stage.places if said["area"] in place.areas and not place.for_crime), "")
        if sent.why is not None or not wants or not to:
            return
    one: UUID | None = None
    for number, step in enumerate(steps):
        actor = stage.one(to, step.who)
        with clock.frozen(step.at):
            match step.what:
                case "take":
                    waiting = queries.worklist(actor, view=View.WAITING, unit_id=to)
                    one = next((row.id for row in waiting if row.opened_at == story.begins), None)
                    if one is None:
                        return
                    actions.take(actor=actor, support_id=one)
                case "talk" if one is not None and step.on is not None:
                    held = Held(Way.PHONE, when.talk(step.at, 30), 25, step.text)
                    actions.hold_talk(actor=actor, support_id=one, held=held, nonce=nonce(story, number))
                    actions.set_next(actor=actor, support_id=one, coming=Next(NextStep.FOLLOW_UP, step.on))
                case "close" if one is not None:
                    actions.close(actor=actor, support_id=one, reason=CloseReason(step.text))
