# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "sjalvklar.casework"
    label = "casework"

    def ready(self) -> None:
        from sjalvklar.casework import belongings as held
        from sjalvklar.casework.keeping import CaseFiles
        from sjalvklar.disposal import sources
        from sjalvklar.organisation import belongings

        files = CaseFiles()
        sources.tell(files=files, rows=files)
        belongings.tell(held.Cases())
