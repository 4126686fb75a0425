# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A thief with the whole database, or with every file but the keys, reads no word, name, number or telephone.

The product is used as it is used, then every byte that is not among the keys is searched for everything that was
written and said, however it could have been written down.
"""

from __future__ import annotations

import base64
import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus, urlsplit

import psycopg
import pytest
from psycopg import sql
from tests.faces.way_in.test_hostile import ask, form, post
from tests.live import Live

from sjalvklar.kernel.text import fold

# Made up, and unlike anything in the product's own words, so that what is found was not there before.
WORDS = "Fladdermusen Ångström-Öqvist har gömt patronerna i Skörbjuggens båthus, mitt barn heter Ghazalwazir"
WRITTEN_AGAIN = "Kvarnstensligan hotar, ring inte före lunch: Zvärdotterskäran"
ANSWER = "Vi hör av oss på torsdag vid Pärlemorfyren, fråga efter Blåvingstrosten"
NOTE = "Hembesök hos familjen Dvärgbandmask; pojken Ixelbrand nämnde Rävsvampsgänget"
CORRECTED = "Rättelse: det var Tuvsnårsgatan och inte Myrlejonsvägen"
SAFE = {
    "channel": "phone",
    "value": "070-174 06 31",
    "call_ourselves": "Bokbussen Skumkantarellen",
    "our_phrase": "Glasbläsarhyttan",
    "their_phrase": "Vattenkräftsyngel",
    "stop_phrase": "Snöugglebacken",
    "who_knows": "Moster Zmirgelduk",
}
IDENTITY = {
    "name": "Ghazalwazir Åkerspöke Qvistgren",
    "number": "19900101-2385",
    "phone": "070-174 06 32",
    "email": "zfladdermus@example.org",
    "address": "Skörbjuggsgränd 44, 123 45 Ormbunksby",
}
PROTECTED = {"name": "Ixelbrand Dvärgbandmask", "number": "18900101-9802"}
CLOSE = "19121212-1212"
FILED = "Skärmdump: Nattfjärilsgatan, Stenknäckaren ringde åtta gånger och hotade Vippstjärten\n"
PIECE = 24
SHORTEST = 6
_WORD = 8  # bytes


def _writings(secret: str) -> Iterator[str]:
    """The ways somebody could have written it down."""
    yield from (
        secret,
        secret.lower(),
        secret.upper(),
        secret.casefold(),
        fold(secret),
        secret[::-1],
        fold(secret)[::-1],
    )
    yield from (unicodedata.normalize("NFD", secret), unicodedata.normalize("NFKD", secret), secret.replace(" ", ""))
    yield from (json.dumps(secret)[1:-1], quote(secret), quote_plus(secret), escape(secret), repr(secret)[1:-1])
    yield " ".join(sorted(fold(secret).split()))
    digits = re.sub(r"\D", "", secret)
    if len(digits) >= 8 and len(digits) > len(secret) // 2:
        yield from (digits, digits[::-1], digits[1:], digits[2:], f"46{digits[1:]}", f"{digits[:8]}-{digits[8:]}")
        yield f"{digits[2:8]}-{digits[8:]}"


def _as_bytes(text: str) -> Iterator[bytes]:
    """The ways a text could lie in a file. Base64 in each of the three ways its bytes can fall."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1"):
        try:
            raw = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for before in range(3):
            coded = base64.b64encode(bytes(before) + raw)
            inner = coded[4 if before else 0 : -4]
            if len(inner) >= 10:
                yield inner
                yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def _standing(blob: bytes, needles: set[bytes]) -> set[bytes]:
    """Which of the needles stand there. All are looked for in one walk through what may be many megabytes, eight bytes
    at a time from each of eight places: whatever begins as one of them does is met on the way, and only that is
    searched for whole."""
    beginnings: dict[int, list[bytes]] = {}
    for needle in needles:
        if len(needle) >= _WORD:
            beginnings.setdefault(int.from_bytes(needle[:_WORD], sys.byteorder), []).append(needle)
    sought = frozenset(beginnings)
    met: set[int] = set()
    for first in range(min(_WORD, len(blob))):
        whole = len(blob) - (len(blob) - first) % _WORD
        met |= sought.intersection(memoryview(blob)[first:whole].cast("Q"))
    candidates = [needle for beginning in met for needle in beginnings[beginning]]
    return {needle for needle in (*candidates, *(each for each in needles if len(each) < _WORD)) if needle in blob}


