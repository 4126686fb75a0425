# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each address is for, by its name: whom it lets in is then the access table's to say.

A new address needs a line here, or test_every_address.py fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from sjalvklar.trust.access.words import Action, Thing


@dataclass(frozen=True)
class Deed:
    """An address about one thing. `knows` is what it takes for it to be there at all; `does` what is done there, which
    is on record as `record`, with `form` sent (words in braces are filled in by the world)."""

    thing: Thing
    does: Action
    record: str = ""
    form: dict[str, str] = field(default_factory=dict)
    knows: Action = Action.KNOW


@dataclass(frozen=True)
class Route:
    """An address. `get` and `post` are PUBLIC, OWN (whoever is signed in, about themselves), a Deed, or None: 405."""

    get: str | Deed | None
    post: str | Deed | None


PUBLIC, OWN = "public", "own"
_C, _T, _U, _A, _S = Thing.CASE, Thing.THREAD, Thing.UNIT, Thing.ACCOUNT, Thing.SUPPORT


def _list(does: Action) -> Route:
    return Route(Deed(_U, does, knows=does), None)


def _thread(does: Action, **form: str) -> Route:
    return Route(None, Deed(_T, does, f"contact.{does.value}", form))


def _case(does: Action, record: str = "", **form: str) -> Route:
    return Route(None, Deed(_C, does, f"case.{record or does.value}", form))


def _support(does: Action, record: str = "", **form: str) -> Route:
    return Route(None, Deed(_S, does, f"support.{record or does.value}", form))


def _agreed(record: str, **form: str) -> Route:
    return Route(None, Deed(_S, Action.WRITE, f"support.{record}", form, knows=Action.READ))


def _followup(does: Action, record: str, **form: str) -> Route:
    return Route(None, Deed(_S, does, f"followup.{record}", form))


def _planned(**form: str) -> Route:
    return Route(None, Deed(_U, Action.PLAN, form=form, knows=Action.PLAN))


def _own(*, get: bool = True, post: bool = True) -> Route:
    return Route(OWN if get else None, OWN if post else None)


