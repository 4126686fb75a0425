# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A pack with faults is told everything that is wrong at once, with file and line, in plain words."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.guide import smallpack

from sjalvklar.guide.pack import all_faults, build_all, to_confirm
from sjalvklar.guide.pack import faults as structure_faults
from sjalvklar.guide.rules import Answers, advise
from sjalvklar.organisation import pack
from sjalvklar.organisation.pack import BadPack, bundle
from sjalvklar.organisation.pack.words import SCHEMA

Document = dict[str, Any]


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def faults(folder: Path) -> list[str]:
    found = bundle(folder)
    return [str(fault) for fault in (*found.faults, *all_faults(found))]


def changed(tmp_path: Path, change: Callable[[Document], object]) -> list[str]:
    document = smallpack.small()
    change(document)
    return faults(smallpack.write(tmp_path / "lill", document))


def test_the_small_pack_has_no_fault(tmp_path: Path) -> None:
    assert faults(smallpack.write(tmp_path / "lill", smallpack.small())) == []


def set_at(*path: str | int, value: object) -> Callable[[Document], object]:
    def change(document: Document) -> None:
        at: Any = document
        for step in path[:-1]:
            at = at[step]
        if value is DELETE:
            del at[path[-1]]
        else:
            at[path[-1]] = value

    return change


DELETE = object()


@pytest.mark.parametrize(
    ("change", "file", "words"),
    [
        (set_at("areas", "areas", 0, "name", value=DELETE), "areas.yaml", "“name” is missing here"),
        (
            set_at("areas", "areas", 0, "nmae", value="x"),
            "areas.yaml",
            "“nmae” is not known here; did you mean “name”?",
        ),
        (set_at("areas", "areas", 0, "id", value="Norr!"), "areas.yaml", "“Norr!” is not written as it should be"),
        (set_at("areas", "areas", 0, "valid_from", value="2023-02-30"), "areas.yaml", "2023-02-30"),
        (
            set_at("areas", "areas", 0, "valid_to", value="2001-01-01"),
            "areas.yaml",
            "the last day is before the first",
        ),
        (set_at("areas", "areas", 0, "predecessors", value=["x"]), "areas.yaml", "there is no area with the id “x”"),
        (set_at("areas", "areas", 4, "predecessors", value=["norr"]), "areas.yaml", "before itself"),
        (set_at("areas", "areas", 1, "id", value="norr"), "areas.yaml", "“norr” stands here twice"),
        (set_at("authorities", "authorities", 0, "area", value="x"), "authorities.yaml", "no area with the id “x”"),
        (set_at("units", "units", 0, "authority", value="x"), "units.yaml", "no authority with the id “x”"),
        (set_at("units", "units", 0, "promise", value=DELETE), "units.yaml", "promises no answer"),
        (set_at("units", "units", 0, "receives_messages", value=False), "units.yaml", "must be true"),
        (set_at("units", "units", 1, "receiver", value="x"), "units.yaml", "no receiver with the id “x”"),
        (set_at("units", "provisions", 0, "function", value="x"), "units.yaml", "no function with the id “x”"),
        (set_at("units", "provisions", 0, "unit", value="x"), "units.yaml", "no unit with the id “x”"),
        (set_at("units", "provisions", 0, "area", value="norr"), "units.yaml", "exactly one of: “area” or “areas”"),
        (set_at("units", "provisions", 0, "areas", value="some"), "units.yaml", "“some” is not possible here"),
        (set_at("units", "provisions", 0, "from", value="sdn-norr"), "units.yaml", "“bought” is not true"),
        (set_at("receivers", "receivers", 0, "kind", value="police"), "pack.yaml", "phone that is always answered"),
        (
            set_at("receivers", "receivers", 1, "ways", 0, "tel", value=DELETE),
            "receivers.yaml",
            "“tel” is missing here",
        ),
        (set_at("receivers", "receivers", 1, "ways", 0, "tel", value=112), "receivers.yaml", "must stand in quotes"),
        (set_at("receivers", "receivers", 1, "areas", value=["x"]), "receivers.yaml", "no area with the id “x”"),
        (set_at("receivers", "receivers", 1, "unit", value="x"), "receivers.yaml", "no unit with the id “x”"),
        (
            set_at("receivers", "receivers", 1, "fact", "confidence", value="sure"),
            "receivers.yaml",
            "verified, probable",
        ),
        (set_at("receivers", "receivers", 1, "hours", value={}), "receivers.yaml", "“always” or “weekly”"),
        (
            set_at("receivers", "receivers", 2, "hours", "weekly", 0, "from", value="8.00"),
            "receivers.yaml",
            "“8.00” is not written as it should be",
        ),
        (
            set_at("receivers", "receivers", 2, "hours", "weekly", 0, "to", value="08:00"),
            "receivers.yaml",
            "opens and closes at the same time",
        ),
        (set_at("guide", "rules", 0, "when", "what", value=["crim"]), "guide.yaml", "“crim” is no answer to “what”"),
        (set_at("guide", "rules", 0, "then", value={}), "guide.yaml", "must say one of these"),
        (set_at("guide", "rules", 0, "then", "function", value="x"), "guide.yaml", "no function with the id “x”"),
        (set_at("guide", "rules", 2, "then", "receiver", value="x"), "guide.yaml", "no receiver with the id “x”"),
        (
            set_at("guide", "questions", 0, "options", value=["now", "no"]),
            "guide.yaml",
            "the option “unsure” is missing",
        ),
        (set_at("guide", "questions", 3, "kind", value="choice"), "guide.yaml", "of the kind place"),
        (
            set_at("guide", "child_questions", 1, "options", 0, "situation", value="x"),
            "guide.yaml",
            "no situation “x”",
        ),
        (set_at("pack", "fallback_unit", value="x"), "pack.yaml", "no unit with the id “x”"),
        (set_at("pack", "fallback_unit", value=DELETE), "pack.yaml", "“fallback_unit” is missing here"),
        (set_at("pack", "timezone", value="Europe/Lillkoping"), "pack.yaml", "no time zone"),
        (set_at("pack", "format", value=2), "pack.yaml", "“2” is not possible here; it may be: 1"),
        (set_at("pack", "builds_on", value=["nowhere"]), "pack.yaml", "there is no such pack"),
        (set_at("pack", "builds_on", value=["lill"]), "pack.yaml", "which builds on this"),
        (set_at("pack", "leave_to", value="http://www.example.org/"), "pack.yaml", "is not written as it should be"),
    ],
)
def test_a_fault_is_told_in_its_file_in_plain_words(
    tmp_path: Path, change: Callable[[Document], object], file: str, words: str
) -> None:
    told = changed(tmp_path, change)
    assert any(fault.startswith(f"lill/{file}") and words in fault for fault in told), told


