# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "sjalvklar.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sjalvklar.disposal import sources
        from sjalvklar.review import keeping

        reviews = keeping.Reviews()
        sources.tell(flow=reviews, rows=reviews)
