# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One form, one thread, whatever happens on the way; and nothing that somebody wrote is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from tests.rooms.mailbox.people import NORTH, fresh, make_people

from sjalvklar.kernel.errors import Invalid
from sjalvklar.mailbox import actions, codes, queries
from sjalvklar.mailbox.models import Message, Thread, Wrap
from sjalvklar.mailbox.rules import Channel, ContactFacts, SafeContact
from sjalvklar.tally import queries as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust.models import AuditEntry


def _texts(receipt, at) -> list[str]:
    opened = actions.open_by_receipt(receipt, at=at)
    assert opened is not None
    return [line.text for line in actions.read_as_relative(opened, earlier=True, at=at).messages]


def test_the_same_form_sent_twice_is_one_thread_with_one_code(write, at) -> None:
    nonce = fresh()
    first, second = write("Hjälp", nonce=nonce), write("Hjälp", nonce=nonce)
    assert (first.thread_id, first.receipt) == (second.thread_id, second.receipt)
    assert (first.fresh, second.fresh) == (True, False)
    assert Message.objects.count() == 1
    assert tally.totals(what=What.CONTACT)[0].count == 1


def test_other_words_in_the_same_form_become_a_further_message(write, at) -> None:
    nonce = fresh()
    first = write("Min son", nonce=nonce)
    again = write("Min son är försvunnen", nonce=nonce)
    write("Min son", nonce=nonce)
    assert again.thread_id == first.thread_id
    assert _texts(first.receipt, at) == ["Min son", "Min son är försvunnen"]


def test_a_corrected_wish_in_the_same_form_counts_until_the_code_has_been_used(write, people, at) -> None:
    nonce = fresh()
    phone = SafeContact(channel=Channel.PHONE, value="070-174 06 05")
    stored = write("Ring mig", nonce=nonce, safe_contact=phone)
    write("Ring mig", nonce=nonce, safe_contact=SafeContact())
    assert Thread.objects.get().channel == "portal"
    opened = actions.open_by_receipt(stored.receipt, at=at)
    write("Ring mig", nonce=nonce, safe_contact=phone)
    assert actions.read_as_relative(opened, at=at).safe_contact.channel is Channel.PORTAL


def test_a_code_is_shown_until_it_has_been_used_and_for_an_hour_at_most(write, at) -> None:
    nonce = fresh()
    stored = write(nonce=nonce)
    assert queries.receipt_to_show(nonce, at=at) == stored.receipt
    assert queries.receipt_to_show(nonce, at=at + timedelta(minutes=14)) == stored.receipt
    assert queries.receipt_to_show(nonce, at=at + timedelta(minutes=16)) is None
    actions.open_by_receipt(stored.receipt, at=at)
    assert queries.receipt_to_show(nonce, at=at) is None
    assert write(nonce=nonce).receipt is None
    assert queries.receipt_to_show(fresh(), at=at) is None
    found = queries.stored(nonce, at=at)
    assert found is not None
    assert (found.unit_id, found.promised_by) == (NORTH, at + timedelta(hours=24))
    assert queries.stored(fresh(), at=at) is None


def test_the_code_is_confirmed_by_typing_it(write, at) -> None:
    nonce, other = fresh(), write()
    stored = write(nonce=nonce)
    for written, why in (("", "code_empty"), ("12 34", "code_short"), (other.receipt.digits, "code_differs")):
        with pytest.raises(Invalid, match=why):
            actions.confirm_receipt(nonce=nonce, written=written, at=at)
    assert queries.receipt_to_show(nonce, at=at) is not None
    opened = actions.confirm_receipt(nonce=nonce, written="-".join(stored.receipt.groups), at=at)
    assert opened.thread_id == stored.thread_id
    assert queries.receipt_to_show(nonce, at=at) is None
    with pytest.raises(Invalid, match="code_differs"):
        actions.confirm_receipt(nonce=fresh(), written=stored.receipt.digits, at=at)


