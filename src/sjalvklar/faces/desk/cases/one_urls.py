# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of one case, under its random id."""

from __future__ import annotations

from django.urls import path

from sjalvklar.faces.desk.cases import case, copies, people, protection
from sjalvklar.faces.desk.plans import lists as plans

urlpatterns = [
    path("plan/", plans.of_case, name="desk_case_plans"),
    path("", case.case, name="desk_case"),
    path("write/", case.write, name="desk_case_write"),
    path("reveal/", case.reveal, name="desk_case_reveal"),
    path("identity/", case.change_identity, name="desk_case_identity"),
    path("hand-over/", case.hand_over, name="desk_case_hand_over"),
    path("close/", case.close, name="desk_case_close"),
    path("together/", case.together, name="desk_case_together"),
    path("reopen/", case.reopen, name="desk_case_reopen"),
    path("protect/", protection.protect, name="desk_case_protect"),
    path("level/", protection.level, name="desk_case_level"),
    path("name/", protection.name, name="desk_case_name"),
    path("second/", protection.second, name="desk_case_second"),
    path("unname/", protection.unname, name="desk_case_unname"),
    path("ask/", protection.ask, name="desk_case_ask"),
    path("approve/", protection.approve, name="desk_case_approve"),
    path("access/", case.access, name="desk_case_access"),
    path("people/", people.people, name="desk_case_people"),
    path("people/add/", people.add, name="desk_case_person_add"),
    path("people/relate/", people.relate, name="desk_case_relate"),
    path("people/<int:number>/", people.person, name="desk_case_person"),
    path("people/<int:number>/do/", people.person_do, name="desk_case_person_do"),
    path("people/<int:number>/reveal/", people.reveal, name="desk_case_person_reveal"),
    path("people/<int:number>/identity/", people.identity, name="desk_case_person_identity"),
    path("extract/", copies.extract, name="desk_case_extract"),
    path("move-out/", copies.move_out, name="desk_case_move_out"),
]
