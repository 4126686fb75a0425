# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""A place in a long list, as an address says it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from sjalvklar.kernel.errors import Invalid
from sjalvklar.organisation.queries import pages


def test_a_place_in_a_list_is_read_back_as_it_was_written() -> None:
    where = (2, datetime(2026, 11, 22, 21, 50, 3, 141592, tzinfo=UTC), UUID(int=7))
    assert pages.place(pages.text_of(where)) == where


@pytest.mark.parametrize("text", ["", "x", "AAAA", "2026-11-22_7", "å" * 36, "_" * 36])
def test_what_is_no_place_in_a_list_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Invalid, match="cursor"):
        pages.place(text)
