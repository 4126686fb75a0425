# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The person's own copy of a support without a file (registerutdrag), made as the copy of a case is: gone through note
by note, on record before anything is opened, and kept nowhere.

What is part of a case goes along in the copy of the case. Of somebody anonymous there is no copy: nobody is known to
give it to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.casework.actions import Extract, ExtractNote, Unsifted, sifting
from sjalvklar.casework.actions import reading as record
from sjalvklar.casework.rules import (
    Choice,
    CopyKind,
    Identity,
    ProtectionLevel,
    Purpose,
    Recipient,
    check_asked,
)
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.queries import staff as colleagues
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.support import attached, content
from sjalvklar.support.actions import files
from sjalvklar.support.models import HandOut, Support
from sjalvklar.support.queries.seen import Stands
from sjalvklar.support.rules import check_gives_copy
from sjalvklar.trust.access.words import Action

_DEEDS = ("close", "extract", "hand_over", "open", "read", "reopen", "reveal", "take", "write")
_WITH_IT = frozenset(f"support.{deed}" for deed in _DEEDS)
_OF_THE_PERSON = _WITH_IT | {
    "followup.prove",
    "followup.read",
    "safety.read",
    "safety.see_number",
    "safety.see_police",
    "support.plan_paper",
    "support.read_agreed",
    "support.safe_contact",
}


def prepare(
    *, actor: Viewer, support_id: UUID, to: Recipient = Recipient.PERSON, at: datetime | None = None
) -> tuple[Unsifted, ...]:
    """The notes that would go to whom, for whoever is to go through them before a copy leaves; on record as a reading.

    Raises NotFound, NotAllowed, NotNow("wrong_state", "by_case", "nobody_to_copy_for"), SubjectGone.
    """
    at = at or clock.now()
    with transaction.atomic():
        one = _held(actor, support_id, at, Action.PREPARE)
        files.record(actor, one, "support.read", at)
        return () if _goes_not(one.support, to) else _unsifted(one.support)


def preview(
    *, actor: Viewer, support_id: UUID, to: Recipient, choices: Mapping[int, Choice], at: datetime | None = None
) -> tuple[ExtractNote, ...]:
    """The notes that have been decided about, as they would go out. On record as a reading.

    Raises Invalid with the note and the part of it in the field ("note-3.words"), and as `prepare`.
    """
    return sifting.treated_notes(prepare(actor=actor, support_id=support_id, to=to, at=at), choices, to)


def extract(
    *,
    actor: Viewer,
    support_id: UUID,
    to: Recipient,
    choices: Mapping[int, Choice],
    confirmed: bool,
    at: datetime | None = None,
) -> Extract:
    """What is kept about the person, for themselves or whoever acts for them. `confirmed`: whoever takes it out has
    just shown who they are again. `choices` says of every note, by number, whether it goes along whole, in part or
    not. Which contact the support was opened from never does.

    Raises NotNow("confirm_first"), Invalid: choose (to), not_to_them (to), choose_each ("note-3"), and as `preview`.
    """
    at = at or clock.now()
    why = Purpose.ACCESS_REQUEST
    sifting.confirm(confirmed)
    check_asked(CopyKind.EXTRACT, to, why)
    with transaction.atomic():
        one = _held(actor, support_id, at, Action.HAND_OUT)
        support = one.support
        row = HandOut(support=support, to=to.value, staff_id=actor.staff_id, at=at)
        told = {"to": to.value, "why": why.value, "copy": str(row.pk), "upto": support.notes_made}
        files.record(actor, one, "support.extract", at, **told)
        if _goes_not(support, to):
            raise Invalid("not_to_them", field="to")
        notes = sifting.every_note(_unsifted(support), choices, to)
        row.save(force_insert=True)
        assert support.subject is not None  # a constraint of the table: it has no file
        return Extract(
            number="",
            authority=support.authority.name,
            unit=support.unit.name,
            opened_at=support.opened_at,
            closed_at=support.closed_at,
            close_reason=None,
            level=ProtectionLevel.NONE,
            identity=_identity(support),
            notes=notes,
            place=(),
            others_left_out=0,
            attached=attached.of(support.pk, support.subject, to),
            access=record.lines_of_access(files.about(support), _WITH_IT if to.acts_for_them else _OF_THE_PERSON),
            to=to,
            why=why,
            by=colleagues.public_names([actor.staff_id]).get(actor.staff_id, ""),
            at=at,
        )


def _held(actor: Viewer, support_id: UUID, at: datetime, action: Action) -> Stands:
    one = files.held(actor, support_id, at)
    one.check(actor, action)
    check_gives_copy(files.mode_of(one.support))
    return one


def _goes_not(support: Support, to: Recipient) -> bool:
    """That a room above holds it back from whom. Call only after the deed is on record."""
    return support.pk in attached.held_back((support.pk,), to)


def _unsifted(support: Support) -> tuple[Unsifted, ...]:
    assert support.subject is not None  # a constraint of the table: it has no file
    found = [
        (row, text) for row, text in attached.opened(files.notes(support).order_by("number"), support.subject) if text
    ]
    names = colleagues.names({row.staff_id for row, _ in found})
    return tuple(
        Unsifted(row.number, "", row.at, row.staff_id, names.get(row.staff_id, ""), None, text) for row, text in found
    )


def _identity(support: Support) -> Identity:
    """What to call them: nothing else is kept of who they are."""
    if support.called is None:
        return Identity()
    return Identity(name=content.open_called(files.cipher(support), bytes(support.called), support.pk).name)
