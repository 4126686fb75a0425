# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A list of the desk, a page at a time, by where the last row stood: a page costs the same however long the list is,
and nothing is left out or shown twice because somebody else wrote meanwhile.

A place in a list is a part of it (0, 1, …), a moment and a row. The address of the next page says it in a text that
means nothing to a reader and says of nobody more than the list does.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from sjalvklar.kernel.errors import Invalid

ON_A_PAGE = 50
Place = tuple[int, datetime, UUID]
M = TypeVar("M", bound=Model)
_BEGINNING = datetime.fromtimestamp(0, UTC)


def place(text: str) -> Place:
    """What `text_of` wrote. Raises Invalid("cursor") for what it did not."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii"))
        if len(raw) != 25:
            raise ValueError
        moment = _BEGINNING + timedelta(microseconds=int.from_bytes(raw[1:9], "big"))
        return raw[0], moment, UUID(bytes=raw[9:])
    except (ValueError, OverflowError):
        raise Invalid("cursor", field="after") from None


def text_of(where: Place) -> str:
    """A place as a page's address has it."""
    part, moment, row = where
    micros = (moment - _BEGINNING) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(bytes([part]) + micros.to_bytes(8, "big") + row.bytes).decode("ascii")


@dataclass(frozen=True, slots=True)
class Part(Generic[M]):
    """Some of a list: rows with a UUID for key, in the order of one column, a day or a moment, that is never empty."""

    rows: QuerySet[M]
    by: str
    newest_first: bool = False

    def following(self, moment: datetime | None, row: UUID | None, limit: int) -> list[M]:
        """The rows after one; from the beginning when none is named."""
        sign = "-" if self.newest_first else ""
        ordered = self.rows.order_by(f"{sign}{self.by}", f"{sign}id")
        if moment is not None and row is not None:
            last: list[Any] = [moment.date() if self._has_days else moment, row]
            both = Tuple(F(self.by), F("id"))
            ordered = ordered.filter(TupleLessThan(both, last) if self.newest_first else TupleGreaterThan(both, last))
        return list(ordered[:limit])

    @property
    def _has_days(self) -> bool:
        return self.rows.model._meta.get_field(self.by).get_internal_type() == "DateField"

    def where(self, number: int, row: M) -> Place:
        """Where a row of it stands."""
        found: date | datetime = getattr(row, self.by)
        moment = found if isinstance(found, datetime) else datetime.combine(found, time(), UTC)
        return number, moment, row.pk


def of(parts: Sequence[Part[M]], after: str | None, limit: int = ON_A_PAGE) -> tuple[list[M], str | None]:
    """The rows of a page, part after part, and where the next begins; None at the end. Raises Invalid("cursor")."""
    begun: Place | None = place(after) if after else None
    found: list[tuple[Place, M]] = []
    for number, part in enumerate(parts):
        if begun is not None and number < begun[0]:
            continue
        moment, row = begun[1:] if begun is not None and number == begun[0] else (None, None)
        rows = part.following(moment, row, limit + 1 - len(found))
        found += [(part.where(number, one), one) for one in rows]
        if len(found) > limit:
            break
    shown = found[:limit]
    return [row for _, row in shown], text_of(shown[-1][0]) if len(found) > limit else None
