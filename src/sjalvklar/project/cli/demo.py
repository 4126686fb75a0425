# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar demo`: the product on this machine only, with a pack and made-up people."""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from collections.abc import Iterator

from sjalvklar.project.cli import options, serve
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.serving import PortTaken, Serving, listen

_SHOWN = 8
_MONTHS = 24


def run(argv: list[str]) -> int:
    parser = options.parser(
        "demo",
        about="Try the product on this machine: a municipality's pack and made-up people. Ctrl-C stops it.",
        epilog="What you write is kept in the data folder. Remove the folder to begin again.",
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument(
        "--months",
        type=int,
        metavar="N",
        help=f"how many made-up months lie behind it the first time, default {_MONTHS}; they come while you look",
    )
    chosen = parser.parse_args(argv)
    months = chosen.months if chosen.months is not None else os.environ.get("SJALVKLAR_DEMO_MONTHS", str(_MONTHS))
    began = time.monotonic()
    port = options.port(chosen)
    _refuse_taken(port)
    options.apply(chosen, mode="demo")
    os.environ["SJALVKLAR_DEMO_MONTHS"] = str(months)

    from sjalvklar.project import prepare

    def say(line: str) -> None:
        print(line, flush=True)

    people: list[str] = []

    def fill() -> None:
        prepare.fill(people=True, say=say)

    def gather() -> None:
        if nothing_new:
            fill()
        given = {"--data": chosen.data, "--database": chosen.database}
        people.extend(_people("".join(f" {word} {value}" for word, value in given.items() if value)))

    nothing_new = prepare.lay_ground(say)
    if not nothing_new:
        fill()
    serving = Serving(port=port)

    def ready() -> None:
        address = serving.url.replace("//127.0.0.1", "//localhost")  # a passkey is made for a name, not for a number
        for line in (*_addresses(address), *people):
            print(f"  {line}".rstrip())
        print(f"\n  Ready in {time.monotonic() - began:.1f} s. Ctrl-C stops it.\n", flush=True)
        if not chosen.no_browser and _has_screen():
            webbrowser.open(address)

    return serve.run_until_stopped(serving, verb="demo", ready=ready, meanwhile=gather)


def _refuse_taken(port: int) -> None:
    """A taken port is told before anything is prepared."""
    if port:
        try:
            listen("127.0.0.1", port).close()
        except PortTaken as taken:
            raise Plain(f"{taken}\nGive another one: ./sjalvklar demo --port {port + 1}") from taken


def _has_screen() -> bool:
    screen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(screen) and sys.stdout.isatty() and not os.environ.get("CI")


def _addresses(url: str) -> Iterator[str]:
    from sjalvklar.organisation import queries

    yield ""
    yield f"Självklar for {queries.organisation().municipality.name} is open:  {url}"
    yield f"The staff's room:  {url}/desk/"


def _people(where: str) -> Iterator[str]:
    """Who can sign in and how, and a relative's code. `where` is what the demo was told of its data, as options."""
    from sjalvklar.project import made_up
    from sjalvklar.project.made_up import pairs, past

    people = made_up.sign_ins()
    if people:
        width = max(len(person.username) for person in people)
        yield ""
        yield f"Made-up people, all with the password  {people[0].password}"
        for person in people[:_SHOWN]:
            yield f"  {person.username:{width}}  {person.what}"
        if len(people) > _SHOWN:
            yield f"  and {len(people) - _SHOWN} more: {' '.join(person.username for person in people[_SHOWN:])}"
        yield "The second factor is a code that changes every half minute:"
        yield f"  ./sjalvklar demo-code {people[0].username}{where}"
        yield f"  or put this secret in a code generator (for {people[0].username}): {people[0].secret}"
        yield f"  the code right now: {people[0].code}"
    two = pairs.in_words()
    if two:
        yield ""
        yield "Some things take two:"
        yield from (f"  {line}" for line in two)
    code = made_up.code_to_try()
    if code:
        yield ""
        yield f"A relative's code to try at /k:  {code}"
    if past.how_far() is not None:
        yield ""
        yield "The work of the months behind it comes while you look around, the newest first; it takes some minutes."
