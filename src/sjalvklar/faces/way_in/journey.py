# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where someone is in the guide, and what they have said, sealed into the address.

There is no session and no cookie: the whole state travels in the token, encrypted and authenticated with AES-SIV
(RFC 5297), so that the browser's history and a router's log show only noise, and nobody can make a token of their own.
Within an hour the same state gives the same address, so Back and reload are free of surprises. Tokens are padded:
their length does not tell which answer was given. A token also holds the hour it was made in: whoever finds one in the
browser's history the day after must not read in it what somebody answered, or that they wrote.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from sjalvklar.guide.rules import Answers
from sjalvklar.kernel import clock, languages
from sjalvklar.trust import keys

_DOMAIN = b"sjalvklar|way_in|journey|1"
_PAD_TO = 96
_LONGEST = 1200
_MADE = "@"
_SHOWN_FOR = 4  # hours; long enough for a supper in the middle of it
SKIPPED = "skipped"
ANSWERS = ("danger", "who", "what", "where", "help")


class Step(StrEnum):
    """Which page the token shows."""

    ASK = "a"
    RESULT = "r"
    WRITE = "w"
    SENT = "n"
    CODE = "c"
    CLOSED = "z"
    DIRECTORY = "d"
    RETURN = "b"
    THANKS = "t"


class Note(StrEnum):
    """What the page should say about the attempt that led to it. Each is one plain sentence in the template."""

    NONE = ""
    CHOOSE = "choose"
    UNKNOWN_PLACE = "place"
    UNFINISHED = "form"
    STALE = "stale"
    WRONG_CODE = "code"
    MISCOUNTED = "count"
    ASLEEP = "asleep"
    NO_COOKIE = "cookie"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Journey:
    """One moment of someone's way. Answers are option ids; None is not asked yet, SKIPPED is skipped.

    `preset` names a question that was answered before the guide began, so it is not asked; `changing` means that the
    next answer leads back to the results. `draft` is the key of what was typed, as urlsafe base64. `at` is seconds
    since the epoch, where it matters when the token was made.
    `form` is the number of the form that was sent, as urlsafe base64.
    """

    language: str = languages.SOURCE
    step: Step = Step.ASK
    question: str = ""
    child: bool = False
    danger: str | None = None
    who: str | None = None
    what: str | None = None
    where: str | None = None
    help: str | None = None
    preset: str = ""
    changing: bool = False
    unit: str = ""
    place: str = ""
    note: Note = Note.NONE
    draft: str = ""
    at: int = 0
    form: str = ""

    def but(self, **changes: object) -> Journey:
        """The same journey with something else in it."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    def answered(self, question: str, answer: str) -> Journey:
        """With one question answered. Any earlier note or half-typed place belongs to the past."""
        field = answer_field(question)
        return self.but(**{field: answer}, note=Note.NONE, place="")

    def answer_to(self, question: str) -> str | None:
        return {
            "danger": self.danger,
            "who": self.who,
            "what": self.what,
            "where": self.where,
            "help": self.help,
        }[answer_field(question)]

    def answers(self) -> Answers:
        """As the guide's rules want them."""
        said = {name: None if (value := getattr(self, name)) == SKIPPED else value for name in ANSWERS}
        return Answers(child=self.child, **said)


def answer_field(question: str) -> str:
    """Where a question's answer is kept. A child's "what" is the same question in other words."""
    field = "what" if question == "what_child" else question
    return field if field in ANSWERS else "help"


_DEFAULTS = {field.name: field.default for field in dataclasses.fields(Journey)}
_KEYS = {name: format(index, "x") for index, name in enumerate(_DEFAULTS)}
_NAMES = {key: name for name, key in _KEYS.items()}


@lru_cache(maxsize=2)
def _cipher(key: bytes) -> AESSIV:
    return AESSIV(key)


def seal(journey: Journey) -> str:
    """The journey as one opaque word for an address."""
    return _sealed(_differing(journey))


def seal_in(journey: Journey, codes: Iterable[str]) -> dict[str, str]:
    """The journey in each of these languages, the same words as sealing it in each of them alone."""
    rest = _differing(journey)
    rest.pop(_KEYS["language"], None)
    return {
        code: _sealed({_KEYS["language"]: code, **rest} if code != _DEFAULTS["language"] else rest) for code in codes
    }


def _differing(journey: Journey) -> dict[str, Any]:
    return {_KEYS[name]: value for name, default in _DEFAULTS.items() if (value := getattr(journey, name)) != default}


def _sealed(said: dict[str, Any]) -> str:
    plain = json.dumps({**said, _MADE: _hour()}, ensure_ascii=False, separators=(",", ":")).encode()
    padded = plain.ljust(-(-len(plain) // _PAD_TO) * _PAD_TO)
    sealed = _cipher(keys.holder().door().url).encrypt(padded, [_DOMAIN])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode("ascii")


def unseal(token: str) -> Journey | None:
    """The journey in a token, or None when it is not one of ours: cut, mistyped, made up, or under an older key."""
    try:
        known = {_NAMES[key]: value for key, value in _said(token).items() if key != _MADE}
        return Journey(**{**known, "step": Step(known.get("step", Step.ASK)), "note": Note(known.get("note", ""))})
    except (ValueError, KeyError, TypeError):
        return None


def is_old(token: str) -> bool:
    """Whether a token of ours was made so long ago that it shows nothing any more. One from the future is old too.

    Raises ValueError when it is not one of ours.
    """
    made = _said(token).get(_MADE)
    return not isinstance(made, int) or not -1 <= _hour() - made <= _SHOWN_FOR


def _hour() -> int:
    return int(clock.now().timestamp()) // 3600


def _said(token: str) -> dict[str, Any]:
    """What stands in a token. Raises ValueError when it is not one of ours."""
    if not token.isascii() or not 0 < len(token) <= _LONGEST:
        raise ValueError("not a token of ours")
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        said: dict[str, Any] = json.loads(_cipher(keys.holder().door().url).decrypt(sealed, [_DOMAIN]))
    except (binascii.Error, InvalidTag) as error:
        raise ValueError("not a token of ours") from error
    return said
