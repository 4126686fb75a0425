# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Three ways to document, and that they hold: what nobody may be known by has no place to stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.rooms.mailbox.people import NORTH, fresh
from tests.rooms.support.staff import AMAL, CALLED, NAMED, SAFE, TODAY, Staff, an_hour_ago, begin, walk_in

from sjalvklar.casework import actions as casework
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.rules import Confidence, Fact
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Who
from sjalvklar.support.models import Note, Offer, Support, Talk
from sjalvklar.support.rules import (
    Catalogue,
    Children,
    DocumentationMode,
    ModeDecision,
    NextStep,
    Service,
    SupportForm,
    Way,
    points_at_somebody,
)

ANONYMOUS, FILE = DocumentationMode.ANONYMOUS, DocumentationMode.PERSONAL_FILE
POINTS = [
    ("Hon heter Amal, 19900101-2385.", "personal_number_here"),
    ("900101-2385", "personal_number_here"),
    ("1990 01 01 2385", "personal_number_here"),
    ("samordningsnummer 900161-2389", "personal_number_here"),
    ("١٩٩٠٠١٠١٢٣٨٥", "personal_number_here"),
    ("９００１０１－２３８５", "personal_number_here"),
    ("1990\u200b0101\u200b2385", "personal_number_here"),
    ("9.0.0.1.0.1.2.3.8.5", "personal_number_here"),
    ("Ring 070-174 06 12 efter fem", "phone_here"),
    ("+46 70 174 06 12", "phone_here"),
    ("(08) 465 004 00", "phone_here"),
    ("٠٧٠١٧٤٠٦١٢", "phone_here"),
    ("2026-11-23 070-174 06 12", "phone_here"),
    ("amal@example.org", "email_here"),
    ("amal (at) example.org", "email_here"),
    ("amal＠example.org", "email_here"),
    ("amal snabel-a example.org", "email_here"),
]
PLAIN = [
    "Sonen är 16 år. Vi ses 2026-11-30 kl. 14.30, rum 214.",
    "Hyran är 12 450 kronor och skulden 98 000.",
    "Två barn, 4 och 9 år. 24 timmar, 7 dagar, 50 % tjänst.",
    "Mellan 2026-11-23 och 2026-12-01.",
    "112, 114 14, 1177 och 116 111",
    "",
]


@pytest.mark.parametrize(("text", "what"), POINTS)
def test_what_points_at_one_person_is_seen_however_it_is_written(text: str, what: str) -> None:
    assert points_at_somebody(text) == what


@pytest.mark.parametrize("text", PLAIN)
def test_ages_dates_sums_and_short_numbers_point_at_nobody(text: str) -> None:
    assert points_at_somebody(text) == ""


# --- Anonymous -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [Who(name="Amal"), Who(safe=SAFE), Who(thread=uuid4())])
def test_a_curious_member_of_staff_cannot_name_somebody_anonymous(staff: Staff, who: Who) -> None:
    with pytest.raises(Invalid) as refused:
        begin(staff.jonas, who=who)
    assert (refused.value.code, refused.value.field) == ("no_place_for_it", "called")
    assert not Support.objects.exists()


def test_nothing_that_points_at_somebody_is_kept_of_the_anonymous_wherever_it_is_written(
    staff: Staff, at: datetime
) -> None:
    jonas, words = staff.jonas, "Amal nås på 070-174 06 12"
    support = begin(jonas)
    tries: list[Callable[[], Any]] = [
        lambda: actions.write(actor=jonas, support_id=support, text=words, nonce=fresh(), at=at),
        lambda: actions.hold_talk(
            actor=jonas, support_id=support, held=an_hour_ago(words=words), nonce=fresh(), at=at
        ),
        lambda: actions.register(
            actor=jonas,
            unit_id=NORTH,
            beginning=walk_in(),
            held=an_hour_ago(words=words),
            coming=None,
            nonce=fresh(),
            at=at,
        ),
        lambda: begin(jonas, situation="070-174 06 12"),
        lambda: actions.book(
            actor=jonas,
            support_id=support,
            way=Way.ROOM,
            starts_at=at + timedelta(days=1),
            minutes=60,
            room="Amal 070",
            nonce=fresh(),
            at=at,
        ),
    ]
    for attempt in tries:
        with pytest.raises(Invalid):
            attempt()
    assert Support.objects.count() == 1
    assert not Note.objects.exists()
    assert not Talk.objects.exists()
    assert not Offer.objects.exists()


