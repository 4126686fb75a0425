# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar pack check DIR`: everything that is wrong in a municipality's pack, for the person who keeps it."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from sjalvklar.project.cli import options
from sjalvklar.project.cli.plain import Plain

if TYPE_CHECKING:
    from sjalvklar.guide.pack import Unconfirmed
    from sjalvklar.guide.walk import Path as WalkPath
    from sjalvklar.guide.walk import Piece, Walk
    from sjalvklar.kernel.yamlsource import Fault
    from sjalvklar.organisation.pack import Bundle

_MOST_LINES = 200


def run(argv: list[str]) -> int:
    word, rest = (argv[0], argv[1:]) if argv else ("", [])
    if word in {"", "-h", "--help"}:
        word, rest = "check", ["--help"]
    if word != "check":
        raise Plain(f"./sjalvklar pack has no {word!r}; say ./sjalvklar pack check DIR.")
    parser = options.parser(
        "pack check",
        about="Check a municipality's pack: format, references, rules, texts, and every way through the guide.",
        epilog="Exits 0 when nothing is wrong. What the municipality has still to confirm is listed, and is a fault "
        "only with --production.",
    )
    parser.add_argument("folder", nargs="?", metavar="DIR", help="the pack, as a folder or a name; else --pack")
    parser.add_argument("--language", choices=("sv", "en"), default="sv", help="the language of what is said")
    parser.add_argument("--production", action="store_true", help="what is not confirmed is a fault too")
    parser.add_argument("--all", action="store_true", help="list everything, however long")
    chosen = parser.parse_args(rest)
    folder = options.find_pack(chosen.folder or chosen.pack or options.DEFAULT_PACK)
    options.ready_settings()

    from django.utils import translation

    with translation.override(chosen.language):
        return _check(folder, chosen)


