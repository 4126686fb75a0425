# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar keys`: make the keys, split them into three papers, bring them back from two, and rotate."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sjalvklar.project.cli import keys_rotate, keys_serve, options
from sjalvklar.project.cli.plain import Plain

if TYPE_CHECKING:
    from sjalvklar.trust.rules import Actor

_COLUMNS = 3
_SHARES = 3
_NEEDED = 2
_FEWEST_WORDS = 20
_NUMBERED = re.compile(r"(\d{1,2})[.):]?\s*([a-z]+)")


def run(argv: list[str]) -> int:
    parser = options.parser(
        "keys",
        about="Look after the keys that everything sealed depends on. They are in a file, outside the database.",
        epilog="Any two of the three shares bring the keys back; one alone says nothing. Keep them with three people.",
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=["show", "create", "split", "recover", "rotate", "serve"],
        default="show",
        help="show (default): what there is, never a key; create: once, for a new installation; split: three new "
        "shares, which make earlier ones worthless; recover: from two shares; rotate: a new key-encryption key, or "
        "what is said with --index, --signing or --pepper; serve: hold the keys here, for the others to ask",
    )
    parser.add_argument(
        "--share",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="a share to recover from, as a text file; give it twice. Without it the words are asked for",
    )
    parser.add_argument("--try", action="store_true", dest="rehearse", help="with recover: rehearse, write nothing")
    keys_rotate.add_to(parser)
    parser.add_argument("--socket", metavar="PATH", help="with serve: where to answer; default SJALVKLAR_KEY_SOCKET")
    parser.add_argument(
        "--allow",
        action="append",
        default=[],
        metavar="USER",
        help="with serve: a user who may ask, besides the one who runs it; may be given several times",
    )
    parser.add_argument("--language", choices=["sv", "en"], default="sv", help="what the answers are written in")
    chosen = parser.parse_args(argv)
    if chosen.what == "serve":
        return keys_serve.run(chosen)
    options.apply(chosen)
    _setup(chosen.language)
    deeds: dict[str, Callable[[argparse.Namespace], int]] = {
        "show": _show,
        "create": _create,
        "split": _split,
        "recover": _recover,
        "rotate": _rotate,
    }
    from sjalvklar.trust.keys import KeyHolderAway

    try:
        return deeds[chosen.what](chosen)
    except KeyHolderAway as trouble:
        raise Plain(str(trouble)) from trouble


def _setup(language: str) -> None:
    from django.utils import translation

    from sjalvklar.project import prepare

    prepare.set_up()
    translation.activate(language)


def _folder() -> Path:
    from django.conf import settings

    return Path(settings.KEYS_DIR)


def _actor() -> Actor:
    from sjalvklar.trust.rules import Actor

    return Actor.system("keys")


def _migrate() -> None:
    """The copy that the shares open lies in the database, so its tables must be there."""
    from sjalvklar.project import prepare

    prepare.migrate()


