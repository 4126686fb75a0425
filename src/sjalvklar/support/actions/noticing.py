# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notice and offer: anybody who meets relatives in any unit says that they noticed somebody and offered support, and
the unit that gives it there takes over, with a clock.

Another authority is told only with the relative's consent (OSL (2009:400) 12 kap. 2 §). Without it, and where no board
has decided that such support may be given without a file, nothing is sent: the relative is given the way in instead.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.mailbox.rules import SafeContact
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as people
from sjalvklar.organisation.rules.staff import UnitRow, Viewer
from sjalvklar.support import permissions
from sjalvklar.support.actions import files, life
from sjalvklar.support.actions.life import Beginning, Who
from sjalvklar.support.models import Noticed
from sjalvklar.support.queries import services
from sjalvklar.support.rules import DocumentationMode, NoticeAnswer, Source, State
from sjalvklar.tally import actions as tally
from sjalvklar.tally.rules import What
from sjalvklar.trust import actions as trust
from sjalvklar.trust import deeds
from sjalvklar.trust.rules import Actor

FUNCTION = "relatives_adviser"


class Why(StrEnum):
    """Why nothing was sent."""

    NOT_WANTED = "not_wanted"
    NO_CONSENT = "no_consent"
    NO_DECISION = "no_decision"
    NOBODY = "nobody"  # no unit here takes it


@dataclass(frozen=True, slots=True)
class Sent:
    """What the noticer is told. `why` is None when it went to `unit`."""

    id: UUID
    receipt: str
    unit: str
    why: Why | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody noticed. `area` is where the relative lives, by its id; `safe` how and when to contact them;
    `consent` to tell another authority, None when it was not asked."""

    answer: NoticeAnswer
    situation: str = ""
    area: str = ""
    called: str = ""
    safe: SafeContact | None = None
    consent: bool | None = None


def receiver(area: str, at: datetime) -> UnitRow | None:
    """The unit that gives support to relatives in an area today, when it works here."""
    day = services.today(at)
    known = organisation()
    current = known.current_area(area, day) if area else None
    served = known.who_does(FUNCTION, current.id if current else None, day)
    return people.unit(served.unit.id)


def _why_not(notice: Notice, to: UnitRow | None, *, same: bool, mode_allowed: bool) -> Why | None:
    if notice.answer is not NoticeAnswer.CONTACT:
        return Why.NOT_WANTED
    if to is None:
        return Why.NOBODY
    if not same and not notice.consent:
        return Why.NO_CONSENT
    return None if mode_allowed else Why.NO_DECISION


def notice(*, actor: Viewer, from_unit: str, notice: Notice, nonce: bytes, at: datetime | None = None) -> Sent:
    """Register that a relative was noticed, and what came of it; the same form registers one.

    Raises NotFound("no_such_unit"), Invalid with the field: situation, area, value (how to reach them), and `consent`
    when another authority would be told and it has not been said whether it may.
    """
    at = at or clock.now()
    deeds.check_nonce(nonce)
    unit = people.unit(from_unit)
    if unit is None:
        raise NotFound("no_such_unit")
    permissions.check_can_notice(actor, from_unit, unit.authority_id)
    life.check_situation(notice.situation)
    if notice.area and organisation().area(notice.area) is None:
        raise Invalid("area", field="area")
    to = receiver(notice.area, at) if notice.answer is NoticeAnswer.CONTACT else None
    same = to is not None and to.authority_id == unit.authority_id
    if to is not None and not same and notice.consent is None:
        raise Invalid("consent", field="consent")
    service = services.catalogue().service(services.catalogue().notice)
    named = DocumentationMode.NAMED_WITHOUT_FILE
    allowed = (
        to is not None
        and service is not None
        and services.given(service, to.id, services.today(at)).standing.allows(named)
    )
    why = _why_not(notice, to, same=same, mode_allowed=allowed)
    who = Who(name=notice.called, safe=notice.safe)
    called = None
    if why is None:
        if notice.safe is None or not notice.safe.reaches_out:
            raise Invalid("needed", field="value")
        called = life.checked_who(who, named, services.today(at))
    once = deeds.once(b"notice", str(actor.staff_id).encode(), nonce)
    try:
        with transaction.atomic():
            already = Noticed.objects.filter(once=once).first()
            if already is not None:
                return _sent(already, why)
            kept = Noticed(
                receipt=_receipt(),
                staff_id=actor.staff_id,
                from_unit_id=from_unit,
                situation=notice.situation,
                answer=notice.answer.value,
                consent=None if to is None or same else notice.consent,
                at=at,
                once=once,
            )
            if why is None and to is not None and service is not None:
                beginning = Beginning(service.id, named, Source.NOTICED, notice.situation)
                support = life.begin(
                    actor, to.id, to.authority_id, beginning, named, called, None, deeds.once(b"noticed", once), at
                )
                support.state, support.due_at = State.WAITING.value, life.due(to.id, at)
                support.save(force_insert=True)
                kept.to_unit_id, kept.support = to.id, support
                _record(actor, from_unit, f"support:{support.pk}", "support.notice", at, kept)
                files.count(What.SUPPORT_OPENED, support, at)
            else:
                _record(actor, from_unit, f"notice:{kept.pk}", "support.notice", at, kept)
            kept.save(force_insert=True)
            _count(kept, at)
            return _sent(kept, why)
    except IntegrityError:
        already = Noticed.objects.filter(once=once).first()
        if already is None:
            raise
        return _sent(already, why)


def _record(actor: Viewer, unit: str, about: str, action: str, at: datetime, kept: Noticed) -> None:
    detail: dict[str, object] = {"answer": kept.answer}
    if kept.to_unit_id:
        detail["to"] = kept.to_unit_id
    if kept.consent is not None:
        detail["consent"] = kept.consent
    trust.record(
        actor=Actor.staff(actor.staff_id, unit), action=action, object=about, basis="notice", detail=detail, at=at
    )


def _count(kept: Noticed, at: datetime) -> None:
    zone = organisation().municipality.zone
    situation = kept.situation or None
    tally.count(what=What.NOTICED, unit=kept.from_unit_id, at=at, zone=zone, situation=situation)
    if NoticeAnswer(kept.answer).offered:
        tally.count(what=What.OFFERED, unit=kept.from_unit_id, at=at, zone=zone, situation=situation)


def _receipt() -> str:
    """Two by four digits to read aloud, taken by nobody else."""
    with deeds.beyond_the_desk():
        while True:
            digits = f"{secrets.randbelow(10**8):08d}"
            made = f"{digits[:4]}-{digits[4:]}"
            if not Noticed.objects.filter(receipt=made).exists():
                return made


def _sent(kept: Noticed, why: Why | None) -> Sent:
    to = people.unit(kept.to_unit_id) if kept.to_unit_id else None
    return Sent(kept.pk, kept.receipt, to.name if to else "", None if to else why)
