# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `check --deploy` says of the machine that strangers' files are to be looked at on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

from sjalvklar.mailbox.files import looking


@register(Tags.security, deploy=True)
def walls_around_strangers_files(app_configs: Sequence[Any] | None, **given: Any) -> list[CheckMessage]:
    """Errors for what that process could reach, a warning where nobody has tried its walls."""
    walls = looking.walls()
    return [
        *(Error(fault, id="sjalvklar.E001") for fault in walls.faults()),
        *(Warning(untried, id="sjalvklar.W001") for untried in walls.untried()),
    ]
