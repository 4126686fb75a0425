# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""axe-core finds nothing on any page about cases, light and dark; nothing scrolls sideways; a thumb can press it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from tests.faces.desk.staff import Desks
from tests.faces.looking import in_both_themes, sideways, with_axe
from tests.live import Live


@pytest.fixture(scope="module")
def desk_live(live: Live) -> Live:
    """The product that others have too: nothing is counted here, and whatever else is in it is looked at too."""
    return live


@pytest.fixture(scope="module")
def cases(desk_live: Live) -> tuple[str, ...]:
    """An ordinary case with everything a page can show, a protected one, an opening that Ines judges, and a support
    with safety in it."""
    found = desk_live.python(
        """
import secrets
from sjalvklar.casework import actions, queries
from sjalvklar.casework.rules import GlassReason, Identity, NoContact, Part, ProtectionLevel, RelationKind
from sjalvklar.organisation.queries import staff
samir, gunilla, farid = (staff.viewer(staff.staff_id(name)) for name in ("samir", "gunilla", "farid"))
made = []
for level, second in ((ProtectionLevel.NONE, None), (ProtectionLevel.PROTECTED_REGISTRATION, gunilla.staff_id)):
    case = actions.open_case(actor=samir, unit_id="jarva-anhorigstod", identity=Identity(name="Amal " + "Lång" * 30),
        nonce=secrets.token_bytes(16), level=level, second=second)
    for text, corrects in (("Långtordutanmellanslag" * 9, None), ("Rättat.", 1)):
        actions.write_note(actor=samir, case_id=case, text=text, nonce=secrets.token_bytes(16), corrects=corrects)
    long = "Långtordutanmellanslag" * 3
    for part, called in ((Part.PERSON_OF_CONCERN, long[:60]), (Part.CHILD, "سارة"), (Part.OTHER, "")):
        actions.add_person(actor=samir, case_id=case, part=part, called=called, nonce=secrets.token_bytes(16))
    for other, kind, why in ((2, RelationKind.PARENT, None), (3, RelationKind.NO_CONTACT, NoContact.DANGER)):
        actions.relate(actor=samir, case_id=case, one=1, other=other, kind=kind, ground=why,
            nonce=secrets.token_bytes(16))
    made.append(str(case))
glass = actions.break_glass(actor=farid, case_id=made[0], reason=GlassReason.DANGER, text="Någon står utanför.",
    confirmed=True)
from datetime import timedelta
from sjalvklar.safety import actions as safety, rules as words
from sjalvklar.support import actions as support, queries as supports
from sjalvklar.support.rules import NextStep, Way
today = supports.today()
one = support.open_support(actor=samir, unit_id="jarva-anhorigstod", beginning=support.Beginning("support-talk"),
    coming=support.Next(NextStep.TALK, today), nonce=secrets.token_bytes(16))
given = {"actor": samir, "support_id": one}
for level in (8, None, 3, 9):
    safety.say_fear(**given, said=words.Said(level, "Långtordutanmellanslag" * 9), nonce=secrets.token_bytes(16))
question = words.Question(words.PoliceParty.POLICE, words.PoliceWay.PHONE, "Långtordutanmellanslag" * 9)
safety.ask_police(**given, question=question, asked_on=today, nonce=secrets.token_bytes(16))
agreed = words.Agreed(words.MeasureKind.ALARM, words.Doer.POLICE, "Långtordutanmellanslag" * 9)
safety.agree(**given, agreed=agreed, review_on=today, nonce=secrets.token_bytes(16))
safety.ask_company(**given, company=words.Company(words.CompanyWay.GO_ALONG), nonce=secrets.token_bytes(16))
safety.warn(**given, heed=words.Heed(("no-doorbell",), "Långtordutanmellanslag" * 9), nonce=secrets.token_bytes(16))
[asked] = safety.read(**given).assessments
decided = words.Decided(words.PoliceAnswer.NO_ANSWER)
safety.note_answer(**given, assessment_id=asked.id, decided=decided, answered_on=today)
from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.support.rules import OwnPlan, ReminderWay, SaidBy, Wish
who = support.Who("Amal", SafeContact(Channel.SMS, "070-174 06 12", when="efter fem"))
named = support.open_support(actor=samir, unit_id="jarva-anhorigstod", nonce=secrets.token_bytes(16),
    beginning=support.Beginning("crisis-support", who=who), coming=support.Next(NextStep.TALK, today))
hers, long = {"actor": samir, "support_id": named}, "Långtordutanmellanslag" * 9
for number in (0, 1):
    support.write_plan(**hers, plan=OwnPlan(long, "سارة", long, ""), look_on=today, number=number,
        nonce=secrets.token_bytes(16))
support.set_wish(**hers, wish=Wish(ReminderWay.SAFE, 1))
from sjalvklar.kernel import clock
for days, way in ((1, Way.PHONE), (4, Way.VIDEO)):
    support.book(**hers, way=way, starts_at=clock.now() + timedelta(days=days), minutes=45,
        nonce=secrets.token_bytes(16))
support.change_safe_contact(**hers, safe=SafeContact(Channel.PHONE, "070-174 06 12", when=long), said_on=today,
    said_by=SaidBy.THEMSELVES, nonce=secrets.token_bytes(16))
from sjalvklar.followup import actions as follow, rules as kinds
held = support.Held(Way.ROOM, clock.now() - timedelta(hours=1), 45)
support.hold_talk(**given, held=held, nonce=secrets.token_bytes(16))
event, long = kinds.EventKind.RELEASE, "Långtordutanmellanslag" * 5
follow.expect(**given, event=event, words=long, nonce=secrets.token_bytes(16))
follow.add(**given, on=today, nonce=secrets.token_bytes(16))
for answer in "13":
    follow.note(**given, kind=kinds.Questions.WELLBEING, way=kinds.AskedBy.TALK, given={"sleep": answer},
        nonce=secrets.token_bytes(16))
follow.link(**given, kind=kinds.Questions.EXPERIENCE, nonce=secrets.token_bytes(16))
from sjalvklar.children import actions as child, rules as of_child
from sjalvklar.support.rules import AgeBand
child.make_own(**given, own=of_child.OwnContact(AgeBand.UNDER_15, of_child.Consent.CHILD),
    nonce=secrets.token_bytes(16))
child.consider(actor=samir, support_id=one, nonce=secrets.token_bytes(16))
from sjalvklar.plans import actions as sig, rules as plans
words = "Långtordutanmellanslag" * 5
led = {"actor": samir, "plan_id": sig.begin(actor=samir, case_id=made[0], nonce=secrets.token_bytes(16),
    aim=plans.Aim(plans.Target.OTHER, words), needed=plans.Giver.OWN)}
sig.assess(**led, suits=True, text=words, nonce=secrets.token_bytes(16))
party = sig.add_party(**led, kind=plans.PartyKind.SOCIAL_SERVICES, about=plans.About(words, words),
    unit_id="jarva-anhorigstod", nonce=secrets.token_bytes(16))
for kinds_of in ([], list(plans.Share)):
    sig.give_consent(**led, party_id=party, giver=plans.Giver.OWN, kinds=kinds_of, starts=today, seen=True,
        ends=today + timedelta(days=9), way=plans.ConsentWay.PAPER, nonce=secrets.token_bytes(16))
sig.consented(**led)
sig.assign(**led, party_id=party, staff_id=samir.staff_id)
sig.add_commitment(**led, party_id=party, what=words, due_on=today, nonce=secrets.token_bytes(16))
sig.plan_meeting(**led, when=clock.now() + timedelta(days=1))
sig.share(**led, party_id=party, kind=plans.Share.SAFETY, way=plans.SharedBy.DESK, text=words,
    nonce=secrets.token_bytes(16))
print(made[0], made[1], glass, one, led["plan_id"], party, named)
"""
    ).split()
    return tuple(found)


