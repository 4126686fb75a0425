# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deeds are counted by day, never by person, and stay when the deed is erased."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from sjalvklar.tally import actions, queries
from sjalvklar.tally.models import Fact
from sjalvklar.tally.rules import Total, What

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")
LATE = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


def test_a_deed_late_in_the_evening_is_counted_on_the_day_it_was_where_people_live() -> None:
    actions.count(
        what=What.CONTACT, unit="norr", at=LATE, zone=STOCKHOLM, situation="crime", language="ar", child=True
    )
    fact = Fact.objects.get()
    assert fact.on == date(2026, 11, 23)
    assert not {field.name for field in Fact._meta.get_fields()} & {"at", "thread", "staff", "person"}


def test_totals_are_grouped_by_what_is_asked() -> None:
    for unit, language in (("norr", "ar"), ("norr", "sv"), ("soder", "sv")):
        actions.count(what=What.CONTACT, unit=unit, at=LATE, zone=STOCKHOLM, language=language)
    actions.count(what=What.ANSWER, unit="norr", at=LATE, zone=STOCKHOLM)
    assert queries.totals(what=What.CONTACT) == (Total((), 3),)
    assert queries.totals(what=What.CONTACT, by=["unit"]) == (Total(("norr",), 2), Total(("soder",), 1))
    assert queries.totals(unit="norr", by=["what", "language"]) == (
        Total(("answer", ""), 1),
        Total(("contact", "ar"), 1),
        Total(("contact", "sv"), 1),
    )
    assert queries.totals(since=date(2026, 11, 24)) == (Total((), 0),)
    assert queries.totals(until=date(2026, 11, 22)) == (Total((), 0),)
    with pytest.raises(ValueError, match="thread"):
        queries.totals(by=["thread"])


def test_a_deed_that_is_undone_is_not_counted() -> None:
    with transaction.atomic():
        actions.count(what=What.CONTACT, unit="norr", at=LATE, zone=STOCKHOLM)
        transaction.set_rollback(True)
    assert not Fact.objects.exists()
