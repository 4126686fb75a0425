# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with what is followed up. A follow-up is known and read as its support is; this is only about when
it may be written."""

from __future__ import annotations

from typing import Protocol

from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access.words import Action


class OfSupport(Protocol):
    """How somebody stands to a support, as that room answers."""

    def can(self, viewer: Viewer, action: Action) -> bool: ...

    def check(self, viewer: Viewer, action: Action) -> None: ...


def needed(*, closed: bool, consented: bool) -> Action:
    """What it takes of the support: to write while it is open, and to read what goes on after its end because the
    relative wants it to."""
    return Action.READ if closed and consented else Action.WRITE


def check_can_go_on(viewer: Viewer, one: OfSupport, *, closed: bool, consented: bool) -> None:
    """Raises NotFound, NotAllowed, and NotNow("wrong_state") for what has ended."""
    one.check(viewer, needed(closed=closed, consented=consented))


def can_go_on(viewer: Viewer, one: OfSupport, *, closed: bool, consented: bool) -> bool:
    return one.can(viewer, needed(closed=closed, consented=consented))
