# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address × method × role × state × relation, against the access table.

The addresses come from the URL configuration, so a new one without a line in routes.py fails. What may not be known of
and what is not there must be the same answer, byte for byte but for the address itself.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.faces.everybody import COMPARED_BEHIND_WALLS, EVERYBODY, House, hire, those, walled
from tests.faces.routes import (
    DESK,
    NOT_THERE,
    OWN,
    PUBLIC,
    PUBLIC_ROUTES,
    SIGN_IN_PREFIX,
    Deed,
    addresses,
    given_to,
)
from tests.rooms.mailbox.people import GRANO, IT, NORTH
from tests.rooms.mailbox.sent_files import picture
from tests.rooms.trust.access.world import walls_up

from sjalvklar.kernel import clock
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox import permissions as threads
from sjalvklar.mailbox.files.looking import Looked
from sjalvklar.mailbox.models import Attachment, Thread
from sjalvklar.mailbox.permissions import ThreadFacts
from sjalvklar.mailbox.rules import Channel, ContactFacts, SafeContact, State
from sjalvklar.mailbox.rules.files import Kind
from sjalvklar.organisation import queries as organisation
from sjalvklar.organisation.actions import apply_pack, set_stand_in
from sjalvklar.organisation.models import Unit
from sjalvklar.organisation.permissions import asked_of_unit
from sjalvklar.trust.access.context import COMMAND, acting
from sjalvklar.trust.access.decide import Asked, allows
from sjalvklar.trust.access.words import Action, Role, Thing
from sjalvklar.trust.models import AuditEntry


def without_a_line(found: list[tuple[str, str]]) -> list[str]:
    """Addresses that routes.py says nothing about."""
    return [
        f"{written} ({name})"
        for written, name in found
        if name not in DESK
        and written not in PUBLIC_ROUTES
        and not written.startswith(SIGN_IN_PREFIX)
        and written != NOT_THERE
    ]


def test_every_address_has_a_line() -> None:
    assert without_a_line(list(addresses())) == []


def test_an_address_without_a_line_is_noticed() -> None:
    assert without_a_line([("desk/export/", "desk_export"), ("^export$", "")]) == [
        "desk/export/ (desk_export)",
        "^export$ ()",
    ]


def test_every_line_has_an_address() -> None:
    assert set(DESK) <= {name for _, name in addresses()}


@pytest.fixture
def walls(db: None) -> Iterator[None]:
    """The walls that the product runs behind; what a test itself looks at and sets up, it does as a command."""
    with walls_up(), acting(COMMAND):
        yield


