# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar demo-code USERNAME`: what a made-up person's code generator shows right now."""

from __future__ import annotations

import time

from sjalvklar.project.cli import options
from sjalvklar.project.cli.plain import Plain

_LASTS = 30  # seconds, RFC 6238


def run(argv: list[str]) -> int:
    parser = options.parser("demo-code", about="The second factor of a made-up person, right now.")
    parser.add_argument("username", nargs="?", help="whose code; everybody's when left out")
    chosen = parser.parse_args(argv)
    options.apply(chosen, mode="demo")

    from sjalvklar.project import prepare

    prepare.set_up()
    from sjalvklar.project import made_up

    people = {person.username: person for person in made_up.sign_ins()}
    if chosen.username and chosen.username not in people:
        raise Plain(f"{chosen.username} is not one of the made-up people: {', '.join(people) or 'there are none'}.")
    for username in [chosen.username] if chosen.username else people:
        print(f"{people[username].code}  {username}" if not chosen.username else people[username].code)
    left = _LASTS - int(time.time()) % _LASTS
    print(f"good for {left} more seconds")
    return 0
