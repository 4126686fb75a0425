# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keys in a folder, in a process of their own, and in a thread to be looked at from inside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rooms.trust.key_process import KeyProcess

from sjalvklar.trust import keyring
from sjalvklar.trust.keys import FileHolder
from sjalvklar.trust.keys.server import KeyServer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keyring.create(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def process(folder: Path, tmp_path: Path) -> Iterator[KeyProcess]:
    with KeyProcess(folder, tmp_path / "s") as running:
        yield running


@pytest.fixture
def served(folder: Path, tmp_path: Path) -> Iterator[KeyServer]:
    """The same server in a thread, to be looked at from inside."""
    made = KeyServer(FileHolder(folder), tmp_path / "t")
    made.open()
    thread = threading.Thread(target=made.serve)
    thread.start()
    yield made
    made.ask_to_stop()
    thread.join()
