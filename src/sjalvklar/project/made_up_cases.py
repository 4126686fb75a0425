# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A few made-up cases for the demo, in the first unit with people enough; one of them protected.

Nobody here exists. The personal numbers are test numbers that Skatteverket has published.
"""

from __future__ import annotations

from datetime import timedelta

from sjalvklar.casework import actions
from sjalvklar.casework.rules import CloseReason, Identity, ProtectionLevel
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Colleague
from sjalvklar.trust import keyring

# Name, number, telephone; how many days ago; what was written.
_CASES: tuple[tuple[str, str, str, int, tuple[str, ...]], ...] = (
    (
        "Mirjam Påhittad",
        "189001019802",
        "070-174 06 10",
        40,
        (
            "Första samtalet. Sonen är häktad sedan två veckor. Hon sover inte och vågar inte öppna posten.",
            "Samtal på kontoret. Vi ringde häktet tillsammans om besök. Hon vill gå med i gruppen på torsdagar.",
        ),
    ),
    (
        "Elias Exempel",
        "200002292399",
        "070-174 06 11",
        12,
        ("Storebror. Vill veta hur han kan hjälpa sin bror att lämna utan att själv bli ett mål.",),
    ),
    ("Sirkka Testperson", "199001012385", "", 90, ("Avslutande samtal. Hon har det stöd hon behöver.",)),
)
_PROTECTED = ("Nora Skyddad", "202402292383", 5, "Uppföljning efter flytten. Inget om var.")


def make() -> int:
    """Make the cases; returns how many. None where no unit has two who meet relatives."""
    found = people()
    if len(found) < 2:
        return 0
    unit_id, answering = found[0][0], [who for _, who in found]
    now = clock.now()
    for place, (name, number, phone, days, notes) in enumerate(_CASES):
        owner = staff.viewer(answering[place % len(answering)].staff_id)
        if owner is None:
            continue
        began = now - timedelta(days=days)
        case = actions.open_case(
            actor=owner,
            unit_id=unit_id,
            identity=Identity(name, number, phone),
            nonce=_nonce(place),
            at=began,
        )
        for step, text in enumerate(notes):
            actions.write_note(
                actor=owner, case_id=case, text=text, nonce=_nonce(place, step), at=began + timedelta(days=7 * step)
            )
        if days > 60:
            actions.close(actor=owner, case_id=case, reason=CloseReason.GOAL_REACHED, at=began + timedelta(days=20))
    _protected(unit_id, answering)
    return len(_CASES) + 1


def _protected(unit_id: str, answering: list[Colleague]) -> None:
    name, number, days, text = _PROTECTED
    owner = staff.viewer(answering[0].staff_id)
    if owner is None:
        return
    began = clock.now() - timedelta(days=days)
    case = actions.open_case(
        actor=owner,
        unit_id=unit_id,
        identity=Identity(name, number),
        level=ProtectionLevel.PROTECTED_REGISTRATION,
        second=answering[1].staff_id,
        nonce=_nonce(99),
        at=began,
    )
    actions.write_note(actor=owner, case_id=case, text=text, nonce=_nonce(99, 1), at=began)


def _nonce(*place: int) -> bytes:
    return keyring.current().derived(f"demo case {'.'.join(map(str, place))}", length=16)


def people() -> list[tuple[str, Colleague]]:
    """(unit, colleague) for those who meet relatives in the unit where most do."""
    units = sorted({unit for person in staff.demo_people() for unit in _units_of(person.username)})
    found = [[(unit, who) for who in staff.staff_of(unit) if who.answers] for unit in units]
    return max(found, key=len, default=[])


def _units_of(username: str) -> frozenset[str]:
    known = staff.staff_id(username)
    return staff.units_where_granted(known) if known is not None else frozenset()
