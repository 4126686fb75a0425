# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Swedish personal and coordination numbers: read as people write them, kept as twelve digits.

Folkbokföringslagen (1991:481) 18 §: year, month, day, three digits and a check digit (Luhn, modulus 10, over the last
ten). A coordination number (samordningsnummer, 18 a §) has 60 added to the day. With six digits for the date, a hyphen
means under a hundred years old and a plus sign a hundred or more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from sjalvklar.kernel.errors import Invalid

_WRITTEN = re.compile(r"(?P<century>\d{2})?(?P<rest>\d{6})(?P<mark>[-+]?)(?P<last>\d{4})", re.ASCII)
_BETWEEN = re.compile(r"[\s\u2010-\u2015\u2212]+")
_COORDINATION = 60


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number that can be somebody's. `twelve` is YYYYMMDDNNNC, and is not shown in a traceback."""

    twelve: str = field(repr=False)
    born: date = field(repr=False)
    is_coordination: bool = field(repr=False)

    @property
    def written(self) -> str:
        """As it is read aloud and copied: YYYYMMDD-NNNC."""
        return written(self.twelve)


def written(twelve: str) -> str:
    """Twelve digits as they are read aloud and copied."""
    return f"{twelve[:8]}-{twelve[8:]}"


def check_digit(nine: str) -> int:
    """The tenth digit that goes with nine (YYMMDDNNN)."""
    total = 0
    for place, digit in enumerate(nine):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return -total % 10


def parse(text: str, *, today: date) -> PersonalNumber:
    """The number somebody wrote, with or without century, hyphen and spaces. `today` decides what a short year means.

    Raises Invalid("personal_number") for what cannot be anybody's: a wrong check digit, a day that does not exist, a
    day that has not come.
    """
    spaced = _BETWEEN.sub(lambda found: "" if found[0].isspace() else "-", text.strip())
    match = _WRITTEN.fullmatch(spaced)
    if match is None or (match["century"] and match["mark"] == "+"):
        raise Invalid("personal_number", field="number")
    short, last = match["rest"], match["last"]
    if check_digit(short + last[:3]) != int(last[3]):
        raise Invalid("personal_number", field="number")
    written_day = int(short[4:6])
    is_coordination = written_day > _COORDINATION
    day = written_day - _COORDINATION if is_coordination else written_day
    for year in _years(match["century"], short, match["mark"], today):
        try:
            born = date(year, int(short[2:4]), day)
        except ValueError:
            continue
        if born <= today:
            return PersonalNumber(f"{year:04d}{short[2:]}{last}", born, is_coordination)
    raise Invalid("personal_number", field="number")


def _years(century: str | None, short: str, mark: str, today: date) -> tuple[int, ...]:
    """The years a written year may mean, the likely one first."""
    if century is not None:
        return (int(century + short[:2]),)
    newest = today.year - (today.year - int(short[:2])) % 100
    if mark == "+":
        return (newest - 100,)  # written from the first of January of the year somebody turns a hundred
    return (newest,) if mark == "-" else (newest, newest - 100)
