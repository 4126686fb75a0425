# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A key for each person: what is known of them is sealed under it, and destroyed with it.

I promise that what was sealed for one person opens for that person, in that place, and nowhere else; that a destroyed
key stays destroyed, whichever backup is put back; and that somebody can be found by number, telephone or name by those
who know it, without the database knowing it.
"""

from __future__ import annotations

from sjalvklar.trust.envelope import CannotOpen
from sjalvklar.trust.keys import IndexField, KeyHolderAway, SubjectKeyMissing
from sjalvklar.trust.subjects.blind import index, index_all, indexes, steady
from sjalvklar.trust.subjects.cipher import SubjectCipher, SubjectGone, cipher, ciphers
from sjalvklar.trust.subjects.life import agree, bury, destroy, destroyed_ids, keep_destroyed, make, reapply

__all__ = [
    "CannotOpen",
    "IndexField",
    "KeyHolderAway",
    "SubjectCipher",
    "SubjectGone",
    "SubjectKeyMissing",
    "agree",
    "bury",
    "cipher",
    "ciphers",
    "destroy",
    "destroyed_ids",
    "index",
    "index_all",
    "indexes",
    "keep_destroyed",
    "make",
    "reapply",
    "steady",
]
