# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files as they come in a form: in memory, never on a disk, without their names, and only when all of it came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest

from sjalvklar.mailbox.rules.files import LARGEST_FILE, LARGEST_TOGETHER, MOST_FILES

FIELD = "f"
_WORDS = 512 * 1024  # room beside the files, as for any form
LARGEST_BODY = LARGEST_TOGETHER + _WORDS


@dataclass(frozen=True, slots=True)
class Arrived:
    """The files of a form, in order. `whole` is whether every byte that was announced has come, `large` whether more
    was announced than we take; then there are no files, but the words that stand before them are in the form."""

    files: tuple[bytes, ...] = field(repr=False, default=())
    whole: bool = True
    large: bool = False


class _InMemory(FileUploadHandler):
    """Keeps the content of the files of our field, up to a byte more than we take, and nothing else of them."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[bytearray] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or len(self.files) > MOST_FILES:
            raise SkipFile
        self.files.append(bytearray())
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        kept = self.files[-1]
        kept += raw_data[: LARGEST_FILE + 1 - len(kept)]

    def file_complete(self, file_size: int) -> None:
        return None  # it stands in our list, not among the request's files


def arrive(request: HttpRequest) -> Arrived:
    """Read a form with files in it; must be called before anything else looks at the form.

    A browser sends a field of files where none was chosen as one empty file without a name: that is no file. Raises
    Django's own refusals of a form that cannot be read.
    """
    announced = request.META.get("CONTENT_LENGTH") or "0"
    stated = int(announced) if announced.isascii() and announced.isdigit() else 0
    body = request.read(min(stated, LARGEST_BODY))
    request._body = body
    handler = _InMemory()
    request.upload_handlers = [handler]
    _ = request.POST
    large, whole = stated > LARGEST_BODY, len(body) == stated
    if large or not whole:
        return Arrived(whole=whole, large=large)
    files = tuple(map(bytes, handler.files))
    return Arrived(() if files == (b"",) else files)
