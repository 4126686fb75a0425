# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans on the desk's own pages, without a browser: what each gets, what is as if it were not there, and that nothing
that was typed is lost."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.faces.desk.test_cases import at as browser
from tests.faces.desk.test_cases import case, colleagues, send, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import people  # noqa: F401 - fixtures

from sjalvklar.faces.desk.plans import part as part_page
from sjalvklar.faces.desk.plans import party as party_page
from sjalvklar.faces.desk.plans import plan as plan_page
from sjalvklar.kernel import clock
from sjalvklar.plans import actions
from sjalvklar.plans.models import Consent, Meeting, Party, Plan, Words
from sjalvklar.plans.rules import About, Aim, Giver, PartyKind, Target

GOAL = "Att hon kan sova hemma igen."


def day(days: int) -> str:
    return (clock.now() + timedelta(days=days)).date().isoformat()


def page(client: Client, name: str, *of: Any) -> str:
    answer = client.get(reverse(name, args=of))
    assert answer.status_code == 200, (name, answer.status_code)
    return text(answer)


def do(client: Client, to: str, about: UUID, deed: str, **form: str) -> str:
    """Send a form and follow it to the page it leads to."""
    answer = send(client, reverse(to, args=[about, deed]), nonce=secrets.token_hex(16), **form)
    assert answer.status_code == 302, text(answer)
    return text(client.get(answer["Location"]))


@pytest.fixture
def plan(case: UUID) -> UUID:  # noqa: F811
    """Jonas leads, and Farid of the intervention group may take part for his unit when there is consent."""
    jonas = {"actor": viewer("jonas")}
    made = actions.begin(
        **jonas,
        case_id=case,
        aim=Aim(Target.THREATENED_RELATIVE, GOAL),
        needed=Giver.OWN,
        nonce=secrets.token_bytes(16),
    )
    actions.assess(**jonas, plan_id=made, suits=True, text="Hotet gäller alla.", nonce=secrets.token_bytes(16))
    sig = actions.add_party(
        **jonas,
        plan_id=made,
        kind=PartyKind.SOCIAL_SERVICES,
        about=About("Insatsgruppen", "Farid Ny"),
        unit_id="sig-jarva",
        nonce=secrets.token_bytes(16),
    )
    actions.assign(**jonas, plan_id=made, party_id=sig, staff_id=viewer("farid").staff_id)
    return made


def party_of(plan: UUID) -> UUID:
    return Party.objects.filter(plan=plan).values_list("pk", flat=True)[0]


def test_a_plan_is_begun_from_the_case_and_comes_to_be_active_page_by_page(case: UUID) -> None:  # noqa: F811
    jonas = browser("jonas")
    assert "Planer (SIG)" in page(jonas, "desk_case", case)
    where = reverse("desk_case_plans", args=[case])
    refused = text(send(jonas, where, target="threatened_relative", aim="", needed="1", nonce="ab" * 16))
    assert "Skriv något först." in refused
    assert 'value="threatened_relative" checked' in refused
    form = {"target": "threatened_relative", "aim": GOAL, "needed": "1", "nonce": "ab" * 16}
    made = [send(jonas, where, **form)["Location"] for _ in range(2)]
    assert made[0] == made[1]
    sig = Plan.objects.get().pk
    assert GOAL in text(jonas.get(made[0]))
    assert where in text(jonas.get(made[0])), "whoever may read the case finds the way back to it"
    assert 'href="/desk/plans/"' in page(jonas, "desk")
    for deed, given, said in (
        ("assess", {"suits": "yes", "text": "Det passar."}, "Den första bedömningen är sparad"),
        ("consented", {}, "har fått ja från alla"),
        ("add", {"kind": "police", "name": "Polisen", "person": "Inspektör Prov"}, "Parten är tillagd"),
        ("meet", {"when": day(30), "time": "10:00"}, "Mötet är planerat"),
        ("note", {"text": "Hon vill att vi ringer."}, "Hon vill att vi ringer."),
    ):
        assert said in do(jonas, "desk_plan_do", sig, deed, **given), deed
    police = party_of(sig)
    consent = {"giver": "1", "kind-safety": "yes", "starts": day(0), "ends": day(60), "way": "paper"}
    unseen = do(jonas, "desk_party_do", police, "consent", **consent)
    assert "sett samtycket skriftligt" in unseen
    assert f'value="{day(60)}"' in unseen
    longer = do(jonas, "desk_party_do", police, "consent", **{**consent, "ends": day(400), "seen": "yes"})
    assert "högst 180 dagar" in longer
    assert "Samtycket gäller till" in do(jonas, "desk_party_do", police, "consent", **consent, seen="yes")
    do(jonas, "desk_plan_do", sig, "consented")
    do(jonas, "desk_party_do", police, "commit", what="Ringer henne varje fredag.", due_on=day(9))
    assert "Planen är aktiv" in do(jonas, "desk_plan_do", sig, "activate")
    shared = do(jonas, "desk_party_do", police, "share", kind="safety", way="phone", text="Bilen står kvar.")
    assert "Bilen står kvar." in shared
    sheet = text(send(jonas, reverse("desk_party_sheet", args=[police]), nonce="cd" * 16))
    assert "Ringer henne varje fredag." in sheet
    assert "i dag" not in sheet, "no day on paper is today for long"
    assert "Hon vill att vi ringer." not in sheet
    assert Words.objects.filter(way="sheet").count() == 1
    stopped = do(jonas, "desk_party_do", police, "revoke", giver="1")
    assert "har stannat" in stopped
    refused = do(jonas, "desk_party_do", police, "share", kind="safety", way="phone", text="Mer om bilen.")
    assert "Mer om bilen." not in refused
    assert "inget samtycke" in refused
    assert "1 part har stannat" in page(jonas, "desk_plans")
    listed = text(send(jonas, f"/desk/c/{case}/access/"))
    assert "Tog ut en parts del av planen på papper, med samtycke" in listed


