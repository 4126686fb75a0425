# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sjalvklar.kernel import yamlsource
from sjalvklar.kernel.yamlsource import Source, Unreadable


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def parse(text: str) -> Source:
    return yamlsource.parse(text, path=Path("areas.yaml"), label="lill/areas.yaml")


def test_every_place_knows_its_line() -> None:
    source = parse("areas:\n  - id: norr\n    parts:\n      - Hamnen\n      - Udden\n")
    assert source.line_of(("areas", 0, "parts", 1)) == 5
    assert str(source.fault(("areas", 0, "id"), "wrong")) == "lill/areas.yaml:2: wrong"


def test_a_place_that_is_not_there_is_told_at_what_is_around_it() -> None:
    assert parse("a:\n  b: 1\n").line_of(("a", "c", 4)) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("10:00", "10:00"),
        ("2023-07-01", "2023-07-01"),
        ("0180", "0180"),
        ("112", 112),
        ("-3", -3),
        ("2.5", 2.5),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("'112'", "112"),
        ('"true"', "true"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("99999999999999999999", "99999999999999999999"),
    ],
)
def test_words_mean_what_a_reader_thinks(written: str, meant: object) -> None:
    assert parse(f"a: {written}").data == {"a": meant}


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("a: &x 1\nb: *x", 1, "anchor"),
        ("a: 1\nb: *x", 2, "alias"),
        ("&x a: 1", 1, "anchor"),
        ("a: 1\nb: !!python/object/apply:os.system [id]", 2, "tag"),
        ("a: !local 1", 1, "tag"),
        ("a: 1\na: 2", 2, "twice"),
        ("a: 1\n<<: {b: 1}", 2, "merge key"),
        ("? [a]\n: b", 1, "name was expected"),
        ("a: 'open", 1, "not YAML"),
        ("--- \na: 1\n---\nb: 2", 3, "more than one document"),
        ("[" * 30, 1, "nested too deep"),
        ("[" * 200_000, 1, "nested too deep"),
        ("{a: " * 200_000, 1, "nested too deep"),
    ],
)
def test_what_plain_data_does_not_need_is_refused_with_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert refused.value.fault.line in {line, line + 1}
    assert why in refused.value.fault.message


def test_a_billion_laughs_stay_unlaughed() -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{now}: &{now} [*{before}, *{before}]\n" for before, now in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(Unreadable, match="anchor"):
        parse(laughs)


def test_a_file_that_is_no_text_is_refused_plainly(tmp_path: Path) -> None:
    path = tmp_path / "areas.yaml"
    path.write_bytes(b"a: \xff\xfe")
    with pytest.raises(Unreadable, match="UTF-8"):
        yamlsource.read(path)
    path.write_bytes(b"a: 1\n" * 900_000)
    with pytest.raises(Unreadable, match="too large"):
        yamlsource.read(path)
    with pytest.raises(Unreadable, match="not there"):
        yamlsource.read(tmp_path / "none.yaml")


def test_an_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    path = tmp_path / "demo.yaml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert yamlsource.read(path).data == {}


@given(st.text(max_size=300))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Unreadable):
        parse(text)
