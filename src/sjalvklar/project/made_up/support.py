# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A few made-up supports for the demo, in the unit with people enough, and one that waits because somebody noticed.

Nobody here exists. What is anonymous says nothing of anybody, and is registered as the boards of the demo's pack have
decided; what they have not decided is left out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Refused
from sjalvklar.mailbox.rules import Channel, SafeContact
from sjalvklar.organisation.queries import organisation, staff
from sjalvklar.organisation.rules.staff import Role, Viewer
from sjalvklar.project.made_up import agreed, office, people
from sjalvklar.support import actions, queries
from sjalvklar.support.actions import Beginning, Held, Next, Notice, Who
from sjalvklar.support.rules import Children, NextStep, NoticeAnswer, OfferAnswer, Source, Way
from sjalvklar.trust import keyring

# Service, what about, how, days ago, days until the next step (None: closed at once), what was said.
_TALKS: tuple[tuple[str, str, Way, int, int | None, str], ...] = (
    (
        "support-talk",
        "crime",
        Way.ROOM,
        9,
        5,
        "Orolig för sin son på 16. Vill förstå vad som är vanligt och vad som är allvar.",
    ),
    ("support-talk", "detained", Way.PHONE, 20, -2, "Brodern är häktad. Vill komma tillbaka när det finns ett datum."),
    ("advice", "addiction", Way.ROOM, 3, None, "Ville veta vilka grupper som finns."),
    ("support-talk", "extremism", Way.OUTDOORS, 6, 12, "Pratade om hur man bemöter hat vid middagsbordet."),
    ("respite-info", "older", Way.PHONE, 1, None, ""),
)


def make() -> int:
    """Make the supports; returns how many. None where nobody meets relatives."""
    found = people.meeting_relatives()
    if not found:
        return 0
    unit_id, answering = found[0][0], [staff.viewer(who.staff_id) for _, who in found]
    owners = [who for who in answering if who is not None]
    now, done = clock.now(), 0
    given = {one.service.id for one in queries.given_in(unit_id)}
    for place, (service, about, way, days, until, words) in enumerate(_TALKS):
        if service not in given:
            continue
        at = office.before(now - timedelta(days=days))
        coming = (
            None if until is None else Next(NextStep.TALK, queries.today(at) + timedelta(days=max(until + days, 0)))
        )
        if until is not None and until < 0:
            coming = Next(NextStep.THEY_COME, queries.today(now + timedelta(days=until)))
        try:
            support = actions.register(
                actor=owners[place % len(owners)],
                unit_id=unit_id,
                beginning=Beginning(service, source=Source.WALK_IN, situation=about),
                held=Held(way, at - timedelta(hours=1), 45, words),
                coming=coming,
                nonce=_nonce(place),
                at=at,
            )
        except Refused:
            continue  # the pack's boards have not decided it
        if place == 0:
            _go_on(owners[0], support_id=support, at=now)
        done += 1
    return done + _named(owners[0], unit_id, now) + _noticed(unit_id, now)


def _go_on(owner: Viewer, *, support_id: UUID, at: datetime) -> None:
    """The first one has come further: children asked about, a group wanted, how to apply told."""
    actions.ask_about_children(actor=owner, support_id=support_id, children=Children(True, 2, True, True), at=at)
    actions.offer(actor=owner, support_id=support_id, service="group", answer=OfferAnswer.WANTED, at=at)
    actions.tell_how_to_apply(actor=owner, support_id=support_id, at=at)


def _named(owner: Viewer, unit_id: str, now: datetime) -> int:
    """One without a file, who said what to call her and how to reach her."""
    who = Who("Samira", SafeContact(Channel.SMS, "070-174 06 13", when="vardagar efter 17"))
    at = office.before(now - timedelta(days=2))
    try:
        support = actions.open_support(
            actor=owner,
            unit_id=unit_id,
            beginning=Beginning("crisis-support", situation="homicide", who=who),
            coming=Next(NextStep.REACH_OUT, queries.today(now) + timedelta(days=1)),
            nonce=_nonce(20),
            at=at,
        )
    except Refused:
        return 0
    text = "Grannens son sköts i veckan. Hon vill ha någon att ringa till om nätterna blir för långa."
    actions.write(actor=owner, support_id=support, text=text, nonce=_nonce(21), at=at)
    agreed.make(owner, support, now, _nonce)
    return 1


def _noticed(unit_id: str, now: datetime) -> int:
    """Somebody in the unit beside has noticed a relative, who waits."""
    there = staff.unit(unit_id)
    noticing = [
        (grant.unit_id, viewer)
        for username in (person.username for person in staff.demo_people())
        if (viewer := staff.viewer(staff.staff_id(username) or 0)) is not None
        for grant in viewer.grants
        if grant.role is Role.CASE_OFFICER
    ]
    area = next((row for row in _areas(unit_id)), "")
    if there is None or not noticing or not area:
        return 0
    from_unit, who = noticing[0]
    safe = SafeContact(Channel.SMS, "070-174 06 14", when="förmiddagar")
    notice = Notice(NoticeAnswer.CONTACT, "crime", area, "Yusuf", safe, consent=True)
    sent = actions.notice(actor=who, from_unit=from_unit, notice=notice, nonce=_nonce(30), at=now - timedelta(hours=1))
    return int(sent.why is None)


def _areas(unit_id: str) -> list[str]:
    """The areas whose relatives the unit helps."""
    known = organisation()
    return [
        area.id
        for area in known.areas_on(queries.today())
        if known.who_does("relatives_adviser", area.id, queries.today()).unit.id == unit_id
    ]


def _nonce(*place: int) -> bytes:
    return keyring.current().derived(f"demo support {'.'.join(map(str, place))}", length=16)
