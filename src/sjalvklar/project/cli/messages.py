# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar messages`: collect what is to be translated, bring the catalogs up to date, compile them."""

from __future__ import annotations

from collections import Counter

from sjalvklar.project.cli import options

_SHOWN = 60


def run(argv: list[str]) -> int:
    parser = options.parser("messages", about="Collect the product's sentences for translators and compile them.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail with a list of what is missing")
    parser.add_argument("--all", action="store_true", help="list everything, however long")
    chosen = parser.parse_args(argv)
    options.ready_settings()

    from sjalvklar.project.catalogs import check as checking
    from sjalvklar.project.catalogs import keep
    from sjalvklar.project.catalogs.collect import collect

    sentences = collect()
    if not chosen.check:
        keep.update(sentences)
        compiled = keep.compile_stale()
        print(f"{len(sentences)} sentences. Compiled: {', '.join(compiled) or 'nothing had changed'}.")
    left = checking.left_over(sentences)
    lacks = checking.check(sentences)
    for lack in (left if chosen.all else left[:10]) if not chosen.check else []:
        print(f"  note: {lack}")
    for lack in lacks if chosen.all else lacks[:_SHOWN]:
        print(f"  {lack}")
    if len(lacks) > _SHOWN and not chosen.all:
        print(f"  … and {len(lacks) - _SHOWN} more; --all lists them")
    per_language = ", ".join(f"{code} {count}" for code, count in Counter(lack.code for lack in lacks).items())
    print(f"{len(sentences)} sentences, {len(lacks)} faults{': ' + per_language if per_language else ''}.")
    return 1 if lacks and chosen.check else 0
