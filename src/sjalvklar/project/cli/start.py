# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar start`: the product for real. It says everything that stands in the way before it opens the door."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sjalvklar.project.cli import options, serve
from sjalvklar.project.cli.plain import Plain
from sjalvklar.project.serving import Serving

_SHOWN = 12


def run(argv: list[str]) -> int:
    parser = options.parser(
        "start",
        about="Run the product for real. It refuses, with reasons, what must not meet the public.",
        epilog="Settings come from the environment: docs/reference/environment.md.",
    )
    parser.add_argument("--migrate", action="store_true", help="bring the tables up to date first")
    parser.add_argument("--check", action="store_true", help="say whether it could start, and start nothing")
    parser.add_argument("--listen", metavar="ADDRESS", default="127.0.0.1", help="default 127.0.0.1, for a proxy here")
    chosen = parser.parse_args(argv)
    options.apply(chosen, mode="production")

    from sjalvklar.project import prepare

    prepare.set_up(_say)
    standing_in_the_way = list(hindrances())
    if not standing_in_the_way and chosen.migrate and not chosen.check:
        prepare.migrate(_say)
    if not standing_in_the_way:
        standing_in_the_way = list(hindrances_in_the_database(will_migrate=chosen.migrate))
    if standing_in_the_way:
        raise Plain("Not started:\n" + "\n".join(_as_list(standing_in_the_way)))
    if chosen.check:
        print("Nothing stands in the way of a start.")
        return 0
    _say_what_is_missing()
    prepare.load_pack(_say)
    prepare.collect_static()
    serving = Serving(port=options.port(chosen), host=chosen.listen)
    return serve.run_until_stopped(serving, verb="start", ready=lambda: _say(f"Open at {serving.url}"))


def _say(line: str) -> None:
    print(line, flush=True)


def _as_list(reasons: list[str]) -> Iterator[str]:
    for reason in reasons:
        yield f"  {reason}" if reason.startswith("  ") else f"- {reason}"


def hindrances() -> Iterator[str]:
    """What in keys, pack and surroundings must not be in production, each as a sentence that says what to do."""
    from django.conf import settings

    yield from _keys(Path(settings.KEYS_DIR))
    yield from _pack(Path(settings.PACK_DIR))
    yield from _identity_provider()
    yield from _files()
    if not settings.TRUSTED_PROXIES:
        yield (
            "SJALVKLAR_PROXIES is 0: the door itself speaks plain HTTP, so a proxy of yours with TLS must stand "
            "in front; set it to how many there are"
        )
    elif not settings.HTTPS:
        yield "SJALVKLAR_HTTPS is no: cookies would travel in clear text. Leave it out"


def _keys(folder: Path) -> Iterator[str]:
    from django.conf import settings

    from sjalvklar.trust import keyring, keys

    if settings.KEY_SOCKET:
        try:
            keys.holder().facts()
        except keys.KeyHolderAway as away:
            yield f"{away}; start it first, as the user who owns the keys: ./sjalvklar keys serve"
        if os.access(folder / keyring.NAME, os.R_OK):
            yield f"a key process holds the keys, but this user can read {folder / keyring.NAME}: move it away"
        return
    try:
        keyring.read(folder)
    except keyring.KeyringFault as fault:
        yield str(fault)
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        mode = stat.S_IMODE(path.stat().st_mode)
        if path.name != keyring.NAME and mode & 0o077:
            yield f"{path} can be read by others (mode {mode:o}); run: chmod 600 {path}"


def _files() -> Iterator[str]:
    """What somebody who took over the process that looks at strangers' files could reach on this machine."""
    from sjalvklar.mailbox.files import looking

    yield from looking.walls().faults()


def _say_what_is_missing() -> None:
    """Walls around that process that this machine does not give; the others stand, or the start had been refused."""
    from sjalvklar.mailbox.files import looking

    walls = looking.walls()
    for sentence in walls.untried():
        _say(f"MIND: {sentence}.")
    for wall in walls.missing():
        _say(f"Files are looked at without {wall}, which this machine does not give; the other walls stand.")


def _identity_provider() -> Iterator[str]:
    """What in the file about the municipality's own identity provider cannot be meant."""
    from sjalvklar.faces.desk.sign_in.city import config
    from sjalvklar.organisation.pack import BadPack

    try:
        city = config.city()
        if city is not None and city.kind == config.SAML:
            from sjalvklar.faces.desk.sign_in.city import saml

            saml.settings_of(city)
    except BadPack:
        return  # said already
    except (config.BadCity, config.BadMetadata) as bad:
        yield f"the identity provider's file (SJALVKLAR_SIGN_IN): {bad}"


def _pack(folder: Path) -> Iterator[str]:
    from sjalvklar.guide import queries as guide
    from sjalvklar.organisation.pack import BadPack

    try:
        guide.guidebook()
        waiting = guide.unconfirmed(folder)
    except BadPack as bad:
        yield f"the pack {folder.name} has {len(bad.faults)} faults; run: ./sjalvklar pack check {folder}"
        return
    if waiting:
        yield (
            f"the pack {folder.name} shows {len(waiting)} facts that the municipality has not confirmed; "
            f"they are listed by: ./sjalvklar pack check {folder}"
        )
        for fact in waiting[:_SHOWN]:
            yield f"  {fact}"


def hindrances_in_the_database(*, will_migrate: bool) -> Iterator[str]:
    """What in the database must not be in production."""
    from django.db.utils import OperationalError

    from sjalvklar.project import made_up, prepare, walls

    try:
        waiting = prepare.waiting_migrations()
    except OperationalError as error:
        yield f"the database does not answer: {str(error).splitlines()[0]}"
        return
    if waiting and not will_migrate:
        yield f"the tables are {waiting} steps behind; take a backup and start with --migrate"
    yield from walls.faults(tables=not waiting)
    if not waiting:
        from sjalvklar.organisation import actions, queries

        yield from actions.without_successor(queries.organisation())
        present = made_up.present()
        if present or made_up.has_been_a_demo():
            named = f" ({', '.join(present[:5])}…)" if present else ""
            yield (
                f"the database holds the demo's made-up people{named}, whose password is known: "
                "use a data folder of its own for production"
            )
