# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys split and brought back as IT does it: commands, papers, and a database of the commands' own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sjalvklar.trust import keyring


def test_the_command_line_splits_and_recovers_from_papers_as_printed(tmp_path: Path) -> None:
    data = tmp_path / "data"

    def keys(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sjalvklar.project.cli", "keys", *words, "--data", str(data)]
        command += ["--database", "sqlite"]
        return subprocess.run(
            command, input=said, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3] / "src"
        )

    assert keys().returncode == 1
    assert keys("create").returncode == 0
    assert keys("create").returncode == 1
    printed = keys("split")
    assert printed.returncode == 0, printed.stderr
    papers = printed.stdout.split("\n\n\n")
    assert len(papers) == 3
    place = data / "keys" / keyring.NAME
    whole = place.read_bytes()
    assert keys("recover", said=papers[0]).returncode == 1
    place.unlink()
    files = []
    for number, paper in enumerate(papers):
        files.append(tmp_path / f"share{number}.txt")
        files[-1].write_text(paper, encoding="utf-8")
    assert keys("recover", "--share", str(files[0])).returncode == 1
    assert keys("recover", "--share", str(files[0]), "--share", str(files[0])).returncode == 1
    assert keys("recover", "--try", "--share", str(files[0]), "--share", str(files[2])).returncode == 0
    assert not place.exists()
    done = keys("recover", "--share", str(files[1]), "--share", str(files[2]))
    assert done.returncode == 0, done.stderr
    assert place.read_bytes() == whole
