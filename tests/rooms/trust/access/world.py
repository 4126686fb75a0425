# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small worlds: two boards, three units, five people, whatever roles, stand-ins and contacts are drawn for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_bytes
from uuid import UUID, uuid4

from django.db import connection
from hypothesis import strategies as st

from sjalvklar.mailbox.models import Message, Thread, Wrap
from sjalvklar.mailbox.rules import State
from sjalvklar.organisation.models import Authority, Grant, StaffMember, StandIn, Unit
from sjalvklar.project.cli.roles import APP
from sjalvklar.trust.access.words import Role

AT = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
UNITS = {"north": "a", "intake": "a", "south": "b"}
PEOPLE = 5
LONG, SHORT = timedelta(days=100), timedelta(days=1)
PERIODS = {"past": (AT - LONG, AT), "now": (AT - SHORT, AT + SHORT), "open": (AT, None), "ahead": (AT + SHORT, None)}


@contextmanager
def walls_up() -> Iterator[None]:
    """On PostgreSQL, where the policies stand in every test: the connection as the app's role, until the end."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


@dataclass(frozen=True)
class Held:
    """A role, drawn."""

    who: int
    unit: str
    role: Role
    period: str


@dataclass(frozen=True)
class Covered:
    """A stand-in, drawn."""

    unit: str
    absent: int
    substitute: int
    period: str


@dataclass(frozen=True)
class Contact:
    """A contact, drawn."""

    unit: str
    state: State
    owner: int | None
    escalated: bool


@dataclass(frozen=True)
class World:
    held: tuple[Held, ...]
    covered: tuple[Covered, ...]
    contacts: tuple[Contact, ...]
    gone: frozenset[int]


_person = st.integers(0, PEOPLE - 1)
_unit = st.sampled_from(sorted(UNITS))
_period = st.sampled_from(["now", "now", "now", *PERIODS])
_held = st.builds(Held, _person, _unit, st.sampled_from([*Role, Role.SOCIAL_WORKER, Role.UNIT_HEAD]), _period)
_covered = st.builds(Covered, _unit, _person, _person, st.sampled_from(["now", "now", "past"])).filter(
    lambda cover: cover.absent != cover.substitute
)


def _contact(unit: str, state: State, owner: int, owned: bool, escalated: bool) -> Contact:
    keeps = state in {State.TAKEN, State.ANSWERED} or owned
    return Contact(unit, state, owner if keeps else None, escalated)


WORLDS = st.builds(
    World,
    st.lists(_held, min_size=2, max_size=9, unique_by=lambda one: (one.who, one.unit, one.role)).map(tuple),
    st.lists(_covered, max_size=3).map(tuple),
    st.lists(
        st.builds(_contact, _unit, st.sampled_from(State), _person, st.booleans(), st.booleans()),
        min_size=1,
        max_size=6,
    ).map(tuple),
    st.frozensets(_person, max_size=1),
)


def make_people() -> list[int]:
    """The units, and people without any role."""
    for board in sorted(set(UNITS.values())):
        Authority.objects.create(id=board, name=board)
    for unit, board in UNITS.items():
        Unit.objects.create(id=unit, authority_id=board, name=unit, receives_messages=True)
    made = [StaffMember(username=f"person{n}", name=f"Person {n}", public_name=f"P{n}") for n in range(PEOPLE)]
    return [member.pk for member in StaffMember.objects.bulk_create(made)]


def fill(world: World, people: list[int]) -> list[UUID]:
    """The world's rows; returns its contacts, each with a message and a key."""
    StaffMember.objects.filter(pk__in=[people[who] for who in world.gone]).update(is_active=False)
    for one in world.held:
        since, until = PERIODS[one.period]
        Grant.objects.create(
            staff_id=people[one.who], unit_id=one.unit, role=one.role.value, valid_from=since, valid_to=until
        )
    for cover in world.covered:
        since, until = PERIODS[cover.period]
        StandIn.objects.create(
            unit_id=cover.unit,
            absent_id=people[cover.absent],
            substitute_id=people[cover.substitute],
            starts_at=since,
            ends_at=until or AT + LONG,
        )
    return [_store(one, people) for one in world.contacts]


def _store(one: Contact, people: list[int]) -> UUID:
    owed, closed = one.state in {State.WAITING, State.TAKEN}, one.state is State.CLOSED
    thread = Thread.objects.create(
        finding=token_bytes(32),
        nonce_id=token_bytes(32),
        public=bytes(32),
        safe_contact=b"sealed",
        safe_contact_name=uuid4(),
        unit_id=one.unit,
        state=one.state.value,
        language="sv",
        turn=2,
        rank=0 if owed else 9 if closed else 8,
        sort_at=AT,
        received_at=AT,
        waiting_since=AT if owed else None,
        due_at=AT if owed else None,
        take_by=AT if one.state is State.WAITING else None,
        last_activity_at=AT,
        messages_made=1,
        owner_id=None if one.owner is None else people[one.owner],
        owned_at=None if one.owner is None else AT,
        escalated_at=AT if one.escalated else None,
        closed_at=AT if closed else None,
        closed_by="relative" if closed else "",
        close_reason="helped" if closed else "",
    )
    Message.objects.create(thread=thread, number=1, from_relative=True, once=token_bytes(32), body=b"sealed", at=AT)
    Wrap.objects.create(thread=thread, holder=f"unit:{one.unit}", wrapped=b"sealed")
    return thread.id
