# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar bench NAME`: each bench is a file in project/bench with `run(argv)`."""

from __future__ import annotations

import importlib

from sjalvklar.project.cli.plain import Plain

BENCHES = {
    "mailbox": "sixteen senders store contacts and read them back over HTTP",
    "crash": "kill -9 while people write, and whether every acknowledged word is there",
    "guide": "how long a page of the guide and a directory answer take, and how much they weigh",
    "trust": "what the record and the sealing cost a reading, and how fast the record verifies",
    "casework": "what an officer has open all day: a contact, a case, its people, a support, a plan",
    "incident": "an incident that struck 500 people: the board, a circle, a family",
    "worklist": "the desk's list at 10,000 and at 1,000,000 contacts",
}


def run(argv: list[str]) -> int:
    if not argv or argv[0] in {"-h", "--help"}:
        print("./sjalvklar bench NAME [--database sqlite|postgresql] [--json FILE]\n")
        for name, what in BENCHES.items():
            print(f"  {name:9} {what}")
        return 0
    if argv[0] not in BENCHES:
        raise Plain(f"There is no bench {argv[0]!r}; there are: {', '.join(BENCHES)}.")
    module = importlib.import_module(f"sjalvklar.project.bench.{argv[0]}")
    code: int = module.run(argv[1:])
    return code
