# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consent and parts in the room: each party sees its own, for as long as somebody has said yes to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from tests.rooms.mailbox.people import fresh
from tests.rooms.plans.group import DAY, Group

from sjalvklar.kernel.errors import Invalid, NotFound, NotNow
from sjalvklar.plans import actions, queries
from sjalvklar.plans.ground import consented
from sjalvklar.plans.models import Commitment, Consent, Party, Words
from sjalvklar.plans.queries import seen
from sjalvklar.plans.rules import CloseReason, CommitmentDeed, ConsentWay, Giver, Share, SharedBy, State, Why
from sjalvklar.tally.models import Fact
from sjalvklar.trust import queries as record

Make = Callable[..., Group]


def test_a_part_holds_the_frame_and_its_own_and_nothing_of_another(group: Make) -> None:
    made = group()
    actions.share(
        **made.of("unit"), kind=Share.SAFETY, way=SharedBy.DESK, text="De kan inte hämtas i skolan.", nonce=fresh()
    )
    actions.share(**made.of("police"), kind=Share.SAFETY, way=SharedBy.PHONE, text="Bilen står kvar.", nonce=fresh())
    actions.write_note(**made.jonas(), text="Bara vårt.", nonce=fresh())
    actions.say(**made.petra(), text="Samtalen går bra.", nonce=fresh())
    part = actions.read_part(**made.petra())
    assert [one.task.what for one in part.commitments] == ["Håller samtal med syskonen."]
    assert [one.text for one in part.words] == ["Samtalen går bra.", "De kan inte hämtas i skolan."]
    assert part.leader == "Jonas Exempelsson"
    assert part.kinds == (Share.PLAN, Share.SAFETY)
    assert part.until is not None
    assert len(part.meetings) == 1
    said = repr([part.words, part.commitments, part.about])
    for hidden in ("Amal", "sova hemma", "Bilen", "Bara vårt", "Ringer henne", "Prov"):
        assert hidden not in said
    own = part.commitments[0].id
    actions.settle_own(**made.petra(), commitment_id=own, deed=CommitmentDeed.DO)
    other = Commitment.objects.get(party=made.parties["police"]).pk
    with pytest.raises(Invalid, match="choose"):
        actions.settle_own(**made.petra(), commitment_id=other, deed=CommitmentDeed.DO)
    with pytest.raises(Invalid, match="choose"):
        actions.settle_own(**made.petra(), commitment_id=own, deed=CommitmentDeed.MOVE)
    done = {
        one.action for one in record.entries_about(f"case:{made.case}") if one.actor_id == str(made.staff.ids["petra"])
    }
    assert done == {"plan.say", "plan.read_part", "plan.settle_own"}


def test_a_part_is_for_those_who_take_part_and_not_for_their_head_nor_another_party(group: Make) -> None:
    made = group()
    for who in ("stina", "ines", "samir", "jonas", "gunilla", "bo", "siv"):
        with pytest.raises(NotFound):
            actions.read_part(**made.petra(who=who))
        assert not queries.my_parts(made.staff.viewer(who, made.at), at=made.at)
    with pytest.raises(NotFound):
        actions.read_part(**made.petra(party="police"))
    actions.unassign(**made.of("unit"), staff_id=made.staff.ids["petra"])
    with pytest.raises(NotFound):
        actions.read_part(**made.petra())


