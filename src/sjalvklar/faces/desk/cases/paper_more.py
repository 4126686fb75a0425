# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of the person's own copy about those around them and about the support that belongs to the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext, ngettext

from sjalvklar.casework.actions import Extract, OwnEdge
from sjalvklar.casework.attached import Plain
from sjalvklar.children.rules import Consent
from sjalvklar.faces.design import questions
from sjalvklar.faces.desk import words
from sjalvklar.faces.desk.agreed import words as agreed
from sjalvklar.faces.desk.agreed.plan import parts_on_paper
from sjalvklar.faces.desk.cases import people_words
from sjalvklar.faces.desk.children import words as of_children
from sjalvklar.faces.desk.followup import words as followup
from sjalvklar.faces.desk.plans import words as sig
from sjalvklar.faces.desk.safety import words as safe
from sjalvklar.faces.desk.support import words as support
from sjalvklar.followup.rules import Questions, State
from sjalvklar.mailbox.rules.safe_contact import from_plain
from sjalvklar.plans.rules import Giver, PartyKind, Share, SharedBy
from sjalvklar.plans.rules import State as PlanState
from sjalvklar.safety.rules import AssessmentState, CompanyState, CompanyWay, Doer, MeasureKind, MeasureState
from sjalvklar.support.rules import (
    Children,
    CloseReason,
    OfferAnswer,
    OwnPlan,
    ReminderState,
    ReminderWay,
    SaidBy,
    TalkState,
    Way,
)

Say = Callable[[datetime], str]


def place(found: Extract) -> list[dict[str, object]]:
    """The person's place among the people in the case: what others are to them, and who only when it was decided."""
    if not found.place:
        return []
    rows = [[_kind(edge), _who(edge)] for edge in found.place]
    if found.others_left_out:
        told = ngettext(
            "Who %(count)d of them is has been left out, since it is about somebody else (OSL 26 kap. 1 §).",
            "Who %(count)d of them are has been left out, since it is about somebody else (OSL 26 kap. 1 §).",
            found.others_left_out,
        )
        rows.append([gettext("Left out"), told % {"count": found.others_left_out}])
    return [{"title": gettext("People around you"), "rows": rows}]


def _kind(edge: OwnEdge) -> str:
    said = str(people_words.KINDS[edge.kind])
    return said[:1].upper() + said[1:]


def _who(edge: OwnEdge) -> str:
    dated = people_words.dated(edge.since, edge.until)
    ground = str(people_words.NO_CONTACT[edge.ground]) if edge.ground is not None else ""
    return ". ".join(part for part in (edge.called or gettext("left out"), ground, dated) if part)


def supports(found: Extract, day: Say, moment: Say) -> list[dict[str, object]]:
    """Each support with its dates, its talks and what was offered."""
    made: list[dict[str, object]] = []
    for one in found.attached.get("supports", ()):
        rows = [[gettext("Begun"), day(one["opened"])]]
        if "closed" in one:
            rows.append(
                [gettext("Ended"), f"{day(one['closed'])}. {support.CLOSE_REASONS[CloseReason(one['reason'])]}"]
            )
        for talk in one["talks"]:
            way, state = support.WAYS[Way(talk["way"])], support.TALK_STATES[TalkState(talk["state"])]
            minutes = gettext("%(n)s min") % {"n": talk["minutes"]}
            rows.append([gettext("A talk"), f"{moment(talk['at'])}, {minutes}. {way}. {state}"])
        for offer in one["offers"]:
            answer = support.OFFERS[OfferAnswer(offer["answer"])]
            rows.append([gettext("Offered"), f"{support.service(offer['service'])}: {answer}. {day(offer['at'])}"])
        for plan in one.get("plans", ()):
            own = OwnPlan(**{part: plan[part] for part in ("wants", "helps", "they_do", "we_do")})
            said = (f"{title}: {' '.join(text.split())}" for title, text in parts_on_paper(own))
            rows.append([gettext("My plan"), f"{day(plan['at'])}. {' '.join(said)}"])
        rows += _told(one, day)
        made.append({"title": gettext("Support: %(name)s") % {"name": support.service(one["service"])}, "rows": rows})
    return made


