# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "sjalvklar.plans"
    label = "plans"

    def ready(self) -> None:
        from sjalvklar.organisation import belongings
        from sjalvklar.plans import belongings as held

        belongings.tell(held.Plans())
