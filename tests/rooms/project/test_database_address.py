# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What DATABASE_URL says of the line to the database is done, or refused in words; never passed over in silence."""

from __future__ import annotations

import pytest

from sjalvklar.project import database, env

ELSEWHERE = "postgresql://sjalvklar@db.example.org/sjalvklar"


def test_what_an_address_says_of_encryption_reaches_the_database() -> None:
    options = database.connection(
        f"{ELSEWHERE}?sslmode=verify-full&sslrootcert=/etc/ssl/our%20own.pem", production=False
    )["OPTIONS"]
    assert options["sslmode"] == "verify-full"
    assert options["sslrootcert"] == "/etc/ssl/our own.pem"


def test_a_word_in_an_address_that_is_not_understood_stops_the_start() -> None:
    with pytest.raises(env.BadEnvironment, match="sslmod,"):
        database.connection(f"{ELSEWHERE}?sslmod=verify-full", production=False)


@pytest.mark.parametrize("said", ["", "?sslmode=prefer", "?sslmode=require"])
def test_in_production_nothing_goes_to_another_machine_that_could_be_read_or_answered_by_others(
    said: str,
) -> None:
    with pytest.raises(env.BadEnvironment, match="verify-full"):
        database.connection(ELSEWHERE + said, production=True)


@pytest.mark.parametrize(
    "address",
    [
        f"{ELSEWHERE}?sslmode=verify-full",
        "postgresql://sjalvklar@/sjalvklar?host=/var/run/postgresql",
        "postgresql://sjalvklar@%2Fvar%2Frun%2Fpostgresql/sjalvklar",
        "postgresql://sjalvklar@127.0.0.1:5433/sjalvklar",
        "postgresql://sjalvklar@/sjalvklar",
    ],
)
def test_a_database_here_or_behind_a_checked_certificate_is_taken(
    address: str,
) -> None:
    assert database.connection(address, production=True)["NAME"] == "sjalvklar"
