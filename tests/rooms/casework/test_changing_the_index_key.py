# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that people are found by is brought to a new key, and they are found before, meanwhile and after."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models
from tests.rooms.casework.staff import AMAL, Staff

from sjalvklar.casework import actions
from sjalvklar.casework.models import Conflict, PersonIndex
from sjalvklar.casework.rules import Closeness
from sjalvklar.disposal.models import Hold
from sjalvklar.disposal.queries import holds
from sjalvklar.disposal.rules import HoldGround
from sjalvklar.kernel import clock
from sjalvklar.project.indexes import COLUMNS
from sjalvklar.review.models import Mark
from sjalvklar.trust import actions as trust
from sjalvklar.trust import keyring, keys, subjects
from sjalvklar.trust.keys import IndexField
from sjalvklar.trust.models import IndexVersion
from sjalvklar.trust.rules import Actor
from sjalvklar.trust.subjects import reindexing

IT = Actor.system("tests")


@pytest.fixture(autouse=True)
def own_keys(grano: None, settings, tmp_path: Path, at: datetime) -> Iterator[None]:
    settings.KEYS_DIR = tmp_path / "keys"
    keyring.create(settings.KEYS_DIR)
    with clock.frozen(at):
        yield


def _kept() -> set[bytes]:
    found = {bytes(value) for value in PersonIndex.objects.values_list("value", flat=True)}
    found |= {bytes(value) for value in Conflict.objects.values_list("value", flat=True)}
    found |= {bytes(value) for value in Mark.objects.values_list("value", flat=True)}
    return found | {bytes.fromhex(what) for what in Hold.objects.filter(kind="person").values_list("what", flat=True)}


def _found(staff: Staff, at: datetime) -> list[set[UUID]]:
    """By number, by name, by one word of it."""
    said = (AMAL.number, AMAL.name, AMAL.name.split()[0])
    return [{row.id for row in actions.search(actor=staff.jonas, text=text, at=at).rows} for text in said]


def _hold(staff: Staff, at: datetime) -> None:
    value = subjects.index(IndexField.NUMBER, AMAL.number).hex()
    Hold.objects.create(
        authority_id=Hold._meta.get_field("authority").related_model.objects.first().pk,
        kind="person",
        what=value,
        ground=next(iter(HoldGround)).value,
        reference="1",
        placed_at=at,
        placed_by_id=staff.ids["ines"],
    )


def test_nothing_kept_is_as_it_was_and_everybody_is_found_as_before(
    staff: Staff, open_case: Callable[..., UUID], at: datetime
) -> None:
    case = open_case()
    actions.declare(actor=staff.samir, number=AMAL.number, closeness=Closeness.FAMILY, at=at)
    _hold(staff, at)
    before = _kept()
    assert trust.rotate_index(COLUMNS, actor=IT) == len(PersonIndex.objects.all()) + 2 + Mark.objects.count()
    assert not before & _kept()
    assert _found(staff, at) == [{case}] * 3
    assert actions.search(actor=staff.samir, text=AMAL.number, at=at).rows == (), "as close as before"
    number = PersonIndex.objects.get(field="number")
    assert bytes(number.value) == bytes(Conflict.objects.get().value) == bytes.fromhex(Hold.objects.get().what)
    assert set(IndexVersion.objects.values_list("version", flat=True)) == {2}
    again = open_case()
    assert _found(staff, at) == [{case, again}] * 3, "what is written afterwards is found with what was there"


def test_stopped_between_any_two_steps_everybody_is_found_and_the_next_run_ends_it(
    staff: Staff, open_case: Callable[..., UUID], at: datetime
) -> None:
    cases = {open_case()}
    actions.declare(actor=staff.samir, number=AMAL.number, closeness=Closeness.FAMILY, at=at)
    for stop in ("copy", "everybody", *IndexField):

        def looked(name: str, stop: str = stop) -> None:
            if name == stop:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            trust.rotate_index(COLUMNS, actor=IT, step=looked)
        cases.add(open_case())
        assert _found(staff, at) == [cases] * 3, stop
        assert actions.search(actor=staff.samir, text=AMAL.number, at=at).rows == (), stop
    assert keys.holder().facts().index_version == 2, "what was begun is gone on with"
    trust.rotate_index(COLUMNS, actor=IT)
    assert set(reindexing.versions().values()) == {2}
    assert _found(staff, at) == [cases] * 3


def test_an_older_copy_of_the_database_is_searched_by_the_key_it_was_kept_under(
    staff: Staff, open_case: Callable[..., UUID], at: datetime
) -> None:
    case = open_case()
    keys.holder().add_index_key(1)
    keys.holder().add_index_key(2)
    assert _found(staff, at) == [{case}] * 3
    trust.rotate_index(COLUMNS, actor=IT)
    assert set(reindexing.versions().values()) == {3}
    assert _found(staff, at) == [{case}] * 3


def test_an_older_copy_of_the_keyring_is_refused(settings, staff: Staff, open_case: Callable[..., UUID], at) -> None:
    place = Path(settings.KEYS_DIR) / keyring.NAME
    older = place.read_bytes()
    open_case()
    trust.rotate_index(COLUMNS, actor=IT)
    place.write_bytes(older)
    with pytest.raises(keyring.KeyringFault, match="older than the database"):
        _found(staff, at)
    with pytest.raises(keyring.KeyringFault, match="older than the database"):
        trust.rotate_index(COLUMNS, actor=IT)


def test_holds_are_compared_with_what_people_are_found_by_while_neither_changes(staff: Staff, at: datetime) -> None:
    if connection.vendor != "postgresql":
        return  # whoever compares is in a transaction, and on SQLite that is alone
    with connection.cursor() as cursor:
        holds()
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted")
        assert cursor.fetchone()[0] >= 1


@pytest.mark.django_db(transaction=True)
def test_people_are_found_by_others_all_the_while(staff: Staff, open_case: Callable[..., UUID], at: datetime) -> None:
    case, stop, wrong, looked = open_case(), threading.Event(), list[object](), list[int]()

    def look() -> None:
        try:
            with clock.frozen(at):
                while not stop.is_set() or not looked:
                    if _found(staff, at) != [{case}] * 3:
                        wrong.append("not found")
                    looked.append(1)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    looker = threading.Thread(target=look)
    looker.start()
    for _ in range(3):
        trust.rotate_index(COLUMNS, actor=IT)
    stop.set()
    looker.join()
    assert wrong == []
    assert looked


def test_no_column_with_an_index_in_it_is_forgotten() -> None:
    known = {(column.table, column.column) for column in COLUMNS}
    hashes = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.BinaryField | models.CharField) and "keyed hash" in str(field.help_text).lower()
    }
    assert hashes == {one for one in known if one[0] != "review_mark"}
