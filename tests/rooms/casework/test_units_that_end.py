# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A unit is closed or merged while contacts and cases are open: they go on in the unit that took over."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree
from uuid import UUID

import pytest
from tests.rooms.casework.staff import Staff
from tests.rooms.mailbox.people import GRANO, INTAKE, IT, NORTH, fresh

from sjalvklar.casework import actions, queries
from sjalvklar.casework.models import BreakGlass, Case
from sjalvklar.casework.queries import View
from sjalvklar.casework.rules import CloseReason, GlassReason
from sjalvklar.mailbox import actions as mailbox
from sjalvklar.mailbox import queries as contacts
from sjalvklar.mailbox.models import Thread, Wrap
from sjalvklar.mailbox.rules import CloseReason as Ended
from sjalvklar.mailbox.rules import ContactFacts
from sjalvklar.organisation import pack
from sjalvklar.organisation.actions import NobodyTakesOver, apply_pack, grant
from sjalvklar.organisation.models import Unit
from sjalvklar.organisation.queries import municipality, organisation
from sjalvklar.organisation.rules import Organisation
from sjalvklar.organisation.rules.staff import Role
from sjalvklar.project import prepare
from sjalvklar.project.cli import start
from sjalvklar.project.cli.plain import Plain
from sjalvklar.trust.queries import entries_about

Open = Callable[..., UUID]
LAST, AFTER = date(2026, 11, 30), datetime(2026, 12, 1, 8, tzinfo=UTC)
MERGED = "norr-stod"


def merged(*, authority: str = "sdn-norr", last: date = LAST) -> Organisation:
    """The north's two units have become one."""
    before = organisation()
    north, intake = before.unit(NORTH), before.unit(INTAKE)
    assert north
    assert intake
    new = replace(north, id=MERGED, name="Stödet i Norr", authority=authority, predecessors=(NORTH, INTAKE))
    ended = {NORTH: replace(north, valid_to=last), INTAKE: replace(intake, valid_to=last)}
    return replace(before, units=(*(ended.get(unit.id, unit) for unit in before.units), new))


def contact(staff: Staff, at: datetime, unit_id: str = NORTH) -> mailbox.Stored:
    return mailbox.store_contact(nonce=fresh(), unit_id=unit_id, text="Hjälp", answers=ContactFacts(), at=at)


def takes_part(staff: Staff, name: str, role: Role = Role.RELATIVES_ADVISER) -> None:
    """Somebody gets their role in the new unit, by a person and not by the pack."""
    unit = Unit.objects.filter(pk=MERGED)
    if not unit.exists():
        apply_pack(merged(last=date(2099, 1, 1)), actor=IT, at=AFTER)
    grant(
        staff_id=staff.ids[name], unit_id=MERGED, role=role, valid_from=AFTER - timedelta(days=9), actor=IT, at=AFTER
    )


def test_what_is_open_goes_on_in_the_unit_that_took_over_with_owners_and_clocks(staff, open_case: Open, at) -> None:
    taken, waiting, case = contact(staff, at), contact(staff, at, INTAKE), open_case()
    mailbox.take(actor=staff.jonas, thread_id=taken.thread_id, at=at)
    takes_part(staff, "jonas")
    takes_part(staff, "ines", Role.UNIT_HEAD)
    before = {one.pk: (one.state, one.due_at, one.take_by) for one in Thread.objects.all()}
    assert apply_pack(merged(), actor=IT, at=datetime(2026, 11, 30, 22, tzinfo=UTC)) == 0
    assert set(Thread.objects.values_list("unit_id", flat=True)) == {NORTH, INTAKE}, "its last day is not past"
    apply_pack(merged(), actor=IT, at=AFTER)
    assert {one.pk: (one.state, one.due_at, one.take_by) for one in Thread.objects.all()} == before
    assert set(Thread.objects.values_list("unit_id", flat=True)) == {MERGED}
    assert set(Wrap.objects.values_list("holder", flat=True)) == {"code", f"unit:{MERGED}"}
    assert Case.objects.get(pk=case).unit_id == MERGED
    jonas = staff.viewer("jonas", AFTER)
    assert mailbox.read(actor=jonas, thread_id=taken.thread_id, at=AFTER).messages[0].text == "Hjälp"
    assert actions.read(actor=jonas, case_id=case, at=AFTER).row.mine
    waits = contacts.worklist(jonas, unit_id=MERGED, view=contacts.View.WAITING, at=AFTER).rows
    assert [row.id for row in waits] == [waiting.thread_id]
    entry = next(e for e in entries_about(f"case:{case}") if e.action == "case.move_unit")
    assert (entry.actor_id, entry.detail) == ("pack", {"from": NORTH, "to": MERGED})
    assert "contact.move_unit" in {e.action for e in entries_about(f"thread:{taken.thread_id}")}
    assert apply_pack(merged(), actor=IT, at=AFTER) == 0, "once is enough"
    assert not Unit.objects.get(pk=NORTH).receives_messages


