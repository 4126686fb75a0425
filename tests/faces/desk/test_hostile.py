# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What nobody means well by, sent to every address of the desk: a clear answer, nothing changed, never a 500."""

from __future__ import annotations

from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory
from tests.faces.desk.test_sign_in import come_in, desk, people, send  # noqa: F401 - fixtures

from sjalvklar.faces.desk import kept
from sjalvklar.faces.desk.plans import doing
from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation.queries import staff

BAD = [
    "",
    "\x00",
    "\u202e",
    "x" * 30_000,
    "-1",
    "9" * 400,
    "١٢",
    "../../etc/passwd",
    "<script>",
    "{{ 7 * 7 }}",
    "\ud800",
]
UNIT = "jarva-anhorigstod"


@pytest.fixture
def thread() -> str:
    stored = mailbox.store_contact(
        nonce=b"hostile-nonce-0123456789", unit_id=UNIT, text="Hej", answers=ContactFacts(situation="crime")
    )
    return str(stored.thread_id)


@pytest.fixture
def elsewhere() -> str:
    stored = mailbox.store_contact(
        nonce=b"hostile-nonce-elsewhere1", unit_id="sodermalm-anhorigstod", text="Hej", answers=ContactFacts()
    )
    return str(stored.thread_id)


@pytest.mark.parametrize("path", ["/desk/", "/desk/mine/", "/desk/closed/", "/desk/news/", "/desk/duty/"])
def test_no_address_can_be_written_so_that_the_desk_breaks(desk: Client, path: str) -> None:  # noqa: F811
    come_in(desk, "jonas")
    for name, bad in product(("after", "u", "view", "mark", "t", "kept", "wrong", "n"), BAD):
        given = {"view": "waiting", name: bad.encode("utf-8", "replace").decode()}
        assert desk.get(path, given).status_code in {200, 204, 400, 404}, (path, name, bad[:20])


def test_no_form_of_a_contact_breaks_or_changes_it(desk: Client, thread: str) -> None:  # noqa: F811
    come_in(desk, "jonas")
    send(desk, f"/desk/k/{thread}/take/")
    for bad in BAD:
        value = bad.encode("utf-8", "replace").decode()
        for form, fields in {
            "hand-over": ("staff_id",),
            "pass-on": ("unit_id",),
            "close": ("reason",),
            "reveal": ("read_today",),
            "keep": ("text", "nonce"),
        }.items():
            answer = send(desk, f"/desk/k/{thread}/{form}/", **dict.fromkeys(fields, value))
            assert answer.status_code == 302, (form, value[:20])
    for bad in ("", "   ", "\x00\x01", "\u202e"):
        assert "wrong=answer" in send(desk, f"/desk/k/{thread}/answer/", text=bad, nonce="zz")["Location"]
    page = desk.get(f"/desk/k/{thread}/").content.decode()
    assert 'class="msg theirs"' in page
    assert 'class="msg ours"' not in page


def test_other_methods_are_refused(desk: Client, thread: str) -> None:  # noqa: F811
    come_in(desk, "jonas")
    paths = ("/desk/", f"/desk/k/{thread}/", f"/desk/k/{thread}/take/")
    for method, path in product(("put", "delete", "patch", "options", "trace"), paths):
        assert getattr(desk, method)(path).status_code in {403, 405}, (method, path)


def test_another_units_contact_and_one_that_does_not_exist_are_answered_alike(
    desk: Client,  # noqa: F811
    elsewhere: str,
) -> None:
    come_in(desk, "jonas")
    answers: list[tuple[int, bytes]] = []
    for thread_id in (elsewhere, str(uuid4())):
        told = [desk.get(f"/desk/k/{thread_id}/"), desk.get(f"/desk/k/{thread_id}/news/")]
        for form in ("take", "answer", "keep", "hand-over", "pass-on", "close", "reveal"):
            given = {"text": "x", "staff_id": "1", "unit_id": UNIT, "reason": "helped", "read_today": "yes"}
            told.append(send(desk, f"/desk/k/{thread_id}/{form}/", **given))
        answers.append(tuple((one.status_code, _plain(one)) for one in told))  # type: ignore[arg-type]
    assert answers[0] == answers[1]
    assert {status for status, _ in answers[0]} == {404}  # type: ignore[misc]


def _plain(answer: Any) -> str:
    import re

    return re.sub(r'value="[^"]*"|/desk/k/[0-9a-f-]+/', "", answer.content.decode())


