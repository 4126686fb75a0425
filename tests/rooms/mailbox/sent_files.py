# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files as people and as attackers make them, made when they are needed: none is kept in the tree."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
"""What every virus scanner calls a virus, and is none (eicar.org)."""
GPS_LATITUDE = (59.0, 19.0, 46.5)


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 200), **how: object) -> bytes:
    """A picture with something on it."""
    from PIL import Image

    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    made = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(made, kind, **how)
    return made.getvalue()


def with_position() -> bytes:
    """A photograph that tells where it was taken, with what, and by whom, and lies on its side."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Fotomakaren"
    exif[0x013B] = "Amal"
    position = exif.get_ifd(0x8825)
    position[1], position[2], position[3], position[4] = "N", GPS_LATITUDE, "E", (18.0, 4.0, 7.25)
    return picture(exif=exif, comment=EICAR, icc_profile=b"profile of Amal's phone".ljust(200, b"\0"))


def chunk(name: bytes, data: bytes) -> bytes:
    """A piece of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *, rows: int | None = None, extra: Iterable[bytes] = ()) -> bytes:
    """A grey PNG that says it is that large; a bomb, when it is: a thousand rows of nothing are a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(bytes(width + 1)) for _ in range(height if rows is None else rows))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            *extra,
            chunk(b"IDAT", body + packer.flush()),
            chunk(b"IEND", b""),
        )
    )


def pdf(*objects: bytes, catalog: bytes = b"", page: bytes = b"/MediaBox [0 0 595 842]", pages: int = 1) -> bytes:
    """A PDF as it is written by hand, with a correct table of where everything is."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(pages))
    body = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        *[b"<< /Type /Page /Parent 2 0 R %s >>" % page] * pages,
        *objects,
    ]
    made, places = b"%PDF-1.7\n", []
    for number, one in enumerate(body, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    begins = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(body) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(body) + 1, begins)


def stream(content: bytes, says: bytes = b"") -> bytes:
    """An object of a PDF that holds bytes."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), says, content)


def office() -> bytes:
    """What a Word document is: a ZIP with parts of known names."""
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w:document/>")
    return made.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    """A ZIP with one file."""
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(name, content)
    return made.getvalue()
