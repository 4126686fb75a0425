# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A made-up contact, from the first words to the end, through the mailbox's own actions."""

from __future__ import annotations

from uuid import UUID

from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.actions.relative import Opened
from sjalvklar.mailbox.rules import Channel, CloseReason, ContactFacts, SafeContact
from sjalvklar.project.made_up.past.city import Step, Story
from sjalvklar.project.made_up.past.stage import Stage, nonce


def play(stage: Stage, story: Story, steps: tuple[Step, ...]) -> None:
    """Tell it as far as it has come."""
    said = story.said
    phone = SafeContact(Channel.PHONE, said["phone"]) if said["phone"] else None
    with clock.frozen(story.begins):
        stored = actions.store_contact(
            nonce=nonce(story),
            unit_id=story.unit,
            text=said["text"],
            answers=ContactFacts(
                situation=story.about,
                who=said["who"],
                danger=said["danger"],
                child=bool(said["child"]),
                area=said["area"],
                language=said["language"],
                fear=said["fear"],
            ),
            safe_contact=phone,
        )
        opened = actions.open_by_receipt(stored.receipt) if stored.receipt else None
    for number, step in enumerate(steps, start=1):
        with clock.frozen(step.at):
            _step(stage, story, stored.thread_id, opened, step, number)


def _step(stage: Stage, story: Story, thread: UUID, opened: Opened | None, step: Step, number: int) -> None:
    who = stage.one(story.unit, step.who)
    match step.what:
        case "take":
            if step.number:  # nobody took it in time
                actions.escalate(thread)
            actions.take(actor=who, thread_id=thread)
        case "hand":
            before = stage.one(story.unit, step.number)
            actions.hand_to_colleague(actor=before, thread_id=thread, staff_id=who.staff_id)
            actions.read(actor=who, thread_id=thread)
        case "answer":
            actions.read(actor=who, thread_id=thread)
            actions.answer(actor=who, thread_id=thread, text=step.text, nonce=nonce(story, number))
        case "again" if opened is not None:
            actions.read_as_relative(opened)
            actions.write_again(opened, text=step.text, nonce=nonce(story, number))
        case "close":
            actions.close(actor=who, thread_id=thread, reason=CloseReason(step.text))
        case "close_self" if opened is not None:
            actions.close_by_relative(opened)
