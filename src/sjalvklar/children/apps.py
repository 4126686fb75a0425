# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "sjalvklar.children"
    label = "children"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from sjalvklar.children import keeping
        from sjalvklar.children.models import Concern

        post_delete.connect(keeping.destroy_key, sender=Concern, dispatch_uid="children.concern_key")
