# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Support as pure rules: words, catalogue, times, and what may not be written where nobody may be known."""

from sjalvklar.support.rules.catalogue import Catalogue, Ground, ModeDecision, Room, Service, Standing
from sjalvklar.support.rules.content import (
    Called,
    Children,
    checked_ages,
    checked_children,
    checked_name,
    checked_note,
)
from sjalvklar.support.rules.unnamed import check_telephone, check_text, points_at_somebody
from sjalvklar.support.rules.words import (
    TRANSITIONS,
    AgeBand,
    Audience,
    CloseReason,
    Deed,
    DocumentationMode,
    NextStep,
    NoticeAnswer,
    OfferAnswer,
    SeatState,
    SessionState,
    Source,
    State,
    SupportForm,
    TalkState,
    Way,
    check_transition,
)

__all__ = [
    "TRANSITIONS",
    "AgeBand",
    "Audience",
    "Called",
    "Catalogue",
    "Children",
    "CloseReason",
    "Deed",
    "DocumentationMode",
    "Ground",
    "ModeDecision",
    "NextStep",
    "NoticeAnswer",
    "OfferAnswer",
    "Room",
    "SeatState",
    "Service",
    "SessionState",
    "Source",
    "Standing",
    "State",
    "SupportForm",
    "TalkState",
    "Way",
    "check_telephone",
    "check_text",
    "check_transition",
    "checked_ages",
    "checked_children",
    "checked_name",
    "checked_note",
    "points_at_somebody",
]
