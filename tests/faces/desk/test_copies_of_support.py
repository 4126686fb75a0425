# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The copy of a support without a file, on the page where the copy of a case is made."""

from __future__ import annotations

import re
import secrets
import time
from html import unescape
from uuid import UUID

from django.test import Client
from tests.faces.desk.test_cases import at, case, text, viewer  # noqa: F401 - a fixture
from tests.faces.desk.test_copies import words_of
from tests.faces.desk.test_sign_in import UNIT, people, send  # noqa: F401 - fixtures
from tests.faces.desk.test_support import colleagues, support  # noqa: F401 - fixtures

from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Next
from sjalvklar.support.rules import DocumentationMode, NextStep
from sjalvklar.trust.queries import entries_about

CHOSEN = {"to": "person", "language": "sv", "t-1": "mask", "w-1": "Karin Holm", "g-1": "somebody_else"}


def begun(service: str, mode: DocumentationMode, **given: UUID) -> UUID:
    return actions.open_support(
        actor=viewer("jonas"),
        unit_id=UNIT,
        beginning=Beginning(service, mode, **given),
        coming=Next(NextStep.TALK, queries.today()),
        nonce=secrets.token_bytes(16),
    )


def write(support: UUID, words: str) -> None:  # noqa: F811
    actions.write(actor=viewer("jonas"), support_id=support, text=words, nonce=secrets.token_bytes(16))


def test_the_person_gets_what_is_kept_on_paper_and_nothing_of_others(support: UUID) -> None:  # noqa: F811
    write(support, "Amal sover inte. Grannen Karin Holm har ringt.")
    jonas, where = at("jonas"), f"/desk/s/{support}/copy/"
    there = text(jonas.get(f"/desk/s/{support}/"))
    assert "Registerutdrag" in there
    assert "Ingen har tagits ut." in there
    assert "Grannen Karin Holm har ringt." in unescape(text(jonas.get(where)))
    slip = unescape(text(send(jonas, where, **{**CHOSEN, "w-1": "Karin Hollm"}, do="take")))
    assert "Ett av orden finns inte i anteckningen" in slip
    assert "Karin Hollm</textarea>" in slip
    assert "Grannen <b>[utelämnat]</b> har ringt." in unescape(text(send(jonas, where, **CHOSEN, do="look")))
    taken = send(jonas, where, **CHOSEN, do="take")
    assert taken["Content-Type"] == "application/pdf", text(taken)
    said = words_of(taken.content)
    for wanted in (
        "Det här finns om dig",
        "om dig och ditt stöd",
        "Namn Amal",
        "070-174 06 12",
        "Amal sover inte. Grannen [utelämnat] har ringt.",
        "Du har ingen akt här.",
        "Vilka som har haft med ditt stöd att göra",
        "har stödet",
    ):
        assert wanted in said, said
    assert not re.search(r"Holm|support\.|akten|Akt ", said), said
    assert "Personen själv" in text(jonas.get(where))
    assert "Togs senast ut" in text(jonas.get(f"/desk/s/{support}/"))


def test_whoever_takes_it_out_shows_who_they_are_again_first(support: UUID) -> None:  # noqa: F811
    jonas = at("jonas")
    session = jonas.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 3600, "type": "totp"}]
    session.save()
    answer = send(jonas, f"/desk/s/{support}/copy/", to="person", do="take")
    assert answer["Location"].startswith("/desk/in/again/")
    assert "support.extract" not in {entry.action for entry in entries_about(f"support:{support}")}


def told(client: Client, support: UUID) -> str:  # noqa: F811
    """What is said where there is no copy, whether it is looked at or sent."""
    where = f"/desk/s/{support}/copy/"
    page = text(client.get(where))
    assert send(client, where, **CHOSEN, do="take")["Content-Type"].startswith("text/html")
    return unescape(page)


def test_of_somebody_anonymous_it_says_that_there_is_none_and_of_a_file_where_it_is(
    case: UUID,  # noqa: F811
) -> None:
    jonas = at("jonas")
    assert "Stödet är anonymt" in told(jonas, begun("support-talk", DocumentationMode.ANONYMOUS))
    in_a_file = told(jonas, begun("practical-help", DocumentationMode.PERSONAL_FILE, case_id=case))
    assert f'href="/desk/c/{case}/extract/"' in in_a_file
