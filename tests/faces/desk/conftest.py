# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext
    from tests.faces.desk.staff import Desks
    from tests.live import Live


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """WhiteNoise warns of a folder that is not there, and here warnings are errors."""
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(exist_ok=True)


_states: dict[tuple[int, str], Any] = {}


@pytest.fixture(scope="module")
def desk_live(start_live: Callable[..., Live]) -> Live:
    """Stockholm's product, for this file alone: its queues are counted on."""
    return start_live()


@pytest.fixture
def desks(new_context: Callable[..., BrowserContext], desk_live: Live) -> Desks:
    from tests.faces.desk.staff import Desks

    return Desks(new_context, desk_live, _states)
