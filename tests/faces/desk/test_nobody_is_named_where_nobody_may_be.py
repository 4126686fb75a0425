# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A curious officer tries every field of every page of an anonymous support, and makes no identity in any of them."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from uuid import UUID

import pytest
from tests.faces.desk.test_cases import at, text, viewer
from tests.faces.desk.test_sign_in import UNIT, people, send  # noqa: F401 - fixtures
from tests.faces.desk.test_support import colleagues  # noqa: F401 - a fixture

from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Next
from sjalvklar.support.models import Support
from sjalvklar.support.rules import DocumentationMode, NextStep
from sjalvklar.writing.models import Draft

NUMBER = "070-174 06 12"
PAGES = ("", "own-plan/", "talks/", "safe/", "safety/", "follow-up/", "child/")
MAKES_SENSE = {"consent": "without"}  # a choice without which the words beside it are not asked for


class Forms(HTMLParser):
    """Every form that sends something, with what its fields hold, and which of them somebody may write words in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], list[str]]] = []
        self._select = ""
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("method") == "post"
            if self._inside:
                self.found.append((given["action"], {}, []))
            return
        if not self._inside:
            return
        _action, fields, words = self.found[-1]
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "textarea" or (tag == "input" and kind in {"text", "tel", "email", "search"}):
            fields.setdefault(name, "2" if given.get("inputmode") == "numeric" else "")
            words.append(name)
        elif tag == "input" and kind in {"hidden", "radio", "checkbox", "date", "datetime-local", "number"}:
            fields.setdefault(name, given.get("value", "") or ("2" if kind == "number" else ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and given.get("value") and self._select:
            fields.setdefault(self._select, given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


@pytest.fixture
def support() -> UUID:
    return actions.open_support(
        actor=viewer("jonas"),
        unit_id=UNIT,
        beginning=Beginning("support-talk", situation="crime"),
        coming=Next(NextStep.TALK, queries.today() + timedelta(days=7)),
        nonce=b"x" * 16,
    )


def test_no_field_of_an_anonymous_support_keeps_what_points_at_somebody(support: UUID) -> None:
    jonas, root = at("jonas"), f"/desk/s/{support}/"
    tried = set()
    for page in PAGES:
        for action, fields, words in Forms(text(jonas.get(f"{root}{page}"))).found:
            if not action.startswith(root):
                continue
            for word in words:
                numeric = fields[word] == "2"
                harmless = {other: fields[other] or "Ja" for other in words}
                form = {**fields, **harmless, **MAKES_SENSE, word: f"Amal {NUMBER}"}
                form.pop("csrfmiddlewaretoken", None)
                refused = send(jonas, action, **form)
                said = "wrong=" if numeric else "phone_here"
                assert said in refused.get("Location", ""), (action, word)
                tried.add((page, word))
    assert {("", "text"), ("own-plan/", "we_do"), ("safety/", "fear_words"), ("follow-up/", "words")} <= tried
    for form in ({"form": "write", "text": NUMBER}, {"form": "talk", "words": NUMBER}):
        send(jonas, f"{root}draft/", **form, version="0")
    assert not Draft.objects.exists(), "not in a draft either"
    for page in PAGES:
        assert NUMBER not in text(jonas.get(f"{root}{page}")), page


def test_the_way_a_support_is_documented_cannot_be_changed_by_asking_for_it(support: UUID) -> None:
    jonas, root = at("jonas"), f"/desk/s/{support}/"
    identity = {
        "mode": "named_without_file",
        "called": "Amal",
        "value": NUMBER,
        "channel": "sms",
        "case": str(support),
    }
    for deed in ("write", "next", "children", "offer", "reveal", "safe/change", "hand-over"):
        send(jonas, f"{root}{deed}/", **identity, said_by="themselves", said_on=queries.today().isoformat())
    kept = Support.objects.get(pk=support)
    assert (kept.mode, kept.called, kept.case_id) == (DocumentationMode.ANONYMOUS.value, None, None)
