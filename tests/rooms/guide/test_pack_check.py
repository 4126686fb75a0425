# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar pack check` as the person who keeps a pack meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.rooms.guide import smallpack

from sjalvklar.guide.pack import Lacks, to_confirm, unconfirmed
from sjalvklar.organisation.pack import bundle
from sjalvklar.project.cli import pack as verb
from sjalvklar.project.cli.plain import Plain


def check(folder: Path, *options: str) -> int:
    return verb.run(["check", str(folder), "--language", "en", *options])


def test_a_sound_pack_passes_and_says_what_was_covered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(smallpack.write(tmp_path / "lill", smallpack.small())) == 0
    said = capsys.readouterr().out
    assert "Lillköpings kommun (lill)" in said
    assert "832 combinations of answers and area × 672 hours" in said
    assert "3\N{NO-BREAK SPACE}354\N{NO-BREAK SPACE}624" in said
    assert "The pack holds" in said


def test_what_is_not_confirmed_is_listed_and_a_fault_only_in_production(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = smallpack.write(tmp_path / "lill", smallpack.small())
    assert check(folder) == 0
    said = capsys.readouterr().out
    assert "receivers.yaml" in said
    assert "probable, not confirmed: Kvällslinjen" in said
    assert "no telephone number: Anhörigstödet i Söder" in said
    assert "nobody is known to do child_intake in: every area" in said
    assert "nobody has read the texts in Suomi" in said
    assert check(folder, "--production") == 1
    assert "1 shown fact is not confirmed: production refuses the pack." in capsys.readouterr().out


def test_a_bought_service_without_a_seller_is_something_to_find_out(tmp_path: Path) -> None:
    document = smallpack.small()
    document["units"]["provisions"][-1]["from"] = None
    document["units"]["provisions"].append(
        {"function": "child_intake", "area": "norr", "unit": None, "fact": smallpack.UNSURE}
    )
    found = bundle(smallpack.write(tmp_path / "lill", document))
    told = [(item.lacks, item.what) for item in to_confirm(found)]
    assert any(lacks is Lacks.SELLER and "sig (soder)" in what for lacks, what in told)
    assert any(lacks is Lacks.UNVERIFIED and "child_intake (norr)" in what for lacks, what in told)
    assert any(lacks is Lacks.NOBODY and "child_intake" in what and "soder" in what for lacks, what in told)


def test_what_keeps_a_pack_from_production_is_what_would_be_shown(tmp_path: Path) -> None:
    folder = smallpack.write(tmp_path / "lill", smallpack.small())
    assert [item.file for item in unconfirmed(folder)] == ["lill/receivers.yaml"]
    document = smallpack.small()
    document["receivers"]["receivers"][-1]["fact"] = {
        **smallpack.PROBABLE,
        "confirmed": {"on": "2026-11-01", "by_role": "enhetschef"},
    }
    assert unconfirmed(smallpack.write(tmp_path / "lill2", document)) == ()


def test_faults_are_told_and_the_exit_is_not_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = smallpack.small()
    del document["areas"]["areas"][0]["name"]
    assert check(smallpack.write(tmp_path / "lill", document)) == 1
    said = capsys.readouterr().out
    assert "lill/areas.yaml:" in said
    assert "“name” is missing here" in said
    assert "1 fault" in said


def test_a_way_that_ends_wrong_is_told_with_how_many_share_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def without(code: str, texts: dict[str, Any]) -> None:
        if code == "ar":
            del texts["rules.crime-sig.because"]

    assert check(smallpack.write(tmp_path / "lill", smallpack.small(), change_texts=without)) == 1
    said = capsys.readouterr().out
    assert "language ar: the text “rules.crime-sig.because” is missing (and" in said
    assert said.count("“rules.crime-sig.because”") == 1


def test_the_words_are_swedish_when_nothing_else_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = smallpack.write(tmp_path / "lill", smallpack.small())
    assert verb.run(["check", str(folder)]) == 0
    assert "Paketet håller" in capsys.readouterr().out


def test_a_folder_that_is_no_pack_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Plain, match="no pack"):
        check(tmp_path / "nothing")
    with pytest.raises(Plain, match="pack check DIR"):
        verb.run(["chekc"])
