# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of one support, each under its random id."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.agreed import booked, plan
from sjalvklar.faces.desk.agreed import safe as reached
from sjalvklar.faces.desk.followup import page, paper
from sjalvklar.faces.desk.safety import doing
from sjalvklar.faces.desk.safety import page as safety_page
from sjalvklar.faces.desk.support import copying, one

urlpatterns = [
    path("", one.support, name="desk_support"),
    path("take/", one.take, name="desk_support_take"),
    path("write/", one.write, name="desk_support_write"),
    path("talk/", one.talk, name="desk_support_talk"),
    path("book/", one.book, name="desk_support_book"),
    path("settle/", one.settle, name="desk_support_settle"),
    path("children/", one.children, name="desk_support_children"),
    path("offer/", one.offer, name="desk_support_offer"),
    path("apply/", one.apply, name="desk_support_apply"),
    path("next/", one.coming, name="desk_support_next"),
    path("reveal/", one.reveal, name="desk_support_reveal"),
    path("hand-over/", one.hand_over, name="desk_support_hand_over"),
    path("close/", one.close, name="desk_support_close"),
    path("copy/", copying.copy, name="desk_support_copy"),
    path("reopen/", one.reopen, name="desk_support_reopen"),
    path("follow-up/", page.followup, name="desk_followup"),
    path("follow-up/plan/", page.plan, name="desk_followup_plan"),
    path("follow-up/add/", page.add, name="desk_followup_add"),
    path("follow-up/settle/", page.settle, name="desk_followup_settle"),
    path("follow-up/consent/", page.consent, name="desk_followup_consent"),
    path("follow-up/ask/", page.ask, name="desk_followup_ask"),
    path("follow-up/take-back/", page.take_back, name="desk_followup_take_back"),
    path("follow-up/note/", page.note, name="desk_followup_note"),
    path("follow-up/prove/", paper.prove, name="desk_followup_prove"),
    path("own-plan/", plan.plan, name="desk_own_plan"),
    path("own-plan/change/", plan.change, name="desk_own_plan_change"),
    path("own-plan/paper/", plan.paper, name="desk_own_plan_paper"),
    path("talks/", booked.booked, name="desk_booked"),
    path("talks/change/", booked.change, name="desk_booked_change"),
    path("safe/", reached.safe, name="desk_safe"),
    path("safe/change/", reached.change, name="desk_safe_change"),
    path("safety/", safety_page.safety, name="desk_safety"),
    path("safety/change/", doing.change, name="desk_safety_change"),
    path("safety/show/", doing.show, name="desk_safety_show"),
]
