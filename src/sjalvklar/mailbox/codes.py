# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a form's number to a code, and from a code to what finds and opens its thread.

The finding id is HMAC(pepper, Argon2id(code)). With 79.7 bits in the code a light hash is enough: it is there so that
a stolen database needs memory as well as time, and costs a caller about 4 ms. The arithmetic: docs/threat-model.md.
The pepper is with whoever holds the keys (trust.keys), so a stolen database alone gives nothing to guess against.
"""

from __future__ import annotations

import hmac
import os
import threading
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw

from sjalvklar.mailbox.rules.receipt import Receipt, from_bytes
from sjalvklar.trust import keys
from sjalvklar.trust.keys import CodeKeys, Drawn

TIME_COST = 1
MEMORY_KIB = 8 * 1024
PARALLELISM = 1
# Each hash fills 8 MiB at the speed of the memory: more of them at once than there are cores for only push one another
# out of the caches. Two processes answer (project.server), so each gets half of the cores, one at least.
_HASHING = threading.BoundedSemaphore(max(1, (os.cpu_count() or 2) // 2))
SHORTEST_NONCE = 16
LONGEST_NONCE = 64


def keys_of(receipt: Receipt) -> tuple[CodeKeys, ...]:
    """What the code gives under each pepper in use, the newest last.

    Takes about 4 ms and 8 MiB, outside Python's lock, however many peppers there are: the slow hash is made once.
    """
    holder = keys.holder()
    salt = holder.salt()
    with _HASHING:
        slow = hash_secret_raw(
            receipt.digits.encode("ascii"),
            salt,
            time_cost=TIME_COST,
            memory_cost=MEMORY_KIB,
            parallelism=PARALLELISM,
            hash_len=32,
            type=Type.ID,
        )
    return holder.code_keys(slow)


def newest_pepper() -> int:
    """The version of the pepper that new codes are made under."""
    return keys.holder().pepper_version()


def receipt_of(nonce: bytes, turn: int = 0, *, pepper: int = 1) -> Receipt:
    """The code of a form under a version of the pepper: the one its thread was stored with. `turn` counts on when an
    earlier code of the same form was closed by its owner."""
    return from_bytes(keys.holder().draw(Drawn.RECEIPT, source=nonce, turn=turn, pepper=pepper))


def nonce_id(nonce: bytes, turn: int = 0) -> bytes:
    """What finds a thread from the number of the form it came in."""
    return keys.holder().draw(Drawn.NONCE_ID, source=nonce, turn=turn)


def once(thread_id: UUID, nonce: bytes, text: str) -> bytes:
    """The same for the same words from the same form. Without the form's number it confirms no guess of the words."""
    digest = hmac.digest(nonce, text.encode("utf-8", "surrogatepass"), "sha256")
    return keys.holder().draw(Drawn.ONCE, source=thread_id.bytes + digest)


def check_nonce(nonce: bytes) -> None:
    """A form's number is made by us and cannot be guessed."""
    if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        raise ValueError("a form's number has 16 to 64 random bytes")
