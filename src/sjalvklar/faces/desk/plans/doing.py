# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms on the pages of a plan, of a party and of a part, and the days they send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise

from sjalvklar.faces.desk import kept
from sjalvklar.faces.desk.forms import Forms, Wrong
from sjalvklar.faces.desk.plans import words
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.kernel.errors import Invalid, NotFound, Refused
from sjalvklar.organisation.rules.staff import Viewer
from sjalvklar.plans import queries
from sjalvklar.plans.rules import About, Aim, Target
from sjalvklar.support.rules import times


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a form does: what is said when it is done, which form it is, and where one goes after."""

    does: Callable[[HttpRequest, Here, UUID], Any]
    said: Promise | str
    form: str = ""
    to_plan: bool = False


class PlanForms(Forms):
    """Forms that say how long a consent may last."""

    def sentence(self, refused: Refused) -> str:
        return words.too_long_a_time() if refused.code == "too_long_a_time" else Forms.sentence(self, refused)


def _sees_party(viewer: Viewer, party_id: UUID) -> object:
    return queries.plan_of(viewer, party_id)


def _sees_part(viewer: Viewer, party_id: UUID) -> object:
    if not any(row.id == party_id for row in queries.my_parts(viewer)):
        raise NotFound("no_such_part")
    return party_id


PLAN = PlanForms(
    root="/desk/plans/p/",
    names=frozenset({"aim", "assess", "add", "meet", "hold", "note", "close", "hand"}),
    see=queries.row,
    sentences=words.SENTENCES,
)
PARTY = PlanForms(
    root="/desk/plans/g/",
    names=frozenset({"who", "consent", "commit", "move", "share", "hear", "staff"}),
    see=_sees_party,
    sentences=words.SENTENCES,
)
PART = PlanForms(root="/desk/plans/d/", names=frozenset({"say"}), see=_sees_part, sentences=words.SENTENCES)


def do(request: HttpRequest, forms: Forms, about: UUID, name: str, deeds: Mapping[str, Deed]) -> HttpResponse:
    """One deed by its name in the address."""
    deed = deeds.get(name)
    if deed is None:
        raise Http404
    return forms.done(request, about, deed.form, str(deed.said), lambda now: deed.does(request, now, about))


def typed(request: HttpRequest, about: UUID) -> dict[str, str]:
    """What was typed and not kept."""
    return kept.found(request.GET.get("kept", ""), str(about))


def at_field(wrong: Wrong) -> dict[str, str]:
    """What is wrong by form and field, as a template finds it."""
    return {"form": wrong.form, wrong.field or "said": wrong.sentence} if wrong.form else {}


def serving(request: HttpRequest) -> Here:
    """Whoever may have to do with plans at all: who meets relatives, or is a case officer who takes part."""
    now = here(request)
    if not (now.serves or now.notices):
        raise Http404
    return now


def day(request: HttpRequest, name: str) -> date:
    """A day that was written. Raises Invalid("time")."""
    try:
        return date.fromisoformat(request.POST.get(name, "").strip()[:10])
    except ValueError:
        raise Invalid("time", field=name) from None


def moment(request: HttpRequest, on: str, at: str) -> datetime:
    """A day and a time on the clock on the wall; an hour that does not exist there is none. Raises Invalid("time")."""
    try:
        when = time.fromisoformat(request.POST.get(at, "").strip()[:5])
        local = datetime.combine(day(request, on), when.replace(tzinfo=None))
        return times.moment(local.isoformat(), queries.zone())
    except (ValueError, Invalid):
        raise Invalid("time", field=on) from None


def one_id(request: HttpRequest, name: str) -> UUID:
    """An id that the page put in the form. Raises Invalid("choose")."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Invalid("choose", field=name) from None


def aim(request: HttpRequest) -> Aim:
    """What a plan is for, as it was typed."""
    try:
        target = Target(request.POST.get("target", ""))
    except ValueError:
        raise Invalid("choose", field="target") from None
    found = (request.POST.get(name, "")[:10_000] for name in ("aim", "guardian", "second_guardian"))
    return Aim(target, *found)


def about(request: HttpRequest) -> About:
    """Who a party is, as it was typed."""
    return About(*(request.POST.get(name, "")[:1000] for name in ("name", "person", "role", "reach")))
