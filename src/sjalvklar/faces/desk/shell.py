# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every page of the desk has around it: language, who is here, in which unit, and the counts in the menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from sjalvklar.casework import queries as casework
from sjalvklar.faces.desk.cases import rows
from sjalvklar.followup import queries as followup
from sjalvklar.incident import queries as incident
from sjalvklar.kernel import clock
from sjalvklar.mailbox import queries as mailbox
from sjalvklar.organisation.queries import staff
from sjalvklar.organisation.rules.staff import Role, UnitRow, Viewer
from sjalvklar.plans import queries as plans
from sjalvklar.review import queries as review
from sjalvklar.support import permissions as support_permissions
from sjalvklar.support import queries as support


@dataclass(frozen=True, slots=True)
class Shell:
    html_lang: str
    title: str = "Självklar"
    direction: str = "ltr"
    sheet: str = "design/desk.css"


@dataclass(frozen=True, slots=True)
class Here:
    """Who looks, and at which unit. `query` keeps the unit in an address when there are several to choose from."""

    viewer: Viewer
    units: tuple[UnitRow, ...]
    unit: UnitRow | None

    @property
    def query(self) -> str:
        return f"?u={self.unit.id}" if self.unit and len(self.units) > 1 else ""

    @property
    def leads(self) -> bool:
        return self.unit is not None and self.viewer.leads(self.unit.id)

    @property
    def serves(self) -> bool:
        """Whether contacts and cases can be theirs at all."""
        return any(grant.role.serves for grant in self.viewer.grants)

    @property
    def archives(self) -> bool:
        """Whether plans for disposal are theirs to see."""
        return any(grant.role is Role.RECORDS_OFFICER for grant in self.viewer.grants)

    @property
    def notices(self) -> bool:
        """Whether it is their work to notice relatives, in whatever unit."""
        return bool(support_permissions.units_to_notice_from(self.viewer))

    @property
    def answers(self) -> bool:
        return self.unit is not None and self.viewer.answers_in(self.unit.id)

    @property
    def to_follow_up(self) -> int:
        """How many days of follow-up have passed; asked only where it is shown."""
        return followup.overdue(self.viewer, unit_id=self.unit.id) if self.unit is not None else 0

    @property
    def to_remind(self) -> int:
        """How many are to be reminded of a talk by today; asked only where it is shown."""
        return support.to_remind(self.viewer, unit_id=self.unit.id) if self.unit is not None else 0


def here(request: HttpRequest) -> Here:
    """Who looks and where, once per request. The unit is the one asked for with ?u=, else the first by name.

    Raises Http404 for a unit that is not the viewer's, exactly as for one that does not exist.
    """
    found: Here | None = getattr(request, "_desk_here", None)
    if found is None:
        viewer = staff.viewer(request.user.pk or 0, clock.now())
        if viewer is None:
            raise Http404
        units = staff.units(viewer.serving_unit_ids)
        asked = request.GET.get("u") or request.POST.get("u")
        chosen = next((unit for unit in units if unit.id == asked), None) if asked else None
        if asked and chosen is None:
            raise Http404
        if chosen is None and units:
            chosen = next((unit for unit in units if viewer.answers_in(unit.id)), units[0])
        found = Here(viewer, units, chosen)
        request._desk_here = found  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True, slots=True)
class Nav:
    """The menu: where one is, and how much there is. `review` is None for whoever has nothing to review."""

    name: str
    here: Here | None
    counts: mailbox.Counts | None
    review: int | None = None
    support: int = 0
    incidents: int = 0  # dates nobody has kept
    plans: int | None = None  # late or about to end; None when no plan goes on for them


def nav(request: HttpRequest) -> Nav:
    user = request.user
    try:
        now = here(request)
    except Http404:
        return Nav(user.get_full_name(), None, None)  # type: ignore[union-attr]
    to_review = review.left(now.viewer)
    if now.unit is None:
        return Nav(now.viewer.name, now, None, to_review, plans=_plans(request, now))
    counts = getattr(request, "_desk_counts", None) or mailbox.counts(now.viewer, unit_id=now.unit.id)
    waiting: int | None = getattr(request, "_desk_waiting_for_support", None)
    if waiting is None:
        waiting = support.waiting(now.viewer, unit_id=now.unit.id)
    late = incident.late_dates(now.viewer) if now.serves else 0
    return Nav(now.viewer.name, now, counts, to_review, waiting, late, _plans(request, now))


def _plans(request: HttpRequest, now: Here) -> int | None:
    """How much there is to see to is counted where plans are shown; elsewhere only whether any goes on, for the
    counting is dear."""
    if request.path_info.startswith("/desk/plans/"):
        return plans.to_see_to(now.viewer)
    return 0 if plans.goes_on(now.viewer) else None


def menu_alone(request: HttpRequest) -> dict[str, Any]:
    """For a page that says no: the ways on from there, and nothing of how much there is. Whoever tries addresses gets
    no counting done, and a no that tells of nothing is the same for all that is not theirs."""
    try:
        now = here(request)
    except Http404:
        return {"nav": nav(request), "notices": ()}
    reviews = 0 if review.units_to_review(now.viewer) else None
    return {"nav": Nav(now.viewer.name, now, None, reviews), "notices": ()}


def notices(request: HttpRequest) -> tuple[rows.NoticeLine, ...]:
    """What whoever looks must be told, until they say that they have seen it."""
    try:
        now = here(request)
    except Http404:
        return ()
    return tuple(map(rows.notice_line, casework.notices(now.viewer)))


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: only under /desk."""
    if not request.path_info.startswith("/desk/"):
        return {}
    return {
        "shell": Shell(html_lang=(get_language() or "sv")[:2]),
        "nav": SimpleLazyObject(lambda: nav(request)),
        "notices": SimpleLazyObject(lambda: notices(request)),
    }
