# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the desk says it, in Swedish and English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from sjalvklar.faces.desk import chart, rows, words
from sjalvklar.kernel import clock
from sjalvklar.mailbox.queries import Row
from sjalvklar.mailbox.rules import (
    DESK_REASONS,
    Channel,
    CloseReason,
    Days,
    Hours,
    State,
    Turn,
    Voicemail,
    Waited,
    WhoMayAnswer,
)
from sjalvklar.organisation.rules.staff import Role

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)  # a Sunday, 20.00 in Stockholm


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with clock.frozen(NOW), translation.override("sv"):
        yield


@pytest.mark.parametrize(
    ("length", "swedish", "english"),
    [
        (timedelta(seconds=-5), "under 1 min", "under 1 min"),
        (timedelta(seconds=59), "under 1 min", "under 1 min"),
        (timedelta(minutes=40), "40 min", "40 min"),
        (timedelta(minutes=60), "1 tim", "1 hr"),
        (timedelta(hours=26, minutes=59), "26 tim", "26 hrs"),
        (timedelta(hours=48), "2 dygn", "2 days"),
        (timedelta(days=30), "30 dygn", "30 days"),
    ],
)
def test_a_span_is_said_in_the_unit_people_use(length: timedelta, swedish: str, english: str) -> None:
    assert words.span(length) == swedish
    with translation.override("en"):
        assert words.span(length) == english


@pytest.mark.parametrize(
    ("at", "swedish", "english"),
    [
        (NOW, "i dag 20.00", "today 20:00"),
        (NOW + timedelta(hours=4), "i morgon 00.00", "tomorrow 00:00"),
        (NOW - timedelta(days=1), "i går 20.00", "yesterday 20:00"),
        (NOW + timedelta(days=2), "tis 24 nov 20.00", "Tue, 24 Nov 20:00"),
        (NOW + timedelta(days=60), "21 jan 2027 20.00", "21 Jan 2027 20:00"),
    ],
)
def test_a_moment_is_said_on_the_municipalitys_clock(at: datetime, swedish: str, english: str) -> None:
    assert words.moment(at) == swedish
    with translation.override("en"):
        assert words.moment(at).replace("Tue ", "Tue, ") == english


def test_on_paper_no_day_is_today_and_what_holds_until_midnight_holds_its_last_day() -> None:
    midnight = datetime(2026, 11, 24, 23, tzinfo=UTC)
    with translation.override("sv"):
        assert words.moment(midnight, on_paper=True) == "25 nov 2026 00.00"
        assert words.last_day(midnight, on_paper=True) == "24 nov 2026"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://example.org/a?b=1", "hxxps://example[.]org/a?b=1"),
        ("se http://a.b.example.org nu", "se hxxp://a[.]b[.]example[.]org nu"),
        ("www.example.org", "www[.]example[.]org"),
        ("example.org/x", "example[.]org/x"),
        ("HTTPS://EXAMPLE.ORG", "hxxpS://EXAMPLE[.]ORG"),
        ("ftp://example.org/f", "ftp://example[.]org/f"),
        ("Jag kom hem.Sedan ringde han.", "Jag kom hem.Sedan ringde han."),
        ("t.ex. kl. 14.30, 2.5 km", "t.ex. kl. 14.30, 2.5 km"),
        ("قال: https://example.org", "قال: hxxps://example[.]org"),
    ],
)
def test_an_address_in_a_message_cannot_be_followed_and_other_words_are_left_alone(written: str, shown: str) -> None:
    assert words.harmless(written) == shown


def test_everything_that_can_be_chosen_has_words() -> None:
    assert set(words.ROLES) == set(Role)
    assert set(words.REASONS) == set(DESK_REASONS)
    assert set(words.CLOSED) == {reason.value for reason in CloseReason}
    assert set(words.VOICEMAIL) == set(Voicemail)
    assert set(words.ANSWERING) == set(WhoMayAnswer)
    for channel in Channel:
        for days in Days:
            for hours in Hours:
                assert words.meeting(channel, days, hours)


def test_languages_are_named_in_the_language_of_the_desk() -> None:
    named = [words.language_name(code) for code in ("sv", "sv-lattlast", "en", "ar", "so", "fi")]
    assert named == ["Svenska", "Svenska, lättläst", "Engelska", "Arabiska", "Somaliska", "Finska"]


@pytest.mark.parametrize(
    ("listed", "said"), [((), ""), (("A",), "A"), (("A", "B"), "A och B"), (("A", "B", "C"), "A, B och C")]
)
def test_people_are_listed_as_in_a_sentence(listed: tuple[str, ...], said: str) -> None:
    assert words.names(listed) == said


