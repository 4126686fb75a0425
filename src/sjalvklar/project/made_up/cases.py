# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A few made-up cases for the demo, in the first unit with people enough; one of them protected.

Nobody here exists. The personal numbers are test numbers that Skatteverket has published.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sjalvklar.casework import actions
from sjalvklar.casework.rules import CloseReason, Identity, NoContact, Part, ProtectionLevel, RelationKind
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Colleague, Viewer
from sjalvklar.project.made_up import office, people
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
    ("Sirkka Testperson", "", "", 90, ("Avslutande samtal. Hon har det stöd hon behöver.",)),
)
# Ended so long ago that it is time for it to go: something for the archivists to plan and decide.
_OLD = ("Valter Påhittad", "199001012385", 7 * 365 + 30, "Avslutande samtal. Det vi kom överens om är gjort.")
# In which case, as what, called what, whether a child; and then what is between them, by their numbers in the case.
_AROUND: dict[int, tuple[tuple[Part, str, bool], ...]] = {
    0: (
        (Part.PERSON_OF_CONCERN, "sonen Ilyas", False),
        (Part.CHILD, "Sara", True),
        (Part.CHILD, "Sami", True),
        (Part.OTHER, "barnens pappa", False),
        (Part.OTHER, "mormor", False),
    ),
    1: ((Part.PERSON_OF_CONCERN, "lillebror", True), (Part.OTHER, "gamla vännen", False)),
}
_BETWEEN: dict[int, tuple[tuple[int, RelationKind, int, NoContact | None], ...]] = {
    0: (
        (1, RelationKind.PARENT, 2, None),
        (1, RelationKind.PARENT, 3, None),
        (1, RelationKind.PARENT, 4, None),
        (1, RelationKind.FORMER_PARTNER, 5, None),
        (1, RelationKind.NO_CONTACT, 5, NoContact.CONTACT_BAN),
        (6, RelationKind.PARENT, 1, None),
        (3, RelationKind.SIBLING, 4, None),
    ),
    1: ((1, RelationKind.SIBLING, 2, None), (2, RelationKind.NO_CONTACT, 3, NoContact.DANGER)),
}
_PROTECTED = ("Nora Skyddad", "202402292383", 5, "Uppföljning efter flytten. Inget om var.")


def make() -> int:
    """Make the cases; returns how many. None where nobody meets relatives."""
    found = people.meeting_relatives()
    if not found:
        return 0
    unit_id, answering = found[0][0], [who for _, who in found]
    now = clock.now()
    for place, (name, number, phone, days, notes) in enumerate(_CASES):
        owner = staff.viewer(answering[place % len(answering)].staff_id)
        if owner is None:
            continue
        began = office.before(now - timedelta(days=days))
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
        _around(owner, case, place, began)
        if days > 60:
            actions.close(actor=owner, case_id=case, reason=CloseReason.GOAL_REACHED, at=began + timedelta(days=20))
    _old(unit_id, answering[0])
    return len(_CASES) + 1 + _protected(unit_id, answering[0])


def _around(owner: Viewer, case: UUID, place: int, at: datetime) -> None:
    for number, (part, called, minor) in enumerate(_AROUND.get(place, ()), start=2):
        actions.add_person(
            actor=owner,
            case_id=case,
            part=part,
            called=called,
            minor=minor,
            nonce=_nonce(place, 50, number),
            at=at,
        )
    for number, (one, kind, other, ground) in enumerate(_BETWEEN.get(place, ())):
        actions.relate(
            actor=owner,
            case_id=case,
            one=one,
            other=other,
            kind=kind,
            ground=ground,
            nonce=_nonce(place, 90, number),
            at=at,
        )


def _old(unit_id: str, whose: Colleague) -> None:
    name, number, days, text = _OLD
    owner = staff.viewer(whose.staff_id)
    if owner is None:
        return
    began = office.before(clock.now() - timedelta(days=days))
    identity = Identity(name, number)
    case = actions.open_case(actor=owner, unit_id=unit_id, identity=identity, nonce=_nonce(8), at=began)
    actions.write_note(actor=owner, case_id=case, text=text, nonce=_nonce(8, 0), at=began)
    actions.close(actor=owner, case_id=case, reason=CloseReason.GOAL_REACHED, at=began)


def _protected(unit_id: str, whose: Colleague) -> int:
    """The protected case takes somebody else in the unit; returns how many were made."""
    name, number, days, text = _PROTECTED
    owner = staff.viewer(whose.staff_id)
    others = [who.staff_id for who in people.serving(unit_id) if who.staff_id != whose.staff_id]
    if owner is None or not others:
        return 0
    began = office.before(clock.now() - timedelta(days=days))
    case = actions.open_case(
        actor=owner,
        unit_id=unit_id,
        identity=Identity(name, number),
        level=ProtectionLevel.PROTECTED_REGISTRATION,
        second=others[0],
        nonce=_nonce(99),
        at=began,
    )
    actions.write_note(actor=owner, case_id=case, text=text, nonce=_nonce(99, 1), at=began)
    return 1


def _nonce(*place: int) -> bytes:
    return keyring.current().derived(f"demo case {'.'.join(map(str, place))}", length=16)
