# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which passwords anybody who knows where this is used would try first."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sjalvklar.organisation.queries import organisation


@pytest.mark.parametrize(
    "password",
    [
        "Sjalvklar2026!",
        "Sommar2026Sommar2026",
        "Anhörigstöd-2026",
        "Välkommen123456",
        "!!Lösenord!!2026!!",
        "123456789012",
    ],
)
def test_our_own_words_with_digits_about_them_are_no_password(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_nor_is_the_municipalitys_name() -> None:
    with pytest.raises(ValidationError):
        validate_password(f"{organisation().municipality.name}-2026-kommun!")


@pytest.mark.parametrize("password", ["lampa nyckel gräsand torv", "kvittra-9-Tallrik-3", "en kommunal mopedverkstad"])
def test_words_that_do_not_belong_together_are_taken(password: str) -> None:
    validate_password(password)


def test_any_signs_and_many_of_them_are_taken_as_they_are() -> None:
    validate_password("  åäö مرحبا 🗝 " + "x" * 100 + "  ")