def _check(folder: Path, chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from sjalvklar.children import pack as children_pack
    from sjalvklar.followup import pack as followup_pack
    from sjalvklar.guide import pack as guide_pack
    from sjalvklar.guide.walk import walk
    from sjalvklar.incident import pack as incident_pack
    from sjalvklar.kernel import clock
    from sjalvklar.organisation.pack import bundle
    from sjalvklar.plans import pack as plans_pack
    from sjalvklar.safety import pack as safety_pack
    from sjalvklar.support import pack as support_pack
    from sjalvklar.writing import pack as writing_pack

    began = time.perf_counter()
    found = bundle(folder)
    rooms = (
        guide_pack,
        followup_pack,
        incident_pack,
        support_pack,
        children_pack,
        safety_pack,
        plans_pack,
        writing_pack,
    )
    faults = [*found.faults, *(fault for room in rooms for fault in room.faults(found))]
    texts = guide_pack.text_faults(found)
    _head(found)
    count = 0
    if faults:
        count += _faults(_("What is wrong"), [*faults, *texts], everything=chosen.all)
        print("\n" + _("The ways through the guide are walked when this is mended."))
    else:
        whole = guide_pack.build_all(found)
        walked = walk(whole, clock.today(whole.organisation.municipality.zone), demo=not chosen.production)
        told = {(path.about, path.language) for path in walked.faults}
        count += _faults(
            _("What is wrong"), [fault for fault in texts if not _is_told(fault, told)], everything=chosen.all
        )
        _covered(walked)
        count += _paths(walked, everything=chosen.all)
    waiting = guide_pack.to_confirm(found) if not found.faults else ()
    blocking = _waiting(waiting, everything=chosen.all) if waiting else 0
    seconds = f"{time.perf_counter() - began:.1f}"
    print()
    if count:
        print(ngettext("%(n)s fault (%(s)s s).", "%(n)s faults (%(s)s s).", count) % {"n": count, "s": seconds})
    else:
        print(_("The pack holds (%(s)s s).") % {"s": seconds})
    if blocking and chosen.production:
        print(
            ngettext(
                "%(n)s shown fact is not confirmed: production refuses the pack.",
                "%(n)s shown facts are not confirmed: production refuses the pack.",
                blocking,
            )
            % {"n": blocking}
        )
    return 1 if count or (blocking and chosen.production) else 0


def _head(found: Bundle) -> None:
    from django.utils.translation import gettext as _

    name = found.document["pack"].get("municipality", {}).get("name", found.id)
    print(f"{name} ({found.folder.name})")
    below = [layer for layer in found.layers if layer != found.folder.name]
    if below:
        print(_("Builds on: %(packs)s") % {"packs": ", ".join(below)})


def _is_told(fault: Fault, told: set[tuple[str, str | None]]) -> bool:
    """Whether a missing text is already told with the way that leads to it."""
    language = Path(fault.file).stem
    return any(language == code and f"“{key}”" in fault.message for key, code in told)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def _listing(title: str, lines: Iterable[str], *, everything: bool) -> int:
    from django.utils.translation import ngettext

    told = list(lines)
    if not told:
        return 0
    print(f"\n{title} ({_number(len(told))})")
    for line in told if everything else told[:_MOST_LINES]:
        print(f"  {line}")
    more = len(told) - _MOST_LINES
    if more > 0 and not everything:
        print("  " + ngettext("… and %(n)s more (--all)", "… and %(n)s more (--all)", more) % {"n": _number(more)})
    return len(told)


def _faults(title: str, faults: list[Fault], *, everything: bool) -> int:
    return _listing(title, map(str, dict.fromkeys(faults)), everything=everything)


def _covered(walked: Walk) -> None:
    from django.utils.translation import gettext as _

    print(
        "\n"
        + _(
            "Every way walked: %(answers)s combinations of answers and area × %(hours)s hours (ordinary week, days "
            "before holidays, eves, holidays) × 6 languages = %(all)s, in %(seconds)s s."
        )
        % {
            "answers": _number(walked.answers),
            "hours": _number(walked.hours),
            "all": _number(walked.combinations),
            "seconds": f"{walked.seconds:.1f}",
        }
    )
    if walked.silent:
        said = _("For %(n)s of them nobody answers at some hour; those that are closed say when they open.")
        print(said % {"n": _number(walked.silent)})
    else:
        print(_("On each of them, at every hour, somebody answers at once."))
    if len(walked.days) > 1:
        later = ", ".join(day.isoformat() for day in walked.days[1:])
        print(_("Also as it will be from: %(days)s") % {"days": later})


def _paths(walked: Walk, *, everything: bool) -> int:
    from django.utils.translation import gettext as _

    lines = (f"{told(path)}{_shared(walked.times[path.cause])}" for path in walked.faults)
    return _listing(_("Ways that end wrong"), lines, everything=everything)


def _shared(times: int) -> str:
    from django.utils.translation import ngettext

    if times < 2:
        return ""
    more = ngettext("and %(n)s way more", "and %(n)s ways more", times - 1) % {"n": _number(times - 1)}
    return f" ({more})"


def told(path: WalkPath) -> str:
    """A way that goes wrong, as it is told: the answers, the hour, the language, and what is wrong."""
    from django.utils.translation import gettext as _

    from sjalvklar.guide.walk import Ends, describe

    sentences = {
        Ends.NOWHERE: _("ends nowhere: nobody is named"),
        Ends.CLOSED: _("ends at a closed door: %(about)s does not say when it opens, and nobody else is open"),
        Ends.NO_WAY: _("ends at %(about)s, and there is no way to reach it"),
        Ends.NO_EMERGENCY: _("somebody is in danger, and no emergency number is named"),
        Ends.GUESSED: _("nothing is said of what has happened, and no person is named"),
        Ends.NO_TEXT: _("the text “%(about)s” is missing"),
    }
    parts = [describe(path)]
    if path.piece is not None:
        parts.append(_moment(path.piece))
    if path.language is not None:
        parts.append(_("language %(code)s") % {"code": path.language})
    return f"{', '.join(parts)}: {sentences[path.ends] % {'about': path.about}}"


def _moment(piece: Piece) -> str:
    """The hour a piece begins in: `söndag 03–04`, with what kind of day it is when that matters."""
    from django.utils.dates import WEEKDAYS
    from django.utils.translation import gettext as _

    from sjalvklar.directory.rules import DayKind

    kinds = {
        DayKind.BEFORE: _("the day before a holiday"),
        DayKind.EVE: _("a holiday eve"),
        DayKind.HOLIDAY: _("a holiday"),
    }

    def clock(minute: int) -> str:
        hour, rest = divmod(minute, 60)
        return f"{hour:02}.{rest:02}" if rest else f"{hour:02}"

    weekday, minute = divmod(piece.start, 24 * 60)
    end = min(minute + piece.end - piece.start, minute + 60)
    day = piece.on.isoformat() if isinstance(piece.on, date) else str(WEEKDAYS[weekday]).lower()
    said = f"{day} {clock(minute)}–{clock(end)}"
    return f"{said} ({kinds[piece.kind]})" if piece.kind in kinds and piece.on is None else said


def _waiting(waiting: tuple[Unconfirmed, ...], *, everything: bool) -> int:
    """List what is still to be confirmed, kind by kind; how many things keep the pack from production."""
    from django.utils.translation import gettext as _

    from sjalvklar.guide.pack import Lacks

    titles = {
        Lacks.PROBABLE: _("To confirm before production: shown in the demo with a mark"),
        Lacks.UNVERIFIED: _("Without a source to lean on: never shown"),
        Lacks.NO_NUMBER: _("Numbers and hours to find"),
        Lacks.SELLER: _("Bought services: find out from whom"),
        Lacks.NOBODY: _("Nobody known: the fallback receives until somebody is"),
        Lacks.UNREVIEWED: _("Languages nobody has read: every page says so"),
    }
    print("\n" + _("The municipality has still to confirm (not faults):"))
    order = list(titles)
    kept = sorted(waiting, key=lambda item: order.index(item.lacks))
    counts = {
        lacks: _listing(titles[lacks], map(str, items), everything=everything)
        for lacks, items in groupby(kept, key=lambda item: item.lacks)
    }
    return counts.get(Lacks.PROBABLE, 0)
