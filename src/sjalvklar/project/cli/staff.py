# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar staff`: what IT does with accounts: make them, give and end roles, renew a sign-in, close.

Duty and stand-ins are the unit head's, at the desk.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Refused
from sjalvklar.project.cli import options
from sjalvklar.project.cli.plain import Plain
from sjalvklar.trust.access.words import Role

if TYPE_CHECKING:
    from sjalvklar.organisation.actions import NewStaff
    from sjalvklar.trust.rules import Actor

ROLES = tuple(role.value for role in Role)
_REFUSED = {
    "username": "A username is small letters a-z and digits, with dots, dashes or underscores between them.",
    "username_taken": "There is somebody with that username already; usernames are never used twice.",
    "name": "A name may not be empty or very long.",
    "already_granted": "They have that role in that unit already.",
    "no_such_grant": "They do not have that role in that unit.",
    "no_such_staff": "That account is closed.",
    "from_city": "The identity provider opens that account. First: ./sjalvklar staff unlink USERNAME",
    "not_linked": "That account is one of its own: the identity provider does not open it.",
    "ends_before_it_begins": "The role would end before it begins.",
}


def run(argv: list[str]) -> int:
    parser = options.parser(
        "staff",
        about="Accounts of those who answer. A new account opens nothing until it has a role in a unit.",
        epilog="Hand the temporary password over in person. It works for two days, until they have chosen their own.",
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=list(_DEEDS),
        default="list",
        help="list (default): who has which role now; add: a new account; grant: a role in a unit; end: that role; "
        "renew: a new temporary password for somebody who has lost theirs; unlink: the identity provider opens it no "
        "longer; close: the person has left",
    )
    parser.add_argument("username", nargs="?", help="whose account; small letters, never used twice")
    parser.add_argument("--name", help="with add: the whole name, for colleagues and the record")
    parser.add_argument("--public-name", metavar="NAME", help="with add: what relatives see; a first name is enough")
    parser.add_argument("--language", choices=["sv", "en"], default="sv", help="with add: of the desk")
    parser.add_argument("--unit", metavar="ID", help="with add, grant and end: the unit, as the pack names it")
    parser.add_argument("--role", choices=list(ROLES), help="with add, grant and end")
    parser.add_argument("--until", type=_day, metavar="DATE", help="with add and grant: the last day, as 2027-06-30")
    chosen = parser.parse_args(argv)
    if chosen.what != "list" and not chosen.username:
        raise Plain(f"Say whose account: ./sjalvklar staff {chosen.what} USERNAME")
    options.apply(chosen)

    from sjalvklar.project import prepare

    prepare.set_up()
    if prepare.waiting_migrations():
        raise Plain("There are no tables yet, or they are behind: run ./sjalvklar start --migrate first.")
    try:
        return _DEEDS[chosen.what](chosen)
    except Refused as refused:
        raise Plain(_REFUSED.get(refused.code, f"It was refused: {refused.code}.")) from refused


def _day(stated: str) -> date:
    try:
        return date.fromisoformat(stated)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{stated!r} is not a date; it is written as 2027-06-30") from None


def _it() -> Actor:
    from sjalvklar.trust.rules import Actor

    return Actor.system("staff")


def _local(moment: datetime) -> datetime:
    from sjalvklar.organisation.queries import organisation

    return moment.astimezone(organisation().municipality.zone)


def _whose(username: str) -> int:
    from sjalvklar.organisation.queries import staff

    found = staff.staff_id(username)
    if found is None:
        raise Plain(f"There is nobody with the username {username}. Who there is: ./sjalvklar staff list")
    return found


def _list(_chosen: argparse.Namespace) -> int:
    from sjalvklar.organisation.queries import organisation, staff

    for unit in organisation().units:
        people = staff.staff_of(unit.id)
        if people or unit.receives_messages:
            print(f"{unit.name} ({unit.id})")
            for one in people:
                print(f"  {one.username:16} {one.name} ({one.public_name}): {', '.join(one.roles)}")
            if unit.receives_messages and not any(role.leads for one in people for role in one.roles):
                print("  nobody heads the unit: what nobody takes in time would be left without an owner")
    return 0


