# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log review on the desk's own pages: who has it, what it shows and never shows, and the decision."""

from __future__ import annotations

import random
import re
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from tests.faces.desk.test_cases import AMAL, at, colleagues, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import IT, UNIT, people, send  # noqa: F401 - fixtures

from sjalvklar.casework import actions as casework
from sjalvklar.casework import queries as cases
from sjalvklar.casework.rules import ProtectionLevel
from sjalvklar.organisation.queries import staff
from sjalvklar.review import actions, queries
from sjalvklar.review.models import Decision
from sjalvklar.review.rules.thresholds import Why
from sjalvklar.review.rules.words import Outcome, Reason
from sjalvklar.trust import actions as trust
from sjalvklar.trust.queries import entries_about
from sjalvklar.trust.rules import Actor

DAY = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
NOW = datetime(2025, 11, 2, 6, 0, tzinfo=UTC)
HIDDEN = f"case:{uuid4()}"


def number(name: str) -> int:
    return staff.staff_id(name) or 0


def read(name: str, about: str, *, after: int = 0, basis: str = "assignment", unit: str | None = UNIT) -> None:
    trust.record(
        actor=Actor.staff(number(name), unit),
        action="case.read",
        object=about,
        basis=basis,
        at=DAY + timedelta(minutes=after),
        detail={} if unit else {"compartment": "protected"},
    )


@pytest.fixture
def october(colleagues: None) -> None:  # noqa: F811
    """Jonas broke the glass, Samir read his neighbour's case, Ines broke the glass; Jonas read about a protected."""
    actions.note_staff(number("samir"), surname="Ny", address="Provgatan 1, 123 45", actor=IT)
    actions.note_subject("case:neighbour", surname="Exempel", address="provgatan 1 12345")
    read("jonas", "case:opened", basis="glass")
    read("ines", "case:opened", basis="glass", after=60)
    read("samir", "case:neighbour", after=70)
    read("jonas", HIDDEN, basis="named", unit=None, after=90)
    actions.make_rounds(date(2025, 10, 1), at=NOW, chance=random.Random(1))


def round_of(name: str, unit: str) -> int:
    return next(row.id for row in queries.rounds(viewer(name)) if row.unit == unit)


def found(name: str, why: Why, unit: str = UNIT) -> UUID:
    return next(row.id for row in queries.queue(viewer(name), round_of(name, unit)) if why in row.why)


def test_the_head_sees_the_own_unit_in_plain_sentences(october: None) -> None:
    ines = at("ines")
    page = text(ines.get("/desk/review/"))
    assert "Oktober 2025" in page
    assert "kvar, skulle ha granskats före" in page
    page = text(ines.get(f"/desk/review/{round_of('ines', UNIT)}/"))
    assert "Jonas Ek läste en akt." in page
    assert "Den nödöppnades." in page
    assert "Den som läste har samma adress." in page
    page = text(ines.get(f"/desk/review/f/{found('ines', Why.SAME_ADDRESS)}/"))
    for words in (
        "Samir Ny läste en akt.",
        "Grund: har akten",
        "Be om förklaring",
        "Överträdelse",
        "Spara bedömningen",
    ):
        assert words in page


def test_nothing_shown_says_which_case_it_was_or_whom_it_was_about(october: None) -> None:
    for name in ("ines", "siv"):
        them = at(name)
        for row in queries.rounds(viewer(name)):
            pages = [text(them.get(f"/desk/review/{row.id}/?all=1"))]
            pages += [text(them.get(f"/desk/review/f/{one.id}/")) for one in queries.queue(viewer(name), row.id)]
            for page in pages:
                assert not re.search(r"case:|neighbour|opened\b|Provgatan|Exempel", page)
                assert HIDDEN.removeprefix("case:") not in page


def test_a_head_who_is_no_security_officer_meets_nothing_about_a_protected_case(october: None) -> None:
    hidden, round_id = found("siv", Why.PROTECTED, ""), round_of("siv", "")
    ines, siv, nothing = at("ines"), at("siv"), uuid4()
    as_wide = {int(digit * len(str(round_id))) for digit in "789"}
    no_round = max(as_wide - {row.id for row in queries.rounds(viewer("siv"))})
    assert "Skyddade personer" in text(siv.get("/desk/review/"))
    assert "Den gäller någon med skyddade uppgifter." in text(siv.get(f"/desk/review/f/{hidden}/"))
    everything = text(ines.get("/desk/review/")) + text(ines.get(f"/desk/review/{round_of('ines', UNIT)}/?all=1"))
    assert "kydda" not in everything
    for path, missing in (
        (f"/desk/review/f/{hidden}/", f"/desk/review/f/{nothing}/"),
        (f"/desk/review/{round_id}/", f"/desk/review/{no_round}/"),
    ):
        one, other = ines.get(path), ines.get(missing)
        assert one.status_code == other.status_code == 404
        assert text(one).replace(path, missing) == text(other)
        assert dict(one.headers) == dict(other.headers)
    for where in (hidden, nothing):
        answer = send(ines, f"/desk/review/f/{where}/", decision="justified.task", after="0")
        assert answer.status_code == 404
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["jonas", "gunilla", "farid", "birgitta", "kim"])
def test_for_everybody_else_there_is_no_such_page_and_nothing_in_the_menu(october: None, name: str) -> None:
    them, one = at(name), found("siv", Why.GLASS)
    for path in ("", f"{round_of('siv', UNIT)}/", f"f/{one}/"):
        assert them.get(f"/desk/review/{path}").status_code == 404
    assert send(them, f"/desk/review/f/{one}/", decision="justified.task", after="0").status_code == 404
    assert "Loggkontroll" not in text(them.get("/desk/"))


