# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What other rooms may ask of the directory: the pack's receivers, read once per process."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sjalvklar.directory import pack
from sjalvklar.directory.rules import Directory, Entry
from sjalvklar.kernel import clock
from sjalvklar.organisation.pack import BadPack
from sjalvklar.organisation.pack import faults as organisation_faults
from sjalvklar.organisation.queries import municipality


@lru_cache(maxsize=4)
def _loaded(folder: Path) -> Directory:
    found = municipality.read(folder)
    faults = (*found.faults, *organisation_faults(found), *pack.faults(found))
    if faults:
        raise BadPack(faults)
    return pack.build(found)


def demo() -> bool:
    """Whether facts that nobody has confirmed may be shown, with their mark."""
    return not settings.PRODUCTION


def directory() -> Directory:
    """The directory of `settings.PACK_DIR`. Raises organisation.pack.BadPack when the pack has faults."""
    return _loaded(settings.PACK_DIR)


def receivers(*, area: str | None = None, at: datetime | None = None) -> tuple[Entry, ...]:
    """Everyone who can be reached, as they stand at a moment; with an area, those who serve it."""
    return tuple(directory().entries(at or clock.now(), demo=demo(), area=area))


def receiver(receiver_id: str, at: datetime | None = None) -> Entry | None:
    """One receiver as it stands at a moment; None when there is none, or it may not be shown."""
    return directory().entry(receiver_id, at or clock.now(), demo=demo())


def clear() -> None:
    """Forget what was read: a pack has changed under a running process."""
    _loaded.cache_clear()
