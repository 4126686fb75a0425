# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""One party of a plan, for whoever leads it: consent, what it has taken on, what was shared, its sheet on paper."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.faces.desk import sent, words
from sjalvklar.faces.desk.plans import doing, lists, plan
from sjalvklar.faces.desk.plans import words as said
from sjalvklar.faces.desk.plans.doing import Deed
from sjalvklar.faces.desk.shell import Here
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import Invalid, NotFound
from sjalvklar.plans import actions, queries
from sjalvklar.plans.rules import CommitmentDeed, ConsentWay, Giver, Share, SharedBy

_LINE = "desk/plans/party.html"


@require_safe
@desk_view
def party(request: HttpRequest, party_id: UUID) -> HttpResponse:
    now = doing.serving(request)
    sheet = actions.read(actor=now.viewer, plan_id=queries.plan_of(now.viewer, party_id))
    line = next((one for one in sheet.parties if one.id == party_id), None)
    if line is None:
        raise NotFound("no_such_plan")
    today = queries.today(clock.now())
    shares = {kind: said.SHARES[kind] for kind in Share if kind in line.standing.kinds}
    ways = {way: text for way, text in said.WAYS.items() if way is not SharedBy.DESK}
    givers = {giver: said.GIVERS[giver] for giver in Giver if giver <= sheet.needed}
    context = {
        "here": now,
        "view": "plans",
        "plan": lists.line(sheet.row),
        "may": sheet.row.may if line.left_at is None else frozenset(),
        "party": line,
        "address": reverse("desk_party", args=[party_id]),
        "mark": meanwhile.mark(line.about),
        "about_now": "\n".join(filter(None, (line.about.name, line.about.person, line.about.role, line.about.reach))),
        "sort": str(said.KINDS[line.kind]),
        "left_at": words.moment(line.left_at) if line.left_at else "",
        "standing": said.standing(line.standing),
        "holds": line.standing.holds,
        "shares": [str(text) for text in shares.values()],
        "consents": [_consent(one) for one in line.consents],
        "tasks": [plan.commitment(one) for one in line.commitments],
        "words": [told(one) for one in line.words],
        "reads_here": bool(line.staff),
        "can_share": said.pairs(shares),
        "share_ways": said.pairs(said.WAYS if line.unit_id else ways),
        "all_shares": said.pairs(said.SHARES),
        "hear_ways": said.pairs(ways),
        "givers": said.pairs(givers),
        "holding": sorted({str(one.giver.value) for one in line.consents if one.holds}),
        "consent_ways": said.pairs(said.CONSENT_WAYS),
        "starts": today.isoformat(),
        "ends": (today + queries.settings().longest_consent).isoformat(),
        "longest": queries.settings().longest_consent.days,
        "soon": (today + timedelta(days=14)).isoformat(),
        "wrong": doing.at_field(doing.PARTY.wrong(request)),
        "typed": doing.typed(request, party_id),
        "nonce": sent.new_nonce(),
    }
    return render(request, _LINE, context)


def _consent(one: actions.ConsentLine) -> dict[str, object]:
    return {
        "giver": str(said.GIVERS[one.giver]),
        "giver_value": one.giver.value,
        "kinds": [str(said.SHARES[kind]) for kind in one.kinds],
        "days": words.days(one.starts_at, one.ends_at) if one.starts_at < one.ends_at else "",
        "way": str(said.CONSENT_WAYS[one.way]),
        "interpreter": one.interpreter,
        "by": one.by,
        "revoked": words.moment(one.revoked_at) if one.revoked_at else "",
        "holds": one.holds,
    }


def told(one: actions.WordsLine, *, on_paper: bool = False) -> dict[str, object]:
    """Something shared or told, ready to show."""
    return {
        "text": words.harmless(one.text),
        "from_party": one.from_party,
        "kind": str(said.SHARES[one.kind]),
        "way": str(said.WAYS[one.way]),
        "by": one.by,
        "when": words.moment(one.at, on_paper=on_paper),
    }


def _on(now: Here, party_id: UUID) -> dict[str, object]:
    return {"actor": now.viewer, "plan_id": queries.plan_of(now.viewer, party_id)}


def _of(now: Here, party_id: UUID) -> dict[str, object]:
    return {**_on(now, party_id), "party_id": party_id}


def _giver(request: HttpRequest) -> Giver:
    try:
        return Giver(sent.number(request, "giver", "choose"))
    except ValueError:
        raise Invalid("choose", field="giver") from None


def _give(request: HttpRequest, now: Here, about: UUID) -> None:
    kinds = [kind for kind in Share if request.POST.get(f"kind-{kind.value}") == "yes"]
    actions.give_consent(
        **_of(now, about),  # type: ignore[arg-type]
        giver=_giver(request),
        kinds=kinds,
        starts=doing.day(request, "starts"),
        ends=doing.day(request, "ends"),
        way=sent.chosen(request, "way", ConsentWay),
        interpreter=sent.yes(request, "interpreter"),
        seen=sent.yes(request, "seen"),
        nonce=sent.nonce(request),
    )


