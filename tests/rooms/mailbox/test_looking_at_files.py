# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever a stranger sends, what comes out is points of colour or words, or nothing."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image
from tests.rooms.mailbox.sent_files import (
    EICAR,
    chunk,
    office,
    pdf,
    picture,
    png,
    stream,
    with_position,
    zipped,
)

from sjalvklar.kernel.errors import Invalid, NotNow
from sjalvklar.mailbox.files import looking
from sjalvklar.mailbox.files.looking import Line, look
from sjalvklar.mailbox.rules.files import LARGEST_FILE, MOST_PAGES, Kind, check_number, kind_of, steps_of
from sjalvklar.project.serving import SOURCES


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        look(content)
    assert refused.value.field == "f"
    return refused.value.code


def opened(copy: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(copy))
    found.load()
    return found


def bare(copy: bytes) -> bool:
    """Whether a copy holds nothing beside its points."""
    found = opened(copy)
    said = set(found.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return not said and not found.getexif() and b"Exif" not in copy and b"ICC" not in copy


# --- What is taken -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("JPEG"), Kind.JPEG),
        (picture("PNG"), Kind.PNG),
        (picture("HEIF", quality=50), Kind.HEIC),
        (pdf(), Kind.PDF),
    ],
    ids=["jpeg", "png", "heic", "pdf"],
)
def test_what_people_send_is_shown_as_pictures(content: bytes, kind: Kind) -> None:
    looked = look(content)
    assert (looked.kind, looked.original, len(looked.copies)) == (kind, content, 1)
    assert bare(looked.copies[0])
    assert max(opened(looked.copies[0]).size) <= 3000


def test_each_page_of_a_pdf_is_a_picture() -> None:
    looked = look(pdf(pages=MOST_PAGES))
    assert len(looked.copies) == MOST_PAGES
    assert all(map(bare, looked.copies))


@pytest.mark.parametrize(
    "content", ["Hej å ä ö".encode(), "\ufeffHej å ä ö".encode(), "Hej å ä ö".encode("utf-16")], ids=["8", "bom", "16"]
)
def test_plain_text_is_its_words(content: bytes) -> None:
    looked = look(content)
    assert (looked.kind, looked.copies) == (Kind.TEXT, ("Hej å ä ö".encode(),))


def test_a_text_loses_what_a_screen_would_obey() -> None:
    [shown] = look("rad\r\n\x1b[2Jtvå\u202etre".encode()).copies
    assert shown.decode() == "rad\n[2Jtvåtre"


# --- What comes along and must not ---------------------------------------------------------------------------------
def test_where_a_picture_was_taken_and_all_else_it_says_is_gone_and_it_stands_upright() -> None:
    sent = with_position()
    assert b"Fotomakaren" in sent
    assert EICAR in sent
    [copy] = look(sent).copies
    assert bare(copy)
    for word in (b"Fotomakaren", b"Amal", b"EICAR", b"profile"):
        assert word not in copy
    assert opened(copy).size == (200, 320)


@pytest.mark.parametrize(
    "tail",
    [EICAR, zipped("klass.class", EICAR), b"<html><script>alert(1)</script></html>", b"%PDF-1.4\n" + EICAR],
    ids=["eicar", "zip", "html", "pdf"],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_hangs_behind_a_picture_is_gone_from_the_copy(kind: str, tail: bytes) -> None:
    sent = picture(kind) + tail
    [copy] = look(sent).copies
    assert bare(copy)
    for word in (b"EICAR", b"PK\x03\x04", b"<html", b"%PDF"):
        assert word not in copy


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"abCd"])
def test_what_is_hidden_in_a_picture_is_gone_from_the_copy(name: bytes) -> None:
    hidden = b"<script>alert(1)</script>" + EICAR
    content = {b"zTXt": b"a\0\0" + zlib.compress(hidden), b"iTXt": b"a\0\0\0\0\0" + hidden}.get(name, b"a\0" + hidden)
    [copy] = look(png(40, 30, extra=[chunk(name, content)])).copies
    assert bare(copy)
    assert b"EICAR" not in copy
    assert b"script" not in copy


