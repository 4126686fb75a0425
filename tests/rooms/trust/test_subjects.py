# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of a person is sealed under that person's own key, and gone with it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.kernel.errors import Invalid
from sjalvklar.trust import keyring, keys, subjects
from sjalvklar.trust.envelope import CannotOpen
from sjalvklar.trust.keys import store
from sjalvklar.trust.models import AuditEntry, SubjectErasure
from sjalvklar.trust.rules import Actor
from sjalvklar.trust.subjects import IndexField, SubjectGone, SubjectKeyMissing
from sjalvklar.trust.subjects.blind import normalised

JONAS = Actor.staff(7, "jarva-anhorigstod")
PLACE = {"table": "casework_person", "column": "identity", "row": "1"}


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    keyring.create(settings.KEYS_DIR)
    return settings.KEYS_DIR


def _bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.name.startswith(store.NAME))


@pytest.mark.django_db
def test_what_was_sealed_for_somebody_opens_for_them_in_its_place_and_nowhere_else(folder: Path) -> None:
    amal, leo = subjects.make(actor=JONAS), subjects.make(actor=JONAS)
    sealed = subjects.cipher(amal).seal(b"Amal", **PLACE)
    assert subjects.cipher(amal).open(sealed, **PLACE) == b"Amal"
    for word in PLACE:
        with pytest.raises(CannotOpen):
            subjects.cipher(amal).open(sealed, **{**PLACE, word: "another"})
    with pytest.raises(CannotOpen):
        subjects.cipher(leo).open(sealed, **PLACE)
    for garbage in (b"", sealed[:-1], sealed[1:], sealed[:20]):
        with pytest.raises(CannotOpen):
            subjects.cipher(amal).open(garbage, **PLACE)


@pytest.mark.django_db
def test_a_short_name_and_a_long_one_look_alike(folder: Path) -> None:
    seals = subjects.cipher(subjects.make(actor=JONAS))
    lengths = {len(seals.seal(b"x" * length, **PLACE)) for length in (0, 1, 100, 250)}
    assert len(lengths) == 1
    assert len(seals.seal(b"x" * 300, **PLACE)) - lengths.pop() == 256


@pytest.mark.django_db
def test_the_keys_lie_beside_the_keyring_for_their_owner_only_and_not_in_the_database(folder: Path) -> None:
    amal = subjects.make(actor=JONAS)
    place = folder / store.NAME
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    (kept,) = sqlite3.connect(place).execute("SELECT sealed FROM dek").fetchone()
    assert kept in _bytes_of(folder)
    assert not any(str(amal) in str(row) for row in SubjectErasure.objects.values())
    place.chmod(0o640)
    with pytest.raises(keyring.KeyringFault, match="chmod 600"):
        subjects.cipher(amal)


@pytest.mark.django_db
def test_a_persons_key_moved_to_another_person_does_not_open(folder: Path) -> None:
    amal, leo = subjects.make(actor=JONAS), subjects.make(actor=JONAS)
    with sqlite3.connect(folder / store.NAME) as raw:
        (stolen,) = raw.execute("SELECT sealed FROM dek WHERE subject = ?", (amal.bytes,)).fetchone()
        raw.execute("UPDATE dek SET sealed = ? WHERE subject = ?", (stolen, leo.bytes))
    raw.close()
    with pytest.raises(CannotOpen):
        subjects.cipher(leo)


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["another version", "cut", "a changed byte", "nothing"])
def test_a_persons_key_that_was_tampered_with_does_not_open(folder: Path, harm: str) -> None:
    amal = subjects.make(actor=JONAS)
    with sqlite3.connect(folder / store.NAME) as raw:
        (sealed,) = raw.execute("SELECT sealed FROM dek").fetchone()
        harmed = {
            "another version": sealed[:4] + b"\x02" + sealed[5:],
            "cut": sealed[:-1],
            "a changed byte": sealed[:-1] + bytes([sealed[-1] ^ 1]),
            "nothing": b"",
        }[harm]
        raw.execute("UPDATE dek SET sealed = ?", (harmed,))
    raw.close()
    with pytest.raises(CannotOpen):
        subjects.cipher(amal)


