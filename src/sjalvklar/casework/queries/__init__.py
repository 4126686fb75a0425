# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is known of cases without opening them. Every question takes the viewer first."""

from sjalvklar.casework.queries.closeness import Declared, declared_by, declared_in
from sjalvklar.casework.queries.copies import CopyRow, handed_out
from sjalvklar.casework.queries.lists import (
    GlassRow,
    NoticeRow,
    Page,
    Row,
    View,
    check_known,
    glass,
    has_died,
    notices,
    page,
    row,
    rows,
    short_of_people,
    to_review,
    without_people,
    worklist,
)
from sjalvklar.casework.queries.people import (
    Named,
    TwoRow,
    can_be_given,
    can_be_named,
    nameable_anew,
    nameable_in,
    named,
    two_of,
)
from sjalvklar.casework.queries.seen import is_open, kept_from, person_of, those_kept_from

__all__ = [
    "CopyRow",
    "Declared",
    "GlassRow",
    "Named",
    "NoticeRow",
    "Page",
    "Row",
    "TwoRow",
    "View",
    "can_be_given",
    "can_be_named",
    "check_known",
    "declared_by",
    "declared_in",
    "glass",
    "handed_out",
    "has_died",
    "is_open",
    "kept_from",
    "nameable_anew",
    "nameable_in",
    "named",
    "notices",
    "page",
    "person_of",
    "row",
    "rows",
    "short_of_people",
    "those_kept_from",
    "to_review",
    "two_of",
    "without_people",
    "worklist",
]