DESK: dict[str, Route] = {
    "desk": _list(Action.KNOW),
    "desk_mine": _list(Action.KNOW),
    "desk_unit": _list(Action.SEE_ALL),
    "desk_closed": _list(Action.KNOW),
    "desk_news": _list(Action.KNOW),
    "desk_contact": Route(Deed(_T, Action.READ, "contact.read"), None),
    "desk_contact_news": Route(Deed(_T, Action.KNOW), None),
    "desk_take": _thread(Action.TAKE),
    "desk_answer": _thread(Action.ANSWER, text="Hej", nonce="{nonce}"),
    "desk_keep": Route(None, Deed(_T, Action.KNOW)),
    "desk_hand_over": _thread(Action.HAND_OVER, staff_id="{colleague}"),
    "desk_pass_on": _thread(Action.PASS_ON, unit_id="{sister}"),
    "desk_close": _thread(Action.CLOSE, reason="helped"),
    "desk_reveal": _thread(Action.REVEAL, read_today="yes"),
    "desk_file": Route(Deed(_T, Action.READ, "contact.open_attachment", knows=Action.READ), None),
    "desk_sheet": Route(Deed(_T, Action.READ, "contact.show_sheet", knows=Action.READ), None),
    "desk_original": Route(
        Deed(_T, Action.REVEAL, knows=Action.REVEAL),
        Deed(_T, Action.REVEAL, "contact.take_original", {"reason": "evidence", "ticked": "yes"}),
    ),
    "desk_duty": _list(Action.SEE_STAFF),
    "desk_loads": Route(Deed(_U, Action.PLAN, knows=Action.PLAN), None),
    "desk_load": Route(*(Deed(_U, Action.PLAN, knows=Action.PLAN),) * 2),
    "desk_add_duty": _planned(staff_id="{colleague}", day="{tomorrow}", **{"from": "08:00", "to": "17:00"}),
    "desk_remove_duty": _planned(),
    "desk_add_stand_in": _planned(absent_id="{colleague}", first="{tomorrow}", last="{tomorrow}"),
    "desk_remove_stand_in": _planned(),
    "desk_renew_sign_in": Route(None, Deed(_A, Action.RENEW_SIGN_IN, knows=Action.RENEW_SIGN_IN)),
    "desk_case": Route(Deed(_C, Action.READ, "case.read"), None),
    "desk_case_write": _case(Action.WRITE, text="Samtal i dag.", nonce="{nonce}"),
    "desk_case_reveal": _case(Action.REVEAL),
    "desk_case_identity": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_hand_over": _case(Action.HAND_OVER, staff_id="{colleague}", owner_id="{owner}"),
    "desk_case_close": _case(Action.CLOSE, reason="{ended}"),
    "desk_case_reopen": _case(Action.REOPEN),
    "desk_case_together": Route(Deed(_C, Action.READ, "case.read", knows=Action.READ), None),
    "desk_case_protect": Route(None, Deed(_C, Action.PROTECT)),
    "desk_case_level": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_name": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_second": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_unname": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_ask": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_approve": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_access": Route(*(Deed(_C, Action.LIST_ACCESS, knows=Action.LIST_ACCESS),) * 2),
    "desk_case_people": Route(Deed(_C, Action.READ, "case.people", knows=Action.READ), None),
    "desk_case_person": Route(Deed(_C, Action.READ, "case.people", knows=Action.READ), None),
    "desk_case_person_add": _case(Action.WRITE, "add_person", part="other", called="Sara", nonce="{nonce}"),
    "desk_case_relate": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_person_do": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_person_reveal": _case(Action.REVEAL, "reveal_person"),
    "desk_case_person_identity": Route(None, Deed(_C, Action.KNOW)),
    "desk_case_extract": Route(
        Deed(_C, Action.PREPARE, "case.read", knows=Action.PREPARE),
        Deed(_C, Action.HAND_OUT, "case.extract", {"to": "person", "why": "access_request"}),
    ),
    "desk_case_move_out": Route(
        Deed(_C, Action.PREPARE, knows=Action.PREPARE),
        Deed(_C, Action.HAND_OUT, "case.move_out", {"why": "one_file"}),
    ),
    # Lists, search and forms about nothing yet: theirs are tried in the rooms and in test_cases.py.
    **dict.fromkeys(("desk_cases", "desk_cases_closed", "desk_cases_unit"), _own(post=False)),
    **dict.fromkeys(("desk_case_names", "desk_withdraw", "desk_notice_seen"), _own(get=False)),
    **dict.fromkeys(("desk_case_search", "desk_case_new", "desk_case_naming", "desk_case_glass"), _own()),
    "desk_glass_reviews": _own(post=False),
    **dict.fromkeys(("desk_glass_review", "desk_close_ones"), _own()),
    # Rounds are tried in test_every_address_of_the_review.py, with the truth table of a finding.
    **dict.fromkeys(("desk_review", "desk_review_round"), _own(post=False)),
    "desk_review_incident": _own(),
    "desk_review_finding": Route(
        Deed(Thing.LOG, Action.REVIEW, "review.read", knows=Action.REVIEW),
        Deed(Thing.LOG, Action.REVIEW, "review.decide", {"decision": "justified.task"}, knows=Action.REVIEW),
    ),
    # The archivist's own: a plan is an authority's. Tried in tests/faces/desk/test_disposal.py.
    "desk_disposal": _own(post=False),
    "desk_disposal_sheet": _own(),
    **dict.fromkeys(("desk_disposal_plan", "desk_disposal_hold", "desk_disposal_lift"), _own(get=False)),
    # One support without a file is tried in test_every_address_of_a_support.py.
    **dict.fromkeys(
        ("desk_supports", "desk_supports_waiting", "desk_supports_unit", "desk_supports_closed"), _own(post=False)
    ),
    "desk_offered": _own(post=False),
    # Groups and what is done among people are the unit's, and hold nobody: tried in tests/faces/desk/test_support.py.
    **dict.fromkeys(("desk_groups", "desk_among"), _own()),
    "desk_group": _own(post=False),
    "desk_group_change": _own(get=False),
    **dict.fromkeys(("desk_support_new", "desk_notice"), _own()),
    **dict.fromkeys(("desk_noticed", "desk_noticed_one"), _own(post=False)),
    "desk_support": Route(Deed(_S, Action.READ, "support.read"), None),
    "desk_support_take": _support(Action.TAKE),
    "desk_support_write": _support(Action.WRITE, text="Samtal i dag.", nonce="{nonce}"),
    "desk_support_talk": _support(
        Action.WRITE, "talk", way="room", starts="{an_hour_ago}", minutes="45", nonce="{nonce}"
    ),
    "desk_support_book": _support(Action.WRITE, "book", way="phone", starts="{soon}", minutes="45", nonce="{nonce}"),
    "desk_support_settle": Route(None, Deed(_S, Action.KNOW)),
    "desk_support_children": _support(Action.WRITE, "children", asked="yes", children_count="2"),
    "desk_support_offer": _support(Action.WRITE, "offer", service="talk", answer="wanted"),
    "desk_support_apply": _support(Action.WRITE, "apply_told"),
    "desk_support_next": _support(Action.WRITE, "next", next_step="talk", next_on="{tomorrow}"),
    "desk_support_reveal": _support(Action.REVEAL),
    "desk_support_hand_over": _support(Action.HAND_OVER, staff_id="{colleague}", owner_id="{owner}"),
    "desk_safety": Route(Deed(_S, Action.READ, "safety.read"), None),
    "desk_safety_change": Route(
        None, Deed(_S, Action.WRITE, "safety.fear", {"do": "fear", "level": "7", "nonce": "{nonce}"})
    ),
    "desk_safety_show": Route(None, Deed(_S, Action.KNOW)),
    "desk_support_copy": Route(
        Deed(_S, Action.PREPARE, "support.read", knows=Action.PREPARE),
        Deed(_S, Action.HAND_OUT, "support.extract", {"to": "person"}),
    ),
    "desk_support_close": _support(Action.CLOSE, reason="goal_reached"),
    "desk_support_reopen": _support(Action.REOPEN, next_step="talk", next_on="{tomorrow}"),
    # A child's own contact and concern follow the support or the contact: tried in tests/faces/desk/test_children.py.
    "desk_children": _own(post=False),
    "desk_children_do": _own(get=False),
    "desk_concern": _own(post=False),
    "desk_concern_do": _own(get=False),
    "desk_child_new": _own(),
    # What is agreed in a support is known, read and written as the support is; deed by deed in desk/test_agreed.py.
    "desk_reminders": _own(post=False),
    **dict.fromkeys(
        ("desk_own_plan", "desk_booked", "desk_safe"),
        Route(Deed(_S, Action.READ, "support.read_agreed", knows=Action.READ), None),
    ),
    "desk_own_plan_change": _agreed("plan", wants="Sova", look_on="{tomorrow}", number="0", nonce="{nonce}"),
    "desk_own_plan_paper": Route(None, Deed(_S, Action.READ, knows=Action.READ)),
    "desk_booked_change": _agreed("reminders", do="wish", answer="no"),
    "desk_safe_change": _agreed(
        "safe_contact", channel="portal", said_by="themselves", said_on="{today}", nonce="{nonce}"
    ),
    # What is followed up in a support is known, read and written as the support is.
    "desk_followups": _own(post=False),
    "desk_followup_paper": _own(post=False),
    "desk_followup": Route(Deed(_S, Action.READ, "followup.read", knows=Action.READ), None),
    "desk_followup_plan": _followup(
        Action.WRITE, "plan", start="{tomorrow}", steps="everybody.two-weeks", nonce="{nonce}"
    ),
    "desk_followup_add": _followup(Action.WRITE, "add", on="{tomorrow}", nonce="{nonce}"),
    "desk_followup_settle": Route(None, Deed(_S, Action.KNOW)),
    "desk_followup_consent": _followup(Action.WRITE, "agree", months="6", nonce="{nonce}"),
    "desk_followup_ask": _followup(Action.WRITE, "ask", questions="wellbeing", nonce="{nonce}"),
    "desk_followup_take_back": Route(None, Deed(_S, Action.KNOW)),
    "desk_followup_note": _followup(
        Action.WRITE, "note", questions="experience", by="talk", help="2", nonce="{nonce}"
    ),
    "desk_followup_prove": Route(None, Deed(_S, Action.KNOW)),
    # Plans follow their case and consents: test_every_address_of_a_plan.py, and deed by deed desk/test_plans.py.
    "desk_case_plans": _own(),
    **dict.fromkeys(("desk_plans", "desk_plans_closed", "desk_plan", "desk_party", "desk_part"), _own(post=False)),
    **dict.fromkeys(("desk_plan_do", "desk_party_do", "desk_party_sheet", "desk_part_do"), _own(get=False)),
    # Incidents and circles: test_every_address_of_an_incident.py, and deed by deed desk/test_incidents.py.
    **dict.fromkeys(("desk_incidents", "desk_incidents_closed", "desk_incident", "desk_family"), _own(post=False)),
    **dict.fromkeys(("desk_incident_new", "desk_circle"), _own()),
    **dict.fromkeys(("desk_incident_do", "desk_family_do"), _own(get=False)),
    # What is being written follows what it is about, and is its writer's alone: tests/faces/desk/test_writing.py.
    **dict.fromkeys(("desk_draft", "desk_draft_new"), _own(get=False)),
    "desk_approve_recovery": _own(get=False),
    "desk_vouch": _own(post=False),
    "desk_language": Route(None, PUBLIC),
    # The identity provider's server, without a cookie: its signature is all that counts (test_city_signed_out.py).
    "city_signed_out": Route(None, PUBLIC),
    "city_link": _own(),
    "city_link_out": _own(post=False),
}
# One's own way in, and the door before it: about nobody else, and tried in tests/faces/desk/test_sign_in.py.
SIGN_IN_PREFIX = "desk/in/"
# What is no address of the desk, whoever asks.
NOT_THERE = "desk/^.*$"

