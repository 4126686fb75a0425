# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""An incident is kept until the board decides otherwise, is open as long as anybody is followed, and goes whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.rooms.mailbox.people import NORTH, fresh

from sjalvklar.disposal.rules import RecordType
from sjalvklar.disposal.sources import FILES
from sjalvklar.incident import actions, content, pack
from sjalvklar.incident.models import Family, Incident
from sjalvklar.incident.rules import Outcome, Way
from sjalvklar.organisation.pack import bundle
from sjalvklar.organisation.pack.bundle import ROOT
from sjalvklar.trust import subjects
from sjalvklar.trust.subjects import SubjectGone


@pytest.fixture
def closed(staff, incident, add, at):
    """Closed after a week, with one family that is followed."""
    family, then = add(), at + timedelta(days=7)
    samir = staff.viewer("samir", at)
    actions.reach(actor=samir, family_id=family, way=Way.VISIT, outcome=Outcome.REACHED, nonce=fresh(), at=at)
    actions.consent(actor=samir, family_id=family, yes=True, at=at)
    jonas = staff.viewer("jonas", then)
    actions.calm(actor=jonas, incident_id=incident, at=then)
    actions.close(actor=jonas, incident_id=incident, at=then)
    return family


def test_it_is_open_as_long_as_a_family_is_followed(staff, incident, closed, at) -> None:
    [file] = FILES[RecordType.INCIDENT].files(Incident.objects.get().authority_id)
    assert (file.thing, file.unit, file.about.is_open) == (incident, NORTH, True)
    later = at + timedelta(days=400)
    actions.consent(actor=staff.viewer("samir", later), family_id=closed, yes=False, at=later)
    file = FILES[RecordType.INCIDENT].locked(incident)
    assert file is not None
    assert (file.about.is_open, file.about.counted) == (False, later.date())


def test_erased_it_goes_whole_and_its_keys_with_it(incident, closed, at, django_capture_on_commit_callbacks) -> None:
    sealed = bytes(Family.objects.get().body)
    content.open_family(subjects.cipher(closed), sealed, closed)
    with django_capture_on_commit_callbacks(execute=True):
        FILES[RecordType.INCIDENT].erase(incident, decision="beslut-1", at=at)
    assert not Incident.objects.exists()
    assert not Family.objects.exists()
    for subject in (incident, closed):
        with pytest.raises(SubjectGone):
            subjects.cipher(subject)


def test_what_an_old_copy_brings_back_is_taken_away_again(incident, closed) -> None:
    files = FILES[RecordType.INCIDENT]
    assert files.forget([closed]) == 1  # type: ignore[attr-defined]
    assert files.forget([closed]) == 0  # type: ignore[attr-defined]
    assert files.forget([incident]) == 1  # type: ignore[attr-defined]


def test_a_template_that_leads_nowhere_is_said_with_file_and_line(tmp_path) -> None:
    (tmp_path / "pack.yaml").write_text("format: 1\nid: x\n", encoding="utf-8")
    (tmp_path / "incidents.yaml").write_text(
        "tasks:\n  - {id: t, name: {sv: a, en: a}, after: {hours: 1}, role: nobody}\n"
        "numbers:\n  - {id: n, name: {sv: a, en: a}, receiver: nowhere}\n",
        encoding="utf-8",
    )
    found = [str(fault) for fault in pack.faults(bundle(tmp_path))]
    assert ["incidents.yaml:2" in found[0], "incidents.yaml:4" in found[1]] == [True, True]


def test_the_product_has_a_template_with_all_that_practice_asks_for() -> None:
    template = pack.build(bundle(ROOT / "solvik"))
    assert [step.id for step in template.checkpoints] == [
        *("h24", "h72", "d7", "d14", "d25", "w6", "d80", "m6", "m11", "y1", "m30")
    ]
    assert len(template.authorities) >= 15
    assert any(one.alerted for one in template.numbers)
