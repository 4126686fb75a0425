# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Children: a contact of their own, what their guardians may know of it, and the duty to report concern for a child.

A child's own contact is a support like any other, with what is said here beside it: who has said yes to it, and what a
guardian may know (docs/decisions/0034-a-childs-own-contact.md). Whether a report of concern (orosanmälan) is made is
weighed and decided by somebody, never computed; the report itself is written in the municipality's case system.

I promise that a guardian may know nothing of a child's own contact until somebody has judged otherwise, never more
than a child who is mature enough has said yes to, and that what was decided about a concern is never changed.
I own who said yes to a child's own contact, what was judged of guardians, and what was weighed, decided, sent and
answered about concern for a child.
I never keep who a child is or when they were born, I never decide or count together what should be reported, and I
never write the report.
"""
