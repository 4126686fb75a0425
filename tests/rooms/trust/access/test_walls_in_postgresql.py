# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What PostgreSQL keeps to itself: with nobody acting nothing, and nothing carried from one request to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.utils import ProgrammingError
from psycopg import Connection
from tests.rooms.mailbox.people import NORTH, SOUTH, People, fresh, make_people

from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.models import Draft, Message, Thread, Wrap
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation.models import StaffMember
from sjalvklar.project import walls
from sjalvklar.project.cli.roles import APP
from sjalvklar.trust.access import context, planned
from sjalvklar.trust.access.context import CLOCK, COMMAND, RELATIVE, SIGN_IN, Undone, acting, staff
from sjalvklar.trust.models import AuditEntry

AT = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
GUARDED = (Thread, Message, Wrap, Draft, AuditEntry)


def ask(words: str, *given: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(words, list(given))
        return cursor.fetchone()


@pytest.fixture
def grano_house(transactional_db: None) -> Iterator[People]:
    """Granö with a contact in the north and one in the south, committed, and the connection as the app's role."""
    people = make_people()
    for unit in (NORTH, SOUTH):
        actions.store_contact(nonce=fresh(), unit_id=unit, text="Jag är rädd.", answers=ContactFacts(), at=AT)
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] += f" -c role={APP}"
    try:
        with clock.frozen(AT):
            yield people
    finally:
        connection.close()
        options = connection.settings_dict["OPTIONS"]["options"]
        connection.settings_dict["OPTIONS"]["options"] = options.removesuffix(f" -c role={APP}")


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in GUARDED if model.objects.exists()}


def stumble(_after: object) -> None:
    raise ZeroDivisionError


def told() -> list[str]:
    names = (*context.TOLD, "standing")
    return [ask(f"SELECT COALESCE(current_setting('sjalvklar.{name}', true), '')")[0] for name in names]


def test_with_nobody_acting_every_guarded_table_is_empty(grano_house: People) -> None:
    assert ask("SELECT current_user")[0] == APP
    assert rows() == {}
    assert Thread.objects.update(unread=False) == 0
    with acting(COMMAND):
        assert rows()["Thread"] == 2


def test_the_plans_of_what_every_contact_writes_are_kept(grano_house: People) -> None:
    for _ in range(2):
        with acting(RELATIVE):
            actions.store_contact(nonce=fresh(), unit_id=NORTH, text="Jag är rädd.", answers=ContactFacts(), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        kept = {words.split()[2].strip('"'): plans for words, *plans in cursor.fetchall()}
    assert kept["mailbox_thread"] == [2, 0]
    assert kept["mailbox_wrap"] == [4, 0]


def test_whose_a_row_is_is_asked_anew_of_a_plan_that_is_kept(grano_house: People) -> None:
    """Six times and more, so that PostgreSQL goes over to one plan for all values; then for somebody else."""
    seen: dict[int, set[tuple[str, ...]]] = {}
    for asking in (grano_house.jonas, grano_house.petra) * 8:
        with acting(staff(asking.staff_id)), planned.once():
            found = tuple(Thread.objects.order_by("unit_id").values_list("unit_id", flat=True))
            seen.setdefault(asking.staff_id, set()).add(found)
    assert seen == {grano_house.jonas.staff_id: {(NORTH,)}, grano_house.petra.staff_id: {(SOUTH,)}}
    kept = ask(
        "SELECT sum(generic_plans), count(*) FROM pg_prepared_statements "
        "WHERE statement LIKE '%%FROM \"mailbox_thread\"%%'"
    )
    assert kept[1] == 1
    assert kept[0] > 1
    with acting(staff(grano_house.jonas.staff_id)), planned.once(), planned.anew():
        assert Thread.objects.count() == 1
    assert ask("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%COUNT(*)%%'") == (0,)


def test_a_line_that_was_cut_between_two_requests_is_made_anew(grano_house: People) -> None:
    with acting(RELATIVE):
        cut = ask("SELECT pg_backend_pid()")[0]
    close_old_connections()  # as before each request
    assert connection.connection is not None
    said = connection.get_connection_params()
    line = {name: said[name] for name in ("dbname", "user", "password", "host", "port") if name in said}
    with Connection.connect(**line) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 10000)", [cut]).fetchone() == (True,)
    with acting(RELATIVE):
        assert ask("SELECT pg_backend_pid()")[0] != cut
        assert rows() == {}


def test_with_nobody_acting_nothing_can_be_put_in(grano_house: People) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        AuditEntry.objects.create(at=AT, actor_kind="system", action="x", object="x:1", basis="x")
    with pytest.raises(ProgrammingError, match="row-level security"):
        Draft.objects.create(id=b"1" * 16, sealed=b"", made_at=AT, expires_at=AT.replace(hour=20))


