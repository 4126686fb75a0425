# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page that is filled into a mould is, letter for letter, the page that its template makes for that reader."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from sjalvklar.faces.way_in import addresses, moulds
from sjalvklar.faces.way_in.journey import Journey, Step
from sjalvklar.faces.way_in.shell import shell
from sjalvklar.faces.way_in.views import contact
from sjalvklar.kernel import languages
from sjalvklar.organisation import queries as organisation

LANGUAGES = [each.code for each in languages.LANGUAGES]
HOSTILE = "<b>&\"'</b>"


def _of_the_template(template: str, journey: Journey, said: dict[str, Any]) -> str:
    frame = shell(
        journey.language, lambda code: addresses.journey(journey.but(language=code)), child=journey.child, plain=True
    )
    return render_to_string(f"way_in/{template}", {"shell": frame, **said})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("child", [False, True])
@pytest.mark.parametrize("danger", [None, "now"])
def test_the_untouched_form_is_the_form_its_template_makes(language: str, child: bool, danger: str | None) -> None:
    unit = organisation.organisation().unit("jarva-anhorigstod")
    assert unit is not None
    journey = Journey(language=language, step=Step.WRITE, child=child, danger=danger, who="parent", unit=unit.id)
    for number in ("first", "second"):
        filled = {"number": number, "back": "/back"}
        with translation.override(language):
            said = contact._said(journey, unit, contact.forms.Written(), {})
            page = moulds.page(
                "write.html",
                journey,
                same=("test", danger),
                context=lambda said=said: {**said, "number": moulds.gap("number"), "back": moulds.gap("back")},
                filled=filled,
            )
            assert page.content.decode() == _of_the_template("write.html", journey, {**said, **filled})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("groups", [0, 7])
def test_the_page_with_the_code_is_the_page_its_template_makes(language: str, groups: int) -> None:
    journey = Journey(language=language, step=Step.SENT, form="AAAA")
    numbers = tuple(f"{place:04}" for place in range(groups))
    rest = {"differs": False, "miscounted": True, "child": False}
    with translation.override(language):
        page = moulds.page(
            "code.html",
            journey,
            same=("test", groups),
            context=lambda: {
                **rest,
                "groups": tuple(moulds.gap(f"group {place}") for place in range(groups)),
                "promise": moulds.gap("promise"),
            },
            filled={"promise": HOSTILE, **{f"group {place}": number for place, number in enumerate(numbers)}},
        )
        expected = _of_the_template("code.html", journey, {**rest, "groups": numbers, "promise": HOSTILE})
    assert page.content.decode() == expected
    assert HOSTILE not in expected


def test_a_mould_holds_nothing_of_the_reader_it_was_first_made_for() -> None:
    journey = Journey(step=Step.SENT, form="AAAA", what="worried")
    with translation.override("sv"):
        moulds.page(
            "code.html",
            journey,
            same=("test alone",),
            context=lambda: {"groups": (moulds.gap("group"),), "promise": moulds.gap("promise")},
            filled={"group": "7777", "promise": "i morgon"},
        )
    kept = next("".join(parts) for key, parts in moulds._kept().items() if "test alone" in key)
    assert "7777" not in kept
    assert "i morgon" not in kept
    assert "/i/" not in kept
