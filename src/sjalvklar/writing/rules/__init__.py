# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is kept of a form before it is sent, for how long, and what headings do."""

from sjalvklar.writing.rules.drafts import (
    FORMS,
    LIVES,
    LONGEST,
    Form,
    Kind,
    check_is_the_newest,
    checked_values,
    form_of,
    next_version,
)
from sjalvklar.writing.rules.headings import Heading, Template, Writing, drop_empty, fitting, put_in

__all__ = [
    "FORMS",
    "LIVES",
    "LONGEST",
    "Form",
    "Heading",
    "Kind",
    "Template",
    "Writing",
    "check_is_the_newest",
    "checked_values",
    "drop_empty",
    "fitting",
    "form_of",
    "next_version",
    "put_in",
]
