# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Of which support a copy can be made for the person (GDPR art. 15)."""

from __future__ import annotations

from sjalvklar.kernel.errors import NotNow
from sjalvklar.support.rules.words import DocumentationMode


def check_gives_copy(mode: DocumentationMode) -> None:
    """Raises NotNow: by_case for what is part of a case, and goes along in the copy of it; nobody_to_copy_for for what
    is anonymous, where nobody can be told from anybody else (GDPR art. 11)."""
    if mode is DocumentationMode.PERSONAL_FILE:
        raise NotNow("by_case")
    if mode is DocumentationMode.ANONYMOUS:
        raise NotNow("nobody_to_copy_for")


def gives_copy(mode: DocumentationMode) -> bool:
    return mode is DocumentationMode.NAMED_WITHOUT_FILE