def test_a_fault_knows_its_line(tmp_path: Path) -> None:
    folder = smallpack.write(tmp_path / "lill", smallpack.small())
    path = folder / "areas.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if '"name": "Söder"' in line)
    lines[at] = '   "name": 7,'
    path.write_text("\n".join(lines), encoding="utf-8")
    assert faults(folder)[0].startswith(f"lill/areas.yaml:{at + 1}: 7 must stand in quotes")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        del document["areas"]["areas"][1]["name"]
        document["units"]["provisions"][1]["unit"] = "x"
        document["receivers"]["receivers"][1]["costs"] = "cheap"
        document["guide"]["rules"][0]["when"]["who"] = ["uncle"]

    told = changed(tmp_path, change)
    assert {fault.split(":")[0] for fault in told} >= {
        "lill/areas.yaml",
        "lill/units.yaml",
        "lill/receivers.yaml",
        "lill/guide.yaml",
    }


def test_one_mistake_is_not_told_as_ten(tmp_path: Path) -> None:
    told = changed(tmp_path, set_at("areas", "areas", 0, "name", value=7))
    assert len(told) == 1


def test_a_pack_with_faults_is_not_loaded(tmp_path: Path) -> None:
    document = smallpack.small()
    del document["pack"]["fallback_unit"]
    folder = smallpack.write(tmp_path / "lill", document)
    with pytest.raises(BadPack) as refused:
        pack.load(folder)
    assert refused.value.faults


def test_a_file_that_is_not_yaml_is_told_and_the_rest_still_read(tmp_path: Path) -> None:
    folder = smallpack.write(tmp_path / "lill", smallpack.small())
    (folder / "authorities.yaml").write_text("authorities: [\n", encoding="utf-8")
    (folder / "demo.yaml").write_text("- a list\n", encoding="utf-8")
    told = faults(folder)
    assert any("lill/authorities.yaml" in fault and "is not YAML" in fault for fault in told)
    assert any("lill/demo.yaml" in fault for fault in told)


