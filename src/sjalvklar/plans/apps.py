# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "sjalvklar.plans"
    label = "plans"

    def ready(self) -> None:
        from sjalvklar.casework import attached, ending
        from sjalvklar.organisation import belongings
        from sjalvklar.plans import belongings as held
        from sjalvklar.plans.actions import consents
        from sjalvklar.plans.actions.with_case import EndsWithCase
        from sjalvklar.plans.attached import InCases

        belongings.tell(held.Plans())
        attached.tell(InCases())
        ending.tell(EndsWithCase())
        ending.tell_of_death(consents.has_died)