def found_in(blob: bytes, secrets: dict[str, str]) -> dict[str, bytes]:
    """Which of the secrets stand there, and what gave each away."""
    written = {
        name: {needle for text in _writings(secret) for needle in _as_bytes(text) if len(needle) >= SHORTEST}
        for name, secret in secrets.items()
    }
    standing = _standing(blob, set().union(*written.values()))
    return {name: min(needles & standing) for name, needles in written.items() if needles & standing}


def _secrets(code: str) -> dict[str, str]:
    texts = {"words": WORDS, "again": WRITTEN_AGAIN, "answer": ANSWER, "note": NOTE, "corrected": CORRECTED}
    secrets = {**texts, **SAFE, **IDENTITY, "protected": PROTECTED["name"], "its number": PROTECTED["number"]}
    secrets |= {"declared": CLOSE, "code": code, "code in groups": " ".join(re.findall(r"\d{1,4}", code))}
    del secrets["channel"]  # phone: it stands in clear, so that nobody telephones who should not
    for name, text in list(secrets.items()):
        secrets |= {f"{name}: {word}": word for word in re.findall(r"[^\W\d]{9,}", text)}
    return secrets


def _used(live: Live) -> str:
    """The product, used: at the door over HTTP, at the desk and in the cases by their actions. Returns the code."""
    address, number = form(live)
    sent = post(live, address, n=number, t=WORDS, name="Ghazalwazir", fear="great", **SAFE)
    assert sent.status == 303
    page = ask(live, sent.to).text
    code = "".join(re.findall(r"\d{4}(?=<)|\d(?=<)", page[page.index('id="code"') :]))[:25]
    entered = post(live, "/k/sv", k=code)
    cookie = next(cookie for cookie in entered.cookies if cookie.startswith("m=")).partition(";")[0]
    thread = ask(live, "/m/sv", headers={"Cookie": cookie}).text
    once = re.search(r'name="n" value="([^"]+)"', thread)
    assert once
    body = f"n={quote_plus(once[1])}&t={quote_plus(WRITTEN_AGAIN)}".encode()
    assert ask(live, "/m/sv", method="POST", body=body, headers={"Cookie": cookie}).status == 303
    unfinished = post(live, address, n=number + "x", t=WORDS, **SAFE)  # kept as a draft
    assert unfinished.status == 303
    said = live.python(_at_the_desk())
    assert said.split() == ["answered", "written", "protected", "found"], said
    return code


