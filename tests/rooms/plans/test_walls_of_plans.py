# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans behind PostgreSQL's own walls: all that may be done can be done as the app's role, and no party sees anything
but its part, whatever is asked of the tables themselves, and only while consent holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.rooms.casework.staff import AMAL, MONDAY_MORNING, Staff, make_staff
from tests.rooms.mailbox.people import NORTH, SOUTH, fresh
from tests.rooms.plans.group import AIM, DAY

from sjalvklar.casework import actions as casework
from sjalvklar.casework.rules import CloseReason as CaseReason
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotFound, NotNow
from sjalvklar.plans import actions, queries
from sjalvklar.plans.models import Attendance, Commitment, Consent, Meeting, Note, Party, Plan, Words
from sjalvklar.plans.rules import (
    About,
    Aim,
    CloseReason,
    CommitmentDeed,
    ConsentWay,
    Giver,
    MeetingResult,
    PartyKind,
    Share,
    SharedBy,
)
from sjalvklar.trust.access.context import COMMAND, acting
from sjalvklar.trust.access.context import staff as somebody

AT = MONDAY_MORNING
OF_A_PARTY = (Commitment, Words, Attendance, Consent)


@pytest.fixture
def house(transactional_db: None) -> Iterator[Staff]:
    """Granö's staff, committed, and the connection as the app's role."""
    from sjalvklar.project.cli.roles import APP

    people = make_staff()
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] += f" -c role={APP}"
    try:
        yield people
    finally:
        connection.close()
        options = connection.settings_dict["OPTIONS"]["options"]
        connection.settings_dict["OPTIONS"]["options"] = options.removesuffix(f" -c role={APP}")


Does = Callable[..., Any]


@pytest.fixture
def does(house: Staff) -> Does:
    """One request: `does("jonas", deed, …)` with the deed's own arguments, as that person, at that moment."""

    def does(
        who: str, doing: Callable[..., Any], /, *given: Any, at: Any = AT, ask: bool = False, **named: Any
    ) -> Any:
        with clock.frozen(at), acting(somebody(house.ids[who])):
            viewer = house.viewer(who, at)
            return doing(viewer, *given, **named) if ask else doing(actor=viewer, **named)

    return does