def test_a_pack_builds_on_another_item_by_item(tmp_path: Path) -> None:
    smallpack.write(tmp_path / "lill", smallpack.small())
    own = tmp_path / "stora"
    (own / "texts").mkdir(parents=True)
    (own / "pack.yaml").write_text(
        "format: 1\nid: stora\nbuilds_on: [lill]\n"
        "municipality: {name: Stora kommun, short: Stora, code: '0001',\n"
        "  fact: {source: x, checked: 2026, confidence: verified}}\n"
        "languages:\n  - {code: fi, reviewed: {on: 2026-11-01, by_role: redaktör}}\n",
        encoding="utf-8",
    )
    (own / "areas.yaml").write_text(
        "areas:\n  - id: soder\n    name: Sydstaden\n    valid_from: null\n"
        "    fact: {source: x, checked: 2026, confidence: verified}\n",
        encoding="utf-8",
    )
    (own / "texts" / "sv.yaml").write_text("questions.who.title: Vem är du\n", encoding="utf-8")
    found = bundle(own)
    assert (*found.faults, *all_faults(found)) == ()
    assert found.layers == ["lill", "stora"]
    organisation = pack.build(found)
    assert organisation.municipality.name == "Stora kommun"
    assert organisation.municipality.reviewed("fi")
    assert organisation.municipality.reviewed("sv")
    assert [area.name for area in organisation.areas.all][:2] == ["Norr", "Sydstaden"]
    assert found.document["texts"]["sv"]["questions.who.title"] == "Vem är du"
    assert found.document["texts"]["en"]["questions.who.title"] == "questions.who.title (en)"
    assert found.line(("areas", "areas", 1, "name")) == ("stora/areas.yaml", 3)


_JUNK = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        2.5,
        "",
        "x",
        "Norr!",
        "2023-02-30",
        "../..",
        [],
        ["x"],
        [None],
        {},
        {"id": 1},
        {"id": "x"},
        [[]],
    ]
)


def _places(data: Any, where: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [where, *(place for key, value in inside for place in _places(value, (*where, key)))]


_EVERYWHERE = [place for place in _places(smallpack.small()) if place]


@given(st.lists(st.tuples(st.sampled_from(_EVERYWHERE), _JUNK), min_size=1, max_size=3), st.booleans())
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_pack_is_a_fault_and_never_a_crash(
    changes: list[tuple[tuple[str | int, ...], Any]], delete: bool
) -> None:
    document = smallpack.small()
    for where, junk in changes:
        with contextlib.suppress(KeyError, IndexError, TypeError):
            set_at(*where, value=DELETE if delete else junk)(document)
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above) / "lill"
        folder.mkdir()
        for name, data in document.items():
            (folder / f"{name}.yaml").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        found = bundle(folder)
        wrong = (*found.faults, *all_faults(found))
        to_confirm(found)
        assert all(fault.file.startswith("lill/") and fault.message for fault in wrong)
        if not (*found.faults, *structure_faults(found)):
            guidance = advise(*_whole(found), Answers(), datetime(2026, 11, 22, 2, tzinfo=UTC))
            assert guidance.results


def _whole(found: Any) -> tuple[Any, Any, Any]:
    whole = build_all(found)
    return whole.guidebook, whole.organisation, whole.directory


def test_a_pack_cannot_build_on_what_lies_elsewhere(tmp_path: Path) -> None:
    smallpack.write(tmp_path / "elsewhere" / "lill", smallpack.small())
    told = changed(tmp_path, set_at("pack", "builds_on", value=["../elsewhere/lill"]))
    assert any("is not written as it should be" in fault for fault in told)


def test_the_schema_is_itself_a_sound_schema() -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_text_missing_in_one_language_is_told_with_the_file_it_belongs_in(tmp_path: Path) -> None:
    def without(code: str, texts: Document) -> None:
        if code == "so":
            del texts["options.who.parent.label"]

    folder = smallpack.write(tmp_path / "lill", smallpack.small(), change_texts=without)
    assert faults(folder) == ["lill/texts/so.yaml: the text “options.who.parent.label” is missing"]


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("situations.crime.tonight", "one sentence", "must be a list"),
        ("questions.who.title", ["a", "b"], "list in one language"),
        ("questions.who.title", "In {area}", "{area} cannot be filled in"),
        ("rules.crime-sig.because", "In {area}", "does not have the same names as in Swedish: {area}"),
        ("questions.who.title", "", "may not be empty"),
    ],
)
def test_texts_that_do_not_agree_between_languages_are_told(
    tmp_path: Path, key: str, text: object, words: str
) -> None:
    def differently(code: str, texts: Document) -> None:
        if code == "ar":
            texts[key] = text

    told = faults(smallpack.write(tmp_path / "lill", smallpack.small(), change_texts=differently))
    assert any(fault.startswith("lill/texts/ar.yaml:") and words in fault for fault in told), told
