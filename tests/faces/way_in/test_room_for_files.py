# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When there is no room for Amal's files she is told so in her language, keeps her words, and can send those."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from tests.rooms.mailbox.conftest import at, grano, people, write  # noqa: F401 - fixtures
from tests.rooms.mailbox.test_files_in_a_thread import amal  # noqa: F401 - fixture

from sjalvklar.faces.way_in import opening, reader
from sjalvklar.faces.way_in.views.files import _words as words
from sjalvklar.kernel import clock
from sjalvklar.mailbox.actions import Opened, files
from sjalvklar.mailbox.models import Attachment, Message
from sjalvklar.mailbox.pace import FILES_AN_HOUR, Pace

WORDS = "Titta på det här, <snälla> & svara"
NO_ROOM = {
    "sv": "Just nu får det inte plats fler filer",
    "sv-lattlast": "Just nu går det inte att skicka fler filer",
    "en": "There is no room for more files right now",
    "ar": "لا مكان لملفات أخرى الآن",
    "so": "Hadda meel looma hayo faylal kale",
    "fi": "Juuri nyt ei mahdu enempää tiedostoja",
}


@pytest.fixture
def browser(amal: Opened, monkeypatch: pytest.MonkeyPatch, settings: Any, at: Any) -> Client:  # noqa: F811
    """Amal's, with her thread open."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    monkeypatch.setattr(files, "PACE", Pace())
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    with clock.frozen(at):
        client.cookies = opening.put(HttpResponse(), opening.Opening(amal)).cookies
    return client


def page(browser: Client, language: str) -> str:
    return unescape(browser.get(f"/m/{language}/f").content.decode())


def send(browser: Client, language: str, text: str = WORDS, **more: Any) -> str:
    """What the page says after the form was sent with a file."""
    number = re.search(r'name="n" value="([^"]+)"', page(browser, language))
    assert number
    sent = {"n": number[1], "t": text, "f": SimpleUploadedFile("a.txt", b"ett brev"), **more}
    answer = browser.post(f"/m/{language}/f", sent)
    assert answer.status_code == 303, answer.content
    return unescape(browser.get(answer["Location"]).content.decode())


def test_a_full_house_is_told_in_the_readers_language_and_the_words_stand_there(
    browser: Client,
    settings: Any,
    at: Any,  # noqa: F811
) -> None:
    settings.FILES_ROOM = 1
    with clock.frozen(at):
        for language in filter(reader.spoken, NO_ROOM):
            said = send(browser, language)
            assert NO_ROOM[language] in said, language
            assert WORDS in said, language
            assert 'name="w"' in said, language
    assert not Attachment.objects.exists()
    assert Message.objects.count() == 1


@pytest.mark.parametrize(("language", "sentence"), NO_ROOM.items())
def test_every_language_says_it(language: str, sentence: str) -> None:
    with translation.override(language):
        assert sentence in words("files_house")
        assert words("files_often") not in {words("files_house"), words("no such")}


def test_the_words_alone_can_be_sent_from_there_whatever_the_files_are(
    browser: Client,
    settings: Any,
    at: Any,  # noqa: F811
) -> None:
    settings.FILES_ROOM = 1
    with clock.frozen(at):
        send(browser, "sv")
        send(browser, "sv", w="1")
    assert Message.objects.count() == 2
    assert not Attachment.objects.exists()


def test_somebody_on_a_network_that_has_sent_many_is_told_when_and_that_words_come_through(
    browser: Client,
    at: Any,  # noqa: F811
) -> None:
    with clock.frozen(at):
        files.PACE.take("127.0.0.1", FILES_AN_HOUR)
        said = send(browser, "sv")
        assert "Skicka dina om en timme. Ord kommer alltid fram." in said
        assert WORDS in said
        send(browser, "sv", text="Bara ord.", w="1")
    assert Message.objects.count() == 2


def test_where_there_is_room_the_file_comes_through(browser: Client, at: Any) -> None:  # noqa: F811
    with clock.frozen(at):
        send(browser, "sv")
    assert Attachment.objects.count() == 1
