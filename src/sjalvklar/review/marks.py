# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a name, an address or a number to a mark: a keyed hash that equals another only when both are the same.

The key is the key holder's, and for this alone: a mark compares with no index that people are searched by.
"""

from __future__ import annotations

import re

from sjalvklar.kernel.text import fold
from sjalvklar.review.rules.words import Kind
from sjalvklar.trust import subjects
from sjalvklar.trust.subjects import IndexField


def marks_of(*, surname: str = "", address: str = "", number: str = "") -> frozenset[tuple[Kind, bytes]]:
    """The marks of what is given. A double surname gives a mark for each part. `address` is street, number, postcode;
    `number` a personal number of twelve digits. Made in the transaction that keeps them. Raises KeyHolderAway."""
    given = [(Kind.SURNAME, part) for part in re.split(r"[\s\-]+", fold(surname)) if len(part) > 1]
    given += [(Kind.ADDRESS, _address(address))] if address.strip() else []
    given += [(Kind.NUMBER, re.sub(r"\D", "", number))] if number.strip() else []
    plain = sorted({(kind, words) for kind, words in given if words})
    if not plain:
        return frozenset()
    values = subjects.index_all(IndexField.MARK, [f"{kind.value}|{words}" for kind, words in plain])
    return frozenset(zip((kind for kind, _ in plain), values, strict=True))


def _address(written: str) -> str:
    """Street, number and postcode however they were written; the postcode's five digits together."""
    plain = re.sub(r"[\s,.]+", " ", fold(written)).strip()
    return re.sub(r"\b(\d{3}) (\d{2})\b", r"\1\2", plain)
