# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a person may be contacted without being found out: nothing unless they said so, and only while it holds.

After NNEDV's guidance for survivors: never contact in a way the person has not said is safe, offer "I contact you" as
an equal choice, ask again each time (techsafety.org/safe-contact-methods).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sjalvklar.kernel.text import tidy, tidy_line


class Channel(StrEnum):
    PORTAL = "portal"  # you contact us: come back with the code
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    POST = "post"


class Days(StrEnum):
    ANY = "any"
    WEEKDAYS = "weekdays"
    WEEKEND = "weekend"


class Hours(StrEnum):
    ANY = "any"
    MORNING = "morning"  # 8-12
    AFTERNOON = "afternoon"  # 12-17
    EVENING = "evening"  # 17-20


class WhoMayAnswer(StrEnum):
    ONLY_ME = "only_me"
    SOMEONE_WHO_KNOWS = "someone_who_knows"  # whoever `who_knows` names
    ANYONE = "anyone"


class Voicemail(StrEnum):
    NO = "no"
    VAGUE = "vague"  # our own first name, no authority, no number
    FULL = "full"


VALID_DAYS = 30
LONGEST_VALID_DAYS = 180
LIMITS = {
    "value": 500,
    "when": 200,
    "who_knows": 80,
    "call_ourselves": 80,
    "our_phrase": 80,
    "their_phrase": 80,
    "stop_phrase": 80,
    "interpreter": 200,
}


@dataclass(frozen=True, slots=True)
class SafeContact:
    """What a person said is safe. The default is that we never reach out: they come to us.

    `value` is the number or address as written. `when` is their own words beside days and hours. `our_phrase` is what
    we say so that they know it is us, `their_phrase` what they say so that we know it is them, `stop_phrase` what they
    say when somebody listens: we end politely. `interpreter` is what to think of (language, not from the same town).
    """

    channel: Channel = Channel.PORTAL
    value: str = field(default="", repr=False)
    days: Days = Days.ANY
    hours: Hours = Hours.ANY
    when: str = field(default="", repr=False)
    who_may_answer: WhoMayAnswer = WhoMayAnswer.ONLY_ME
    who_knows: str = field(default="", repr=False)
    voicemail: Voicemail = Voicemail.NO
    call_ourselves: str = field(default="", repr=False)
    our_phrase: str = field(default="", repr=False)
    their_phrase: str = field(default="", repr=False)
    stop_phrase: str = field(default="", repr=False)
    interpreter: str = field(default="", repr=False)
    valid_until: date | None = None

    @property
    def reaches_out(self) -> bool:
        """Whether the person has asked us to make contact."""
        return self.channel is not Channel.PORTAL

    def holds_on(self, day: date) -> bool:
        """Whether we may still reach out that day."""
        return self.reaches_out and self.valid_until is not None and day <= self.valid_until


_NUMBER = re.compile(r"(?:\+|00)[1-9]\d{6,14}|0\d{6,12}")
_BETWEEN = re.compile(r"[\s\-‐-―./()]")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")


def dialled(number: str) -> str:
    """A telephone number as it is dialled: ASCII digits and a leading plus, whatever script it was written in."""
    plain = "".join(str(unicodedata.digit(char, char)) for char in number)
    return _BETWEEN.sub("", plain.replace("(0)", ""))


def tidied(contact: SafeContact, today: date) -> SafeContact:
    """The same wishes, safe to keep, with what does not apply to the channel left out and the validity filled in."""
    kept = replace(
        contact,
        value=tidy(contact.value),
        when=tidy_line(contact.when),
        who_knows=tidy_line(contact.who_knows),
        call_ourselves=tidy_line(contact.call_ourselves),
        our_phrase=tidy_line(contact.our_phrase),
        their_phrase=tidy_line(contact.their_phrase),
        stop_phrase=tidy_line(contact.stop_phrase),
        interpreter=tidy_line(contact.interpreter),
    )
    if kept.channel is Channel.PORTAL:
        return SafeContact(interpreter=kept.interpreter)
    if kept.channel is not Channel.PHONE:
        kept = replace(kept, voicemail=Voicemail.NO, who_may_answer=WhoMayAnswer.ONLY_ME, who_knows="")
    if kept.who_may_answer is not WhoMayAnswer.SOMEONE_WHO_KNOWS:
        kept = replace(kept, who_knows="")
    return kept if kept.valid_until else replace(kept, valid_until=today + timedelta(days=VALID_DAYS))


def check_safe_contact(contact: SafeContact, today: date) -> dict[str, str]:
    """What is wrong, as field → code; empty when nothing is.

    Codes: needed, too_long, not_a_number, not_an_address, passed, too_far.
    """
    faults: dict[str, str] = {}
    for name, limit in LIMITS.items():
        if len(getattr(contact, name)) > limit:
            faults[name] = "too_long"
    if contact.channel is Channel.PORTAL:
        return faults
    value = contact.value.strip()
    if not value:
        faults["value"] = "needed"
    elif "value" not in faults:
        if contact.channel in {Channel.PHONE, Channel.SMS} and not _NUMBER.fullmatch(dialled(value)):
            faults["value"] = "not_a_number"
        elif (contact.channel is Channel.EMAIL and (len(value) > 254 or not _EMAIL.fullmatch(value))) or (
            contact.channel is Channel.POST and len(value) < 10
        ):
            faults["value"] = "not_an_address"
    if contact.who_may_answer is WhoMayAnswer.SOMEONE_WHO_KNOWS and not contact.who_knows.strip():
        faults["who_knows"] = "needed"
    if contact.valid_until is not None:
        if contact.valid_until < today:
            faults["valid_until"] = "passed"
        elif contact.valid_until > today + timedelta(days=LONGEST_VALID_DAYS):
            faults["valid_until"] = "too_far"
    return faults


def to_plain(contact: SafeContact) -> dict[str, Any]:
    """The wishes as JSON can hold them."""
    plain = {each.name: getattr(contact, each.name) for each in fields(contact)}
    plain["valid_until"] = contact.valid_until.isoformat() if contact.valid_until else None
    return plain


def from_plain(plain: dict[str, Any]) -> SafeContact:
    """The wishes from JSON of ours. Raises ValueError when it is not."""
    known = {entry.name for entry in fields(SafeContact)}
    kept = {name: value for name, value in plain.items() if name in known}
    enums = {
        "channel": Channel,
        "days": Days,
        "hours": Hours,
        "who_may_answer": WhoMayAnswer,
        "voicemail": Voicemail,
    }
    for name, kind in enums.items():
        if name in kept:
            kept[name] = kind(kept[name])
    if kept.get("valid_until"):
        kept["valid_until"] = date.fromisoformat(kept["valid_until"])
    return SafeContact(**kept)
