# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Company when a crime is reported to the police: asked for, planned, done. Their number of the report is sealed
apart, and opened only on request; of somebody anonymous there is no place for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.safety import content, models
from sjalvklar.safety.actions import held
from sjalvklar.safety.rules import Company, CompanyDeed, CompanyState, check_coming, checked_number, move_company
from sjalvklar.support import queries as supports
from sjalvklar.support.actions import files
from sjalvklar.support.rules import DocumentationMode
from sjalvklar.tally.rules import What


def ask_company(
    *, actor: Viewer, support_id: UUID, company: Company, nonce: bytes, at: datetime | None = None
) -> None:
    """Note that somebody wants company to the police; the same form notes it once. Raises NotFound, NotAllowed,
    NotNow("wrong_state"), Invalid (too_long, and what may not stand there)."""
    at = at or clock.now()
    once = held.once(b"company", support_id, nonce)
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        kept = replace(company, words=held.words(one, company.words, field="company_words"))
        if models.Company.objects.filter(once=once).exists():
            return
        files.record(actor, one, "safety.ask_company", at)
        name = uuid4()
        models.Company.objects.create(
            id=name,
            support_id=support_id,
            state=CompanyState.ASKED.value,
            body=content.seal_company(files.cipher(one.support), kept, name),
            staff_id=actor.staff_id,
            at=at,
            changed_at=at,
            once=once,
        )
        held.touched(one, at)


def move(
    *,
    actor: Viewer,
    support_id: UUID,
    company_id: UUID,
    deed: CompanyDeed,
    on: date | None = None,
    number: str = "",
    at: datetime | None = None,
) -> None:
    """Plan it for a day, say that it is done (with the police's number of the report, when there is one and somebody
    may be known here), or that it is not wanted any more.

    Raises as `ask_company`; Invalid("company") for one that is not here, and Invalid: needed, passed, too_far,
    too_long_here, no_place_for_it.
    """
    at = at or clock.now()
    if deed is CompanyDeed.PLAN:
        if on is None:
            raise Invalid("needed", field="planned_on")
        check_coming(on, supports.today(at), field="planned_on")
    kept = checked_number(number) if deed is CompanyDeed.DO else ""
    with transaction.atomic():
        one = held.writing(actor, support_id, at)
        asked = models.Company.objects.filter(pk=company_id, support=support_id).first()
        if asked is None:
            raise Invalid("company", field="company")
        state = move_company(CompanyState(asked.state), deed)
        if kept and files.mode_of(one.support) is DocumentationMode.ANONYMOUS:
            raise Invalid("no_place_for_it", field="number")
        files.record(actor, one, "safety.company", at, deed=deed.value)
        asked.state, asked.changed_at = state.value, at
        if deed is CompanyDeed.PLAN:
            asked.planned_on = on
        if kept:
            asked.number = content.seal_words(files.cipher(one.support), kept, "company", "number", asked.pk)
        asked.save(update_fields=["state", "changed_at", "planned_on", "number"])
        if state is CompanyState.DONE:
            files.count(What.POLICE_COMPANY, one.support, at)
        held.touched(one, at)


def see_number(*, actor: Viewer, support_id: UUID, company_id: UUID, at: datetime | None = None) -> str:
    """The police's number of the report, for whoever may read the support and asks; on record before it is opened.
    Raises NotFound, NotAllowed, Invalid("company"), NotNow("wrong_state") when there is none, SubjectGone."""
    at = at or clock.now()
    with transaction.atomic():
        one = held.reading(actor, support_id, at)
        found = models.Company.objects.filter(pk=company_id, support=support_id).first()
        if found is None:
            raise Invalid("company", field="company")
        if found.number is None:
            raise NotNow("wrong_state")
        files.record(actor, one, "safety.see_number", at)
        return content.open_words(files.cipher(one.support), found.number, "company", "number", found.pk)
