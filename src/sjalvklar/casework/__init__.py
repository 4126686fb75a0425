# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cases (personakter): a person with a name, somebody who answers for them, and sealed notes that are never changed.

Reading follows a dated assignment, never a role or a unit alone. A protected case is known by the people named for it
and does not exist for anybody else (docs/decisions/0022-protected-people.md).

I promise that what is read, written, searched or revealed is on record before it is shown, and that what somebody may
not know is answered exactly as what is not there.
I own persons, cases, notes, assignments, named access, openings with break-glass, declared closeness and notices.
I never keep where a person with protected registration lives, a link between an old identity and a new one, a search
word, or a personal number outside a seal.
"""
