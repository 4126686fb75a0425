# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class IncidentConfig(AppConfig):
    name = "sjalvklar.incident"
    label = "incident"

    def ready(self) -> None:
        from sjalvklar.disposal import sources
        from sjalvklar.incident.belongings import Incidents
        from sjalvklar.incident.keeping import IncidentFiles
        from sjalvklar.organisation import belongings

        files = IncidentFiles()
        sources.tell(files=files, rows=files)
        belongings.tell(Incidents())
