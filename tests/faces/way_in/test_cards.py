# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a card says: whose number it is, why just this one, and a Swedish name as Swedish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from sjalvklar.faces.way_in import words
from sjalvklar.faces.way_in.cards import reason_words, result_page
from sjalvklar.faces.way_in.journey import Journey
from sjalvklar.guide import queries as guide
from sjalvklar.guide.rules import Reason, ReasonKind
from sjalvklar.kernel import clock, languages
from sjalvklar.trust import keyring

SUNDAY_EVENING = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    keyring.create(Path(settings.KEYS_DIR))
    with clock.frozen(SUNDAY_EVENING):
        yield


@pytest.mark.parametrize("language", languages.CODES)
def test_a_number_that_somebody_else_answers_says_so_beside_the_number_and_nowhere_else(language: str) -> None:
    journey = Journey(language=language, danger="no", who="parent", what="crime", where="jarva", help="talk")
    with translation.override(language):
        found = result_page(guide.advise(journey.answers()), journey)
    cards = (found.first, *found.others)
    borrowed = [card for card in cards if card.takes_calls]
    assert borrowed, "the pack has no unit without a number of its own any more"
    for card in borrowed:
        assert "Socialrådgivningen" in card.takes_calls
        assert card.takes_calls not in card.because
    assert not found.first.takes_calls


@pytest.mark.parametrize("language", languages.CODES)
def test_every_reason_that_has_something_to_say_says_it_also_without_a_name(language: str) -> None:
    silent = {ReasonKind.OWN, ReasonKind.VAGUE, ReasonKind.CHILD, ReasonKind.NUMBER_MISSING}
    with translation.override(language):
        for kind in ReasonKind:
            said = reason_words(Reason(kind, None, None), "Bris", language)
            assert bool(said) != (kind in silent), kind


@pytest.mark.parametrize("language", languages.CODES)
def test_a_swedish_name_is_marked_as_swedish_where_the_page_is_not(language: str) -> None:
    shown = words.named("Råd & Stöd <b>", language)
    name = "Råd &amp; Stöd &lt;b&gt;"
    assert shown == (name if language.startswith("sv") else f'<bdi lang="sv">{name}</bdi>')
