# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Headings and questions that help with writing. They are words in the field from the moment they are put there: the
writer changes them as she likes, and those that nothing was written under are left out of what is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Writing(StrEnum):
    """What sort of text it is."""

    NOTE = "note"  # in a support or a case
    TALK = "talk"  # how a talk was
    ANSWER = "answer"  # to somebody who wrote to us
    FAMILY = "family"  # of a family after an incident
    LOG = "log"  # of an incident as a whole
    PLAN = "plan"
    ASSESSMENT = "assessment"  # the first, of a plan


@dataclass(frozen=True, slots=True)
class Heading:
    """A line to write under."""

    sv: str
    en: str

    def in_language(self, language: str) -> str:
        """At the desk there are two."""
        return self.en if language == "en" else self.sv


@dataclass(frozen=True, slots=True)
class Template:
    """Headings for some sorts of text; with `forms`, only where that sort of support is given."""

    id: str
    name: Heading
    writing: frozenset[Writing]
    forms: frozenset[str]
    headings: tuple[Heading, ...]


def fitting(templates: Iterable[Template], writing: Writing, support_form: str = "") -> tuple[Template, ...]:
    """The templates for such a text, in the pack's order: those made for this sort of support first."""
    found = [one for one in templates if writing in one.writing and (not one.forms or (support_form in one.forms))]
    return tuple(sorted(found, key=lambda one: not one.forms))


def put_in(text: str, headings: Iterable[str]) -> str:
    """The text with those headings after it that it does not have yet, each with a line to write on."""
    there = {line.strip() for line in text.splitlines()}
    added = [heading for heading in headings if heading not in there]
    begun = text.rstrip()
    return "\n\n".join(([begun] if begun else []) + [f"{heading}\n" for heading in added])


def drop_empty(text: str, headings: Collection[str]) -> str:
    """The text without the headings under which nothing is written. Whatever the writer made of a line is hers: only
    a line that is still word for word a heading can be one."""
    if not headings:
        return text
    kept: list[str] = []
    waiting: list[str] = []  # a heading and the empty lines after it, until something stands under it
    for line in text.splitlines():
        if line.strip() in headings:
            waiting = [line]
        elif not line.strip():
            (waiting or kept).append(line)
        else:
            kept += [*waiting, line]
            waiting = []
    return "\n".join(kept).strip("\n")
