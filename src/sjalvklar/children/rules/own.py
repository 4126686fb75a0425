# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has said yes to a child's own contact.

From 12 years a child may have support without a needs assessment on their own consent when it is suitable (prop.
2022/23:64, in force 1 July 2023; which section of SoL (2025:400) holds it now is for the municipality's lawyer to
say). Younger children have it with a guardian's consent, or, when to ask for it would harm the child, on a written
ground.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sjalvklar.kernel.errors import Invalid, Refused
from sjalvklar.support.rules import AgeBand


class Consent(StrEnum):
    """Who has said yes."""

    CHILD = "child"  # from 12
    GUARDIAN = "guardian"
    WITHOUT = "without"  # nobody who looks after the child was asked: it would harm the child


class Harm(StrEnum):
    """Why to ask a guardian would harm the child. Where there is violence or honour, they are never told first."""

    VIOLENCE = "violence"
    HONOUR = "honour"
    THREAT = "threat"  # the child, or somebody close, would be threatened
    OTHER = "other"  # in words


@dataclass(frozen=True, slots=True)
class OwnContact:
    """What is said of a child's own contact: how old the child is, in a band, and on whose yes it rests."""

    band: AgeBand
    consent: Consent
    harm: Harm | None = None
    words: str = field(default="", repr=False)


def check_can_have_own_contact(own: OwnContact) -> None:
    """Raises Invalid: `from_twelve` for a younger child's own consent, `harm` without a ground, and `harm_words` when
    the ground is another than those listed and is not written."""
    if own.consent is Consent.CHILD and not own.band.is_twelve:
        raise Invalid("from_twelve", field="consent")
    if own.consent is Consent.WITHOUT:
        if own.harm is None:
            raise Invalid("harm", field="harm")
        if own.harm is Harm.OTHER and not own.words.strip():
            raise Invalid("harm_words", field="words")


def can_have_own_contact(own: OwnContact) -> bool:
    """Whether it may rest on that."""
    try:
        check_can_have_own_contact(own)
    except Refused:
        return False
    return True
