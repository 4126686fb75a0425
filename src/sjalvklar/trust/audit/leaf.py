# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of a row is hashed: all of it, as one text that the database puts together itself.

The columns in a fixed order, separated by U+001F, in UTF-8. No value may hold the separator, so two different rows
never have the same text; a text with another number of separators is no row of ours. The salt comes first, 128 random
bits in hexadecimal: without it, whoever has the leaf of an erased row could guess what the row said. Then the time,
in UTC to the microsecond and always 26 characters long. Nothing is parsed on the way, which is what makes reading a
million rows a matter of seconds, and the text is the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

SEPARATOR = "\x1f"
COLUMNS = ("salt", "at", "id", "actor_kind", "actor_id", "unit", "action", "object", "basis", "detail")
SEPARATORS = len(COLUMNS) - 1
_AT = slice(33, 59)
TABLE = "trust_auditentry"

_MOMENT = {
    # SQLite keeps a time as Django wrote it, without the fraction when that is zero.
    "sqlite": "CASE length(e.at) WHEN 19 THEN e.at || '.000000' ELSE e.at END",
    "postgresql": "to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
}


def text_in_sql(vendor: str) -> str:
    """The SQL expression that makes the text of a row of the table of entries, known in the query as `e`."""
    separator = {"sqlite": "char(31)", "postgresql": "chr(31)"}[vendor]
    parts = [_MOMENT[vendor] if column == "at" else f"e.{column}" for column in COLUMNS]
    return f" || {separator} || ".join(parts)


def moment(text: str) -> str:
    """When, as it stands in the text of a row."""
    return text[_AT]


def parts(text: str) -> dict[str, str]:
    """The columns of a text. Raises ValueError when it is no row of ours."""
    found = text.split(SEPARATOR)
    if len(found) != len(COLUMNS):
        raise ValueError("this is not the text of one row")
    return dict(zip(COLUMNS, found, strict=True))
