# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "sjalvklar.support"
    label = "support"

    def ready(self) -> None:
        from sjalvklar.casework import attached as with_cases
        from sjalvklar.casework import ending
        from sjalvklar.casework import stops as of_cases
        from sjalvklar.disposal import sources
        from sjalvklar.organisation import belongings
        from sjalvklar.support import attached, stops
        from sjalvklar.support import belongings as held
        from sjalvklar.support.actions import died, with_case
        from sjalvklar.support.keeping import Supports

        kept = Supports()
        sources.tell(counted=kept, rows=kept)
        belongings.tell(held.Supports())
        attached.tell(attached.Supports())
        with_cases.tell_of_notes(attached.notes_in_case)
        of_cases.tell(stops.in_cases)
        ending.tell(with_case.EndsWithCase())
        ending.tell_of_death(died.in_cases)