@pytest.mark.django_db
@pytest.mark.parametrize("length", [100, 4096, 9000])
def test_a_key_store_that_was_cut_off_is_said_to_be_away_and_not_made_anew(folder: Path, length: int) -> None:
    amal = subjects.make(actor=JONAS)
    place = folder / store.NAME
    whole = place.read_bytes()
    place.unlink()
    place.write_bytes(whole[:length])
    place.chmod(0o600)
    with pytest.raises(subjects.KeyHolderAway):
        subjects.make(actor=JONAS)
    with pytest.raises(subjects.KeyHolderAway):
        subjects.cipher(amal)
    place.unlink()
    place.write_bytes(whole)
    place.chmod(0o600)
    assert subjects.cipher(amal)


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_key_leaves_no_byte_in_the_store_and_opens_nothing(folder: Path) -> None:
    amal, leo = subjects.make(actor=JONAS), subjects.make(actor=JONAS)
    sealed = subjects.cipher(amal).seal(b"Amal", **PLACE)
    (kept,) = (
        sqlite3.connect(folder / store.NAME)
        .execute("SELECT sealed FROM dek WHERE subject = ?", (amal.bytes,))
        .fetchone()
    )
    assert kept in _bytes_of(folder)
    held = subjects.cipher(amal)
    subjects.destroy(amal, actor=JONAS)
    subjects.destroy(amal, actor=JONAS)
    assert kept[20:40] not in _bytes_of(folder)
    with pytest.raises(SubjectGone):
        subjects.cipher(amal)
    assert subjects.ciphers([amal, leo]).keys() == {leo}
    assert subjects.destroyed_ids() == {amal}
    assert held.open(sealed, **PLACE) == b"Amal", "what is in a hand already is not taken out of it"
    made = AuditEntry.objects.filter(object=f"subject:{amal}").order_by("id").values_list("action", flat=True)
    assert list(made) == ["subject.key_made", "subject.key_destroyed"]


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_is_undone_destroys_nothing(folder: Path) -> None:
    amal = subjects.make(actor=JONAS)
    with transaction.atomic():
        subjects.destroy(amal, actor=JONAS)
        with pytest.raises(SubjectGone):
            subjects.cipher(amal)
        transaction.set_rollback(True)
    subjects.cipher(amal)
    assert subjects.destroyed_ids() == frozenset()


@pytest.mark.django_db(transaction=True)
def test_what_is_destroyed_while_the_keys_are_away_is_gone_at_once_and_destroyed_when_they_are_back(
    folder: Path, tmp_path: Path, settings, caplog
) -> None:
    amal = subjects.make(actor=JONAS)
    settings.KEY_SOCKET = str(tmp_path / "nobody")
    subjects.destroy(amal, actor=JONAS)
    with pytest.raises(SubjectGone):
        subjects.cipher(amal)
    with pytest.raises(subjects.KeyHolderAway):
        subjects.keep_destroyed()
    settings.KEY_SOCKET = ""
    assert keys.holder().subject_keys([amal])[amal] is not None
    assert subjects.keep_destroyed() == 1
    assert keys.holder().subject_keys([amal]) == {amal: None}
    assert subjects.keep_destroyed() == 0
    assert "KeyHolderAway" in caplog.text or "no key process answers" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_no_backup_put_back_revives_anybody(folder: Path) -> None:
    amal = subjects.make(actor=JONAS)
    older = (folder / store.NAME).read_bytes()
    subjects.destroy(amal, actor=JONAS)
    (folder / store.NAME).unlink()
    (folder / store.NAME).write_bytes(older)
    (folder / store.NAME).chmod(0o600)
    assert keys.holder().subject_keys([amal])[amal], "the older store itself knows no better"
    with pytest.raises(SubjectGone):
        subjects.cipher(amal)
    assert subjects.reapply() == 1
    assert keys.holder().subject_keys([amal]) == {amal: None}
    SubjectErasure.objects.all().delete()  # and an older database
    with pytest.raises(SubjectGone):
        subjects.cipher(amal)
    assert subjects.reapply() == 1
    assert list(SubjectErasure.objects.values_list("pk", flat=True)) == [amal]
    assert subjects.reapply() == 0


