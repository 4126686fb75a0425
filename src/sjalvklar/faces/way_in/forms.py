# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What someone writes to us: read from a form without ever failing, checked, and shown again as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from sjalvklar.faces.way_in.questions import Choice
from sjalvklar.kernel.errors import Invalid
from sjalvklar.kernel.text import tidy_line
from sjalvklar.mailbox.rules import LONGEST_MESSAGE, SafeContact, check_safe_contact, checked_text
from sjalvklar.mailbox.rules.safe_contact import Channel, Days, Hours, Voicemail, WhoMayAnswer

LONGEST_NAME = 60
FEARS = ("none", "some", "great")
_FREE = ("value", "when", "who_knows", "call_ourselves", "our_phrase", "their_phrase", "stop_phrase", "interpreter")
_PICKED: dict[str, type[StrEnum]] = {
    "channel": Channel,
    "days": Days,
    "hours": Hours,
    "who_may_answer": WhoMayAnswer,
    "voicemail": Voicemail,
}
_LONGEST_FREE = 2000
Kind = TypeVar("Kind", bound=StrEnum)
Errors = dict[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A contact form as it was typed, every field, whatever is wrong with it."""

    text: str = ""
    name: str = ""
    fear: str = ""
    safe: tuple[tuple[str, str], ...] = ()

    def as_draft(self) -> dict[str, Any]:
        return {"text": self.text, "name": self.name, "fear": self.fear, "safe": dict(self.safe)}


def read(post: Mapping[str, str]) -> Written:
    """A form as it was sent. Nothing a sender can put in it makes this fail."""
    return Written(
        text=post.get("t", "").replace("\r\n", "\n"),
        name=post.get("name", "")[:_LONGEST_FREE],
        fear=post.get("fear", "") if post.get("fear", "") in FEARS else "",
        safe=tuple((field, post.get(field, "")[:_LONGEST_FREE]) for field in (*_PICKED, *_FREE) if post.get(field)),
    )


def from_draft(kept: Mapping[str, Any] | None) -> Written:
    """A form as it was kept."""
    if kept is None:
        return Written()
    safe = tuple((str(field), str(value)) for field, value in kept.get("safe", {}).items())
    return Written(str(kept.get("text", "")), str(kept.get("name", "")), str(kept.get("fear", "")), safe)


def _picked(kind: type[Kind], value: str) -> Kind:
    return kind(value) if value in kind._value2member_map_ else next(iter(kind))


def safe_contact(written: Written) -> SafeContact:
    """The wishes in a form. A choice nobody offered counts as the most careful one."""
    said = dict(written.safe)
    return SafeContact(
        channel=_picked(Channel, said.get("channel", "")),
        days=_picked(Days, said.get("days", "")),
        hours=_picked(Hours, said.get("hours", "")),
        who_may_answer=_picked(WhoMayAnswer, said.get("who_may_answer", "")),
        voicemail=_picked(Voicemail, said.get("voicemail", "")),
        value=said.get("value", ""),
        when=said.get("when", ""),
        who_knows=said.get("who_knows", ""),
        call_ourselves=said.get("call_ourselves", ""),
        our_phrase=said.get("our_phrase", ""),
        their_phrase=said.get("their_phrase", ""),
        stop_phrase=said.get("stop_phrase", ""),
        interpreter=said.get("interpreter", ""),
    )


def from_safe_contact(wishes: SafeContact) -> Written:
    """A form that shows wishes said before."""
    picked = tuple((field, str(getattr(wishes, field))) for field in _PICKED)
    return Written(safe=(*picked, *((field, getattr(wishes, field)) for field in _FREE)))


def letter(written: Written) -> str:
    """The message as it is sent: the words, and at the end what the person wants to be called."""
    name = tidy_line(written.name)
    if not name or not written.text.strip():
        return written.text
    signed = _("You may call me %(name)s.") % {"name": name}
    return f"{written.text.rstrip()}\n\n{signed}"


def check_text(text: str) -> Errors:
    """What is wrong with a message, as a sentence for its field."""
    try:
        checked_text(text)
    except Invalid as refused:
        return {"t": text_words(refused.code)}
    return {}


def check(written: Written, today: date) -> Errors:
    """What is wrong with a whole form, as field → sentence, in the order of the page."""
    errors = check_text(letter(written))
    if len(tidy_line(written.name)) > LONGEST_NAME:
        errors["name"] = _("Choose a shorter name, at most %(most)s letters.") % {"most": LONGEST_NAME}
    return {**errors, **check_safe(written, today)}


def check_safe(written: Written, today: date) -> Errors:
    """What is wrong with the wishes for contact."""
    return {field: safe_words(field, code) for field, code in check_safe_contact(safe_contact(written), today).items()}


def text_words(code: str) -> str:
    if code == "too_long":
        most = f"{LONGEST_MESSAGE:,}".replace(",", "\u202f")
        return _("The text is too long. Shorten it to %(most)s characters, or send it in two parts.") % {"most": most}
    return _("Write a few words, so that we have something to answer.")


def safe_words(field: str, code: str) -> str:
    match field, code:
        case "value", "needed":
            return _("Write the number or address that is safe, or choose that you come back here with the code.")
        case "value", "not_a_number":
            return _("The number cannot be dialled as it stands. Write it with digits, for example 070-174 06 05.")
        case "value", "not_an_address":
            return _("The address cannot be used as it stands. Look at it once more.")
        case "who_knows", _code:
            return _("Write who else may answer, or choose that only you may answer.")
        case _field, "too_long":
            return _("This is too long. Make it shorter.")
        case _field, _code:
            return _("Look at this once more.")


def _choices(options: tuple[tuple[str, str, str], ...], picked: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, hint, value == picked) for value, label, hint in options)


@dataclass(frozen=True, slots=True)
class SafeFields:
    """The wishes for contact, laid out."""

    channel: tuple[Choice, ...]
    days: tuple[Choice, ...]
    hours: tuple[Choice, ...]
    who_may_answer: tuple[Choice, ...]
    voicemail: tuple[Choice, ...]
    free: dict[str, str]
    errors: Errors
    open: bool
    words_open: bool


def safe_fields(written: Written, errors: Errors) -> SafeFields:
    said = safe_contact(written)
    free = {field: getattr(said, field) for field in _FREE}
    fields = {*_PICKED, *_FREE}
    return SafeFields(
        channel=_choices(
            (
                (
                    "portal",
                    _("I come back here with my code"),
                    _("Nobody calls or writes to you. This is the safest."),
                ),
                ("phone", _("Call me"), ""),
                (
                    "sms",
                    _("Send a text message"),
                    _("It only says that there is a message. Nothing about what, or from whom."),
                ),
                (
                    "email",
                    _("Send an email"),
                    _("It only says that there is a message. Nothing about what, or from whom."),
                ),
                ("post", _("Send a letter"), _("In an envelope without a sender that says anything.")),
            ),
            said.channel.value,
        ),
        days=_choices(
            (
                ("any", _("Any day"), ""),
                ("weekdays", _("Monday to Friday"), ""),
                ("weekend", _("Saturday or Sunday"), ""),
            ),
            said.days.value,
        ),
        hours=_choices(
            (
                ("any", _("Any time of day"), ""),
                ("morning", _("Morning, 8 to 12"), ""),
                ("afternoon", _("Afternoon, 12 to 17"), ""),
                ("evening", _("Evening, 17 to 20"), ""),
            ),
            said.hours.value,
        ),
        who_may_answer=_choices(
            (
                ("only_me", _("Only me"), _("If someone else answers, we say that we have dialled wrong.")),
                ("someone_who_knows", _("Someone who knows about it"), ""),
                ("anyone", _("Anyone"), _("We still do not say what it is about.")),
            ),
            said.who_may_answer.value,
        ),
        voicemail=_choices(
            (
                ("no", _("No voicemail"), ""),
                ("vague", _("Only a first name, nothing else"), ""),
                ("full", _("You may say who you are"), ""),
            ),
            said.voicemail.value,
        ),
        free=free,
        errors=errors,
        open=said.channel is not Channel.PORTAL or bool(fields & set(errors)),
        words_open=any(free[field] for field in ("our_phrase", "their_phrase", "stop_phrase", "interpreter"))
        or bool({"our_phrase", "their_phrase", "stop_phrase", "interpreter"} & set(errors)),
    )


def fears(picked: str) -> tuple[Choice, ...]:
    """How afraid someone is, in words; it is optional, and nothing is computed from it."""
    return _choices(
        (
            ("great", _("Very afraid"), ""),
            ("some", _("Somewhat afraid"), ""),
            ("none", _("Not afraid"), ""),
            ("", _("I do not want to say"), ""),
        ),
        picked,
    )
