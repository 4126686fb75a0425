# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up staff for trying the product: known passwords and codes, so never outside the demo and the tests.

The second factor is real: a secret derived from the username feeds the same code generator check as everyone's.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import NotAllowed
from sjalvklar.organisation.models import Grant, OnDuty, StaffMember, StandIn
from sjalvklar.organisation.rules.staff import Role, check_username
from sjalvklar.trust import actions as trust
from sjalvklar.trust.rules import Actor

PASSWORD = "sjalvklar-demo-2026"  # noqa: S105 - made-up people's, printed at every start of the demo
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AHEAD = 35
_SINCE = timedelta(days=5 * 366)  # how long the made-up people have been where they are


def totp_secret(username: str) -> str:
    """The code generator's secret of a made-up user: the same at every start, base32."""
    return base64.b32encode(hashlib.sha256(f"sjalvklar demo {username}".encode()).digest()[:20]).decode("ascii")


def code_now(username: str) -> str:
    """Six digits that a made-up user can sign in with at this moment: one of three, so that trying again works."""
    _refuse_in_production()
    earlier, present, later = list(yield_hotp_counters_from_time())
    made_up = Authenticator.objects.filter(user__username=username, type=Authenticator.Type.TOTP).first()
    used = made_up.data.get("used", []) if made_up else []
    step = next((step for step in (present, later, earlier) if step not in used), present)
    return format_hotp_value(hotp_value(totp_secret(username), step))


def _refuse_in_production() -> None:
    if settings.PRODUCTION:
        raise NotAllowed("never_in_production")


@transaction.atomic
def make_demo_staff(demo: Mapping[str, Any], *, actor: Actor, zone: ZoneInfo, at: datetime | None = None) -> int:
    """Make the made-up staff of `demo.yaml`, with roles, duty and stand-ins rolling from today; returns how many.

    Run at every start: who exists already keeps password and passkeys, and the duty list is rolled on.
    """
    _refuse_in_production()
    at = at or clock.now()
    today = datetime.combine(at.astimezone(zone).date(), time(0), zone)
    hashed = ""
    people: dict[str, StaffMember] = {}
    for entry in demo.get("staff", ()):
        username = check_username(str(entry["username"]))
        member = StaffMember.objects.filter(username=username).first()
        if member is None:
            hashed = hashed or make_password(PASSWORD)
            language = str(entry.get("language", "sv"))
            member = StaffMember.objects.create(
                username=username,
                name=str(entry["name"]),
                public_name=str(entry["public_name"]),
                language=language if language in {"sv", "en"} else "sv",
                password=hashed,
            )
            Authenticator.objects.create(
                user=member,
                type=Authenticator.Type.TOTP,
                data={"secret": get_adapter().encrypt(totp_secret(username))},
            )
        people[username] = member
        for given in entry.get("roles", ()):
            since, until = given.get("from"), given.get("to")
            Grant.objects.get_or_create(
                staff=member,
                unit_id=str(given["unit"]),
                role=Role(str(given["role"])).value,
                defaults={
                    "valid_from": _day(since, zone) if since else today - _SINCE,
                    "valid_to": _day(until, zone) + timedelta(days=1) if until else None,
                },
            )
    _roll_duty(demo, people, today, at)
    _roll_stand_ins(demo, people, today)
    trust.record(
        actor=actor, action="staff.make_demo", object="organisation", basis="demo", detail={"staff": len(people)}
    )
    return len(people)


def _day(stated: object, zone: ZoneInfo) -> datetime:
    return datetime.combine(datetime.fromisoformat(str(stated)).date(), time(0), zone)


def _roll_duty(demo: Mapping[str, Any], people: Mapping[str, StaffMember], today: datetime, at: datetime) -> None:
    OnDuty.objects.filter(staff__in=people.values(), starts_at__gt=at).delete()
    for entry in demo.get("duty", ()):
        days = entry.get("days", _WEEKDAYS)
        begins, ends = _clock(entry["from"]), _clock(entry["to"])
        member, unit_id = people[str(entry["staff"])], str(entry["unit"])
        for ahead in range(-1, _AHEAD):
            day = today + timedelta(days=ahead)
            if _WEEKDAYS[day.weekday()] not in days:
                continue
            starts_at = day + begins
            ends_at = day + (ends if ends > begins else ends + timedelta(days=1))
            if ends_at > at:
                OnDuty.objects.get_or_create(
                    unit_id=unit_id, staff=member, starts_at=starts_at, defaults={"ends_at": ends_at}
                )


def _clock(stated: object) -> timedelta:
    hours, _, minutes = str(stated).partition(":")
    return timedelta(hours=int(hours), minutes=int(minutes or 0))


def _roll_stand_ins(demo: Mapping[str, Any], people: Mapping[str, StaffMember], today: datetime) -> None:
    for entry in demo.get("stand_ins", ()):
        unit_id = str(entry["unit"])
        absent, substitute = people[str(entry["absent"])], people[str(entry["substitute"])]
        starts_at = today + timedelta(days=int(entry.get("from_day", 0)))
        ends_at = today + timedelta(days=int(entry.get("to_day", 0)) + 1)
        StandIn.objects.filter(unit_id=unit_id, absent=absent, substitute=substitute).delete()
        StandIn.objects.create(
            unit_id=unit_id, absent=absent, substitute=substitute, starts_at=starts_at, ends_at=ends_at
        )
