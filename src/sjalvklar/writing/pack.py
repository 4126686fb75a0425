# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to headings, and what does not hold together on the way."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sjalvklar.kernel.yamlsource import Fault
from sjalvklar.organisation.pack import Bundle
from sjalvklar.writing.rules import Heading, Template, Writing

_FILE = "writing"


def build(found: Bundle) -> tuple[Template, ...]:
    """The templates of a bundle without faults."""
    return tuple(
        Template(
            item["id"],
            Heading(item["name"]["sv"], item["name"]["en"]),
            frozenset(map(Writing, item["for"])),
            frozenset(item.get("forms", ())),
            tuple(Heading(line["sv"], line["en"]) for line in item["headings"]),
        )
        for _where, item in found.items(_FILE, "templates")
    )


def faults(found: Bundle) -> Iterator[Fault]:
    """The same heading twice in a template: it would be put in once."""
    for where, item in found.items(_FILE, "templates"):
        for language in ("sv", "en"):
            lines = [line[language].strip() for line in item["headings"]]
            twice = next((line for line in lines if lines.count(line) > 1), "")
            if twice:
                yield found.fault(
                    (*where, "headings"), _("the heading “%(line)s” stands there twice") % {"line": twice}
                )