def test_somebody_at_the_desk_sees_their_own_unit_and_reads_what_is_theirs(grano_house: People) -> None:
    with acting(staff(grano_house.jonas.staff_id)):
        assert set(Thread.objects.values_list("unit_id", flat=True)) == {NORTH}
        assert not Message.objects.exists()
        actions.take(actor=grano_house.jonas, thread_id=Thread.objects.get().id, at=AT)
    with acting(staff(grano_house.jonas.staff_id)):
        assert Message.objects.count() == 1
    with acting(staff(grano_house.samir.staff_id)):
        assert Thread.objects.count() == 1
        assert not Message.objects.exists()


def test_somebody_who_has_left_sees_nothing_in_the_very_next_request(grano_house: People) -> None:
    jonas = grano_house.jonas.staff_id
    with acting(staff(jonas)):
        assert Thread.objects.exists()
    StaffMember.objects.filter(pk=jonas).update(is_active=False)
    with acting(staff(jonas)):
        assert not Thread.objects.exists()


def test_the_public_door_sees_one_thread_and_only_by_what_finds_it(grano_house: People) -> None:
    with acting(COMMAND):
        north, south = Thread.objects.order_by("unit_id")
    with acting(RELATIVE):
        assert rows() == {}
        context.about(finding=bytes(north.finding))
        assert [thread.id for thread in Thread.objects.all()] == [north.id]
        assert {wrap.thread_id for wrap in Wrap.objects.all()} == {north.id}
        assert not Message.objects.exists()
        context.about(thread=south.id, finding=b"x" * 32)
        assert [thread.id for thread in Thread.objects.all()] == [south.id]
        assert Message.objects.get().thread_id == south.id


def test_before_sign_in_the_desk_has_no_contact(grano_house: People) -> None:
    with acting(SIGN_IN):
        assert "Thread" not in rows()
        assert "Message" not in rows()


def test_the_clock_sees_all_and_may_store_nothing(grano_house: People) -> None:
    with acting(CLOCK):
        assert rows()["Thread"] == 2
        with pytest.raises(ProgrammingError, match="row-level security"):
            Message.objects.create(
                thread=Thread.objects.first(), number=9, from_relative=True, once=b"o" * 32, body=b"", at=AT
            )


def test_what_was_passed_on_to_another_unit_is_gone_for_whoever_passed_it(grano_house: People) -> None:
    jonas = grano_house.jonas
    with acting(staff(jonas.staff_id)):
        thread = Thread.objects.get().id
        actions.take(actor=jonas, thread_id=thread, at=AT)
        actions.pass_to_unit(actor=jonas, thread_id=thread, unit_id="norr-intag", at=AT)
    with acting(staff(jonas.staff_id)):
        assert not Thread.objects.exists()
    with acting(staff(grano_house.gunilla.staff_id)):
        assert Thread.objects.get().id == thread


def test_no_row_can_be_moved_over_the_wall_between_two_boards(grano_house: People) -> None:
    def move() -> None:
        with acting(staff(grano_house.jonas.staff_id)):
            thread = Thread.objects.get()
            actions.take(actor=grano_house.jonas, thread_id=thread.id, at=AT)
            context.about(thread=thread.id)
            Thread.objects.filter(pk=thread.id).update(unit_id=SOUTH)

    with pytest.raises(ProgrammingError, match="row-level security"):
        move()


def test_a_connection_that_is_used_again_carries_nothing_over(grano_house: People) -> None:
    with acting(staff(grano_house.jonas.staff_id)):
        assert told()[:2] == ["staff", str(grano_house.jonas.staff_id)]
        kept = ask("SELECT pg_backend_pid()")
    assert ask("SELECT pg_backend_pid()") == kept
    assert not any(told())
    assert rows() == {}


@pytest.mark.parametrize("who", [staff(1), RELATIVE, CLOCK, COMMAND], ids=lambda who: who.kind.value)
def test_after_an_exception_nobody_acts(grano_house: People, who: context.Who) -> None:
    with pytest.raises(ZeroDivisionError), acting(who):
        stumble(Thread.objects.exists())
    assert not any(told())
    assert context.current() is None
    with pytest.raises(ProgrammingError), acting(who):
        ask("SELECT no_such_column")
    assert not any(told())
    assert rows() == {}


def test_whoever_acts_inside_another_gives_the_word_back(grano_house: People) -> None:
    with acting(staff(grano_house.jonas.staff_id)):
        assert Thread.objects.count() == 1
        with acting(COMMAND):
            assert Thread.objects.count() == 2
        assert Thread.objects.count() == 1


def test_a_request_is_one_transaction_and_a_refused_deed_undoes_only_itself(grano_house: People) -> None:
    member = StaffMember.objects.filter(pk=grano_house.jonas.staff_id)
    with acting(staff(grano_house.jonas.staff_id)):
        member.update(public_name="Jo")
        with pytest.raises(IntegrityError), transaction.atomic():
            StaffMember.objects.create(username="samir", name="x", public_name="x")
        member.update(name="Jo Ek")
    assert member.values_list("public_name", "name").get() == ("Jo", "Jo Ek")
    with pytest.raises(ZeroDivisionError), acting(staff(grano_house.jonas.staff_id)):
        stumble(member.update(public_name="Nisse"))
    assert member.values_list("public_name", flat=True).get() == "Jo"


