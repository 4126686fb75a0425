# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""While the city's provider is waited for, PostgreSQL is not: no transaction is open on the line to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client
from psycopg.pq import TransactionStatus
from tests.faces.desk.providers.own import Own
from tests.faces.desk.test_city_slow import come, desk, provider  # noqa: F401 - fixtures

from sjalvklar.organisation import actions, queries
from sjalvklar.trust.access.context import SIGN_IN, acting, let_go
from sjalvklar.trust.rules import Actor


@pytest.fixture(autouse=True)
def people(transactional_db: None) -> None:
    actions.apply_pack(queries.organisation(), actor=Actor.system("test"))


def status() -> TransactionStatus:
    line: Any = connections["default"].connection
    return TransactionStatus(line.info.transaction_status)


def test_no_transaction_is_open_while_the_provider_is_asked(desk: Client, provider: Own) -> None:  # noqa: F811
    line: Any = connections["default"]  # of the thread that answers, which is this one
    line.ensure_connection()
    held: dict[str, TransactionStatus] = {}

    def look(path: str) -> None:
        held[path] = TransactionStatus(line.connection.info.transaction_status)

    provider.seen = look
    assert come(desk, provider)["Location"] == "/desk/"
    assert held == dict.fromkeys(("/.well-known/openid-configuration", "/token", "/keys"), TransactionStatus.IDLE)
    assert desk.get("/desk/").status_code == 200  # what was written before and after is there


def test_what_a_request_has_written_is_kept_when_it_lets_go_and_a_deed_is_never_cut_in_two() -> None:
    with acting(SIGN_IN):
        queries.staff.unit("nowhere")
        actions.begin_recovery(username="nobody")
        assert status() is TransactionStatus.INTRANS
        let_go()
        assert status() is TransactionStatus.IDLE
        queries.staff.unit("nowhere")
        assert status() is TransactionStatus.INTRANS
        with transaction.atomic(), pytest.raises(RuntimeError, match="in the middle of a deed"):
            let_go()
    from sjalvklar.organisation.models import Recovery

    assert Recovery.objects.count() == 1
