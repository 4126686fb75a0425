# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "sjalvklar.children"
    label = "children"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from sjalvklar.children import copies, keeping
        from sjalvklar.children.models import Concern
        from sjalvklar.support import attached

        attached.hold_back(copies.held_back)
        attached.tell(copies.InSupports())
        post_delete.connect(keeping.destroy_key, sender=Concern, dispatch_uid="children.concern_key")
