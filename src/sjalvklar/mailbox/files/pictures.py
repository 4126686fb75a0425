# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a file to pictures of it, of which nothing but the colours of the points is kept. Run in the worker only."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

LONGEST_SIDE = 3000
SHEET_POINTS = 6_000_000
_DOTS = 150 / 72  # a PDF is measured in 72nds of an inch
_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "heic": ("HEIF",)}
_LARGEST_PNG = 1_500_000


class Refused(Exception):
    """The file cannot be shown. `code` says why: file_pixels, file_pages, file_locked, file_broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make_ready() -> None:
    """Load all that will be needed: afterwards no file can be opened any more."""
    import pillow_heif
    import pypdfium2  # type: ignore[import-untyped]
    from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    pillow_heif.register_heif_opener(thumbnails=False)
    pypdfium2.PdfDocument.new().close()
    turned = Image.Exif()
    turned[0x0112] = 6
    for name, plugin in (("JPEG", JpegImagePlugin), ("PNG", PngImagePlugin), ("MPO", MpoImagePlugin)):
        tried = io.BytesIO()
        assert plugin.__name__
        Image.new("RGB", (16, 16)).save(tried, "JPEG" if name == "MPO" else name, exif=turned)
        _picture(tried.getvalue(), "png" if name == "PNG" else "jpeg", 1000)


def sheets(content: bytes, kind: str, *, most_points: int, most_pages: int) -> Iterator[bytes]:
    """The pictures of a file, in order: one of a picture, one of each page of a PDF. Raises Refused."""
    if kind == "pdf":
        yield from _pages(content, most_pages)
    else:
        yield _picture(content, kind, most_points)


def _picture(content: bytes, kind: str, most_points: int) -> bytes:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS[kind]) as opened:
            if opened.width * opened.height > most_points:
                raise Refused("file_pixels")
            if kind == "jpeg":
                opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            opened.load()
            shown = _upright(opened)
            return _encoded(shown, may_be_png=kind == "png")
    except Refused:
        raise
    except Image.DecompressionBombError:
        raise Refused("file_pixels") from None
    except MemoryError:
        raise Refused("file_heavy") from None
    except Exception:  # whatever a decoder says of a stranger's file, it cannot be shown
        raise Refused("file_broken") from None


def _turn(opened: Any) -> int | None:
    """How to turn it, as the camera was held; what cannot be read turns nothing."""
    from PIL.Image import Transpose

    turns = (
        *(Transpose.FLIP_LEFT_RIGHT, Transpose.ROTATE_180, Transpose.FLIP_TOP_BOTTOM, Transpose.TRANSPOSE),
        *(Transpose.ROTATE_270, Transpose.TRANSVERSE, Transpose.ROTATE_90),
    )
    try:
        said = opened.getexif().get(0x0112)
    except Exception:  # whatever the decoder says of a stranger's words about a picture
        return None
    return turns[said - 2] if isinstance(said, int) and 2 <= said <= 8 else None


def _upright(opened: Any) -> Image.Image:
    """Of a size that a screen can show, turned as the camera was held, on white where it was transparent."""
    turn = _turn(opened)
    opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    shown: Image.Image = opened if turn is None else opened.transpose(turn)
    if shown.mode.startswith("I"):  # sixteen bits for each point: the upper eight are shown
        shown = shown.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if shown.mode in {"RGBA", "LA", "PA"} or "transparency" in shown.info:
        from PIL import Image

        clear = shown.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        shown = Image.alpha_composite(ground, clear)
    return shown if shown.mode in {"L", "RGB"} else shown.convert("RGB")


def _encoded(shown: Image.Image, *, may_be_png: bool) -> bytes:
    """A new file from the points alone: no comment, no profile, no position, no thumbnail comes along."""
    from PIL import Image

    bare = Image.frombytes(shown.mode, shown.size, shown.tobytes())
    made = io.BytesIO()
    if may_be_png:
        bare.save(made, "PNG")
        if made.tell() <= _LARGEST_PNG:
            return made.getvalue()
        made = io.BytesIO()
    bare.save(made, "JPEG", quality=85)
    return made.getvalue()


def _pages(content: bytes, most_pages: int) -> Iterator[bytes]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("file_locked" if "assword" in str(error) else "file_broken") from None
    if len(document) > most_pages:
        raise Refused("file_pages")
    if not len(document):
        raise Refused("file_broken")
    for number in range(len(document)):
        try:
            yield _page(document[number])
        except (pypdfium2.PdfiumError, ValueError):
            raise Refused("file_broken") from None
        except MemoryError:
            raise Refused("file_heavy") from None


def _page(page: Any) -> bytes:
    """One page as a picture. Forms are never started, so that no script of theirs exists here."""
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise Refused("file_broken")
    scale = min(_DOTS, LONGEST_SIDE / max(width, height), (SHEET_POINTS / (width * height)) ** 0.5)
    drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
    return _encoded(drawn if drawn.mode in {"L", "RGB"} else drawn.convert("RGB"), may_be_png=False)