def _commit(request: HttpRequest, now: Here, about: UUID) -> None:
    actions.add_commitment(
        **_of(now, about),  # type: ignore[arg-type]
        what=request.POST.get("what", ""),
        who=request.POST.get("who", "")[:1000],
        due_on=doing.day(request, "due_on"),
        nonce=sent.nonce(request),
    )


def settled(request: HttpRequest) -> tuple[UUID, CommitmentDeed]:
    """Which commitment, and what of it, as one button says both. Raises Invalid("choose")."""
    deed, _dot, about = request.POST.get("do", "").partition(".")
    try:
        return UUID(about), CommitmentDeed(deed)
    except ValueError:
        raise Invalid("choose", field="do") from None


def _settle(request: HttpRequest, now: Here, about: UUID) -> None:
    commitment, deed = settled(request)
    actions.settle(**_on(now, about), commitment_id=commitment, deed=deed)  # type: ignore[arg-type]


def _move(request: HttpRequest, now: Here, about: UUID) -> None:
    actions.settle(
        **_on(now, about),  # type: ignore[arg-type]
        commitment_id=doing.one_id(request, "commitment_id"),
        deed=CommitmentDeed.MOVE,
        due_on=doing.day(request, "due_on"),
    )


def _share(request: HttpRequest, now: Here, about: UUID) -> None:
    actions.share(
        **_of(now, about),  # type: ignore[arg-type]
        kind=sent.chosen(request, "kind", Share),
        way=sent.chosen(request, "way", SharedBy),
        text=request.POST.get("text", ""),
        nonce=sent.nonce(request),
    )


def _hear(request: HttpRequest, now: Here, about: UUID) -> None:
    actions.hear(
        **_of(now, about),  # type: ignore[arg-type]
        kind=sent.chosen(request, "kind", Share),
        way=sent.chosen(request, "way", SharedBy),
        text=request.POST.get("text", ""),
        nonce=sent.nonce(request),
    )


DEEDS: dict[str, Deed] = {
    "change": Deed(
        lambda request, now, about: actions.change_party(
            **_of(now, about),  # type: ignore[arg-type]
            about=doing.about(request),
            shown=sent.shown(request),
        ),
        _("It is changed."),
        "who",
    ),
    "end": Deed(
        lambda request, now, about: actions.end_party(**_of(now, about)),  # type: ignore[arg-type]
        _("The party has left. Nobody of it sees its part any more."),
    ),
    "assign": Deed(
        lambda request, now, about: actions.assign(
            **_of(now, about),  # type: ignore[arg-type]
            staff_id=sent.person(request),
        ),
        _("They take part from now, as long as the consent holds."),
        "staff",
    ),
    "unassign": Deed(
        lambda request, now, about: actions.unassign(
            **_of(now, about),  # type: ignore[arg-type]
            staff_id=sent.person(request),
        ),
        _("They take part no more."),
    ),
    "consent": Deed(_give, _("The consent is written down."), "consent"),
    "revoke": Deed(
        lambda request, now, about: actions.revoke_consent(
            **_of(now, about),  # type: ignore[arg-type]
            giver=_giver(request),
        ),
        _("The consent is taken back. The joint work with that party has stopped."),
    ),
    "commit": Deed(_commit, _("It is noted."), "commit"),
    "settle": Deed(_settle, _("It is noted.")),
    "move": Deed(_move, _("It has a new day."), "move"),
    "share": Deed(_share, _("It is noted what was shared, with whom and under which consent."), "share"),
    "hear": Deed(_hear, _("It is noted."), "hear"),
}


@require_POST
@desk_view
def do(request: HttpRequest, party_id: UUID, deed: str) -> HttpResponse:
    """One deed with a party, by its name in the address."""
    doing.serving(request)
    if deed not in DEEDS:
        raise Http404
    return doing.do(request, doing.PARTY, party_id, deed, DEEDS)


@require_POST
@desk_view
def sheet(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """The party's part on paper. Answers a POST with a page to print: that it was taken out is on record."""
    doing.serving(request)
    found: list[actions.PartSheet] = []
    refused = doing.PARTY.attempt(
        request,
        party_id,
        "",
        lambda now: found.append(
            actions.take_sheet(**_of(now, party_id), nonce=sent.nonce(request))  # type: ignore[arg-type]
        ),
    )
    return refused or render(request, "desk/plans/sheet.html", shown(found[0], on_paper=True) | {"view": "plans"})


def shown(sheet: actions.PartSheet, *, on_paper: bool = False) -> dict[str, object]:
    """A part, ready to show here or on paper."""
    return {
        "sheet": sheet,
        "until": words.last_day(sheet.until, on_paper=on_paper) if sheet.until else "",
        "shares": [str(said.SHARES[kind]) for kind in sheet.kinds],
        "tasks": [plan.commitment(one, on_paper=on_paper) for one in sheet.commitments],
        "meetings": [
            {
                "when": words.moment(one.at, on_paper=on_paper),
                "held": one.held_at is not None,
                "passed": one.passed,
            }
            for one in sheet.meetings
        ],
        "words": [told(one, on_paper=on_paper) for one in sheet.words if one.text],
        "at": words.moment(sheet.at, on_paper=on_paper),
    }
