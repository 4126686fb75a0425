# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said and asked about safety in the tests, and what it left behind."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tests.rooms.mailbox.people import fresh
from tests.rooms.support.staff import TODAY, Staff

from sjalvklar.safety import actions
from sjalvklar.safety.rules import (
    Agreed,
    Decided,
    Doer,
    MeasureKind,
    PoliceAnswer,
    PoliceParty,
    PoliceWay,
    Question,
    Said,
)
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust.models import AuditEntry

BOPS = Question(PoliceParty.POLICE_SAFETY_UNIT, PoliceWay.PHONE, "Bilar utanför porten")
NO = Decided(PoliceAnswer.NO_MEASURE, "Hotet bedöms som lågt")
ALARM = Agreed(MeasureKind.ALARM, Doer.POLICE, "Larmtelefon")


def deeds(about: UUID, kind: str = "support") -> list[str]:
    return list(AuditEntry.objects.filter(object=f"{kind}:{about}").order_by("id").values_list("action", flat=True))


def counted(what: What) -> int:
    return sum(total.count for total in tally.totals(what=what))


def afraid(staff: Staff, support: UUID, at: datetime, level: int | None = 9, words: str = "", **more: Any) -> bool:
    more.setdefault("nonce", fresh())
    return actions.say_fear(actor=staff.jonas, support_id=support, said=Said(level, words), at=at, **more)


def asked(staff: Staff, support: UUID, at: datetime, on: date = TODAY) -> UUID:
    actions.ask_police(actor=staff.jonas, support_id=support, question=BOPS, asked_on=on, nonce=fresh(), at=at)
    return actions.read(actor=staff.jonas, support_id=support, at=at).assessments[0].id


def answered(staff: Staff, support: UUID, which: UUID, at: datetime, decided: Decided = NO) -> bool:
    return actions.note_answer(
        actor=staff.jonas, support_id=support, assessment_id=which, decided=decided, answered_on=TODAY, at=at
    )
