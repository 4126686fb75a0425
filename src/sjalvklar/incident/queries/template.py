# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The template of the municipality's pack."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings

from sjalvklar.incident import pack
from sjalvklar.incident.rules import Template
from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.queries import municipality


class _Kept:
    """The bundle that was read last, and its template."""

    found: ClassVar[Bundle | None] = None
    template: ClassVar[Template] = Template()


def template() -> Template:
    """What the municipality has decided beforehand."""
    found = municipality.read(settings.PACK_DIR)
    if _Kept.found is not found:
        _Kept.found, _Kept.template = found, pack.build(found)
    return _Kept.template


def zone() -> ZoneInfo:
    """The clock on the wall."""
    return municipality.organisation().municipality.zone
