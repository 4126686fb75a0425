# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""When nothing can be put on record, nothing is taken in and nothing is shown: a calm page, and no word is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.faces.way_in.test_hostile import ask, form, post
from tests.live import Live

WORDS = "Min son är borta sedan i går."
COUNT = (
    "from django.db import connection as c; q = c.cursor()\n"
    "for table in ('mailbox_thread', 'mailbox_message', 'mailbox_wrap'):\n"
    "    q.execute(f'SELECT count(*) FROM {table}'); print(table, q.fetchone()[0])"
)
AS_OWNER = (
    "from django.db import connection\nfrom sjalvklar.project import walls\n"
    "with walls.as_owner(), connection.cursor() as cursor:\n    cursor.execute({sql!r})"
)
# What takes the record away, and what gives it back.
SQLITE = {
    "the disk is full": (
        "CREATE TRIGGER full BEFORE INSERT ON trust_auditentry "
        "BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END",
        "DROP TRIGGER full",
    ),
    "the table is gone": (
        "ALTER TABLE trust_auditentry RENAME TO trust_hidden",
        "ALTER TABLE trust_hidden RENAME TO trust_auditentry",
    ),
}
POSTGRESQL = {
    "the right is revoked": (
        "DO $$ DECLARE r text; BEGIN FOR r IN SELECT DISTINCT grantee FROM information_schema.table_privileges "
        "WHERE table_name = 'trust_auditentry' AND privilege_type = 'INSERT' "
        "LOOP EXECUTE format('REVOKE INSERT ON trust_auditentry FROM %I', r); END LOOP; END $$",
        "DO $$ DECLARE r text; BEGIN FOR r IN SELECT DISTINCT grantee FROM information_schema.table_privileges "
        "WHERE table_name = 'trust_auditentry' AND privilege_type = 'SELECT' "
        "LOOP EXECUTE format('GRANT INSERT ON trust_auditentry TO %I', r); END LOOP; END $$",
    ),
    "the table is gone": (
        "ALTER TABLE trust_auditentry RENAME TO trust_hidden",
        "ALTER TABLE trust_hidden RENAME TO trust_auditentry",
    ),
}


@pytest.fixture(scope="module")
def product(start_live: Callable[..., Live]) -> Iterator[Live]:
    live = start_live(clock=False)
    yield live
    live.stop()


@pytest.mark.parametrize("what", ["the disk is full", "the right is revoked", "the table is gone"])
def test_a_message_that_cannot_be_put_on_record_is_neither_kept_nor_lost(product: Live, what: str) -> None:
    ways = SQLITE if product.wish.database == "sqlite" else POSTGRESQL
    if what not in ways:
        what = "the table is gone"
    take_away, give_back = ways[what]
    address, number = form(product)
    before = product.python(COUNT)
    product.python(AS_OWNER.format(sql=take_away))
    try:
        refused = post(product, address, n=number, t=WORDS)
        assert refused.status in {500, 503}
        assert "112" in refused.text
        assert "trust_" not in refused.text
        assert "Traceback" not in refused.text
        assert product.python(COUNT) == before
        assert ask(product, "/sv").status == 200
    finally:
        product.python(AS_OWNER.format(sql=give_back))
    sent = post(product, address, n=number, t=WORDS)
    assert sent.status == 303, "the same form is sent again, and is taken"
    assert 'id="code"' in ask(product, sent.to).text
    assert WORDS not in product.said()
