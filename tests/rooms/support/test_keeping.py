# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A closed support is erased when its board has decided, found past its time twice; in a case it goes with that."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.mailbox.people import GRANO, NORTH, fresh
from tests.rooms.support.staff import AMAL, CALLED, MONDAY_MORNING, Staff, begin, make_staff

from sjalvklar.casework import actions as casework
from sjalvklar.disposal.rules import Holds, Why
from sjalvklar.organisation.queries import municipality
from sjalvklar.support import actions
from sjalvklar.support.keeping import Supports
from sjalvklar.support.models import Note, Support
from sjalvklar.support.rules import CloseReason
from sjalvklar.trust import subjects
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.subjects import SubjectGone

DECIDED = """
  - id: support-2026
    record: support
    board: Granö socialnämnd
    decided_on: '2026-01-20'
    number: GRAN 2026/18
    from: '2026-01-20'
    days: 90
    fact: {source: 'Påhittad kommun', checked: '2026-11-01', confidence: verified}
"""
RULE = """  - id: support
    record: support
    basis: board
    counted_from: last_activity
    from: '2025-07-01'
    ground: nämndens gallringsbeslut
    fact: {source: 'Påhittad kommun', checked: '2026-11-01', confidence: verified}
keeps:
"""


@pytest.fixture
def decided(tmp_path: Path, settings: Any) -> None:
    """Granö, whose board has decided that support is kept for ninety days."""
    folder = tmp_path / "grano"
    shutil.copytree(GRANO, folder)
    rules = (folder / "disposal.yaml").read_text(encoding="utf-8")
    (folder / "disposal.yaml").write_text(rules.rstrip() + DECIDED.replace("\n\n", "\n"), encoding="utf-8")
    said = (folder / "disposal.yaml").read_text(encoding="utf-8").replace("keeps:\n", RULE, 1)
    (folder / "disposal.yaml").write_text(said, encoding="utf-8")
    settings.PACK_DIR = folder
    municipality.clear()


def closed(staff: Staff, at: datetime) -> Support:
    support = begin(staff.jonas, service="advice", who=CALLED)
    actions.write(actor=staff.jonas, support_id=support, text="Ett", nonce=fresh(), at=at)
    actions.close(actor=staff.jonas, support_id=support, reason=CloseReason.GOAL_REACHED, at=at)
    return Support.objects.get(pk=support)


def test_without_a_decision_nothing_is_erased(staff: Staff, at: datetime) -> None:
    closed(staff, at)
    for day in (400, 402, 4000):
        assert actions.erase_expired(at=at + timedelta(days=day)) == 0
    assert Support.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_past_its_time_a_support_goes_with_its_key_and_an_open_one_stays(decided: None) -> None:
    staff, at = make_staff(), MONDAY_MORNING
    gone, kept = closed(staff, at), begin(staff.jonas)
    case = casework.open_case(actor=staff.jonas, unit_id=NORTH, identity=AMAL, nonce=fresh(), at=at)
    in_file = begin(staff.jonas, service="practical", case_id=case)
    actions.close(actor=staff.jonas, support_id=in_file, reason=CloseReason.GOAL_REACHED, at=at)
    past = at + timedelta(days=91)
    assert actions.erase_expired(at=at + timedelta(days=89)) == 0
    assert actions.erase_expired(at=past) == 0, "found once"
    assert actions.erase_expired(at=past + timedelta(hours=25)) == 1
    assert set(Support.objects.values_list("pk", flat=True)) == {kept, in_file}
    assert not Note.objects.exists()
    with pytest.raises(SubjectGone):
        subjects.cipher(gone.subject or gone.pk)
    assert gone.pk in subjects.destroyed_ids()
    assert AuditEntry.objects.filter(object=f"support:{gone.pk}", action="support.erase").exists()


def test_disposal_counts_supports_by_unit_and_forgets_what_came_back(staff: Staff, at: datetime) -> None:
    support, room = closed(staff, at), Supports()
    limit = at + timedelta(days=1)
    assert list(room.counts("sdn-norr", limit, Holds())) == [(NORTH, Why.PAST, 1)]
    assert list(room.counts("sdn-norr", None, Holds())) == [(NORTH, Why.NOT_YET, 1)]
    assert room.forget([support.pk]) == 1
    assert not Support.objects.exists()
