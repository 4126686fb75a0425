# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a talk by video is held: an address of the municipality's own with a room that nobody can guess."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import urlsplit

from sjalvklar.organisation.rules import Fact

ROOM = "{room}"
BYTES = 20  # 160 bits, and no fewer where a service reads capital letters as small ones
LONGEST = 200


@dataclass(frozen=True, slots=True)
class VideoAddress:
    """A municipality's own video service. `unit` is empty for every unit that has none of its own."""

    unit: str
    address: str
    fact: Fact


def is_template(address: str) -> bool:
    """Whether links can be made of it: https, a host without anybody's name or password, and one place for the room,
    behind the host."""
    if len(address) > LONGEST or address.count(ROOM) != 1 or any(char.isspace() or ord(char) < 32 for char in address):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    rest = address.replace(ROOM, "")
    named = "@" not in parts.netloc and ROOM not in parts.netloc and bool(parts.hostname) and port != 0
    return parts.scheme == "https" and named and not set(rest) & set('{}<>"\\')


def room_name(drawn: bytes) -> str:
    """A room's name of drawn bytes: small letters and digits, since some services read capitals as small letters."""
    if len(drawn) < BYTES:
        raise ValueError("a room's name is drawn of twenty bytes")
    return base64.b32encode(drawn[:BYTES]).decode("ascii").lower()


def link(address: str, room: str) -> str:
    """The link to a room."""
    return address.replace(ROOM, room)
