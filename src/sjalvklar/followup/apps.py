# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "sjalvklar.followup"
    label = "followup"

    def ready(self) -> None:
        from sjalvklar.followup import after_the_end
        from sjalvklar.followup.attached import InSupports
        from sjalvklar.support import attached, ending

        ending.tell(ended=after_the_end.ended, kept=after_the_end.kept, died=after_the_end.died)
        attached.tell(InSupports())
