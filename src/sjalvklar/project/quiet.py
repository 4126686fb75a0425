# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Logs that say what went wrong and never for whom: no address, no URL, no name of a host that was asked for."""

from __future__ import annotations

import logging


class NoTrace(logging.Filter):
    """Django writes the path of what it refused or could not do. A path here can hold a relative's answers."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(("django.request", "django.security")):
            status = getattr(record, "status_code", None)
            record.msg, record.args = f"A request was answered with {status or 'a refusal'}", ()
        return True
