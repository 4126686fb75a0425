# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case as another system reads it. The words are those of docs/reference/case-export-1.schema.json.

The format is a promise to others: what it says is never changed. What is added makes a new version beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from sjalvklar.casework.models import Assignment, Case, HandOut
from sjalvklar.casework.rules import Identity
from sjalvklar.organisation.rules import Municipality

FORMAT, VERSION = "sjalvklar-case", 1

NoteRow = tuple[int, datetime, int, str, int | None]


def _moment(at: datetime) -> str:
    """In UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def document(
    case: Case,
    *,
    municipality: Municipality,
    identity: Identity,
    notes: Iterable[NoteRow],
    from_contact: bool,
    assignments: Iterable[Assignment],
    names: Mapping[int, str],
    row: HandOut,
) -> dict[str, object]:
    """The whole document, ready for JSON. Parts of the identity that are not known are left out."""

    def who(staff_id: int) -> dict[str, object]:
        return {"id": staff_id, "name": names.get(staff_id, "")}

    found: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "exported": {"id": str(row.pk), "at": _moment(row.at), "by": who(row.staff_id), "why": row.why},
        "from": {
            "municipality": {"code": municipality.code, "name": municipality.name},
            "authority": {"id": case.authority_id, "name": case.authority.name},
            "unit": {"id": case.unit_id, "name": case.unit.name},
        },
        "case": {
            "id": str(case.pk),
            "number": case.number,
            "state": case.state,
            "opened": {"at": _moment(case.opened_at), "by": who(case.opened_by_id), "from_contact": from_contact},
        },
        "person": {
            "protection": case.person.protection,
            **{part: value for part, value in asdict(identity).items() if value},
        },
        "assignments": [
            {
                "staff": who(one.staff_id),
                "from": _moment(one.starts_at),
                "to": _moment(one.ends_at) if one.ends_at else None,
                "decided_by": who(one.by_id),
            }
            for one in assignments
        ],
        "notes": [
            {
                "number": number,
                "at": _moment(at),
                "by": who(staff_id),
                "text": text,
                **({"corrects": corrects} if corrects is not None else {}),
            }
            for number, at, staff_id, text, corrects in notes
        ],
    }
    if case.closed_at is not None and case.closed_by_id is not None:
        found["closed"] = {"at": _moment(case.closed_at), "by": who(case.closed_by_id), "reason": case.close_reason}
    return found
