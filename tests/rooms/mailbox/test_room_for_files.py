# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files find room or they do not; strangers who send many shut out nobody else; and words always come through."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.rooms.mailbox.people import People
from tests.rooms.mailbox.test_files_in_a_thread import amal, one, send  # noqa: F401 - fixture

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotNow
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.actions import Opened, files
from sjalvklar.mailbox.files.looking import Line
from sjalvklar.mailbox.models import Attachment, AttachmentPart, FilesHeld, Message, Thread
from sjalvklar.mailbox.pace import FILES_AN_HOUR, Pace
from sjalvklar.mailbox.rules.files import LARGEST_IN_THREAD, STEP, check_fits

if TYPE_CHECKING:
    from sjalvklar.mailbox.actions import Stored

EACH = 2 * (STEP + 48)  # a small file and its one picture, as they are kept
HERE, NEXT_DOOR, ELSEWHERE = "198.51.100.7", "198.51.100.8", "203.0.113.9"


@pytest.fixture(autouse=True)
def fresh_pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    pace = Pace()
    monkeypatch.setattr(files, "PACE", pace)
    return pace


def held() -> int:
    return int(FilesHeld.objects.values_list("bytes", flat=True).get())


def ask(opened: Opened, number: int = 1, *, address: str = HERE, at: datetime) -> bytes:
    return actions.check_room(opened, files=number, size=number * STEP, address=address, at=at)


def take(people: People, at: datetime) -> None:
    actions.take(actor=people.viewer("jonas", at), thread_id=Thread.objects.get().pk, at=at)


# --- All room -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("in_thread", "in_house", "taken", "refused"),
    [
        (0, 0, False, ""),
        (LARGEST_IN_THREAD, 0, True, ""),
        (LARGEST_IN_THREAD + 1, 0, True, "files_full"),
        (1, 80, False, ""),
        (1, 81, False, "files_house"),
        (1, 100, True, ""),
        (1, 101, True, "files_house"),
    ],
)
def test_where_the_limits_are(in_thread: int, in_house: int, taken: bool, refused: str) -> None:
    if not refused:
        check_fits(in_thread=in_thread, in_house=in_house, house=100, taken=taken)
        return
    with pytest.raises(NotNow, match=refused):
        check_fits(in_thread=in_thread, in_house=in_house, house=100, taken=taken)


def test_what_is_sent_is_added_and_when_there_is_no_room_nothing_is_stored_and_words_are(
    amal: Opened,  # noqa: F811
    at: datetime,
    settings: Any,
) -> None:
    settings.FILES_ROOM = 2 * EACH
    send(amal, one(), at=at)
    assert held() == EACH == sum(len(bytes(body)) for body in AttachmentPart.objects.values_list("body", flat=True))
    before = Message.objects.count()
    with pytest.raises(NotNow, match="files_house"):
        send(amal, one(b"another"), text="Titta.", at=at)
    assert held() == EACH
    assert (Attachment.objects.count(), Message.objects.count()) == (1, before)
    actions.write_again(amal, text="Titta.", nonce=secrets.token_bytes(24), at=at)
    assert Message.objects.count() == before + 1


def test_the_last_of_the_room_is_for_whoever_somebody_has_begun_to_help(
    people: People,
    amal: Opened,  # noqa: F811
    at: datetime,
    settings: Any,
) -> None:
    settings.FILES_ROOM = 2 * EACH
    send(amal, one(), at=at)
    with pytest.raises(NotNow, match="files_house"):
        send(amal, one(b"another"), at=at)
    with pytest.raises(NotNow, match="files_house"):
        ask(amal, 2, at=at)
    take(people, at)
    assert ask(amal, at=at) == b""
    send(amal, one(b"another"), at=at)
    assert held() == 2 * EACH


def test_the_clock_weighs_what_is_left_when_some_is_erased_and_says_when_the_house_is_nearly_full(
    amal: Opened,  # noqa: F811
    at: datetime,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.FILES_ROOM = 2 * EACH
    send(amal, one(), at=at)
    Attachment.objects.all().delete()
    assert held() == EACH
    assert actions.weigh_files(at=at) == 1
    assert held() == 0
    send(amal, one(b"another"), at=at)
    FilesHeld.objects.update(bytes=0)
    assert actions.weigh_files(at=at + timedelta(minutes=1)) == 0  # not at every round
    assert held() == 0
    settings.FILES_ROOM = EACH
    assert actions.weigh_files(at=at + timedelta(minutes=11)) == 1
    assert held() == EACH
    assert "files take 100 % of SJALVKLAR_FILES_GB" in caplog.text
    assert actions.weigh_files(at=at - timedelta(days=1)) == 0  # the clock has gone back: weighed, and nothing new


def test_a_thread_holds_so_much_and_no_more(
    amal: Opened,  # noqa: F811
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sjalvklar.mailbox.rules import files as rules

    monkeypatch.setattr(rules, "LARGEST_IN_THREAD", EACH)
    send(amal, one(), at=at)
    with pytest.raises(NotNow, match="files_full"):
        send(amal, one(b"another"), at=at)
    with pytest.raises(NotNow, match="files_full"):
        ask(amal, at=at)
    assert held() == EACH


# --- So many an hour ------------------------------------------------------------------------------------------------
def test_a_place_that_sends_many_waits_and_nobody_else_does(
    people: People,
    amal: Opened,  # noqa: F811
    write: Callable[..., Stored],
    at: datetime,
    fresh_pace: Pace,
) -> None:
    with clock.frozen(at):
        for _ in range(FILES_AN_HOUR):
            fresh_pace.take(HERE, 1)  # from any number of threads
        with pytest.raises(NotNow, match="files_often"):
            ask(amal, address=NEXT_DOOR, at=at)
        assert ask(amal, address=ELSEWHERE, at=at)
        take(people, at)
        assert ask(amal, address=HERE, at=at) == b""  # whoever is being helped is not counted, wherever they are
    with clock.frozen(at + timedelta(hours=1)):
        assert fresh_pace.take(HERE, 3)


def test_what_is_refused_is_not_counted_and_no_address_is_kept(fresh_pace: Pace) -> None:
    fresh_pace.take(HERE, FILES_AN_HOUR - 1)
    for _ in range(5):
        with pytest.raises(NotNow):
            fresh_pace.take(HERE, 2)
    mark = fresh_pace.take(HERE, 1)
    assert len(mark) == 16
    assert HERE.encode() not in b"".join(fresh_pace._places)


# --- The line before the process that looks at files ----------------------------------------------------------------
def test_strangers_from_one_place_leave_room_in_the_line_for_others() -> None:
    line, inside, out = Line(at_once=1, in_line=3, wait=20), threading.Event(), threading.Event()
    told: list[str] = []

    def stand(place: bytes) -> None:
        try:
            with line.turn(place):
                inside.set()
                out.wait(20)
            told.append("looked")
        except NotNow:
            told.append("busy")

    crowd = [threading.Thread(target=stand, args=(b"here",)) for _ in range(6)]
    crowd[0].start()
    assert inside.wait(20)
    for one_more in crowd[1:]:
        one_more.start()
    for one_more in crowd[2:]:
        one_more.join(20) if told.count("busy") < 4 else None
    others = [threading.Thread(target=stand, args=(b"elsewhere",)), threading.Thread(target=stand, args=(b"",))]
    for other in others:
        other.start()
    out.set()
    for thread in (*crowd, *others):
        thread.join(20)
    assert told.count("busy") == 4
    assert told.count("looked") == 4
    assert not line._here
