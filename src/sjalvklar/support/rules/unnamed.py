# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words by which somebody could be found, in what is written where nobody may be.

A name in a sentence cannot be told from any other word, and is not looked for: what is refused is what points at one
person for whoever reads it, in any script's digits and however it is spaced.
"""

from __future__ import annotations

import re
import unicodedata

from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.personal_numbers import check_digit
from sjalvklar.support.rules.words import DocumentationMode

_RUN = re.compile(r"\+?\d(?:[\s\-‐-―−./()]{0,3}\d)+")
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)")
_EMAIL = re.compile(r"[^\s@]+\s?(?:@|\(at\)|\[at\]|\bsnabel-?a\b)\s?[^\s@]+\.\w{2,}", re.IGNORECASE)
_SIX_AND_FOUR = re.compile(r"\d{6}[\s\-‐-―−+]{1,3}\d{4}")
_SHORTEST_PHONE = 7  # digits; a shorter number is a price, a year or a door
_COORDINATION = 60


def _plain(text: str) -> str:
    """The text with every script's digits as ASCII, and without what is not seen."""
    kept = []
    for char in unicodedata.normalize("NFKC", text):
        if unicodedata.category(char) == "Cf":
            continue
        digit = unicodedata.digit(char, None)
        kept.append(char if digit is None else str(digit))
    return "".join(kept)


def _is_personal(run: str, digits: str) -> bool:
    """Whether ten or twelve digits begin with a day somebody can be born on, and are no telephone number.

    With twelve, or as six and four, the check digit may be misread; ten digits written otherwise are a personal number
    when it is right.
    """
    if len(digits) == 12:
        return digits[:2] in {"18", "19", "20"} and _is_a_day(digits[2:])
    if len(digits) != 10 or not _is_a_day(digits):
        return False
    if _SIX_AND_FOUR.fullmatch(run):
        return True
    as_a_telephone = digits[0] == "0" and run != digits
    return not as_a_telephone and check_digit(digits[:9]) == int(digits[9])


def _is_a_day(ten: str) -> bool:
    month, day = int(ten[2:4]), int(ten[4:6])
    return 1 <= month <= 12 and 1 <= (day - _COORDINATION if day > _COORDINATION else day) <= 31


def _runs(text: str) -> list[tuple[str, str]]:
    return [(run, re.sub(r"\D", "", run)) for run in _RUN.findall(text)]


def points_at_somebody(text: str) -> str:
    """What in a text points at one person: personal_number_here, phone_here, email_here; empty when nothing does."""
    plain = _plain(text)
    for run, digits in _runs(plain):
        if _is_personal(run, digits):
            return "personal_number_here"
    if _EMAIL.search(plain):
        return "email_here"
    for run, digits in _runs(_DATE.sub(" - ; - ", plain)):
        if len(digits) >= _SHORTEST_PHONE or (run.startswith("+") and len(digits) >= 6):
            return "phone_here"
    return ""


def check_telephone(value: str, *, field: str = "value") -> None:
    """Raises Invalid("personal_number_here") when what was given as a telephone number is written as six and four."""
    if any(_SIX_AND_FOUR.fullmatch(run) and _is_personal(run, digits) for run, digits in _runs(_plain(value))):
        raise Invalid("personal_number_here", field=field)


def check_text(text: str, mode: DocumentationMode, *, field: str = "text") -> None:
    """Raises Invalid when what is written may not stand where it would be kept: of somebody anonymous nothing that
    points at them; without a file no personal number."""
    found = points_at_somebody(text)
    if mode is DocumentationMode.ANONYMOUS and found:
        raise Invalid(found, field=field)
    if mode is DocumentationMode.NAMED_WITHOUT_FILE and found == "personal_number_here":
        raise Invalid(found, field=field)
