# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first tutorial is done here as it is written, so that it cannot lead a newcomer astray."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from tests.architecture import house

from sjalvklar.guide import queries
from sjalvklar.kernel import yamlsource

TUTORIAL = Path("docs/tutorial/change-a-rule.md")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", house.read(TUTORIAL), re.MULTILINE | re.DOTALL)


def _written_test() -> Callable[[], None]:
    """The test that the tutorial has the newcomer write."""
    [code] = _blocks("python")
    written: dict[str, Callable[[], None]] = {}
    exec(compile(code, str(TUTORIAL), "exec"), written)  # noqa: S102 - our own page, run as its reader would
    [test] = [value for name, value in written.items() if name.startswith("test_")]
    return test


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(house.ROOT / "packs", tmp_path / "packs")
    monkeypatch.setattr(settings, "PACK_DIR", tmp_path / "packs" / "stockholm")
    return tmp_path / "packs"


def test_the_rule_stands_in_the_pack_as_the_tutorial_shows_it() -> None:
    before = _blocks("yaml")[0]
    assert before in house.read(Path("packs/sverige/guide.yaml"))


def test_without_the_change_the_tutorials_test_fails(packs: Path) -> None:
    with pytest.raises(AssertionError):
        _written_test()()


def test_with_the_change_the_tutorials_test_passes(packs: Path) -> None:
    before, after = _blocks("yaml")
    guide = packs / "sverige" / "guide.yaml"
    text = guide.read_text(encoding="utf-8")
    changed = before.replace("      what: [homicide, mental]\n", after)
    assert changed != before
    guide.write_text(text.replace(before, changed), encoding="utf-8")
    queries.clear()
    _written_test()()


def test_the_texts_that_a_new_situation_needs_are_those_its_neighbour_has() -> None:
    page = house.read(Path("docs/tutorial/add-a-situation.md"))
    told = set(re.findall(r"`((?:options\.what|situations)\.defrauded\.\w+)`", page))
    for path in (house.ROOT / "packs" / "sverige" / "texts").glob("*.yaml"):
        kept = {
            key for key in yamlsource.read(path).data if re.search(r"^(options\.what|situations)\.addiction\.", key)
        }
        assert {key.replace("defrauded", "addiction") for key in told} == kept, path.name
