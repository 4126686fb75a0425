# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has what, in numbers, and all of it handed over, on the desk's own pages."""

from __future__ import annotations

import secrets
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from tests.faces.desk.test_cases import AMAL, at, case, colleagues, protected, text, viewer  # noqa: F401 - fixtures
from tests.faces.desk.test_sign_in import UNIT, people, send  # noqa: F401 - a fixture

from sjalvklar.casework import actions, queries
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox.rules import ContactFacts


@pytest.fixture
def contact(people: None, colleagues: None) -> UUID:  # noqa: F811
    """A contact that Jonas has taken."""
    stored = mailbox.store_contact(
        nonce=secrets.token_bytes(24), unit_id=UNIT, text="Min son är borta", answers=ContactFacts()
    )
    mailbox.take(actor=viewer("jonas"), thread_id=stored.thread_id)
    return stored.thread_id


def test_the_head_sees_numbers_and_gives_all_of_it_to_two(contact: UUID, case: UUID) -> None:  # noqa: F811
    ines, jonas = at("ines"), viewer("jonas").staff_id
    page = unescape(text(ines.get("/desk/unit/people/")))
    assert "Min son" not in page
    assert AMAL.name not in page
    assert f"/desk/unit/people/{jonas}/" in page
    where = f"/desk/unit/people/{jonas}/"
    assert "<dt>Kontakter</dt><dd>1" in unescape(text(ines.get(where)))
    assert "Välj minst en" in unescape(text(send(ines, where)))
    samir, gunilla = viewer("samir").staff_id, viewer("gunilla").staff_id
    both: Any = [str(samir), str(gunilla)]
    done = send(ines, where, to=both)
    assert "2 har lämnats över." in unescape(text(ines.get(done["Location"])))
    row = queries.row(viewer("ines"), case)
    assert row.owner_id in {samir, gunilla}
    assert "Det finns inget kvar att lämna över." in unescape(text(ines.get(where)))


def test_jonas_hands_over_his_own_and_sees_what_is_given_by_itself(contact: UUID, protected: UUID) -> None:  # noqa: F811
    jonas, where = at("jonas"), f"/desk/unit/people/{viewer('jonas').staff_id}/"
    assert where in text(jonas.get("/desk/duty/"))
    assert f"/desk/c/{protected}/#hand" in text(jonas.get(where))
    assert str(protected) not in text(at("ines").get(where)), "the head does not know of it"
    done = send(jonas, where, to=str(viewer("samir").staff_id))
    assert done["Location"] == "/desk/mine/"


@pytest.mark.parametrize("who", ["samir", "farid", "birgitta", "kim", "siv"])
def test_others_have_no_such_page(who: str, case: UUID) -> None:  # noqa: F811
    them, jonas = at(who), viewer("jonas").staff_id
    for where in ("/desk/unit/people/", f"/desk/unit/people/{jonas}/"):
        assert them.get(where).status_code == 404
    assert send(them, f"/desk/unit/people/{jonas}/", to=str(jonas)).status_code == 404
    assert actions.read(actor=viewer("jonas"), case_id=case).row.mine


def test_what_was_typed_by_hand_is_refused_in_words(case: UUID) -> None:  # noqa: F811
    ines, where = at("ines"), f"/desk/unit/people/{viewer('jonas').staff_id}/"
    for to in ("x", "0", "9" * 30, str(viewer("birgitta").staff_id)):
        answer = send(ines, where, to=to)
        assert answer.status_code == 200
        assert 'class="wrong"' in text(answer)
    for nobody in ("999999", "9" * 40):
        assert ines.get(f"/desk/unit/people/{nobody}/").status_code == 404
