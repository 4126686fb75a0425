# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is weighed, what it rests on, and who receives reports: as the pack has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.conf import settings

from sjalvklar.children import pack
from sjalvklar.children.rules import Concerns
from sjalvklar.organisation.pack import BadPack, Bundle
from sjalvklar.organisation.queries import municipality
from sjalvklar.organisation.rules import Authority, AuthorityKind

BOARD = "board:"
_RECEIVING = frozenset({AuthorityKind.DISTRICT, AuthorityKind.SOCIAL_WELFARE})


class _Kept:
    """The bundle that was read last, and what it says."""

    found: ClassVar[Bundle | None] = None
    concerns: ClassVar[Concerns] = Concerns()


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who receives reports: a unit, or a board whose unit for it the pack does not know (`id` then begins with
    `BOARD`, and `unit` is empty)."""

    id: str
    unit: str
    board: str
    authority_id: str


def concerns() -> Concerns:
    """What the municipality's pack says. Raises organisation.pack.BadPack when it does not hold together."""
    found = municipality.read(settings.PACK_DIR)
    if _Kept.found is not found:
        wrong = (*found.faults, *pack.faults(found))
        if wrong:
            raise BadPack(wrong)
        _Kept.found, _Kept.concerns = found, pack.build(found)
    return _Kept.concerns


def receivers(on: date) -> tuple[Receiver, ...]:
    """Those who receive reports that day: the units that the pack names, and the boards that it names none for."""
    known = municipality.organisation()
    rows = [row for row in known.provisions if row.function == concerns().receives and row.holds_on(on) and row.unit]
    units = dict.fromkeys(row.unit for row in rows if row.unit)
    found, served = [], set()
    for unit_id in units:
        unit, board = known.unit(unit_id), known.authority_of(unit_id)
        if unit is not None and board is not None and not unit.has_ended(on):
            served.add(board.id)
            found.append(Receiver(unit.id, unit.name, board.name, board.id))
    if any(row.areas is None for row in rows):
        return tuple(found)  # one unit receives for all
    found += [
        Receiver(f"{BOARD}{board.id}", "", board.name, board.id)
        for board in known.authorities
        if board.kind in _RECEIVING and board.id not in served and _is_there(board, on)
    ]
    return tuple(found)


def _is_there(board: Authority, on: date) -> bool:
    begun = board.valid_from is None or board.valid_from <= on
    return begun and (board.valid_to is None or on <= board.valid_to)
