# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every no is on record: who was not let in, and who asked for what is not theirs. Never what was typed."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from tests.architecture import house
from tests.faces.desk.test_cases import at, case, colleagues, protected  # noqa: F401 - fixtures
from tests.faces.desk.test_hostile import elsewhere  # noqa: F401 - a fixture
from tests.faces.desk.test_sign_in import come_in, desk, password, people, send  # noqa: F401 - fixtures

from sjalvklar.organisation.queries import staff
from sjalvklar.trust.actions import refusals
from sjalvklar.trust.flood import Flood
from sjalvklar.trust.models import AuditEntry


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that has just begun."""
    monkeypatch.setattr(refusals, "_places", Flood(first=5, keys=50))
    monkeypatch.setattr(refusals, "_people", Flood(first=20, keys=2_000))


def rows(action: str) -> list[tuple[Any, ...]]:
    """Who, on what, and the codes, of each row."""
    found = AuditEntry.objects.filter(action=action).order_by("id")
    return list(found.values_list("actor_kind", "actor_id", "unit", "object", "basis", "detail"))


def of(username: str) -> str:
    return f"staff:{staff.staff_id(username)}"


def test_a_wrong_password_and_an_unknown_name_leave_rows_of_one_kind(desk: Client) -> None:  # noqa: F811
    password(desk, "jonas", "not this")
    password(desk, "hunter2 my password", "jonas")
    wrong = {"why": "password", "times": 1}
    assert rows(refusals.SIGN_IN) == [
        ("system", "sign_in", "", of("jonas"), "refused", wrong),
        ("system", "sign_in", "", "staff:unknown", "refused", wrong),
    ]


def test_nothing_that_was_typed_is_in_the_row(desk: Client) -> None:  # noqa: F811
    password(desk, "hunter2 my password", "another secret")
    everything = "".join(str(row) for row in AuditEntry.objects.values())
    assert "hunter2" not in everything
    assert "another secret" not in everything


def test_a_wrong_second_factor_leaves_a_row_and_too_many_another(desk: Client) -> None:  # noqa: F811
    password(desk, "jonas")
    for _ in range(7):
        send(desk, "/desk/in/confirm/", code="000000")
    found = rows(refusals.SIGN_IN)
    assert {row[3] for row in found} == {of("jonas")}
    assert {row[5]["why"] for row in found} == {"second_factor", "too_many"}


def test_a_locked_account_leaves_a_row(desk: Client) -> None:  # noqa: F811
    for _ in range(7):
        password(desk, "jonas", "not this")
    assert [row[5]["why"] for row in rows(refusals.SIGN_IN)] == ["password"] * 5 + ["too_many"] * 2


def test_many_wrong_passwords_are_few_rows_whether_the_names_exist_or_not(desk: Client) -> None:  # noqa: F811
    """A row for a name that exists and none for one that does not would tell by its time which exist."""
    before = AuditEntry.objects.count()
    written = []
    for number in range(40):
        cache.clear()
        known = number % 2 == 0
        password(desk, "jonas" if known else f"nobody-{number}", "not this")
        count = AuditEntry.objects.count()
        written.append(count - before)
        before = count
    assert [number for number, new in enumerate(written, 1) if new] == [1, 2, 3, 4, 5, 10, 20, 40]
    assert sum(row[5]["times"] for row in rows(refusals.SIGN_IN)) == 40


def test_what_may_not_be_seen_and_what_is_not_there_leave_the_same_row(
    colleagues: None,  # noqa: F811
    protected: UUID,  # noqa: F811
    elsewhere: str,  # noqa: F811
) -> None:
    """Gunilla of the same unit asks for a protected case, for another unit's contact, and for what never was."""
    gunilla = at("gunilla")
    never = uuid4()
    addresses = [f"/desk/c/{protected}/", f"/desk/c/{never}/", f"/desk/k/{elsewhere}/", f"/desk/k/{never}/"]
    for address in addresses:
        assert gunilla.get(address).status_code == 404
    me = str(staff.staff_id("gunilla"))
    assert rows(refusals.DEED) == [
        ("staff", me, "", f"{kind}:{which}", "refused", {"page": page, "times": 1})
        for kind, which, page in (
            ("case", protected, "desk_case"),
            ("case", never, "desk_case"),
            ("thread", elsewhere, "desk_contact"),
            ("thread", never, "desk_contact"),
        )
    ]