def _told(one: Plain, day: Say) -> list[list[str]]:
    """How they are reached safely, reminders, and the step about children, as the person has told it. Words that were
    agreed on, by which each knows the other, are not put on paper: whoever finds it would know them too."""
    rows: list[list[str]] = []
    if "safe" in one:
        safe_contact = from_plain(dict(one["safe"]))
        parts = [safe_contact.value, words.meeting(safe_contact.channel, safe_contact.days, safe_contact.hours)]
        parts += [safe_contact.when, safe_contact.interpreter]
        said = ". ".join(part[:1].upper() + part[1:].rstrip(".") for part in parts if part)
        rows.append([gettext("How we reach you safely"), said])
        if safe_contact.our_phrase or safe_contact.their_phrase or safe_contact.stop_phrase:
            rows.append([gettext("Words we have agreed on"), gettext("They are kept, and not written here. Ask us.")])
    rows += [
        [gettext("What is safe was told"), f"{followup.on_paper(told['on'])}. {agreed.SAID_BY[SaidBy(told['by'])]}"]
        for told in one.get("safe_told", ())
    ]
    if "reminders" in one:
        wish = one["reminders"]
        text = agreed.WAYS[ReminderWay(wish["way"])] if wish["wanted"] else gettext("You did not want any.")
        rows.append([gettext("Reminders of talks"), f"{day(wish['at'])}: {text}"])
    rows += [
        [gettext("Reminder"), f"{followup.on_paper(sent['on'])}: {agreed.REMINDED[ReminderState(sent['state'])]}"]
        for sent in one.get("reminded", ())
    ]
    asked = of_children.step(Children(**one["children"])) if "children" in one else ""
    if asked:
        rows.append([gettext("Children, as you told us"), asked])
    return rows


def children(found: Extract, day: Say) -> list[dict[str, object]]:
    """Of a child's own contact, on whose yes it rests."""
    rows = [
        [
            gettext("%(years)s years old, %(day)s") % {"years": one["band"].replace("-", "–"), "day": day(one["at"])},
            str(of_children.CONSENTS[Consent(one["consent"])]),
        ]
        for one in found.attached.get("children", ())
    ]
    return [{"title": gettext("Who said yes to the contact"), "rows": rows}] if rows else []


def follow_ups(found: Extract, day: Say) -> list[dict[str, object]]:
    """Days on which contact was offered, and the person's own answers, question by question."""
    rows = []
    for one in found.attached.get("follow_ups", ()):
        if "answers" in one:
            kind = Questions(one["questions"])
            said = [f"{questions.ASKED[name]} {questions.ANSWERS[kind][put]}" for name, put in one["answers"].items()]
            rows.append([f"{questions.TITLES[kind]} {day(one['answered'])}", "\n".join(said)])
        else:
            rows.append([followup.on_paper(one["on"]), str(followup.STATES[State(one["state"])])])
    return [{"title": gettext("Follow-up"), "rows": rows}] if rows else []


def safety(found: Extract, moment: Say) -> list[dict[str, object]]:
    """What the person said of their fear, when the police were asked and answered, and what was agreed."""
    rows = []
    for one in found.attached.get("safety", ()):
        match one["what"]:
            case "fear":
                level = str(one["level"]) if "level" in one else gettext("did not want to say")
                rows.append([gettext("How afraid they are"), f"{moment(one['at'])}: {level}. {one['words']}".strip()])
            case "police":
                answered = str(safe.ASSESSED[AssessmentState(one["state"])])
                if one["state"] == AssessmentState.ANSWERED:
                    answered = f"{answered}, {followup.on_paper(one['answered'])}"
                when = followup.on_paper(one["on"])
                rows.append([gettext("Protection assessment asked for %(when)s") % {"when": when}, answered])
            case "measure":
                kind, by = safe.KINDS[MeasureKind(one["kind"])], safe.DOERS[Doer(one["by"])]
                rows.append(
                    [
                        gettext("What is agreed"),
                        f"{moment(one['at'])}: {kind}. {by}. {safe.MEASURE_STATES[MeasureState(one['state'])]}",
                    ]
                )
            case "company":
                way, state = safe.COMPANY_WAYS[CompanyWay(one["way"])], safe.COMPANY_STATES[CompanyState(one["state"])]
                rows.append([gettext("Company to the police"), f"{moment(one['at'])}: {way}. {state}"])
    return [{"title": gettext("Safety"), "rows": rows}] if rows else []


def plans(found: Extract, moment: Say) -> list[dict[str, object]]:
    """Plans (SIG): what each is to lead to, whose consent and for what, what was shared when."""
    made: list[dict[str, object]] = []
    for one in found.attached.get("plans", ()):
        rows = [[gettext("What the plan is to lead to"), str(one["aim"])]]
        for consent in one["consents"]:
            kinds = ", ".join(str(sig.SHARES[Share(kind)]) for kind in consent["kinds"])
            ends = consent.get("revoked", consent["to"])
            who = sig.GIVERS[Giver[consent["giver"].upper()]]
            party = sig.KINDS[PartyKind(consent["party"])]
            rows.append(
                [f"{gettext('Consent')}: {party}", f"{who}. {moment(consent['from'])} – {moment(ends)}. {kinds}"]
            )
        for told in one["shared"]:
            what, way = sig.SHARES[Share(told["kind"])], sig.WAYS[SharedBy(told["way"])]
            rows.append(
                [gettext("shared"), f"{moment(told['at'])}: {sig.KINDS[PartyKind(told['party'])]}. {what}. {way}"]
            )
        state = sig.STATES[PlanState(one["state"])]
        made.append({"title": f"{gettext('Plans (SIG)')}: {one['number']}, {str(state).lower()}", "rows": rows})
    return made
