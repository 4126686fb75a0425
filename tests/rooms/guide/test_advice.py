# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who helps, here, now: what a person gets for what they have said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.guide import smallpack

from sjalvklar.directory.rules import OpenKind, WayKind
from sjalvklar.guide.pack import Pack
from sjalvklar.guide.rules import Answers, Guidance, ReasonKind, Result, advise
from sjalvklar.guide.rules.advice import MOST
from sjalvklar.organisation.rules import How

MONDAY_MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def lillkoping(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return smallpack.loaded(smallpack.write(tmp_path_factory.mktemp("packs") / "lill", smallpack.small()))


def ask(pack: Pack, at: datetime = MONDAY_MORNING, *, demo: bool = True, **said: Any) -> Guidance:
    return advise(pack.guidebook, pack.organisation, pack.directory, Answers(**said), at, demo=demo)


def names(guidance: Guidance) -> list[str]:
    return [result.receiver.id for result in guidance.results]


def kinds(result: Result) -> list[ReasonKind]:
    return [reason.kind for reason in result.reasons]


def test_amal_in_norr_on_a_monday_gets_her_own_adviser_first(lillkoping: Pack) -> None:
    guidance = ask(lillkoping, danger="no", who="parent", what="crime", where="norr")
    assert names(guidance) == ["norr-anhorig", "norr-sig"]
    first = guidance.first
    assert first.is_open
    assert first.served is How.OWN
    assert (first.reasons[0].kind, first.reasons[0].name) == (ReasonKind.OWN, "Norr")
    assert first.because_key == "rules.own-adviser.because"
    assert first.because_values["area"] == "Norr"
    assert first.write_to.id == "norr-anhorig"
    assert guidance.emergency is None
    assert guidance.tonight_keys == ("situations.crime.tonight",)


def test_at_night_the_one_who_answers_is_shown_first_and_says_why(lillkoping: Pack) -> None:
    guidance = ask(lillkoping, SUNDAY_NIGHT, danger="no", who="parent", what="crime", where="norr")
    assert names(guidance) == ["jouren", "norr-anhorig", "norr-sig"]
    why = guidance.first.reasons[0]
    assert (why.kind, why.name) == (ReasonKind.SHOWN_FIRST, "Anhörigstödet i Norr")
    assert why.open is not None
    assert why.open.at == datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert guidance.results[1].open.kind is OpenKind.OPENS


def test_a_unit_without_a_number_is_reached_through_the_fallback(lillkoping: Pack) -> None:
    guidance = ask(lillkoping, danger="no", who="parent", what="addiction", where="soder", help="act")
    result = guidance.first
    assert result.receiver.id == "soder-anhorig"
    assert result.substitute is not None
    assert result.substitute.receiver.id == "jouren"
    assert result.ways[0].tel == "+46846500410"
    assert result.is_open
    assert ReasonKind.NUMBER_MISSING in kinds(result)
    assert result.write_to.id == "soder-anhorig"


def test_a_bought_service_says_from_whom(lillkoping: Pack) -> None:
    guidance = ask(lillkoping, danger="no", who="parent", what="crime", where="soder")
    bought = next(result for result in guidance.results if result.receiver.id == "norr-sig")
    assert bought.served is How.BOUGHT
    assert (bought.reasons[0].kind, bought.reasons[0].name) == (ReasonKind.BOUGHT, "Norrs nämnd")
    assert bought.write_to.id == "soder-anhorig"


@pytest.mark.parametrize("danger", ["now", "unsure"])
def test_when_somebody_may_be_in_danger_the_emergency_comes_first(lillkoping: Pack, danger: str) -> None:
    for child in (False, True):
        guidance = ask(lillkoping, SUNDAY_NIGHT, danger=danger, child=child)
        assert guidance.emergency is not None
        assert guidance.all[0].receiver.id == "112"
        assert "112" not in names(guidance)


@pytest.mark.parametrize("danger", ["no", None])
def test_without_danger_there_is_no_alarm(lillkoping: Pack, danger: str | None) -> None:
    assert ask(lillkoping, danger=danger).emergency is None


@pytest.mark.parametrize("what", [None, "other", "no-such-answer"])
def test_a_vague_answer_leads_to_a_person_and_never_to_a_guess(lillkoping: Pack, what: str | None) -> None:
    guidance = ask(lillkoping, what=what, where="norr")
    assert guidance.vague
    assert guidance.situation == "other"
    assert names(guidance) == ["norr-anhorig", "jouren"]
    assert ReasonKind.VAGUE in kinds(guidance.first)
    assert guidance.first.because_key == "rules.vague.because"


def test_who_would_rather_not_say_where_is_received_all_the_same(lillkoping: Pack) -> None:
    guidance = ask(lillkoping, danger="no", who="parent", what="crime")
    assert names(guidance) == ["jouren"]
    assert set(guidance.first.stands_for) == {"relatives_adviser", "sig"}
    assert ReasonKind.NO_PLACE in kinds(guidance.first)


def test_who_lives_elsewhere_is_helped_to_the_right_place(lillkoping: Pack) -> None:
    guidance = ask(lillkoping, SUNDAY_NIGHT, what="crime", where="outside")
    assert guidance.outside
    assert names(guidance) == ["jouren"]
    assert ReasonKind.OUTSIDE in kinds(guidance.first)
    assert guidance.first.write_to.id == "jouren"


def test_an_old_area_still_leads_home(lillkoping: Pack) -> None:
    guidance = ask(lillkoping, what="crime", where="gamla-norr")
    assert guidance.area is not None
    assert guidance.area.id == "norr"


def test_leo_gets_somebody_for_children_with_chat_before_phone(lillkoping: Pack) -> None:
    guidance = ask(lillkoping, SUNDAY_NIGHT, what="sibling_gang", where="norr", child=True)
    assert guidance.child
    assert guidance.situation == "crime"
    assert names(guidance) == ["barnlinjen", "jouren"]
    assert [way.kind for way in guidance.first.ways] == [WayKind.CHAT, WayKind.PHONE]
    assert kinds(guidance.first) == [ReasonKind.CHILD]
    assert guidance.tonight_keys == ("situations.crime.tonight_child",)
    assert guidance.say_keys == ()


def test_saying_i_am_under_18_is_the_childrens_entry(lillkoping: Pack) -> None:
    assert ask(lillkoping, who="child", what="crime").child
    assert ask(lillkoping, what="other", child=True).situation == "other"


def test_somebody_who_meets_relatives_in_their_work_gets_words_of_their_own(lillkoping: Pack) -> None:
    guidance = ask(lillkoping, who="professional", what="crime", where="norr")
    assert guidance.professional
    assert guidance.tonight_keys == ("situations.professional.tonight",)


def test_what_is_only_probable_is_marked_in_the_demo_and_gone_in_production(lillkoping: Pack) -> None:
    said = {"what": "addiction", "where": "norr", "help": "talk"}
    in_demo = next(result for result in ask(lillkoping, **said).results if result.receiver.id == "kvallslinjen")
    assert in_demo.marked
    assert "kvallslinjen" not in names(ask(lillkoping, demo=False, **said))


def test_among_equally_important_the_open_stand_first(tmp_path: Path) -> None:
    document = smallpack.small()
    for rule in document["guide"]["rules"]:
        rule["order"] = 10
    pack = smallpack.loaded(smallpack.write(tmp_path / "lill", document))
    sunday_evening = datetime(2026, 11, 22, 22, tzinfo=UTC)
    guidance = ask(pack, sunday_evening, what="addiction", where="norr", help="talk")
    assert names(guidance) == ["kvallslinjen", "norr-anhorig"]
    assert ReasonKind.SHOWN_FIRST not in kinds(guidance.first)


def test_an_importance_is_not_turned_round_by_an_open_door(lillkoping: Pack) -> None:
    sunday_evening = datetime(2026, 11, 22, 22, tzinfo=UTC)
    guidance = ask(lillkoping, sunday_evening, what="addiction", where="norr", help="talk")
    assert names(guidance) == ["jouren", "norr-anhorig", "kvallslinjen"]


def test_a_fallback_whose_facts_may_not_be_shown_can_still_be_written_to(tmp_path: Path) -> None:
    document = smallpack.small()
    document["receivers"]["receivers"][1]["fact"] = smallpack.UNSURE
    pack = smallpack.loaded(smallpack.write(tmp_path / "lill", document))
    guidance = ask(pack)
    assert guidance.first.receiver.id == "jouren"
    assert guidance.first.ways == ()
    assert guidance.first.write_to.receives_messages


answers = st.builds(
    Answers,
    danger=st.sampled_from(["now", "unsure", "no", None, "x"]),
    who=st.sampled_from(["parent", "child", "professional", None, "x"]),
    what=st.sampled_from(["crime", "addiction", "other", "sibling_gang", "parent_drinks", None, "x"]),
    where=st.sampled_from(["norr", "soder", "gamla-norr", "asen", "outside", None, "x"]),
    help=st.sampled_from(["talk", "act", None, "x"]),
    child=st.booleans(),
)
moments = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(answers, moments, st.booleans())
def test_nobody_is_turned_away(lillkoping: Pack, said: Answers, at: datetime, demo: bool) -> None:
    guidance = advise(lillkoping.guidebook, lillkoping.organisation, lillkoping.directory, said, at, demo=demo)
    assert 1 <= len(guidance.results) <= MOST
    assert guidance.first.is_open
    assert (guidance.emergency is not None) == (said.danger in {"now", "unsure"})
    ids = [result.receiver.id for result in guidance.all]
    assert len(ids) == len(set(ids))
    for result in guidance.results:
        assert result.write_to.receives_messages
        assert result.is_open or result.open.kind is not OpenKind.UNKNOWN
        if result.open.kind is OpenKind.OPENS:
            assert result.open.at is not None
            assert at < result.open.at < at + timedelta(days=61)
        for way in result.ways:
            assert way.kind is not WayKind.EMAIL
    if guidance.vague and not guidance.child:
        assert any(result.unit for result in guidance.results)


@given(st.text(), st.text(), st.text(), st.text(), st.text(), st.booleans())
def test_whatever_a_form_sends_is_answered(
    lillkoping: Pack, danger: str, who: str, what: str, where: str, helps: str, child: bool
) -> None:
    said = Answers(danger, who, what, where, helps, child)
    assert advise(lillkoping.guidebook, lillkoping.organisation, lillkoping.directory, said, SUNDAY_NIGHT).results