def test_a_deed_that_was_refused_is_undone_and_on_record(colleagues: None, case: UUID) -> None:  # noqa: F811
    """Ines sees the row as head, and may not write in it."""
    ines = at("ines")
    answer = send(ines, f"/desk/c/{case}/write/", text="Något", nonce="00" * 16)
    assert answer.status_code == 302
    [row] = rows(refusals.DEED)
    assert (row[1], row[3]) == (str(staff.staff_id("ines")), f"case:{case}")
    assert row[5]["page"] == "desk_case_write"
    assert row[5]["why"]
    assert not AuditEntry.objects.filter(action="case.write", object=f"case:{case}", actor_id=row[1]).exists()


def test_whoever_tries_by_the_address_of_a_draft_is_on_record_for_what_they_tried(
    colleagues: None,  # noqa: F811
    protected: UUID,  # noqa: F811
    elsewhere: str,  # noqa: F811
) -> None:
    gunilla = at("gunilla")
    for address in (f"/desk/c/{protected}/draft/", f"/desk/k/{elsewhere}/draft/"):
        form = "answer" if "/k/" in address else "write"
        assert send(gunilla, address, form=form, text="Finns den?").status_code == 404
    assert [row[3] for row in rows(refusals.DEED)] == [f"case:{protected}", f"thread:{elsewhere}"]


def test_a_page_that_is_not_ones_to_see_is_on_record_and_the_pages_own_asking_is_not(
    colleagues: None,  # noqa: F811
    elsewhere: str,  # noqa: F811
) -> None:
    jonas = at("jonas")
    assert jonas.get("/desk/review/").status_code == 404
    assert jonas.get(f"/desk/k/{elsewhere}/news/").status_code == 404
    assert [row[3] for row in rows(refusals.DEED)] == ["page:desk_review"]


def test_who_tries_everything_fills_nothing(colleagues: None) -> None:  # noqa: F811
    gunilla = at("gunilla")
    for _ in range(85):
        gunilla.get(f"/desk/c/{uuid4()}/")
    assert [row[5]["times"] for row in rows(refusals.DEED)] == [1] * 20 + [20, 40]


def test_when_the_record_can_take_no_row_the_refusal_is_answered_all_the_same(
    colleagues: None,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    gunilla = at("gunilla")

    def full(**_: object) -> None:
        raise DatabaseError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(refusals, "record", full)
        assert gunilla.get(f"/desk/c/{uuid4()}/").status_code == 404
        other = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
        assert password(other, "jonas", "not this").status_code == 200
    assert "could not be put on record: DatabaseError" in caplog.text
    gunilla.get(f"/desk/c/{uuid4()}/")
    assert [row[5]["times"] for row in rows(refusals.DEED)] == [2]


def test_the_row_is_kept_apart_from_what_the_reader_may_be_given(colleagues: None, case: UUID) -> None:  # noqa: F811
    """A try is no reading: the person's own list and the case's page say nothing of it."""
    at("gunilla").get(f"/desk/c/{case}/access/")
    shown = send(at("jonas"), f"/desk/c/{case}/access/").content.decode()
    assert "desk.refuse" not in shown
    assert "Gunilla" not in shown


# Where a refusal is caught and answered without a row, and why.
_NO_ROW = {
    "shell.py": "the menu is drawn for somebody without a unit",
    "views/files.py": "only input and what came too late; the rest goes on to desk_view",
    "sign_in/city/adapter.py": "noted by the page that says no",
}
_CAUGHT = {"Refused", "NotAllowed", "NotFound", "Http404"}


def _unnoted(text: str) -> list[int]:
    """Lines where a refusal is caught and neither noted nor passed on."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ExceptHandler) or node.type is None:
            continue
        names = {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)}
        said = ast.unparse(node)
        raises = any(isinstance(one, ast.Raise) for one in node.body)
        if names & _CAUGHT and not raises and "refusals.note(" not in said:
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", house.sources(".py", under="src/sjalvklar/faces/desk/"), ids=str)
def test_no_view_says_no_without_a_row(path: Path) -> None:
    if str(path).partition("faces/desk/")[2] not in _NO_ROW:
        assert _unnoted(house.read(path)) == []


def test_a_refusal_that_is_not_noted_would_be_seen() -> None:
    planted = "try:\n    deed()\nexcept Refused as refused:\n    messages.error(request, sentence(refused))\n"
    assert _unnoted(planted) == [3]
    assert _unnoted(planted.replace("messages.error(", "refusals.note(request, refused); messages.error(")) == []
