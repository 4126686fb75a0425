# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Putting deeds on record, and making, rotating and recovering keys."""

from __future__ import annotations

from sjalvklar.trust.actions.keys import (
    CannotRecover,
    Shares,
    ensure_holder_key,
    is_whole_share,
    recover,
    rehearse_recovery,
    split,
)
from sjalvklar.trust.actions.record import entry, record
from sjalvklar.trust.actions.refusals import refuse_deed, refuse_sign_in
from sjalvklar.trust.actions.rotation import (
    Rotated,
    drop_peppers,
    rotate,
    rotate_index,
    rotate_pepper,
    rotate_signing,
)

__all__ = [
    "CannotRecover",
    "Rotated",
    "Shares",
    "drop_peppers",
    "ensure_holder_key",
    "entry",
    "is_whole_share",
    "record",
    "recover",
    "refuse_deed",
    "refuse_sign_in",
    "rehearse_recovery",
    "rotate",
    "rotate_index",
    "rotate_pepper",
    "rotate_signing",
    "split",
]
