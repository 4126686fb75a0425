# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A colleague's computer left unlocked, or a copy of their cookie, is not the second of two."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.faces.desk.test_cases import at, case, colleagues, protected, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import people, send  # noqa: F401 - fixtures

from sjalvklar.faces.desk.sign_in import step_up


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
            there["Location"].replace(str(protected), str(UUID(int=7))).partition("%3Ftyped")[0]
            == (nowhere["Location"].partition("%3Ftyped")[0])
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