def test_the_menu_counts_what_is_left_and_has_no_number_until_there_is_something(colleagues: None) -> None:  # noqa: F811
    ines = at("ines")
    assert re.search(r'<b id="n-review" class="n">\s*</b>', text(ines.get("/desk/")))
    assert "Ingen månad är genomgången än" in text(ines.get("/desk/review/"))
    for one in range(130):
        read("jonas", f"case:{one}", basis="glass", after=one)
    actions.make_rounds(date(2025, 10, 1), at=NOW)
    page = text(ines.get("/desk/"))
    assert "Loggkontroll" in page
    assert '<b id="n-review" class="n">99+</b>' in re.sub(
        r"\s*<b id=\"n-review\" class=\"n\">\s*", '<b id="n-review" class="n">', page
    )
    where = f"/desk/review/{round_of('ines', UNIT)}/"
    first, last = text(ines.get(where)), text(ines.get(f"{where}?page=99"))
    assert first.count("/desk/review/f/") == 25
    assert "Sida 1 av 6" in first
    assert "Sida 6 av 6" in last


def test_whoever_only_reviews_comes_straight_to_it(october: None) -> None:
    siv = at("siv")
    assert siv.get("/desk/")["Location"] == "/desk/review/"
    page = text(siv.get("/desk/review/"))
    assert "Loggkontroll" in page
    assert "Väntar" not in page


def test_a_decision_is_kept_once_and_leads_back_to_the_queue(october: None) -> None:
    ines, one = at("ines"), found("ines", Why.GLASS)
    where, back = f"/desk/review/f/{one}/", f"/desk/review/{round_of('ines', UNIT)}/"
    for _ in range(2):
        answer = send(ines, where, decision="justified.emergency", after="0")
        assert (answer.status_code, answer["Location"]) == (303, back)
    assert list(Decision.objects.values_list("outcome", "reason")) == [("justified", "emergency")]
    assert [entry.action for entry in entries_about(f"finding:{one}")].count("review.decide") == 1
    assert "Det kunde inte vänta" in text(ines.get(where))
    assert str(one) not in text(ines.get(back))
    assert str(one) in text(ines.get(f"{back}?all=1"))


def test_a_breach_is_reported_after_it_has_been_found_one_and_then_it_is_over(october: None) -> None:
    ines, one = at("ines"), found("ines", Why.GLASS)
    where = f"/desk/review/f/{one}/"
    for after, decision in enumerate(("explain.no_answer", "breach.no_reason", "reported.no_reason")):
        assert send(ines, where, decision=decision, after=str(after)).status_code == 303
    page = text(ines.get(where))
    assert "överträdelse, anmäld" in page
    assert "Spara bedömningen" not in page
    assert send(ines, where, decision="justified.task", after="3")["Location"] == where
    assert Decision.objects.count() == 3


def test_whoever_comes_second_is_told_and_nothing_is_passed_over(october: None) -> None:
    ines, one = at("ines"), found("ines", Why.GLASS)
    actions.decide(actor=viewer("siv"), finding_id=one, outcome=Outcome.EXPLAIN, reason=Reason.NO_ANSWER, after=0)
    answer = send(ines, f"/desk/review/f/{one}/", decision="justified.task", after="0")
    assert answer.status_code == 303
    assert "Någon annan hann före." in text(ines.get(answer["Location"]))
    assert Decision.objects.count() == 1


def test_a_reviewer_never_meets_an_own_deed(october: None) -> None:
    ines, siv = at("ines"), at("siv")
    own = next(row.id for row in queries.queue(viewer("siv"), round_of("siv", UNIT)) if row.staff == number("ines"))
    assert "Ines" in text(siv.get(f"/desk/review/f/{own}/"))
    assert ines.get(f"/desk/review/f/{own}/").status_code == 404
    assert str(own) not in text(ines.get(f"/desk/review/{round_of('ines', UNIT)}/?all=1"))
    assert send(ines, f"/desk/review/f/{own}/", decision="justified.task", after="0").status_code == 404


BAD = ["", "\x00\u202e", "x" * 3_000, "9" * 400, "justified", "justified.no_reason", "reported.no_reason", "١٢"]


