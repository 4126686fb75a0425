# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The record's signing key is changed by the old key's own word, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.rooms.trust.test_witness_and_export import by_itself, deeds

from sjalvklar.kernel import clock
from sjalvklar.trust import actions, keyring, keys
from sjalvklar.trust.actions.tree import keep_cosignature
from sjalvklar.trust.audit import chain, export, guards, note, signing, witness
from sjalvklar.trust.audit.note import Verifier
from sjalvklar.trust.audit.proofs import request_for
from sjalvklar.trust.audit.verify import What, verify
from sjalvklar.trust.models import AuditCheckpoint
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
IT = Actor.system("tests")


@pytest.fixture(autouse=True)
def place(settings, tmp_path: Path) -> Iterator[None]:
    settings.KEYS_DIR, settings.CHECKPOINTS_DIR = tmp_path / "keys", tmp_path / "checkpoints"
    keyring.create(settings.KEYS_DIR)
    with clock.frozen(NOON):
        yield


def test_the_record_is_whole_whichever_of_its_keys_one_begins_from(tmp_path: Path) -> None:
    deeds(5)
    first = signing.verifier()
    second = actions.rotate_signing(actor=IT)
    deeds(5)
    third = actions.rotate_signing(actor=IT)
    deeds(5)
    assert len({first, second, third}) == 3
    assert signing.verifiers() == (third,), "the old one is destroyed"
    export.write(tmp_path / "record")
    for known in (first, second, third):
        verdict = verify(verifier=known)
        assert (verdict.faults, verdict.keys) == ([], 3)
        code, said = by_itself(tmp_path / "record", "--key", known.text())
        assert code == 0, said
        assert "changed 2 times" in said


def test_stopped_between_any_two_steps_the_record_is_whole_and_the_next_run_ends_it() -> None:
    deeds(3)
    steps: list[str] = []
    actions.rotate_signing(actor=IT, step=steps.append)
    for stop in steps:

        def stopped(name: str, stop: str = stop) -> None:
            if name == stop:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            actions.rotate_signing(actor=IT, step=stopped)
        deeds(2)  # the clock signs on meanwhile
        assert verify().faults == []
        actions.rotate_signing(actor=IT)
        deeds(2)
        assert verify().faults == []
        assert not keys.holder().facts().changing_signing


def _stranger() -> tuple[Ed25519PrivateKey, Verifier]:
    private = Ed25519PrivateKey.generate()
    return private, Verifier(signing.verifier().name, private.public_key().public_bytes_raw())


def _signed_by(private: Ed25519PrivateKey, whose: Verifier, body: str) -> str:
    return note.signature_line(whose, private.sign(body.encode()))


def _put(text: str) -> None:
    """As the owner of the database, in the newest checkpoint's place."""
    newest = AuditCheckpoint.objects.order_by("-size")[0]
    guards.take_down()
    AuditCheckpoint.objects.filter(pk=newest.size).update(note=text)
    guards.put_up()


def test_a_new_key_that_the_old_one_has_not_named_is_refused(tmp_path: Path) -> None:
    deeds(4)
    ours, newest = signing.verifier(), AuditCheckpoint.objects.get()
    private, theirs = _stranger()
    told = note.body(ours.name, newest.size, bytes(newest.root), NOON, change=(ours, theirs))
    plain, kept = note.split(newest.note)[0], newest.note.partition("\n\n")[2]
    named_only = f"{told}\n{_signed_by(private, theirs, told)}"
    unnamed = f"{plain}\n{_signed_by(private, theirs, plain)}"
    borrowed = f"{told}\n{kept}{_signed_by(private, theirs, told)}"  # with the old key's line from another text
    added = newest.note + _signed_by(private, theirs, plain)  # a line under what the old one has signed
    for text in (named_only, unnamed, borrowed, added):
        assert note.change_of_key(text) is None
        for known in (ours, theirs):
            assert [one.key for one in chain.of([text], known).keys] == [known]
    for text in (named_only, unnamed, borrowed):
        _put(text)
        assert What.SIGNATURE in {fault.what for fault in verify().faults}
        (tmp_path / "record").unlink(missing_ok=True)
        export.write(tmp_path / "record")
        assert by_itself(tmp_path / "record", "--key", ours.text())[0] == 1


def test_the_old_key_signs_nothing_more_after_it_has_named_the_new() -> None:
    deeds(3)
    old = keys.holder()
    ring = keyring.current()
    actions.rotate_signing(actor=IT)
    deeds(3)
    before = Ed25519PrivateKey.from_private_bytes(ring.signing[0].secret)
    whose = Verifier(signing.verifier().name, before.public_key().public_bytes_raw())
    newest = AuditCheckpoint.objects.order_by("-size")[0]
    text = note.body(whose.name, newest.size, bytes(newest.root), NOON)
    _put(f"{text}\n{_signed_by(before, whose, text)}")
    assert What.SIGNATURE in {fault.what for fault in verify(verifier=whose).faults}
    assert old.verifying_keys() == (signing.verifier().public,)


def test_nobody_has_the_holder_name_a_key_of_theirs_nor_destroy_the_old_one_unsaid() -> None:
    holder = keys.holder()
    _, theirs = _stranger()
    ours = signing.verifier()
    for change in ((ours, theirs), (theirs, ours), (ours, ours)):
        text = note.body(ours.name, 1, bytes(32), NOON, change=change).encode()
        with pytest.raises(ValueError, match="not under way"):
            holder.sign(text)
    holder.stage_signing()
    holder.change_signing()
    with pytest.raises(ValueError, match="not under way"):
        holder.sign(note.body(ours.name, 1, bytes(32), NOON, change=(ours, theirs)).encode())
    old, new = signing.verifiers()
    text = note.body(ours.name, 1, bytes(32), NOON, change=(old, new)).encode()
    signed = holder.sign(text)
    for body, lines in ((text, signed[:1]), (text, signed[1:]), (text[:-1], signed), (text, ())):
        with pytest.raises(keyring.KeyringFault, match="the old one is kept"):
            holder.settle_signing(body, lines)
    assert len(holder.verifying_keys()) == 2


def test_a_witness_is_shown_the_change_and_remembers_what_it_saw(tmp_path: Path) -> None:
    deeds(3)
    old, state = signing.verifier(), tmp_path / "witness"
    who = witness.begin(state, "example.org/witness")
    seen = witness.cosign(state, old, request_for())
    keep_cosignature(seen.note, who)
    new = actions.rotate_signing(actor=IT)
    deeds(3)
    seen = witness.cosign(state, old, request_for(witness=who))
    assert seen.key == new
    keep_cosignature(seen.note, who)
    after = witness.cosign(state, new, request_for(witness=who))
    assert (after.before, after.key) == (seen.size, None)
    assert verify(witness=who).faults == []
