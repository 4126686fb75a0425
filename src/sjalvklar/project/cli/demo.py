# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar demo`: the product on this machine only, with a pack and made-up people."""

from __future__ import annotations

import os
import sys
import time
import webbrowser

from sjalvklar.project.cli import options, serve
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.serving import PortTaken, Serving, listen

_SHOWN = 8


def run(argv: list[str]) -> int:
    parser = options.parser(
        "demo",
        about="Try the product on this machine: a municipality's pack and made-up people. Ctrl-C stops it.",
        epilog="What you write is kept in the data folder. Remove the folder to begin again.",
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    chosen = parser.parse_args(argv)
    began = time.monotonic()
    port = options.port(chosen)
    _refuse_taken(port)
    options.apply(chosen, mode="demo")

    from sjalvklar.project import prepare

    prepare.prepare(people=True, say=lambda line: print(line, flush=True))
    serving = Serving(port=port)

    def ready() -> None:
        print(_welcome(serving.url, seconds=time.monotonic() - began), flush=True)
        if not chosen.no_browser and _has_screen():
            webbrowser.open(serving.url)

    return serve.run_until_stopped(serving, verb="demo", ready=ready)


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


def _welcome(url: str, *, seconds: float) -> str:
    from sjalvklar.organisation import queries
    from sjalvklar.project import made_up

    people = made_up.sign_ins()
    name = queries.organisation().municipality.name
    lines = [
        "",
        f"  Självklar for {name} is open:  {url}",
        f"  The staff's room:  {url}/desk/",
        "",
    ]
    if people:
        width = max(len(person.username) for person in people)
        lines.append(f"  Made-up people, all with the password  {people[0].password}")
        lines += [f"    {person.username:{width}}  {person.what}" for person in people[:_SHOWN]]
        if len(people) > _SHOWN:
            lines.append(f"    and {len(people) - _SHOWN} more: " + " ".join(one.username for one in people[_SHOWN:]))
        lines += [
            "  The second factor is a code that changes every half minute:",
            f"    ./sjalvklar demo-code {people[0].username}",
            f"    or put this secret in a code generator (for {people[0].username}): {people[0].secret}",
            f"    the code right now: {people[0].code}",
        ]
    return "\n".join([*lines, "", f"  Ready in {seconds:.1f} s. Ctrl-C stops it.", ""])