def test_a_party_sees_its_part_while_consent_holds_and_else_it_is_as_if_it_were_not_there(plan: UUID) -> None:
    jonas, farid, sig = browser("jonas"), browser("farid"), party_of(plan)
    nothing = uuid4()

    def hidden() -> None:
        one, other = (farid.get(reverse("desk_part", args=[about])) for about in (sig, nothing))
        assert one.status_code == other.status_code == 404
        assert text(one).replace(str(sig), str(nothing)) == text(other)
        for deed in part_page.DEEDS:
            said = send(farid, reverse("desk_part_do", args=[sig, deed]), text="Hej", do="do")
            assert said.status_code == 404, deed

    hidden()
    consent = {"giver": "1", "starts": day(0), "ends": day(60), "way": "paper", "seen": "yes"}
    do(jonas, "desk_party_do", sig, "consent", **consent)
    do(jonas, "desk_plan_do", plan, "consented")
    do(jonas, "desk_party_do", sig, "commit", what="Håller samtal med syskonen.", due_on=day(9))
    do(jonas, "desk_plan_do", plan, "note", text="Bara vårt.")
    assert reverse("desk_part", args=[sig]) in page(farid, "desk_plans")
    mine = page(farid, "desk_part", sig)
    assert "Håller samtal med syskonen." in mine
    for other in ("Bara vårt.", GOAL, "Amal", str(plan), "/desk/c/"):
        assert other not in mine, other
    task = re.search(r'value="(do\.[0-9a-f-]+)"', mine)
    assert task
    assert "klart" in do(farid, "desk_part_do", sig, "settle", do=task[1])
    assert "Samtalen går bra." in do(farid, "desk_part_do", sig, "say", text="Samtalen går bra.")
    empty = do(farid, "desk_part_do", sig, "say", text=" ")
    assert "Skriv något först." in empty
    Consent.objects.update(ends_at=clock.now())
    hidden()
    told = page(farid, "desk_plans")
    assert "Har stannat" in told, "whoever worked with it is told to stop"
    assert str(sig) not in told
    assert 'href="/desk/plans/"' in page(farid, "desk")
    assert "Samtalen går bra." in page(jonas, "desk_party", sig)
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert "Har stannat" not in page(browser("farid"), "desk_plans")


