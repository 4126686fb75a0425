# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar audit`: verify the record, hand it out, have it witnessed, and try the review on a made-up year."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sjalvklar.project.cli import options
from sjalvklar.project.cli.plain import Plain

if TYPE_CHECKING:
    from sjalvklar.trust.audit.note import Verifier

WHOLE, BROKEN, WRONG_CLOCK = 0, 1, 3


def run(argv: list[str]) -> int:
    parser = options.parser(
        "audit",
        about="The record of who did what: whether it is what was signed, for us, for an auditor and for a witness.",
        epilog="Exit code of verify: 0 the record is whole, 1 it is not, 3 it is whole but time goes back in it.",
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=["verify", "checkpoint", "key", "export", "proof", "witness", "cosign", "people", "review"],
        default="verify",
        help="verify (default): every row against its leaf, every leaf against every signed checkpoint; checkpoint: "
        "sign one now; key: the public key to give to others; export FILE: the record for tools/verify_log.py; "
        "proof FILE: what a witness asks for; witness FILE: on the witness's machine, look at a proof and sign; "
        "cosign FILE: keep what the witness gave back; people FILE: what readings by staff are compared by; "
        "review --demo: try the log review",
    )
    parser.add_argument("file", nargs="?", type=Path, help="for export, proof, witness, cosign and people")
    parser.add_argument(
        "--key",
        metavar="KEY",
        help="for witness: the log's public key, as audit key tells it; for verify: one to begin from",
    )
    parser.add_argument("--witness", metavar="KEY", help="for verify, proof and cosign: the witness's public key")
    parser.add_argument("--from", dest="old", type=int, metavar="SIZE", help="for proof: what the witness saw last")
    parser.add_argument("--state", type=Path, metavar="DIR", help="for witness: its key and what it saw last")
    parser.add_argument("--name", default="witness", help="for witness, the first time: the name it signs with")
    parser.add_argument("--demo", action="store_true", help="for review: a made-up year with planted snoops")
    parser.add_argument("--seed", type=int, default=1, help="for review --demo")
    parser.add_argument("--language", choices=["sv", "en"], default="sv", help="what the answers are written in")
    chosen = parser.parse_args(argv)
    if chosen.what in {"export", "proof", "witness", "cosign", "people"} and chosen.file is None:
        raise Plain(f"./sjalvklar audit {chosen.what} needs a file.")
    if chosen.what == "witness" or chosen.demo:
        options.ready_settings()
    else:
        options.apply(chosen)
    _setup(chosen.language)
    deeds: dict[str, Callable[[argparse.Namespace], int]] = {
        "verify": _verify,
        "checkpoint": _checkpoint,
        "key": _show_key,
        "export": _export,
        "proof": _proof,
        "witness": _witness,
        "cosign": _cosign,
        "people": _people,
        "review": _review,
    }
    from sjalvklar.trust.audit.note import BadNote
    from sjalvklar.trust.keyring import KeyringFault

    try:
        return deeds[chosen.what](chosen)
    except (KeyringFault, BadNote) as trouble:
        raise Plain(str(trouble)) from trouble


def _setup(language: str) -> None:
    from django.conf import settings
    from django.utils import translation

    from sjalvklar.project import prepare

    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sjalvklar.project.settings")
        prepare.set_up()
    translation.activate(language)


def _key(stated: str | None) -> Verifier | None:
    from sjalvklar.trust.audit.note import Verifier

    return Verifier.from_text(stated) if stated else None


