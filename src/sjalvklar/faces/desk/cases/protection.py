# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may know of a case, and what takes two of them.

Each of these deeds is a person's and not an unlocked computer's: it asks again who one is, before it is looked at
whether there is such a case, so that the question is the same for whoever may not know.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from sjalvklar.casework import actions
from sjalvklar.casework.rules import ProtectionLevel, TwoFor
from sjalvklar.faces.desk import sent
from sjalvklar.faces.desk.cases import doing
from sjalvklar.faces.desk.shell import Here, here
from sjalvklar.faces.desk.sign_in import step_up
from sjalvklar.faces.desk.views.errors import View, desk_view


def _sensitive(form: str) -> Callable[[View], View]:
    """Whoever is asked comes back to the case's page: the form is open with what was chosen, and is sent again."""
    return step_up.step_up_required(back=lambda request, case_id: doing.FORMS.address(case_id, again=form))


def _by_one_or_two(
    request: HttpRequest,
    case_id: UUID,
    form: str,
    deed: Callable[[Here], bool],
    *,
    said: str,
    waits: str = "",
    back: str = "",
) -> HttpResponse:
    """`deed` tells whether it holds at once; else it waits for a second person, and that is said."""
    held: list[bool] = []
    refused = doing.FORMS.attempt(request, case_id, form, lambda now: held.append(deed(now)))
    if refused is not None:
        return refused
    if not held[0]:
        waits = waits or gettext("Asked. It is done when another named person has agreed, within half an hour.")
        messages.success(request, waits)
        return HttpResponseRedirect(doing.FORMS.address(case_id))
    messages.success(request, said)
    return HttpResponseRedirect(back or doing.FORMS.address(case_id))


@require_POST
@desk_view
@_sensitive("protect")
def protect(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        level = sent.chosen(request, "level", ProtectionLevel)
        actions.protect(actor=now.viewer, case_id=case_id, level=level, second=sent.person(request))

    sentence = gettext("The case is protected. Only the two who are named know of it.")
    return doing.FORMS.done(request, case_id, "protect", sentence, deed, doing.its_list(request))


@require_POST
@desk_view
@_sensitive("level")
def level(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> bool:
        chosen = sent.chosen(request, "level", ProtectionLevel)
        return actions.change_level(actor=now.viewer, case_id=case_id, level=chosen)

    return _by_one_or_two(request, case_id, "level", deed, said=gettext("Changed."))


@require_POST
@desk_view
@_sensitive("name")
def name(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> bool:
        return actions.name_another(actor=now.viewer, case_id=case_id, staff_id=sent.person(request))

    waits = gettext("Noted. It holds when a second named person has agreed.")
    return _by_one_or_two(request, case_id, "name", deed, said=gettext("Named."), waits=waits)


@require_POST
@desk_view
@_sensitive("second")
def second(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return doing.FORMS.done(
        request,
        case_id,
        "second",
        gettext("You have agreed."),
        lambda now: actions.second(actor=now.viewer, case_id=case_id),
    )


@require_POST
@desk_view
@_sensitive("unname")
def unname(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> bool:
        return actions.unname(actor=now.viewer, case_id=case_id, staff_id=sent.person(request))

    oneself = request.POST.get("staff_id") == str(here(request).viewer.staff_id)
    back = doing.its_list(request) if oneself else ""
    return _by_one_or_two(request, case_id, "unname", deed, said=gettext("Taken off the list."), back=back)


@require_POST
@desk_view
@_sensitive("ask")
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        actions.ask(actor=now.viewer, case_id=case_id, what=sent.chosen(request, "what", TwoFor))

    return doing.FORMS.done(request, case_id, "ask", gettext("The other named people see it at their desk."), deed)


@require_POST
@desk_view
@_sensitive("approve")
def approve(request: HttpRequest, case_id: UUID) -> HttpResponse:
    def deed(now: Here) -> None:
        what = sent.chosen(request, "what", TwoFor)
        who = sent.person(request, "who_id") if what is TwoFor.UNNAME else None
        actions.approve(actor=now.viewer, case_id=case_id, what=what, staff_id=who)

    oneself = request.POST.get("who_id") == str(here(request).viewer.staff_id)
    gone = oneself or request.POST.get("what") in {TwoFor.LIFT.value, TwoFor.DISPOSE.value}
    back = doing.its_list(request) if gone else ""
    return doing.FORMS.done(request, case_id, "approve", gettext("You have agreed."), deed, back)
