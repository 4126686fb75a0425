# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What others can check without us: a witness on another machine, and a program that knows nothing of the product."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.rooms.trust.test_verifying_the_record import decided

from sjalvklar.kernel import clock
from sjalvklar.trust import actions, keyring
from sjalvklar.trust.actions.tree import checkpoint, erase_rows, keep_cosignature
from sjalvklar.trust.audit import export, note, outside, signing, tree, witness
from sjalvklar.trust.audit.note import BadNote, Request, Verifier
from sjalvklar.trust.audit.proofs import inclusion, request_for
from sjalvklar.trust.audit.verify import What, verify
from sjalvklar.trust.models import AuditEntry
from sjalvklar.trust.rules import Actor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
PROGRAM = Path(__file__).parents[3] / "tools" / "verify_log.py"


@pytest.fixture(autouse=True)
def place(settings, tmp_path: Path) -> Iterator[None]:
    settings.KEYS_DIR, settings.CHECKPOINTS_DIR = tmp_path / "keys", tmp_path / "checkpoints"
    keyring.create(settings.KEYS_DIR)
    with clock.frozen(NOON + timedelta(days=1)):
        yield


def deeds(count: int) -> None:
    for number in range(count):
        actions.record(
            actor=Actor.staff(number % 7, "norr"),
            action="case.read",
            object=f"case:{number}",
            basis="assignment",
            at=NOON + timedelta(seconds=number),
        )
    checkpoint()


