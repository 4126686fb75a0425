# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text from people: made safe to keep, and folded to be found."""

from __future__ import annotations

import re
import unicodedata

# Bidirectional overrides and isolates can make a sentence read as another one at the desk (CVE-2021-42574).
_BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_SPACES = re.compile(r"\s+")
_FOLD = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "a", "ø": "o", "ü": "u", "é": "e"})


def tidy(text: str) -> str:
    """The same words, safe to keep: composed, line breaks as \\n, no control or bidi-override characters.

    Nothing a reader sees is taken away; joiners that Arabic, Persian and emoji need stay.
    """
    composed = unicodedata.normalize("NFC", text)
    unbroken = _BREAKS.sub("\n", composed).translate(_BIDI)
    if unbroken.replace("\n", "").replace("\t", "").isprintable():
        return unbroken.strip()  # nearly every text: nothing in it needs a second look
    kept = (c for c in unbroken if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cn", "Co"})
    return "".join(kept).strip()


def tidy_line(text: str) -> str:
    """As `tidy`, on one line with single spaces."""
    return _SPACES.sub(" ", tidy(text)).strip()


def fold(text: str) -> str:
    """Text as it is compared in search: lower case, Swedish letters without rings and dots, single spaces."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return _SPACES.sub(" ", re.sub(r"[^\w\s]", " ", plain)).strip()