def test_everything_in_a_plan_can_be_done_as_the_apps_role_and_each_party_sees_its_part(
    house: Staff, does: Does
) -> None:
    ids = house.ids
    case = does("jonas", casework.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    plan = does("jonas", actions.begin, case_id=case, aim=AIM, needed=Giver.OWN, nonce=fresh())
    of = {"plan_id": plan}
    does("jonas", actions.assess, **of, suits=True, text="Det passar.", nonce=fresh())
    parties = {}
    for name, kind, unit in (
        ("south", PartyKind.SOCIAL_SERVICES, SOUTH),
        ("police", PartyKind.POLICE, ""),
        ("intake", PartyKind.SOCIAL_SERVICES, "norr-intag"),
    ):
        made = does(
            "jonas", actions.add_party, **of, kind=kind, about=About(name, "Prov"), unit_id=unit, nonce=fresh()
        )
        parties[name] = made
        does(
            "jonas",
            actions.give_consent,
            **of,
            party_id=made,
            giver=Giver.OWN,
            kinds=[Share.SAFETY],
            starts=DAY,
            ends=DAY + timedelta(days=90),
            way=ConsentWay.PAPER,
            seen=True,
            nonce=fresh(),
        )
    for name, who in (("south", "petra"), ("intake", "gunilla")):
        does("jonas", actions.assign, **of, party_id=parties[name], staff_id=ids[who])
    does("jonas", actions.consented, **of)
    for name, made in parties.items():
        does(
            "jonas",
            actions.add_commitment,
            **of,
            party_id=made,
            what=name,
            due_on=DAY + timedelta(days=9),
            nonce=fresh(),
        )
        share = {"kind": Share.SAFETY, "way": SharedBy.PHONE, "text": name, "nonce": fresh()}
        does("jonas", actions.share, **of, party_id=made, **share)
    does("jonas", actions.plan_meeting, **of, when=AT + timedelta(days=1))
    does("jonas", actions.activate, **of)
    does("jonas", actions.take_sheet, **of, party_id=parties["police"], nonce=fresh())
    does("petra", actions.say, party_id=parties["south"], text="Det går bra.", nonce=fresh())
    part = does("petra", actions.read_part, party_id=parties["south"])
    assert [one.task.what for one in part.commitments] == ["south"]
    does(
        "petra",
        actions.settle_own,
        party_id=parties["south"],
        commitment_id=part.commitments[0].id,
        deed=CommitmentDeed.DO,
    )
    met = AT + timedelta(days=2)
    sheet = does("jonas", actions.read, **of, at=met)
    did = {"came": dict.fromkeys(parties.values(), True), "result": MeetingResult.GO_ON, "text": "Bra."}
    does("jonas", actions.hold_meeting, **of, at=met, meeting_id=sheet.meetings[0].id, **did, nonce=fresh())
    does("jonas", actions.plan_meeting, **of, at=met, when=met + timedelta(days=5))
    does("jonas", actions.go_on, **of, at=met)

    for who, mine in (("petra", "south"), ("gunilla", "intake"), ("stina", None), ("bo", None), ("siv", None)):
        with clock.frozen(met), acting(somebody(ids[who])):
            theirs = {parties[mine]} if mine else set()
            assert set(Party.objects.values_list("pk", flat=True)) == theirs, who
            for table in OF_A_PARTY:
                assert set(table.objects.values_list("party_id", flat=True)) == theirs, (who, table)
            assert Meeting.objects.exists() is bool(mine)
            assert not Plan.objects.exists()
            assert not Note.objects.exists()
            assert Party.objects.update(named=True) == len(theirs)
            assert Commitment.objects.exclude(party__in=theirs).update(state="done") == 0
    with clock.frozen(met), acting(somebody(ids["petra"])):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Commitment.objects.create(
                party_id=parties["police"], body=b"", state="agreed", due_on=DAY, at=AT, once=fresh()
            )
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Note.objects.create(plan_id=plan, number=9, kind="note", body=b"", staff_id=1, at=AT, once=fresh())
        told = {"party_id": parties["south"], "number": 9, "kind": "plan", "way": "phone", "consents": [], "at": AT}
        for forged in (
            {"staff_id": ids["petra"], "from_party": False},
            {"staff_id": ids["jonas"], "from_party": True},
        ):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Words.objects.create(**told, **forged, body=b"", once=fresh())
        assert Consent.objects.update(revoked_at=None) == 0
    with clock.frozen(met), acting(somebody(ids["ines"])):
        assert Plan.objects.count() == 1
        assert not Party.objects.exists()
        assert not Note.objects.exists()

    # Nothing has run, and the last day has passed.
    after = AT + timedelta(days=91)
    with clock.frozen(after), acting(somebody(ids["petra"])):
        assert not any(table.objects.exists() for table in (Party, Commitment, Words, Attendance, Meeting))
    does("jonas", actions.revoke_consent, **of, party_id=parties["south"], giver=Giver.OWN, at=met)
    with pytest.raises(NotFound):
        does("petra", actions.read_part, party_id=parties["south"], at=met + timedelta(seconds=1))
    assert does("gunilla", queries.my_parts, at=met, ask=True)
    does("ines", actions.hand_over, **of, staff_id=ids["samir"], leader_id=ids["jonas"], at=met)
    assert does("samir", actions.read, **of, at=met).parties
    does("samir", actions.close, **of, reason=CloseReason.MOVED, at=met)
    with clock.frozen(met), acting(somebody(ids["gunilla"])):
        assert not Party.objects.exists()
    does("samir", actions.reopen, **of, at=met)
    with acting(COMMAND):
        actions.look_after(at=after)


def test_a_plan_led_by_another_ends_with_its_case_and_its_party_is_told_as_the_apps_role(
    house: Staff, does: Does
) -> None:
    case = does("jonas", casework.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    plan = does("jonas", actions.begin, case_id=case, aim=AIM, needed=Giver.OWN, nonce=fresh())
    does("jonas", actions.assess, plan_id=plan, suits=True, text="Det passar.", nonce=fresh())
    about = {"kind": PartyKind.SOCIAL_SERVICES, "about": About("south", "Prov"), "unit_id": SOUTH}
    of = {"plan_id": plan, "party_id": does("jonas", actions.add_party, plan_id=plan, **about, nonce=fresh())}
    given = {"giver": Giver.OWN, "kinds": [], "starts": DAY, "ends": DAY + timedelta(days=90)}
    does("jonas", actions.give_consent, **of, **given, way=ConsentWay.PAPER, seen=True, nonce=fresh())
    does("jonas", actions.assign, **of, staff_id=house.ids["petra"])
    does("jonas", actions.consented, plan_id=plan)
    to = {"staff_id": house.ids["samir"], "leader_id": house.ids["jonas"]}
    does("jonas", actions.hand_over, plan_id=plan, **to)
    assert [does(who, queries.to_see_to, ask=True) for who in ("samir", "petra", "ines", "jonas")] == [0, 0, 0, None]
    reason = {"case_id": case, "reason": CaseReason.MOVED}
    with pytest.raises(NotNow, match="plan_goes_on"):
        does("jonas", casework.close, **reason)
    does("jonas", casework.close, **reason, with_all=True)
    assert len(does("petra", queries.ended_lately, ask=True)) == 1
    assert not does("stina", queries.ended_lately, ask=True)
    with pytest.raises(NotFound):
        does("petra", actions.read_part, party_id=of["party_id"])
    with pytest.raises(NotNow, match="case_closed"):
        does("samir", actions.reopen, plan_id=plan)
    assert does("samir", queries.to_see_to, ask=True) is None


def test_of_what_was_shared_the_walls_show_a_party_what_everybody_says_yes_to_now(house: Staff, does: Does) -> None:
    """As narrow as the page: a kind that one of the guardians has not said yes to, or no longer, is not there."""
    case = does("jonas", casework.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    aim = Aim(AIM.target, AIM.aim, "Mor Exempel")
    plan = does("jonas", actions.begin, case_id=case, aim=aim, needed=Giver.GUARDIAN, nonce=fresh())
    does("jonas", actions.assess, plan_id=plan, suits=True, text="Det passar.", nonce=fresh())
    about = {"kind": PartyKind.SOCIAL_SERVICES, "about": About("south", "Prov"), "unit_id": SOUTH}
    of = {"plan_id": plan, "party_id": does("jonas", actions.add_party, plan_id=plan, **about, nonce=fresh())}

    def consent(giver: Giver, *kinds: Share, at: Any = AT) -> None:
        given = {"giver": giver, "kinds": kinds, "starts": DAY, "ends": DAY + timedelta(days=90)}
        seen = {"way": ConsentWay.PAPER, "seen": True, "nonce": fresh()}
        does("jonas", actions.give_consent, **of, **given, **seen, at=at)

    def shown(at: Any) -> set[tuple[str, bool]]:
        with clock.frozen(at), acting(somebody(house.ids["petra"])):
            kinds = set(Words.objects.values_list("kind", "from_party"))
        page = does("petra", actions.read_part, party_id=of["party_id"], at=at)
        assert kinds == {(one.kind.value, one.from_party) for one in page.words}
        return kinds

    consent(Giver.OWN, Share.SAFETY, Share.HEALTH)
    consent(Giver.GUARDIAN, Share.SAFETY, Share.HEALTH)
    does("jonas", actions.consented, plan_id=plan)
    does("jonas", actions.assign, **of, staff_id=house.ids["petra"])
    for kind in (Share.SAFETY, Share.HEALTH, Share.PLAN):
        does("jonas", actions.share, **of, kind=kind, way=SharedBy.PHONE, text="Prov.", nonce=fresh())
    does("petra", actions.say, party_id=of["party_id"], text="Det går bra.", nonce=fresh())
    everything = {("safety", False), ("health", False), ("plan", False), ("plan", True)}
    assert shown(AT) == everything
    consent(Giver.GUARDIAN, Share.SAFETY, at=AT + timedelta(hours=1))
    later = AT + timedelta(hours=2)
    assert shown(later) == everything - {("health", False)}
    consent(Giver.OWN, Share.HEALTH, at=later)
    assert shown(later + timedelta(hours=1)) == {("plan", False), ("plan", True)}
    with clock.frozen(later), acting(somebody(house.ids["jonas"])):
        assert Words.objects.count() == 4
