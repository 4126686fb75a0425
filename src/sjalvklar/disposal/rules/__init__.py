# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is erased and when, as pure rules. Nothing here knows a case, a contact or a database."""

from sjalvklar.disposal.rules.holds import Holds, Marks, checked_reference
from sjalvklar.disposal.rules.periods import About, Decision, Disposal, DisposalRule, KeepRule, Period, Verdict
from sjalvklar.disposal.rules.receipts import hash_of
from sjalvklar.disposal.rules.words import (
    Basis,
    CountedFrom,
    HoldGround,
    HoldKind,
    RecordType,
    State,
    Why,
)

__all__ = [
    "About",
    "Basis",
    "CountedFrom",
    "Decision",
    "Disposal",
    "DisposalRule",
    "HoldGround",
    "HoldKind",
    "Holds",
    "KeepRule",
    "Marks",
    "Period",
    "RecordType",
    "State",
    "Verdict",
    "Why",
    "checked_reference",
    "hash_of",
]
