# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case as another system reads it. The words are those of docs/reference/case-export-2.schema.json.

The format is a promise to others: what it says is never changed. What is added makes a new version beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from sjalvklar.casework.attached import Plain
from sjalvklar.casework.models import Assignment, Case, HandOut
from sjalvklar.casework.rules import Between, Identity, Part, ProtectionLevel
from sjalvklar.organisation.rules import Municipality

FORMAT, VERSION = "sjalvklar-case", 2
_PARTS = ("follow_ups", "plans", "safety", "supports")  # of what rooms above keep, in this version

NoteRow = tuple[int, datetime, int, str, int | None]


def _moment(at: datetime) -> str:
    """In UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Line(Protocol):
    """Somebody in the case, as the room reads them out."""

    @property
    def number(self) -> int: ...
    @property
    def part(self) -> Part: ...
    @property
    def called(self) -> str: ...
    @property
    def minor(self) -> bool: ...
    @property
    def level(self) -> ProtectionLevel: ...
    @property
    def dead(self) -> bool: ...
    @property
    def died(self) -> str: ...


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in the case, what is between them, who they are as far as that goes along, and who is whom."""

    lines: tuple[Line, ...] = field(repr=False)
    edges: tuple[Between, ...] = field(repr=False)
    identities: Mapping[int, Identity] = field(repr=False)
    joined: Mapping[int, int]


def _person(line: Line, people: People) -> dict[str, object]:
    found: dict[str, object] = {"number": line.number, "part": line.part.value, "protection": line.level.value}
    if line.called:
        found["called"] = line.called
    if line.minor:
        found["child"] = True
    if line.dead:
        found["died"] = line.died or None
    if line.number in people.joined:
        found["same_as"] = people.joined[line.number]
    if line.part is not Part.RELATIVE and line.number in people.identities:
        # In the case a number is another thing: theirs is their personal number.
        who = {"personal_number" if part == "number" else part: value for part, value in _parts(people, line)}
        found |= {part: value for part, value in who.items() if value}
    return found


def _parts(people: People, line: Line) -> Iterable[tuple[str, str]]:
    return asdict(people.identities[line.number]).items()


def _between(edge: Between) -> dict[str, object]:
    found: dict[str, object] = {"one": edge.one, "kind": edge.kind.value, "other": edge.other}
    parts = {"since": edge.since, "until": edge.until, "ground": edge.ground.value if edge.ground else ""}
    return found | {name: value for name, value in parts.items() if value}


def _plain(value: Any) -> Any:
    """What a room above gave, ready for JSON."""
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


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
    people: People,
    attached: Mapping[str, tuple[Plain, ...]],
    goes_on_in: str = "",
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
        "people": [_person(line, people) for line in people.lines],
        "relations": [_between(edge) for edge in people.edges],
        **{name: _plain(attached[name]) for name in _PARTS},
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
        found["closed"] = {
            "at": _moment(case.closed_at),
            "by": who(case.closed_by_id),
            "reason": case.close_reason,
            **({"goes_on_in": goes_on_in} if goes_on_in else {}),
        }
    return found
