# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for children as pure rules: their own contact, what guardians may know, and concern that is reported."""

from sjalvklar.children.rules.concern import (
    ELSEWHERE,
    TRANSITIONS,
    Answer,
    Check,
    Concerns,
    Deed,
    LegalGround,
    NotReported,
    State,
    Told,
    Weighed,
    check_transition,
    checked_weighed,
    deeds_in,
)
from sjalvklar.children.rules.guardians import Guardians, Knows, check_guardians, may_guardian_know, most
from sjalvklar.children.rules.own import Consent, Harm, OwnContact, can_have_own_contact, check_can_have_own_contact

__all__ = [
    "ELSEWHERE",
    "TRANSITIONS",
    "Answer",
    "Check",
    "Concerns",
    "Consent",
    "Deed",
    "Guardians",
    "Harm",
    "Knows",
    "LegalGround",
    "NotReported",
    "OwnContact",
    "State",
    "Told",
    "Weighed",
    "can_have_own_contact",
    "check_can_have_own_contact",
    "check_guardians",
    "check_transition",
    "checked_weighed",
    "deeds_in",
    "may_guardian_know",
    "most",
]
