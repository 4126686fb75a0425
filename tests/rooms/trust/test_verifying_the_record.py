# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever owns the database can change any row of it; what they cannot do is change it unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from sjalvklar.kernel import clock
from sjalvklar.trust import actions, keyring
from sjalvklar.trust.actions.tree import checkpoint, checkpoint_when_due, erase_rows, sequence
from sjalvklar.trust.audit import erasures, guards, leaf, note, outside, signing, tree
from sjalvklar.trust.audit.verify import Fault, What, verify
from sjalvklar.trust.models import AuditCheckpoint, AuditEntry, AuditLeaf
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
IT = Actor.system("tests")


@pytest.fixture(autouse=True)
def place(settings, tmp_path: Path) -> Iterator[Path]:
    settings.KEYS_DIR = tmp_path / "keys"
    settings.CHECKPOINTS_DIR = tmp_path / "checkpoints"
    keyring.create(settings.KEYS_DIR)
    with clock.frozen(NOON + timedelta(days=1)):
        yield tmp_path / "checkpoints"


def read(number: int, *, at: datetime | None = None) -> None:
    actions.record(
        actor=Actor.staff(number % 7, "norr"),
        action="contact.read",
        object=f"thread:{number}",
        basis="assignment",
        detail={"så": "å\x1f", "n": number},
        at=at or NOON + timedelta(seconds=number),
    )


@pytest.fixture
def record(place: Path) -> list[int]:
    """Thirty deeds, signed after ten, twenty and thirty. Their ids."""
    for start in (0, 10, 20):
        for number in range(start, start + 10):
            read(number)
        checkpoint(at=NOON + timedelta(hours=1, minutes=start))
    return list(AuditEntry.objects.order_by("id").values_list("id", flat=True))


def by_the_owner(sql: str, *words: object) -> None:
    """As the owner of the database: the guards down, the deed, the guards up again."""
    guards.take_down()
    with connection.cursor() as cursor:
        cursor.execute(sql, words)
    guards.put_up()


def decided(decision: str, *, planner: int = 1, decider: int = 2) -> None:
    """Gunilla has planned what goes, and Samir has decided it."""
    for who, action in ((planner, erasures.PLAN), (decider, erasures.DECIDE)):
        actions.record(
            actor=Actor.staff(who),
            action=action,
            object=f"disposal:{decision}",
            basis="records_officer",
            at=NOON + timedelta(hours=2),
        )


def first() -> Fault | None:
    return verify().first()


def test_a_record_that_nobody_touched_is_whole(record: list[int]) -> None:
    found = verify()
    assert found.faults == []
    assert (found.leaves, found.covered, found.checkpoints, found.outside, found.waiting) == (30, 30, 3, 3, 0)


def test_an_empty_record_is_whole() -> None:
    assert checkpoint() is None
    assert verify().faults == []


def test_an_edited_row_is_named(record: list[int]) -> None:
    by_the_owner("UPDATE trust_auditentry SET actor_id = '99' WHERE id = %s", record[12])
    assert first() == Fault(What.EDITED, 12, record[12])


@pytest.mark.parametrize(
    ("column", "value"),
    [("salt", "x"), ("unit", "soder"), ("object", "thread:0"), ("basis", "code"), ("detail", "{}"), ("action", "a")],
)
def test_no_column_can_be_edited_unseen(record: list[int], column: str, value: str) -> None:
    by_the_owner(f"UPDATE trust_auditentry SET {column} = %s WHERE id = %s", value, record[3])  # noqa: S608
    assert first() == Fault(What.EDITED, 3, record[3])


def test_a_time_cannot_be_edited_unseen(record: list[int]) -> None:
    by_the_owner("UPDATE trust_auditentry SET at = %s WHERE id = %s", NOON + timedelta(minutes=1), record[3])
    assert first() == Fault(What.EDITED, 3, record[3])


def test_words_cannot_be_moved_from_one_column_to_the_next(record: list[int]) -> None:
    """The hashed text has a separator between columns; a column that holds one gives the same text as another row."""
    whole = AuditEntry.objects.get(id=record[5])
    by_the_owner(
        "UPDATE trust_auditentry SET object = %s, basis = %s WHERE id = %s",
        f"{whole.object}\x1f{whole.basis}",
        "",
        record[5],
    )
    assert first() == Fault(What.EDITED, 5, record[5])


def test_a_removed_row_is_named(record: list[int]) -> None:
    by_the_owner("DELETE FROM trust_auditentry WHERE id = %s", record[7])
    assert first() == Fault(What.MISSING, 7, record[7])


