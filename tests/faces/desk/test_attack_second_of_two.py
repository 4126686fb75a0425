# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A colleague's computer left unlocked, or a copy of their cookie, is not the second of two."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from tests.faces.desk.test_cases import at, case, colleagues, protected, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import IT, UNIT, people, send  # noqa: F401 - fixtures

from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.organisation.actions.staff import end_grant
from sjalvklar.organisation.rules.staff import Role


@pytest.mark.parametrize("what", ["reveal", "lift"])
def test_who_agrees_shows_who_they_are_again(
    what: str,
    protected: UUID,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jonas, samir = at("jonas"), at("samir")
    send(jonas, f"/desk/c/{protected}/ask/", what=what)
    with monkeypatch.context() as later:
        later.setattr(step_up, "is_fresh", lambda request: False)
        answer = send(samir, f"/desk/c/{protected}/approve/", what=what)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/desk/in/again/")
        there = send(at("ines"), f"/desk/c/{protected}/approve/", what=what)
        nowhere = send(at("ines"), f"/desk/c/{UUID(int=7)}/approve/", what=what)
        assert (
            there["Location"].replace(str(protected), str(UUID(int=7))).partition("typed%3D")[0]
            == (nowhere["Location"].partition("typed%3D")[0])
        )
    assert "Visa vem det är" not in text(jonas.get(f"/desk/c/{protected}/"))
    send(samir, f"/desk/c/{protected}/approve/", what=what)
    page = jonas.get(f"/desk/c/{protected}/")
    assert "Visa vem det är" in text(page)


def test_who_agrees_to_another_name_on_the_list_does_so_too(
    protected: UUID,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jonas, samir = at("jonas"), at("samir")
    gunilla = viewer("gunilla").staff_id
    send(jonas, f"/desk/c/{protected}/name/", staff_id=str(gunilla))
    monkeypatch.setattr(step_up, "is_fresh", lambda request: False)
    answer = send(samir, f"/desk/c/{protected}/second/")
    assert answer["Location"].startswith("/desk/in/again/")
    monkeypatch.undo()
    assert at("gunilla").get(f"/desk/c/{protected}/").status_code == 404
    send(samir, f"/desk/c/{protected}/second/")
    assert at("gunilla").get(f"/desk/c/{protected}/").status_code == 200


def test_who_is_asked_again_finds_what_was_chosen_and_that_nothing_is_done_yet(
    case: UUID,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jonas, samir = at("jonas"), viewer("samir").staff_id
    with monkeypatch.context() as later:
        later.setattr(step_up, "is_fresh", lambda request: False)
        answer = send(jonas, f"/desk/c/{case}/protect/", level="marked", staff_id=str(samir))
    back = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    assert back.startswith(f"/desk/c/{case}/?again=protect&typed=")
    page = text(jonas.get(back))
    assert "Ingenting är gjort än" in page
    assert '<details id="protect" open>' in page
    assert 'name="level" value="marked" checked' in page
    assert f'name="staff_id" value="{samir}" checked' in page
    assert "skyddad" not in text(jonas.get("/desk/cases/"))


def test_a_head_who_names_two_people_anew_shows_who_they_are_again(
    protected: UUID,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("jonas", "samir"):
        end_grant(staff_id=viewer(name).staff_id, unit_id=UNIT, role=Role.RELATIVES_ADVISER, actor=IT)
    ines = at("ines")
    [address] = re.findall(r"/desk/cases/naming/[0-9a-f-]{36}/", text(ines.get("/desk/cases/unit/")))
    chosen = {"first": str(viewer("gunilla").staff_id), "second": str(viewer("ines").staff_id)}
    with monkeypatch.context() as later:
        later.setattr(step_up, "is_fresh", lambda request: False)
        answer = send(ines, address, **chosen)
        assert answer["Location"].startswith("/desk/in/again/")
        assert at("gunilla").get(f"/desk/c/{protected}/").status_code == 404
    page = text(ines.get(parse_qs(urlsplit(answer["Location"]).query)["next"][0]))
    assert page.count(" checked") == 2
    send(ines, address, **chosen)
    assert at("gunilla").get(f"/desk/c/{protected}/").status_code == 200


def test_a_weaker_protection_and_another_off_the_list_wait_for_a_second_person(protected: UUID) -> None:  # noqa: F811
    jonas, samir, gunilla = at("jonas"), at("samir"), viewer("gunilla").staff_id
    page = f"/desk/c/{protected}/"
    send(jonas, f"{page}name/", staff_id=str(gunilla))
    send(samir, f"{page}second/")
    send(jonas, f"{page}level/", level="marked")
    send(jonas, f"{page}unname/", staff_id=str(gunilla))
    mine = text(jonas.get(page))
    assert "Skyddad folkbokföring." in mine
    assert "ta bort Gunilla Ny från listan" in mine
    seen = text(samir.get(page))
    assert "Jonas Ek ber dig godkänna: ändra skyddet till: Sekretessmarkering" in seen
    assert at("gunilla").get(page).status_code == 200
    send(samir, f"{page}approve/", what="lower")
    send(samir, f"{page}approve/", what="unname", who_id=str(gunilla))
    assert "<b>Sekretessmarkering.</b>" in text(jonas.get(page))
    assert at("gunilla").get(page).status_code == 404
    for what in ("unname", "lower", "lyft", ""):
        assert send(samir, f"{page}approve/", what=what, who_id="x").status_code == 302
        assert send(jonas, f"{page}ask/", what=what).status_code == 302


def test_whoever_takes_themselves_off_comes_to_their_list(protected: UUID) -> None:  # noqa: F811
    samir, gunilla = at("samir"), viewer("gunilla").staff_id
    send(samir, f"/desk/c/{protected}/name/", staff_id=str(gunilla))
    send(at("jonas"), f"/desk/c/{protected}/second/")
    answer = send(samir, f"/desk/c/{protected}/unname/", staff_id=str(viewer("samir").staff_id))
    assert answer["Location"].startswith("/desk/cases/")
    assert at("samir").get(f"/desk/c/{protected}/").status_code == 404
