# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One made-up plan of a social intervention group for the demo, in a made-up case: the police on paper, a unit beside
with somebody who takes part, and a school whose consent was taken back.

Nobody here exists and nothing here happened.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sjalvklar.casework import queries as casework
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans import actions, queries
from sjalvklar.plans.rules import About, Aim, ConsentWay, Giver, PartyKind, Share, SharedBy, Target
from sjalvklar.project.made_up import office, people
from sjalvklar.trust import keyring

_AIM = Aim(Target.THREATENED_RELATIVE, "Att hon kan sova hemma, och att syskonen kan gå till skolan själva.")


def make() -> int:
    """Make the plan; returns how many. None where there is no case to have it in."""
    for unit_id, who in people.meeting_relatives():
        leader = staff.viewer(who.staff_id)
        mine = casework.worklist(leader, view=casework.View.MINE) if leader else ()
        ordinary = [row for row in mine if not row.protected]
        if leader is not None and ordinary:
            _plan(leader, unit_id, ordinary[0].id)
            return 1
    return 0


def _plan(leader: Viewer, unit_id: str, case: UUID) -> None:
    at = office.before(clock.now() - timedelta(days=10))
    plan = actions.begin(actor=leader, case_id=case, aim=_AIM, needed=Giver.OWN, nonce=_nonce(0), at=at)
    actions.assess(
        actor=leader,
        plan_id=plan,
        suits=True,
        text="Hotet gäller hela familjen. Hon vill själv.",
        nonce=_nonce(1),
        at=at,
    )
    parties = [
        (PartyKind.POLICE, About("Polisen, påhittat område", "Inspektör Påhittad", "kommunpolis"), ""),
        (PartyKind.SCHOOL, About("En påhittad skola", "Rektor Påhittad"), ""),
    ]
    beside = _beside(leader, unit_id)
    if beside is not None:
        unit, name, _ = beside
        parties.append((PartyKind.SOCIAL_SERVICES, About(unit, name), beside[2][0]))
    today = queries.today(at)
    made = []
    for place, (kind, about, party_unit) in enumerate(parties):
        party = actions.add_party(
            actor=leader, plan_id=plan, kind=kind, about=about, unit_id=party_unit, nonce=_nonce(2, place), at=at
        )
        actions.give_consent(
            actor=leader,
            plan_id=plan,
            party_id=party,
            giver=Giver.OWN,
            kinds=[Share.GOALS, Share.SAFETY],
            starts=today,
            ends=today + timedelta(days=90),
            way=ConsentWay.PAPER,
            seen=True,
            nonce=_nonce(3, place),
            at=at,
        )
        made.append(party)
    actions.consented(actor=leader, plan_id=plan, at=at)
    for place, what in enumerate(
        ("Ringer henne varje fredag.", "Möter syskonen vid grinden.", "Samtal med syskonen.")
    ):
        if place < len(made):
            actions.add_commitment(
                actor=leader,
                plan_id=plan,
                party_id=made[place],
                what=what,
                due_on=today + timedelta(days=7 * place + 6),
                nonce=_nonce(4, place),
                at=at,
            )
    actions.plan_meeting(actor=leader, plan_id=plan, when=office.after(at + timedelta(days=20)), at=at)
    actions.activate(actor=leader, plan_id=plan, at=at)
    if beside is not None:
        actions.assign(actor=leader, plan_id=plan, party_id=made[2], staff_id=beside[2][1], at=at)
        actions.share(
            actor=leader,
            plan_id=plan,
            party_id=made[2],
            kind=Share.SAFETY,
            way=SharedBy.DESK,
            text="Syskonen följs till skolan tills vidare.",
            nonce=_nonce(5),
            at=at,
        )
    later = at + timedelta(days=4)
    actions.revoke_consent(actor=leader, plan_id=plan, party_id=made[1], giver=Giver.OWN, at=later)


def _beside(leader: Viewer, unit_id: str) -> tuple[str, str, tuple[str, int]] | None:
    """Another unit of the same board where somebody serves: its name, theirs, and both ids."""
    unit = staff.unit(unit_id)
    for other in staff.units_of_authority(unit.authority_id) if unit else ():
        for who in staff.staff_of(other.id) if other.id != unit_id else ():
            if who.serves and who.staff_id != leader.staff_id:
                return other.name, who.name, (other.id, who.staff_id)
    return None


def _nonce(*place: int) -> bytes:
    return keyring.current().derived(f"demo plan {'.'.join(map(str, place))}", length=16)