def test_what_is_taken_back_stops_at_once_and_is_shown_as_stopped(group: Make) -> None:
    made = group()
    actions.revoke_consent(**made.of("unit"), giver=Giver.OWN)
    actions.revoke_consent(**made.of("unit"), giver=Giver.OWN)
    assert Fact.objects.filter(what="plan_consent_revoked").count() == 1
    for deed in (actions.read_part, lambda **more: actions.say(**more, text="Hej.", nonce=fresh())):
        with pytest.raises(NotFound):
            deed(**made.petra())
    assert not queries.my_parts(made.staff.viewer("petra", made.at), at=made.at)
    for share in (
        lambda: made.commit("unit", "Något nytt."),
        lambda: actions.share(**made.of("unit"), kind=Share.PLAN, way=SharedBy.PHONE, text="Hej.", nonce=fresh()),
        lambda: actions.settle(
            **made.jonas(),
            commitment_id=Commitment.objects.get(party=made.parties["unit"]).pk,
            deed=CommitmentDeed.MOVE,
            due_on=DAY + timedelta(days=30),
        ),
    ):
        with pytest.raises(NotNow, match="no_consent"):
            share()
    sheet = actions.read(**made.jonas())
    lines = {line.id: line for line in sheet.parties}
    stopped = lines[made.parties["unit"]]
    assert stopped.standing.why is Why.REVOKED
    assert [one.stopped for one in stopped.commitments] == [True]
    assert [one.stopped for one in lines[made.parties["police"]].commitments] == [False]
    assert sheet.row.stopped == 1
    made.consent("unit")
    assert actions.read_part(**made.petra()).commitments


def test_a_consent_ends_by_the_clock_and_needs_no_job(group: Make) -> None:
    made = group()
    until = Consent.objects.get(party=made.parties["unit"]).ends_at
    before, after = until - timedelta(seconds=1), until
    assert actions.read_part(**made.petra(before))
    with pytest.raises(NotFound):
        actions.read_part(**made.petra(after))
    assert made.state() is State.ACTIVE
    assert queries.worklist(made.staff.viewer("jonas", after), at=after)[0].stopped == 3
    with pytest.raises(NotNow, match="no_consent"):
        actions.take_sheet(**made.of("school", after), nonce=fresh())


def test_only_what_was_said_yes_to_is_shared_and_the_record_says_under_which(group: Make) -> None:
    made = group()
    about = {**made.of("school"), "way": SharedBy.MEETING, "text": "Frånvaron.", "nonce": fresh()}
    with pytest.raises(NotNow, match="not_consented_to"):
        actions.share(**about, kind=Share.HEALTH)
    with pytest.raises(Invalid, match="not_here"):
        actions.share(**{**about, "way": SharedBy.DESK}, kind=Share.SAFETY)
    actions.share(**about, kind=Share.SAFETY)
    consent = Consent.objects.get(party=made.parties["school"])
    words = Words.objects.get(party=made.parties["school"])
    assert (words.consents, words.kind, words.way) == ([consent.pk], "safety", "meeting")
    # The new one stands in the place of the old: what is no longer in it is no longer shared.
    made.consent("school", Share.GOALS, at=made.at + timedelta(hours=1))
    later = made.at + timedelta(hours=2)
    with pytest.raises(NotNow, match="not_consented_to"):
        actions.share(**{**about, **made.of("school", later), "nonce": fresh()}, kind=Share.SAFETY)
    actions.revoke_consent(**made.of("school", later), giver=Giver.OWN)
    assert not seen.standings(Party.objects.filter(pk=made.parties["school"]), later)[made.parties["school"]].holds


def test_of_somebody_under_18_the_guardians_say_yes_too(group: Make) -> None:
    made = group(needed=Giver.SECOND_GUARDIAN)
    actions.revoke_consent(**made.of("unit"), giver=Giver.SECOND_GUARDIAN)
    with pytest.raises(NotFound):
        actions.read_part(**made.petra())
    aim = actions.read(**made.jonas()).aim
    actions.change_aim(**made.jonas(), aim=aim, needed=Giver.GUARDIAN)
    assert actions.read_part(**made.petra())
    with pytest.raises(Invalid, match="choose"):
        made.consent("unit", giver=Giver.SECOND_GUARDIAN)


def test_a_consent_has_been_seen_in_writing_and_the_same_form_is_one(group: Make) -> None:
    made = group(upto=State.ASSESSED)
    given = {
        "giver": Giver.OWN,
        "kinds": [Share.GOALS],
        "starts": DAY,
        "ends": DAY + timedelta(days=30),
        "way": ConsentWay.ELECTRONIC,
        "interpreter": True,
        "nonce": fresh(),
    }
    with pytest.raises(Invalid, match="seen"):
        actions.give_consent(**made.of("school"), **given, seen=False)
    for _ in range(2):
        actions.give_consent(**made.of("school"), **given, seen=True)
    assert Consent.objects.filter(party=made.parties["school"]).count() == 1
    with pytest.raises(Invalid, match="too_long_a_time"):
        actions.give_consent(
            **made.of("school"), **{**given, "ends": DAY + timedelta(days=400), "nonce": fresh()}, seen=True
        )


