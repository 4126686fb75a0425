# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with the record, as a sentence that names the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sjalvklar.trust.audit.verify import Fault


def sentence(fault: Fault) -> str:
    """The fault in words. A row is named by its number in the table and its place in the tree, counted from 0."""
    from django.utils.translation import gettext as _

    from sjalvklar.trust.audit.verify import What

    words = {
        What.EDITED: _("Row %(entry)s (place %(place)s) was edited after it got its place."),
        What.MISSING: _("Row %(entry)s (place %(place)s) is missing, and no decision says that it was erased."),
        What.MOVED: _("Row %(entry)s stands at place %(place)s, but its place is %(more)s: rows were moved."),
        What.NO_LEAF: _("Row %(entry)s was put in without a place in the tree, after place %(place)s."),
        What.LEAF_GONE: _("Place %(place)s is empty; the next that is there is %(more)s."),
        What.TRUNCATED: _(
            "From place %(place)s on, nothing is left; %(more)s rows are signed for: the end is cut off."
        ),
        What.REPLACED: _("Row %(entry)s (place %(place)s) was replaced together with its hash."),
        What.BETWEEN: _("A row between places %(place)s and %(more)s was replaced together with its hash."),
        What.SIGNATURE: _("A checkpoint is not signed by our key, or is not what was signed: %(more)s"),
        What.CHECKPOINT_GONE: _("The checkpoint over places up to %(place)s is missing: %(more)s"),
        What.OUTSIDE: _("The leaves kept outside the database were changed, from place %(place)s on."),
        What.ERASURE: _(
            "Row %(entry)s (place %(place)s) was erased under the decision %(more)s, and no such decision on record "
            "covers it."
        ),
        What.GUARD: _("The database no longer refuses to change the record: %(more)s is gone."),
        What.COSIGNATURE: _("There is no signature of the witness %(more)s that holds."),
        What.CLOCK: _("Time goes back at row %(entry)s (place %(place)s): %(more)s"),
    }
    return words[fault.what] % {"entry": fault.entry, "place": fault.place, "more": fault.more}
