# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Logs that say what went wrong and never for whom: no address, no URL, no name of a host that was asked for."""

from __future__ import annotations

import logging
import traceback

from django.db import OperationalError


class NoTrace(logging.Filter):
    """Django writes the path of what it refused or could not do, and Python what it stumbled on. A path here can hold
    a relative's answers, and what was stumbled on can be what somebody wrote, or the row that a database refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(("django.request", "django.security")):
            status = getattr(record, "status_code", None)
            record.msg, record.args = f"A request was answered with {status or 'a refusal'}", ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = _where(record.exc_info[1])
            record.exc_info = None
        return True


def _where(error: BaseException) -> str:
    """Where it happened and what kind of fault it was, without the words of the fault; those of a machine that does
    not answer are kept, for whoever looks after it."""
    before = error.__cause__ or error.__context__
    said = f": {error}" if isinstance(error, OSError | OperationalError) else ""
    lines = [_where(before), "which led to:"] if before is not None else []
    return "\n".join([*lines, "".join(traceback.format_tb(error.__traceback__)).rstrip(), type(error).__name__ + said])
