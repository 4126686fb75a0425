# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case as a document for the same board's case system. That it leaves is on record before anything is opened, and
of the document itself nothing is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sjalvklar.casework import attached, content, moving, permissions
from sjalvklar.casework.actions import around, files, handing_out, people, reading, same, sifting
from sjalvklar.casework.models import Assignment, Case
from sjalvklar.casework.permissions import CaseFacts
from sjalvklar.casework.rules import CopyKind, ProtectionLevel, Purpose, Recipient, check_asked
from sjalvklar.kernel import clock
from sjalvklar.organisation.queries import organisation
from sjalvklar.organisation.queries import staff as colleagues
from sjalvklar.organisation.rules.staff import Viewer


def move_out(
    *, actor: Viewer, case_id: UUID, why: Purpose, confirmed: bool, at: datetime | None = None
) -> dict[str, object]:
    """The case for the same board's case system, as docs/reference/case-export-2.schema.json says: who it is about,
    what is written, who has answered for it, how it ended. Marked in the case. Raises as `extract`.

    Which contact it was opened from does not go along: whoever wrote without a name gets none by it.
    """
    at = at or clock.now()
    sifting.confirm(confirmed)
    to = Recipient.CASE_SYSTEM
    check_asked(CopyKind.MOVE, to, why)
    with transaction.atomic():
        case, facts = files.locked(actor, case_id, at)
        permissions.check_can_hand_out(actor, facts)
        row = handing_out.put_on_record(actor, case, facts, CopyKind.MOVE, to, why, at)
        row.save(force_insert=True)
        assignments = tuple(Assignment.objects.filter(case=case).order_by("starts_at", "id"))
        lines = reading.notes_of(case)
        staff = {actor.staff_id, case.opened_by_id, *(line.staff_id for line in lines)}
        staff |= {who for one in assignments for who in (one.staff_id, one.by_id)}
        if case.closed_by_id is not None:
            staff.add(case.closed_by_id)
        return moving.document(
            case,
            municipality=organisation().municipality,
            identity=files.identity_of(case),
            notes=[(line.number, line.at, line.staff_id, line.text, line.corrects) for line in lines if line.text],
            from_contact=any(line.contact for line in lines),
            assignments=assignments,
            names=colleagues.names(staff),
            row=row,
            people=_people(actor, case, facts, at),
            attached=attached.of(case_id, to),
            goes_on_in=next((one.number for one in same.same_as(actor, case, facts, at) if one.ended_here), ""),
        )


def _people(actor: Viewer, case: Case, facts: CaseFacts, at: datetime) -> moving.People:
    """Everybody else in the case, and what is between all of them. Who somebody protected is goes along only with a
    case that is itself for named people, which two have opened."""
    there = around.everybody(case)
    keys = around.ciphers(there)
    network = people.network_of(actor, case, facts, at)
    may_go = {
        one.number: content.open_identity(keys[one.person_id], bytes(one.person.identity), one.person_id)
        for one in there
        if one.person_id in keys and (case.protected or one.person.protection == ProtectionLevel.NONE.value)
    }
    return moving.People(network.people, tuple(line.between for line in network.edges), may_go, network.joined)
