# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why whom a case is about may not be reached now. Rooms above say so when the product is loaded: casework knows none
of them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sjalvklar.kernel.errors import NotNow

# Answers with the refusal's code while whom that case is about is not to be reached, else with nothing.
Stop = Callable[[UUID], str]

STOPS: list[Stop] = []


def tell(stop: Stop) -> None:
    """What a room above may stop. Called once by each, when it is ready."""
    STOPS.append(stop)


def why_not(case_id: UUID) -> str:
    """The first reason not to reach whom the case is about; empty when there is none."""
    return next((code for code in (stop(case_id) for stop in STOPS) if code), "")


def check_may_reach(case_id: UUID) -> None:
    """Raises NotNow with the reason."""
    code = why_not(case_id)
    if code:
        raise NotNow(code)
