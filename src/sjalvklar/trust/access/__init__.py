# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with what: one table, and everything that is made from it.

`words` names the dimensions, `table` is the data, `decide` answers. `ground` lets a room tie the table's relations to
its own columns, so that the same rows become a queryset's filter and, in `policies`, PostgreSQL's row-level security.
`context` says for whom a process acts just now. Only `ground` and `context` know Django.
"""
