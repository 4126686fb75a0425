# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class DisposalConfig(AppConfig):
    name = "sjalvklar.disposal"
    label = "disposal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sjalvklar.disposal import log, sources

        sources.tell(flow=log.Log())
