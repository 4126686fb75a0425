# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Children in one support: its being a child's own contact, what guardians may know, and concern.

Whoever may not read the support gets the page of what is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sjalvklar.children import actions, queries
from sjalvklar.children.rules import Consent, Guardians, Harm, Knows, OwnContact
from sjalvklar.faces.desk import kept, sent, words, writing
from sjalvklar.faces.desk.children import concerns
from sjalvklar.faces.desk.children import words as said
from sjalvklar.faces.desk.forms import Forms
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.support import rows
from sjalvklar.faces.desk.views.errors import desk_view
from sjalvklar.kernel import clock, meanwhile
from sjalvklar.kernel.errors import NotFound
from sjalvklar.support import queries as supports
from sjalvklar.support.rules import AgeBand, DocumentationMode
from sjalvklar.writing.rules import Kind

FORMS = Forms(
    root="/desk/s/",
    page="child/",
    names=frozenset({"own", "guardians", "concern", "feedback"}),
    see=supports.row,
    sentences=said.SENTENCES,
)


@require_safe
@desk_view
def children(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """The page; that it is read is on record."""
    now = here(request)
    row = supports.row(now.viewer, support_id)
    if "read" not in row.may:
        raise NotFound("no_such_support")
    sheet = actions.read(actor=now.viewer, support_id=support_id)
    typed, wrong = kept.found(request.GET.get("kept", ""), str(support_id)), FORMS.wrong(request)
    draft = None
    if row.mode is not DocumentationMode.ANONYMOUS:
        draft = writing.fields(now, Kind.SUPPORT, support_id, typed=typed, page=FORMS.page)["concern"]
    own = sheet.own[0] if sheet.own else None
    judged = sheet.judged[0] if sheet.judged else None
    may = judged.judged.may if judged else Knows.NOTHING
    return render(
        request,
        "desk/children/one.html",
        {
            "here": now,
            "view": "support",
            "row": rows.line(row),
            "back": f"/desk/s/{support_id}/",
            "root": f"/desk/s/{support_id}/child-",
            "may_write": sheet.may_write,
            "in_case": row.case_id is not None,
            "own": own_facts(own) if own else (),
            "own_mark": meanwhile.mark(len(sheet.own)),
            "judged_mark": meanwhile.mark(len(sheet.judged)),
            "bands": bands(),
            "consents": [(one.value, str(text)) for one, text in said.CONSENTS.items()],
            "harms": [(one.value, str(text)) for one, text in said.HARMS.items()],
            "now": str(said.NOW[may]),
            "not_told": words.harmless(judged.judged.not_told) if judged else "",
            "judged": judged_facts(judged) if judged else (),
            "before": len(sheet.judged) - 1,
            "knows": [(one.value, str(text)) for one, text in said.KNOWS.items()],
            "asks": [(one.value, str(text)) for one, text in said.KNOWS.items() if one is not Knows.NOTHING],
            "law_own": laws("own-consent"),
            "law_guardians": laws("guardians"),
            "typed": _as_before(own) | typed,
            "nonce": typed.get("nonce") or sent.new_nonce(),
            "wrong": wrong.form,
            "wrong_field": wrong.field,
            "wrong_sentence": wrong.sentence,
            **concerns.context(sheet, typed, draft),
        },
    )


def _as_before(line: actions.OwnLine | None) -> dict[str, str]:
    """What was noted last, for whoever notes it anew."""
    if line is None:
        return {}
    own = line.own
    return {
        "band": own.band.value,
        "consent": own.consent.value,
        "harm": own.harm.value if own.harm else "",
        "why": own.words,
    }


def bands() -> list[tuple[str, str]]:
    """How old, as a list to choose from."""
    return [(band.value, gettext("%(ages)s years") % {"ages": said.ages((band,))}) for band in AgeBand]


def laws(*ids: str) -> list[str]:
    """What something rests on today, as the pack has it."""
    day = supports.today(clock.now())
    return [ground.text for ground in queries.concerns().grounds if ground.id in ids and ground.holds_on(day)]


def own_facts(line: actions.OwnLine) -> list[tuple[str, str]]:
    own = line.own
    found = [
        (gettext("How old"), gettext("%(ages)s years") % {"ages": said.ages((own.band,))}),
        (gettext("Who has said yes"), str(said.CONSENTS[own.consent])),
        (gettext("Why nobody was asked"), str(said.HARMS[own.harm]) if own.harm else ""),
        (gettext("In words"), words.harmless(own.words)),
        (gettext("Noted by"), f"{line.by}, {words.moment(line.at)}"),
    ]
    return [(label, text) for label, text in found if text]


def judged_facts(line: actions.JudgedLine) -> list[tuple[str, str]]:
    judged = line.judged
    mature = {None: gettext("Not judged"), True: gettext("Yes"), False: gettext("No")}
    return [
        (gettext("What the child wishes"), str(said.KNOWS[judged.wish]) if judged.wish else gettext("Not asked yet")),
        (gettext("Mature enough to decide it"), mature[judged.mature]),
        (gettext("Could come to considerable harm"), gettext("Yes") if judged.harm else gettext("No")),
        (gettext("Judged by"), f"{line.by}, {words.moment(line.at)}"),
    ]


def own_contact(request: HttpRequest) -> OwnContact:
    """How old, and on whose yes, as a form said. Raises Invalid("choose")."""
    consent = sent.chosen(request, "consent", Consent)
    harm = None
    if consent is Consent.WITHOUT and request.POST.get("harm"):
        harm = sent.chosen(request, "harm", Harm)
    return OwnContact(sent.chosen(request, "band", AgeBand), consent, harm, request.POST.get("why", "")[:5000])


def _own(request: HttpRequest, now: Here, support_id: UUID) -> str:
    actions.make_own(
        actor=now.viewer,
        support_id=support_id,
        own=own_contact(request),
        nonce=sent.nonce(request),
        shown=sent.shown(request),
    )
    return gettext("Noted.")


def _guardians(request: HttpRequest, now: Here, support_id: UUID) -> str:
    judged = Guardians(
        wish=sent.chosen(request, "wish", Knows) if request.POST.get("wish") else None,
        mature={"yes": True, "no": False}.get(request.POST.get("mature", "")),
        harm=sent.yes(request, "harmful"),
        may=sent.chosen(request, "may", Knows),
        not_told=request.POST.get("not_told", "")[:5000],
    )
    actions.judge(
        actor=now.viewer,
        support_id=support_id,
        judged=judged,
        nonce=sent.nonce(request),
        shown=sent.shown(request),
    )
    return gettext("Noted, with your name and the time.")


def _consider(request: HttpRequest, now: Here, support_id: UUID) -> str:
    actions.consider(actor=now.viewer, support_id=support_id, nonce=sent.nonce(request))
    return gettext("It is being weighed. Go through the list, and decide.")


def _concern(request: HttpRequest, now: Here, _: UUID) -> str:
    concerns.decide(request, now)
    return gettext("The decision is kept.")


def _asked(request: HttpRequest, now: Here, _: UUID) -> str:
    concerns.ask(request, now)
    return gettext("Noted.")


def _feedback(request: HttpRequest, now: Here, _: UUID) -> str:
    concerns.note(request, now)
    return gettext("Noted.")


DEEDS: dict[str, Callable[[HttpRequest, Here, UUID], str]] = {
    "own": _own,
    "guardians": _guardians,
    "consider": _consider,
    "concern": _concern,
    "asked": _asked,
    "feedback": _feedback,
}
# Where on the page a deed is seen.
AT = {"consider": "concern", "asked": "concern", "feedback": "concern"}
OF_CONCERN = frozenset({"concern", "asked", "feedback"})


@require_POST
@desk_view
def do(request: HttpRequest, support_id: UUID, deed: str) -> HttpResponse:
    """One deed, by its name in the address."""
    if deed == "ask":
        return _ask(request, support_id)
    if deed not in DEEDS:
        raise Http404
    return done(request, FORMS, support_id, deed, DEEDS[deed])


def done(
    request: HttpRequest, forms: Forms, about: UUID, deed: str, does: Callable[[HttpRequest, Here, UUID], str]
) -> HttpResponse:
    """Do it and say so, or the page again with what was typed. Whoever may not know of the thing learns nothing."""
    forms.see(here(request).viewer, about)
    found: list[str] = []
    refused = forms.attempt(request, about, deed, lambda now: found.append(does(request, now, about)))
    if refused is None:
        messages.success(request, found[0])
    return refused or HttpResponseRedirect(f"{forms.address(about)}#{AT.get(deed, deed)}")


def _ask(request: HttpRequest, support_id: UUID) -> HttpResponse:
    """A guardian has asked: what can be said, shown once. That they asked is on record."""
    found: list[Any] = []

    def deed(now: Here) -> None:
        asked = sent.chosen(request, "asked", Knows)
        found.append(actions.ask_for_guardian(actor=now.viewer, support_id=support_id, asked=asked))

    refused = FORMS.attempt(request, support_id, "ask", deed)
    if refused is not None:
        return refused
    if found[0]:
        messages.success(request, gettext("Yes, they may know that now. It is on record that they asked."))
    else:
        messages.warning(
            request,
            gettext(
                "No. Answer that you can neither say yes nor no to whether somebody is in touch with us. "
                "It is on record that they asked."
            ),
        )
    return HttpResponseRedirect(FORMS.address(support_id))
