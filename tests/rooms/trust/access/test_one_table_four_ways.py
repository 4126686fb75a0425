# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same table four ways: asked in Python, as a list's filter, as PostgreSQL's policies, as the CSV read back."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.trust.access.world import AT, WORLDS, World, fill, make_people

from sjalvklar.kernel import clock
from sjalvklar.mailbox.ground import THREADS
from sjalvklar.mailbox.models import Message, Thread, Wrap
from sjalvklar.mailbox.permissions import ThreadFacts, asked
from sjalvklar.mailbox.rules import State
from sjalvklar.organisation.queries.staff import viewer as viewer_at
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.trust.access import matrix
from sjalvklar.trust.access.context import acting, staff
from sjalvklar.trust.access.decide import Asked, allows
from sjalvklar.trust.access.ground import visible
from sjalvklar.trust.access.words import COMPARTMENTS, STATES, Action, Relation, Role, Thing

READ_BACK = matrix.read_back(matrix.as_csv())
ACTIONS = matrix.actions_of(Thing.THREAD)
CHANGES = {Action.TAKE, Action.READ, Action.HAND_OVER, Action.PASS_ON}

_THING = st.sampled_from(Thing)
ASKED = _THING.flatmap(
    lambda thing: st.builds(
        Asked,
        st.just(thing),
        st.sampled_from(matrix.actions_of(thing)),
        st.frozensets(st.sampled_from(Role), max_size=3),
        st.frozensets(st.sampled_from(Relation), min_size=1, max_size=4),
        st.sampled_from(sorted(STATES[thing])),
        st.sampled_from(sorted(COMPARTMENTS[thing])),
        st.frozensets(st.sampled_from(Role), max_size=2),
    )
)


@settings(max_examples=600, deadline=None)
@given(ASKED)
def test_the_matrix_read_back_says_what_the_table_says(question: Asked) -> None:
    assert READ_BACK.allows(question) is allows(question)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORLDS)
def test_in_any_world_the_filter_the_policies_and_the_matrix_agree_with_the_table(
    as_the_app: None, world: World
) -> None:
    with clock.frozen(AT), transaction.atomic():
        with owner():
            people = make_people()
            contacts = fill(world, people)
            facts = {contact: facts_of(contact) for contact in contacts}
        for person in people:
            judge(person, facts)
        transaction.set_rollback(True)


def facts_of(contact: UUID) -> ThreadFacts:
    thread = Thread.objects.select_related("unit").get(pk=contact)
    return ThreadFacts(
        thread.unit_id, thread.unit.authority_id, State(thread.state), thread.owner_id, thread.escalated_at is not None
    )


class owner:
    """As the one who made the tables, for a moment."""

    def __enter__(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")

    def __exit__(self, *_: object) -> None:
        if connection.vendor == "postgresql" and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE sjalvklar_app")


def judge(person: int, facts: dict[UUID, ThreadFacts]) -> None:
    """What one person may do, asked in every way."""
    viewer = viewer_at(person, AT) or Viewer(person, "", ())
    may = {
        action: {contact for contact, known in facts.items() if allows(asked(viewer, known, action))}
        for action in ACTIONS
    }
    for action in ACTIONS:
        assert may[action] == {
            contact for contact, known in facts.items() if READ_BACK.allows(asked(viewer, known, action))
        }
        with owner():
            filtered = Thread.objects.filter(visible(THREADS, viewer, action), pk__in=facts)
            assert set(filtered.values_list("pk", flat=True)) == may[action], action
    if connection.vendor != "postgresql":
        return
    with acting(staff(person)):
        assert set(Thread.objects.values_list("pk", flat=True)) == may[Action.KNOW]
        assert set(Message.objects.values_list("thread_id", flat=True)) == may[Action.READ]
        assert set(Wrap.objects.values_list("thread_id", flat=True)) == may[Action.READ] | may[Action.PASS_ON]
        changed = sum(Thread.objects.filter(pk=contact).update(unread=False) for contact in facts)
        assert changed == len(set().union(*(may[action] for action in CHANGES)))
    assert not Thread.objects.exists()