def test_no_form_and_no_address_of_the_review_breaks(october: None) -> None:
    ines, one = at("ines"), found("ines", Why.GLASS)
    for bad in BAD:
        answer = send(ines, f"/desk/review/f/{one}/", decision=bad, after=bad)
        assert answer.status_code == 303, bad[:20]
        assert ines.get(answer["Location"]).status_code == 200
        for name in ("page", "all", "wrong", "u"):
            for path in ("", f"{round_of('ines', UNIT)}/", f"f/{one}/"):
                assert ines.get(f"/desk/review/{path}", {name: bad}).status_code in {200, 404}, (path, name)
    assert not Decision.objects.exists()
    page = text(ines.get(f"/desk/review/f/{one}/?wrong=choose"))
    assert "Välj en bedömning först." in page


def test_it_is_all_in_english_too(october: None) -> None:
    siv: Any = at("siv")
    send(siv, "/desk/language/", language="en")
    assert "Log review" in text(siv.get("/desk/review/"))
    page = text(siv.get(f"/desk/review/{round_of('siv', UNIT)}/"))
    assert "Jonas Ek read a case file." in page
    assert "It was opened in an emergency." in page


def note_incident(name: str, number: str, happened: datetime) -> Any:
    local = happened.astimezone(ZoneInfo("Europe/Stockholm"))
    return send(at(name), "/desk/review/incident/", number=number, day=local.date().isoformat(), time=f"{local:%H:%M}")


def open_for(name: str, unit: str = UNIT) -> tuple[str, str]:
    """A case of theirs: as the record names it, and its number."""
    case = casework.open_case(actor=viewer(name), unit_id=unit, identity=AMAL, nonce=secrets.token_bytes(16))
    return f"case:{case}", cases.row(viewer(name), case).number


@pytest.mark.parametrize("reviewer", ["ines", "siv"])
def test_who_reads_after_an_incident_comes_up_in_the_month_it_was_in(reviewer: str, colleagues: None) -> None:  # noqa: F811
    about, number_of_case = open_for("samir")
    answer = note_incident(reviewer, number_of_case, DAY)
    assert (answer.status_code, answer["Location"]) == (303, "/desk/review/")
    [noted] = [entry for entry in entries_about(about) if entry.action == "review.note_incident"]
    assert (noted.actor_id, noted.unit, dict(noted.detail)) == (str(number(reviewer)), "", {})
    read("samir", about, after=30)
    read("gunilla", about, after=60 * 24, basis="stand_in")
    actions.make_rounds(date(2025, 10, 1), at=NOW, chance=random.Random(1))
    siv = viewer("siv")
    found = [
        row
        for seen in queries.rounds(siv)
        for row in actions.look_through(actor=siv, round_id=seen.id)
        if Why.AFTER_INCIDENT in row.why
    ]
    assert "Gunilla Ny" in {row.staff_name for row in found}


def test_the_answer_is_the_same_whether_there_is_such_a_case_or_it_is_somebody_elses_or_protected(
    colleagues: None,  # noqa: F811
) -> None:
    _, own = open_for("jonas")
    about, hidden = open_for("jonas")
    casework.protect(
        actor=viewer("jonas"), case_id=UUID(about[5:]), level=ProtectionLevel.MARKED, second=number("samir")
    )
    other, beside = open_for("birgitta", "sodermalm-anhorigstod")
    client = at("ines")
    pages = []
    for one in (own, hidden, beside, "2026-999999"):
        sent = send(client, "/desk/review/incident/", number=one, day="2025-10-14", time="09:00")
        pages.append((sent.status_code, sent["Location"], text(client.get("/desk/review/")).replace(one, "NUMMER")))
    assert len(set(pages)) == 1
    assert "NUMMER" in pages[0][2]
    assert not [entry for entry in entries_about(other) if entry.action == "review.note_incident"]


def test_whoever_reviews_nothing_has_no_such_page_and_bad_input_keeps_what_was_typed(
    colleagues: None,  # noqa: F811
) -> None:
    for name in ("jonas", "kim"):
        assert at(name).get("/desk/review/incident/").status_code == 404
        assert note_incident(name, "2026-123456", DAY).status_code == 404
    siv = at("siv")
    assert "Anteckna att något har hänt" in text(siv.get("/desk/review/"))
    good = {"number": "2026-123456", "day": "2025-10-14", "time": "09:00"}
    for field, typed, said in (
        ("number", "Amal", "Det är inget aktnummer"),
        ("day", "i går", "Skriv dag och tider"),
        ("time", "kväll", "Skriv dag och tider"),
        ("day", "2099-01-01", "Det är senare än nu"),
        ("number", "", "Det är inget aktnummer"),
    ):
        page = text(send(siv, "/desk/review/incident/", **{**good, field: typed}))
        assert said in page
        assert f'value="{typed[:5] if field == "time" else typed}"' in page
        assert page.count('aria-invalid="true"') == 1
    assert send(siv, "/desk/review/incident/").status_code == 200
