# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept here goes with the support or the contact it is about (gallring): the rows with theirs, in the same
transaction, and with a row that has a key of its own, the key."""

from __future__ import annotations

from typing import Any

from sjalvklar.children.models import Concern
from sjalvklar.trust import subjects
from sjalvklar.trust.rules import Actor


def destroy_key(*, instance: Concern, **_: Any) -> None:
    """A concern is gone, and with it the key of what was sealed about it, when it had one of its own."""
    if instance.subject is not None:
        subjects.destroy(instance.subject, actor=Actor.system("disposal"))
