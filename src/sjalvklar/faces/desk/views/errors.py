# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the desk says when something cannot be done. What may not be seen is answered exactly as what is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sjalvklar.faces.desk import kept, refusals
from sjalvklar.faces.desk.shell import menu_alone
from sjalvklar.kernel.errors import NotAllowed, NotFound, Refused
from sjalvklar.trust.access import planned

View = Callable[..., HttpResponse]

SENTENCES = {
    "take_first": _("Take the contact first. Then you can read and answer."),
    "nothing_left": _("There is nothing left to hand over."),
    "somebody_else_too": _("One of the cases cannot be had by any of those you chose. Choose one more."),
    "wrong_state": _("Somebody else was faster, or the contact has moved on. This is how it stands now."),
    "needed": _("Write something first."),
    "too_long": _("The text is too long: at most 20,000 characters."),
    "not_ticked": _("Tick that you have read how the person wants to be contacted."),
    "not_to_be_reached": _("There may be danger at home: nobody is reached from here. Answer in the contact instead."),
    "no_contact_wanted": _("The person has not asked to be contacted. Answer here, and they come back for it."),
    "wish_has_expired": _("What the person said was safe no longer holds. Ask again in your answer."),
    "ends_before_it_begins": _("The end must come after the beginning."),
    "not_a_colleague": _("Choose somebody who works in the unit."),
    "unit": _("Choose one."),
    "other_authority": _("Only units of the same board can be chosen."),
    "has_ended": _("That time has already passed."),
    "same_person": _("Choose two different people."),
    "not_in_the_unit": _("Choose somebody who works in the unit."),
    "already_covered": _("Somebody already stands in during that time."),
    "already_on_duty": _("That person is already on duty then."),
    "already_granted": _("That person already has that role."),
    "time": _("Write a day and times, as in 2026-11-24 and 08:00."),
    "day": _("Write the day, as in 2026-11-24."),
    "choose": _("Choose one."),
    "came_meanwhile": _("Somebody wrote while you were writing. Read it, and send yours as well or change it."),
    "changed_meanwhile": _(
        "Somebody changed this while you were writing. What you chose is still here: send it again to let it hold."
    ),
    "written_elsewhere": _(
        "You are writing the same thing in another window, or on another computer. Save the draft to see both."
    ),
    "not_allowed": _("You may not write here any more."),
    "not_your_own": _("You change your own sign-in on the page Security."),
    "only_the_head": _("IT does that, because the person also works somewhere else."),
    "only_it": _("IT does that."),
    "two_people": _("Two people do that together: begin on the page Duty."),
    "another": _("You have vouched already. The second must be somebody else."),
    "already_asked": _("Somebody has vouched already. Now another head or IT does the same."),
    "recovery_code": _("Nobody waits with that code. Ask your colleague to read it again."),
    "only_a_head_or_it": _("Another head or IT of the same authority does that."),
}


def sentence(refused: Refused) -> str:
    """The refusal in words."""
    return str(SENTENCES.get(refused.code, _("That could not be done. Nothing was changed.")))


def not_there(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """404: there is no such page, or it is not yours to see. One page for both."""
    return render(request, "desk/not_there.html", menu_alone(request), status=404)


def only_with_a_button(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405: the address of a form, typed or opened by itself. The way back is the page that the form stands on."""
    back = kept.page_of(request.path_info) or reverse("desk")
    response = render(request, "desk/only_with_a_button.html", {"back": back, **menu_alone(request)}, status=405)
    response["Allow"] = refused["Allow"]
    return response


def desk_view(view: View) -> View:
    """What no role may see and what does not exist give the same page, and the same row on record."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with planned.once():
                return view(request, *args, **kwargs)
        except (Http404, NotFound) as refused:
            refusals.note(request, refused)
            return not_there(request)
        except NotAllowed as refused:
            refusals.note(request, refused)
            if request.method != "POST":
                return not_there(request)
            messages.error(request, sentence(refused))
            return HttpResponseRedirect("/desk/")

    return answered


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's guard against forgery did not match: a page open since before a new sign-in, or another site.

    From our own page the words are kept, and the person is shown the form again with them.
    """
    again = kept.address_for_later(request)
    if again and request.user.is_authenticated:
        messages.info(request, gettext("The page was old. What you wrote is still here: send it again."))
        return HttpResponseRedirect(again)
    return render(request, "desk/too_old.html", status=403)
