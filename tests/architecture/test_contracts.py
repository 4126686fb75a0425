# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The arrows between the rooms hold, and each contract would notice if its arrow were broken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.architecture import house


@dataclass(frozen=True)
class Planting:
    """A line planted in a module of a copied tree, and the contract that must break because of it."""

    contract: str
    module: str
    line: str

    def __str__(self) -> str:
        return f"{self.contract}: {self.module} says {self.line}"

    def plant(self, tree: Path, number: int) -> str:
        """Put the line there, in a file of its own where it can be; answers with the module's name as the report must
        name it."""
        stem = tree.joinpath("src", *self.module.split("."))
        target = stem / f"planted_{number}.py" if stem.is_dir() else stem.with_suffix(".py")
        before = target.read_text(encoding="utf-8") if target.exists() else ""
        target.write_text(f"{before}\n{self.line}\n", encoding="utf-8")
        return f"{self.module}.{target.stem}" if stem.is_dir() else self.module


PLANTINGS = (
    Planting("floors", "sjalvklar.kernel", "import sjalvklar.trust"),
    Planting("floors", "sjalvklar.trust", "import sjalvklar.mailbox"),
    Planting("floors", "sjalvklar.organisation", "import sjalvklar.guide"),
    Planting("floors", "sjalvklar.guide", "import sjalvklar.mailbox"),
    Planting("floors", "sjalvklar.mailbox", "from sjalvklar.faces import way_in"),
    Planting("floors", "sjalvklar.mailbox", "import sjalvklar.casework.rules"),
    Planting("floors", "sjalvklar.faces.desk", "import sjalvklar.project.settings"),
    Planting("faces", "sjalvklar.faces.way_in", "import sjalvklar.faces.desk"),
    Planting("faces", "sjalvklar.faces.desk", "import sjalvklar.faces.way_in"),
    Planting("faces", "sjalvklar.faces.design", "import sjalvklar.faces.desk"),
    Planting("inside", "sjalvklar.organisation.rules", "import sjalvklar.organisation.models"),
    Planting("inside", "sjalvklar.organisation.models", "import sjalvklar.organisation.queries"),
    Planting("inside", "sjalvklar.mailbox.queries", "import sjalvklar.mailbox.actions"),
    Planting("inside", "sjalvklar.guide.pack", "import sjalvklar.guide.queries"),
    Planting("pure_rules", "sjalvklar.guide.rules", "import django.db"),
    Planting("pure_rules", "sjalvklar.mailbox.rules", "from nacl import public"),
    Planting("pure_rules", "sjalvklar.directory.rules", "import sjalvklar.organisation.models"),
    Planting("kernel_alone", "sjalvklar.kernel", "import django.db"),
    Planting("tables_trust", "sjalvklar.mailbox.actions", "import sjalvklar.trust.models"),
    Planting("tables_tally", "sjalvklar.mailbox.actions", "from sjalvklar.tally import models"),
    Planting("tables_organisation", "sjalvklar.faces.desk", "from sjalvklar.organisation.models import Unit"),
    Planting("tables_review", "sjalvklar.mailbox.actions", "import sjalvklar.review.models"),
    Planting("tables_disposal", "sjalvklar.casework.keeping", "from sjalvklar.disposal.models import Hold"),
    Planting("tables_mailbox", "sjalvklar.project.bench", "import sjalvklar.mailbox.models"),
    Planting("tables_casework", "sjalvklar.faces.desk", "from sjalvklar.casework.models import Case"),
    Planting("tables_support", "sjalvklar.faces.desk", "from sjalvklar.support.models import Support"),
    Planting("tally_nobody", "sjalvklar.tally", "import sjalvklar.mailbox.queries"),
    Planting("tally_nobody", "sjalvklar.tally", "import sjalvklar.trust"),
    Planting("ciphers", "sjalvklar.organisation.queries", "from cryptography.fernet import Fernet"),
    Planting("ciphers", "sjalvklar.casework.actions", "from nacl import secret"),
    Planting("casework_ciphers", "sjalvklar.casework.actions", "from sjalvklar.trust import keyring"),
    Planting("support_ciphers", "sjalvklar.support.actions", "from sjalvklar.trust import keyring"),
    Planting("tables_children", "sjalvklar.faces.desk", "from sjalvklar.children.models import Concern"),
    Planting("children_ciphers", "sjalvklar.children.actions", "from sjalvklar.trust import keyring"),
    Planting("tables_followup", "sjalvklar.faces.desk", "from sjalvklar.followup.models import FollowUp"),
    Planting("followup_ciphers", "sjalvklar.followup.actions", "from sjalvklar.trust import keyring"),
    Planting("tables_safety", "sjalvklar.faces.desk", "from sjalvklar.safety.models import Fear"),
    Planting("safety_ciphers", "sjalvklar.safety.actions", "from sjalvklar.trust import keyring"),
    Planting("floors", "sjalvklar.support", "import sjalvklar.safety.rules"),
    Planting("tables_writing", "sjalvklar.faces.desk", "from sjalvklar.writing.models import Draft"),
    Planting("floors", "sjalvklar.incident", "import sjalvklar.writing.rules"),
    Planting("floors", "sjalvklar.casework", "import sjalvklar.support.rules"),
    Planting("tables_incident", "sjalvklar.faces.desk", "from sjalvklar.incident.models import Family"),
    Planting("tables_plans", "sjalvklar.faces.desk", "from sjalvklar.plans.models import Party"),
    Planting("plans_ciphers", "sjalvklar.plans.actions", "from sjalvklar.trust import keyring"),
    Planting("incident_ciphers", "sjalvklar.incident.actions", "from sjalvklar.trust import keyring"),
    Planting("floors", "sjalvklar.support", "import sjalvklar.incident.rules"),
    Planting("ciphers", "sjalvklar.faces.desk", "import nacl.secret"),
    Planting("door_signs_nobody_in", "sjalvklar.faces.way_in", "import allauth.account"),
)


