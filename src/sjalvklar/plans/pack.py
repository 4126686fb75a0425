# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a merged pack to what the municipality has decided about its plans, and what does not hold together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from sjalvklar.kernel.yamlsource import Fault
from sjalvklar.organisation.pack import Bundle
from sjalvklar.plans.rules import Settings

_FILE = "plans"
_DEFAULT = Settings()


def build(found: Bundle) -> Settings:
    """The settings of a bundle without faults."""
    consent = found.document[_FILE].get("consent", {})
    overdue = found.document[_FILE].get("overdue", {})
    return Settings(
        longest_consent=timedelta(days=consent.get("longest_days", _DEFAULT.longest_consent.days)),
        tell_before=timedelta(days=consent.get("tell_days_before", _DEFAULT.tell_before.days)),
        up_after=timedelta(days=overdue.get("head_after_days", _DEFAULT.up_after.days)),
    )


def faults(found: Bundle) -> Iterator[Fault]:
    """A consent that is told of before it can have begun."""
    if build(found).tell_before >= build(found).longest_consent:
        where = (_FILE, "consent")
        yield found.fault(where, _("whoever leads is told that a consent ends before it can have begun"))