def _at_the_desk() -> str:
    return f"""
import secrets
from sjalvklar.casework import actions as cases
from sjalvklar.casework.rules import Closeness, Identity, ProtectionLevel
from sjalvklar.mailbox import actions, queries
from sjalvklar.mailbox.queries import View
from sjalvklar.organisation.queries import organisation, staff
from sjalvklar.trust.access import context

def act(who):
    return context.acting(context.staff(who.staff_id))

def fresh():
    return secrets.token_bytes(16)

door = organisation().municipality.fallback_unit
everybody = [staff.viewer(one.staff_id) for one in staff.staff_of(door)]
done = False
for who in everybody:
    if done or not who.answers_in(door):
        continue
    with act(who):
        rows = queries.worklist(who, unit_id=door, view=View.WAITING, limit=100).rows
    for row in rows:
        with act(who):
            actions.take(actor=who, thread_id=row.id)
        with act(who):
            read = actions.read(actor=who, thread_id=row.id)
        if any({WORDS!r} in line.text for line in read.messages):
            with act(who):
                assert {WRITTEN_AGAIN!r} in [line.text for line in read.messages]
                actions.answer(actor=who, thread_id=row.id, text={ANSWER!r}, nonce=fresh())
            done = True
assert done
print("answered")
jonas, samir = (staff.viewer(staff.staff_id(name)) for name in ("jonas", "samir"))
unit = "jarva-anhorigstod"
with act(jonas):
    case = cases.open_case(actor=jonas, unit_id=unit, identity=Identity(**{IDENTITY!r}), nonce=fresh())
with act(jonas):
    cases.write_note(actor=jonas, case_id=case, text={NOTE!r}, nonce=fresh())
with act(jonas):
    cases.write_note(actor=jonas, case_id=case, text={CORRECTED!r}, nonce=fresh(), corrects=1)
    assert cases.reveal(actor=jonas, case_id=case).name == {IDENTITY["name"]!r}
print("written")
with act(jonas):
    hidden = cases.open_case(
        actor=jonas, unit_id=unit, identity=Identity(**{PROTECTED!r}), nonce=fresh(),
        level=ProtectionLevel.PROTECTED_REGISTRATION, second=samir.staff_id,
    )
    cases.write_note(actor=jonas, case_id=hidden, text={NOTE!r}, nonce=fresh())
print("protected")
with act(samir):
    cases.declare(actor=samir, number={CLOSE!r}, closeness=Closeness.FAMILY)
with act(jonas):
    assert cases.search(actor=jonas, text={IDENTITY["name"]!r})
    cases.search(actor=jonas, text={IDENTITY["number"]!r})
    cases.search(actor=jonas, text={PROTECTED["name"]!r})
print("found")
"""


def _files(live: Live, code: str) -> dict[str, bytes]:
    """A photograph, a PDF and a text sent in the thread: each as it came, and each picture made of it."""
    root = Path(__file__).resolve().parents[2]
    said = live.python(f"""
import base64, secrets, sys
sys.path.insert(0, {str(root)!r})
from tests.rooms.mailbox.sent_files import pdf, with_position
from sjalvklar.mailbox import actions
from sjalvklar.mailbox.files.looking import look
from sjalvklar.mailbox.rules.receipt import parse
from sjalvklar.trust.access import context
sent = dict(photograph=look(with_position()), pdf=look(pdf(pages=2)), text=look({(FILED * 3).encode()!r}))
with context.acting(context.RELATIVE):
    opened = actions.open_by_receipt(parse({code!r}))
    actions.send_files(opened, text="", nonce=secrets.token_bytes(24), files=list(sent.values()))
for name, one in sent.items():
    for number, what in enumerate((one.original, *one.copies)):
        print(name, number, base64.b64encode(what).decode())
""")
    lines = [line.split() for line in said.splitlines()]
    return {f"{name} {number}": base64.b64decode(coded) for name, number, coded in lines}


