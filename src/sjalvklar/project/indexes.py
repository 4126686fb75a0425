# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every place where something is kept as a blind index, for when the index keys are changed.

A column that is missing here would be found by nobody after the next change of keys: a test looks for them.
"""

from __future__ import annotations

from sjalvklar.trust.subjects import IndexField
from sjalvklar.trust.subjects.reindexing import Column

COLUMNS = (
    Column(IndexField.NUMBER, "casework_personindex", "value", where="field = 'number'"),
    Column(IndexField.NUMBER, "casework_conflict", "value"),
    Column(IndexField.NUMBER, "disposal_hold", "what", where="kind = 'person'", hexadecimal=True),
    Column(IndexField.NAME, "casework_personindex", "value", where="field = 'name'"),
    Column(IndexField.MARK, "review_mark", "value"),
)
