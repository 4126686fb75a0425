# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""`./sjalvklar keys rotate`: new keys for old, one sort at a time, each step told before it is done."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sjalvklar.trust.rules import Actor

SORTS = ("index", "signing", "pepper")


def add_to(parser: argparse.ArgumentParser) -> None:
    """What `keys rotate` can be asked for."""
    which = parser.add_mutually_exclusive_group()
    for sort, about in (
        ("index", "a new key for what people are found by: personal number, telephone, name"),
        ("signing", "a new key that signs the record"),
        ("pepper", "a new pepper for receipt codes that are made from now on"),
    ):
        which.add_argument(f"--{sort}", action="store_const", const=sort, dest="sort", help=f"with rotate: {about}")


def run(chosen: argparse.Namespace, actor: Actor) -> int:
    """Change what was asked for. What was begun and stopped is ended. Raises KeyHolderAway, KeyringFault."""
    from django.utils.translation import gettext as _

    from sjalvklar.mailbox.queries.life import peppers_in_use
    from sjalvklar.trust import actions

    {None: _kek, "index": _index, "signing": _signing, "pepper": _pepper}[chosen.sort](actor)
    dropped = actions.drop_peppers(peppers_in_use, actor=actor)
    if dropped:
        print(_("Peppers that no code needs any more, destroyed: %(count)s.") % {"count": dropped})
    return 0


def _step(name: str) -> None:
    from django.utils.translation import gettext as _

    words = {
        "stage": _("A new key is made and kept"),
        "copy": _("The copy that the shares open is renewed"),
        "promote": _("The new key is taken into use"),
        "begin": _("Nothing more is sealed under the old one"),
        "units": _("Keys of units"),
        "people": _("Keys of people"),
        "retire": _("The old key is destroyed"),
        "copy again": _("The copy that the shares open is renewed"),
        "everybody": _("Everybody who searches asks by both keys"),
        "number": _("What is found by personal number"),
        "phone": _("What is found by telephone"),
        "name": _("What is found by name"),
        "mark": _("What the log review compares by"),
        "change": _("The old key may name the new one"),
        "checkpoint": _("The record says that its key is changed, signed by both"),
        "settle": _("The old key is destroyed"),
        "drop": _("Peppers that no code needs any more are destroyed"),
    }
    print(words[name], flush=True)


def _kek(actor: Actor) -> None:
    from django.utils.translation import gettext as _

    from sjalvklar.trust import actions

    done = actions.rotate(actor=actor, step=_step)
    print(_("There is a new key-encryption key, and the old one is destroyed."))
    print(
        _("Sealed anew: keys of units: %(units)s, keys of people: %(people)s.")
        % {"units": done.units, "people": done.people}
    )
    print(_("Older backups of the keys no longer open today's database: back up keyring and key store now."))


def _index(actor: Actor) -> None:
    from django.utils.translation import gettext as _

    from sjalvklar.project.indexes import COLUMNS
    from sjalvklar.trust import actions

    done = actions.rotate_index(COLUMNS, actor=actor, step=_step)
    print(_("There is a new index key. Indexed anew: %(count)s values.") % {"count": done})
    print(_("An older backup of the keyring no longer finds anybody in today's database: back it up now."))


def _signing(actor: Actor) -> None:
    from django.utils.translation import gettext as _

    from sjalvklar.trust import actions

    new = actions.rotate_signing(actor=actor, step=_step)
    print(_("The record is signed with a new key, which the old one has named: %(key)s") % {"key": new.text()})
    print(
        _(
            "If there is a witness, let it sign now, with the key it knows: ./sjalvklar audit proof FILE. Then give "
            "the new key to it, and to all who keep the old one."
        )
    )


def _pepper(actor: Actor) -> None:
    from django.utils.translation import gettext as _

    from sjalvklar.mailbox.queries.life import peppers_in_use
    from sjalvklar.trust import actions

    version = actions.rotate_pepper(peppers_in_use, actor=actor, step=_step)
    print(_("Codes from now on are made under pepper %(version)s. Older codes open as before.") % {"version": version})
    print(_("An older backup of the keyring does not open what is written from now on: back it up now."))