_ACTION = b'<< /S /JavaScript /JS (app.launchURL\\("https://example.org/"\\)) >>'
ALIVE = {
    "a script at opening": pdf(_ACTION, catalog=b"/OpenAction 4 0 R"),
    "a script on a page": pdf(_ACTION, page=b"/MediaBox [0 0 200 200] /AA << /O 4 0 R >>"),
    "a program to start": pdf(b"<< /S /Launch /F (cmd.exe) >>", catalog=b"/OpenAction 4 0 R"),
    "a link outside": pdf(
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 100 100] /A << /S /URI /URI (https://example.org/) >> >>",
        page=b"/MediaBox [0 0 200 200] /Annots [4 0 R]",
    ),
    "a file inside": pdf(
        b"<< /Type /Filespec /F (virus.exe) /EF << /F 5 0 R >> >>",
        stream(EICAR, b"/Type /EmbeddedFile"),
        catalog=b"/Names << /EmbeddedFiles << /Names [(virus.exe) 4 0 R] >> >>",
    ),
    "a form that sends itself": pdf(
        b"<< /Fields [5 0 R] /XFA (x) >>",
        b"<< /FT /Btn /T (b) /Type /Annot /Subtype /Widget /Rect [0 0 50 50] "
        b"/A << /S /SubmitForm /F (https://example.org/) >> >>",
        catalog=b"/AcroForm 4 0 R",
        page=b"/MediaBox [0 0 200 200] /Annots [5 0 R]",
    ),
    "a picture fetched from outside": pdf(
        stream(b"/I Do"),
        stream(b"", b"/Subtype /Image /Width 1 /Height 1 /F << /FS /URL /F (https://example.org/) >>"),
        page=b"/MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >>",
    ),
}


@pytest.mark.parametrize("how", ALIVE)
def test_nothing_in_a_pdf_is_alive_in_its_copy(how: str) -> None:
    [copy] = look(ALIVE[how]).copies
    assert bare(copy)
    for word in (b"JavaScript", b"example.org", b"cmd.exe", b"EICAR", b"/URI"):
        assert word not in copy