def of_an_adviser(page: Page, cases: tuple[str, ...]) -> Iterator[str]:
    """Every page about cases that Samir meets; at each yield the page stands there."""
    case, protected, _, support, plan, party, named = cases
    for name, path in {
        "my cases": "/desk/cases/",
        "closed": "/desk/cases/closed/",
        "search": "/desk/cases/search/",
        "a new case": "/desk/cases/new/",
        "emergency": "/desk/cases/glass/",
        "close to me": "/desk/cases/close-ones/",
        "a case": f"/desk/c/{case}/",
        "a case, form refused": f"/desk/c/{case}/?wrong=write.too_long&corrects=1",
        "a protected case": f"/desk/c/{protected}/",
        "the people in a case": f"/desk/c/{case}/people/?wrong=add.choose.part",
        "a person in a case": f"/desk/c/{case}/people/2/?wrong=change.choose_called.called",
        "to the case system": f"/desk/c/{case}/move-out/",
        "a copy for the person": f"/desk/c/{case}/extract/",
        "safety": f"/desk/s/{support}/safety/?wrong=fear.level.level",
        "a child's own contact, and concern": f"/desk/s/{support}/child/?wrong=guardians.judge_first.mature",
        "follow-up": f"/desk/s/{support}/follow-up/?wrong=add.needed.on",
        "to be followed up": "/desk/support/follow-up/",
        "their own plan": f"/desk/s/{named}/own-plan/?wrong=write.needed.wants",
        "booked talks": f"/desk/s/{named}/talks/?wrong=wish.no_such_way.way",
        "what is safe": f"/desk/s/{named}/safe/?wrong=safe.not_a_number.value",
        "to be reminded": "/desk/support/reminders/",
        "plans": "/desk/plans/",
        "the plans of a case": f"/desk/c/{case}/plan/",
        "a plan": f"/desk/plans/p/{plan}/?wrong=add.needed.name",
        "a party": f"/desk/plans/g/{party}/?wrong=consent.seen.seen",
        "a part": f"/desk/plans/d/{party}/?wrong=say.needed.text",
        "who has opened it": f"/desk/c/{case}/access/",
    }.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        yield name
    page.locator("main form button").first.click()
    yield "the list to hand over"
    page.goto(f"/desk/c/{case}/")
    page.locator("#who form button").click()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    yield "who it is"