def test_a_form_sent_again_after_its_thread_was_closed_gets_a_new_code(write, at) -> None:
    nonce = fresh()
    first = write(nonce=nonce)
    actions.close_by_relative(actions.open_by_receipt(first.receipt, at=at), at=at)
    second = write("En gång till", nonce=nonce)
    assert second.fresh
    assert second.receipt not in (None, first.receipt)
    assert actions.open_by_receipt(first.receipt, at=at) is None
    assert _texts(second.receipt, at) == ["En gång till"]
    assert queries.receipt_to_show(nonce, at=at) is None  # used, by the line above


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "needed"), (" \n\x00\u202e", "needed"), ("x" * 20_001, "too_long"), ("y" * 10**6, "too_long")],
)
def test_a_text_that_will_not_do_is_refused_by_its_field(write, text: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        write(text)
    assert (refused.value.code, refused.value.field) == (why, "text")
    assert not Thread.objects.exists()


def test_twenty_thousand_characters_of_any_script_are_kept_to_the_letter(write, at) -> None:
    text = ("ابني في عصابة 👩‍👦 " * 2000)[:20_000].strip()
    stored = write(text)
    assert _texts(stored.receipt, at) == [text]


def test_what_would_read_otherwise_at_the_desk_is_taken_out_and_the_rest_kept(write, at) -> None:
    stored = write("a\u202eb\x00c\r\nd\ud800e")
    assert _texts(stored.receipt, at) == ["abc\nde"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"unit_id": "norr-arkiv"}, "unit"),
        ({"unit_id": "nowhere"}, "unit"),
        ({"situation": "<script>"}, "facts"),
        ({"who": "x" * 41}, "facts"),
        ({"fear": "enormous"}, "facts"),
        ({"danger": "later"}, "facts"),
        ({"safe_contact": SafeContact(channel=Channel.PHONE, value="ring")}, "safe_contact"),
    ],
)
def test_what_cannot_be_ours_is_refused(write, said: dict[str, Any], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        write(**said)
    assert not Thread.objects.exists()


def test_a_form_number_that_could_be_guessed_is_refused(write) -> None:
    for nonce in (b"short", b"x" * 65):
        with pytest.raises(ValueError, match="random bytes"):
            write(nonce=nonce)


def test_nothing_of_what_was_written_or_wished_stands_in_the_database(write) -> None:
    write(
        "Hemligt ord: pumpernickel",
        safe_contact=SafeContact(channel=Channel.PHONE, value="070-174 06 99", when="efter bullar"),
    )
    nonce = fresh()
    receipt = write("pumpernickel", nonce=nonce).receipt
    for model in (Thread, Message, Wrap, AuditEntry):
        for values in model.objects.values_list():
            for value in values:
                kept = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for secret in (
                    b"pumpernickel",
                    b"174 06 99",
                    b"bullar",
                    receipt.digits.encode(),
                    nonce,
                    nonce.hex().encode(),
                ):
                    assert secret not in kept


def test_the_contact_its_record_and_its_count_are_one_transaction(write) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not AuditEntry.objects.filter(action="contact.store").exists()
    assert tally.totals()[0].count == 0


def test_the_record_of_a_contact_holds_no_more_than_that_it_came(write, at) -> None:
    stored = write("Min son heter Elias")
    entry = AuditEntry.objects.get(action="contact.store")
    assert (entry.actor_kind, entry.actor_id, entry.unit) == ("relative", "", NORTH)
    assert (entry.object, entry.basis, entry.detail) == (f"thread:{stored.thread_id}", "code", {})


# --- With real connections, as real senders have them ---------------------------------------------------------------
def _in_threads(work: list[Callable[[], Any]]) -> list[Any]:
    """Each in a thread of its own, all at once, with a database connection of its own."""
    gate, results, faults = threading.Barrier(len(work)), [], []

    def one(job: Callable[[], Any]) -> None:
        try:
            gate.wait()
            results.append(job())
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(job,)) for job in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults
    return results


def _store(nonce: bytes, text: str, at) -> actions.Stored:
    return actions.store_contact(
        nonce=nonce, unit_id=NORTH, text=text, answers=ContactFacts(language="ar"), safe_contact=SafeContact(), at=at
    )


@pytest.mark.django_db(transaction=True)
def test_sixteen_who_send_at_once_are_sixteen_threads(at) -> None:
    make_people()
    stored = _in_threads([lambda n=n: _store(fresh(), f"Nummer {n}", at) for n in range(16)])
    assert len({one.thread_id for one in stored}) == len({one.receipt for one in stored}) == 16
    assert sorted(text for one in stored for text in _texts(one.receipt, at)) == sorted(
        f"Nummer {n}" for n in range(16)
    )


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_sixteen_times_at_once_is_one_thread_and_no_word_is_lost(at) -> None:
    make_people()
    nonce = fresh()
    stored = _in_threads([lambda n=n: _store(nonce, f"Version {n % 4}", at) for n in range(16)])
    assert len({one.thread_id for one in stored}) == len({one.receipt for one in stored}) == 1
    assert Thread.objects.count() == 1
    assert sorted(_texts(stored[0].receipt, at)) == [f"Version {n}" for n in range(4)]
    assert sum(one.fresh for one in stored) == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_who_write_again_in_one_thread_at_once_are_sixteen_messages_in_a_row(at) -> None:
    make_people()
    receipt = _store(fresh(), "Först", at).receipt
    opened = actions.open_by_receipt(receipt, at=at)
    _in_threads([lambda n=n: actions.write_again(opened, text=f"Rad {n}", nonce=fresh(), at=at) for n in range(16)])
    numbers = list(Message.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 18))
    assert len(_texts(receipt, at)) == 17


def test_one_code_is_found_from_its_form_and_two_forms_never_share_one() -> None:
    nonce = fresh()
    assert codes.receipt_of(nonce) == codes.receipt_of(nonce)
    assert codes.receipt_of(nonce) != codes.receipt_of(nonce, 1)
    assert len({codes.receipt_of(fresh()) for _ in range(50)}) == 50