def test_for_everybody_else_each_address_is_as_if_it_were_not_there(plan: UUID) -> None:
    sig = party_of(plan)
    about = {"desk_plan": plan, "desk_party": sig, "desk_part": sig}
    for who in ("gunilla", "birgitta", "kim", "siv"):
        them = browser(who)
        for name, one in about.items():
            assert them.get(reverse(name, args=[one])).status_code == 404, (who, name)
        for name, one, deeds in (
            ("desk_plan_do", plan, plan_page.DEEDS),
            ("desk_party_do", sig, party_page.DEEDS),
            ("desk_part_do", sig, part_page.DEEDS),
        ):
            for deed in deeds:
                said = send(them, reverse(name, args=[one, deed]), reason="moved", text="Hej")
                assert said.status_code == 404, (who, name, deed)
        assert send(them, reverse("desk_party_sheet", args=[sig])).status_code == 404
    assert 'href="/desk/plans/"' not in text(browser("gunilla").get("/desk/"))
    ines = browser("ines")
    assert GOAL not in page(ines, "desk_plan", plan)
    assert ines.get(reverse("desk_party", args=[sig])).status_code == 404
    given = {"staff_id": str(viewer("samir").staff_id), "leader_id": str(viewer("jonas").staff_id)}
    assert "Överlämnad" in do(ines, "desk_plan_do", plan, "hand-over", **given)
    assert GOAL in page(browser("samir"), "desk_plan", plan)


def test_whatever_is_sent_is_answered_with_a_sentence_and_what_was_typed_is_kept(plan: UUID) -> None:
    jonas, sig = browser("jonas"), party_of(plan)
    strange = {
        "needed": "9", "target": "x", "when": "i morgon", "time": "tio", "kind": "x", "giver": "0", "way": "x",
        "do": "x", "commitment_id": "x", "meeting_id": "x", "staff_id": "x", "starts": "x", "ends": "x",
        "due_on": "x", "seen": "yes", "unit_id": "\x00", "reason": "x", "result": "x", "came-x": "yes",
    }  # fmt: skip
    for name, about, deeds in (
        ("desk_plan_do", plan, plan_page.DEEDS),
        ("desk_party_do", sig, party_page.DEEDS),
    ):
        for deed in set(deeds) - {"reopen", "end", "assess", "note"}:
            answer = send(jonas, reverse(name, args=[about, deed]), text="Det jag skrev.", **strange)
            assert answer.status_code == 302, (deed, answer.status_code)
            assert jonas.get(answer["Location"]).status_code == 200, deed
    kept = do(jonas, "desk_plan_do", plan, "note", text="Ring 19900101-2385.")
    assert "Ring 19900101-2385." in kept
    assert "personnummer" in kept


def test_an_hour_that_does_not_exist_is_no_time_to_meet_and_one_that_comes_twice_is_the_first(plan: UUID) -> None:
    with clock.frozen(datetime(2027, 3, 1, 9, 0, tzinfo=UTC)):
        jonas = browser("jonas")
        refused = do(jonas, "desk_plan_do", plan, "meet", when="2027-03-28", time="02:30")
        assert 'value="2027-03-28"' in refused
        assert 'class="wrong"' in refused
        assert not Meeting.objects.exists()
        do(jonas, "desk_plan_do", plan, "meet", when="2027-10-31", time="02:30")
    assert Meeting.objects.get().at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_what_was_said_at_a_meeting_is_kept_while_it_is_written_and_stands_with_that_meeting(plan: UUID) -> None:
    jonas = browser("jonas")
    for days in (3, 2):
        Meeting.objects.create(plan_id=plan, at=clock.now() - timedelta(days=days))
    late = Meeting.objects.latest("at").pk
    typed = {"form": "hold", "meeting_id": str(late), "result": "change", "text": "Hon orkar lite mer.", "page": "a1"}
    answer = send(jonas, f"/desk/plans/p/{plan}/draft/", **typed)
    assert answer["Location"].endswith("#hold")
    shown = page(jonas, "desk_plan", plan)
    [form] = [one for one in re.findall(r"<form.*?</form>", shown, re.DOTALL) if "Hon orkar lite mer." in one]
    assert f'name="meeting_id" value="{late}"' in form
    assert re.search(r'value="change"[^>]*checked', form)
    refused = do(jonas, "desk_plan_do", plan, "hold", **{**typed, "result": "x"})
    assert refused.count("Hon orkar lite mer.") == 1
    kept = do(jonas, "desk_plan_do", plan, "hold", **typed)
    assert kept.count("Hon orkar lite mer.") == 1
    assert "data-version" in kept
