# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A social intervention group in Granö: Jonas leads, Petra of the other board takes part for a unit, the police have
Inspector Prov, and a school has no account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.rooms.casework.staff import AMAL, Staff
from tests.rooms.mailbox.people import NORTH, SOUTH, fresh

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import ProtectionLevel
from sjalvklar.plans import actions
from sjalvklar.plans.models import Commitment, Plan
from sjalvklar.plans.rules import (
    About,
    Aim,
    ConsentWay,
    Giver,
    PartyKind,
    Share,
    State,
    Target,
)

AIM = Aim(Target.THREATENED_RELATIVE, "Att hon kan sova hemma igen.")
DAY = date(2026, 11, 23)
PARTIES = {
    "unit": (PartyKind.SOCIAL_SERVICES, About("Barn och unga", "Petra Exempelsson"), SOUTH),
    "police": (PartyKind.POLICE, About("Polisen i Granö", "Inspektör Prov", "kommunpolis"), ""),
    "school": (PartyKind.SCHOOL, About("Provskolan", "Rektor Påhittad"), ""),
}


@dataclass
class Group:
    """The plan and its parties, and Jonas's deeds with it."""

    staff: Staff
    at: datetime
    case: UUID
    plan: UUID
    parties: dict[str, UUID] = field(default_factory=dict)

    def jonas(self, at: datetime | None = None) -> dict[str, Any]:
        """What every deed of his takes."""
        when = at or self.at
        return {"actor": self.staff.viewer("jonas", when), "plan_id": self.plan, "at": when}

    def of(self, name: str, at: datetime | None = None) -> dict[str, Any]:
        """The same about one party."""
        return {**self.jonas(at), "party_id": self.parties[name]}

    def petra(self, at: datetime | None = None, *, who: str = "petra", party: str = "unit") -> dict[str, Any]:
        """What every deed of somebody who takes part takes."""
        when = at or self.at
        return {"actor": self.staff.viewer(who, when), "party_id": self.parties[party], "at": when}

    def consent(
        self,
        name: str,
        *kinds: Share,
        giver: Giver = Giver.OWN,
        starts: date = DAY,
        days: int = 90,
        at: datetime | None = None,
    ) -> None:
        actions.give_consent(
            **self.of(name, at),
            giver=giver,
            kinds=kinds,
            starts=starts,
            ends=starts + timedelta(days=days),
            way=ConsentWay.PAPER,
            seen=True,
            nonce=fresh(),
        )

    def commit(self, name: str, what: str, *, days: int = 14, at: datetime | None = None) -> UUID:
        actions.add_commitment(
            **self.of(name, at), what=what, who="", due_on=DAY + timedelta(days=days), nonce=fresh()
        )
        return Commitment.objects.order_by("-at").filter(party=self.parties[name]).values_list("pk", flat=True)[0]

    def state(self) -> State:
        return State(Plan.objects.get(pk=self.plan).state)


def make_group(
    staff: Staff,
    at: datetime,
    *,
    upto: State = State.ACTIVE,
    needed: Giver = Giver.OWN,
    second: str = "",
) -> Group:
    """Everything that it takes to come to that state, done."""
    jonas = staff.viewer("jonas", at)
    case = casework.open_case(
        actor=jonas,
        unit_id=NORTH,
        identity=AMAL if not second else AMAL.__class__(name="Amal Exempel"),
        level=ProtectionLevel.MARKED if second else ProtectionLevel.NONE,
        second=staff.ids[second] if second else None,
        nonce=fresh(),
        at=at,
    )
    aim = AIM if needed is Giver.OWN else Aim(AIM.target, AIM.aim, "Mor Exempel", "Far Exempel")
    plan = actions.begin(actor=jonas, case_id=case, aim=aim, needed=needed, nonce=fresh(), at=at)
    made = Group(staff, at, case, plan)
    if upto is State.ACTUALISED:
        return made
    actions.assess(**made.jonas(), suits=True, text="Hotet gäller hela familjen.", nonce=fresh())
    for name, (kind, about, unit) in PARTIES.items():
        made.parties[name] = actions.add_party(
            **made.jonas(), kind=kind, about=about, unit_id=unit if not second else "", nonce=fresh()
        )
    if not second:
        actions.assign(**made.of("unit"), staff_id=staff.ids["petra"])
    if upto is State.ASSESSED:
        return made
    for name in made.parties:
        for giver in Giver:
            if giver <= needed:
                made.consent(name, Share.SAFETY, giver=giver)
    actions.consented(**made.jonas())
    if upto is State.CONSENTED:
        return made
    made.commit("police", "Ringer henne varje fredag.")
    made.commit("unit", "Håller samtal med syskonen.")
    actions.plan_meeting(**made.jonas(), when=at + timedelta(days=30))
    actions.activate(**made.jonas())
    return made