def test_rows_that_changed_places_are_named(record: list[int]) -> None:
    by_the_owner("UPDATE trust_auditleaf SET entry = -1 WHERE entry = %s", record[4])
    by_the_owner("UPDATE trust_auditleaf SET entry = %s WHERE entry = %s", record[4], record[9])
    by_the_owner("UPDATE trust_auditleaf SET entry = %s WHERE entry = -1", record[9])
    assert first() == Fault(What.MOVED, 4, record[9], "9")


def test_a_row_put_in_afterwards_without_a_place_is_named(record: list[int]) -> None:
    by_the_owner("DELETE FROM trust_auditentry WHERE id = %s", record[29])
    by_the_owner("DELETE FROM trust_auditleaf WHERE entry = %s", record[2])
    faults = verify().faults
    assert Fault(What.NO_LEAF, 1, record[2]) in faults
    assert Fault(What.LEAF_GONE, 2, more="3") in faults


def test_a_row_replaced_together_with_its_leaf_is_named_by_what_lies_outside(record: list[int]) -> None:
    replace_with_its_leaf(record[14])
    assert first() == Fault(What.REPLACED, 14, record[14])


def replace_with_its_leaf(entry: int) -> None:
    by_the_owner("UPDATE trust_auditentry SET object = 'thread:other' WHERE id = %s", entry)
    with connection.cursor() as cursor:
        text = leaf.text_in_sql(connection.vendor)
        cursor.execute(f"SELECT {text} FROM trust_auditentry e WHERE e.id = %s", [entry])  # noqa: S608
        forged = tree.leaf_hash(cursor.fetchone()[0].encode())
    by_the_owner("UPDATE trust_auditleaf SET hash = %s WHERE entry = %s", forged, entry)


def test_without_what_lies_outside_it_is_known_between_which_checkpoints_it_was(
    record: list[int], place: Path
) -> None:
    (place / outside.LEAVES).unlink()
    replace_with_its_leaf(record[14])
    assert first() == Fault(What.BETWEEN, 10, more="19")


def test_an_end_cut_off_is_noticed(record: list[int]) -> None:
    by_the_owner("DELETE FROM trust_auditentry WHERE id > %s", record[24])
    by_the_owner("DELETE FROM trust_auditleaf WHERE entry > %s", record[24])
    by_the_owner("DELETE FROM trust_auditcheckpoint WHERE size > 20")
    found = verify()
    assert found.first() == Fault(What.TRUNCATED, 25, more="30")
    assert Fault(What.CHECKPOINT_GONE, 29, more="database") in found.faults


def test_a_whole_new_record_in_the_place_of_the_old_does_not_fit_what_lies_outside(record: list[int]) -> None:
    """The owner empties everything and writes another history; what is outside still knows the first."""
    for table in guards.TABLES:
        by_the_owner(f"DELETE FROM {table}")  # noqa: S608
    for number in range(30):
        read(number + 1000)
    sequence()
    found = verify()
    assert not found.whole
    assert found.first() == Fault(What.REPLACED, 0, AuditLeaf.objects.get(index=0).entry)


def test_a_checkpoint_signed_with_another_key_is_named(record: list[int]) -> None:
    body, _ = note.split(AuditCheckpoint.objects.get(size=20).note)
    other = body + "\n" + note.signature_line(signing.verifier(), bytes(64))
    by_the_owner("UPDATE trust_auditcheckpoint SET note = %s WHERE size = 20", other)
    found = verify().faults
    assert Fault(What.SIGNATURE, more="database 2") in found


def test_leaves_changed_outside_do_not_blame_the_database(record: list[int], place: Path) -> None:
    kept = bytearray((place / outside.LEAVES).read_bytes())
    kept[32 * 11] ^= 1
    (place / outside.LEAVES).write_bytes(kept)
    assert first() == Fault(What.OUTSIDE, 11)


def test_checkpoints_removed_outside_are_noticed(record: list[int], place: Path) -> None:
    notes = outside.read_notes(place)
    (place / outside.CHECKPOINTS).write_text("\n".join(notes[:1]) + "\n", encoding="utf-8")
    assert {(fault.what, fault.more) for fault in verify().faults} == {(What.CHECKPOINT_GONE, "outside")}


def test_a_clock_that_went_back_a_day_is_named_and_nothing_is_lost(record: list[int]) -> None:
    read(100, at=NOON - timedelta(days=1))
    read(101, at=NOON - timedelta(days=1, seconds=-1))
    checkpoint()
    found = verify()
    assert found.whole
    assert [(fault.what, fault.place) for fault in found.faults] == [(What.CLOCK, 30)]


def test_a_clock_back_a_day_does_not_stop_the_signing(record: list[int]) -> None:
    with clock.frozen(NOON - timedelta(days=1)):
        read(200, at=clock.now())
        checkpoint_when_due()
    assert AuditCheckpoint.objects.order_by("-size").values_list("size", flat=True).first() == 31
    assert What.CLOCK in {fault.what for fault in verify().faults}


