# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses under /desk/support/: lists, a new one, notice and offer. No address says whom anything is about."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.agreed import lists as agreed
from sjalvklar.faces.desk.followup import lists as followups
from sjalvklar.faces.desk.followup import paper
from sjalvklar.faces.desk.support import groups, lists, notice, offered, register

urlpatterns = [
    path("", lists.mine, name="desk_supports"),
    path("waiting/", lists.waiting, name="desk_supports_waiting"),
    path("unit/", lists.unit, name="desk_supports_unit"),
    path("closed/", lists.closed, name="desk_supports_closed"),
    path("new/", register.new, name="desk_support_new"),
    path("groups/", groups.groups, name="desk_groups"),
    path("groups/<uuid:group_id>/", groups.group, name="desk_group"),
    path("groups/<uuid:group_id>/change/", groups.change, name="desk_group_change"),
    path("reminders/", agreed.reminders, name="desk_reminders"),
    path("follow-up/", followups.unit, name="desk_followups"),
    path("follow-up/paper/<slug:kind>/", paper.sheet, name="desk_followup_paper"),
    path("there-is/", offered.offered, name="desk_offered"),
    path("among/", groups.among, name="desk_among"),
    path("notice/", notice.new, name="desk_notice"),
    path("noticed/", notice.mine, name="desk_noticed"),
    path("noticed/<uuid:noticed_id>/", notice.receipt, name="desk_noticed_one"),
]