def test_what_belonged_to_somebody_without_a_role_in_the_new_unit_is_its_heads(staff, open_case: Open, at) -> None:
    taken, case = contact(staff, at), open_case()
    mailbox.take(actor=staff.jonas, thread_id=taken.thread_id, at=at)
    takes_part(staff, "ines", Role.UNIT_HEAD)
    apply_pack(merged(), actor=IT, at=AFTER)
    assert Thread.objects.get().owner_id == staff.ids["ines"]
    assert [row.id for row in queries.worklist(staff.viewer("ines", AFTER), view=View.MINE, at=AFTER)] == [case]


def test_who_wrote_can_write_again_after_the_unit_has_ended(staff, at) -> None:
    stored = contact(staff, at)
    mailbox.take(actor=staff.jonas, thread_id=stored.thread_id, at=at)
    mailbox.close(actor=staff.jonas, thread_id=stored.thread_id, reason=Ended.HELPED, at=at)
    apply_pack(merged(), actor=IT, at=AFTER)
    assert stored.receipt
    opened = mailbox.open_by_receipt(stored.receipt, at=AFTER)
    assert opened
    mailbox.write_again(opened, text="Hej igen", nonce=fresh(), at=AFTER)
    thread = Thread.objects.get()
    assert (thread.unit_id, thread.state) == (MERGED, "waiting")


def test_the_closed_the_protected_and_the_openings_go_along_and_nobody_is_told_of_the_protected(
    staff, protected_case, open_case: Open, at
) -> None:
    closed, glass = open_case(), open_case(by="samir")
    actions.close(actor=staff.jonas, case_id=closed, reason=CloseReason.MOVED, at=at)
    actions.break_glass(
        actor=staff.gunilla, case_id=glass, reason=GlassReason.DANGER, text="Någon var i fara.", confirmed=True, at=at
    )
    takes_part(staff, "ines", Role.UNIT_HEAD)
    apply_pack(merged(), actor=IT, at=AFTER)
    assert set(Case.objects.values_list("unit_id", flat=True)) == {MERGED}
    assert BreakGlass.objects.get().unit_id == MERGED
    entry = next(e for e in entries_about(f"case:{protected_case}") if e.action == "case.move_unit")
    assert (entry.unit, entry.detail) == ("", {"compartment": "protected"})
    told = entries_about(f"unit:{NORTH}")[-1].detail
    assert (told["to"], told["contact"], told["case"]) == (MERGED, 0, 2)


def test_without_anybody_who_takes_over_the_pack_is_refused_and_nothing_has_happened(
    staff, open_case: Open, at
) -> None:
    contact(staff, at)
    whole = merged()
    ended = replace(whole, units=tuple(unit for unit in whole.units if unit.id != MERGED))
    gone = replace(whole, units=tuple(unit for unit in whole.units if unit.id not in {MERGED, NORTH}))
    for given in (ended, gone):
        with pytest.raises(NobodyTakesOver, match=r"Anhörigstödet i Norr .norr-anhorigstod. has ended") as refused:
            apply_pack(given, actor=IT, at=AFTER)
        assert len(refused.value.sentences) == 1, "the intake has nothing open"
    assert Unit.objects.get(pk=NORTH).receives_messages


@pytest.mark.parametrize("what", ["contact", "case", "protected"])
def test_across_a_board_it_is_a_disclosure_and_refused(what: str, staff, open_case: Open, at, request) -> None:
    if what == "contact":
        contact(staff, at)
    elif what == "case":
        open_case()
    else:
        request.getfixturevalue("protected_case")
    with pytest.raises(NobodyTakesOver, match=r"another authority's.*disclosure"):
        apply_pack(merged(authority="sdn-soder"), actor=IT, at=AFTER)
    before = organisation()
    moved = replace(
        before,
        units=tuple(replace(unit, authority="sdn-soder") if unit.id == NORTH else unit for unit in before.units),
    )
    with pytest.raises(NobodyTakesOver, match="has become another authority's"):
        apply_pack(moved, actor=IT, at=AFTER)


def test_a_unit_with_nothing_open_ends_without_any_ado(staff, open_case: Open, at) -> None:
    actions.close(actor=staff.jonas, case_id=open_case(), reason=CloseReason.MOVED, at=at)
    before = organisation()
    apply_pack(replace(before, units=tuple(unit for unit in before.units if unit.id != NORTH)), actor=IT, at=AFTER)
    assert not Unit.objects.get(pk=NORTH).receives_messages


