# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up safety in one made-up support of the demo, so that its page shows what it is for. Nobody here exists."""

from __future__ import annotations

from datetime import timedelta

from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import staff
from sjalvklar.project.made_up import people
from sjalvklar.safety import actions, queries
from sjalvklar.safety.rules import (
    Agreed,
    Company,
    CompanyWay,
    Decided,
    Doer,
    Heed,
    MeasureKind,
    PoliceAnswer,
    PoliceParty,
    PoliceWay,
    Question,
    Said,
)
from sjalvklar.support import queries as support
from sjalvklar.support.queries import View
from sjalvklar.support.rules import DocumentationMode
from sjalvklar.trust import keyring


def make() -> bool:
    """Safety in the first support with a name; whether there was one."""
    found = people.meeting_relatives()
    owner = staff.viewer(found[0][1].staff_id) if found else None
    if owner is None:
        return False
    named = DocumentationMode.NAMED_WITHOUT_FILE
    row = next((row for row in support.worklist(owner, view=View.MINE) if row.mode is named), None)
    if row is None:
        return False
    now = clock.now()
    for number, (days, said) in enumerate(
        (
            (2, Said(8, "Sover med lampan tänd. Hör bilar.")),
            (1, Said(None)),
            (0, Said(7, "Lite lugnare när jag inte är ensam.")),
        )
    ):
        at = now - timedelta(days=days)
        actions.say_fear(actor=owner, support_id=row.id, said=said, nonce=_nonce(number), at=at)
    actions.ask_police(
        actor=owner,
        support_id=row.id,
        question=Question(PoliceParty.POLICE_SAFETY_UNIT, PoliceWay.PHONE, "Okända bilar utanför porten två kvällar."),
        asked_on=support.today(now - timedelta(days=1)),
        nonce=_nonce(10),
        at=now - timedelta(days=1),
    )
    actions.agree(
        actor=owner,
        support_id=row.id,
        agreed=Agreed(MeasureKind.SAFE_TIMES_AND_PLACES, Doer.US, "Vi ses på biblioteket, aldrig efter klockan 16."),
        review_on=support.today(now) + timedelta(days=14),
        nonce=_nonce(20),
        at=now,
    )
    company = Company(CompanyWay.GO_ALONG, "Vill inte gå dit själv.")
    actions.ask_company(actor=owner, support_id=row.id, company=company, nonce=_nonce(30), at=now)
    known = {sentence.id for sentence in queries.setting().warnings}
    chosen = tuple(one for one in ("no-doorbell", "phone-is-read") if one in known)
    actions.warn(
        actor=owner,
        support_id=row.id,
        heed=Heed(chosen, "" if chosen else "Ring inte på dörren."),
        nonce=_nonce(40),
        at=now,
    )
    asked = actions.read(actor=owner, support_id=row.id, at=now).assessments[0].id
    actions.note_answer(
        actor=owner,
        support_id=row.id,
        assessment_id=asked,
        decided=Decided(PoliceAnswer.NO_MEASURE, "Bedömer i nuläget inget behov av åtgärder."),
        answered_on=support.today(now),
        at=now,
    )
    return True


def _nonce(place: int) -> bytes:
    return keyring.current().derived(f"demo safety {place}", length=16)
