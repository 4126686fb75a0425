# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What PostgreSQL's policies ask about people: who acts, where in which role, and in whose place, at this moment.

The same as `queries.staff.viewer` gives, which a test holds against it. It is found once, when the database is told
who acts (`trust.access.context`), and holds until it is told anew: policies ask it for each row.
"""

# ruff: noqa: S608 - made of our own names only

from __future__ import annotations

from sjalvklar.trust.access.policies import Function
from sjalvklar.trust.access.words import Role

_STABLE = "LANGUAGE plpgsql STABLE PARALLEL SAFE"
_SERVING = ", ".join(f"'{role.value}'" for role in Role if role.serves)
_TOLD = "NULLIF(current_setting('sjalvklar.standing', true), '')::jsonb"
_HOLDS = "g.valid_from <= sjalvklar_at() AND (g.valid_to IS NULL OR g.valid_to > sjalvklar_at())"

FUNCTIONS = (
    Function(
        "sjalvklar_me",
        "() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE",
        "SELECT NULLIF(current_setting('sjalvklar.staff', true), '')::bigint",
    ),
    Function(
        "sjalvklar_at",
        "() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE",
        "SELECT NULLIF(current_setting('sjalvklar.at', true), '')::timestamptz + COALESCE(statement_timestamp() "
        "- NULLIF(current_setting('sjalvklar.since', true), '')::timestamptz, interval '0')",
    ),
    Function(
        "sjalvklar_own_grants",
        f"(who bigint) RETURNS TABLE (unit_id text, authority_id text, role text) {_STABLE}",
        "BEGIN RETURN QUERY SELECT g.unit_id::text, u.authority_id::text, g.role::text FROM organisation_grant g "
        "JOIN organisation_unit u ON u.id = g.unit_id JOIN organisation_staffmember m ON m.id = g.staff_id "
        f"WHERE g.staff_id = who AND m.is_active AND {_HOLDS}; END",
    ),
    Function(
        "sjalvklar_own_stand_ins",
        f"() RETURNS TABLE (unit_id text, absent_id bigint) {_STABLE}",
        "BEGIN RETURN QUERY SELECT DISTINCT s.unit_id::text, s.absent_id FROM organisation_standin s "
        "WHERE s.substitute_id = sjalvklar_me() AND s.starts_at <= sjalvklar_at() AND s.ends_at > sjalvklar_at() "
        "AND s.unit_id::text IN (SELECT o.unit_id FROM sjalvklar_own_grants(sjalvklar_me()) o "
        f"WHERE o.role IN ({_SERVING})); END",
    ),
    Function(
        "sjalvklar_standing",
        f"() RETURNS text {_STABLE}",
        "BEGIN RETURN (SELECT jsonb_strip_nulls(jsonb_build_object("
        "'grants', (SELECT jsonb_agg(o) FROM (SELECT * FROM sjalvklar_own_grants(sjalvklar_me()) "
        "UNION SELECT a.* FROM sjalvklar_own_stand_ins() s CROSS JOIN LATERAL sjalvklar_own_grants(s.absent_id) a "
        f"WHERE a.unit_id = s.unit_id AND a.role IN ({_SERVING})) o), "
        "'stand_ins', (SELECT jsonb_agg(s) FROM sjalvklar_own_stand_ins() s)))); END",
    ),
    Function(
        "sjalvklar_grants",
        f"() RETURNS TABLE (unit_id text, authority_id text, role text) {_STABLE}",
        f"BEGIN RETURN QUERY SELECT * FROM jsonb_to_recordset({_TOLD} -> 'grants') "
        "AS g(unit_id text, authority_id text, role text); END",
    ),
    Function(
        "sjalvklar_stand_ins",
        f"() RETURNS TABLE (unit_id text, absent_id bigint) {_STABLE}",
        f"BEGIN RETURN QUERY SELECT * FROM jsonb_to_recordset({_TOLD} -> 'stand_ins') "
        "AS s(unit_id text, absent_id bigint); END",
    ),
    Function(
        "sjalvklar_units",
        f"(roles text[]) RETURNS text[] {_STABLE}",
        "BEGIN RETURN (SELECT COALESCE(array_agg(DISTINCT g.unit_id), '{}') FROM sjalvklar_grants() g "
        "WHERE g.role = ANY (roles)); END",
    ),
    Function(
        "sjalvklar_units_beside",
        f"(roles text[]) RETURNS text[] {_STABLE}",
        "BEGIN RETURN (SELECT COALESCE(array_agg(DISTINCT u.id::text), '{}') FROM sjalvklar_grants() g "
        "JOIN organisation_unit u ON u.authority_id = g.authority_id "
        "WHERE g.role = ANY (roles) AND u.id <> g.unit_id); END",
    ),
)
