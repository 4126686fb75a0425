# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a thread. Each rule is a pair: `check_can_…` raises, `can_…` answers.

Every answer is the access table's (docs/reference/access-matrix.md). Seeing a row needs a role in the unit that serves
relatives; opening what was written needs to be the one who answers for it today, as owner or as the owner's stand-in.
Nobody else may learn that the thread exists. How a thread moves between its states is in `rules/states.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sjalvklar.kernel.errors import NotAllowed, NotFound, NotNow, Refused
from sjalvklar.mailbox.rules.states import State
from sjalvklar.organisation.permissions import asked_of_unit
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.decide import WRONG_STATE, Asked, allows, decide
from sjalvklar.trust.access.words import Action, Relation, Role, Thing


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
        and Role.UNIT_HEAD in viewer.roles_beside(thread.unit_id, thread.authority_id)
    )


def asked(viewer: Viewer, thread: ThreadFacts, action: Action) -> Asked:
    """The question as the access table takes it: the viewer's roles, and how the viewer stands to the thread now."""
    relations = viewer.relations_to(thread.unit_id, thread.authority_id)
    if thread.owner_id == viewer.staff_id:
        relations |= {Relation.OWNER}
        if _is_borrowed_head(viewer, thread):
            relations |= {Relation.BORROWED_HEAD}
    elif viewer.acts_for(thread.owner_id, thread.unit_id):
        relations |= {Relation.STAND_IN}
    return Asked(
        Thing.THREAD,
        action,
        viewer.roles_in(thread.unit_id),
        relations,
        thread.state.value,
        elsewhere=viewer.roles_beside(thread.unit_id, thread.authority_id),
    )


def _check(viewer: Viewer, thread: ThreadFacts, action: Action, denied: str = "take_first") -> None:
    decision = decide(asked(viewer, thread, action))
    if decision.allowed:
        return
    if decision.hidden:
        raise NotFound("no_such_thread")
    # What waits is not the owner's to open yet; in every other state it is the state that stands in the way.
    if decision.code == WRONG_STATE and thread.state is not State.WAITING:
        raise NotNow(WRONG_STATE)
    raise NotAllowed(denied)


def check_can_see_queue(viewer: Viewer, unit_id: str) -> None:
    """The queue of a unit is for those who serve there. For others there is no such queue."""
    if not allows(asked_of_unit(viewer, unit_id, Action.KNOW)):
        raise NotFound("no_such_unit")


def check_can_see_all(viewer: Viewer, unit_id: str) -> None:
    """Everybody's contacts, without content, are for the head of the unit."""
    check_can_see_queue(viewer, unit_id)
    if not allows(asked_of_unit(viewer, unit_id, Action.SEE_ALL)):
        raise NotAllowed("only_the_head")


def check_can_know(viewer: Viewer, thread: ThreadFacts) -> None:
    """That a thread exists is known in its unit only."""
    _check(viewer, thread, Action.KNOW)


def check_can_take(viewer: Viewer, thread: ThreadFacts) -> None:
    """Whoever meets relatives in the unit may take what waits; so may its head, since somebody must."""
    _check(viewer, thread, Action.TAKE, denied="not_your_task")


def check_can_read(viewer: Viewer, thread: ThreadFacts) -> None:
    """Content is for the owner and the owner's stand-in. What waits must be taken first, so that it has an owner."""
    _check(viewer, thread, Action.READ)


def check_can_answer(viewer: Viewer, thread: ThreadFacts) -> None:
    _check(viewer, thread, Action.ANSWER)


def check_can_close(viewer: Viewer, thread: ThreadFacts) -> None:
    _check(viewer, thread, Action.CLOSE)


def check_can_reveal(viewer: Viewer, thread: ThreadFacts) -> None:
    """The number or address is for whoever is going to use it."""
    _check(viewer, thread, Action.REVEAL)


def check_can_hand_over(viewer: Viewer, thread: ThreadFacts) -> None:
    """The owner, the owner's stand-in, or the head of the unit, who need not read it to do so."""
    _check(viewer, thread, Action.HAND_OVER)


def check_can_pass_on(viewer: Viewer, thread: ThreadFacts, to_authority: str | None = None) -> None:
    """To another unit of the same authority. Another authority is a disclosure (OSL 8 kap. 1 §), not done here."""
    _check(viewer, thread, Action.PASS_ON)
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


_MAY = (
    Action.TAKE,
    Action.READ,
    Action.ANSWER,
    Action.HAND_OVER,
    Action.PASS_ON,
    Action.CLOSE,
    Action.REVEAL,
)


def may(viewer: Viewer, thread: ThreadFacts) -> frozenset[str]:
    """What the viewer may do with the thread now: take, read, answer, hand_over, pass_on, close, reveal."""
    question = asked(viewer, thread, Action.KNOW)
    return frozenset(action.value for action in _MAY if allows(replace(question, action=action)))
