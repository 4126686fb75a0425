# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a guardian may know of a child's own contact.

Secrecy may hold toward a guardian when the child could suffer considerable harm (OSL (2009:400) 12 kap. 3 §). Whether
it could, and whether the child is mature enough to decide, is judged by somebody, with their name and the day; the
rules here only keep a decision from going further than what was judged. Until somebody has judged, nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sjalvklar.kernel.errors import Invalid


class Knows(StrEnum):
    """How much, the least first."""

    NOTHING = "nothing"  # not that there is a contact
    THAT = "that"  # that the child has somebody to talk to, not what is said
    ALL = "all"  # what is written too, but for what is named as not told

    @property
    def reach(self) -> int:
        return list(Knows).index(self)


@dataclass(frozen=True, slots=True)
class Guardians:
    """What was judged, and what was decided. `wish` is the child's own, None when they have not been asked; `mature`
    whether the child is old and mature enough for it to be their own to say, None when nobody has judged; `harm`
    whether they could suffer considerable harm; `may` what guardians may know; `not_told` what they are not told."""

    wish: Knows | None = None
    mature: bool | None = None
    harm: bool = False
    may: Knows = Knows.NOTHING
    not_told: str = field(default="", repr=False)


def most(*, wish: Knows | None, mature: bool | None, harm: bool) -> Knows:
    """The most that can be decided on what was judged: nothing where it could harm the child, or nobody has judged;
    of a child who is mature enough, what they have said yes to."""
    if harm or mature is None:
        return Knows.NOTHING
    if mature:
        return wish or Knows.NOTHING
    return Knows.ALL


def check_guardians(judged: Guardians) -> None:
    """Raises Invalid when the decision goes further than what was judged: `harm_tells_nothing`, `judge_first` and
    `childs_own_say`."""
    if judged.may.reach <= most(wish=judged.wish, mature=judged.mature, harm=judged.harm).reach:
        return
    if judged.harm:
        raise Invalid("harm_tells_nothing", field="may")
    if judged.mature is None:
        raise Invalid("judge_first", field="mature")
    raise Invalid("childs_own_say", field="may")


def may_guardian_know(judged: Guardians | None, asked: Knows) -> bool:
    """Whether a guardian may know that much. Nothing, until somebody has judged and decided."""
    if judged is None:
        return asked is Knows.NOTHING
    limit = most(wish=judged.wish, mature=judged.mature, harm=judged.harm)
    return asked.reach <= min(judged.may.reach, limit.reach)