# --- What is refused ----------------------------------------------------------------------------------------------
REFUSED = {
    "nothing": (b"", "file_empty"),
    "only spaces": (b"  \n\n ", "file_empty"),
    "a byte more than we take": (picture() + bytes(LARGEST_FILE), "file_large"),
    "a Word document": (office(), "file_office"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "file_office"),
    "rich text": (b"{\\rtf1 hej}", "file_office"),
    "a ZIP": (zipped("a.jpg", picture()), "file_other"),
    "a drawing": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "file_other"),
    "a drawing after a while": (b"<!-- -->" * 20 + b"<svg onload=alert(1)>", "file_other"),
    "a page": (b"<!DOCTYPE html><script>alert(1)</script>", "file_other"),
    "a program for Windows": (b"MZ\x90\x00" + bytes(200), "file_other"),
    "a program for Linux": (b"\x7fELF" + bytes(200), "file_other"),
    "a moving picture": (b"GIF89a" + bytes(20), "file_other"),
    "a GIF that is Java": (b"GIF89a/*" + zipped("A.class", b"x"), "file_other"),
    "a film": (b"\0\0\0\x18ftypmp42" + bytes(100), "file_other"),
    "a PDF behind something else": (b"\xff\xfe\xfd" + pdf(), "file_other"),
    "half a picture": (picture()[: len(picture()) // 2], "file_broken"),
    "half a PNG": (picture("PNG")[:300], "file_broken"),
    "half a HEIC": (picture("HEIF", quality=50)[:400], "file_broken"),
    "the beginning of a picture": (b"\xff\xd8\xff\xe0", "file_broken"),
    "the beginning of a PDF": (b"%PDF-1.7\n", "file_broken"),
    "a PDF without pages": (pdf(pages=0), "file_broken"),
    "a picture that says it is vast": (png(60_000, 60_000, rows=1), "file_pixels"),
    "a bomb in 40 kB": (png(20_000, 2_001), "file_pixels"),
    "too many pages": (pdf(pages=MOST_PAGES + 1), "file_pages"),
    "latin-1": ("Hej å ä ö".encode("latin-1"), "file_other"),
    "far too much text": (b"a" * 200_001, "file_long"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_is_refused_with_its_reason(what: str) -> None:
    content, code = REFUSED[what]
    assert refusal(content) == code


def test_a_pdf_that_is_locked_says_so() -> None:
    locked = pdf().replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"1" * 64 + b"> /U <"
        + b"2" * 64 + b"> >>",
    )  # fmt: skip
    assert refusal(locked) == "file_locked"


def test_a_page_as_large_as_a_house_becomes_a_picture_of_common_size() -> None:
    [copy] = look(pdf(page=b"/MediaBox [0 0 1000000 1000000]")).copies
    assert opened(copy).width * opened(copy).height <= 9_000_000


def test_a_pdf_that_would_take_for_ever_is_given_up() -> None:
    """Twelve levels, each drawing the next ten times: a million million strokes in one kilobyte."""
    levels = 12
    drawing = b"q /X Do Q " * 10
    nested = [
        stream(
            drawing if number < levels else b"0 0 1 1 re f",
            b"/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << /XObject << /X %d 0 R >> >>"
            % (5 + number + 1),
        )
        for number in range(levels + 1)
    ]
    bomb = pdf(
        stream(drawing),
        *nested,
        page=b"/MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >>",
    )
    began = time.monotonic()
    with suppress(Invalid):
        assert len(look(bomb).copies) == 1  # pdfium itself may stop at some depth
    assert time.monotonic() - began < 40


def test_how_many_and_how_large_together() -> None:
    check_number(3, 20 * 1024 * 1024)
    for number, together, code in ((0, 0, "files_none"), (4, 4, "files_many"), (2, 21 * 1024 * 1024, "files_large")):
        with pytest.raises(Invalid) as refused:
            check_number(number, together)
        assert refused.value.code == code
    assert [steps_of(size) for size in (1, 65536, 65537)] == [1, 1, 2]
    assert kind_of(pdf()) is Kind.PDF


# --- The process that looks ---------------------------------------------------------------------------------------
def test_the_process_that_looks_reaches_neither_network_nor_files_nor_programs() -> None:
    walls = looking.walls()
    assert walls.works
    assert walls.faults() == []
    assert walls.reaches == frozenset()
    assert walls.seccomp or {"network", "user"} <= walls.namespaces


def test_a_machine_without_walls_is_told_of() -> None:
    assert len(looking.Walls(works=True, reaches=frozenset({"network", "files"})).faults()) == 2
    assert looking.Walls(frozenset({"network"}), seccomp=True, works=True).missing() == ["Landlock"]
    assert looking.Walls().faults() == ["files cannot be looked at: the process that does it ends before it is ready"]


def inside(code: str) -> str:
    """What a piece of Python says when it runs where a file is looked at, as if the file had taken that over."""
    folder = Path(looking.__file__).parent
    begin = (
        f"import sys, os, socket, subprocess, ctypes, mmap, threading; sys.path.insert(0, {str(folder)!r})\n"
        "import sandbox, pictures\n"
        "sandbox.put_limits(); sandbox.put_namespaces(); pictures.make_ready(); sandbox.put_landlock(); "
        "sandbox.put_filter()\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", begin + code], input=b"", capture_output=True, env={}, timeout=60
    )
    return (done.stdout + done.stderr[-400:]).decode()


@pytest.mark.parametrize(
    "deed",
    [
        "socket.create_connection(('127.0.0.1', PORT), timeout=2)",
        "socket.socket(socket.AF_UNIX).connect('/run/x')",
        "open('/etc/passwd').read()",
        "open('/tmp/written', 'w')",
        "os.listdir('/')",
        "os.kill(1, 0)",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.fork()",
        "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
        "bytearray(3_000_000_000)",
    ],
)
def test_a_file_that_had_taken_the_process_over_would_get_nowhere(deed: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        said = inside(
            f"PORT = {listener.getsockname()[1]}\n"
            f"try:\n    {deed}\nexcept (OSError, MemoryError) as fault:\n"
            "    os.write(1, b'stopped: ' + type(fault).__name__.encode())\n"
            "else:\n    os.write(1, b'DONE')\n"
        )
        with pytest.raises(TimeoutError):
            listener.accept()
    assert said.startswith("stopped: "), said


@pytest.mark.parametrize("code", ["os._exit(3)", "while True: pass", "os.write(1, b'not json\\n')", "os.abort()"])
def test_a_process_that_dies_or_lies_has_shown_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(f"import os\n{code}\n", encoding="utf-8")
    monkeypatch.setattr(looking, "_WORKER", worker)
    monkeypatch.setattr(looking, "_LONGEST_LOOK", 1.5)
    assert refusal(picture()) == "file_heavy"


@pytest.mark.parametrize(
    "answer",
    [
        b'{"sizes": [5]}\nhello',
        b'{"sizes": [4]}\n\xff\xd8\xff\xe0\xff',
        b'{"sizes": []}\n',
        b'{"sizes": "x"}\n',
        b'{"refused": "<script>"}\n',
        b'{"sizes": [-1, 5]}\n\xff\xd8\xff\xe0',
    ],
)
def test_what_a_taken_over_process_says_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: bytes
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(f"import sys\nsys.stdin.buffer.read()\nsys.stdout.buffer.write({answer!r})\n", encoding="utf-8")
    monkeypatch.setattr(looking, "_WORKER", worker)
    assert refusal(picture()) == "file_broken"


def test_when_many_send_at_once_the_last_are_told_to_try_again() -> None:
    line = Line(at_once=1, in_line=0, wait=30)
    with line.turn(), pytest.raises(NotNow, match="busy"), line.turn():
        pass
    hasty = Line(at_once=1, in_line=1, wait=0.01)
    with hasty.turn(), pytest.raises(NotNow, match="busy"), hasty.turn():
        pass
    with line.turn(), hasty.turn():
        pass  # there is room again for both


def test_the_web_process_never_loads_what_decodes_files() -> None:
    code = (
        "import django, sys; django.setup(); import sjalvklar.project.urls, sjalvklar.faces.way_in.views.files\n"
        "print(sorted(set(sys.modules) & {'PIL.JpegImagePlugin', 'PIL.PngImagePlugin', 'pypdfium2', 'pillow_heif'}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == "[]", done.stderr
