# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the desk. Nothing in an address says whom it is about."""

from __future__ import annotations

from django.urls import include, path, re_path

from sjalvklar.faces.desk.cases import lists
from sjalvklar.faces.desk.children import contact as concern
from sjalvklar.faces.desk.children import register as child
from sjalvklar.faces.desk.sign_in import recovery
from sjalvklar.faces.desk.views import contact, duty, errors, files, language, leaving, queue, writing

urlpatterns = [
    path("", queue.waiting, name="desk"),
    path("mine/", queue.mine, name="desk_mine"),
    path("unit/", queue.unit, name="desk_unit"),
    path("unit/people/", leaving.loads, name="desk_loads"),
    path("unit/people/<int:staff_id>/", leaving.load, name="desk_load"),
    path("closed/", queue.closed, name="desk_closed"),
    path("news/", queue.news, name="desk_news"),
    path("k/<uuid:thread_id>/", contact.contact, name="desk_contact"),
    path("k/<uuid:thread_id>/news/", contact.contact_news, name="desk_contact_news"),
    path("k/<uuid:thread_id>/take/", contact.take, name="desk_take"),
    path("k/<uuid:thread_id>/answer/", contact.answer, name="desk_answer"),
    path("k/<uuid:thread_id>/keep/", contact.keep, name="desk_keep"),
    path("k/<uuid:thread_id>/hand-over/", contact.hand_over, name="desk_hand_over"),
    path("k/<uuid:thread_id>/pass-on/", contact.pass_on, name="desk_pass_on"),
    path("k/<uuid:thread_id>/close/", contact.close, name="desk_close"),
    path("k/<uuid:thread_id>/reveal/", contact.reveal, name="desk_reveal"),
    path("k/<uuid:thread_id>/f/<uuid:file_id>/", files.file, name="desk_file"),
    path("k/<uuid:thread_id>/f/<uuid:file_id>/<int:number>/", files.sheet, name="desk_sheet"),
    path("k/<uuid:thread_id>/f/<uuid:file_id>/original/", files.original, name="desk_original"),
    path("k/<uuid:thread_id>/concern/", concern.concern, name="desk_concern"),
    path("k/<uuid:thread_id>/concern-<slug:deed>/", concern.do, name="desk_concern_do"),
    # What is being written, about a case, a support, a contact, a family, an incident or a plan.
    re_path(
        r"^(?P<room>[csk]|incidents/[if]|plans/p)/(?P<thing>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/draft/$",
        writing.draft,
        name="desk_draft",
    ),
    path("support/new/draft/", writing.new, name="desk_draft_new"),
    path("duty/", duty.duty, name="desk_duty"),
    path("duty/add/", duty.add_duty, name="desk_add_duty"),
    path("duty/<int:duty_id>/remove/", duty.remove_duty, name="desk_remove_duty"),
    path("stand-in/add/", duty.add_stand_in, name="desk_add_stand_in"),
    path("stand-in/<int:stand_in_id>/remove/", duty.remove_stand_in, name="desk_remove_stand_in"),
    path("staff/<int:staff_id>/sign-in/", recovery.ask, name="desk_renew_sign_in"),
    path("staff/<int:staff_id>/vouch/", recovery.approve, name="desk_approve_recovery"),
    path("staff/waiting/", recovery.waiting, name="desk_vouch"),
    path("cases/", include("sjalvklar.faces.desk.cases.urls")),
    path("c/<uuid:case_id>/", include("sjalvklar.faces.desk.cases.one_urls")),
    path("support/child/", child.new, name="desk_child_new"),
    path("support/", include("sjalvklar.faces.desk.support.urls")),
    path("s/<uuid:support_id>/", include("sjalvklar.faces.desk.support.one_urls")),
    path("s/<uuid:support_id>/", include("sjalvklar.faces.desk.children.one_urls")),
    path("plans/", include("sjalvklar.faces.desk.plans.urls")),
    path("incidents/", include("sjalvklar.faces.desk.incidents.urls")),
    path("disposal/", include("sjalvklar.faces.desk.disposal.urls")),
    path("review/", include("sjalvklar.faces.desk.review.urls")),
    path("notices/<int:notice_id>/seen/", lists.notice_seen, name="desk_notice_seen"),
    path("language/", language.language, name="desk_language"),
    path("in/", include("sjalvklar.faces.desk.sign_in.urls")),
    re_path(r"^.*$", errors.not_there),
]
