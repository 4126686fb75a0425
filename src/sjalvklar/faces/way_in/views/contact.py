# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing to us without a name, and the code that leads back to the answer."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from sjalvklar.faces.way_in import addresses, forms, moulds, numbers, opening, words
from sjalvklar.faces.way_in.journey import Journey, Note, Step
from sjalvklar.faces.way_in.shell import page, shell
from sjalvklar.faces.way_in.views.answers import see
from sjalvklar.faces.way_in.views.errors import not_kept
from sjalvklar.guide import queries as guide
from sjalvklar.kernel import clock
from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox import actions, queries
from sjalvklar.mailbox.rules import LONGEST_MESSAGE, ContactFacts
from sjalvklar.organisation import queries as organisation
from sjalvklar.organisation.rules import UnitProfile

_SENT_IN = "sent"  # in place of a draft's words, once they are sent


def _unit(journey: Journey) -> UnitProfile:
    unit = organisation.organisation().unit(journey.unit)
    if unit is None or not unit.receives_messages:
        raise Http404
    return unit


def _facts(journey: Journey, fear: str) -> ContactFacts:
    """What the desk is told of the guide's answers. Skipped is the same as never said."""
    answers = journey.answers()
    guidance = guide.advise(answers)
    nothing_said = journey.what is None
    return ContactFacts(
        situation="" if nothing_said else guidance.situation,
        who=answers.who or "",
        danger=answers.danger or "",
        child=journey.child,
        area=guidance.area.id if guidance.area is not None else "",
        language=journey.language,
        fear=fear,
    )


def _kept(draft: str) -> dict[str, Any] | None:
    try:
        return queries.draft(numbers.from_text(draft)) if draft else None
    except ValueError:
        return None


def kept_words(draft: str) -> forms.Written | None:
    """What was typed, when it is still kept."""
    kept = _kept(draft)
    return None if kept is None else forms.from_draft(kept)


def _form_sent_from(draft: str) -> str:
    """The number of the form that these words were sent in; empty while they have not been sent."""
    return str((_kept(draft) or {}).get(_SENT_IN, ""))


