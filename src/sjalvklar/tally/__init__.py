# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened, never to whom.

I promise that a fact is counted in the same transaction as the deed it counts, and outlives the deed's erasure.
I own the counting facts.
I never know a person, a thread or a key, and no fact points at one.
"""