@pytest.fixture
def house(walls: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    from sjalvklar.directory import queries as directory
    from sjalvklar.organisation.queries import municipality

    settings.PACK_DIR = GRANO
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    municipality.clear()
    directory.clear()
    apply_pack(organisation.organisation(), actor=IT)
    ids = {who: hire(f"person{number}", one.roles) for number, (who, one) in enumerate(EVERYBODY.items())}
    colleague = hire("colleague", ((NORTH, Role.SOCIAL_WORKER),))
    stored = mailbox.store_contact(
        nonce=secrets.token_bytes(24),
        unit_id=NORTH,
        text="Jag är rädd.",
        answers=ContactFacts(),
        safe_contact=SafeContact(channel=Channel.PHONE, value="070-174 06 05"),
    )
    assert stored.receipt
    opened = mailbox.open_by_receipt(stored.receipt)
    assert opened
    sent = Looked(Kind.PNG, b"as it came", (picture("PNG"),))
    mailbox.send_files(opened, text="", files=[sent], nonce=secrets.token_bytes(24))
    now = clock.now()
    set_stand_in(
        unit_id=NORTH,
        absent_id=ids["owner"],
        substitute_id=ids["stand-in"],
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        actor=IT,
    )
    with clock.frozen(now):
        yield House(stored.thread_id, Attachment.objects.get().pk, colleague, ids)
    municipality.clear()
    directory.clear()


def put(house: House, state: State, who: str) -> ThreadFacts:
    """The contact in that state, owned by whoever the person stands to it through."""
    now, one = clock.now(), EVERYBODY[who]
    owner: int | None = house.ids[who] if one.owns else house.ids["owner"]
    if state is State.WAITING and not one.escalated:
        owner = None
    owed, closed = state in {State.WAITING, State.TAKEN}, state is State.CLOSED
    Thread.objects.filter(pk=house.thread).update(
        state=state.value,
        owner=owner,
        owned_at=now if owner else None,
        handed_by=None,
        escalated_at=now if one.escalated else None,
        waiting_since=now if owed else None,
        due_at=now + timedelta(hours=20) if owed else None,
        take_by=now + timedelta(hours=4) if state is State.WAITING else None,
        rank=0 if owed else 9 if closed else 8,
        closed_at=now if closed else None,
        closed_by="staff:1" if closed else "",
        close_reason="helped" if closed else "",
    )
    return ThreadFacts(NORTH, Unit.objects.get(pk=NORTH).authority_id, state, owner, one.escalated)


def send(house: House, who: str, name: str, method: str, form: dict[str, str], **address: Any) -> Any:
    client, path = house.client(who), reverse(name, kwargs=address)
    return client.get(path, form) if method == "GET" else client.post(path, form)


ABOUT_THREADS = sorted(
    (name, method, deed)
    for name, route in DESK.items()
    for method, deed in (("GET", route.get), ("POST", route.post))
    if isinstance(deed, Deed) and deed.thing is Thing.THREAD
)
ABOUT_UNITS = sorted(
    (name, method, deed)
    for name, route in DESK.items()
    for method, deed in (("GET", route.get), ("POST", route.post))
    if isinstance(deed, Deed) and deed.thing in {Thing.UNIT, Thing.ACCOUNT}
)


def plain(answer: Any, *ids: object) -> tuple[object, ...]:
    """An answer without what differs from one asking to the next: whose forgery token, which id was asked for."""
    body = answer.content.decode()
    for known in ids:
        body = body.replace(str(known), "ID" * 18)
    body = re.sub(r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"[^"]*"', "TOKEN", body)
    headers = {name: value for name, value in answer.items() if name.lower() not in {"location", "set-cookie"}}
    lead = answer.get("Location", "").replace(str(ids[0]) if ids else "", "ID")
    return answer.status_code, len(answer.content), body, headers, lead, sorted(answer.cookies)


def test_a_contacts_addresses_do_what_the_table_says(house: House) -> None:
    for who, state in product(those(EVERYBODY), State):
        viewer = house.viewer(who)
        house.client(who)
        with transaction.atomic():
            facts = put(house, state, who)
            for name, method, deed in ABOUT_THREADS:
                with transaction.atomic():
                    question = threads.asked(viewer, facts, deed.does)
                    judge(house, who, name, method, deed, question, house.thread, "thread", "thread_id")
                    transaction.set_rollback(True)
            transaction.set_rollback(True)


def like_what_is_not_there(
    house: House,
    who: str,
    name: str,
    method: str,
    answer: Any,
    form: dict[str, str],
    key: str,
    row: UUID,
    **beside: Any,
) -> bool:
    """Whether a refusal is what the person gets about a thing that is not there. That is in no state: it is asked
    once, and again only where the two differ, for there may be more around them now than there was then."""
    nothing, asked = uuid4(), (who, name, method, *beside.items())
    for anew in (False, True):
        if anew or asked not in house.missing:
            missing = send(house, who, name, method, form, **{key: nothing}, **beside)
            house.missing[asked] = plain(missing, row, nothing)
        if plain(answer, row, nothing) == house.missing[asked]:
            return True
    return False


def judge(
    house: House,
    who: str,
    name: str,
    method: str,
    deed: Deed,
    question: Asked,
    row: UUID,
    kind: str,
    key: str,
    *,
    beside: dict[str, Any] | None = None,
    as_recorded: str = "",
) -> None:
    """One address, asked by one person about one thing in one state. `beside` is what else the address holds, and
    `as_recorded` what the thing is called in the record when that is not its own name."""
    case = (who, question.state, name, method)
    beside = house.beside(name) if beside is None else beside
    knows = allows(replace(question, action=deed.knows))
    if not knows and house.refused_before(who, name, method, row):
        return
    form = house.filled(deed.form)
    before = _last_on_record() if deed.record else 0
    answer = send(house, who, name, method, form, **{key: row}, **beside)
    assert (answer.status_code != 404) is knows, case
    if not knows and (not walled() or who in COMPARED_BEHIND_WALLS):
        assert like_what_is_not_there(house, who, name, method, answer, form, key, row, **beside), case
    if deed.record:
        done = AuditEntry.objects.filter(
            pk__gt=before, object=as_recorded or f"{kind}:{row}", action=deed.record, actor_id=str(house.ids[who])
        )
        assert done.exists() is allows(question), case


def _last_on_record() -> int:
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_a_units_addresses_are_for_those_whom_the_table_lets_in(house: House) -> None:
    for who, (name, method, deed) in product(those(EVERYBODY), ABOUT_UNITS):
        question = asked_of_unit(house.viewer(who), NORTH, deed.does, thing=deed.thing)
        address = {
            "desk_remove_duty": {"duty_id": 1},
            "desk_remove_stand_in": {"stand_in_id": 1},
            "desk_renew_sign_in": {"staff_id": house.colleague},
            "desk_load": {"staff_id": house.colleague},
        }.get(name, {})
        house.client(who)
        with transaction.atomic():
            form = {**house.filled(deed.form), "u": NORTH, "view": "waiting"}
            answer = send(house, who, name, method, form, **address)
            assert (answer.status_code != 404) is allows(question), (who, name, method)
            if not allows(replace(question, thing=Thing.UNIT, action=Action.KNOW, state="open")):
                missing = send(house, who, name, method, {**form, "u": "x" * len(NORTH)}, **address)
                assert plain(answer)[:2] == plain(missing)[:2], (who, name)
            transaction.set_rollback(True)


NOT_SENT = sorted(
    (name, method)
    for name, route in DESK.items()
    for method, says in (("GET", route.get), ("POST", route.post))
    if says is None
)


def test_what_an_address_is_not_for_is_refused_to_everybody_alike(house: House) -> None:
    for who, (name, method) in product(("owner",) if walled() else ("nobody", "owner", "north unit_head"), NOT_SENT):
        assert send(house, who, name, method, {}, **given_to(name)).status_code == 405, (who, name, method)


def test_a_page_that_says_no_counts_nothing_of_what_waits(house: House) -> None:
    counted = re.compile(r'id="n-waiting" class="n">1<')
    member = house.client("north social_worker")
    put(house, State.WAITING, "north social_worker")
    assert counted.search(member.get("/desk/mine/").content.decode())
    for address, status in ((f"/desk/k/{uuid4()}/", 404), (f"/desk/k/{house.thread}/take/", 405)):
        answer = member.get(address)
        assert answer.status_code == status
        assert not counted.search(answer.content.decode())


def test_without_signing_in_no_address_of_the_desk_answers(house: House) -> None:
    stranger = Client(headers={"Sec-Fetch-Site": "same-origin"})
    for name, route in DESK.items():
        path = reverse(name, kwargs=given_to(name))
        for method, says in (("GET", route.get), ("POST", route.post)):
            answer = stranger.get(path) if method == "GET" else stranger.post(path)
            if says != PUBLIC and not (says is None and answer.status_code == 405):
                assert answer.status_code == 302, (name, method)
                assert answer["Location"].startswith("/desk/in/login/"), (name, method)


def test_ones_own_pages_never_break(house: House) -> None:
    for who in ("nobody", "north it_administrator", "north security_officer", "owner", "north unit_head"):
        for name, route in DESK.items():
            for method, says in (("GET", route.get), ("POST", route.post)):
                if says == OWN:
                    house.client(who)
                    with transaction.atomic():
                        answer = send(house, who, name, method, {}, **given_to(name))
                        assert answer.status_code < 500, (who, name, method)
                        transaction.set_rollback(True)
