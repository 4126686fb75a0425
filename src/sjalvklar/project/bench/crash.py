# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar bench crash`: `kill -9` at a random moment, again and again, while people write.

Real processes, real HTTP. What was acknowledged, which is to say that a code was shown, must be there after the
restart, once, and open with that code. What was on its way when the power went is sent again from the same form, as a
browser does, and must then be there once too, whether or not it had been stored before.
"""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from sjalvklar.project.bench import stage
from sjalvklar.project.bench.mailbox import Browser, Refused, code_in, fields, form_address, read, text_field
from sjalvklar.project.bench.senders import Line
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.serving import Serving

_SENDERS, _ROUNDS, _ENOUGH = 16, 10, 20
_LONGEST = 1.5  # seconds of writing after enough contacts were acknowledged, before the kill
_PATIENCE = 120.0


@dataclass
class Sender:
    """Somebody who writes until the product dies. `acknowledged` are codes with their words; `on_its_way` is what was
    sent and not answered: the form's fields, and the words."""

    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    on_its_way: tuple[dict[str, str], str] | None = None
    faults: list[str] = field(default_factory=list)

    def write_until_it_dies(self, serving: Serving, form: str, stop: threading.Event) -> None:
        try:
            with Line(serving.host, serving.port, timeout=30) as line:
                browser = Browser(line)
                while not stop.is_set():
                    page = browser.get(form).body
                    name = text_field(page)
                    if name is None:
                        raise Refused("the form has no field to write in")
                    text = secrets.token_hex(150)
                    filled = {**fields(page), name: text}
                    self.on_its_way = filled, text
                    code = code_in(browser.get(browser.post(form, filled)).body)
                    self.acknowledged.append((code, text))
                    self.on_its_way = None
        except OSError:
            return  # the product has died, as it was meant to
        except Refused as trouble:
            self.faults.append(str(trouble))


@dataclass(frozen=True, slots=True)
class Round:
    """One kill: how many were acknowledged, on their way, and what was not as it must be."""

    acknowledged: int
    resent: int
    lost: int
    doubled: int
    refused: int
    restart_seconds: float


def one_round(
    serving: Serving, form: str, dice: random.Random, *, senders: int, enough: int, longest: float = _LONGEST
) -> Round:
    """Write, kill at a random moment, start again, and look for everything. Leaves the product running."""
    stop = threading.Event()
    people = [Sender() for _ in range(senders)]
    threads = [
        threading.Thread(target=one.write_until_it_dies, args=(serving, form, stop), daemon=True) for one in people
    ]
    for thread in threads:
        thread.start()
    last = time.monotonic() + _PATIENCE
    while sum(len(one.acknowledged) for one in people) < enough and time.monotonic() < last:
        if not any(thread.is_alive() for thread in threads):
            break
        time.sleep(0.005)
    time.sleep(dice.random() * longest)
    serving.kill()
    stop.set()
    for thread in threads:
        thread.join()
    began = time.monotonic()
    serving.start()
    serving.wait_until_ready()
    restart = time.monotonic() - began
    with Line(serving.host, serving.port) as line:
        browser = Browser(line)
        resent = [
            (code_in(browser.get(browser.post(form, one.on_its_way[0])).body), one.on_its_way[1])
            for one in people
            if one.on_its_way is not None
        ]
        acknowledged = [found for one in people for found in one.acknowledged]
        counts = list(_times_found(browser, [*acknowledged, *resent]))
    return Round(
        acknowledged=len(acknowledged),
        resent=len(resent),
        lost=counts.count(0),
        doubled=sum(count > 1 for count in counts),
        refused=sum(len(one.faults) for one in people),
        restart_seconds=restart,
    )


def _times_found(browser: Browser, expected: list[tuple[str, str]]) -> Iterator[int]:
    for code, text in expected:
        try:
            yield read(browser, code).count(text.encode())
        except Refused:
            yield 0


def run(argv: list[str]) -> int:
    parser = stage.parser("crash", about="Kill the product with SIGKILL while people write, and look for every word.")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, metavar="N", help=f"how many kills, default {_ROUNDS}")
    parser.add_argument("--senders", type=int, default=_SENDERS, metavar="N", help=f"default {_SENDERS}")
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="the same moments again")
    chosen = parser.parse_args(argv)
    seed = secrets.randbelow(2**31) if chosen.seed is None else chosen.seed
    dice = random.Random(seed)
    rounds = []
    with stage.on(chosen) as product:
        with Line(product.host, product.port) as line:
            form = form_address(Browser(line))
        for _ in range(max(1, chosen.rounds)):
            rounds.append(one_round(product.serving, form, dice, senders=chosen.senders, enough=_ENOUGH))
        if product.database == "sqlite":
            _check_sqlite(product)
    stage.table(
        [
            {
                "kill": number,
                "acknowledged": one.acknowledged,
                "sent again": one.resent,
                "lost": one.lost,
                "doubled": one.doubled,
                "refused": one.refused,
                "restart s": round(one.restart_seconds, 2),
            }
            for number, one in enumerate(rounds, 1)
        ],
        title=f"kill -9 under {chosen.senders} senders on {product.database} (--seed {seed})",
    )
    totals = {
        name: sum(getattr(one, name) for one in rounds) for name in ("acknowledged", "lost", "doubled", "refused")
    }
    stage.write(chosen, {"bench": "crash", "database": product.database, "kills": len(rounds), "seed": seed, **totals})
    held = not (totals["lost"] or totals["doubled"] or totals["refused"])
    print(f"  {totals['acknowledged']:,} acknowledged, {totals['lost']} lost, {totals['doubled']} doubled.\n")
    return 0 if held else 1


def _check_sqlite(product: stage.Product) -> None:
    said = product.python(
        "from django.db import connection\n"
        "with connection.cursor() as cursor:\n"
        "    print(cursor.execute('PRAGMA integrity_check').fetchone()[0])"
    ).strip()
    if said != "ok":
        raise Plain(f"SQLite finds its own file damaged: {said}")