def test_the_database_itself_has_no_place_for_an_identity_of_the_anonymous(staff: Staff) -> None:
    support = begin(staff.jonas)
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh())
    for change in ({"called": b"Amal"}, {"case_id": case}, {"subject": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Support.objects.filter(pk=support).update(**change)


def test_the_columns_of_a_support_are_these_and_none_is_for_an_identity(db: None) -> None:
    clear = {
        "id",
        "authority",
        "unit",
        "service",
        "mode",
        "state",
        "source",
        "situation",
        "case",
        "subject",
        "opened_at",
        "opened_by",
        "once",
        "due_at",
        "escalated_at",
        "next_step",
        "next_on",
        "raised_at",
        "apply_told_at",
        "closed_at",
        "closed_by",
        "close_reason",
        "last_activity_at",
        "notes_made",
        "erase_noted_at",
    }
    sealed_and_never_of_the_anonymous, sealed_in_numbers = {"called"}, {"children"}
    found = {field.name for field in Support._meta.concrete_fields}
    assert found == clear | sealed_and_never_of_the_anonymous | sealed_in_numbers
    assert {field.name for field in Note._meta.concrete_fields} == {
        "id",
        "support",
        "number",
        "body",
        "staff",
        "at",
        "once",
    }


def test_the_step_about_children_is_numbers_and_yes_or_no_also_of_the_anonymous(staff: Staff, at: datetime) -> None:
    support = begin(staff.jonas)
    children = Children(asked=True, count=2, informed=True, offered=True)
    actions.ask_about_children(actor=staff.jonas, support_id=support, children=children, at=at)
    assert actions.read(actor=staff.jonas, support_id=support, at=at).children == children


def test_nobody_reaches_out_to_somebody_anonymous(staff: Staff) -> None:
    with pytest.raises(Invalid, match="cannot_be_reached"):
        begin(staff.jonas, coming=actions.Next(NextStep.REACH_OUT, TODAY))


# --- Named without a file ------------------------------------------------------------------------------------------


def test_somebody_without_a_file_is_called_by_a_name_and_reached_as_is_safe_and_both_are_sealed(
    staff: Staff, at: datetime
) -> None:
    support = begin(staff.jonas, service="advice", who=CALLED)
    kept = Support.objects.get(pk=support)
    assert kept.called is not None
    assert b"Amal" not in bytes(kept.called)
    assert b"070" not in bytes(kept.called)
    found = actions.reveal(actor=staff.jonas, support_id=support, at=at)
    assert found is not None
    assert (found.name, found.safe.value, found.safe.when) == ("Amal", SAFE.value, SAFE.when)


def test_without_a_file_there_is_no_personal_number(staff: Staff, at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        begin(staff.jonas, service="advice", who=Who(name="Amal 900101-2385"))
    assert (refused.value.code, refused.value.field) == ("personal_number_here", "called")
    support = begin(staff.jonas, service="advice", who=CALLED)
    with pytest.raises(Invalid, match="personal_number_here"):
        actions.write(actor=staff.jonas, support_id=support, text="900101-2385", nonce=fresh(), at=at)
    actions.write(actor=staff.jonas, support_id=support, text="Nås på 070-174 06 12", nonce=fresh(), at=at)


def test_a_relative_may_have_more_written_down_than_the_board_demands_and_never_less(staff: Staff) -> None:
    support = begin(staff.jonas, service="talk", mode=NAMED, who=CALLED)
    assert Support.objects.get(pk=support).mode == NAMED.value
    with pytest.raises(Invalid) as refused:
        begin(staff.jonas, service="advice", mode=ANONYMOUS)
    assert (refused.value.code, refused.value.field) == ("mode_not_decided", "mode")


# --- In a personal file --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", ["practical", "unsure"])
def test_without_a_decision_that_can_be_leaned_on_a_file_is_kept(staff: Staff, service: str) -> None:
    with pytest.raises(Invalid) as refused:
        begin(staff.jonas, service=service)
    assert (refused.value.code, refused.value.field) == ("needs_case", "case")
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh())
    support = begin(staff.jonas, service=service, case_id=case)
    kept = Support.objects.get(pk=support)
    assert (kept.mode, kept.case_id, kept.subject, kept.called) == (FILE.value, case, None, None)


def test_when_the_decision_has_ended_the_stricter_way_holds_again(staff: Staff, at: datetime) -> None:
    def mode(moment: datetime) -> DocumentationMode:
        return next(one.mode for one in queries.given_in(NORTH, at=moment) if one.service.id == "talk")

    assert mode(datetime(2026, 1, 19, 12, tzinfo=UTC)) is FILE
    assert mode(at) is ANONYMOUS
    assert mode(datetime(2027, 12, 31, 22, 59, tzinfo=UTC)) is ANONYMOUS
    assert mode(datetime(2027, 12, 31, 23, 0, tzinfo=UTC)) is FILE  # midnight in Granö


def test_the_legal_basis_is_the_one_that_holds_that_day() -> None:
    [talk] = [one for one in queries.given_in(NORTH) if one.service.id == "talk"]
    assert [ground.id for ground in talk.grounds] == ["new"]


def test_the_catalogue_says_who_gives_a_service_and_which_decision_it_leans_on(at: datetime) -> None:
    found = {one.given.service.id: one for one in queries.offered(NORTH, at=at)}
    assert set(found) == {service.id for service in queries.catalogue().services if service.given_on(TODAY)}
    talk = found["talk"]
    assert talk.here
    assert talk.units
    assert talk.given.standing.decision is not None
    assert found["practical"].given.standing.decision is None, "and a file is kept"
    assert {one.given.service.id for one in found.values() if one.here} == {
        one.service.id for one in queries.given_in(NORTH, at=at)
    }


def _decision(confidence: Confidence, authority: str = "", mode: DocumentationMode = ANONYMOUS) -> ModeDecision:
    fact = Fact("minutes", "2026", confidence)
    return ModeDecision(
        f"{confidence}-{authority}", ("talk",), mode, authority, "", "", None, date(2026, 1, 1), None, fact
    )


@pytest.mark.parametrize(
    ("confidence", "demo", "mode", "marked"),
    [
        (Confidence.VERIFIED, False, ANONYMOUS, False),
        (Confidence.PROBABLE, True, ANONYMOUS, True),
        (Confidence.PROBABLE, False, FILE, False),
        (Confidence.UNVERIFIED, True, FILE, False),
    ],
)
def test_a_decision_that_nobody_has_confirmed_counts_only_where_nothing_is_real(
    confidence: Confidence, demo: bool, mode: DocumentationMode, marked: bool
) -> None:
    service = Service("talk", SupportForm.SUPPORT_TALK, (), (), None, None, Fact("", "", Confidence.VERIFIED))
    catalogue = Catalogue((service,), (_decision(confidence),))
    standing = catalogue.standing(service, "board", TODAY, demo=demo)
    assert (standing.mode, standing.marked) == (mode, marked)


def test_a_boards_own_decision_goes_before_one_for_all() -> None:
    service = Service("talk", SupportForm.SUPPORT_TALK, (), (), None, None, Fact("", "", Confidence.VERIFIED))
    decisions = (_decision(Confidence.VERIFIED, "board", NAMED), _decision(Confidence.VERIFIED))
    catalogue = Catalogue((service,), decisions)
    assert catalogue.standing(service, "board", TODAY, demo=False).mode is NAMED
    assert catalogue.standing(service, "another", TODAY, demo=False).mode is ANONYMOUS