def by_itself(record: Path, *words: str) -> tuple[int, str]:
    """The standalone program, in a Python that cannot import the product or Django."""
    code = (
        "import sys, runpy; sys.modules['django'] = sys.modules['sjalvklar'] = None; "
        "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(PROGRAM), str(record), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    deeds(10)
    deeds(11)
    decided("GB-1")
    erase_rows([AuditEntry.objects.order_by("id").first().id], decision="GB-1", actor=Actor.system("tests"))
    checkpoint()
    export.write(tmp_path / "record.jsonl")
    return tmp_path / "record.jsonl"


def changed(record: Path, number: int, **what: object) -> Path:
    """The export with one leaf's line changed; None takes the line away."""
    lines = record.read_text(encoding="utf-8").splitlines()
    kept = {**json.loads(lines[number + 1]), **what}
    lines[number + 1 : number + 2] = [] if what == {"leaf": None} else [json.dumps(kept, ensure_ascii=False)]
    other = record.with_suffix(".changed")
    other.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return other


def key() -> str:
    return signing.verifier().text()


def test_an_export_verifies_without_the_product(exported: Path) -> None:
    code, said = by_itself(exported, "--key", key())
    assert (code, "is what was signed" in said) == (0, True), said
    assert exported.stat().st_mode & 0o077 == 0


def test_an_edited_row_is_named_without_the_product(exported: Path) -> None:
    row = json.loads(exported.read_text(encoding="utf-8").splitlines()[8])["row"]
    code, said = by_itself(changed(exported, 7, row=row.replace("case:7", "case:8")), "--key", key())
    assert code == 1
    assert "(place 7" in said.splitlines()[-1]
    assert "edited" in said.splitlines()[-1]


def test_a_row_replaced_with_its_hash_is_named_by_an_earlier_export(exported: Path) -> None:
    row = json.loads(exported.read_text(encoding="utf-8").splitlines()[8])["row"].replace("case:7", "case:8")
    forged = changed(exported, 7, row=row, hash=tree.leaf_hash(row.encode()).hex())
    code, said = by_itself(forged, "--key", key())
    assert (code, "between places 0 and 9" in said) == (1, True), said
    code, said = by_itself(forged, "--key", key(), "--earlier", str(exported))
    assert (code, "(place 7" in said.splitlines()[-1]) == (1, True), said


def test_a_missing_line_and_a_cut_end_are_named(exported: Path) -> None:
    code, said = by_itself(changed(exported, 4, leaf=None), "--key", key())
    assert (code, "place 4 is missing" in said) == (1, True), said
    lines = [line for line in exported.read_text(encoding="utf-8").splitlines() if '"leaf":23' not in line]
    exported.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, said = by_itself(exported, "--key", key())
    assert (code, "cut off" in said) == (1, True), said


def test_another_key_and_a_broken_file_are_told(exported: Path) -> None:
    other = Verifier(signing.verifier().name, bytes(31) + b"\x01").text()
    code, said = by_itself(exported, "--key", other)
    assert (code, "not signed with the key" in said) == (1, True), said
    exported.write_text(exported.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert by_itself(exported, "--key", key())[0] == 2
    assert by_itself(exported.with_name("none"), "--key", key())[0] == 2
    with pytest.raises(FileExistsError):
        export.write(exported)


def test_a_witness_signs_what_only_adds_and_the_record_shows_it(tmp_path: Path) -> None:
    log, state = signing.verifier(), tmp_path / "witness"
    who = witness.begin(state, "stadsrevisionen.example")
    assert verify(witness=who).faults[0].what is What.COSIGNATURE
    for before in (0, 10, 20):
        deeds(10)
        seen = witness.cosign(state, log, Request.from_text(request_for(witness=who).text()))
        assert (seen.before, seen.size) == (before, before + 10)
        assert keep_cosignature(seen.note, who) == clock.now()
    found = verify(witness=who)
    assert (found.faults, found.cosigned) == ([], 30)
    export.write(tmp_path / "record.jsonl")
    assert by_itself(tmp_path / "record.jsonl", "--key", log.text(), "--witness", who.text())[0] == 0
    another = witness.begin(tmp_path / "other", "stadsrevisionen.example")
    assert by_itself(tmp_path / "record.jsonl", "--key", log.text(), "--witness", another.text())[0] == 1


def test_a_witness_refuses_another_history_of_the_same_length_or_longer(tmp_path: Path) -> None:
    log, state = signing.verifier(), tmp_path / "witness"
    deeds(10)
    witness.cosign(state, log, request_for())
    for size in (10, 17):
        leaves = [tree.leaf_hash(bytes([number])) for number in range(size)]
        text = signing.signed(note.body(log.name, size, tree.root(leaves), NOON))
        forged = Request(10, tuple(tree.consistency_proof(leaves, 10)), text)
        with pytest.raises(witness.Refuses, match="split"):
            witness.cosign(state, log, forged)
    seen = witness.last_seen(state, log)
    assert seen is not None
    assert seen.root == note.parse(request_for().note).root


def test_a_witness_says_from_where_it_wants_the_proof(tmp_path: Path) -> None:
    log, state = signing.verifier(), tmp_path / "witness"
    deeds(10)
    witness.cosign(state, log, request_for())
    deeds(10)
    with pytest.raises(witness.Refuses, match="behind") as refused:
        witness.cosign(state, log, request_for(old=0))
    assert refused.value.seen == 10
    assert witness.cosign(state, log, request_for(old=refused.value.seen)).size == 20


def test_a_witness_refuses_what_the_log_did_not_sign(tmp_path: Path) -> None:
    deeds(3)
    stranger = Verifier("other.example", bytes(31) + b"\x01")
    with pytest.raises(BadNote):
        witness.cosign(tmp_path, stranger, request_for())
    for text in ("", "old 1\n", "old 01\n\nx", "old 1\nx\n\nx", f"old 0\n{base64.b64encode(b'short').decode()}\n\nx"):
        with pytest.raises(BadNote):
            Request.from_text(text)


def test_a_signature_under_something_else_is_not_kept(tmp_path: Path) -> None:
    deeds(3)
    log = signing.verifier()
    forged = signing.signed(note.body(log.name, 3, bytes(32), NOON))
    seen = witness.cosign(tmp_path, log, Request(0, (), forged))
    with pytest.raises(BadNote, match="not a checkpoint of this record"):
        keep_cosignature(seen.note, witness.begin(tmp_path, "witness"))


def test_anybody_can_be_shown_that_a_row_is_on_record() -> None:
    deeds(13)
    entry = AuditEntry.objects.order_by("id")[6].id
    place, proof, text = inclusion(entry)
    point = note.signed_by(text, signing.verifier())
    leaf = outside.leaves_between(_folder(), place, place + 1)
    assert tree.verify_inclusion(leaf, place, point.size, proof, point.root)
    with pytest.raises(LookupError):
        inclusion(0)


def _folder() -> Path:
    from django.conf import settings

    return Path(settings.CHECKPOINTS_DIR)


def test_a_note_is_read_only_when_it_is_whole() -> None:
    deeds(1)
    whole = request_for().note
    assert note.signed_by(whole, signing.verifier()).size == 1
    for text in (
        "",
        whole[:-1],
        whole.replace("\n\n", "\n"),
        whole.replace("\n1\n", "\n01\n"),
        "a\n1\nxx\n\n" + whole,
    ):
        with pytest.raises(BadNote):
            note.signed_by(text, signing.verifier())
    with pytest.raises(BadNote, match="not copied whole"):
        Verifier.from_text(signing.verifier().text().replace("+", "x+", 1))
    with pytest.raises(BadNote):
        Verifier.from_text("one word")


def test_what_a_witness_signs_is_written_as_in_the_formats_own_example() -> None:
    body = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    assert note.cosigned_text(body, 1679315147).decode() == f"cosignature/v1\ntime 1679315147\n{body}"
    point = note.parse(body + "\n\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeO\n")
    assert (point.size, point.at) == (20852163, None)