def a_row(**changed: object) -> Row:
    waited = timedelta(hours=19)
    given: dict[str, object] = {
        "id": uuid4(),
        "unit_id": "jarva-anhorigstod",
        "state": State.WAITING,
        "situation": "threatened",
        "who": "parent",
        "danger": "no",
        "child": False,
        "area": "jarva",
        "fear": "",
        "language": "ar",
        "channel": Channel.PORTAL,
        "days": Days.ANY,
        "hours": Hours.ANY,
        "turn": Turn(2),
        "waited": waited,
        "promised": timedelta(hours=24),
        "left": timedelta(hours=5),
        "share": 19 / 24,
        "late": False,
        "received_at": NOW - waited,
        "due_at": NOW + timedelta(hours=5),
        "owner_id": None,
        "owner": "",
        "mine": False,
        "escalated": False,
        "unread": True,
        "handed_by": "",
        "closed_at": None,
        "close_reason": None,
        "may": frozenset({"take"}),
        **changed,
    }
    return Row(**given)  # type: ignore[arg-type]


def test_a_row_says_waiting_promise_and_matter_and_no_score() -> None:
    line = rows.line(a_row())
    assert (line.waited, line.promise, line.step, line.clock) == ("19 tim", "5 tim kvar", 80, "soon")
    assert (line.matter, line.second, line.meeting, line.language) == (
        "Hot mot familjen",
        "Förälder",
        "Skrivet svar",
        "Arabiska",
    )
    assert line.tags == ()


def test_only_a_broken_promise_is_red() -> None:
    late = rows.line(a_row(late=True, left=timedelta(hours=-2), share=1.0, waited=timedelta(hours=26)))
    assert (late.clock, late.promise, late.step) == ("late", "2 tim efter löftet", 100)
    assert rows.line(a_row(share=0.5)).clock == ""


def test_tags_are_only_what_changes_how_one_acts() -> None:
    def kinds(**changed: object) -> list[str]:
        return [tag.text for tag in rows.tags(a_row(**changed))]

    assert kinds(danger="now") == ["fara nu"]
    assert kinds(fear="great") == ["känner stor rädsla"]
    assert kinds(fear="some") == kinds(fear="none") == kinds(danger="unsure") == []
    assert kinds(child=True) == ["barn"]
    assert kinds(escalated=True) == ["inte tagen än"]
    assert kinds(escalated=True, state=State.TAKEN) == []
    assert kinds(handed_by="Ines") == ["från Ines"]
    assert kinds(mine=True, state=State.TAKEN) == ["nytt meddelande"]
    assert kinds(mine=True) == []  # nobody has read the first message: that it is new goes without saying


def test_an_answered_or_closed_contact_has_no_clock() -> None:
    answered = rows.line(a_row(state=State.ANSWERED, left=None, due_at=None))
    assert (answered.waited, answered.promise, answered.step, answered.clock) == ("Besvarad", "", None, "")
    closed = rows.line(a_row(state=State.CLOSED, left=None, closed_at=NOW, close_reason=CloseReason.HELPED))
    assert (closed.closed, closed.ended) == ("i dag 20.00", "fick hjälp")


def test_what_is_over_alarms_nobody() -> None:
    over = rows.tags(a_row(state=State.CLOSED, left=None, closed_at=NOW, danger="now", fear="great"))
    assert [(tag.text, tag.kind) for tag in over] == [("fara nu", "plain"), ("känner stor rädsla", "plain")]


def test_a_situation_that_left_the_pack_is_still_a_row() -> None:
    assert rows.line(a_row(situation="no-longer-there")).matter == "Har inte sagt vad det gäller"


def test_the_chart_counts_every_waiting_row_once_and_what_is_late_within_it() -> None:
    promised = timedelta(hours=24)

    def wait(hours: int) -> Waited:
        return Waited(timedelta(hours=hours), promised, promised - timedelta(hours=hours), min(hours / 24, 1))

    counted = chart.of([wait(hours) for hours in (0, 1, 3, 4, 12, 23, 24, 100)])
    assert [bar.number for bar in counted.bars] == [1, 2, 1, 2, 2]
    assert [bar.late for bar in counted.bars] == [0, 0, 0, 0, 2]
    assert [bar.length for bar in counted.bars] == [50, 100, 50, 100, 100]
    assert (counted.waiting, counted.late, counted.more) == (8, 2, False)
    assert chart.of([wait(1)] * 100).more
    assert chart.of([]).waiting == 0
