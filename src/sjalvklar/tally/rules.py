# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """The deeds that are counted. Values are kept for ever: add, never change."""

    CONTACT = "contact"  # a relative wrote for the first time
    WROTE_AGAIN = "wrote_again"
    ANSWER = "answer"  # a message to the relative from the desk
    FIRST_ANSWER = "first_answer"
    LATE_ANSWER = "late_answer"  # a first answer after the promised time
    ESCALATED = "escalated"  # nobody took it in time
    PASSED = "passed"  # to another unit of the same authority
    CLOSED = "closed"  # by the desk
    CLOSED_BY_RELATIVE = "closed_by_relative"
    REOPENED = "reopened"
    ERASED = "erased"
    INCIDENT_OPENED = "incident_opened"
    INCIDENT_CLOSED = "incident_closed"
    FAMILY_REACHED = "family_reached"  # a family after an incident, for the first time
    CHECKPOINT_DONE = "checkpoint_done"
    CHECKPOINT_LATE = "checkpoint_late"  # nobody had done it when it was due
    NOTICED = "noticed"  # a relative, by somebody in whatever unit
    OFFERED = "offered"  # support, to somebody who was noticed
    SUPPORT_OPENED = "support_opened"
    SUPPORT_CLOSED = "support_closed"
    SUPPORT_LATE = "support_late"  # nobody took it in time, or its next step was not taken when it should be
    TALK_HELD = "talk_held"
    SERVICE_WANTED = "service_wanted"
    SERVICE_DECLINED = "service_declined"
    HOW_TO_APPLY = "how_to_apply"  # a relative was told how to apply for assessed help
    CHILDREN_ASKED = "children_asked"  # in a contact with an adult
    CHILD_KNOWN = "child_known"  # each child that an adult told of
    CHILD_OFFERED = "child_offered"  # each of them who was offered support of their own
    CHILD_TALK = "child_talk"  # a talk with a child whom an adult told of
    CHILD_CONTACT = "child_contact"  # a support that is a child's own
    CONCERN_REPORTED = "concern_reported"  # a report of concern for a child (orosanmälan)
    CONCERN_NOT_REPORTED = "concern_not_reported"  # it was weighed, and was not reported
    CONCERN_ANSWERED = "concern_answered"  # whoever received it has said what came of it
    GROUP_HELD = "group_held"
    OUTREACH = "outreach"
    FOLLOWED_UP = "followed_up"  # contact was offered on the day that was agreed
    FOLLOW_UP_LATE = "follow_up_late"  # nobody had offered it when that day had passed
    LONG_FOLLOW_UP = "long_follow_up"  # a relative wants us to go on after the support has ended
    FEEDBACK_ASKED = "feedback_asked"  # a relative was given our questions
    FEEDBACK_ANSWERED = "feedback_answered"
    FEEDBACK_HELPED = "feedback_helped"  # of those who answered: the help was what they needed
    FEEDBACK_NOT_HELPED = "feedback_not_helped"  # of those who answered: it was not
    FEAR_DIFFERS = "fear_differs"  # great fear, and no measure or no answer from the police: once for each answer
    PROTECTION_ASKED = "protection_asked"  # the police were asked for a protection assessment
    MEASURE_AGREED = "measure_agreed"
    MEASURE_LATE = "measure_late"  # nobody had looked at it again when they should
    POLICE_COMPANY = "police_company"  # somebody was with a relative who reported a crime
    PROOF_OF_CONTACT = "proof_of_contact"  # a relative asked for a paper that says on which days there was contact
    PLAN_BEGUN = "plan_begun"  # of a social intervention group (SIG)
    PLAN_FOR_THREATENED = "plan_threatened"  # of those begun: for a relative under threat (hotad anhörig)
    PLAN_CONSENT_REVOKED = "plan_consent_revoked"
    PLAN_CLOSED_GOAL_REACHED = "plan_closed_goal_reached"
    PLAN_CLOSED_NOT_SUITED = "plan_closed_not_suited"
    PLAN_CLOSED_NO_CONSENT = "plan_closed_no_consent"
    PLAN_CLOSED_OTHER_HELP = "plan_closed_other_help"
    PLAN_CLOSED_MOVED = "plan_closed_moved"
    PLAN_CLOSED_NO_CONTACT = "plan_closed_no_contact"
    PLAN_CLOSED_DECEASED = "plan_closed_deceased"


@dataclass(frozen=True, slots=True)
class Total:
    """A count of one group."""

    group: tuple[str, ...]
    count: int
