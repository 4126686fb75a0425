# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Safety behind PostgreSQL's own walls: read and written exactly as its support is, as the app's role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, CALLED, IN_A_WEEK, MONDAY_MORNING, TODAY, Staff, make_staff

from sjalvklar.casework import actions as casework
from sjalvklar.casework import queries as cases
from sjalvklar.casework.rules import JoinGround, ProtectionLevel
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import Channel, ContactFacts, SafeContact
from sjalvklar.safety import actions, queries
from sjalvklar.safety.models import Assessment, Caution, Company, Difference, Fear, Measure, Violence
from sjalvklar.safety.rules import (
    Agreed,
    CompanyDeed,
    CompanyWay,
    Decided,
    Doer,
    Heed,
    MeasureDeed,
    MeasureKind,
    PoliceAnswer,
    PoliceParty,
    PoliceWay,
    Question,
    Said,
)
from sjalvklar.safety.rules import Company as CompanyWords
from sjalvklar.support import actions as supports
from sjalvklar.support import queries as support_queries
from sjalvklar.support.actions import Beginning
from sjalvklar.support.rules import NextStep, OfferAnswer
from sjalvklar.trust.access.context import CLOCK, COMMAND, acting
from sjalvklar.trust.access.context import staff as somebody

Does = Callable[..., Any]
TABLES = (Fear, Assessment, Difference, Measure, Company, Caution, Violence)


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


@pytest.fixture
def does(house: Staff) -> Does:
    """One request: `does("jonas", deed, …)` with the deed's own arguments, as that person, at that moment."""

    def does(
        who: str, deed: Callable[..., Any], /, *, at: Any = MONDAY_MORNING, ask: bool = False, **given: Any
    ) -> Any:
        with clock.frozen(at), acting(somebody(house.ids[who])):
            viewer = house.viewer(who, at)
            return deed(viewer, **given) if ask else deed(actor=viewer, **given)

    return does


def opened(does: Does, by: str = "jonas", **given: Any) -> Any:
    beginning = Beginning(given.pop("service", "advice"), **given)
    return does(by, supports.open_support, unit_id=NORTH, beginning=beginning, coming=IN_A_WEEK, nonce=fresh())


def fill(does: Does, support: Any) -> dict[str, Any]:
    """A row in every table, by Jonas; the ids of those that are changed."""
    one = {"support_id": support}
    does("jonas", actions.say_fear, **one, said=Said(9, "Rädd"), nonce=fresh())
    question = Question(PoliceParty.POLICE_SAFETY_UNIT, PoliceWay.PHONE)
    does("jonas", actions.ask_police, **one, question=question, asked_on=TODAY, nonce=fresh())
    which = does("jonas", actions.read, **one).assessments[0].id
    decided = Decided(PoliceAnswer.NO_MEASURE, "Lågt")
    assert does("jonas", actions.note_answer, **one, assessment_id=which, decided=decided, answered_on=TODAY)
    agreed = Agreed(MeasureKind.ALARM, Doer.POLICE)
    does("jonas", actions.agree, **one, agreed=agreed, review_on=TODAY, nonce=fresh())
    does("jonas", actions.ask_company, **one, company=CompanyWords(CompanyWay.GO_ALONG), nonce=fresh())
    does("jonas", actions.warn, **one, heed=Heed(("no-doorbell",)), nonce=fresh())
    file = does("jonas", actions.read, **one)
    return {
        "assessment": which,
        "measure": file.measures[0].id,
        "company": file.company[0].id,
        "warning": file.warnings.lines[0].id,
    }


def test_everything_that_may_be_done_can_be_done_as_the_apps_role(house: Staff, does: Does) -> None:
    support = opened(does, who=CALLED)
    one = {"support_id": support}
    ids = fill(does, support)
    assert does("jonas", actions.see_police, **one, assessment_id=ids["assessment"]).words == "Lågt"
    does("jonas", actions.answer_difference, **one, answer=OfferAnswer.WANTED)
    with clock.frozen(MONDAY_MORNING + timedelta(days=2)), acting(CLOCK):
        assert actions.look_after() == 1
    does("jonas", actions.move_measure, **one, measure_id=ids["measure"], deed=MeasureDeed.END)
    done = {"company_id": ids["company"], "deed": CompanyDeed.DO, "number": "5000-K1-26"}
    does("jonas", actions.move_company, **one, **done)
    assert does("jonas", actions.see_number, **one, company_id=ids["company"]) == "5000-K1-26"
    assert len(does("jonas", actions.warnings, **one).lines) == 1
    does("jonas", actions.end_warning, **one, warning_id=ids["warning"])
    does("jonas", actions.switch_on, **one, signs="Blåmärken", nonce=fresh())
    with pytest.raises(NotNow, match=actions.STOPPED):
        does("jonas", supports.reveal, **one)
    does("jonas", actions.tell_who_knows, **one, consent=True)
    assert does(
        "jonas", lambda *who, **which: queries.state(support_queries.row(*who, **which)), ask=True, **one
    ).violence
    does("jonas", actions.switch_off, **one, why="Bor nu säkert")
    assert does("jonas", supports.reveal, **one).name == "Amal"


