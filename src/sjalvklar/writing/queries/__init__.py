# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Headings to begin with, as the municipality's pack has them."""

from __future__ import annotations

from django.conf import settings

from sjalvklar.organisation.pack import BadPack, Bundle
from sjalvklar.organisation.queries import municipality
from sjalvklar.writing import pack
from sjalvklar.writing.rules import Template, Writing, fitting

__all__ = ["fitting_here", "lines_of", "templates"]


class _Kept:
    """The bundle that was read last, and what it says."""

    found: Bundle | None = None
    templates: tuple[Template, ...] = ()
    lines: frozenset[str] = frozenset()


def _read() -> None:
    found = municipality.read(settings.PACK_DIR)
    if _Kept.found is found:
        return
    wrong = (*found.faults, *pack.faults(found))
    if wrong:
        raise BadPack(wrong)
    _Kept.found, _Kept.templates = found, pack.build(found)
    _Kept.lines = frozenset(
        line.strip() for one in _Kept.templates for heading in one.headings for line in (heading.sv, heading.en)
    )


def templates() -> tuple[Template, ...]:
    """All of them, in the pack's order. Raises organisation.pack.BadPack when it does not hold together."""
    _read()
    return _Kept.templates


def lines_of() -> frozenset[str]:
    """Every heading, in both languages: what is left out of a note when nothing stands under it."""
    _read()
    return _Kept.lines


def fitting_here(writing: Writing, support_form: str = "") -> tuple[Template, ...]:
    """Those for such a text, in such a support."""
    return fitting(templates(), writing, support_form)
