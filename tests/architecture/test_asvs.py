# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said of the product's security can be looked up: the table against ASVS 5.0.0, and the threat model."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from tests.architecture import house

TABLE = Path("docs/asvs.md")
MODEL = Path("docs/threat-model.md")
STATUSES = ("held", "held in part", "not held", "does not apply")

# The level of each requirement of a section of ASVS 5.0.0, in order: 1.1.1 is of level 2, 1.1.2 too.
LEVELS = {
    **{"1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123"},
    **{"2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23"},
    **{"3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333"},
    **{"4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222"},
    **{"5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222"},
    **{"6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223"},
    **{"6.7": "33", "6.8": "2222"},
    **{"7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22"},
    **{"8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23"},
    **{"9.1": "111", "9.2": "1222"},
    **{"10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22"},
    **{"10.7": "222"},
    **{"11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33"},
    **{"12.1": "12233", "12.2": "11", "12.3": "22223"},
    **{"13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233"},
    **{"14.1": "22", "14.2": "12223333", "14.3": "122"},
    **{"15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333"},
    **{"16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223"},
    **{"17.1": "23", "17.2": "22223333", "17.3": "22"},
}
TO_LEVEL_3 = {"5", "7", "8", "14", "16"}
LEFT_OUT = {"10.3", "10.4", "10.6", "10.7", "17.1", "17.2", "17.3"}  # and why, at the top of the page

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| ([^|]+) \| ([^|]+) \| (.+) \|$", re.M)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def wanted() -> dict[str, str]:
    """The requirements that the page answers, with their levels."""
    return {
        f"{section}.{number}": level
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, start=1)
        if section not in LEFT_OUT and (level in "12" or section.split(".")[0] in TO_LEVEL_3)
    }


@cache
def names_of_tests(path: str) -> frozenset[str]:
    """The names of a file's tests; none when there is no such file."""
    if not (house.ROOT / path).is_file():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.walk(house.parsed(Path(path)))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def faults(text: str) -> list[str]:
    """What the page says that is not so, or leaves out."""
    rows = ROW.findall(text)
    numbers = [number for number, *_ in rows]
    found = [f"{number} is there twice" for number in sorted({n for n in numbers if numbers.count(n) > 1})]
    found += [f"{number} is missing" for number in wanted() if number not in numbers]
    found += [f"{number} is not asked for" for number in numbers if number not in wanted()]
    for number, level, _about, status, shown in rows:
        reason = TEST.sub("", shown).strip(" ,.")
        if wanted().get(number, level) != level:
            found.append(f"{number} is not of level {level}")
        if status not in STATUSES:
            found.append(f"{number}: {status}")
        elif status != "held" and not reason:
            found.append(f"{number} is {status} and does not say why")
    return found + missing_tests(text)


def missing_tests(text: str) -> list[str]:
    """Tests that are named and are not there."""
    return [f"{path}::{name}" for path, name in TEST.findall(text) if name not in names_of_tests(path)]


def test_every_requirement_stands_once_with_a_test_or_a_reason() -> None:
    assert len(wanted()) == 242
    assert faults(house.read(TABLE)) == []


def test_the_page_counts_itself_right() -> None:
    text = house.read(TABLE)
    said = [int(number) for number in re.findall(r"(\d+) (?:held|held in part|not held|do not apply)\b", text)[:4]]
    statuses = [status for _, _, _, status, _ in ROW.findall(text)]
    assert said == [statuses.count(status) for status in STATUSES]


@pytest.mark.parametrize("page", [MODEL, Path("SECURITY.md")], ids=str)
def test_a_page_about_security_names_tests_that_are_there(page: Path) -> None:
    assert missing_tests(house.read(page)) == []


def test_the_threat_model_names_tests_for_every_adversary() -> None:
    adversaries = re.split(r"^## ", house.read(MODEL), flags=re.M)
    numbered = [part for part in adversaries if re.match(r"\d\. ", part)]
    assert len(numbered) == 8
    assert [part.splitlines()[0] for part in numbered if not TEST.search(part)] == []


def test_a_row_that_is_not_so_is_noticed() -> None:
    whole = house.read(TABLE)
    row = next(row.group() for row in ROW.finditer(whole) if "| does not apply |" in row.group())
    number = row.split(" ")[1]
    assert f"{number} is there twice" in faults(f"{whole}\n{row}\n")
    assert f"{number} is missing" in faults(whole.replace(row, ""))
    assert f"{number} is does not apply and does not say why" in faults(
        whole.replace(row, row.rpartition(" | ")[0] + " | `tests/x.py::test_y` |")
    )
    assert missing_tests("`tests/architecture/test_asvs.py::test_that_was_never_written`") != []
    assert missing_tests("`tests/architecture/test_asvs.py::test_a_row_that_is_not_so_is_noticed`") == []
    assert missing_tests("`tests/nowhere.py::test_a_row_that_is_not_so_is_noticed`") != []