# The public door knows nobody: what it opens is what a code, a form's number or a cookie of one's own opens.
PUBLIC_ROUTES = frozenset(
    {
        "",
        "^(?P<letter>[ukdspmq])$",
        "^q/(?P<code>[2-9A-Za-z-]{20,40})$",
        "^q/LANG$",
        "^q/LANG/(?P<code>[2-9A-Za-z-]{20,40})$",
        "^LANG$",
        "^u/LANG$",
        "^i/(?P<token>[A-Za-z0-9_-]{1,1200})$",
        "^k/LANG$",
        "^m/LANG$",
        "^m/LANG/(?P<name>[cdaseo])$",
        "^m/LANG/f$",
        "^d/LANG$",
        "^s/LANG$",
        "^p/LANG$",
        "^g/LANG$",
        "x",
        "alive",
        "ready",
    }
)

ASKS_AGAIN = frozenset(
    f"desk_case_{deed}"
    for deed in ("protect", "level", "name", "second", "unname", "ask", "approve", "extract", "move_out")
)
"""Deeds with a case that ask again who it is, when that was more than ten minutes ago."""

LANGUAGE = re.compile(r"\(\?P<language>[^)]*\)")


def addresses() -> Iterator[tuple[str, str]]:
    """Every address there is: how it is written in the configuration, and its name."""

    def walk(patterns: list[Any], before: str) -> Iterator[tuple[str, str]]:
        for one in patterns:
            written = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, written)
            elif isinstance(one, URLPattern):
                yield LANGUAGE.sub("LANG", written), one.name or ""

    yield from walk(get_resolver().url_patterns, "")


@cache
def written(name: str) -> str:
    """How an address is written in the configuration."""
    [pattern] = [pattern for pattern, known in addresses() if known == name]
    return pattern


def given_to(name: str) -> dict[str, Any]:
    """Something for every part of an address that is not about anything."""
    kinds: dict[str, Callable[[], object]] = {"uuid": uuid4, "int": lambda: 1, "str": lambda: "x", "slug": lambda: "x"}
    about: dict[str, Callable[[], object]] = {"room": lambda: "c", "thing": uuid4}  # those written as an expression
    made = {part: kinds[kind]() for kind, part in re.findall(r"<(\w+):(\w+)>", written(name))}
    return made | {part: about[part]() for part in re.findall(r"\?P<(\w+)>", written(name))}
