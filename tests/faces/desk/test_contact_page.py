# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A contact's page: who can be handed it today, what stands open, and that nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.faces.desk.test_sign_in import come_in, desk, people, send  # noqa: F401 - fixtures

from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation import actions
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.trust.rules import Actor

UNIT = "jarva-anhorigstod"
IT = Actor.system("test")


@pytest.fixture
def thread() -> str:
    stored = mailbox.store_contact(
        nonce=b"contact-page-0123456789a", unit_id=UNIT, text="Hej", answers=ContactFacts(situation="crime")
    )
    return str(stored.thread_id)


def page(desk: Client, address: str) -> str:  # noqa: F811
    answer = desk.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_is_away_today_cannot_be_handed_anything_and_the_stand_in_says_for_whom(
    desk: Client,  # noqa: F811
    thread: str,
) -> None:
    now = clock.now()
    ids = {"jonas": staff.staff_id("jonas") or 0}
    for name in ("samir", "gunilla"):
        made = actions.create_staff(username=name, name=name.title(), public_name=name.title(), actor=IT)
        ids[name] = made.staff_id
        actions.grant(
            staff_id=made.staff_id, unit_id=UNIT, role=Role.RELATIVES_ADVISER, valid_from=now - timedelta(1), actor=IT
        )
    actions.set_stand_in(
        unit_id=UNIT,
        absent_id=ids["gunilla"],
        substitute_id=ids["samir"],
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        actor=IT,
    )
    actions.set_stand_in(
        unit_id=UNIT,
        absent_id=ids["samir"],
        substitute_id=ids["jonas"],
        starts_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=4),
        actor=IT,
    )
    come_in(desk, "jonas")
    send(desk, f"/desk/k/{thread}/take/")
    folded = re.search(r'<details id="hand".*?</details>', page(desk, f"/desk/k/{thread}/"), re.DOTALL)
    assert folded
    assert f'name="staff_id" value="{ids["samir"]}"' in folded[0]
    assert "ersätter Gunilla i dag" in folded[0]
    assert f'value="{ids["gunilla"]}"' not in folded[0]
    assert re.search(r"Gunilla.*borta till och med .*, Samir ersätter", folded[0])
    assert "Jonas" not in folded[0]  # has it; and that Jonas stands in on Wednesday is of no use today


def test_after_taking_it_the_heading_has_the_focus_and_only_then(desk: Client, thread: str) -> None:  # noqa: F811
    come_in(desk, "jonas")
    taken = send(desk, f"/desk/k/{thread}/take/")
    assert '<h1 tabindex="-1" autofocus>' in page(desk, taken["Location"])
    assert "autofocus" not in page(desk, taken["Location"])


def test_the_panel_is_folded_when_the_relative_has_the_word_and_open_when_something_was_typed(
    desk: Client,  # noqa: F811
    thread: str,
) -> None:
    come_in(desk, "jonas")
    send(desk, f"/desk/k/{thread}/take/")
    assert '<section class="panel first stack" id="answer"' in page(desk, f"/desk/k/{thread}/")
    send(desk, f"/desk/k/{thread}/answer/", text="Hej.", nonce="ab" * 16)
    folded = page(desk, f"/desk/k/{thread}/")
    assert '<details class="panel first" id="answer"><summary>' in folded
    assert "Skriv mer" in folded
    refused = send(desk, f"/desk/k/{thread}/answer/", text="", nonce="cd" * 16)
    assert '<details class="panel first" id="answer" open>' in page(desk, refused["Location"])
    kept = send(desk, f"/desk/k/{thread}/keep/", text="Mer.", nonce="cd" * 16)
    assert '<details class="panel first" id="answer" open>' in page(desk, kept["Location"].partition("#")[0])


def test_an_answer_far_too_long_is_still_there_to_be_shortened(desk: Client, thread: str) -> None:  # noqa: F811
    come_in(desk, "jonas")
    send(desk, f"/desk/k/{thread}/take/")
    typed = "å" * 75_000  # 150 kB of text, 450 kB as a form sends it
    refused = send(desk, f"/desk/k/{thread}/answer/", text=typed, nonce="ab" * 16)
    again = page(desk, refused["Location"])
    assert "för lång" in again
    assert typed in again


def test_what_is_not_there_under_the_sign_in_is_said_by_the_desk(desk: Client) -> None:  # noqa: F811
    come_in(desk, "jonas")
    for address in ("/desk/in/passkeys/999/remove/", "/desk/in/nothing/"):
        answer = desk.get(address)
        assert answer.status_code == 404
        assert "Här finns ingenting" in answer.content.decode()
        assert "<title>Ingenting här – Självklar</title>" in answer.content.decode()