def test_what_was_written_for_an_answer_that_failed_is_undone(grano_house: People) -> None:
    member = StaffMember.objects.filter(pk=grano_house.jonas.staff_id)
    with acting(SIGN_IN) as now:
        member.update(public_name="Nisse")
        now.undo()
    assert member.values_list("public_name", flat=True).get() == "Jonas"


def test_a_transaction_that_failed_on_the_way_is_never_acknowledged(grano_house: People) -> None:
    member = StaffMember.objects.filter(pk=grano_house.jonas.staff_id)

    def fails_quietly() -> None:
        with acting(SIGN_IN):
            member.update(public_name="Nisse")
            with pytest.raises(IntegrityError):
                StaffMember.objects.create(username="samir", name="x", public_name="x")

    with pytest.raises(Undone):
        fails_quietly()
    assert member.values_list("public_name", flat=True).get() == "Jonas"


def test_a_page_that_asks_nothing_needs_no_database(grano_house: People) -> None:
    connection.close()
    with acting(RELATIVE):
        pass
    assert connection.connection is None


def test_the_app_may_add_to_the_record_and_not_change_it(grano_house: People) -> None:
    with acting(COMMAND), pytest.raises(ProgrammingError, match="permission denied"):
        ask("UPDATE trust_auditentry SET action = 'x' RETURNING 1")
    for table in walls.ADDED_TO:
        with acting(COMMAND), pytest.raises(ProgrammingError, match="permission denied"):
            ask(f"DELETE FROM {table} RETURNING 1")  # noqa: S608 - our own names


def test_the_app_owns_nothing_and_can_take_nothing_down(grano_house: People) -> None:
    for words in (
        "ALTER TABLE mailbox_thread DISABLE ROW LEVEL SECURITY",
        "DROP POLICY mailbox_thread_select ON mailbox_thread",
        "CREATE OR REPLACE FUNCTION sjalvklar_me() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
        "TRUNCATE trust_auditentry",
        "SET row_security = off; SELECT 1 FROM mailbox_thread",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
    ):
        with pytest.raises(ProgrammingError), acting(COMMAND):
            ask(words)


def test_the_product_finds_nothing_amiss_as_the_app(grano_house: People) -> None:
    assert list(walls.faults()) == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ("ALTER POLICY mailbox_thread_select ON mailbox_thread USING (true)", "mailbox_thread.mailbox_thread_select"),
        ("DROP POLICY mailbox_wrap_delete ON mailbox_wrap", "mailbox_wrap.mailbox_wrap_delete"),
        ("CREATE POLICY wide ON mailbox_draft USING (true)", "mailbox_draft.wide"),
        ("ALTER FUNCTION sjalvklar_may_case SECURITY INVOKER", "sjalvklar_may_case"),
        ("ALTER FUNCTION sjalvklar_sees_person RESET search_path", "sjalvklar_sees_person"),
        ("ALTER TABLE trust_auditentry DISABLE ROW LEVEL SECURITY", "trust_auditentry"),
        (f"GRANT UPDATE ON trust_auditentry TO {APP}", "trust_auditentry"),
        (
            "CREATE OR REPLACE FUNCTION sjalvklar_me() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 1::bigint'",
            "sjalvklar_me",
        ),
    ],
)
def test_a_wall_that_was_changed_is_named(grano_house: People, changed: str, named: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(changed)
    connection.close()
    [fault] = walls.faults()
    assert named in fault
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    walls.put_up(APP)
    connection.close()
    assert list(walls.faults()) == []


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (f"ALTER ROLE {APP} SUPERUSER", "superuser"),
        (f"ALTER ROLE {APP} BYPASSRLS", "bypass row-level security"),
        ("GRANT CREATE ON SCHEMA public TO PUBLIC", "may make things"),
    ],
)
def test_a_role_that_no_wall_holds_is_told_in_a_sentence(grano_house: People, how: str, said: str) -> None:
    """In a transaction that is undone: to everybody else on this server the role is what it was, all the time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")
            cursor.execute(how)
            cursor.execute(f"SET LOCAL ROLE {APP}")
        [fault] = walls.faults()
        assert said in fault
        transaction.set_rollback(True)
    connection.close()
    assert list(walls.faults()) == []


def test_a_role_that_owns_a_table_is_told_in_a_sentence(grano_house: People) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(f"CREATE TABLE of_the_app (n int); ALTER TABLE of_the_app OWNER TO {APP}")
    try:
        connection.close()
        [fault] = walls.faults()
        assert "owns" in fault
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
            cursor.execute("DROP TABLE of_the_app")
        connection.close()