def test_a_unit_that_took_over_and_ended_too_hands_on_to_the_one_after_it(staff, open_case: Open, at) -> None:
    case, whole = open_case(), merged()
    middle = whole.unit(MERGED)
    assert middle
    last = replace(middle, id="norr-allt", name="Allt i Norr", predecessors=(MERGED,))
    units = (*(replace(u, valid_to=LAST) if u.id == MERGED else u for u in whole.units), last)
    apply_pack(replace(whole, units=units), actor=IT, at=AFTER)
    assert Case.objects.get(pk=case).unit_id == "norr-allt"


# --- What `pack check` says ---------------------------------------------------------------------------------------
ROW = """
  - id: {id}
    name: {id}
    authority: {authority}
    receives_messages: {receives}
    promise: {{hours: 24, counted: always}}
    {more}
"""


def said(tmp_path: Path, *rows: str, ends: str = "") -> list[str]:
    """What is wrong in Granö's pack with these rows more, and a last day for the north's intake."""
    folder = copytree(GRANO, tmp_path / secrets.token_hex(4))
    units = (folder / "units.yaml").read_text(encoding="utf-8")
    units = units.replace("provisions:", "".join(rows) + "provisions:")
    if ends:
        units = units.replace("    name: Intaget i Norr\n", f"    name: Intaget i Norr\n    valid_to: '{ends}'\n")
    (folder / "units.yaml").write_text(units, encoding="utf-8")
    found = pack.bundle(folder)
    return [str(fault) for fault in (*found.faults, *pack.faults(found))]


def row(name: str, more: str = "", *, authority: str = "sdn-norr", receives: str = "true") -> str:
    return ROW.format(id=name, authority=authority, receives=receives, more=more)


def test_a_pack_says_who_takes_over_and_what_may_not_be(tmp_path: Path, settings) -> None:
    heir = f"predecessors: [{INTAKE}]"
    cases = {
        (): ("", []),
        (row("nytt", heir),): ("2026-11-30", []),
        (row("nytt"),): ("2026-11-30", ["who takes over what is open"]),
        (row("nytt", heir, authority="sdn-soder"),): ("2026-11-30", ["disclosure"]),
        (row("nytt", heir),) * 1 + (row("annat", heir),): ("2026-11-30", ["nytt, annat both name it"]),
        (row("nytt", heir) + "\n",): ("", ["has no last day"]),
        (row("nytt", heir, receives="false"),): ("2026-11-30", ["receives_messages” must be true"]),
        (row("nytt", "predecessors: [nobody]"),): ("", ["no unit with the id “nobody”"]),
        (row("nytt", "predecessors: [nytt]\n    valid_to: '2026-11-30'"),): ("", ["before itself"]),
    }
    from django.utils import translation

    with translation.override("en"):
        for rows, (ends, wanted) in cases.items():
            faults = said(tmp_path, *rows, ends=ends)
            assert len(faults) == len(wanted), faults
            for part, fault in zip(wanted, faults, strict=True):
                assert part in fault


def test_a_provision_does_not_outlive_its_unit(tmp_path: Path) -> None:
    folder = copytree(GRANO, tmp_path / "g")
    units = (folder / "units.yaml").read_text(encoding="utf-8")
    heir = row("nytt", f"predecessors: [{NORTH}]")
    units = units.replace(
        "    name: Anhörigstödet i Norr\n", "    name: Anhörigstödet i Norr\n    valid_to: '2026-11-30'\n"
    )
    (folder / "units.yaml").write_text(units.replace("provisions:", heir + "provisions:"), encoding="utf-8")
    faults = pack.faults(pack.bundle(folder))
    assert len(faults) == 1
    assert "2026-11-30" in str(faults[0])


def test_a_start_says_what_stands_in_the_way_and_changes_nothing(
    staff, open_case: Open, tmp_path: Path, settings
) -> None:
    open_case()
    folder = copytree(GRANO, tmp_path / "g")
    units = (folder / "units.yaml").read_text(encoding="utf-8")
    first, rest = units.split("  - id: norr-anhorigstod\n")
    _north, rest = rest.split("  - id: norr-intag\n")
    gone = f"{first}  - id: norr-intag\n{rest}".split("provisions:")[0] + "provisions: []\n"
    (folder / "units.yaml").write_text(gone, encoding="utf-8")
    (folder / "pack.yaml").write_text(
        (folder / "pack.yaml").read_text(encoding="utf-8").replace("norr-anhorigstod", "norr-intag"), encoding="utf-8"
    )
    settings.PACK_DIR = folder
    municipality.clear()
    with pytest.raises(Plain, match=r"cannot be applied(?s:.)*norr-anhorigstod"):
        prepare.load_pack()
    assert any("norr-anhorigstod" in said for said in start.hindrances_in_the_database(will_migrate=False))
    assert Unit.objects.get(pk=NORTH).receives_messages
