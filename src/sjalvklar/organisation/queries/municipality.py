# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The municipality as its pack says, read once per process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sjalvklar.organisation import pack
from sjalvklar.organisation.pack import Bundle
from sjalvklar.organisation.rules import Organisation


@lru_cache(maxsize=2)
def read(folder: Path) -> Bundle:
    """The files of a pack, for the rooms above; read once for all of them. Its faults are in it, not raised."""
    return pack.bundle(folder)


@lru_cache(maxsize=4)
def _loaded(folder: Path) -> Organisation:
    found = read(folder)
    faults = (*found.faults, *pack.faults(found))
    if faults:
        raise pack.BadPack(faults)
    return pack.build(found)


def organisation() -> Organisation:
    """The organisation of `settings.PACK_DIR`. Raises organisation.pack.BadPack when the pack has faults."""
    return _loaded(settings.PACK_DIR)


def clear() -> None:
    """Forget what was read: a pack has changed under a running process."""
    read.cache_clear()
    _loaded.cache_clear()
