# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Disposal on the desk's own pages: the archivists' alone, one plans and another decides, and nothing says who."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from tests.faces.desk.test_cases import at, text, viewer
from tests.faces.desk.test_sign_in import IT, UNIT, people, send  # noqa: F401 - fixtures
from tests.kept import once
from tests.rooms.disposal.archive import somebody

from sjalvklar.casework import actions as casework
from sjalvklar.casework.models import Case
from sjalvklar.casework.rules import CloseReason
from sjalvklar.disposal import actions
from sjalvklar.disposal.models import Hold, Plan
from sjalvklar.organisation.actions import demo
from sjalvklar.trust import subjects

BOARD = "sdn-jarva"
LONG_AGO = datetime(2020, 3, 2, 9, tzinfo=UTC)
ARCHIVE = {
    "staff": [
        {"username": name, "name": f"{name.title()} Ny", "public_name": name.title(), "roles": [role]}
        for name, role in (
            ("alva", {"unit": UNIT, "role": "records_officer"}),
            ("arvid", {"unit": UNIT, "role": "records_officer"}),
            ("asta", {"unit": "sodermalm-anhorigstod", "role": "records_officer"}),
            ("siv", {"unit": UNIT, "role": "security_officer"}),
        )
    ]
}


@pytest.fixture(autouse=True)
def archivists(people: None) -> None:  # noqa: F811
    once("archivists", lambda: demo.make_demo_staff(ARCHIVE, actor=IT, zone=ZoneInfo("Europe/Stockholm")))


@pytest.fixture
def old_case() -> Case:
    jonas = viewer("jonas")
    who = somebody("19600707", name="Zmirgel Exempel")
    made = casework.open_case(actor=jonas, unit_id=UNIT, identity=who, nonce=secrets.token_bytes(16), at=LONG_AGO)
    casework.close(actor=jonas, case_id=made, reason=CloseReason.MOVED, at=LONG_AGO)
    return Case.objects.get(pk=made)


def test_one_archivist_plans_another_decides_and_it_is_gone(old_case: Case) -> None:
    alva, arvid = at("alva"), at("arvid")
    assert "beslut saknas" in text(alva.get("/desk/disposal/"))
    where = send(alva, "/desk/disposal/plan/", authority=BOARD)["Location"]
    page = text(alva.get(where))
    assert old_case.number in page
    assert "Personakter: 1</b>, Anhörigstödet i Järva" in page
    assert UNIT not in page
    assert "Zmirgel" not in page
    assert str(old_case.pk) not in page
    assert "Besluta att det gallras" not in page
    send(alva, where)
    assert Plan.objects.get().state == "planned", "not the one who planned"
    assert "Besluta att det gallras" in text(arvid.get(where))
    send(arvid, where)
    assert Plan.objects.get().state == "decided"
    assert actions.carry_out() == 1
    assert not Case.objects.exists()
    with pytest.raises(subjects.SubjectGone):
        subjects.cipher(old_case.person_id)  # type: ignore[attr-defined]
    page = text(arvid.get(where))
    assert old_case.number not in page
    assert "Kontrollsumma" in page


def test_a_hold_is_placed_and_lifted_by_two_and_tells_nothing_of_what_there_is(old_case: Case) -> None:
    alva, arvid = at("alva"), at("arvid")
    given = {"authority": BOARD, "kind": "case", "ground": "court", "reference": "T 17-26"}
    answers = [send(alva, "/desk/disposal/hold/", what=what, **given) for what in (old_case.number, "2020-999999")]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    assert "T 17-26" in text(alva.get("/desk/disposal/"))
    hold = Hold.objects.get(what=old_case.number)
    send(alva, f"/desk/disposal/hold/{hold.pk}/lift/")
    assert Hold.objects.get(pk=hold.pk).lifted_at is None
    send(arvid, f"/desk/disposal/hold/{hold.pk}/lift/")
    assert Hold.objects.get(pk=hold.pk).lifted_at is not None
    for wrong in ({"what": ""}, {"reference": ""}, {"kind": "everything"}):
        send(alva, "/desk/disposal/hold/", **{**given, "what": "2020-999998", **wrong})
    assert Hold.objects.filter(lifted_at__isnull=True).count() == 1


@pytest.mark.parametrize("who", ["jonas", "ines", "siv"])
def test_for_whoever_is_no_archivist_there_is_no_such_page(who: str, old_case: Case) -> None:
    plan = actions.plan(actor=viewer("alva"), authority_id=BOARD)
    them = at(who)
    for path in ("", f"plan/{plan}/", f"plan/{uuid4()}/"):
        assert them.get(f"/desk/disposal/{path}").status_code == 404, path
    for path in ("plan/", f"plan/{plan}/", "hold/", f"hold/{uuid4()}/lift/"):
        assert send(them, f"/desk/disposal/{path}", authority=BOARD).status_code == 404, path
    assert "/desk/disposal/" not in text(them.get("/desk/"))


def test_another_boards_plan_is_as_if_it_were_not_there(old_case: Case) -> None:
    plan, nothing = actions.plan(actor=viewer("alva"), authority_id=BOARD), uuid4()
    asta = at("asta")
    hidden, missing = asta.get(f"/desk/disposal/plan/{plan}/"), asta.get(f"/desk/disposal/plan/{nothing}/")
    assert hidden.status_code == missing.status_code == 404
    assert text(hidden).replace(str(plan), str(nothing)) == text(missing)
    assert send(asta, "/desk/disposal/plan/", authority=BOARD).status_code == 404
    assert send(asta, "/desk/disposal/plan/", authority="no-such").status_code == 404