def of_a_head(page: Page, cases: tuple[str, ...]) -> Iterator[str]:
    case, _, glass, *_ = cases
    for name, path in {
        "the unit's cases": "/desk/cases/unit/",
        "a case without content": f"/desk/c/{case}/",
        "openings": "/desk/cases/reviews/",
        "an opening": f"/desk/cases/reviews/{glass}/",
        "close to me and my staff": "/desk/cases/close-ones/",
        "who has what": "/desk/unit/people/",
    }.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        yield name
    page.locator("main td a").first.click()
    yield "all that is somebody's"


PAGES = {"samir": of_an_adviser, "ines": of_a_head}


Walk = Callable[[str], tuple[list[str], list[str]]]


@pytest.fixture(scope="module")
def walked() -> dict[str, tuple[list[str], list[str]]]:
    return {}


@pytest.fixture
def walk(walked: dict[str, tuple[list[str], list[str]]], desks: Desks, cases: tuple[str, ...]) -> Walk:
    """What axe finds and what is too wide on somebody's pages; whoever asks first walks."""

    def seen(who: str) -> tuple[list[str], list[str]]:
        if who not in walked:
            page = with_axe(desks.of(who, viewport={"width": 1200, "height": 3000}, reduced_motion="reduce"))
            axe: list[str] = []
            wide: list[str] = []
            for name in PAGES[who](page, cases):
                axe += in_both_themes(page, name)
                wide += sideways(page, name)
            walked[who] = axe, wide
        return walked[who]

    return seen


@pytest.mark.parametrize("who", PAGES)
def test_axe_finds_nothing_on_any_page_about_cases(who: str, walk: Walk) -> None:
    assert not walk(who)[0], "\n".join(walk(who)[0])


@pytest.mark.parametrize("who", PAGES)
def test_nothing_scrolls_sideways_on_the_smallest_phone(who: str, walk: Walk) -> None:
    assert not walk(who)[1], "\n".join(walk(who)[1])
