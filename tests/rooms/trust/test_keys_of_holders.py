# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Units' keys: made once, sealed under the KEK, rotated, split in three and brought back with two."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from sjalvklar.trust import actions, envelope, keyring, queries, sealing, subjects
from sjalvklar.trust.actions import CannotRecover
from sjalvklar.trust.envelope import CannotOpen
from sjalvklar.trust.models import AuditEntry, HolderKey, KeyringCopy
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db
IT = Actor.system("tests")


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    keyring.create(settings.KEYS_DIR)
    return settings.KEYS_DIR


def _opens(holder: str) -> bool:
    wrapped = sealing.wrap_to_holder(queries.holder_public(holder), b"to the unit", name=bytes(16))
    return queries.open_as_unit(holder, wrapped, name=bytes(16)) == b"to the unit"


def test_a_unit_gets_one_key_and_keeps_it(folder: Path) -> None:
    assert actions.ensure_holder_key("unit:norr", actor=IT)
    public = queries.holder_public("unit:norr")
    assert not actions.ensure_holder_key("unit:norr", actor=IT)
    assert queries.holder_public("unit:norr") == public
    assert _opens("unit:norr")
    assert queries.holders() == ("unit:norr",)
    assert [entry.action for entry in queries.entries_about("holder:unit:norr")] == ["key.made"]


def test_a_unit_without_a_key_is_no_secret_error(folder: Path) -> None:
    with pytest.raises(queries.NoHolderKey):
        queries.holder_public("unit:none")
    with pytest.raises(queries.NoHolderKey):
        queries.open_as_unit("unit:none", b"", name=bytes(16))


def test_a_private_key_moved_to_another_unit_does_not_open(folder: Path) -> None:
    actions.ensure_holder_key("unit:norr", actor=IT)
    actions.ensure_holder_key("unit:soder", actor=IT)
    stolen = HolderKey.objects.get(pk="unit:norr").sealed_private
    HolderKey.objects.filter(pk="unit:soder").update(sealed_private=stolen)
    with pytest.raises(CannotOpen):
        _opens("unit:soder")


def test_the_database_alone_opens_no_unit_key(folder: Path) -> None:
    actions.ensure_holder_key("unit:norr", actor=IT)
    sealed = bytes(HolderKey.objects.get().sealed_private)
    other = keyring.fresh()
    with pytest.raises(CannotOpen):
        envelope.open(
            other.kek, sealed, domain="sjalvklar", table="trust_holderkey", column="sealed_private", row="unit:norr"
        )


def test_rotation_reseals_every_key_and_destroys_the_old_version(folder: Path) -> None:
    for unit in "abc":
        actions.ensure_holder_key(f"unit:{unit}", actor=IT)
    before = keyring.current()
    publics = {holder: queries.holder_public(holder) for holder in queries.holders()}
    person = subjects.make(actor=IT)
    sealed_note = subjects.cipher(person).seal(b"a note", table="t", column="c", row="1")
    assert actions.rotate(actor=IT) == actions.Rotated(units=3, people=1)
    assert subjects.cipher(person).open(sealed_note, table="t", column="c", row="1") == b"a note"
    after = keyring.current()
    assert [key.version for key in after.kek] == [2]
    assert after.pepper == before.pepper
    assert all(_opens(holder) for holder in publics)
    assert {holder: queries.holder_public(holder) for holder in publics} == publics
    sealed = bytes(HolderKey.objects.get(pk="unit:a").sealed_private)
    with pytest.raises(CannotOpen):
        envelope.open(
            before.kek, sealed, domain="sjalvklar", table="trust_holderkey", column="sealed_private", row="unit:a"
        )


STEPS = ("stage", "copy", "promote", "begin", "units", "people", "retire", "copy again")


