# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an action says when it will not.

Every refusal carries a short machine word (`code`) and, for a form, the field it belongs to. Faces turn the code
into a sentence in the reader's language; a refusal never carries personal data.
"""

from __future__ import annotations


class Refused(Exception):
    """An action would not be done. `code` says why, `field` where in a form."""

    def __init__(self, code: str, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class NotAllowed(Refused):
    """Who asks may not."""


class NotNow(Refused):
    """What is asked cannot be done in this state."""


class NotFound(Refused):
    """There is no such thing, or its existence is none of the asker's business."""


class Invalid(Refused):
    """What was given cannot be used as it stands."""
