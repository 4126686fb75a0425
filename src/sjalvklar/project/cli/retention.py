# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar retention`: what would go today and why, what is decided, and that what was erased stays erased."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from sjalvklar.project.cli import options
from sjalvklar.project.cli.plain import Plain

if TYPE_CHECKING:
    from datetime import datetime

    from sjalvklar.disposal.queries.rules import InForce


def run(argv: list[str]) -> int:
    parser = options.parser(
        "retention",
        about="What is erased and when (gallring). Nothing is decided here: that takes two named people, at the desk.",
        epilog="The rules stand in the pack, in disposal.yaml. How to: docs/how-to/dispose-of-records.md.",
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=["plan", "rules", "carry-out", "reapply"],
        default="plan",
        help="plan (default): what would go today and what stays, as counts, with the reasons; rules: what holds for "
        "each kind of record; carry-out: erase what is decided, as the clock does; reapply: erase again what an old "
        "copy of the database has brought back, as every start does",
    )
    parser.add_argument("--authority", metavar="ID", help="for plan and rules: one authority, as in the pack")
    parser.add_argument("--language", choices=["sv", "en"], default="sv", help="what the answers are written in")
    chosen = parser.parse_args(argv)
    options.apply(chosen)

    from django.utils import translation

    from sjalvklar.project import prepare
    from sjalvklar.trust.keys import KeyHolderAway

    prepare.set_up()
    if prepare.waiting_migrations():
        raise Plain("The tables are not there yet, or are behind: start the product once, or start --migrate.")
    translation.activate(chosen.language)
    deeds: dict[str, Callable[[argparse.Namespace], int]] = {
        "plan": _plan,
        "rules": _rules,
        "carry-out": _carry_out,
        "reapply": _reapply,
    }
    try:
        return deeds[chosen.what](chosen)
    except KeyHolderAway as away:
        raise Plain(str(away)) from away


def _authorities(chosen: argparse.Namespace) -> tuple[str, ...]:
    from sjalvklar.organisation.queries import staff

    there = staff.authority_ids()
    if chosen.authority and chosen.authority not in there:
        raise Plain(f"There is no authority {chosen.authority!r}. There are: {', '.join(there) or 'none'}.")
    return (chosen.authority,) if chosen.authority else there


def _plan(chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.disposal import actions
    from sjalvklar.faces.desk.disposal import words
    from sjalvklar.kernel import clock

    at, nothing = clock.now(), True
    for authority in _authorities(chosen):
        seen = actions.preview(authority_id=authority, at=at)
        if not seen:
            continue
        nothing = False
        print(authority)
        for line in seen:
            count = f"{line.count:,}".replace(",", " ")
            where = line.unit or "-"
            print(f"  {words.RECORDS[line.record]!s:22} {where:32} {count:>9}  {words.becomes(line)}")
    if nothing:
        print(_("There is nothing that is kept."))
    print(_("Nothing was erased. Records officers plan and decide at the desk, under Disposal."))
    return 0


def _rules(chosen: argparse.Namespace) -> int:
    from sjalvklar.disposal import queries
    from sjalvklar.faces.desk.disposal import words
    from sjalvklar.kernel import clock

    at = clock.now()
    said: dict[tuple[str, ...], list[str]] = {}
    for authority in _authorities(chosen):
        lines = tuple(_line(one, at) for one in queries.in_force(authority, at))
        said.setdefault(lines, []).append(authority)
    for lines, authorities in said.items():
        print(", ".join(authorities))
        print("\n".join(lines))
    for keep in queries.disposal().keeps:
        print(f"  {words.keeps(keep)} ({keep.ground})")
    return 0


def _line(one: InForce, _at: datetime) -> str:
    from sjalvklar.faces.desk.disposal import words

    return f"  {words.RECORDS[one.record]!s:22} {words.holds(one)}"


def _carry_out(_chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.disposal import actions

    print(_("Erased: %(count)s.") % {"count": actions.carry_out()})
    return 0


def _reapply(_chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.disposal import actions

    back = actions.reapply()
    print(_("Erased again, because an old copy had brought it back: %(count)s rows.") % {"count": back})
    return 0