def test_the_house_keeps_every_contract() -> None:
    verdict = house.lint_imports(house.ROOT)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return house.copy_of_the_house(tmp_path_factory.mktemp("house"))


@dataclass(frozen=True)
class Judged:
    """What is said of a tree where every line is planted: by contract, and where each line stands."""

    broken: dict[str, str]
    named: dict[Planting, str]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """All are planted and the house is judged once: what the report says of one contract names the lines that broke
    it, each by the module it stands in."""
    planted = house.copy_of_the_house(tmp_path_factory.mktemp("planted"))
    named = {planting: planting.plant(planted, number) for number, planting in enumerate(PLANTINGS)}
    verdict = house.lint_imports(planted)
    assert verdict.returncode == 1, verdict.stdout + verdict.stderr
    _, _, told = verdict.stdout.partition("Broken contracts")
    ids = {contract["name"]: contract["id"] for contract in house.contracts()}
    # A heading is a contract's name with a line of dashes under it.
    pieces = re.split(r"\n\n(\S.*)\n-+\n", told)
    broken = {ids[heading]: said for heading, said in zip(pieces[1::2], pieces[2::2], strict=True)}
    return Judged(broken, named)


@pytest.mark.parametrize("planting", PLANTINGS, ids=str)
def test_a_planted_violation_breaks_its_contract(planting: Planting, judged: Judged) -> None:
    said = judged.broken.get(planting.contract, "")
    assert said, "the contract did not notice"
    assert f"{judged.named[planting]} -> " in said.replace("\n", ""), f"broken, but not by what was planted:\n{said}"


def test_no_two_lines_are_planted_where_one_could_be_taken_for_the_other(judged: Judged) -> None:
    assert len({(planting.contract, named) for planting, named in judged.named.items()}) == len(PLANTINGS)


def test_every_contract_has_a_planting() -> None:
    assert {contract["id"] for contract in house.contracts()} == {planting.contract for planting in PLANTINGS}


def test_an_unplanted_copy_is_judged_as_the_house_is(tree: Path) -> None:
    """Without this, a copy that cannot be read at all would make every planting look noticed."""
    verdict = house.lint_imports(tree)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def test_a_new_room_must_choose_its_floor(tmp_path: Path) -> None:
    tree = house.copy_of_the_house(tmp_path)
    (tree / "src" / "sjalvklar" / "attic").mkdir()
    (tree / "src" / "sjalvklar" / "attic" / "__init__.py").touch()
    verdict = house.lint_imports(tree, "floors")
    assert verdict.returncode == 1
    assert "attic" in verdict.stdout + verdict.stderr


def test_a_new_face_must_be_told_whom_it_may_not_know(tmp_path: Path) -> None:
    tree = house.copy_of_the_house(tmp_path)
    (tree / "src" / "sjalvklar" / "faces" / "lead").mkdir()
    (tree / "src" / "sjalvklar" / "faces" / "lead" / "__init__.py").touch()
    verdict = house.lint_imports(tree, "faces")
    assert verdict.returncode == 1
    assert "lead" in verdict.stdout + verdict.stderr


def _rooms_with_tables(source: Path) -> set[str]:
    return {
        path.parent.name for pattern in ("*/models.py", "*/models") for path in (source / "sjalvklar").glob(pattern)
    }


def _rooms_with_a_lock() -> set[str]:
    """Rooms whose tables a contract reserves for the room itself and nobody else."""
    locked = set()
    for contract in house.contracts():
        if contract["type"] != "protected":
            continue
        [table] = contract["protected_modules"]
        room = table.removeprefix("sjalvklar.").removesuffix(".models")
        assert contract["allowed_importers"] == [f"sjalvklar.{room}"], contract["name"]
        assert contract["id"] == f"tables_{room}"
        locked.add(room)
    return locked


def test_every_room_with_tables_keeps_them_to_itself() -> None:
    assert _rooms_with_tables(house.ROOT / "src") == _rooms_with_a_lock()


def test_tables_in_a_new_room_without_a_lock_are_noticed(tmp_path: Path) -> None:
    tree = house.copy_of_the_house(tmp_path)
    (tree / "src" / "sjalvklar" / "guide" / "models").mkdir()
    assert _rooms_with_tables(tree / "src") - _rooms_with_a_lock() == {"guide"}