def test_before_and_after_the_joint_work_no_party_sees_anything(group: Make) -> None:
    made = group(upto=State.ASSESSED)
    made.consent("unit")
    with pytest.raises(NotFound):
        actions.read_part(**made.petra())
    actions.consented(**made.jonas())
    assert actions.read_part(**made.petra())
    actions.close(**made.jonas(), reason=CloseReason.MOVED)
    with pytest.raises(NotFound):
        actions.read_part(**made.petra())


def test_a_party_without_an_account_gets_a_sheet_that_is_on_record(group: Make) -> None:
    made, once = group(), fresh()
    made.commit("school", "Möter dem vid grinden.")
    for _ in range(2):
        sheet = actions.take_sheet(**made.of("school"), nonce=once)
    assert [one.task.what for one in sheet.commitments] == ["Möter dem vid grinden."]
    assert sheet.goals == ""
    assert Words.objects.filter(party=made.parties["school"], way="sheet").count() == 1
    made.consent("school", Share.GOALS)
    assert actions.take_sheet(**made.of("school"), nonce=fresh()).goals == "Att hon kan sova hemma igen."
    with pytest.raises(NotNow, match="reads_here"):
        actions.take_sheet(**made.of("unit"), nonce=fresh())
    actions.end_party(**made.of("school"))
    with pytest.raises(Invalid, match="choose"):
        actions.take_sheet(**made.of("school"), nonce=fresh())


def test_the_database_reads_consent_as_the_rules_do(group: Make) -> None:
    made, chance = group(upto=State.ASSESSED), Random(3)
    party = Party.objects.get(pk=made.parties["unit"])
    jonas, base, agreed = made.staff.ids["jonas"], party.added_at, 0

    def day(lowest: int, highest: int) -> datetime:
        return base + timedelta(days=chance.randint(lowest, highest))

    for _ in range(60):
        Consent.objects.all().delete()
        party.needed = chance.choice(list(Giver)).value
        party.save()
        rows = []
        for number in range(chance.randint(0, 6)):
            starts, revoked = day(-9, 4), day(-9, 9) if chance.random() < 0.3 else None
            rows.append(
                Consent(
                    party=party,
                    plan_id=party.plan_id,
                    giver=chance.choice(list(Giver)).value,
                    kinds=["plan"],
                    starts_at=starts,
                    ends_at=starts + timedelta(days=chance.randint(0, 18)),
                    way="paper",
                    interpreter=False,
                    at=base,
                    staff_id=jonas,
                    revoked_at=revoked,
                    revoked_by_id=jonas if revoked else None,
                    once=bytes([number]),
                )
            )
        Consent.objects.bulk_create(rows)
        moment = day(-9, 9)
        by_rule = seen.standings([party], moment)[party.pk].holds
        assert Party.objects.filter(consented(moment), pk=party.pk).exists() == by_rule
        agreed += by_rule
    assert 5 < agreed < 55


def test_what_is_no_longer_said_yes_to_is_not_shown_any_more_though_it_was_shared(group: Make) -> None:
    made = group()
    share = {"way": SharedBy.DESK, "nonce": fresh()}
    actions.share(**made.of("unit"), kind=Share.SAFETY, text="De kan inte hämtas i skolan.", **share)
    actions.share(**made.of("unit"), kind=Share.PLAN, text="Vi ses på fredag.", **share)
    actions.say(**made.petra(), text="Samtalen går bra.", nonce=fresh())
    assert len(actions.read_part(**made.petra()).words) == 3
    made.consent("unit")
    part = actions.read_part(**made.petra())
    assert part.kinds == (Share.PLAN,)
    assert [one.text for one in part.words] == ["Samtalen går bra.", "Vi ses på fredag."]
    whole = actions.read(**made.jonas())
    assert len(next(one for one in whole.parties if one.id == made.parties["unit"]).words) == 3
