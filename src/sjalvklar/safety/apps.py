# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "sjalvklar.safety"
    label = "safety"

    def ready(self) -> None:
        from sjalvklar.safety.actions.violence import not_to_be_reached
        from sjalvklar.safety.attached import InSupports
        from sjalvklar.support import attached, stops

        stops.tell(not_to_be_reached)
        attached.tell(InSupports())