def _add(chosen: argparse.Namespace) -> int:
    from django.db import transaction

    from sjalvklar.organisation import actions

    if not chosen.name or not chosen.public_name:
        raise Plain("A new account needs --name and --public-name.")
    if bool(chosen.unit) != bool(chosen.role):
        raise Plain("A role needs both --unit and --role.")
    with transaction.atomic():
        made = actions.create_staff(
            username=chosen.username,
            name=chosen.name,
            public_name=chosen.public_name,
            language=chosen.language,
            actor=_it(),
        )
        if chosen.unit:
            _give(made.staff_id, chosen)
    _hand_over(chosen.username, made)
    return 0


def _grant(chosen: argparse.Namespace) -> int:
    _need_role(chosen)
    _give(_whose(chosen.username), chosen)
    print(f"{chosen.username} is {chosen.role} in {chosen.unit}{f' to {chosen.until}' if chosen.until else ''}.")
    return 0


def _give(staff_id: int, chosen: argparse.Namespace) -> None:
    from sjalvklar.organisation import actions

    _known(chosen.unit)
    now = clock.now()
    until = chosen.until and datetime.combine(chosen.until + timedelta(days=1), time(), _local(now).tzinfo)
    actions.grant(
        staff_id=staff_id, unit_id=chosen.unit, role=_role(chosen), valid_from=now, valid_to=until, actor=_it()
    )


def _end(chosen: argparse.Namespace) -> int:
    from sjalvklar.organisation import actions

    _need_role(chosen)
    actions.end_grant(staff_id=_whose(chosen.username), unit_id=chosen.unit, role=_role(chosen), actor=_it())
    print(f"{chosen.username} is no longer {chosen.role} in {chosen.unit}. What they own waits for the unit head.")
    return 0


def _renew(chosen: argparse.Namespace) -> int:
    from sjalvklar.organisation import actions

    _hand_over(chosen.username, actions.renew_sign_in(staff_id=_whose(chosen.username), actor=_it()))
    print("Their earlier password, code generator, passkeys and open sessions no longer work.")
    return 0


def _unlink(chosen: argparse.Namespace) -> int:
    from sjalvklar.organisation import actions

    actions.unlink_city(staff_id=_whose(chosen.username), actor=_it())
    print(f"The identity provider no longer opens {chosen.username}, and the roles that it gave have ended.")
    print(f"A way in of their own: ./sjalvklar staff renew {chosen.username}, and ./sjalvklar staff grant for roles.")
    return 0


def _close(chosen: argparse.Namespace) -> int:
    from sjalvklar.organisation import actions

    actions.close_account(staff_id=_whose(chosen.username), actor=_it())
    print(f"{chosen.username} cannot sign in any more, and every role has ended. The record keeps who they were.")
    return 0


def _need_role(chosen: argparse.Namespace) -> None:
    if not chosen.unit or not chosen.role:
        raise Plain(f"Say where and what: ./sjalvklar staff {chosen.what} USERNAME --unit ID --role ROLE")


def _role(chosen: argparse.Namespace) -> Role:
    return Role(chosen.role)


def _known(unit_id: str) -> None:
    from sjalvklar.organisation.queries import organisation, staff

    if staff.unit(unit_id) is None:
        ours = ", ".join(unit.id for unit in organisation().units if unit.receives_messages)
        raise Plain(f"There is no unit {unit_id}. Those who receive messages: {ours}.")


def _hand_over(username: str, made: NewStaff) -> None:
    print(f"Username            {username}")
    print(f"Temporary password  {made.temporary_password}")
    print(f"Works until         {_local(made.until):%Y-%m-%d %H:%M}, or until they have chosen their own.")
    print("Hand it over in person.")


_DEEDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "add": _add,
    "grant": _grant,
    "end": _end,
    "renew": _renew,
    "unlink": _unlink,
    "close": _close,
}
