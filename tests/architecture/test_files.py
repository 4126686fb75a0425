# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every file is signed, of a size one can read, and free of this or that developer's machine."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from pathlib import Path

import pytest
from tests.architecture import house

SIGNED = (".py", ".html", ".css", ".js", ".yaml", ".yml", ".toml", ".sh", ".svg", ".po")
COPYRIGHT = "SPDX-FileCopyrightText:"
LICENCE = "SPDX-License-" + "Identifier:"  # in two, or reuse would read it as a declaration
LONGEST = 500
LONG = 400


def unsigned(text: str) -> bool:
    """Whether a file lacks the two REUSE lines near its beginning."""
    head = "\n".join(text.splitlines()[:12])
    return COPYRIGHT not in head or LICENCE not in head


def made_by_others(path: Path) -> bool:
    """Whether REUSE.toml says that the file is carried, not written, by us: it keeps its own words."""
    stated = tomllib.loads((house.ROOT / "REUSE.toml").read_text(encoding="utf-8"))
    patterns = [
        pattern
        for annotation in stated["annotations"]
        if "Självklar" not in annotation["SPDX-FileCopyrightText"]
        for pattern in annotation["path"]
    ]
    return any(fnmatch.fnmatch(path.as_posix(), pattern) for pattern in patterns)


def test_every_file_is_signed() -> None:
    faults = [str(path) for path in house.sources(*SIGNED) if unsigned(house.read(path)) and not made_by_others(path)]
    assert faults == []


def test_a_file_without_a_licence_is_noticed() -> None:
    assert unsigned("print('hello')")
    assert unsigned("# SPDX-FileCopyrightText: 2026 Someone")
    assert not unsigned(f"# {COPYRIGHT} 2026 Someone\n# {LICENCE} EUPL-1.2\n")


def test_the_licence_is_the_whole_official_text() -> None:
    text = (house.ROOT / "LICENSES" / "EUPL-1.2.txt").read_text(encoding="utf-8")
    assert text == (house.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    for number in range(1, 16):
        assert re.search(rf"^{number}\.\w", text, re.MULTILINE), f"article {number} is missing"
    assert "LiLiQ-R+" in text


def test_every_licence_named_in_a_file_has_its_text() -> None:
    named = set()
    for path in house.sources(*SIGNED, ".md"):
        named |= set(re.findall(rf"^\W*{LICENCE} ([A-Za-z0-9.+-]+)", house.read(path), re.M))
    reuse = (house.ROOT / "REUSE.toml").read_text(encoding="utf-8")
    named |= set(re.findall(rf'{LICENCE[:-1]} = "([^"]+)"', reuse))
    texts = {path.stem for path in (house.ROOT / "LICENSES").iterdir()}
    assert named == texts


CODE = tuple(p for p in house.sources(".py", ".html", ".css", ".js") if not made_by_others(p))


def too_long(lengths: dict[str, int], limit: int) -> list[str]:
    return [f"{name} ({length})" for name, length in sorted(lengths.items()) if length > limit]


def _lengths() -> dict[str, int]:
    return {path.as_posix(): len(house.read(path).splitlines()) for path in CODE if "migrations" not in path.parts}


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    assert too_long(_lengths(), LONGEST) == []


def test_a_file_that_has_grown_too_long_is_noticed() -> None:
    assert too_long({"a.py": 501, "b.py": 500}, LONGEST) == ["a.py (501)"]


def test_files_on_their_way_to_be_too_long_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Not a fault; named in the run's output, so that the next person to open one splits it by subject first."""
    with capsys.disabled():
        for line in too_long(_lengths(), LONG):
            print(f"\n  growing long: {line}", end="")  # noqa: T201


# Folders that exist on one developer's machine and nobody else's, absolute or beside the checkout. Amal is made up.
MACHINE = re.compile(
    r"(?:^|[^\w.:/])/(?:work|farm|root|Users)/[\w.]|/home/(?!amal/)[a-z]\w*/|\.\./(?:shared|\.library)\b", re.MULTILINE
)
TEXTUAL = tuple(path for path in house.files() if path.suffix not in {".png", ".ico", ".woff2", ".mo"})


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    faults = [f"{path}: {m.group(0)}" for path in TEXTUAL for m in [MACHINE.search(house.read(path))] if m]
    assert faults == []


@pytest.mark.parametrize("folders", [("home", "karl"), ("root", "x"), ("Users", "jonas"), ("work", "x")])
def test_a_path_of_somebodys_machine_is_noticed(folders: tuple[str, ...]) -> None:
    assert MACHINE.search("cd /" + "/".join(folders) + "/sjalvklar")
    assert not MACHINE.search("https://example.org/" + "/".join(folders[:1]))


PUBLIC_INDEXES = ("https://pypi.org/", "https://files.pythonhosted.org/", "https://registry.npmjs.org/")
ADDRESS = re.compile(r"https?://[^\s\"'#]+")


def foreign_hosts(text: str) -> list[str]:
    """Addresses, or settings of an index, that a lock may not carry."""
    named = [url for url in ADDRESS.findall(text) if not url.startswith(PUBLIC_INDEXES)]
    return named + re.findall(r"^--(?:extra-)?index-url.*|^--find-links.*|^--trusted-host.*", text, re.MULTILINE)


LOCKS = tuple(
    path
    for path in house.files()
    if path.name in {"package-lock.json", ".npmrc", "pip.conf", "uv.lock"} or path.parts[0] == "requirements"
)


def test_no_lock_names_a_host_of_its_own() -> None:
    assert len(LOCKS) >= 4
    assert {str(path): found for path in LOCKS if (found := foreign_hosts(house.read(path)))} == {}


def test_a_lock_that_names_a_host_is_noticed() -> None:
    assert foreign_hosts("--index-url https://mirror.example.org/simple\ndjango==5.2")
    assert foreign_hosts("django @ https://mirror.example.org/django.whl")
    assert not foreign_hosts("django==5.2 \\\n    --hash=sha256:abc")


def unhashed(text: str) -> list[str]:
    """Requirements of a lock that no hash holds."""
    joined = text.replace("\\\n", " ")
    return [
        line.split()[0] for line in joined.splitlines() if re.match(r"[a-z0-9]", line, re.I) and "--hash=" not in line
    ]


@pytest.mark.parametrize("name", ["run.txt", "test.txt"])
def test_everything_installed_is_held_by_a_hash(name: str) -> None:
    text = (house.ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert unhashed(text) == []
    assert unhashed("django==5.2\npyyaml==6 \\\n  --hash=sha256:00\n") == ["django==5.2"]