@pytest.mark.parametrize("stopped_before", STEPS)
def test_a_rotation_stopped_before_any_step_works_on_and_is_finished_by_running_it_again(
    folder: Path, stopped_before: str
) -> None:
    class Stopped(Exception):
        pass

    def stop(step: str) -> None:
        if step == stopped_before:
            raise Stopped

    actions.ensure_holder_key("unit:a", actor=IT)
    before, person = actions.split(folder, actor=IT), subjects.make(actor=IT)
    sealed = subjects.cipher(person).seal(b"a note", table="t", column="c", row="1")
    with pytest.raises(Stopped):
        actions.rotate(actor=IT, step=stop)
    later = subjects.make(actor=IT)
    actions.ensure_holder_key("unit:b", actor=IT)
    (folder / keyring.NAME).unlink()  # the worst moment to lose it: the shares bring back what everything opens with
    actions.recover(folder, before.mnemonics[1:], actor=IT)
    for _ in "12":
        assert _opens("unit:a")
        assert _opens("unit:b")
        assert subjects.cipher(person).open(sealed, table="t", column="c", row="1") == b"a note"
        assert subjects.cipher(later)
        actions.rotate(actor=IT)
    assert len(keyring.current().kek) == 1
    assert not keyring.current().rotating


def test_a_rotation_goes_through_the_steps_that_are_tested(folder: Path) -> None:
    steps: list[str] = []
    actions.rotate(actor=IT, step=steps.append)
    assert tuple(steps) == STEPS


def test_a_keyring_from_before_a_rotation_is_not_used_to_make_keys(folder: Path) -> None:
    older = (folder / keyring.NAME).read_bytes()
    actions.rotate(actor=IT)
    (folder / keyring.NAME).write_bytes(older)
    with pytest.raises(keyring.KeyringFault, match="older than the database"):
        actions.ensure_holder_key("unit:a", actor=IT)
    with pytest.raises(keyring.KeyringFault, match="older than the key store"):
        subjects.make(actor=IT)


def test_any_two_of_three_shares_bring_the_keyring_back(folder: Path) -> None:
    actions.ensure_holder_key("unit:norr", actor=IT)
    shares = actions.split(folder, actor=IT)
    whole = keyring.current()
    assert len(shares.mnemonics) == 3
    for pair in combinations(shares.mnemonics, 2):
        (folder / keyring.NAME).unlink()
        assert actions.recover(folder, pair, actor=IT) == whole
        assert _opens("unit:norr")
        with pytest.raises(CannotRecover, match="exists"):
            actions.recover(folder, pair, actor=IT)


def test_shares_made_before_a_rotation_bring_back_what_came_after(folder: Path) -> None:
    actions.ensure_holder_key("unit:norr", actor=IT)
    shares = actions.split(folder, actor=IT)
    actions.rotate(actor=IT)
    (folder / keyring.NAME).unlink()
    actions.recover(folder, shares.mnemonics[:2], actor=IT)
    assert [key.version for key in keyring.current().kek] == [2]
    assert _opens("unit:norr")


def test_one_share_alone_opens_nothing_and_two_of_different_splits_neither(folder: Path) -> None:
    old = actions.split(folder, actor=IT)
    new = actions.split(folder, actor=IT)
    (folder / keyring.NAME).unlink()
    for given in (new.mnemonics[:1], (new.mnemonics[0], new.mnemonics[0]), (old.mnemonics[0], new.mnemonics[1]), ()):
        with pytest.raises(CannotRecover, match="shares"):
            actions.recover(folder, given, actor=IT)
    with pytest.raises(CannotRecover, match="no_copy"):
        actions.recover(folder, old.mnemonics[:2], actor=IT)
    assert not (folder / keyring.NAME).exists()
    assert KeyringCopy.objects.count() == 1


def test_a_share_with_any_single_word_changed_is_known_to_be_wrong(folder: Path) -> None:
    from shamir_mnemonic.wordlist import WORDLIST

    share = actions.split(folder, actor=IT).mnemonics[0]
    assert actions.is_whole_share(share)
    assert not actions.is_whole_share("")
    dice = random.Random(7)
    words = share.split()
    for at in range(len(words)):
        wrong = dice.choice([word for word in WORDLIST if word != words[at]])
        assert not actions.is_whole_share(" ".join([*words[:at], wrong, *words[at + 1 :]]))


def test_what_is_done_with_keys_is_on_record_without_a_key(folder: Path) -> None:
    actions.ensure_holder_key("unit:norr", actor=IT)
    shares = actions.split(folder, actor=IT)
    actions.rotate(actor=IT)
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"key.made", "keyring.split", "kek.rotated"}
    told = " ".join(map(str, AuditEntry.objects.values_list("detail", "object", "basis")))
    assert not any(word in told.split() for share in shares.mnemonics for word in share.split())
