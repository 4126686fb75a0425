# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "sjalvklar.mailbox"
    label = "mailbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sjalvklar.disposal import sources
        from sjalvklar.mailbox import belongings as held
        from sjalvklar.mailbox import checks as checks
        from sjalvklar.mailbox.keeping import Contacts
        from sjalvklar.organisation import belongings

        contacts = Contacts()
        sources.tell(counted=contacts, rows=contacts)
        belongings.tell(held.Contacts())