def _pieces(what: bytes) -> Iterator[bytes]:
    """Some of what is in a file, from its first byte to its last; what could be in any file is passed over."""
    last = len(what) - PIECE
    for at in sorted({last * part // 15 for part in range(16)}):
        piece = what[at : at + PIECE]
        if len(set(piece)) >= PIECE // 2:
            yield piece


def _written_down(piece: bytes) -> Iterator[bytes]:
    yield from (piece, piece.hex().encode(), piece.hex().upper().encode())
    for before in range(3):
        yield base64.b64encode(bytes(before) + piece)[4 if before else 0 : -4]


def of_files(blob: bytes, files: dict[str, bytes]) -> set[str]:
    """Which of the files, or of the pictures of them, something can be read of."""
    pieces = {
        name: {written for piece in _pieces(what) for written in _written_down(piece)} for name, what in files.items()
    }
    standing = _standing(blob, set().union(*pieces.values()))
    return {name for name, written in pieces.items() if written & standing}


def _files_but_the_keys(live: Live) -> bytes:
    """Every file of the data folder, among them the database's journals as they lie, except the folder of keys."""
    files = [file for file in sorted(live.data.rglob("*")) if file.is_file()]
    assert any(file.name.endswith(".sqlite3-wal") and file.stat().st_size for file in files)
    return b"\0".join(file.read_bytes() for file in files if "keys" not in file.relative_to(live.data).parts)


def _dump(url: str, live: Live) -> bytes:
    """Every row of every table of the database, as bytes and as text."""
    name = urlsplit(live.serving.environment["DATABASE_URL"]).path.lstrip("/")
    parts: list[bytes] = []
    with psycopg.connect(urlsplit(url)._replace(path=f"/{name}").geturl()) as line:
        tables = line.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        assert len(tables) > 30
        for schema, table in tables:
            for form in ("binary", "text", "csv"):
                words = sql.SQL("COPY {}.{} TO STDOUT (FORMAT {})").format(
                    sql.Identifier(schema), sql.Identifier(table), sql.SQL(form)
                )
                with line.cursor().copy(words) as copy:
                    parts.extend(bytes(piece) for piece in copy)
        statistics = line.execute("SELECT * FROM pg_stats WHERE schemaname = 'public'").fetchall()
        parts.append(repr(statistics).encode())
    return b"\0".join(parts)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_whoever_has_everything_but_the_keys_reads_nothing_that_anybody_wrote(
    start_live: Callable[..., Live], database: str, request: pytest.FixtureRequest
) -> None:
    live = start_live(database=database, clock=False)
    try:
        code = _used(live)
        files = _files(live, code)
        assert len(files) > 5, "as they came, and pictures of them"
        blob = _files_but_the_keys(live) if database == "sqlite" else b""
        if database == "postgresql":
            blob = _dump(request.getfixturevalue("postgres_url"), live) + (live.data / "log").read_bytes()
        assert found_in(blob, {"who answers stands in clear": "gunilla"}), "what is in it can be found"
        assert found_in(blob, _secrets(code)) == {}
        assert of_files(blob, files) == set()
    finally:
        live.stop()


@pytest.mark.parametrize(
    "hidden",
    [
        WORDS.encode(),
        WORDS.encode("utf-16-le"),
        WORDS.upper().encode("utf-16-be"),
        b"x" + base64.b64encode(b"ab" + WORDS.encode()),
        base64.urlsafe_b64encode(b"a" + WORDS.encode()),
        WORDS.encode().hex().encode(),
        WORDS[::-1].encode(),
        fold(WORDS).encode(),
        json.dumps(WORDS).encode(),
        quote(WORDS).encode(),
        unicodedata.normalize("NFD", WORDS).encode(),
        " ".join(sorted(fold(WORDS).split())).encode(),
    ],
)
def test_the_search_finds_what_is_written_in_another_way(hidden: bytes) -> None:
    assert "words" in found_in(b"\0\1" + hidden + b"\2", {"words": WORDS})


@pytest.mark.parametrize(
    "hidden", [b"+46701740631", b"0701740631", b"46701740631", b"070-174 06 31", b"\x001360471070"]
)
def test_and_a_telephone_number(hidden: bytes) -> None:
    assert "value" in found_in(b"..." + hidden + b"...", {"value": SAFE["value"]})


@pytest.mark.parametrize("hidden", [b"199001012385", b"9001012385", b"900101-2385", b"19900101-2385", b"583210100991"])
def test_and_a_personal_number(hidden: bytes) -> None:
    assert "number" in found_in(b"..." + hidden + b"...", {"number": IDENTITY["number"]})


@pytest.mark.parametrize("form", ["raw", "hex", "base64", "a part of it"])
def test_and_a_piece_of_a_file(form: str) -> None:
    dice = random.Random(7)
    what = dice.randbytes(5000)
    hidden = {
        "raw": what,
        "hex": what.hex().encode(),
        "base64": base64.b64encode(b"x" + what),
        "a part of it": what[:500],
    }
    assert of_files(b"..." + hidden[form] + b"...", {"a": what, "another": dice.randbytes(5000)}) == {"a"}
