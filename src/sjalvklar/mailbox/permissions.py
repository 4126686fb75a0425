# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a thread. Each rule is a pair: `check_can_…` raises, `can_…` answers.

Seeing a row needs a role in the unit; opening what was written needs to be the one who answers for it today, as owner
or as the owner's stand-in. Nobody else may learn that the thread exists. What may be done in which state is in
`rules/states.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sjalvklar.kernel.errors import NotAllowed, NotFound, Refused
from sjalvklar.mailbox.rules.states import Deed, State
from sjalvklar.mailbox.rules.states import can as state_allows
from sjalvklar.organisation.rules.staff import Viewer


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """What a permission needs to know about a thread."""

    unit_id: str
    authority_id: str
    state: State
    owner_id: int | None = None
    escalated: bool = False


def _is_borrowed_head(viewer: Viewer, thread: ThreadFacts) -> bool:
    """A head of another unit of the same authority, who got it because its own unit had no head at all."""
    return (
        thread.escalated
        and thread.owner_id == viewer.staff_id
        and any(grant.authority_id == thread.authority_id and grant.role.leads for grant in viewer.grants)
    )


def _works_there(viewer: Viewer, thread: ThreadFacts) -> bool:
    return viewer.answers_in(thread.unit_id) or viewer.leads(thread.unit_id) or _is_borrowed_head(viewer, thread)


def check_can_see_queue(viewer: Viewer, unit_id: str) -> None:
    """The queue of a unit is for those who work there. For others there is no such queue."""
    if unit_id not in viewer.unit_ids:
        raise NotFound("no_such_unit")


def check_can_see_all(viewer: Viewer, unit_id: str) -> None:
    """Everybody's contacts, without content, are for the head of the unit."""
    check_can_see_queue(viewer, unit_id)
    if not viewer.leads(unit_id):
        raise NotAllowed("only_the_head")


def check_can_know(viewer: Viewer, thread: ThreadFacts) -> None:
    """That a thread exists is known in its unit only."""
    if thread.unit_id not in viewer.unit_ids and not _is_borrowed_head(viewer, thread):
        raise NotFound("no_such_thread")


def check_can_take(viewer: Viewer, thread: ThreadFacts) -> None:
    """Whoever meets relatives in the unit may take what waits; so may its head, since somebody must."""
    check_can_know(viewer, thread)
    if not _works_there(viewer, thread):
        raise NotAllowed("not_your_task")


def check_can_read(viewer: Viewer, thread: ThreadFacts) -> None:
    """Content is for the owner and the owner's stand-in. What waits must be taken first, so that it has an owner."""
    check_can_know(viewer, thread)
    if thread.state is State.WAITING or not viewer.acts_for(thread.owner_id, thread.unit_id):
        raise NotAllowed("take_first")


def check_can_answer(viewer: Viewer, thread: ThreadFacts) -> None:
    check_can_read(viewer, thread)


def check_can_close(viewer: Viewer, thread: ThreadFacts) -> None:
    check_can_read(viewer, thread)


def check_can_reveal(viewer: Viewer, thread: ThreadFacts) -> None:
    """The number or address is for whoever is going to use it."""
    check_can_read(viewer, thread)


def check_can_hand_over(viewer: Viewer, thread: ThreadFacts) -> None:
    """The owner, the owner's stand-in, or the head of the unit, who need not read it to do so."""
    check_can_know(viewer, thread)
    if viewer.leads(thread.unit_id) or _is_borrowed_head(viewer, thread):
        return
    if thread.state is State.WAITING or not viewer.acts_for(thread.owner_id, thread.unit_id):
        raise NotAllowed("take_first")


def check_can_pass_on(viewer: Viewer, thread: ThreadFacts, to_authority: str | None = None) -> None:
    """To another unit of the same authority. Another authority is a disclosure (OSL 8 kap. 1 §), not done here."""
    check_can_hand_over(viewer, thread)
    if to_authority is not None and to_authority != thread.authority_id:
        raise NotAllowed("other_authority")


def _allows(check: Callable[[], None]) -> bool:
    try:
        check()
    except Refused:
        return False
    return True


def can_see_queue(viewer: Viewer, unit_id: str) -> bool:
    return _allows(lambda: check_can_see_queue(viewer, unit_id))


def can_see_all(viewer: Viewer, unit_id: str) -> bool:
    return _allows(lambda: check_can_see_all(viewer, unit_id))


def can_know(viewer: Viewer, thread: ThreadFacts) -> bool:
    return _allows(lambda: check_can_know(viewer, thread))


def can_take(viewer: Viewer, thread: ThreadFacts) -> bool:
    return _allows(lambda: check_can_take(viewer, thread))


def can_read(viewer: Viewer, thread: ThreadFacts) -> bool:
    return _allows(lambda: check_can_read(viewer, thread))


def can_answer(viewer: Viewer, thread: ThreadFacts) -> bool:
    return _allows(lambda: check_can_answer(viewer, thread))


def can_close(viewer: Viewer, thread: ThreadFacts) -> bool:
    return _allows(lambda: check_can_close(viewer, thread))


def can_reveal(viewer: Viewer, thread: ThreadFacts) -> bool:
    return _allows(lambda: check_can_reveal(viewer, thread))


def can_hand_over(viewer: Viewer, thread: ThreadFacts) -> bool:
    return _allows(lambda: check_can_hand_over(viewer, thread))


def can_pass_on(viewer: Viewer, thread: ThreadFacts, to_authority: str | None = None) -> bool:
    return _allows(lambda: check_can_pass_on(viewer, thread, to_authority))


def may(viewer: Viewer, thread: ThreadFacts) -> frozenset[str]:
    """What the viewer may do with the thread now: take, read, answer, hand_over, pass_on, close, reveal."""
    state = thread.state
    allowed = {
        "take": state_allows(state, Deed.TAKE) and can_take(viewer, thread),
        "read": can_read(viewer, thread),
        "answer": state_allows(state, Deed.ANSWER) and can_answer(viewer, thread),
        "hand_over": state_allows(state, Deed.HAND_OVER) and can_hand_over(viewer, thread),
        "pass_on": state_allows(state, Deed.PASS_ON) and can_pass_on(viewer, thread),
        "close": state_allows(state, Deed.CLOSE) and can_close(viewer, thread),
        "reveal": state in {State.TAKEN, State.ANSWERED} and can_reveal(viewer, thread),
    }
    return frozenset(deed for deed, yes in allowed.items() if yes)