def write(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The form, or what was written in it."""
    unit = _unit(journey)
    if request.method == "POST":
        return _sent(request, journey, unit)
    if number := _form_sent_from(journey.draft):
        # Back, or a reload after a broken line: the words are with us, and nowhere in this browser's history.
        return see(addresses.journey(_stored(journey, number)))
    if not journey.draft and journey.note is Note.NONE:
        return _untouched(journey, unit)
    written = kept_words(journey.draft)
    lost = bool(journey.draft) and written is None
    return _form(request, journey, unit, written or forms.Written(), lost=lost)


def _form(
    request: HttpRequest,
    journey: Journey,
    unit: UnitProfile,
    written: forms.Written,
    *,
    lost: bool = False,
    status: int = 200,
) -> HttpResponse:
    today = clock.today(organisation.organisation().municipality.zone)
    errors = forms.check(written, today) if journey.note is Note.UNFINISHED and not lost else {}
    frame = shell(
        journey.language, lambda code: addresses.journey(journey.but(language=code)), child=journey.child, plain=True
    )
    said = _said(journey, unit, written, errors)
    said |= {"number": numbers.fresh(), "back": _back(journey), "stale": journey.note is Note.STALE, "lost": lost}
    return page(request, "write.html", frame, said, status=status)


def _said(journey: Journey, unit: UnitProfile, written: forms.Written, errors: forms.Errors) -> dict[str, Any]:
    return {
        "unit": words.named(unit.name, journey.language),
        "written": written,
        "errors": errors,
        "listed": tuple(errors.items()),
        "fears": forms.fears(written.fear),
        "safe_details": _safe_details(written, errors),
        "child": journey.child,
        "danger": _in_danger(journey),
        "longest": LONGEST_MESSAGE,
    }


def _in_danger(journey: Journey) -> bool:
    return journey.danger in {"now", "unsure"}


def _untouched(journey: Journey, unit: UnitProfile) -> HttpResponse:
    """The form as everyone first meets it."""

    def context() -> dict[str, Any]:
        gaps = {"number": moulds.gap("number"), "back": moulds.gap("back")}
        return {**_said(journey, unit, forms.Written(), {}), **gaps}

    return moulds.page(
        "write.html",
        journey,
        same=(unit.name, _in_danger(journey)),
        context=context,
        filled={"number": numbers.fresh(), "back": _back(journey)},
    )


def _safe_details(written: forms.Written, errors: forms.Errors) -> str:
    """The wishes for contact, folded. Untouched they are the heaviest part of the page, and the same for everyone."""
    if not written.safe and not errors:
        return _untouched_details(str(get_language()))
    return _details(written, errors)


@cache
def _untouched_details(_language: str) -> str:
    return _details(forms.Written(), {})


def _details(written: forms.Written, errors: forms.Errors) -> str:
    return render_to_string("way_in/parts/safe_details.html", {"safe": forms.safe_fields(written, errors)})


def _back(journey: Journey) -> str:
    if any(journey.answer_to(question) is not None for question in ("danger", "what", "who", "where", "help")):
        return addresses.journey(journey.but(step=Step.RESULT, unit="", draft="", note=Note.NONE))
    return addresses.place("u", journey.language) if journey.child else addresses.start(journey.language)


def _again(request: HttpRequest, journey: Journey, written: forms.Written, note: Note) -> HttpResponse:
    """To the form again, with everything typed in it. What cannot be kept stands in the answer itself."""
    try:
        key = actions.keep_draft(written.as_draft())
    except (Invalid, NotNow) as refused:
        return _form(request, journey.but(draft="", note=note), _unit(journey), written, status=not_kept(refused))
    return see(addresses.journey(journey.but(draft=numbers.to_text(key), note=note)))


def _sent(request: HttpRequest, journey: Journey, unit: UnitProfile) -> HttpResponse:
    written = forms.read(request.POST)
    today = clock.today(organisation.organisation().municipality.zone)
    if forms.check(written, today):
        return _again(request, journey, written, Note.UNFINISHED)
    number = numbers.opened(request.POST.get("n", ""))
    if number is None:
        return _again(request, journey, written, Note.STALE)
    try:
        actions.store_contact(
            nonce=number,
            unit_id=unit.id,
            text=forms.letter(written),
            answers=_facts(journey, written.fear),
            safe_contact=forms.safe_contact(written),
        )
    except Invalid:
        return _again(request, journey, written, Note.UNFINISHED)
    form = numbers.to_text(number)
    if journey.draft:
        actions.put_in_place_of_draft(numbers.from_text(journey.draft), {_SENT_IN: form})
    return see(addresses.journey(_stored(journey, form)))


def _stored(journey: Journey, form: str) -> Journey:
    return Journey(language=journey.language, step=Step.SENT, child=journey.child, form=form)


def sent(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The code, to be copied by hand and typed once. After that it can never be shown again."""
    try:
        number = numbers.from_text(journey.form)
    except ValueError:
        raise Http404 from None
    if request.method == "POST":
        return _confirmed(request, journey, number)
    facts = queries.stored(number)
    if facts is None:
        raise Http404
    zone = organisation.organisation().municipality.zone
    groups = facts.receipt.groups if facts.receipt is not None else ()
    promise = words.moment(words.minute(facts.promised_by), zone, journey.language)
    note = journey.note

    def context() -> dict[str, Any]:
        return {
            "groups": tuple(moulds.gap(f"group {place}") for place in range(len(groups))),
            "promise": moulds.gap("promise"),
            "differs": note is Note.WRONG_CODE,
            "miscounted": note is Note.MISCOUNTED,
            "child": journey.child,
        }

    shown = {f"group {place}": group for place, group in enumerate(groups)}
    return moulds.page(
        "code.html", journey, same=(len(groups), note), context=context, filled={"promise": promise, **shown}
    )


def _confirmed(request: HttpRequest, journey: Journey, number: bytes) -> HttpResponse:
    try:
        opened = actions.confirm_receipt(nonce=number, written=request.POST.get("k", "")[:500])
    except Invalid as refused:
        miscounted = refused.code in {"code_empty", "code_short", "code_long", "code_letters"}
        note = Note.MISCOUNTED if miscounted else Note.WRONG_CODE
        return see(addresses.journey(journey.but(note=note)))
    return opening.put(see(addresses.messages(journey.language, "d")), opening.Opening(opened))
