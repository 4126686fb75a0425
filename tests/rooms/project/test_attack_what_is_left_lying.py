# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What lies on the machine afterwards: in its log, and in the file of the embedded database."""

from __future__ import annotations

import logging
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sjalvklar.project import prepare
from sjalvklar.project.quiet import NoTrace

if TYPE_CHECKING:
    from tests.live import Live


def _logged(error: Exception, name: str = "Elis") -> str:
    try:
        try:
            raise error
        except Exception as first:
            raise KeyError(name) from first
    except KeyError:
        record = logging.LogRecord("sjalvklar.door", logging.ERROR, __file__, 1, "It failed", (), sys.exc_info())
    NoTrace().filter(record)
    return logging.Formatter().format(record)


def test_a_fault_in_the_log_says_where_and_never_on_what_words() -> None:
    said = _logged(ValueError("Min son heter Elis"))
    assert "Elis" not in said
    assert "ValueError" in said
    assert "KeyError" in said
    assert "in _logged" in said


def test_a_machine_that_does_not_answer_is_named_in_the_log() -> None:
    assert "no route" in _logged(OSError("no route"))


def test_the_embedded_database_is_its_owners_only(live: Live) -> None:
    files = list(live.data.glob("*.sqlite3*"))
    assert files or live.data.exists()
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_database_that_others_could_read_is_closed_to_them(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "sjalvklar.sqlite3"
    place.touch(0o644)
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": "sjalvklar.project.sqlite3", "NAME": str(place)})
    prepare._keep_to_ourselves()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_another_database_is_left_alone(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    engine = "django.db.backends.postgresql"
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": engine, "NAME": str(tmp_path / "sjalvklar")})
    prepare._keep_to_ourselves()
    assert not (tmp_path / "sjalvklar").exists()