@pytest.mark.django_db
def test_a_store_that_has_never_heard_of_somebody_is_not_taken_for_an_erasure(folder: Path) -> None:
    with pytest.raises(SubjectKeyMissing):
        subjects.cipher(uuid4())
    assert not (folder / store.NAME).exists(), "a missing store is not made anew by asking"


def test_on_a_full_disk_no_key_is_made_and_none_is_harmed(folder: Path) -> None:
    """The limit on a file's size stands in for the end of the disk; it holds for that process only."""
    program = (
        "import resource, sys, uuid; from pathlib import Path\n"
        "from sjalvklar.trust.keys import FileHolder, KeyHolderAway\n"
        "folder = Path(sys.argv[1]); holder = FileHolder(folder); kept = uuid.UUID(sys.argv[2])\n"
        "holder.add_subject(kept); before = holder.subject_keys([kept])\n"
        "size = (folder / 'deks.sqlite3').stat().st_size\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))\n"
        "new = [uuid.uuid4() for _ in range(400)]; made = []\n"
        "try:\n"
        "    for one in new: holder.add_subject(one); made.append(one)\n"
        "except KeyHolderAway: print('away')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, resource.RLIM_INFINITY))\n"
        "try: holder.stage_kek()\n"
        "except KeyHolderAway: print('as it was')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
        "assert holder.subject_keys([kept]) == before\n"
        "assert len(holder.subject_keys(made)) == len(made) > 0\n"
        "assert not holder.facts().rotating\n"
        "holder.add_subject(new[-1]); holder.stage_kek(); print('well again')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(folder), str(uuid4())],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.splitlines() == ["away", "as it was", "well again"], run.stderr


@pytest.mark.parametrize(
    ("field", "writings"),
    [
        (IndexField.NUMBER, ["191212121212", "19121212-1212", "19121212 1212", "121212+1212", "١٩١٢١٢١٢-١٢١٢"]),
        (IndexField.NUMBER, ["199001612385", "19900161-2385", "900161-2385", "9001612385"]),
        (
            IndexField.PHONE,
            ["070-174 06 05", "+46701740605", "0046 70 174 06 05", "+46 (0)70-174 06 05", "+460701740605"],
        ),
        (IndexField.PHONE, ["+47 22 33 44 55", "004722334455"]),
        (IndexField.NAME, ["Åsa Öberg", "öberg,  ASA", "Oberg Asa"]),
        (IndexField.NAME, ["Anna-Karin Lind", "lind anna karin", "Karin Anna Lind"]),
        (IndexField.NAME, ["Åsa", "A\u030asa"]),
    ],
)
def test_the_same_number_telephone_or_name_is_found_however_it_is_written(
    field: IndexField, writings: list[str], folder: Path, db: None
) -> None:
    assert len({normalised(field, written) for written in writings}) == 1
    with transaction.atomic():
        assert len({subjects.index(field, written) for written in writings}) == 1
        assert len(subjects.index(field, writings[0])) == 32


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((IndexField.NUMBER, value) for value in ("", "x", "19121212-121", "12121212121212", "19121212*1212")),
        *((IndexField.PHONE, value) for value in ("", "070", "+", "hello", "+4612345678901234", "701740605")),
        *((IndexField.NAME, value) for value in ("", " ", "-")),
    ],
)
def test_what_is_no_number_telephone_or_name_is_refused(field: IndexField, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        normalised(field, value)
    assert refused.value.code == field.value


def test_an_index_says_nothing_without_its_key_and_differs_by_field(folder: Path) -> None:
    here = keys.holder().index(IndexField.NUMBER, normalised(IndexField.NUMBER, "19121212-1212"))
    ring = keyring.kept(folder)
    assert keyring.fresh().derived("blind-index|number") != ring.derived("blind-index|number")
    fields = {keys.holder().index(field, "121212121212") for field in IndexField}
    assert len(fields) == len(IndexField)
    assert here not in fields


@given(st.text(max_size=30))
def test_whatever_is_typed_as_a_name_or_number_is_taken_or_refused(typed: str) -> None:
    for field in IndexField:
        try:
            once = normalised(field, typed)
        except Invalid:
            continue
        assert normalised(field, once) == once
