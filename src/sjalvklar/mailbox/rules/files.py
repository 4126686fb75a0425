# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which files a relative may send. What a file is, is told by its content; its name and stated type are not read.

Decision and reasons: docs/decisions/0024-files-are-looked-at-as-pictures.md.
"""

from __future__ import annotations

import codecs
from enum import StrEnum

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.kernel.text import tidy

_MIB = 1024 * 1024
LARGEST_FILE = 10 * _MIB
MOST_FILES = 3
LARGEST_TOGETHER = 20 * _MIB
MOST_IN_THREAD = 30
MOST_BEFORE_ANSWER = 6
"""How many files a thread may hold before anybody at the desk has taken it, and at all: a thread costs its sender
nothing, and a file costs us ten thousand messages."""
LARGEST_IN_THREAD = 256 * _MIB
"""What a thread's files and the pictures of them take at most, as they are kept."""
FOR_THE_HELPED = 0.2
"""The part of all room that is kept for threads which somebody at the desk has taken: what strangers send cannot fill
it, however many they are."""
MOST_PIXELS = 40_000_000
MOST_PAGES = 20
LONGEST_TEXT = 200_000
STEP = 64 * 1024


class Kind(StrEnum):
    """What a file is, by its content."""

    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    PDF = "pdf"
    TEXT = "text"


class OriginalReason(StrEnum):
    """Why somebody at the desk takes out the file itself, not the copy."""

    UNREADABLE = "unreadable"  # the copy does not show what it should
    EVIDENCE = "evidence"  # it is to be handed on as it is, to the police or a court
    ASKED = "asked"  # the relative wants it back


_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"heif"})
_OFFICE_PARTS = (b"[Content_Types].xml", b"application/vnd.", b"word/", b"xl/", b"ppt/", b"Index/Document.iwa")
_MARKUP = ("<svg", "<?xml", "<!doctype", "<html", "<script", "<head", "<body")


def kind_of(content: bytes) -> Kind:
    """What a file is. Raises Invalid, field "f": file_empty, file_large, file_office (Word, Excel and their like),
    file_other for everything else that is not taken."""
    if not content:
        raise Invalid("file_empty", field="f")
    if len(content) > LARGEST_FILE:
        raise Invalid("file_large", field="f")
    if content[:3] == b"\xff\xd8\xff":
        return Kind.JPEG
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return Kind.PNG
    if content[:5] == b"%PDF-":
        return Kind.PDF
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return Kind.HEIC
    if _is_office(content):
        raise Invalid("file_office", field="f")
    text_of(content)
    return Kind.TEXT


def _is_office(content: bytes) -> bool:
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or content[:5] == b"{\\rtf":
        return True
    return content[:4] == b"PK\x03\x04" and any(part in content for part in _OFFICE_PARTS)


def text_of(content: bytes) -> str:
    """The text of a plain text file, without what a screen would not show. Raises Invalid("file_other") for what is
    no plain text, or is a page or a drawing written as text, and Invalid("file_long")."""
    wide = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("file_other", field="f") from None
    begins = text[:500].lstrip().lower()
    if "\0" in text or begins.startswith(_MARKUP) or "<svg" in begins:
        raise Invalid("file_other", field="f")
    if len(text) > LONGEST_TEXT:
        raise Invalid("file_long", field="f")
    shown = tidy(text)
    if not shown:
        raise Invalid("file_empty", field="f")
    return shown


def check_number(files: int, together: int) -> None:
    """That a message does not carry too many files. Raises Invalid: files_none, files_many, files_large."""
    if not files:
        raise Invalid("files_none", field="f")
    if files > MOST_FILES:
        raise Invalid("files_many", field="f")
    if together > LARGEST_TOGETHER:
        raise Invalid("files_large", field="f")


def check_fits(*, in_thread: int, in_house: int, house: int, taken: bool) -> None:
    """That there is room for files that are kept with all others: bytes in the thread and in the whole house with
    them, and the most that the house takes. Raises NotNow: files_full (the thread is), files_house."""
    if in_thread > LARGEST_IN_THREAD:
        raise NotNow("files_full")
    if in_house > (house if taken else house * (1 - FOR_THE_HELPED)):
        raise NotNow("files_house")


def steps_of(size: int) -> int:
    """How large something is, as the table says it: in steps of 64 kB, at least one."""
    return max(1, -(-size // STEP))
