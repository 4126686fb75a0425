# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Casework as pure rules: states, identity, clocks and numbers."""

from sjalvklar.casework.rules.clocks import (
    APPROVAL_LASTS,
    ASK_LASTS,
    GLASS_LASTS,
    TYPED_WRONG,
    is_working_day,
    review_due,
)
from sjalvklar.casework.rules.identity import FORBIDDEN, Identity, checked, name_words, wiped
from sjalvklar.casework.rules.notes import checked_note, checked_reason
from sjalvklar.casework.rules.words import (
    Closeness,
    CloseReason,
    Deed,
    GlassReason,
    NoticeKind,
    Outcome,
    ProtectionLevel,
    SearchKind,
    State,
    TwoFor,
    check_transition,
)

__all__ = [
    "APPROVAL_LASTS",
    "ASK_LASTS",
    "FORBIDDEN",
    "GLASS_LASTS",
    "TYPED_WRONG",
    "CloseReason",
    "Closeness",
    "Deed",
    "GlassReason",
    "Identity",
    "NoticeKind",
    "Outcome",
    "ProtectionLevel",
    "SearchKind",
    "State",
    "TwoFor",
    "check_transition",
    "checked",
    "checked_note",
    "checked_reason",
    "is_working_day",
    "name_words",
    "review_due",
    "wiped",
]
