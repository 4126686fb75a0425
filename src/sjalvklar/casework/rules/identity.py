# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who a case is about: what may be kept, and what may never be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from datetime import date

from sjalvklar.casework.rules.words import ProtectionLevel
from sjalvklar.kernel import personal_numbers
from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import fold, tidy, tidy_line

LONGEST = {"name": 200, "number": 20, "phone": 40, "email": 254, "address": 400}
_PHONE = re.compile(r"(?:\+|00)[1-9]\d{6,14}|0\d{6,12}")
_BETWEEN = re.compile(r"[\s\-‐-―./()]")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")

# What may not be kept of a person, by how they are protected. What is not stored cannot be handed out (2025:170 4 §).
FORBIDDEN: dict[ProtectionLevel, frozenset[str]] = {
    ProtectionLevel.NONE: frozenset(),
    ProtectionLevel.MARKED: frozenset({"address"}),
    ProtectionLevel.PROTECTED_REGISTRATION: frozenset({"address", "phone", "email"}),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is; every part may be empty. `number` is twelve digits. Sealed wherever it is kept."""

    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    address: str = field(default="", repr=False)

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, part.name) for part in fields(self))


def checked(identity: Identity, *, level: ProtectionLevel, today: date) -> Identity:
    """The same person, safe to keep. Raises Invalid with the field: too_long, personal_number, not_a_number,
    not_an_address, and `not_kept` for what may not be kept at that level."""
    kept = Identity(
        name=tidy_line(identity.name),
        number=tidy_line(identity.number),
        phone=tidy_line(identity.phone),
        email=tidy_line(identity.email),
        address=tidy(identity.address),
    )
    for part, limit in LONGEST.items():
        value = getattr(kept, part)
        if len(value) > limit:
            raise Invalid("too_long_here", field=part)
        if value and part in FORBIDDEN[level]:
            raise Invalid("not_kept", field=part)
    if kept.number:
        kept = replace(kept, number=personal_numbers.parse(kept.number, today=today).twelve)
    if kept.phone and not _PHONE.fullmatch(_BETWEEN.sub("", kept.phone.replace("(0)", ""))):
        raise Invalid("not_a_number", field="phone")
    if kept.email and not _EMAIL.fullmatch(kept.email):
        raise Invalid("not_an_address", field="email")
    return kept


def wiped(identity: Identity, level: ProtectionLevel) -> Identity:
    """The same person without what may not be kept at that level."""
    return replace(identity, **dict.fromkeys(FORBIDDEN[level], ""))


def name_words(name: str) -> frozenset[str]:
    """The words of a name as they are compared: folded, each once, whatever the order."""
    return frozenset(fold(name).split())