def _verify(chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.disposal import queries as disposal
    from sjalvklar.project.cli import audit_words
    from sjalvklar.trust.audit import verify

    begun = time.perf_counter()
    found = verify.verify(verifier=_key(chosen.key), witness=_key(chosen.witness), covers=disposal.covers)
    took = time.perf_counter() - begun
    print(
        _(
            "%(rows)s rows in %(seconds)s s (%(rate)s a second), %(checkpoints)s signed checkpoints, "
            "the last over %(size)s."
        )
        % {
            "rows": found.leaves,
            "seconds": f"{took:.1f}",
            "rate": int(found.leaves / took) if took else 0,
            "checkpoints": found.checkpoints,
            "size": found.covered,
        }
    )
    if found.keys > 1:
        print(_("Changes of the signing key: %(times)s, each signed by the old one.") % {"times": found.keys - 1})
    if found.erased:
        print(_("%(count)s rows were erased under a decision; their places are kept.") % {"count": found.erased})
    if found.waiting:
        print(_("%(count)s rows wait for their place; the clock gives it within a minute.") % {"count": found.waiting})
    if found.cosigned_at:
        print(
            _("The witness has signed what covers %(size)s rows, at %(at)s.")
            % {"size": found.cosigned, "at": found.cosigned_at.isoformat()}
        )
    for fault in found.faults:
        print(f"  {audit_words.sentence(fault)}")
    first = found.first()
    if first is None:
        print(_("The record is whole."))
        return WHOLE
    if found.whole:
        print(_("The record is whole, but time goes back in it: somebody must know why."))
        return WRONG_CLOCK
    print(_("The record is NOT what was signed. First: %(what)s") % {"what": audit_words.sentence(first)})
    return BROKEN


def _checkpoint(_chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.trust.actions.tree import checkpoint

    made = checkpoint()
    if made is None:
        print(_("Nothing was added since the last checkpoint."))
    else:
        print(made.note, end="")
    return 0


def _show_key(_chosen: argparse.Namespace) -> int:
    """The key on the first line; below it the earlier ones, each with the last row that it signed for."""
    from django.utils.translation import gettext as _

    from sjalvklar.trust.audit import proofs

    known = proofs.chain_of_keys().keys
    print(known[-1].key.text())
    for one in reversed(known[:-1]):
        print(_("Until row %(last)s it was %(key)s") % {"last": one.last, "key": one.key.text()})
    return 0


def _export(chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.trust import actions
    from sjalvklar.trust.actions.tree import checkpoint
    from sjalvklar.trust.audit import export
    from sjalvklar.trust.rules import Actor

    # That the record was handed out is itself on record, and in what is handed out.
    actions.record(actor=Actor.system("audit"), action="record.export", object="record:all", basis="command")
    checkpoint()
    try:
        rows = export.write(chosen.file)
    except FileExistsError as trouble:
        raise Plain(f"{chosen.file} is there already; an earlier export is never written over.") from trouble
    print(_("%(count)s rows written to %(file)s, for its owner's eyes only.") % {"count": rows, "file": chosen.file})
    return 0


def _proof(chosen: argparse.Namespace) -> int:
    from sjalvklar.trust.actions.tree import checkpoint
    from sjalvklar.trust.audit.proofs import request_for

    checkpoint()
    request = request_for(old=chosen.old, witness=_key(chosen.witness))
    chosen.file.write_text(request.text(), encoding="utf-8")
    print(chosen.file)
    return 0


def _witness(chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.trust.audit import witness
    from sjalvklar.trust.audit.note import Request

    log = _key(chosen.key)
    if log is None or chosen.state is None:
        raise Plain(_("A witness needs --key, the log's public key, and --state, a folder of its own."))
    verifier = witness.begin(chosen.state, chosen.name)
    try:
        seen = witness.cosign(chosen.state, log, Request.from_text(chosen.file.read_text(encoding="utf-8")))
    except witness.Refuses as refused:
        raise Plain(
            {
                "behind": _(
                    "Not signed: this witness last saw %(size)s rows. Ask for a proof from there: "
                    "./sjalvklar audit proof FILE --from %(size)s"
                )
                % {"size": refused.seen},
                "split": _(
                    "NOT SIGNED. This record is not the one that was shown before, with more after it. Keep the file, "
                    "and tell the auditor: this is what a witness is for."
                ),
                "other_log": _("Not signed: this is another record than the key is for."),
            }[refused.code]
        ) from refused
    back = chosen.file.with_suffix(".signed")
    back.write_text(seen.note, encoding="utf-8")
    print(
        _("Signed: %(size)s rows, which add to the %(before)s seen before. Send back %(file)s.")
        % {"size": seen.size, "before": seen.before, "file": back}
    )
    if seen.key is not None:
        print(_("The record's signing key is changed. From now on give --key %(key)s") % {"key": seen.key.text()})
    print(_("This witness's public key: %(key)s") % {"key": verifier.text()})
    return 0


def _cosign(chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.trust.actions.tree import keep_cosignature

    verifier = _key(chosen.witness)
    if verifier is None:
        raise Plain(_("Whose signature is it? Give the witness's public key with --witness."))
    at = keep_cosignature(chosen.file.read_text(encoding="utf-8"), verifier)
    print(_("Kept: %(name)s saw the record at %(at)s.") % {"name": verifier.name, "at": at.isoformat()})
    return 0


def _people(chosen: argparse.Namespace) -> int:
    """A file from the personnel system: username;surname;address;number, with that line first. Nothing of it is kept
    but keyed hashes; delete it afterwards."""
    import csv

    from django.utils.translation import gettext as _

    from sjalvklar.organisation.queries import staff
    from sjalvklar.review import actions
    from sjalvklar.trust.rules import Actor

    noted, unknown = 0, []
    with chosen.file.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            staff_id = staff.staff_id(row.get("username") or "")
            if staff_id is None:
                unknown.append(row.get("username") or "?")
                continue
            known = {part: row.get(part) or "" for part in ("surname", "address", "number")}
            actions.note_staff(staff_id, **known, actor=Actor.system("audit"))
            noted += 1
    print(_("%(count)s people's readings can be compared. Delete the file now.") % {"count": noted})
    if unknown:
        print(_("Not known here: %(names)s") % {"names": ", ".join(unknown)})
    return 0


def _review(chosen: argparse.Namespace) -> int:
    from sjalvklar.project.bench import review

    if chosen.demo:
        return review.run(chosen.seed)
    raise Plain("./sjalvklar audit review --demo tries the review; the review itself is at the desk.")
