# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans of a social intervention group (social insatsgrupp, SIG): several parties about one person, and what each has
taken on.

What is shared with a party is shared because whom it is about has said yes to it: to that party, those things, for a
time. When the yes has ended the joint work with that party stops by itself, at that moment and without a job having
run (docs/decisions/0035-each-party-its-part.md).

I promise that each party sees its own part and nothing else, that a plan is led by somebody, that no step is taken
without what it needs, and that what was shared, with whom and under which consent is on record.
I own plans, who leads them, parties and who takes part for them, consents, commitments, meetings and what was shared.
I never keep a score of anybody, where a protected person lives, or a personal number; nobody is asked for consent by
the product, and no consent is ever lengthened by itself.
"""
