# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar help`: the verbs, in the order a newcomer meets them."""

from __future__ import annotations

from sjalvklar.project.cli import options

VERBS: dict[str, str] = {
    "demo": "try the product: Stockholm's pack and made-up people, on this machine only",
    "demo-code": "the second factor of a made-up person, right now",
    "test": "every test: SQLite, PostgreSQL, a real browser",
    "check": "the fast part of test: style, types, imports, packs, messages",
    "start": "run the product for real, as the environment says",
    "pack": "check a municipality's pack: ./sjalvklar pack check DIR",
    "keys": "make, hold, split, recover and rotate the keys",
    "audit": "verify the record, hand it out, have it witnessed; try the log review",
    "access": "who may do what, whole: access matrix, as a page or as CSV",
    "retention": "what is erased and when: retention plan, rules, reapply",
    "staff": "accounts of those who answer: made, given a role, renewed, closed",
    "messages": "collect the sentences of the product for translators, and compile them",
    "bench": "measure: bench mailbox, bench guide, bench worklist",
    "docs": "write the reference that comes from the code; --check tells whether it is up to date",
    "lock": "lock the packages the product needs, with hashes",
    "help": "this text; ./sjalvklar VERB --help tells more",
}

_EVERY = """
Every verb understands
  --port N           where the product answers (0 picks a free one)
  --data DIR         where keys and the embedded database are kept
  --pack DIR|NAME    the municipality: a folder of YAML, or the name of one in packs/
  --database WHAT    sqlite, postgresql (one of our own, embedded) or a URL"""


def run(argv: list[str]) -> int:
    options.parser("help", about="List the verbs.").parse_args(argv)
    print("./sjalvklar VERB …\n")
    for verb, what in VERBS.items():
        print(f"  {verb:10} {what}")
    print(_EVERY)
    return 0