def _show(_chosen: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from sjalvklar.trust import keyring, keys

    facts = keys.holder().facts()
    if settings.KEY_SOCKET:
        print(_("The key process answers: %(place)s") % {"place": settings.KEY_SOCKET})
    else:
        print(_("The keyring is whole: %(place)s") % {"place": _folder() / keyring.NAME})
    print(
        _("Versions of the key-encryption key: %(versions)s")
        % {"versions": ", ".join(str(version) for version in facts.kek_versions)}
    )
    if facts.rotating:
        print(_("A rotation has begun and not ended. Finish it: ./sjalvklar keys rotate"))
    if facts.changing_signing:
        print(_("A change of the signing key has begun and not ended. Finish it: ./sjalvklar keys rotate --signing"))
    print(
        _("Version of the index keys: %(index)s. Peppers in use: %(peppers)s.")
        % {"index": facts.index_version, "peppers": ", ".join(map(str, facts.pepper_versions))}
    )
    print(
        _("People with a key of their own: %(living)s. Destroyed: %(destroyed)s.")
        % {"living": facts.subjects, "destroyed": facts.destroyed}
    )
    if not facts.has_shares:
        print(
            _("There are no recovery shares: if this file is lost, so is what is sealed. Run: ./sjalvklar keys split")
        )
    else:
        print(_("There are recovery shares: any two of three bring the keys back."))
    return 0


def _create(_chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.trust import keyring

    place = _folder() / keyring.NAME
    if not keyring.create(_folder()):
        raise Plain(_("There is a keyring already, and it was left as it is: %(place)s") % {"place": place})
    print(_("A keyring was made: %(place)s") % {"place": place})
    print(_("Keep it in another backup than the database, and make recovery shares now: ./sjalvklar keys split"))
    return 0


def _split(_chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.trust import actions

    _migrate()
    shares = actions.split(_folder(), actor=_actor())
    asked = sys.stdin.isatty() and sys.stdout.isatty()
    for number, words in enumerate(shares.mnemonics, 1):
        print(_paper(number, words))
        if asked:
            input(_("Write it down or print it, give it to one person, then press Enter. "))
            print("\033[2J\033[3J\033[H", end="")
    print(_("Three shares were made, and earlier ones are worth nothing now."))
    print(
        _("Give them to three people, for example the board's secretary, the head of security and a sealed envelope.")
    )
    print(_("Rehearse now, while it is calm: ./sjalvklar keys recover --try"))
    return 0


def _paper(number: int, mnemonic: str) -> str:
    """One share as it is printed: numbered words in columns, the same on every terminal."""
    from django.utils.translation import gettext as _

    words = mnemonic.split()
    height = -(-len(words) // _COLUMNS)
    lines = [
        "",
        _("Självklar, recovery share %(number)s of %(all)s") % {"number": number, "all": _SHARES},
        _("Two shares are needed. This one alone says nothing. Never keep two in the same place."),
        "",
    ]
    for row in range(height):
        cells = [f"{at + 1:2}. {words[at]:<12}" for at in range(row, len(words), height)]
        lines.append("  " + "".join(cells).rstrip())
    return "\n".join([*lines, ""])


def _recover(chosen: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from sjalvklar.trust import actions, keyring

    if not chosen.rehearse and (_folder() / keyring.NAME).exists():
        raise Plain(_why("exists"))
    _migrate()
    given = [_words(file.read_text(encoding="utf-8")) for file in chosen.share]
    while len(given) < _NEEDED:
        given.append(_ask(len(given) + 1))
    for number, mnemonic in enumerate(given, 1):
        if not actions.is_whole_share(mnemonic):
            raise Plain(
                _("Share %(number)s is not as it was written: a word is missing, misspelt or in the wrong place.")
                % {"number": number}
            )
    if len(set(given)) < len(given):
        raise Plain(_("It is the same share twice. Two different ones are needed."))
    try:
        if chosen.rehearse:
            actions.rehearse_recovery(tuple(given))
            print(_("The shares are right: they would bring the keys back. Nothing was written."))
            return 0
        actions.recover(_folder(), tuple(given), actor=_actor())
    except actions.CannotRecover as trouble:
        raise Plain(_why(trouble.code)) from trouble
    print(_("The keys are back: %(place)s") % {"place": _folder() / keyring.NAME})
    print(_("Two people have now seen their shares together. Make new ones: ./sjalvklar keys split"))
    return 0


def _why(code: str) -> str:
    from django.utils.translation import gettext as _

    return {
        "exists": _(
            "There is a keyring already, and it is never overwritten. Move it away first if it is the wrong one."
        ),
        "shares": _("These shares do not belong together. Two of the same three are needed."),
        "no_copy": _(
            "The shares belong together, but nothing in this database opens with them: it is another installation's "
            "database, or the shares were made anew later."
        ),
    }[code]


def _words(text: str) -> str:
    """The words of a share, however they were typed: as printed in numbered columns, in a row, in capitals."""
    numbered = {int(number): word for number, word in _NUMBERED.findall(text.lower())}
    if len(numbered) >= _FEWEST_WORDS:
        return " ".join(numbered[number] for number in sorted(numbered))
    kept = [word.strip(".,;:") for word in text.lower().split()]
    return " ".join(word for word in kept if word.isalpha())


def _ask(number: int) -> str:
    from django.utils.translation import gettext as _

    print(
        _("Share %(number)s: type its words, as many on a line as you like. An empty line ends.") % {"number": number}
    )
    lines: list[str] = []
    while True:
        try:
            line = input("> ")
        except EOFError:
            break
        if not line.strip():
            break
        lines.append(line)
    if not lines:
        raise Plain(_("No words were given. Two shares are needed."))
    return _words(" ".join(lines))


def _rotate(chosen: argparse.Namespace) -> int:
    _migrate()
    return keys_rotate.run(chosen, _actor())