def test_it_stops_what_is_around_the_case_as_the_apps_role_too(house: Staff, does: Does) -> None:
    """The contact that it was opened from, the case's other support, and the case that it goes on in."""
    sure = SafeContact(Channel.SMS, "070-174 06 12")
    with clock.frozen(MONDAY_MORNING), acting(COMMAND):
        thread = mailbox.store_contact(
            nonce=fresh(), unit_id=NORTH, text="Hjälp", answers=ContactFacts(), safe_contact=sure
        ).thread_id
    does("jonas", mailbox.take, thread_id=thread)
    case = does("jonas", casework.open_case, unit_id=NORTH, identity=AMAL, contact=thread, nonce=fresh())
    kept = does("jonas", casework.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    seen, other = (opened(does, service="practical", case_id=case) for _ in range(2))
    does("jonas", actions.switch_on, support_id=seen, nonce=fresh())
    with pytest.raises(NotNow, match="not_to_be_reached"):
        does("jonas", mailbox.reveal_safe_contact, thread_id=thread, ticked=True)
    assert does("jonas", supports.read_agreed, support_id=other).stopped == actions.STOPPED
    number = does("jonas", cases.row, ask=True, case_id=kept).number
    found = {"first": 1, "second": 1, "other_case": number, "ground": JoinGround.ENTERED_TWICE}
    does("jonas", casework.join, case_id=case, **found, nonce=fresh())
    [line] = does("jonas", casework.read, case_id=case).same
    does("jonas", casework.continue_in, case_id=case, joining_id=line.joining_id)
    with pytest.raises(NotNow, match=actions.STOPPED):
        does("jonas", casework.reveal, case_id=kept)


def test_the_database_itself_hides_it_from_all_but_the_owner(house: Staff, does: Does) -> None:
    support = opened(does)
    fill(does, support)
    does("jonas", actions.switch_on, support_id=support, nonce=fresh())
    for table in TABLES:
        assert not table.objects.exists()
    everybody = ("jonas", "samir", "ines", "lena", "gunilla", "karin", "petra", "kim", "siv")
    for who, reads in ((who, who == "jonas") for who in everybody):
        with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
            for table in TABLES:
                assert table.objects.exists() is reads, (who, table)
    with (
        clock.frozen(MONDAY_MORNING),
        acting(somebody(house.ids["lena"])),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Fear.objects.create(support_id=support, body=b"x", staff_id=house.ids["lena"], at=MONDAY_MORNING, once=b"x")
    with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids["lena"])):
        assert Violence.objects.update(off_at=MONDAY_MORNING) == 0


def test_whoever_takes_over_may_not_read_it_yet_and_still_does_not_reach_out(house: Staff, does: Does) -> None:
    from sjalvklar.support.models import Support

    support = opened(does, who=CALLED)
    does("jonas", actions.switch_on, support_id=support, nonce=fresh())
    with acting(CLOCK):
        row = Support.objects.filter(pk=support)
        row.update(state="waiting", next_step="", next_on=None, due_at=MONDAY_MORNING)
    does("samir", supports.take, support_id=support)
    assert does("samir", support_queries.row, ask=True, support_id=support).next_step is NextStep.LEAD_ON


def test_what_stands_in_a_protected_case_is_there_for_its_named_people_only(house: Staff, does: Does) -> None:
    case = does("jonas", casework.open_case, unit_id=NORTH, identity=AMAL, nonce=fresh())
    support = opened(does, service="practical", case_id=case)
    fill(does, support)
    strong = ProtectionLevel.PROTECTED_REGISTRATION
    does("jonas", casework.protect, case_id=case, level=strong, second=house.ids["samir"])
    assert does("jonas", actions.read, support_id=support).to_offer
    for who in ("ines", "lena", "gunilla", "petra", "siv"):
        with clock.frozen(MONDAY_MORNING), acting(somebody(house.ids[who])):
            for table in TABLES:
                assert not table.objects.exists(), (who, table)


def test_the_walls_stand_as_they_are_written(house: Staff) -> None:
    from sjalvklar.project import walls

    assert walls.differences() == []
