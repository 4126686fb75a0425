# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said of disposal, at the desk and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.utils.translation import gettext, gettext_lazy, ngettext

from sjalvklar.disposal.queries.rules import InForce
from sjalvklar.disposal.rules import Basis, HoldGround, HoldKind, KeepRule, Period, RecordType, Why

RECORDS = {
    RecordType.CASE: gettext_lazy("Case files"),
    RecordType.INCIDENT: gettext_lazy("Incidents"),
    RecordType.SUPPORT: gettext_lazy("Support without a file"),
    RecordType.CONTACT: gettext_lazy("Contacts"),
    RecordType.LOG: gettext_lazy("The record of deeds"),
    RecordType.REVIEW: gettext_lazy("Log reviews"),
    RecordType.DRAFT: gettext_lazy("Drafts"),
    RecordType.SESSION: gettext_lazy("Sign-ins"),
    RecordType.STATISTICS: gettext_lazy("Statistics"),
}
WHY = {
    Why.PAST: gettext_lazy("its time has passed"),
    Why.NOT_YET: gettext_lazy("kept: its time has not passed"),
    Why.NO_RULE: gettext_lazy("kept: no rule says that it may go"),
    Why.NO_DECISION: gettext_lazy("kept: decision missing, nothing goes until the board has decided"),
    Why.BOARD_KEEPS: gettext_lazy("kept: the board has decided so"),
    Why.OPEN: gettext_lazy("kept: not closed, though nothing has been noted for so long"),
    Why.ON_HOLD: gettext_lazy("kept: on hold"),
    Why.SAME_PERSON: gettext_lazy("kept: something else about the same person is"),
    Why.BORN_UNKNOWN: gettext_lazy("kept: the birth is unknown, so a person has to look"),
    Why.BORN_ON_DAY: gettext_lazy("kept for research: born on the 5th, 15th or 25th"),
    Why.AREA: gettext_lazy("kept for research: all is kept in this area"),
    Why.CHILD: gettext_lazy("kept: a child's file, thirty years from the birth"),
}
HOLD_KINDS = {
    HoldKind.CASE: gettext_lazy("One case, by its number"),
    HoldKind.THREAD: gettext_lazy("One contact, by the long id in its address"),
    HoldKind.PERSON: gettext_lazy("One person, by personal number"),
    HoldKind.UNIT: gettext_lazy("All of a unit"),
}
HOLD_GROUNDS = {
    HoldGround.COURT: gettext_lazy("A trial or a claim"),
    HoldGround.SUPERVISION: gettext_lazy("Supervision (IVO, JO, JK)"),
    HoldGround.POLICE: gettext_lazy("A criminal investigation"),
    HoldGround.HANDING_OUT: gettext_lazy("Somebody has asked to have it handed out"),
    HoldGround.KEPT_BY_LAW: gettext_lazy("Kept by law: paternity, adoption, placement of a child"),
}


class Line(Protocol):
    """How many of something, and what becomes of them."""

    @property
    def record(self) -> RecordType: ...
    @property
    def why(self) -> Why: ...


def unit(stated: str, names: Mapping[str, str]) -> str:
    """A unit by its name, or that what is counted belongs to none: sign-ins, keys, protected people."""
    return names.get(stated, stated) or gettext("In no unit")


def becomes(line: Line) -> str:
    """What becomes of what a line counts."""
    if line.why is Why.PAST:
        if line.record is RecordType.CONTACT:
            return gettext("goes by itself: the board has decided")
        return gettext("goes when it is decided: its time has passed")
    return str(WHY[line.why])


def period(found: Period) -> str:
    """How long."""
    if found.years:
        return ngettext("%(n)s year", "%(n)s years", found.years) % {"n": found.years}
    return ngettext("%(n)s day", "%(n)s days", found.days) % {"n": found.days}


def holds(one: InForce) -> str:
    """What holds for a kind of record, and on what ground."""
    if one.rule is None:
        return str(WHY[Why.NO_RULE])
    if one.rule.basis is Basis.WORKING:
        return gettext("never a record: goes by itself (%(ground)s)") % {"ground": one.rule.ground}
    if one.decision is not None and one.decision.keeps:
        said = str(WHY[Why.BOARD_KEEPS])
    elif one.period is None:
        return str(WHY[Why.NO_DECISION])
    else:
        said = period(one.period)
    ground = one.rule.ground
    if one.decision is not None:
        ground = f"{one.decision.board} {one.decision.decided_on.isoformat()}, {one.decision.number}"
    said = f"{said} ({ground})"
    return f"{said}; SJALVKLAR_RETENTION_DAYS" if one.overridden else said


def keeps(keep: KeepRule) -> str:
    """What is kept all the same."""
    if keep.born_on_days:
        days = ", ".join(map(str, sorted(keep.born_on_days)))
        return gettext("Kept all the same: about those born on day %(days)s of a month.") % {"days": days}
    if keep.municipalities:
        areas = ", ".join(keep.municipalities)
        return gettext("Kept all the same: everything in municipalities whose code begins with %(areas)s.") % {
            "areas": areas
        }
    return gettext("Kept all the same: a child's file, %(years)s years from the birth.") % {
        "years": keep.years_from_birth
    }
