# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "sjalvklar.followup"
    label = "followup"

    def ready(self) -> None:
        from sjalvklar.casework import attached
        from sjalvklar.followup import after_the_end
        from sjalvklar.followup.attached import InCases
        from sjalvklar.support import ending

        ending.tell(ended=after_the_end.ended, kept=after_the_end.kept, died=after_the_end.died)
        attached.tell(InCases())