def test_an_adviser_cannot_do_what_is_the_heads(desk: Client) -> None:  # noqa: F811
    come_in(desk, "jonas")
    ines = staff.staff_id("ines")
    for path in (
        "/desk/unit/",
        "/desk/news/?view=head",
        "/desk/?u=sodermalm-anhorigstod",
        "/desk/duty/?u=sodermalm-anhorigstod",
    ):
        assert desk.get(path).status_code == 404, path
    for path in ("/desk/duty/add/", "/desk/stand-in/add/", f"/desk/staff/{ines}/sign-in/", "/desk/duty/1/remove/"):
        assert send(desk, path, staff_id="1").status_code == 404, path


def test_the_heads_forms_refuse_nonsense_in_words(desk: Client) -> None:  # noqa: F811
    come_in(desk, "ines")
    for bad in BAD:
        value = bad.encode("utf-8", "replace").decode()
        for path, fields in {
            "/desk/duty/add/": ("staff_id", "day", "from", "to"),
            "/desk/stand-in/add/": ("absent_id", "substitute_id", "first", "last"),
        }.items():
            for field in fields:
                good = {
                    "staff_id": str(staff.staff_id("jonas")),
                    "absent_id": str(staff.staff_id("jonas")),
                    "substitute_id": str(staff.staff_id("ines")),
                    "day": "2099-01-01",
                    "from": "08:00",
                    "to": "17:00",
                    "first": "2099-01-01",
                    "last": "2099-01-02",
                }
                assert send(desk, path, **{**good, field: value}).status_code == 302, (path, field, value[:20])
    page = desk.get("/desk/duty/")
    assert page.status_code == 200


def test_the_head_cannot_renew_the_sign_in_of_somebody_elsewhere(desk: Client) -> None:  # noqa: F811
    come_in(desk, "ines")
    for staff_id in (10**12, staff.staff_id("ines") or 0):
        before = send(desk, f"/desk/staff/{staff_id}/sign-in/")
        assert before.status_code in {302, 404}
    vouched = send(desk, f"/desk/staff/{staff.staff_id('jonas')}/sign-in/", code="aaaa-aaaa")
    assert vouched["Location"].startswith("/desk/duty/")
    assert "Ingen väntar med den koden" in desk.get("/desk/duty/").content.decode()


@pytest.mark.parametrize(
    ("sent_to", "page"),
    [
        ("s/{}/child-own/", "s/{}/child/"),
        ("s/{}/children/", "s/{}/"),
        ("s/{}/safety/change/", "s/{}/safety/"),
        ("s/{}/own-plan/change/", "s/{}/own-plan/"),
        ("s/{}/talks/change/", "s/{}/talks/"),
        ("s/{}/safe/change/", "s/{}/safe/"),
        ("k/{}/concern-concern/", "k/{}/concern/"),
        ("c/{}/plan/", "c/{}/plan/"),
        ("c/{}/people/add/", "c/{}/people/"),
        ("c/{}/people/2/do/", "c/{}/people/2/"),
        ("plans/p/{}/go-on/", "plans/p/{}/"),
    ],
)
def test_what_was_typed_is_found_again_on_the_page_whose_form_it_was(sent_to: str, page: str) -> None:
    about = "00000000-0000-4000-8000-000000000000"
    asked = RequestFactory().post(f"/desk/{sent_to.format(about)}", {"text": "mina ord", "csrfmiddlewaretoken": "x"})
    assert kept.page_of(asked.path_info) == f"/desk/{page.format(about)}"
    assert kept.typed(asked) == {"text": "mina ord"}


def test_who_somebody_is_is_kept_in_no_draft() -> None:
    about = "00000000-0000-4000-8000-000000000000"
    for where in ("identity/", "people/2/identity/"):
        asked = RequestFactory().post(f"/desk/c/{about}/{where}", {"name": "Amal", "number": "19900101-2385"})
        assert kept.typed(asked) == {}


@pytest.mark.parametrize(
    "when", [("2027-03-28", "02:30"), ("0001-01-01", "00:00"), ("9999-12-31", "23:59"), ("2027-02-29", "10:00")]
)
def test_a_meeting_is_planned_for_no_hour_that_does_not_exist(when: tuple[str, str]) -> None:
    day, hour = when
    with pytest.raises(Invalid, match="time"):
        doing.moment(RequestFactory().post("/", {"when": day, "time": hour}), "when", "time")
