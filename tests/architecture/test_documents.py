# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the documents say is there is there: commands, settings, files, links, decisions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.architecture import house

import sjalvklar
from sjalvklar.project.cli import docs
from sjalvklar.project.cli.help import VERBS

PAGES = house.sources(".md")
DECISIONS = tuple(path for path in PAGES if re.match(r"docs/decisions/\d{4}-", path.as_posix()))


# --- written from the code -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", docs.WRITERS)
def test_a_page_written_from_the_code_says_what_the_code_says(name: str) -> None:
    kept = (house.ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert kept == docs.WRITERS[name](), "run ./sjalvklar docs"


def test_a_setting_that_is_not_on_its_page_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = docs.environment_page()
    monkeypatch.setattr(docs, "EARLY", docs.EARLY[1:])
    assert docs.environment_page() != before


def test_the_rooms_page_has_the_floors_of_the_contract() -> None:
    assert sorted(docs.FLOORS) == sorted(house.rooms())
    spread = [room for room in docs.FLOORS if not room.startswith("faces.")]
    assert spread == [room for room in house.rooms() if not room.startswith("faces.")]


# Said by one process of ours to another, never by a person.
BETWEEN_PROCESSES = {"SJALVKLAR_STARTED_BY"}
SETTING = re.compile(r"\b(?:SJALVKLAR_[A-Z_]+[A-Z]|DATABASE_URL)\b")


def settings_named(paths: tuple[Path, ...]) -> set[str]:
    return {name for path in paths for name in SETTING.findall(house.read(path))}


def test_every_setting_that_the_code_reads_is_documented() -> None:
    documented = {variable.name for variable in docs.declared()}
    code = tuple(path for path in house.sources(".py", ".sh", under="s"))
    assert settings_named(code) - documented - BETWEEN_PROCESSES == set()


def test_every_setting_that_a_page_names_exists() -> None:
    documented = {variable.name for variable in docs.declared()}
    assert settings_named(PAGES) - documented == set()


# --- what is named exists ------------------------------------------------------------------------------------------

COMMAND = re.compile(r"\./sjalvklar ([a-z][a-z-]*)")
MENTIONED = re.compile(r"`((?:src|packs|tests|docs|requirements)/[\w./*<>-]*)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def dead_links(page: Path, text: str) -> list[str]:
    """Relative links of a page that lead to no file, or to no heading of one."""
    dead = []
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, heading = target.partition("#")
        file = (house.ROOT / page).parent / name if name else house.ROOT / page
        if not file.exists() or (heading and heading not in headings(file.read_text(encoding="utf-8"))):
            dead.append(target)
    return dead


def headings(text: str) -> set[str]:
    """The anchors that a Markdown page offers."""
    lines = [line.lstrip("#").strip().lower() for line in text.splitlines() if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", line).replace(" ", "-") for line in lines}


def missing_paths(text: str) -> list[str]:
    """Paths of the tree that a page names and that are not there; `<…>` and `*` stand for anything."""
    return [
        mentioned
        for mentioned in MENTIONED.findall(text)
        if not any(house.ROOT.glob(re.sub(r"<[^>]*>", "*", mentioned).rstrip("/")))
    ]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_links_names_and_commands_what_exists(page: Path) -> None:
    text = house.read(page)
    assert dead_links(page, text) == []
    assert missing_paths(text) == []
    assert set(COMMAND.findall(text)) - set(VERBS) == set()


def test_what_does_not_exist_is_noticed() -> None:
    page = Path("README.md")
    assert dead_links(page, "[a](docs/nowhere.md) [b](README.md#no-such-heading) [c](https://example.org/)") == [
        "docs/nowhere.md",
        "README.md#no-such-heading",
    ]
    assert missing_paths("`src/sjalvklar/attic/` and `packs/*/texts/` and `src/sjalvklar/<room>/__init__.py`") == [
        "src/sjalvklar/attic/"
    ]
    assert COMMAND.findall("run `./sjalvklar fly --high`") == ["fly"]
    assert "fly" not in VERBS


def test_every_page_that_the_code_points_to_exists() -> None:
    pointed = {
        (str(path), page)
        for path in house.sources(".py", ".yaml", ".toml", ".html")
        for page in re.findall(r"\bdocs/[\w/-]+\.md\b", house.read(path))
        if "architecture" not in path.parts
    }
    assert pointed
    assert {(path, page) for path, page in pointed if not (house.ROOT / page).is_file()} == set()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_can_tell_what_it_does(verb: str) -> None:
    for words in docs.SECOND_WORDS.get(verb) or ("",):
        made = docs.parser_of(verb, *words.split())
        assert made is not None, f"{verb} {words} makes no parser with options.parser"
        assert made.description


# --- decisions -----------------------------------------------------------------------------------------------------

PARTS = ("Status:", "## Needed", "## Chosen", "## Looked at", "## Costs")


def packages(requirements: str) -> list[str]:
    """The names in a requirements file, as the index writes them, without extras and versions."""
    lines = [line.split("#")[0].strip() for line in requirements.splitlines()]
    return [re.split(r"[\[<>=~!; ]", line)[0].lower() for line in lines if line and not line.startswith("-")]


def unexplained(requirements: str, decisions: str) -> list[str]:
    """Packages that no decision names in code marks."""
    named = {name.lower() for name in re.findall(r"`([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:[<>=~!][^`]*)?`", decisions)}
    return [package for package in packages(requirements) if package not in named]


def test_every_package_that_runs_has_its_reason() -> None:
    decisions = "\n".join(house.read(path) for path in DECISIONS)
    assert unexplained(house.read(Path("requirements/run.in")), decisions) == []


def test_a_package_without_a_reason_is_noticed() -> None:
    assert unexplained("django>=5.2\nleftpad\n# note\n", "We use `django>=5.2,<5.3`.") == ["leftpad"]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_what_was_needed_chosen_looked_at_and_paid(path: Path) -> None:
    text = house.read(path)
    assert [part for part in PARTS if part not in text] == []
    assert text.startswith(f"# {path.name[:4]} ")


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    index = house.read(Path("docs/decisions/README.md"))
    assert [path.name for path in DECISIONS if f"({path.name})" not in index] == []


# --- the first pages -----------------------------------------------------------------------------------------------


def test_the_readme_shows_both_commands_and_the_licence() -> None:
    text = house.read(Path("README.md"))
    assert re.search(r"^\./sjalvklar demo$", text, re.MULTILINE)
    assert re.search(r"^\./sjalvklar test$", text, re.MULTILINE)
    assert "EUPL-1.2" in text


SCREENSHOTS = ("start", "question-ar", "result-phone", "code", "desk")


@pytest.mark.parametrize("name", SCREENSHOTS)
def test_the_readme_shows_screens_that_the_tests_have_taken(name: str) -> None:
    shown = house.ROOT / "docs" / "screenshots" / f"{name}.png"
    assert f"docs/screenshots/{name}.png" in house.read(Path("README.md"))
    assert shown.read_bytes().startswith(b"\x89PNG\r\n")


def test_the_changelog_tells_of_this_version() -> None:
    text = house.read(Path("CHANGELOG.md"))
    assert re.search(r"^## \[Unreleased\]$", text, re.MULTILINE)
    assert re.search(rf"^## \[{re.escape(sjalvklar.__version__)}\] - \d{{4}}-\d\d-\d\d$", text, re.MULTILINE)
    assert house.project()["project"]["version"] == sjalvklar.__version__


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "publiccode.yml"])
def test_a_newcomer_finds_what_every_public_product_has(name: str) -> None:
    assert len((house.ROOT / name).read_text(encoding="utf-8")) > 400


# --- publiccode.yml, as https://yml.publiccode.tools/schema.core.html has it ---------------------------------------

STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {
    *(f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")),
    *("addon", "library", "configurationFiles"),
}
CATEGORIES = {"communications", "contact-management", "customer-service-and-support", "digital-citizenship"}
SCOPES = {"local-authorities", "welfare", "society", "security"}


def publiccode_faults(stated: dict[str, Any]) -> list[str]:
    """What the standard demands of the file and it lacks."""
    faults = [
        key
        for key in (
            *("publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType"),
            *("description", "legal", "maintenance", "localisation"),
        )
        if not stated.get(key)
    ]
    if faults:
        return faults
    faults += ["developmentStatus"] if stated["developmentStatus"] not in STATUSES else []
    faults += ["softwareType"] if stated["softwareType"] not in TYPES else []
    faults += ["categories"] if not set(stated["categories"]) <= CATEGORIES else []
    faults += ["scope"] if not set(stated.get("intendedAudience", {}).get("scope", [])) <= SCOPES else []
    for code, said in stated["description"].items():
        faults += [f"{code} shortDescription"] if not 0 < len(said.get("shortDescription", "")) <= 150 else []
        faults += [f"{code} longDescription"] if not 150 <= len(said.get("longDescription", "")) <= 10000 else []
        faults += [f"{code} features"] if not said.get("features") else []
        faults += [shot for shot in said.get("screenshots", ()) if not (house.ROOT / shot).is_file()]
    kind = stated["maintenance"].get("type")
    needs = {"internal": "contacts", "community": "contacts", "contract": "contractors", "none": None}
    faults += (
        ["maintenance"] if kind not in needs or (needs[kind] and not stated["maintenance"].get(needs[kind])) else []
    )
    faults += ["license"] if not stated["legal"].get("license") else []
    faults += ["localisation"] if stated["localisation"].get("localisationReady") is None else []
    return faults


def _publiccode() -> dict[str, Any]:
    read = yaml.safe_load((house.ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def test_the_public_code_file_follows_its_standard() -> None:
    stated = _publiccode()
    assert publiccode_faults(stated) == []
    assert stated["softwareVersion"] == sjalvklar.__version__
    assert stated["legal"]["license"] == house.project()["project"]["license"]
    assert set(stated["localisation"]["availableLanguages"]) == {"sv", "en", "ar", "so", "fi"}


def test_a_public_code_file_that_lacks_something_is_noticed() -> None:
    whole = _publiccode()
    assert publiccode_faults({**whole, "url": ""}) == ["url"]
    assert "developmentStatus" in publiccode_faults({**whole, "developmentStatus": "finished"})
    assert "maintenance" in publiccode_faults({**whole, "maintenance": {"type": "community"}})
    assert "categories" in publiccode_faults({**whole, "categories": ["gadgets"]})