def test_the_clock_signs_each_hour_and_places_rows_in_between() -> None:
    with clock.frozen(NOON):
        read(1)
        checkpoint_when_due()
    with clock.frozen(NOON + timedelta(minutes=59)):
        read(2)
        checkpoint_when_due()
        assert (AuditLeaf.objects.count(), AuditCheckpoint.objects.count()) == (2, 1)
    with clock.frozen(NOON + timedelta(minutes=60)):
        checkpoint_when_due()
    assert AuditCheckpoint.objects.count() == 2


def test_a_row_committed_late_gets_a_later_place() -> None:
    for number in range(5):
        read(number)
    late = AuditEntry.objects.order_by("id").first()
    assert late is not None
    columns = {field.attname: getattr(late, field.attname) for field in AuditEntry._meta.concrete_fields}
    by_the_owner("DELETE FROM trust_auditentry WHERE id = %s", late.id)
    assert sequence() == 4
    AuditEntry.objects.create(**columns)
    assert sequence() == 1
    assert AuditLeaf.objects.get(entry=late.id).index == 4
    checkpoint()
    assert verify().faults == []


@pytest.mark.parametrize("table", guards.TABLES[:3])
def test_the_database_refuses_to_change_or_remove_what_is_on_record(record: list[int], table: str) -> None:
    key = {"trust_auditleaf": '"index"', "trust_auditcheckpoint": "size"}.get(table, "id")
    for sql in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"):  # noqa: S608
        with (
            pytest.raises(DatabaseError, match="only added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    if connection.vendor == "postgresql":
        with (
            pytest.raises(DatabaseError, match="only added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {table}")


def test_guards_that_were_taken_down_are_missed(record: list[int]) -> None:
    guards.take_down()
    faults = verify().faults
    assert {fault.what for fault in faults} == {What.GUARD}
    assert len(faults) == len(guards.TABLES) * (2 if connection.vendor == "sqlite" else 3)
    guards.put_up()
    assert verify().faults == []


def test_what_a_decision_erased_leaves_its_place_and_the_decision(record: list[int]) -> None:
    decided("GB-2026-1")
    assert erase_rows(record[:5], decision="GB-2026-1", actor=IT, at=NOON + timedelta(hours=2)) == 5
    checkpoint()
    found = verify()
    assert found.faults == []
    assert (found.erased, found.leaves) == (5, 33)
    assert not AuditEntry.objects.filter(id__in=record[:5]).exists()


def test_a_row_without_a_place_is_not_erased() -> None:
    read(1)
    entry = AuditEntry.objects.get()
    with pytest.raises(ValueError, match="place"):
        erase_rows([entry.id], decision="GB-2026-1", actor=IT)


def test_what_accounts_for_an_erasure_is_not_erased(record: list[int]) -> None:
    decided("GB-2026-1")
    checkpoint()
    with pytest.raises(ValueError, match="accounts"):
        erase_rows([AuditEntry.objects.get(action=erasures.DECIDE).id], decision="GB-2026-1", actor=IT)


def test_a_checkpoint_that_could_not_be_written_outside_is_written_the_next_time(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    read(1)
    with monkeypatch.context() as patched:
        patched.setattr(outside, "_add", full)
        with pytest.raises(OSError, match="No space"):
            checkpoint()
    assert AuditCheckpoint.objects.count() == 1
    read(2)
    checkpoint()
    assert len(outside.read_notes(place)) == 2
    assert verify().faults == []


def test_a_leaf_cut_off_by_a_kill_is_made_whole(record: list[int], place: Path) -> None:
    with (place / outside.LEAVES).open("ab") as file:
        file.write(b"half")
    read(60)
    checkpoint()
    assert verify().faults == []
    assert outside.leaves_kept(place) == 31


def test_erased_rows_cannot_be_guessed_back_from_their_leaves(record: list[int]) -> None:
    salts = set(AuditEntry.objects.values_list("salt", flat=True))
    assert len(salts) == 30
    assert all(len(salt) == 32 for salt in salts)


def test_nothing_is_put_on_record_that_could_be_taken_for_two_columns() -> None:
    with pytest.raises(ValueError, match="control character"):
        actions.record(actor=IT, action="a", object="thread:1\x1fcode", basis="b")


def test_a_deed_is_kept_as_it_was_told() -> None:
    actions.record(
        actor=Actor.staff(7, "norr"), action="a", object="thread:1", basis="b", detail={"b": 1, "a": "å"}, at=NOON
    )
    kept = AuditEntry.objects.get()
    assert (kept.at, kept.actor_id, kept.unit, kept.detail) == (NOON, "7", "norr", {"a": "å", "b": 1})
